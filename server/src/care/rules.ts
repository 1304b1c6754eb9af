import { refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';

export const refuse = refusals({
  promotion_in_care: {
    zh: '回复里有「{word}」。护理对话里不推销，请换个说法。',
    en: 'text sells in a care thread',
  },
  adviser_unknown: { zh: '这位顾问不在岗，或够不着这位顾客所在的门店。请换一位。', en: 'unknown adviser' },
  not_an_adviser: { zh: '只有顾问可以设置在岗。', en: 'not an adviser' },
  too_many_scripts: { zh: '话术已经有 {limit} 条了，先删掉几条不用的。', en: 'too many scripts' },
  thread_full: { zh: '今天写得够多啦，老师会先看完这些，明天再继续聊。', en: 'too many messages in a day' },
  not_answered_yet: { zh: '老师还没有回复，收到回复后再来评价。', en: 'nothing to rate yet' },
});

export type ThreadState = 'waiting' | 'answered' | 'closed';

/** How a thread moves: who writes to a closed one opens it again. */
export const threadStates = stateTable<ThreadState>(
  { waiting: ['answered', 'closed'], answered: ['waiting', 'closed'], closed: ['waiting', 'answered'] },
  { waiting: '等老师回复', answered: '已回复', closed: '已结束' },
);

/** An adviser as assignment sees them. */
export interface Candidate {
  readonly id: string;
  readonly onDuty: boolean;
  /** Units their role reaches; undefined: everywhere. */
  readonly reach: ReadonlySet<string> | undefined;
  /** Threads of theirs that are not closed. */
  readonly open: number;
}

/**
 * Who answers a person of these units: somebody on duty who reaches one of them, nearest before everywhere, with
 * the fewest open threads; ties by id, so that the same facts always give the same. A person of no unit may be
 * anybody's. Undefined: nobody is on duty who reaches them.
 */
export function chooseAdviser(
  candidates: readonly Candidate[],
  unitIds: readonly string[],
): Candidate | undefined {
  const nearness = ({ reach }: Candidate): number | undefined => {
    if (reach === undefined) return 1;
    if (unitIds.length === 0) return 2;
    return unitIds.some((unit) => reach.has(unit)) ? 0 : undefined;
  };
  return candidates
    .filter(({ onDuty }) => onDuty)
    .flatMap((each) => {
      const near = nearness(each);
      return near === undefined ? [] : [{ each, near }];
    })
    .sort((a, b) => a.near - b.near || a.each.open - b.each.open || (a.each.id < b.each.id ? -1 : 1))[0]
    ?.each;
}

/** Words that sell. Advice may name a kind of product, never an offer (rule 5: no selling in care). */
const SELLING = [
  '下单',
  '购买链接',
  '优惠券',
  '限时',
  '打折',
  '秒杀',
  '满减',
  '特价',
  '立减',
  '抢购',
  '包邮',
  '拍下',
  '原价',
  '团购',
  '返现',
];

/** @throws Refusal `promotion_in_care`, which names the word. */
export function assertNoSelling(text: string): void {
  const plain = text.replace(/\s+/g, '');
  const word = SELLING.find((each) => plain.includes(each));
  if (word) throw refuse('promotion_in_care', { field: 'text', details: { word } });
}

/** Lines a person may write in one thread in 24 hours. */
export const LINES_A_DAY = 30;
export const SCRIPTS_MAX = 200;
