import { FACT_WORDS, type FactKind } from '@kouyi/shared/types';
import { LEAVES } from '../tags/leaves';
import { money } from '../ui/Yuan';

/** A rule of a tag or segment as the record keeps it: perhaps of an older version of the product. */
type Rule = { op: string } & Record<string, unknown>;

/** Says a part of a rule by its name. */
type Words = (value: unknown, name: string) => string;

/** Whether something in the record is a rule of a tag or segment, which is read as a sentence. */
export const isRule = (value: unknown): value is Rule =>
  typeof value === 'object' && value !== null && 'op' in value && typeof value.op === 'string';

// Tags and segments are kept by ids, which tell a person nothing.
const ID = /^[a-z]{2,4}_/;

const rulesIn = (of: unknown): Rule[] => (Array.isArray(of) ? of : [of]).filter(isRule);

const boundsOf = ({ atLeast, atMost }: Rule, said: (bound: number) => string): string[] => [
  ...(typeof atLeast === 'number' ? [`至少 ${said(atLeast)}`] : []),
  ...(typeof atMost === 'number' ? [`最多 ${said(atMost)}`] : []),
];

const MEASURES: Readonly<Record<string, string>> = { times: '次', days: '天' };

/** What happened: `参加活动（打卡）`. */
const happening = ({ fact, about }: Rule, words: Words): string => {
  const name = FACT_WORDS[fact as FactKind]?.name ?? String(fact);
  const named = Array.isArray(about) ? about.filter((one) => typeof one === 'string' && !ID.test(one)) : [];
  return named.length > 0 ? `${name}（${words(named, 'about')}）` : name;
};

/** `最近 7 天参加活动至少 3 天`. */
const countWords = (leaf: Rule, words: Words): string => {
  const { fact, measure, withinDays } = leaf;
  const isMoney = measure === 'sum' && FACT_WORDS[fact as FactKind]?.unit === 'fen';
  const unit = isMoney ? '' : ` ${MEASURES[String(measure)] ?? ''}`.trimEnd();
  const within = typeof withinDays === 'number' ? `最近 ${withinDays} 天` : '';
  const bounds = boundsOf(leaf, (bound) => (isMoney ? money(bound) : `${bound}${unit}`));
  return `${within}${happening(leaf, words)}${bounds.join('、')}`;
};

/** `最近一次参加活动在 14 天以前`. */
const agoWords = (leaf: Rule, words: Words): string => {
  const { which, atLeast, atMost } = leaf;
  const when = [
    ...(typeof atLeast === 'number' ? [`${atLeast} 天以前`] : []),
    ...(typeof atMost === 'number' ? [`${atMost} 天以内`] : []),
  ];
  return `${which === 'first' ? '第一次' : '最近一次'}${happening(leaf, words)}在 ${when.join('、')}`;
};

/** `分层：流失`; `words` says a value that has no sentence of its own. */
const leafWords = (leaf: Rule, words: Words): string => {
  if (leaf.op === 'count') return countWords(leaf, words);
  if (leaf.op === 'ago') return agoWords(leaf, words);
  const { op, atLeast: _least, atMost: _most, ...rest } = leaf;
  const name = LEAVES.find((one) => one.op === op)?.name ?? op;
  const parts = [
    ...Object.entries(rest)
      .filter(([, value]) => !Array.isArray(value) || value.length > 0)
      .filter(([, value]) => typeof value !== 'string' || !ID.test(value))
      .map(([part, value]) => words(value, part)),
    ...boundsOf(leaf, String),
  ];
  return parts.length === 0 ? name : `${name}：${parts.join('，')}`;
};

/** A rule in a sentence. */
export const ruleWords = (rule: Rule, words: Words): string => {
  const inner = (one: Rule): string => ruleWords(one, words);
  if (rule.op === 'not') return `不是（${rulesIn(rule.of).map(inner).join('')}）`;
  if (rule.op !== 'and' && rule.op !== 'or') return leafWords(rule, words);
  return rulesIn(rule.of)
    .map((one) => (one.op === 'and' || one.op === 'or' ? `（${inner(one)}）` : inner(one)))
    .join(rule.op === 'and' ? '；并且 ' : '；或者 ');
};
