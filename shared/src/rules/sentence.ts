/**
 * One sentence in Chinese → a draft of an activity: "今晚8点到9点 咖啡群 扣1抽盲盒 限前50名".
 *
 * A deterministic grammar, no guessing: what is understood is listed with its meaning, what is not is listed too;
 * what is missing or has two readings becomes an open question and is left out of the draft; what lies in the past
 * or contradicts itself is refused by name and gives no draft. Defaults (see `sentence/time.ts`) are said openly.
 */
import { ACTIVITY_KIND_NAMES, type ActivityRule } from '../types';
import { newRule } from './blank';
import { readAmounts, type AmountsReading, type Question, type Refusal } from './sentence/amounts';
import { Source, type Understood } from './sentence/source';
import { resolveTime, type TimeReading } from './sentence/time';
import { readTimeWords } from './sentence/time-words';
import { readTitle, readWhat, type WhatReading } from './sentence/what';
import { readWhere, type SentenceGroup, type WhereReading } from './sentence/where';
import { shanghaiParts } from './time';
import { RULE_BOUNDS, validateRule } from './validate';
import { weekdaysInWords } from './words';

export type { Question, Refusal, SentenceGroup, Understood };

/** What the sentence may refer to. `tags`: those of groups. */
export interface SentenceContext {
  now: Date;
  groups: readonly SentenceGroup[];
  tags: readonly string[];
}

export interface SentenceResult {
  /** Without open questions a whole rule that passes {@link validateRule}; null after a refusal or if nothing was understood. */
  draft: Partial<ActivityRule> | null;
  /** Pieces of the input in their order, as typed, with what they were read as. */
  understood: Understood[];
  /** Pieces of the input that were not understood. */
  ignored: string[];
  /** What is still open; `field` is the dot path that the answer belongs to. */
  questions: Question[];
  refusals: Refusal[];
}

/** Longer texts are refused unread. */
export const SENTENCE_LIMIT = 500;

// Small words that carry no meaning of their own here.
const FILLER =
  /先到先得|答对|答错|请问|请(?!假)|帮忙|帮我们?|麻烦|给我们?|我们|我想|想要|想|大家|朋友们|群友们?|群里面?|里面|发起|创建|新建|建立|安排|设置|组织|举办|来一?[个场次]|搞一?[个场次]|做一?[个场次]|开一?[个场次]|一[个场次]|活动|参加者?|参与|即可|就能|就可以|可以|可|就|开始|开抢|起|结束|在|从|的|了|吧|啊|哦|呀|呢|和|并且|并|然后|以及|及|给|里|做|搞|开|来|个|每次|到|至|于|用|即|或者|或|为|是|都|会|再|第一次|次/g;
const NEGATION = /不要|别(?!的|名)|取消|停止|不用(?!补)|不做(?!了?外)/;

/** Reads a sentence. Never throws, whatever the text; full-width and half-width characters are the same. */
export const parseSentence = (text: string, context: SentenceContext): SentenceResult => {
  const nothing = { draft: null, understood: [], ignored: [], questions: [] };
  if (text.length > SENTENCE_LIMIT)
    return {
      ...nothing,
      refusals: [{ code: 'too_long', message: `太长了，${SENTENCE_LIMIT} 个字以内说一个活动。` }],
    };
  const source = new Source(text);
  const what: WhatReading = { triggers: [], options: [], refusals: [], questions: [] };
  readTitle(source, what);
  const where = readWhere(source, context.groups, context.tags);
  const amounts = readAmounts(source);
  readWhat(source, what);
  const time = resolveTime(source, readTimeWords(source), context.now);
  const refusals = [...what.refusals, ...amounts.refusals, ...time.refusals];
  if (NEGATION.test(source.rest))
    refusals.push({
      code: 'negation',
      message: '这里只会新建活动，听不懂“不要”“取消”；要排除某个群，请说“除了某某群”。',
    });
  const understoodAny = source.understood().length > 0;
  const ignored = source.leftovers(FILLER);
  if (!understoodAny)
    return {
      ...nothing,
      ignored,
      questions: [{ field: '', question: '没听懂，试试这样说：今晚8点到9点 咖啡群 扣1报名 限前50名。' }],
      refusals,
    };
  const assembled = assemble(source, { what, where, amounts, time }, context.now);
  if (refusals.length === 0) refusals.push(...assembled.refusals);
  return {
    draft: refusals.length > 0 ? null : assembled.draft,
    understood: source.understood(),
    ignored,
    // After a refusal the sentence has to be said anew: questions would only distract.
    questions: refusals.length > 0 ? [] : assembled.questions,
    refusals: refusals.filter(
      (refusal, i) =>
        refusals.findIndex((other) => other.code === refusal.code && other.message === refusal.message) === i,
    ),
  };
};

interface Readings {
  what: WhatReading;
  where: WhereReading;
  amounts: AmountsReading;
  time: TimeReading;
}

