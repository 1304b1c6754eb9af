import { GIFT_KIND_NAMES } from '@kouyi/shared/types';
import { yuan } from '@kouyi/shared/rules/money';
import { useCallback, useState } from 'react';
import { useDraft } from '@/api/use-draft';
import { QuietButton, TakeButton, TextButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { Chips } from '@/ui/chips';
import { Box } from '@/ui/elements';
import { LabeledField } from '@/ui/labeled-field';
import { Sheet } from '@/ui/sheet';
import { figure, withNumber } from '@/words/say';
import { amountOf, amountWords } from '../amounts';
import type { Candidate, MyBudget } from '../shapes';
import type { Giving } from './use-giving';

interface Props {
  budget: MyBudget;
  person: Candidate;
  giving: Giving;
  onOther: () => void;
}

const REASON_MIN = 2;
const AMOUNT_WRONG = {
  point: '填一个整数，例如 20。',
  fen: '填一个金额，最多两位小数，例如 8.88。',
} as const;

/** How much, what for, and the question before it leaves my hands. */
export const GiftForm = ({ budget, person, giving, onOther }: Props) => {
  const { unit } = budget;
  const [amount, setAmount] = useState('');
  const [kind, setKind] = useState(budget.kinds[0]);
  const [reason, setReason] = useDraft(`gift:${budget.id}`);
  const [problem, setProblem] = useState<{ field: string; words: string }>();
  const [asking, setAsking] = useState(false);
  const close = useCallback(() => setAsking(false), []);
  const value = amountOf(amount, unit);
  const why = reason.trim();
  const wrong = (field: string) =>
    problem?.field === field
      ? { problem: problem.words }
      : giving.refusal?.field === field
        ? { problem: giving.refusal.message }
        : {};
  const loose = giving.refusal && !['amount', 'reason'].includes(giving.refusal.field ?? '');

  const ask = (): void => {
    const found =
      value === undefined
        ? { field: 'amount', words: AMOUNT_WRONG[unit] }
        : value > person.most
          ? { field: 'amount', words: `这位现在最多还能收 ${amountWords(person.most, unit)}。` }
          : why.length < REASON_MIN
            ? { field: 'reason', words: '写一句为什么送，对方会看到。' }
            : undefined;
    setProblem(found);
    setAsking(found === undefined);
  };
  const give = (): void => {
    if (value === undefined || kind === undefined) return;
    close();
    giving.give({ personId: person.personId, amount: value, giftKind: kind, reason: why });
  };

  return (
    <Card>
      <CardHead title={`送给${person.name}`} aside={`最多 ${amountWords(person.most, unit)}`} />
      <TextButton onTap={onOther}>换一个人</TextButton>
      {budget.kinds.length > 1 ? (
        <Box className="give-kinds">
          <Chips
            label="是什么心意"
            options={budget.kinds.map((one) => [one, GIFT_KIND_NAMES[one]] as const)}
            chosen={kind}
            onPick={setKind}
          />
        </Box>
      ) : null}
      <LabeledField
        label={unit === 'fen' ? '送多少（元）' : '送多少积分'}
        placeholder={unit === 'fen' ? `最多 ${yuan(person.most)}` : `最多 ${figure(person.most)}`}
        maxLength={10}
        value={amount}
        onText={setAmount}
        {...wrong('amount')}
      />
      <LabeledField
        kind="lines"
        label="为什么送，对方会看到"
        placeholder="比如：谢谢你上周帮新来的姐妹选面霜"
        maxLength={200}
        value={reason}
        onText={setReason}
        {...wrong('reason')}
      />
      {loose && giving.refusal ? <Notice tone="warn">{withNumber(giving.refusal)}</Notice> : null}
      <TakeButton busy={giving.busy} onTap={ask}>
        {giving.busy ? '正在送…' : value === undefined ? '送出去' : `送 ${amountWords(value, unit)}`}
      </TakeButton>
      {asking && value !== undefined ? (
        <Sheet title={`送 ${amountWords(value, unit)}给${person.name}？`} onClose={close}>
          <Box className="sheet-text">{`「${why}」`}</Box>
          <Box className="sheet-text">
            {unit === 'point'
              ? '积分马上到对方账上，送出后不能收回。'
              : '对方在奖品柜里领红包；到期没有领，会退回你的预算。'}
          </Box>
          <TakeButton onTap={give}>确认送出</TakeButton>
          <QuietButton onTap={close}>再改改</QuietButton>
        </Sheet>
      ) : null}
    </Card>
  );
};
