import type { MemberChecklist } from '@kouyi/shared/contracts';
import { useRef, useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { go, PAGES } from '@/platform/navigate';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead, Tag } from '@/ui/card';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { withNumber } from '@/words/say';
import { dayAndClock } from '@/words/time';
import { useFresh } from '@/api/use-fresh';
import './index.scss';

/** 准备清单: what to do before an activity, one tap an item. */
export default function Checklists() {
  const asked = useAnswer('member.checklists', {}, { on: session() !== undefined });
  useFresh(asked.refresh);
  // Answers of two lists may come between two drawings of the page.
  const latest = useRef<readonly MemberChecklist[]>([]);
  latest.current = asked.value?.items ?? [];
  const ticked = (next: MemberChecklist): void => {
    latest.current = latest.current.map((one) => (one.id === next.id ? next : one));
    asked.replace({ items: [...latest.current] });
  };
  return (
    <Page title="准备清单">
      <Shown asked={asked} skeleton={{ rows: 4 }}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="没有要准备的" line="有活动要你帮忙时，要做的几件事会列在这里，做完打个勾。">
              <QuietButton onTap={() => go(PAGES.koc)}>回 KOC 中心</QuietButton>
            </Empty>
          ) : (
            <>
              {items.map((list) => (
                <One key={list.id} list={list} onTicked={ticked} />
              ))}
            </>
          )
        }
      </Shown>
    </Page>
  );
}

const One = ({ list, onTicked }: { list: MemberChecklist; onTicked: (next: MemberChecklist) => void }) => {
  // Shown as it is tapped, and sent one after the other: a slow line is no reason to wait between two ticks.
  const [tapped, setTapped] = useState<Readonly<Record<string, boolean>>>({});
  const tail = useRef<Promise<void>>(Promise.resolve());
  const isDone = ({ id, tickedAt }: MemberChecklist['items'][number]): boolean =>
    tapped[id] ?? tickedAt !== undefined;
  const send = async (itemId: string, done: boolean): Promise<void> => {
    const answer = await call('member.tickItem', { id: list.id, itemId, done });
    // Tapped once more meanwhile, it shows the later tap.
    setTapped(({ [itemId]: shown, ...rest }) =>
      answer.ok && shown !== undefined && shown !== done ? { ...rest, [itemId]: shown } : rest,
    );
    if (!answer.ok) return say(withNumber(answer.refusal), 'warn');
    onTicked(answer.value);
    if (answer.value.finishedAt && !list.finishedAt) say('都准备好了，辛苦。', 'good');
  };
  const tick = (itemId: string, done: boolean): void => {
    setTapped((before) => ({ ...before, [itemId]: done }));
    tail.current = tail.current.then(() => send(itemId, done));
  };
  return (
    <Card>
      <CardHead
        title={list.title}
        aside={
          list.finishedAt ? (
            <Tag tone="good">✓ 都做完了</Tag>
          ) : list.overdue ? (
            <Tag tone="warn">过了时间</Tag>
          ) : (
            `${list.items.filter(isDone).length} / ${list.total}`
          )
        }
      />
      {list.note ? <Box className="checklist-line">{list.note}</Box> : null}
      {list.activity || list.dueAt ? (
        <Box className="checklist-line">
          {[
            list.activity ? `为「${list.activity.title}」准备` : '',
            list.dueAt ? `${dayAndClock(list.dueAt, nowMs())} 前做完` : '',
          ]
            .filter(Boolean)
            .join('，')}
        </Box>
      ) : null}
      <List label={list.title}>
        {list.items.map((item) => (
          <Row
            key={item.id}
            title={item.text}
            line={item.tickedAt ? `${dayAndClock(item.tickedAt, nowMs())} 做完` : item.help}
            on={isDone(item)}
            onTap={() => tick(item.id, !isDone(item))}
          />
        ))}
      </List>
    </Card>
  );
};
