import { useCallback, useState } from 'react';
import { call } from '@/api/call';
import type { Refusal } from '@/api/refusal';
import type { AnswerOf } from '@/api/routes';
import { useDraft } from '@/api/use-draft';
import { QuietButton, TakeButton, TextButton } from '@/ui/buttons';
import { Card, Notice } from '@/ui/card';
import { Box } from '@/ui/elements';
import { LabeledField } from '@/ui/labeled-field';
import { say } from '@/ui/line';
import { List, Row } from '@/ui/list';
import { Sheet } from '@/ui/sheet';
import { withNumber } from '@/words/say';

type Why = AnswerOf<'member.whyOrder'>;
const REASON_MIN = 4;

/** 有一单没算给我: an order by its number, why it is or is not mine, and a word to the shop if I see it otherwise. */
export const Missing = () => {
  const [asking, setAsking] = useState(false);
  const close = useCallback(() => setAsking(false), []);
  return (
    <Card className="card-rows">
      <List>
        <Row title="有一单没算给我？" line="填订单号，马上看到原因" onTap={() => setAsking(true)} />
      </List>
      {asking ? (
        <Sheet title="这一单算谁的" onClose={close}>
          <Ask onClose={close} />
        </Sheet>
      ) : null}
    </Card>
  );
};

const Ask = ({ onClose }: { onClose: () => void }) => {
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<{ number: string; why: Why }>();
  const [refusal, setRefusal] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const number = typed.trim();
  const look = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.whyOrder', { number });
    setBusy(false);
    setRefusal(answer.ok ? undefined : answer.refusal);
    setAsked(answer.ok ? { number, why: answer.value } : undefined);
  };
  return (
    <>
      <LabeledField
        label="订单号"
        placeholder="朋友的订单详情里能复制"
        maxLength={64}
        value={typed}
        onText={setTyped}
        onEnter={() => void (number !== '' && !busy && look())}
        {...(refusal
          ? { problem: refusal.status === 404 ? '没找到这个订单号，核对一下再试。' : withNumber(refusal) }
          : {})}
      />
      {asked?.number === number ? (
        <Answer number={number} why={asked.why} onClose={onClose} />
      ) : (
        <QuietButton busy={busy} disabled={busy || number === ''} onTap={() => void look()}>
          {busy ? '正在查…' : '看看为什么'}
        </QuietButton>
      )}
    </>
  );
};

/** The reason; and for who thinks that it is theirs, what to say to the shop. Told once for each order. */
const Answer = ({ number, why, onClose }: { number: string; why: Why; onClose: () => void }) => {
  const [reason, setReason] = useDraft(`order:${number}`);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const said = reason.trim();
  const tell = async (): Promise<void> => {
    setBusy(true);
    const answer = await call('member.disputeOrder', { number, reason: said });
    setBusy(false);
    if (!answer.ok) return setRefusal(answer.refusal);
    setReason('');
    onClose();
    say('收到了，店里核对后会告诉你结果。', 'good');
  };
  return (
    <>
      <Notice tone={why.mine ? 'good' : 'quiet'}>{why.words}</Notice>
      {why.mine ? (
        <TextButton onTap={onClose}>知道了</TextButton>
      ) : why.disputed ? (
        <Box className="sheet-text">你请店里核对过这一单，结果会写在「消息」里。</Box>
      ) : (
        <>
          <LabeledField
            kind="lines"
            label="觉得该算你的？说说经过"
            placeholder="比如：她是看了我发在群里的海报，当天晚上下的单"
            maxLength={300}
            value={reason}
            onText={setReason}
            {...(refusal ? { problem: withNumber(refusal) } : {})}
          />
          <TakeButton busy={busy} disabled={busy || said.length < REASON_MIN} onTap={() => void tell()}>
            {busy ? '正在送去…' : said.length < REASON_MIN ? '多写几个字' : '请店里核对'}
          </TakeButton>
        </>
      )}
    </>
  );
};
