import type { WishAnswers } from '@/api/taps';
import type { Answer } from '@/api/refusal';
import { say } from '@/ui/line';
import { withNumber } from '@/words/say';

/** What an opening brought, to who is no longer on the page of the box. */
export const tellDraw = (answer: Answer<WishAnswers['draw']>): void => {
  if (answer.ok) say(`刚才那一下开出了「${answer.value.draw.prize.name}」，在「我的开盒记录」里。`, 'good');
  else say(withNumber(answer.refusal), 'warn');
};