const assemble = (
  source: Source,
  { what, where, amounts, time }: Readings,
  now: Date,
): { draft: Partial<ActivityRule>; questions: Question[]; refusals: Refusal[] } => {
  const questions: Question[] = [...time.questions];
  if (where.question !== undefined) questions.push({ field: 'where', question: where.question });
  const kind =
    what.kind ??
    (amounts.milestones.length > 0 || amounts.makeUpsPerMonth !== undefined ? 'check_in' : undefined);
  if (kind === undefined)
    questions.push({
      field: 'kind',
      question: '大家扣了是做什么：报名、打卡、投票、接龙、问答，还是抽盲盒、抢券？',
    });
  const draft: Partial<ActivityRule> = {
    ...(kind === undefined ? { limits: {} } : newRule(kind, now)),
    ...parts(what, where, amounts, time),
  };
  if (kind !== undefined) draft.limits = limitsOf(newRule(kind, now), amounts);
  if (time.window === undefined) delete draft.window;
  if (where.where === undefined) delete draft.where;
  const refusals: Refusal[] = [];
  if (kind === 'vote' || kind === 'quiz') choices(kind, draft, what, questions);
  else if (what.triggers.length === 0) {
    delete draft.triggers;
    questions.push({ field: 'triggers', question: '群友发什么算参加？比如“扣1”。' });
  }
  if (kind === 'check_in')
    draft.checkIn = {
      ...newRule('check_in', now).checkIn!,
      milestones: [...amounts.milestones].sort((a, b) => a.days - b.days),
      ...(amounts.makeUpsPerMonth === undefined ? {} : { makeUpsPerMonth: amounts.makeUpsPerMonth }),
    };
  else if (amounts.milestones.length > 0)
    refusals.push({
      code: 'milestone_without_check_in',
      message: `连续奖励只有打卡才有，${ACTIVITY_KIND_NAMES[kind!]}用不上，去掉或改成打卡。`,
    });
  questions.push(...what.questions, ...amounts.questions);
  draft.title = what.title ?? madeUpTitle(source, what, time, kind);
  if (draft.title === '') delete draft.title;
  // Without a window there was a refusal of the time already.
  if (questions.length === 0 && refusals.length === 0 && draft.window && what.refusals.length === 0)
    refusals.push(
      ...validateRule(draft as ActivityRule, now).map(({ code, message }) => ({ code, message })),
    );
  return { draft, questions, refusals };
};

const parts = (
  what: WhatReading,
  where: WhereReading,
  amounts: AmountsReading,
  time: TimeReading,
): Partial<ActivityRule> => ({
  ...(what.triggers.length > 0 ? { triggers: what.triggers } : {}),
  ...(where.where ? { where: where.where } : {}),
  ...(time.window ? { window: time.window } : {}),
  ...(amounts.points === undefined ? {} : { reward: { points: amounts.points } }),
  ...(Object.keys(amounts.who).length > 0
    ? { who: { members: 'anyone', minDaysInGroup: 0, excludeStaff: true, ...amounts.who } }
    : {}),
  limits: amounts.limits,
});

/** A limit that was said replaces the default of its kind: 每人每天2次 would be void beside "once per person". */
const limitsOf = (fresh: ActivityRule, { limits }: AmountsReading): ActivityRule['limits'] => {
  const personal = limits.perPerson !== undefined || limits.perPersonPerDay !== undefined;
  return personal ? limits : { ...fresh.limits, ...limits };
};

const choices = (
  kind: 'vote' | 'quiz',
  draft: Partial<ActivityRule>,
  what: WhatReading,
  questions: Question[],
): void => {
  draft.triggers = [];
  const few = what.options.length < 2;
  if (few) questions.push({ field: `${kind}.options`, question: '有哪些选项？比如“扣1喝拿铁 扣2喝美式”。' });
  if (kind === 'vote') {
    draft.vote = { options: what.options };
    return;
  }
  draft.quiz = {
    question: what.question ?? '',
    options: what.options.map((option) => ({ ...option, correct: option.trigger === what.answer })),
  };
  if (what.question === undefined) questions.push({ field: 'quiz.question', question: '要问大家什么问题？' });
  if (!few && !draft.quiz.options.some((option) => option.correct))
    questions.push({
      field: 'quiz.options',
      question:
        what.answer === undefined ? '哪个是正确答案？' : `选项里没有 ${what.answer}，正确答案是哪个？`,
    });
};

/** Nobody gave a name: one is made of the day and the kind, and said openly. */
const madeUpTitle = (
  source: Source,
  what: WhatReading,
  time: TimeReading,
  kind: ActivityRule['kind'] | undefined,
): string => {
  if (kind === undefined) return '';
  const at = time.window ? shanghaiParts(new Date(time.window.startAt)) : undefined;
  const when =
    time.repeats && time.window
      ? weekdaysInWords(time.window.weekdays)
      : at
        ? `${at.month}月${at.date}日`
        : '';
  const title = `${when}${ACTIVITY_KIND_NAMES[kind]}`.slice(0, RULE_BOUNDS.titleLength);
  if (what.kindAt) source.note(what.kindAt.at, what.kindAt.length, 'title', `没说名字，先叫「${title}」`);
  return title;
};
