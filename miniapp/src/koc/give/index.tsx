import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { PAGES } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { BrokenLink } from '@/ui/broken-link';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { useFresh } from '@/api/use-fresh';
import { Give } from './give';

/** 送心意 out of one budget: to whom, how much, why; confirmed, sent once, and receipted. */
export default function GivePage() {
  const { id = '' } = useQuery();
  const asked = useAnswer('member.budget', { id }, { on: session() !== undefined && id !== '' });
  useFresh(asked.refresh);
  if (!id) return <BrokenLink title="送心意" from="送心意" page={PAGES.budgets} />;
  return (
    <Page title="送心意">
      <Shown asked={asked} skeleton={{ figure: true, rows: 6, faces: true }}>
        {(budget) => <Give budget={budget} onGiven={asked.refresh} />}
      </Shown>
    </Page>
  );
}
