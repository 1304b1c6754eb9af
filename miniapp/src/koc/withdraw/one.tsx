import type { MyWithdrawal } from '@kouyi/shared/contracts';
import { yuan } from '@kouyi/shared/rules/money';
import { WITHDRAWAL_STATE_NAMES } from '@kouyi/shared/types';
import { useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import { Tag } from '@/ui/card';
import { TextButton } from '@/ui/buttons';
import { say } from '@/ui/line';
import { Row } from '@/ui/list';
import { withNumber } from '@/words/say';
import { dayAndClock } from '@/words/time';

/** One withdrawal: where it is, and the way back while nobody has looked at it. */
export const One = ({ one, onDone }: { one: MyWithdrawal; onDone: () => Promise<void> }) => {
  const [busy, setBusy] = useState(false);
  const cancel = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.cancelWithdrawal', { id: one.id });
    setBusy(false);
    if (answer.ok) say('撤回了，钱在可提现余额里。', 'good');
    else say(withNumber(answer.refusal), 'warn');
    await onDone();
  };
  return (
    <>
      <Row
        title={`${yuan(one.amountFen)} 元`}
        line={`${dayAndClock(one.requestedAt, nowMs())} · ${one.words}`}
        aside={<Tag tone={toneOf(one.state)}>{WITHDRAWAL_STATE_NAMES[one.state]}</Tag>}
      />
      {one.state === 'requested' ? (
        <TextButton busy={busy} onTap={() => void cancel()}>
          {busy ? '正在撤回…' : '撤回这笔'}
        </TextButton>
      ) : null}
    </>
  );
};

const toneOf = (state: MyWithdrawal['state']) =>
  state === 'paid'
    ? 'good'
    : state === 'failed' || state === 'frozen'
      ? 'warn'
      : state === 'rejected' || state === 'cancelled'
        ? 'quiet'
        : 'info';
