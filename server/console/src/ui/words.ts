import { outcomeInWords } from '@kouyi/shared/rules/words';
import { type ActivityState, OUTCOMES, type Outcome } from '@kouyi/shared/types';

// Said about people to staff; the shared sentences speak to the person themselves.
const FOR_STAFF: Partial<Record<Outcome, string>> = {
  counted: '已计入',
  blacklisted: '在黑名单里',
  person_day_limit: '到了每人每天的次数',
  person_limit: '到了每人的次数',
  wrong_answer: '没答对',
};

/** An outcome in a few words, as staff say it. Unknown ones (of a newer server) stay as they are. */
export const outcomeWords = (outcome: string): string => {
  const known = OUTCOMES.find((one) => one === outcome);
  return known === undefined ? outcome : (FOR_STAFF[known] ?? outcomeInWords(known));
};

/** Which pill a state wears: cinnabar only for what is live. */
export const STATE_TONES: Record<ActivityState, 'live' | 'good' | 'care' | 'info' | undefined> = {
  draft: undefined,
  scheduled: 'info',
  running: 'live',
  paused: 'care',
  closed: undefined,
  archived: undefined,
};

/** The parts of a rule, as headings. */
export const PART_NAMES: Record<string, string> = {
  kind: '做什么',
  time: '什么时候',
  where: '哪些群',
  trigger: '怎么参加',
  who: '谁能参加',
  limit: '名额',
  reward: '给什么',
  answer: '怎么回',
  title: '名字',
};
