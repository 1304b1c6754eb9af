import { fenOf, yuan } from '@kouyi/shared/rules/money';
import { useState } from 'react';
import { call } from '@/api/call';
import { isTransient, type Refusal } from '@/api/refusal';
import type { AnswerOf } from '@/api/routes';
import { useRequestKey } from '@/api/use-request-key';
import { TakeButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { Box } from '@/ui/elements';
import { LabeledField } from '@/ui/labeled-field';
import { say } from '@/ui/line';
import { withNumber } from '@/words/say';

interface Props {
  value: AnswerOf<'member.withdrawals'>;
  onDone: () => Promise<void>;
}

/** The amount, and from a certain one on the name. One key a wish, so that a lost answer asks for nothing twice. */
export const Ask = ({ value, onDone }: Props) => {
  const [amount, setAmount] = useState('');
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  // Words stand in the place of the form: what is below stays where it is when the last of it is asked for or comes back.
  const [couldAtFirst] = useState(value.mayFen > 0);
  const mayComeBack = couldAtFirst || value.items.length > 0;
  const key = useRequestKey();
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
    setBusy(true);
    setRefusal(undefined);
    const answer = await call('member.withdraw', {
      amountFen: fen,
      requestKey: key.of(`${fen} ${name}`),
      ...(needsName && name.trim() !== '' ? { realName: name.trim() } : {}),
    });
    setBusy(false);
    if (!answer.ok) {
      // Nobody heard it: the same wish keeps its key, so that trying again is the same withdrawal.
      if (isTransient(answer.refusal)) say('没发出去，再点一次不会重复提现。', 'warn');
      else setRefusal(answer.refusal);
      return;
    }
    key.done();
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
      ) : (
        <Box className={mayComeBack ? 'withdraw-done' : 'withdraw-line'}>
          {couldAtFirst ? '这次能提的都提好了，到哪一步看下面。' : '有可以提的了，就在这里提。'}
        </Box>
      )}
    </Card>
  );
};
