import { PRIZE_STATE_NAMES } from '@kouyi/shared/types';
import { useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import type { AnswerOf } from '@/api/routes';
import { session } from '@/api/session';
import { useAnswer } from '@/api/use-answer';
import { useFresh } from '@/api/use-fresh';
import { PAGES } from '@/platform/navigate';
import { copyText } from '@/platform/clipboard';
import { useQuery } from '@/platform/page';
import { BrokenLink } from '@/ui/broken-link';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead, Notice, Tag } from '@/ui/card';
import { Box, Heading } from '@/ui/elements';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { withNumber } from '@/words/say';
import { dayAndClock } from '@/words/time';
import { Qr } from '@/cards/qr';
import { TellMe } from '@/cards/tell-me';
import { toneOf } from '../tones';
import { Claim } from './claim';
import './index.scss';

type PrizeAnswer = AnswerOf<'member.prize'>;

/** One prize of mine: where it is, and the one thing to do about it. */
export default function PrizePage() {
  const { id = '' } = useQuery();
  const asked = useAnswer('member.prize', { id }, { on: session() !== undefined && id !== '' });
  const { refresh } = asked;
  useFresh(refresh);
  if (!id) return <BrokenLink title="我的奖品" from="奖品柜" page={PAGES.prizes} />;
  return (
    <Page title="我的奖品">
      <Shown asked={asked}>
        {(value) => (
          <>
            <Head value={value} />
            {value.prize.state === 'to_pick_up' ? <PickUp id={id} /> : null}
            <Claim value={value} onClaimed={refresh} />
            <Parcel value={value} onReceived={refresh} />
            <Steps value={value} />
          </>
        )}
      </Shown>
    </Page>
  );
}

const Head = ({ value: { prize } }: { value: PrizeAnswer }) => (
  <Card>
    <Tag tone={toneOf(prize.state)}>{PRIZE_STATE_NAMES[prize.state]}</Tag>
    <Heading level={2} className="prize-name">
      {prize.name}
    </Heading>
    <Box className="prize-line">{prize.line}</Box>
    {prize.boxName ? (
      <Box className="prize-line">{`${dayAndClock(prize.wonAt, nowMs())} 在「${prize.boxName}」开出来的`}</Box>
    ) : null}
    {prize.reason ? <Notice tone="quiet">{prize.reason}</Notice> : null}
    <Waits state={prize.state} />
  </Card>
);

/** The code to show at the store. */
const PickUp = ({ id }: { id: string }) => {
  const asked = useAnswer('member.pickupCode', { id }, { on: session() !== undefined });
  return (
    <Card>
      <CardHead title="自提码" />
      <Shown asked={asked} skeleton={{ cards: 1 }}>
        {(value) =>
          value.expired ? (
            <Box className="prize-line">{`这个码 ${dayAndClock(value.until, nowMs())} 过期了，到「${value.storeName}」问问店员。`}</Box>
          ) : (
            <>
              <Box className="prize-line">{`到「${value.storeName}」出示，${dayAndClock(value.until, nowMs())} 前有效。`}</Box>
              <Qr page={value.redeemPage} code={value.code} />
            </>
          )
        }
      </Shown>
    </Card>
  );
};

/** While it is being packed or paid there is nothing to do but to be told. */
const Waits = ({ state }: { state: PrizeAnswer['prize']['state'] }) => {
  if (state === 'to_ship')
    return <TellMe ask="寄出时用微信告诉我" agreed="好的，寄出就用微信告诉你，带着单号。" />;
  if (state === 'requested' || state === 'approved')
    return <TellMe ask="打款后用微信告诉我" agreed="好的，打款后用微信告诉你。" />;
  return null;
};

const Parcel = ({ value, onReceived }: { value: PrizeAnswer; onReceived: () => Promise<void> }) => {
  const { shipment, state, id } = value.prize;
  const [busy, setBusy] = useState(false);
  if (!shipment) return null;
  const received = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.confirmReceived', { id });
    setBusy(false);
    if (answer.ok) say('收到就好，用得开心。', 'good');
    else say(withNumber(answer.refusal), 'warn');
    await onReceived();
  };
  const copy = (): void =>
    void copyText(shipment.trackingNo).then((done) =>
      done ? say('单号复制好了。', 'good') : say('没复制上，长按单号也行。', 'warn'),
    );
  return (
    <Card>
      <CardHead title="物流" />
      <List label="物流">
        <Row
          title={`${shipment.carrier} ${shipment.trackingNo}`}
          line={`${dayAndClock(shipment.at, nowMs())} 寄出，点一下复制单号`}
          onTap={copy}
        />
      </List>
      {state === 'shipped' ? (
        <QuietButton busy={busy} onTap={() => void received()}>
          {busy ? '正在记下…' : '我收到了'}
        </QuietButton>
      ) : null}
    </Card>
  );
};

const Steps = ({ value: { steps } }: { value: PrizeAnswer }) => (
  <Card>
    <CardHead title="到哪一步了" />
    <List label="到哪一步了">
      {[...steps].reverse().map((step) => (
        <Row
          key={step.state + step.at}
          title={PRIZE_STATE_NAMES[step.state]}
          aside={dayAndClock(step.at, nowMs())}
        />
      ))}
    </List>
  </Card>
);
