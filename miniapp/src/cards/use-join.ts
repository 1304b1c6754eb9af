import { useState } from 'react';
import { tap, type WishAnswers } from '@/api/taps';
import { withNumber } from '@/words/say';
import { say } from '@/ui/line';

type JoinAnswer = WishAnswers['join'];

/** 扣1 in the mini-program, and a line that says what became of it. */
export const useJoin = (
  activityId: string,
  after: (answer: JoinAnswer) => void,
): { join: (to: { groupId: string; text: string }) => Promise<void>; busy: boolean } => {
  const [busy, setBusy] = useState(false);
  const join = async (to: { groupId: string; text: string }): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const result = await tap({ kind: 'join', activityId, ...to });
    setBusy(false);
    if (result.kind === 'waiting') {
      say('网络断了，你的「1」先记下了，联网后自动送出。', 'warn');
    } else if (result.answer.ok) {
      say(resultLine(result.answer.value), result.answer.value.outcome === 'counted' ? 'good' : 'plain');
      after(result.answer.value);
    } else {
      say(withNumber(result.answer.refusal), 'warn');
    }
  };
  return { join, busy };
};

/** 第 38 位，+5 积分。 */
const resultLine = (answer: JoinAnswer): string => {
  if (answer.outcome !== 'counted') return answer.reason;
  const place = answer.place ? `，你是第 ${answer.place} 位` : '';
  const points = answer.points > 0 ? `，+${answer.points} 积分` : '';
  return `算上你了${place}${points}。`;
};
