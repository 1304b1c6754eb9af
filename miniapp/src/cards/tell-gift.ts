import type { WishAnswers } from '@/api/taps';
import type { Answer } from '@/api/refusal';
import { say } from '@/ui/line';
import { withNumber } from '@/words/say';

/** What became of a gift, to who is no longer on the page it was given on. */
export const tellGift = (answer: Answer<WishAnswers['give']>): void => {
  if (answer.ok) say(`刚才给${answer.value.name}的心意送到了。`, 'good');
  else say(`刚才的心意没送成：${withNumber(answer.refusal)}`, 'warn');
};
