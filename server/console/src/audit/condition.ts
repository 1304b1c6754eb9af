import { FACT_WORDS, type FactKind } from '@kouyi/shared/types';
import { LEAVES } from '../tags/leaves';

/** A rule of a tag or segment as the record keeps it: perhaps of an older version of the product. */
type Rule = { op: string } & Record<string, unknown>;

/** Whether something in the record is a rule of a tag or segment, which is read as a sentence. */
export const isRule = (value: unknown): value is Rule =>
  typeof value === 'object' && value !== null && 'op' in value && typeof value.op === 'string';

// Tags and segments are kept by ids, which tell a person nothing.
const ID = /^[a-z]{2,4}_/;

const rulesIn = (of: unknown): Rule[] => (Array.isArray(of) ? of : [of]).filter(isRule);

const boundsOf = ({ atLeast, atMost }: Rule): string[] => [
  ...(typeof atLeast === 'number' ? [`至少 ${atLeast}`] : []),
  ...(typeof atMost === 'number' ? [`最多 ${atMost}`] : []),
];

/** `做过什么：参加活动，最近 7 天，至少 3`; `words` says a value that has no sentence of its own. */
const leafWords = (leaf: Rule, words: (value: unknown, name: string) => string): string => {
  const { op, fact, withinDays, atLeast: _least, atMost: _most, ...rest } = leaf;
  const name = LEAVES.find((one) => one.op === op)?.name ?? op;
  const parts = [
    ...(typeof fact === 'string' ? [FACT_WORDS[fact as FactKind]?.name ?? fact] : []),
    ...(typeof withinDays === 'number' ? [`最近 ${withinDays} 天`] : []),
    ...Object.entries(rest)
      .filter(([, value]) => !Array.isArray(value) || value.length > 0)
      .filter(([, value]) => typeof value !== 'string' || !ID.test(value))
      .map(([part, value]) => words(value, part)),
    ...boundsOf(leaf),
  ];
  return parts.length === 0 ? name : `${name}：${parts.join('，')}`;
};

/** A rule in a sentence. */
export const ruleWords = (rule: Rule, words: (value: unknown, name: string) => string): string => {
  const inner = (one: Rule): string => ruleWords(one, words);
  if (rule.op === 'not') return `不是（${rulesIn(rule.of).map(inner).join('')}）`;
  if (rule.op !== 'and' && rule.op !== 'or') return leafWords(rule, words);
  return rulesIn(rule.of)
    .map((one) => (one.op === 'and' || one.op === 'or' ? `（${inner(one)}）` : inner(one)))
    .join(rule.op === 'and' ? '；并且 ' : '；或者 ');
};
