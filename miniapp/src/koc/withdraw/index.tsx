import type { MyWithdrawal } from '@kouyi/shared/contracts';
import { fenOf, yuan } from '@kouyi/shared/rules/money';
import { WITHDRAWAL_STATE_NAMES } from '@kouyi/shared/types';
import { useRef, useState } from 'react';
import { call } from '@/api/call';
import { nowMs } from '@/api/now';
import type { Refusal } from '@/api/refusal';
import { isTransient } from '@/api/refusal';
import type { AnswerOf } from '@/api/routes';
import { newRequestKey } from '@/api/taps';
import { usePages } from '@/api/use-pages';
import { useFresh } from '@/api/use-fresh';
import { TellMe } from '@/cards/tell-me';
import { canConfirmTransfer, confirmTransfer } from '@/platform/transfer';
import { TakeButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice, Tag } from '@/ui/card';
import { Box } from '@/ui/elements';
import { LabeledField } from '@/ui/labeled-field';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { ListEnd } from '@/ui/list-end';
import { Page } from '@/ui/page';
import { Shown } from '@/ui/states';
import { withNumber } from '@/words/say';
import { dayAndClock } from '@/words/time';
import './index.scss';

type Answer = AnswerOf<'member.withdrawals'>;

/** Nothing to do for the person but to wait. */
const UNDER_WAY: readonly MyWithdrawal['state'][] = ['requested', 'approved', 'sending'];

/** 提现: how much I may take, the way there, and every withdrawal with where it is. */
export default function Withdraw() {
  const pages = usePages('member.withdrawals', {});
  const { refresh } = pages.first;
  useFresh(refresh, pages.restart);
  return (
    <Page title="提现">
      <Shown asked={pages.first}>
        {(value) => (
          <>
            <Ask value={value} onDone={pages.restart} />
            {pages.items.map((one) =>
              one.confirm ? <Confirm key={one.id} one={one} onDone={pages.restart} /> : null,
            )}
            <Card>
              <CardHead title="提现记录" />
              {pages.items.length === 0 ? (
                <Box className="withdraw-line">还没有提现过。</Box>
              ) : (
                <List label="提现记录">
                  {pages.items.map((one) => (
                    <One key={one.id} one={one} onDone={pages.restart} />
                  ))}
                </List>
              )}
              {pages.items.some(({ state }) => UNDER_WAY.includes(state)) ? (
                <TellMe ask="到账时用微信告诉我" agreed="好的，到账或有变化就用微信告诉你。" />
              ) : null}
            </Card>
            <ListEnd pages={pages} />
          </>
        )}
      </Shown>
    </Page>
  );
}

/** The amount, and from a certain one on the name. One key a wish, so that a lost answer asks for nothing twice. */
const Ask = ({ value, onDone }: { value: Answer; onDone: () => Promise<void> }) => {
  const [amount, setAmount] = useState('');
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const wish = useRef<{ of: string; key: string }>();
  const fen = fenOf(amount);
  const needsName = fen !== undefined && fen >= value.nameFromFen;
  const problem = (field: string) => (refusal?.field === field ? { problem: refusal.message } : {});

  const send = async (): Promise<void> => {
    if (fen === undefined) {
      setRefusal({
        code: 'amount',
        message: '填一个金额，最多两位小数，例如 12.50。',
        status: 400,
        field: 'amountFen',
      });
      return;
    }
    const of = `${fen} ${name}`;
    if (wish.current?.of !== of) wish.current = { of, key: newRequestKey() };
    setBusy(true);
    setRefusal(undefined);
    const answer = await call('member.withdraw', {
      amountFen: fen,
      requestKey: wish.current.key,
      ...(needsName && name.trim() !== '' ? { realName: name.trim() } : {}),
    });
    setBusy(false);
    if (!answer.ok) {
      setRefusal(answer.refusal);
      // Nobody heard it: the same wish keeps its key, so that trying again is the same withdrawal.
      if (isTransient(answer.refusal)) say('没发出去，再点一次不会重复提现。', 'warn');
      return;
    }
    wish.current = undefined;
    setAmount('');
    setName('');
    say('已提交，钱先给你留好了。', 'good');
    await onDone();
  };

  return (
    <Card>
      <CardHead title="可提现" />
      <Box className="big-number">
        <Box className="big-number-figure">{`¥${yuan(value.availableFen)}`}</Box>
      </Box>
      <Box className="withdraw-line">{value.words}</Box>
      {value.mayFen > 0 ? (
        <>
          <LabeledField
            label="提多少（元）"
            placeholder={`${yuan(value.minFen)} 到 ${yuan(value.mayFen)}`}
            maxLength={12}
            value={amount}
            onText={setAmount}
            {...problem('amountFen')}
          />
          <TextButton
            onTap={() => {
              setAmount(yuan(value.mayFen).replace(/,/g, ''));
              setRefusal(undefined);
            }}
          >
            全部提出来
          </TextButton>
          {needsName ? (
            <LabeledField
              label="真实姓名"
              placeholder="和微信实名一致，加密保存"
              maxLength={40}
              value={name}
              onText={setName}
              {...problem('realName')}
            />
          ) : null}
          {refusal && refusal.field !== 'amountFen' && refusal.field !== 'realName' ? (
            <Notice tone="warn">{withNumber(refusal)}</Notice>
          ) : null}
          <TakeButton busy={busy} onTap={() => void send()}>
            {busy ? '正在提交…' : '提现到微信零钱'}
          </TakeButton>
        </>
      ) : null}
    </Card>
  );
};

/** The money is there; WeChat wants a yes from its owner. */
const Confirm = ({ one, onDone }: { one: MyWithdrawal; onDone: () => Promise<void> }) => {
  const { confirm } = one;
  if (!confirm) return null;
  const take = async (): Promise<void> => {
    const taken = await confirmTransfer(confirm);
    say(taken ? '收下了，到账会有消息。' : '还没有收，24 小时内都可以再来点。', taken ? 'good' : 'plain');
    await onDone();
  };
  return (
    <Card>
      <CardHead title={`${yuan(one.amountFen)} 元等你确认收款`} />
      {canConfirmTransfer() ? (
        <TakeButton onTap={() => void take()}>确认收款</TakeButton>
      ) : (
        <Box className="withdraw-line">请用手机微信打开小程序，在这一页点「确认收款」，24 小时内有效。</Box>
      )}
    </Card>
  );
};

const One = ({ one, onDone }: { one: MyWithdrawal; onDone: () => Promise<void> }) => {
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
