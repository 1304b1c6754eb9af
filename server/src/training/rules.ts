import type { LessonContent } from '@kouyi/shared/contracts';
import { derivedId } from '../kernel/ids';
import { refusals } from '../kernel/refusals';

export const refuse = refusals({
  lesson_incomplete: { zh: '还不能发布：{problem}', en: 'lesson is not complete' },
  lesson_changed: { zh: '这节课刚更新过，请重新打开再答。', en: 'another version by now', status: 409 },
  answers_incomplete: { zh: '每道题都要答，还差：{question}', en: 'a question is not answered' },
  option_unknown: { zh: '有一个选项已经不在了，请重新打开这节课。', en: 'unknown question or option' },
  too_many_tries: {
    zh: '今天答得够多了，先把课再看一遍，明天再来。',
    en: 'too many tries today',
    status: 429,
  },
  checklist_closed: { zh: '这份清单已经收起来了。', en: 'check-list is closed', status: 409 },
  item_unknown: { zh: '这一项已经不在清单里了，请刷新。', en: 'unknown item' },
  activity_unknown: { zh: '没有找到这个活动。', en: 'unknown activity' },
  due_in_past: { zh: '截止时间要在以后。', en: 'due in the past' },
  item_ids_twice: { zh: '有两项的编号一样，请删掉一项重新添加。', en: 'two items with the same id' },
});

/** Tries of a person at a lesson on one Shanghai day. */
export const TRIES_A_DAY = 20;

/** The id of how far a KOC is with a lesson. */
export const progressIdOf = (lessonId: string, personId: string): string =>
  derivedId('lpg', lessonId, personId);
/** The id of one try at a quiz: the same for the same request. */
export const tryIdOf = (lessonId: string, personId: string, requestKey: string): string =>
  derivedId('try', lessonId, personId, requestKey);
/** The id of what a KOC has ticked of a check-list. */
export const ticksIdOf = (checklistId: string, personId: string): string =>
  derivedId('tck', checklistId, personId);

/** What is still wrong with a lesson, in words; undefined: it may be published. */
export function problemOf({ sections, questions }: LessonContent): string | undefined {
  if (!sections.some(({ text, picture }) => text !== '' || picture)) return '至少写一节内容。';
  if (questions.length === 0) return '至少出一道题。';
  const twice = (ids: readonly string[]): boolean => new Set(ids).size < ids.length;
  if (twice(sections.map(({ id }) => id)) || twice(questions.map(({ id }) => id)))
    return '有两节或两题的编号一样，请删掉一个重新添加。';
  for (const [i, { kind, options, correct }] of questions.entries()) {
    const ids = options.map(({ id }) => id);
    if (twice(ids)) return `第 ${i + 1} 题有两个选项的编号一样。`;
    if (correct.some((id) => !ids.includes(id)) || twice(correct))
      return `第 ${i + 1} 题的正确答案不在选项里。`;
    if (kind === 'single' && correct.length !== 1) return `第 ${i + 1} 题是单选，正确答案只能有一个。`;
  }
  return undefined;
}

/** One person's answers as they were judged. */
export interface Judged {
  percent: number;
  passed: boolean;
  right: number;
  total: number;
  questions: {
    id: string;
    right: boolean;
    chosen: string[];
    /** Not told while somebody may still find out by themself. */
    correct?: string[];
    explanation: string;
  }[];
}

/** What somebody chose. */
export interface Answer {
  readonly questionId: string;
  readonly options: readonly string[];
}

/**
 * Judges answers: a question is right when exactly its right options were chosen, in whatever order; the quiz is
 * passed with enough right questions. Right options are told of questions that were answered rightly, and of all
 * once the quiz is passed.
 * @throws Refusal `answers_incomplete` or `option_unknown`.
 */
export function judge(
  { questions, passPercent }: Pick<LessonContent, 'questions' | 'passPercent'>,
  answers: readonly Answer[],
): Judged {
  const given = new Map(answers.map(({ questionId, options }) => [questionId, new Set(options)]));
  if ([...given.keys()].some((id) => !questions.some((question) => question.id === id)))
    throw refuse('option_unknown', { field: 'answers' });
  const judged = questions.map(({ id, kind, text, options, correct, explanation }) => {
    const chosen = given.get(id);
    if (!chosen || chosen.size === 0)
      throw refuse('answers_incomplete', { field: 'answers', details: { question: text } });
    const ids = options.map((option) => option.id);
    if ([...chosen].some((option) => !ids.includes(option)) || (kind === 'single' && chosen.size > 1))
      throw refuse('option_unknown', { field: 'answers' });
    const right = chosen.size === correct.length && correct.every((option) => chosen.has(option));
    return { id, right, chosen: ids.filter((option) => chosen.has(option)), correct, explanation };
  });
  const right = judged.filter((each) => each.right).length;
  const total = questions.length;
  const passed = right * 100 >= passPercent * total;
  return {
    percent: Math.floor((right * 100) / total),
    passed,
    right,
    total,
    questions: judged.map(({ correct, ...each }) => ({
      ...each,
      ...(each.right || passed ? { correct: [...correct] } : {}),
    })),
  };
}

/** Characters that somebody reads in a minute on a phone. */
const A_MINUTE = 300;
const QUESTIONS_A_MINUTE = 3;

/** How long a lesson takes, about; at least a minute. */
export function minutesOf({ intro, sections, questions }: LessonContent): number {
  const length = intro.length + sections.reduce((sum, { text }) => sum + text.length, 0);
  return Math.max(1, Math.round(length / A_MINUTE + questions.length / QUESTIONS_A_MINUTE));
}

/** When every item is ticked: the moment of the last tick; undefined while one is missing. */
export function finishedAt(
  items: readonly { id: string }[],
  ticks: readonly { itemId: string; at: Date }[],
): Date | undefined {
  const at = items.map(({ id }) => ticks.find(({ itemId }) => itemId === id)?.at);
  if (at.some((each) => each === undefined)) return undefined;
  return new Date(Math.max(...at.map((each) => each!.getTime())));
}
