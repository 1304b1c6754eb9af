import { useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import type { Refusal } from '@/api/refusal';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { activityPage, go, PAGES } from '@/platform/navigate';
import { usePull, useReachBottom } from '@/platform/page';
import { BigNumber } from '@/ui/big-number';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Card, CardHead } from '@/ui/card';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure, signed } from '@/words/say';
import { clock, dayWord } from '@/words/time';
import './index.scss';

type Entry = AnswerOf<'member.points'>['items'][number];
const PAGE_SIZE = 30;

/** 积分明细: the balance, and every entry with its reason. */
export default function Points() {
  const first = useAnswer('member.points', { limit: PAGE_SIZE }, { on: session() !== undefined });
  const { refresh } = first;
  const [later, setLater] = useState<{ items: Entry[]; nextCursor?: string }>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const cursor = later ? later.nextCursor : first.value?.nextCursor;
  const more = async (): Promise<void> => {
    if (!cursor || busy) return;
    setBusy(true);
    const answer = await call('member.points', { limit: PAGE_SIZE, cursor });
    setBusy(false);
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (answer.ok)
      setLater({
        items: [...(later?.items ?? []), ...answer.value.items],
        nextCursor: answer.value.nextCursor,
      });
  };
  useReachBottom(() => void more());
  usePull(async () => {
    // A new first page shifts what follows: it is asked for anew.
    setLater(undefined);
    await refresh();
  });
  return (
    <Page title="积分明细">
      <Shown asked={first}>
        {(value) => (
          <>
            <Card>
              <BigNumber value={value.balance} meaning="积分，现在可用" />
            </Card>
            {value.items.length === 0 ? (
              <Empty title="还没有积分" line="去群里扣个 1，第一笔就会写在这里，连原因一起。">
                <QuietButton onTap={() => go(PAGES.home)}>看看现在有什么</QuietButton>
              </Empty>
            ) : (
              byDay([...value.items, ...(later?.items ?? [])]).map(([day, items]) => (
                <Card key={day} className="points-day">
                  <CardHead
                    title={day}
                    aside={`${signed(items.reduce((sum, one) => sum + one.points, 0))} 积分`}
                  />
                  <List label={day}>
                    {items.map((one) => (
                      <EntryRow key={one.id} entry={one} />
                    ))}
                  </List>
                </Card>
              ))
            )}
            {value.items.length > 0 ? (
              <Box className="points-end" live>
                {refusal ? refusal.message : null}
                {cursor ? (
                  <TextButton busy={busy} onTap={() => void more()}>
                    {busy ? '正在取…' : '再往前看'}
                  </TextButton>
                ) : (
                  '到头了，全部都在上面。'
                )}
              </Box>
            ) : null}
          </>
        )}
      </Shown>
    </Page>
  );
}

const EntryRow = ({ entry }: { entry: Entry }) => {
  const { activityId } = entry;
  const balance = entry.balance === undefined ? '' : ` · 余 ${figure(entry.balance)}`;
  return (
    <Row
      title={entry.reason}
      line={`${clock(entry.at)}${balance}`}
      aside={<Box className={entry.points < 0 ? 'points-less' : 'points-more'}>{signed(entry.points)}</Box>}
      onTap={activityId ? () => go(activityPage(activityId)) : undefined}
    />
  );
};

/** Entries under the name of their day, in the order they came. */
const byDay = (items: readonly Entry[]): [string, Entry[]][] => {
  const days = new Map<string, Entry[]>();
  for (const item of items) {
    const day = dayWord(item.at, nowMs());
    const known = days.get(day);
    if (known) known.push(item);
    else days.set(day, [item]);
  }
  return [...days];
};
