import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { PAGES, restartAt } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { Page } from '@/ui/page';
import { ErrorState, Shown } from '@/ui/states';
import { useFresh } from '../use-fresh';
import { Give } from './give';

/** 送心意 out of one budget: to whom, how much, why; confirmed, sent once, and receipted. */
export default function GivePage() {
  const { id = '' } = useQuery();
  const asked = useAnswer('member.budget', { id }, { on: session() !== undefined && id !== '' });
  useFresh(asked.refresh);
  return (
    <Page title="送心意">
      {id ? (
        <Shown asked={asked}>{(budget) => <Give budget={budget} onGiven={asked.refresh} />}</Shown>
      ) : (
        <ErrorState
          refusal={{ code: 'no_budget', message: '这个链接不完整，从「送心意」里打开试试。', status: 404 }}
          retry={() => restartAt(PAGES.budgets)}
        />
      )}
    </Page>
  );
}
