import type { MySubGroup } from '@kouyi/shared/contracts';
import { GROUP_HEALTH_NAMES, SUB_GROUP_STATE_NAMES } from '@kouyi/shared/types';
import { useCallback, useState } from 'react';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { TellMe } from '@/cards/tell-me';
import { go, joinPage, PAGES, subGroupMembersPage } from '@/platform/navigate';
import { useQuery } from '@/platform/page';
import { useShareCard } from '@/platform/share';
import { BrokenLink } from '@/ui/broken-link';
import { TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice, Tag } from '@/ui/card';
import { Box, Heading, Words } from '@/ui/elements';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import { Sheet } from '@/ui/sheet';
import { Shown } from '@/ui/states';
import { figure } from '@/words/say';
import { GROUP_TONES, HEALTH_TONES } from '../group-tones';
import { TodayMessage } from '../today-message';
import { useFresh } from '@/api/use-fresh';
import { CloseSheet } from './close-sheet';
import { JoinCode } from './join-code';
import './index.scss';

/** One sub-group of mine: how it is, what to send today, how friends get in, who is there. */
export default function SubGroup() {
  const { id = '' } = useQuery();
  const asked = useAnswer('member.subGroup', { id }, { on: session() !== undefined && id !== '' });
  useFresh(asked.refresh);
  const { value } = asked;
  useShareCard(
    value?.joinCode
      ? { title: `来「${value.name}」，我拉了个群`, path: joinPage(value.joinCode) }
      : { title: '会员福利', path: PAGES.home },
  );
  if (!id) return <BrokenLink title="子群" from="我的子群" page={PAGES.subGroups} />;
  return (
    <Page title="子群">
      <Shown asked={asked}>{(group) => <Body group={group} onClosed={asked.replace} />}</Shown>
    </Page>
  );
}

const Body = ({ group, onClosed }: { group: MySubGroup; onClosed: (group: MySubGroup) => void }) => {
  const [closing, setClosing] = useState(false);
  const close = useCallback(() => setClosing(false), []);
  const open = group.state === 'open';
  return (
    <>
      {open ? null : <Waiting group={group} />}
      {open ? <Figures group={group} /> : null}
      {group.today.length > 0 ? (
        <Card>
          <CardHead title="今天发什么" aside={`${figure(group.today.length)} 条`} />
          <Box>
            {group.today.map((message) => (
              <TodayMessage key={message.id} message={message} />
            ))}
          </Box>
        </Card>
      ) : open ? (
        <Notice tone="quiet">今天没有要发的，跟大家聊聊近况就好。</Notice>
      ) : null}
      {group.joinCode ? <JoinCode group={{ ...group, joinCode: group.joinCode }} /> : null}
      {open ? <TextButton onTap={() => setClosing(true)}>不再运营这个群</TextButton> : null}
      {closing ? <CloseSheet group={group} onClose={close} onClosed={onClosed} /> : null}
    </>
  );
};

const Waiting = ({ group }: { group: MySubGroup }) => (
  <Card>
    <Tag tone={GROUP_TONES[group.state]}>{SUB_GROUP_STATE_NAMES[group.state]}</Tag>
    <Heading level={2} className="sub-group-name">
      {group.name}
    </Heading>
    <Box className="sub-group-words">{group.words}</Box>
    {group.state === 'requested' ? (
      <TellMe ask="群建好时用微信告诉我" agreed="好的，群建好就用微信告诉你。" />
    ) : null}
  </Card>
);

const Figures = ({ group }: { group: MySubGroup }) => {
  const [asked, setAsked] = useState(false);
  const close = useCallback(() => setAsked(false), []);
  const { health } = group;
  return (
    <Card>
      <CardHead
        title={group.name}
        aside={
          health ? <Tag tone={HEALTH_TONES[health.level]}>{GROUP_HEALTH_NAMES[health.level]}</Tag> : undefined
        }
      />
      <Box className="big-number sub-group-figure">
        <Words className="big-number-figure">{figure(group.members)}</Words>
        <Words>人在群里</Words>
      </Box>
      <Box className="sub-group-words">
        {`近 7 天 ${figure(group.active7d)} 人说过话或参加过，新来 ${figure(group.newcomers7d)} 人。`}
      </Box>
      {health ? (
        <>
          <Box className="sub-group-tip">{health.tip}</Box>
          <List label="这个群">
            <Row title={`健康度 ${health.score} 分`} line={health.words} onTap={() => setAsked(true)} />
            <Row title="群成员" line="谁常说话，谁刚来" onTap={() => go(subGroupMembersPage(group.id))} />
          </List>
        </>
      ) : (
        <List label="这个群">
          <Row title="群成员" line="谁常说话，谁刚来" onTap={() => go(subGroupMembersPage(group.id))} />
        </List>
      )}
      {asked && health ? (
        <Sheet title={`健康度 ${health.score} 分是怎么来的`} onClose={close}>
          <Box className="sheet-text">{health.formula}</Box>
          <Box className="sheet-text">{health.tip}</Box>
          <TextButton onTap={close}>知道了</TextButton>
        </Sheet>
      ) : null}
    </Card>
  );
};
