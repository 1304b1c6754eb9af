import { useState } from 'react';
import { QuietButton } from '@/ui/buttons';
import { Card, CardHead, Notice } from '@/ui/card';
import { Box } from '@/ui/elements';
import { amountWords } from '../amounts';
import type { Candidate, MyBudget } from '../shapes';
import { Candidates } from './candidates';
import { GiftForm } from './gift-form';
import { Receipt } from './receipt';
import { useGiving } from './use-giving';
import './index.scss';

/** The three steps on one page: who, what, and what became of it. */
export const Give = ({ budget, onGiven }: { budget: MyBudget; onGiven: () => Promise<void> }) => {
  const [person, setPerson] = useState<Candidate>();
  const giving = useGiving(budget.id, onGiven);
  const again = (): void => {
    setPerson(undefined);
    giving.close();
  };
  if (giving.gift) return <Receipt gift={giving.gift} onAgain={again} />;
  return (
    <>
      <Card>
        <CardHead title={budget.title} aside={`今天还能送 ${amountWords(budget.leftToday, budget.unit)}`} />
        <Box className="give-line">
          {`还剩 ${amountWords(budget.left, budget.unit)}，每人一共最多 ${amountWords(budget.perPerson, budget.unit)}。`}
        </Box>
      </Card>
      {giving.waiting ? (
        <Card>
          <CardHead title="有一份还没送到" />
          <Box className="give-line">
            {`${amountWords(giving.waiting.amount, budget.unit)}，没收到回音。再问一次不会送两份。`}
          </Box>
          <QuietButton onTap={giving.askAgain}>再问一次</QuietButton>
        </Card>
      ) : null}
      {!budget.mayGive && budget.why ? <Notice tone="warn">{budget.why}</Notice> : null}
      {person ? (
        <GiftForm budget={budget} person={person} giving={giving} onOther={again} />
      ) : (
        <Candidates budget={budget} onPick={setPerson} />
      )}
    </>
  );
};
