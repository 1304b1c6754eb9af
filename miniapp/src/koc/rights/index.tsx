import { KOC_TIER_NAMES, RIGHT_CLAIM_STATE_NAMES, type RightClaimState } from '@kouyi/shared/types';
import { useCallback, useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { usePages } from '@/api/use-pages';
import { TellMe } from '@/cards/tell-me';
import { go, PAGES } from '@/platform/navigate';
import { QuietButton, TakeButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice, Tag } from '@/ui/card';
import { Box } from '@/ui/elements';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Empty, Shown } from '@/ui/states';
import { figure, withNumber } from '@/words/say';
import { dayAndClock, dayWord, fullDate } from '@/words/time';
import { useFresh } from '../use-fresh';
import type { MyRight } from '../shapes';
import { ClaimSheet } from './claim-sheet';
import './index.scss';

const TONES = {
  requested: 'info',
  approved: 'info',
  delivered: 'good',
  declined: 'warn',
  withdrawn: 'quiet',
  expired: 'quiet',
} as const satisfies Record<RightClaimState, string>;

/** 我的权益: what my tier brings me, how much of it is left, where each claim is, and what the next tier would add. */
export default function Rights() {
  const asked = useAnswer('member.rights', {}, { on: session() !== undefined });
  const claims = usePages('member.rightClaims', {});
  const { refresh } = asked;
  const { restart } = claims;
  const again = useCallback(async (): Promise<void> => {
    await Promise.all([refresh(), restart()]);
  }, [refresh, restart]);
  useFresh(again);
  return (
    <Page title="我的权益">
      <Shown asked={asked}>
        {(value) => (
          <>
            {value.items.length === 0 ? (
              <Empty title={value.tier ? '这一级还没有权益' : '权益是给 KOC 的'} line={value.words}>
                <QuietButton onTap={() => go(PAGES.koc)}>看看我走到哪一步了</QuietButton>
              </Empty>
            ) : (
              <Notice tone="quiet">{value.words}</Notice>
            )}
            {value.items.map((right) => (
              <Right key={right.id} right={right} onChanged={again} />
            ))}
            <Later later={value.later} />
          </>
        )}
      </Shown>
      {claims.items.length > 0 ? (
        <>
          <Card>
            <CardHead title="领过的" />
            <List label="领过的">
              {claims.items.map((claim) => (
                <Row
                  key={claim.id}
                  title={claim.gives}
                  line={`${dayAndClock(claim.at, nowMs())} · ${claim.words}`}
                  aside={<Tag tone={TONES[claim.state]}>{RIGHT_CLAIM_STATE_NAMES[claim.state]}</Tag>}
                />
              ))}
            </List>
            {claims.items.some(({ state }) => state === 'requested' || state === 'approved') ? (
              <TellMe ask="有结果时用微信告诉我" agreed="好的，有结果就用微信告诉你。" />
            ) : null}
          </Card>
          <ListEnd pages={claims} />
        </>
      ) : null}
    </Page>
  );
}

const Right = ({ right, onChanged }: { right: MyRight; onChanged: () => Promise<void> }) => {
  const [claiming, setClaiming] = useState(false);
  const [busy, setBusy] = useState(false);
  const close = useCallback(() => setClaiming(false), []);
  const { latest } = right;
  const open = latest?.state === 'requested' ? latest : undefined;
  const withdraw = async (id: string): Promise<void> => {
    setBusy(true);
    const answer = await call('member.withdrawRightClaim', { id });
    setBusy(false);
    if (answer.ok) say('撤回了，次数也还给你了。', 'good');
    else say(withNumber(answer.refusal), 'warn');
    await onChanged();
  };
  return (
    <Card>
      <CardHead title={right.gives} aside={`${right.often} · 还剩 ${figure(right.left)} 次`} />
      <Box className="right-line">{right.about === '' ? right.name : `${right.name}：${right.about}`}</Box>
      {right.until ? <Box className="right-line">{`到 ${fullDate(right.until)} 为止。`}</Box> : null}
      {latest ? (
        <Box className="right-latest">
          <Tag tone={TONES[latest.state]}>{RIGHT_CLAIM_STATE_NAMES[latest.state]}</Tag>
          <Box className="right-line">{latest.words}</Box>
        </Box>
      ) : null}
      {right.mayClaim ? (
        <TakeButton onTap={() => setClaiming(true)}>{right.atOnce ? '领取，马上到' : '领取'}</TakeButton>
      ) : (
        <Box className="right-why">
          {right.why ?? '现在不能领。'}
          {right.nextAt ? ` ${dayWord(right.nextAt, nowMs())}起可以再领。` : ''}
        </Box>
      )}
      {open ? (
        <TextButton busy={busy} onTap={() => void withdraw(open.id)}>
          {busy ? '正在撤回…' : '撤回这次申请'}
        </TextButton>
      ) : null}
      {claiming ? <ClaimSheet right={right} onClose={close} onClaimed={onChanged} /> : null}
    </Card>
  );
};

const Later = ({ later }: { later: AnswerOf<'member.rights'>['later'] }) =>
  later.length === 0 ? null : (
    <Card>
      <CardHead title="再往上还有" />
      <List label="再往上还有">
        {later.map((right) => (
          <Row
            key={right.id + right.tier}
            title={right.gives}
            line={`${right.name} · ${right.often}`}
            aside={<Tag tone="quiet">{KOC_TIER_NAMES[right.tier]}</Tag>}
          />
        ))}
      </List>
    </Card>
  );
