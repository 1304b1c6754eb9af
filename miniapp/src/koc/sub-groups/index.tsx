import type { MySubGroup } from '@kouyi/shared/contracts';
import { GROUP_HEALTH_NAMES, SUB_GROUP_STATE_NAMES } from '@kouyi/shared/types';
import { useCallback, useState } from 'react';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { go, PAGES, subGroupPage } from '@/platform/navigate';
import { QuietButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice, Tag } from '@/ui/card';
import { Box } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { GROUP_TONES, HEALTH_TONES } from '../group-tones';
import { TodayMessage } from '../today-message';
import { useFresh } from '@/api/use-fresh';
import { OpenSheet } from './open-sheet';

/** 我的子群: each with how it is, and what to send today. */
export default function SubGroups() {
  const asked = useAnswer('member.subGroups', {}, { on: session() !== undefined });
  const [opening, setOpening] = useState(false);
  const close = useCallback(() => setOpening(false), []);
  const { refresh } = asked;
  useFresh(refresh);
  const onOpened = (group: MySubGroup): void => {
    close();
    void refresh();
    go(subGroupPage(group.id));
  };
  return (
    <Page title="我的子群">
      <Shown asked={asked} skeleton={{ rows: 3 }}>
        {({ items, mayOpen, words }) =>
          items.length === 0 ? (
            <Empty title="还没有子群" line={words}>
              {mayOpen ? (
                <QuietButton onTap={() => setOpening(true)}>建一个子群</QuietButton>
              ) : (
                <QuietButton onTap={() => go(PAGES.koc)}>看看我走到哪一步了</QuietButton>
              )}
              <TextButton onTap={() => go(PAGES.join)}>我有别人的入群码</TextButton>
            </Empty>
          ) : (
            <>
              <Card>
                <CardHead title="我的子群" aside={`${figure(items.length)} 个`} />
                <List label="我的子群">
                  {items.map((group) => (
                    <Row
                      key={group.id}
                      title={group.name}
                      line={
                        group.state === 'open'
                          ? `${figure(group.members)} 人 · 近 7 天活跃 ${figure(group.active7d)} 人 · 新来 ${figure(group.newcomers7d)} 人`
                          : group.words
                      }
                      aside={<StateTag group={group} />}
                      onTap={() => go(subGroupPage(group.id))}
                    />
                  ))}
                </List>
                {mayOpen ? <QuietButton onTap={() => setOpening(true)}>再建一个</QuietButton> : null}
                <TextButton onTap={() => go(PAGES.join)}>我有别人的入群码</TextButton>
              </Card>
              <Messages groups={items} />
              <Notice tone="quiet">{words}</Notice>
            </>
          )
        }
      </Shown>
      {opening ? <OpenSheet onClose={close} onOpened={onOpened} /> : null}
    </Page>
  );
}

const StateTag = ({ group: { state, health } }: { group: MySubGroup }) =>
  state === 'open' && health ? (
    <Tag tone={HEALTH_TONES[health.level]}>{`${GROUP_HEALTH_NAMES[health.level]} ${health.score}`}</Tag>
  ) : (
    <Tag tone={GROUP_TONES[state]}>{SUB_GROUP_STATE_NAMES[state]}</Tag>
  );

const Messages = ({ groups }: { groups: readonly MySubGroup[] }) => {
  const all = groups.flatMap((group) => group.today.map((message) => ({ message, group })));
  if (all.length === 0) return null;
  return (
    <Card>
      <CardHead title="今天发什么" aside={`${figure(all.length)} 条`} />
      <Box>
        {all.map(({ message, group }) => (
          <TodayMessage key={message.id} message={message} groupName={group.name} />
        ))}
      </Box>
    </Card>
  );
};
