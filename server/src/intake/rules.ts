import { createHash } from 'node:crypto';
import {
  type AnswerProblem,
  answerProblem,
  canonicalAnswer,
  questionsOf,
  shownQuestions,
} from '@kouyi/shared/rules/intake';
import type { Answers, AnswerValue, Questionnaire } from '@kouyi/shared/types';
import { refusals } from '../kernel/refusals';
import type { KeptAnswer } from './model';

export const refuse = refusals({
  template_unknown: { zh: '没有这个模板，请从列表里选。', en: 'unknown template' },
  questionnaire_has_errors: {
    zh: '还有 {count} 处要改才能发布。先改这一处：{first}',
    en: 'the linter finds errors',
  },
  two_run_already: {
    zh: '已经有两个版本在对比了，先停下一个，再发布新的。',
    en: 'two versions run already',
  },
  nothing_runs: { zh: '现在没有在用的版本可以对比，请直接发布。', en: 'no version to compare with' },
  version_unknown: { zh: '没有这个版本，请刷新后再选。', en: 'unknown version' },
  questionnaire_closed: { zh: '这份问卷现在不开放，过几天再来看看。', en: 'no version runs', status: 409 },
  session_done: { zh: '这次测试已经完成了，要改答案可以再测一次。', en: 'session is done', status: 409 },
  session_open: { zh: '还没有答完，答完就能看到结果。', en: 'session is not done', status: 409 },
  version_wrong: { zh: '题目的版本对不上，请重新打开这份问卷。', en: 'answers are for another version' },
  question_unknown: { zh: '没有这道题，请重新打开这份问卷。', en: 'unknown question' },
  answer_hidden: { zh: '这道题按你的回答不需要答。', en: 'answer to a hidden question' },
  answer_kind_wrong: { zh: '这个回答的格式不对，请重新选。', en: 'answer of the wrong kind' },
  answer_not_a_choice: { zh: '请在给出的选项里选。', en: 'not a choice of this question' },
  answer_too_many: { zh: '选得太多了，去掉几个再继续。', en: 'too many choices' },
  answer_out_of_range: { zh: '这个数不在范围内，请再看一下。', en: 'out of range' },
  answer_too_long: { zh: '写得太长了，精简一点就好。', en: 'text too long' },
  answer_empty: { zh: '还没有填内容。', en: 'empty answer' },
  consent_needed: {
    zh: '需要你同意才能继续；不同意也没关系，可以随时离开。',
    en: 'required consent not given',
  },
  photo_unknown: { zh: '这张照片已经不在了，请重新拍一张，或跳过。', en: 'unknown photo' },
  answers_missing: { zh: '还有一题没有答：{title}', en: 'a required answer is missing' },
  photo_consent_needed: { zh: '上传照片前，请先勾选同意。', en: 'photo without consent' },
});

/** Which of the running versions a person gets: always the same one, and with two, half of all people each. */
export function versionFor(
  running: readonly number[],
  questionnaireId: string,
  personId: string,
): number | undefined {
  if (running.length === 0) return undefined;
  const sorted = [...running].sort((a, b) => a - b);
  // Which versions run is part of the hash: the halves of one test say nothing about those of the next.
  const bytes = createHash('sha256').update(`${questionnaireId}:${sorted.join()}:${personId}`).digest();
  return sorted[bytes.readUInt32BE(0) % sorted.length]!;
}

/** An answer as a phone sends it. */
export interface GivenAnswer {
  readonly questionId: string;
  readonly value: AnswerValue | null;
  readonly at: Date;
}

/** Answers by question, without those that were taken back. */
export const standing = (kept: Readonly<Record<string, KeptAnswer>>): Record<string, AnswerValue> =>
  Object.fromEntries(
    Object.entries(kept).flatMap(([id, { value }]) => (value === null ? [] : [[id, value] as const])),
  );

/**
 * What is kept after these answers came: of two answers to a question the one given later stands, in whatever order
 * they arrive, and the same twice changes nothing. A phone's clock that runs ahead is brought back to `now`.
 * Undefined: nothing changes.
 * @throws Refusal by name of the question.
 */
export function mergeAnswers(
  content: Questionnaire,
  kept: Readonly<Record<string, KeptAnswer>>,
  given: readonly GivenAnswer[],
  now: Date,
): Record<string, KeptAnswer> | undefined {
  const questions = new Map(questionsOf(content).map((question) => [question.id, question]));
  const next = { ...kept };
  const touched = new Set<string>();
  for (const { questionId, value: raw, at: givenAt } of given) {
    const question = questions.get(questionId);
    if (!question) throw refuse('question_unknown', { field: questionId });
    if (raw !== null) assertFits(answerProblem(question, raw), questionId);
    const value = raw === null ? null : canonicalAnswer(question, raw);
    const answer: KeptAnswer = { value, at: givenAt > now ? now : givenAt };
    const had = Object.hasOwn(next, questionId) ? next[questionId] : undefined;
    if (had && !isLater(answer, had)) continue;
    next[questionId] = answer;
    touched.add(questionId);
  }
  if (touched.size === 0) return undefined;
  const shown = new Set(shownQuestions(content, standing(next)).map(({ id }) => id));
  for (const id of touched)
    if (next[id]!.value !== null && !shown.has(id)) throw refuse('answer_hidden', { field: id });
  return next;
}

function assertFits(problem: AnswerProblem | undefined, field: string): void {
  if (problem) throw refuse(problem, { field });
}

/** Two answers of the same moment: the greater one, so that every order of arrival ends the same. */
function isLater(answer: KeptAnswer, had: KeptAnswer): boolean {
  const difference = answer.at.getTime() - had.at.getTime();
  if (difference !== 0) return difference > 0;
  return JSON.stringify(answer.value) > JSON.stringify(had.value);
}

/** How far a session is: questions that were on the screen, and those gone on from. */
export function progressOf(
  content: Questionnaire,
  answers: Answers,
  on: string | undefined,
): { reached: string[]; passed: string[] } {
  const shown = shownQuestions(content, answers).map(({ id }) => id);
  const open = shown.findIndex((id) => answers[id] === undefined);
  const said = on === undefined ? -1 : shown.indexOf(on);
  // Where the phone says nothing, the first without an answer is on the screen.
  const place = said >= 0 ? said : open >= 0 ? open : shown.length - 1;
  return { reached: shown.slice(0, place + 1), passed: shown.slice(0, place) };
}
