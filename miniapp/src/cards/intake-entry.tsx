import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { go, PAGES } from '@/platform/navigate';
import { Card } from '@/ui/card';
import { List, Row } from '@/ui/list';

/** The way to the tests, with where I stand; nothing while there is none. */
export const IntakeEntry = ({ on }: { on: boolean }) => {
  const intakes = useAnswer('member.intakes', {}, { on });
  useFresh(intakes.refresh);
  const first = intakes.value?.items[0];
  if (!first) return null;
  const { mine } = first;
  const line =
    mine?.state === 'done'
      ? `我的结果：${mine.resultName ?? ''}`
      : mine && mine.answered > 0
        ? `答了 ${mine.answered} 题，接着来`
        : `约 ${first.minutes} 分钟，答完老师会看`;
  return (
    <Card className="card-rows">
      <List>
        <Row title={first.title} line={line} onTap={() => go(`${PAGES.intake}?source=home`)} />
      </List>
    </Card>
  );
};
