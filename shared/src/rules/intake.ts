/**
 * Questionnaires: what is shown, whether an answer fits, what it scores and which result it makes. The phone, the
 * console and the server run the same code. Expressions are JsonLogic, interpreted (the WeChat runtime forbids
 * `eval` and `new Function`), and only with the operators listed here.
 */
import jsonLogic from 'json-logic-js';
import type { Answers, AnswerValue, Expression, Question, Questionnaire, ResultText } from '../types';
import { textToDay } from './time';

/** Operators an expression may use: none that loops, logs or reaches beyond its data. */
const OPERATORS = new Set(
  ['var', '==', '===', '!=', '!==', '<', '<=', '>', '>=', 'and', 'or', '!', '!!', 'if', 'in'].concat([
    '+',
    '-',
    '*',
    '/',
    'min',
    'max',
  ]),
);
const MAX_DEPTH = 12;
const MAX_NODES = 2_000;

/** What is wrong with an expression, in Chinese; undefined: nothing. Its size and depth are bounded. */
export function expressionProblem(expression: Expression): string | undefined {
  let nodes = 0;
  const look = (node: Expression, depth: number): string | undefined => {
    nodes += 1;
    if (nodes > MAX_NODES || depth > MAX_DEPTH) return '条件太长了，请拆开写';
    if (node === null || typeof node !== 'object') return undefined;
    if (isList(node)) return firstOf(node, (each) => look(each, depth + 1));
    const keys = Object.keys(node);
    const [operator] = keys;
    if (keys.length !== 1 || operator === undefined) return '条件的写法不对';
    if (!OPERATORS.has(operator)) return `条件里不能用「${operator.slice(0, 20)}」`;
    return look(node[operator]!, depth + 1);
  };
  return look(expression, 0);
}

const isList = (node: Expression): node is readonly Expression[] => Array.isArray(node);
const firstOf = <T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined => {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** The names an expression reads: `answers.q1`, `percent.oil`. */
export function namesIn(expression: Expression): string[] {
  const names = new Set<string>();
  const look = (node: Expression): void => {
    if (node === null || typeof node !== 'object') return;
    if (isList(node)) return node.forEach(look);
    for (const [operator, value] of Object.entries(node)) {
      const name = isList(value) ? value[0] : value;
      if (operator === 'var' && typeof name === 'string') names.add(name);
      look(value);
    }
  };
  look(expression);
  return [...names];
}

/** Ids of the questions an expression reads. */
export const questionsIn = (expression: Expression): string[] =>
  namesIn(expression)
    .filter((name) => name.startsWith('answers.'))
    .map((name) => name.slice('answers.'.length));

const evaluate = (expression: Expression, data: object): unknown =>
  jsonLogic.apply(expression as Parameters<typeof jsonLogic.apply>[0], data);

/** Whether an expression holds. What it reads and is not there counts as null. */
const holds = (expression: Expression, data: object): boolean => jsonLogic.truthy(evaluate(expression, data));

/** All questions, in order. */
export const questionsOf = ({ sections }: Pick<Questionnaire, 'sections'>): Question[] =>
  sections.flatMap(({ questions }) => [...questions]);

/**
 * The questions that are shown with these answers, in order. A question is judged by the answers of shown questions
 * before it only, so that an answer given before its question was hidden again shows nothing.
 */
export function shownQuestions(questionnaire: Pick<Questionnaire, 'sections'>, answers: Answers): Question[] {
  const shown: Question[] = [];
  const known: Record<string, AnswerValue> = {};
  for (const question of questionsOf(questionnaire)) {
    if (!isShownAfter(question, known)) continue;
    shown.push(question);
    const answer = own(answers, question.id);
    if (answer !== undefined) known[question.id] = answer;
  }
  return shown;
}

/** Whether a question is shown, given the answers to shown questions before it and no others. */
export const isShownAfter = ({ when }: Question, known: Answers): boolean =>
  when === undefined || holds(when, { answers: known });

const own = (answers: Answers, id: string): AnswerValue | undefined =>
  Object.prototype.hasOwnProperty.call(answers, id) ? answers[id] : undefined;

/** The answers that count: those to shown questions. */
export function countingAnswers(
  questionnaire: Pick<Questionnaire, 'sections'>,
  answers: Answers,
): Record<string, AnswerValue> {
  const counting: Record<string, AnswerValue> = {};
  for (const { id } of shownQuestions(questionnaire, answers)) {
    const answer = own(answers, id);
    if (answer !== undefined) counting[id] = answer;
  }
  return counting;
}

/** The first shown question that must be answered and is not; undefined: it can be finished. */
export const firstMissing = (
  questionnaire: Pick<Questionnaire, 'sections'>,
  answers: Answers,
): Question | undefined =>
  shownQuestions(questionnaire, answers).find(
    ({ required, id }) => required && own(answers, id) === undefined,
  );

/** Why an answer does not fit its question. */
export type AnswerProblem =
  | 'answer_kind_wrong'
  | 'answer_not_a_choice'
  | 'answer_too_many'
  | 'answer_out_of_range'
  | 'answer_too_long'
  | 'answer_empty'
  | 'consent_needed';

/** Why this is no answer to the question; undefined: it is one. */
export function answerProblem(question: Question, value: unknown): AnswerProblem | undefined {
  switch (question.kind) {
    case 'single':
      if (typeof value !== 'string') return 'answer_kind_wrong';
      return isChoice(question, value) ? undefined : 'answer_not_a_choice';
    case 'multi':
      return multiProblem(question, value);
    case 'scale':
    case 'number':
      return numberProblem(question, value);
    case 'date':
      if (typeof value !== 'string') return 'answer_kind_wrong';
      return textToDay(value) === undefined || value < '1900-01-01' || value > '2200-01-01'
        ? 'answer_out_of_range'
        : undefined;
    case 'text':
      if (typeof value !== 'string') return 'answer_kind_wrong';
      if (value.trim() === '') return 'answer_empty';
      return value.length > (question.maxLength ?? TEXT_MAX) ? 'answer_too_long' : undefined;
    case 'photo':
      return typeof value === 'string' && /^pht_\w{1,60}$/.test(value) ? undefined : 'answer_kind_wrong';
    case 'consent':
      if (typeof value !== 'boolean') return 'answer_kind_wrong';
      return question.required && !value ? 'consent_needed' : undefined;
  }
}

/** Characters of a text answer where the question says nothing. */
export const TEXT_MAX = 300;

const isChoice = ({ choices = [] }: Question, id: string): boolean =>
  choices.some((choice) => choice.id === id);

function multiProblem(question: Question, value: unknown): AnswerProblem | undefined {
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string')) return 'answer_kind_wrong';
  const ids = value as string[];
  if (ids.length === 0) return 'answer_empty';
  if (new Set(ids).size !== ids.length || ids.some((id) => !isChoice(question, id)))
    return 'answer_not_a_choice';
  return ids.length > (question.maxChoices ?? ids.length) ? 'answer_too_many' : undefined;
}

/** Between which numbers an answer to a scale or number lies, both included; where the question says nothing, too. */
export const rangeOf = ({
  kind,
  min = 0,
  max = kind === 'scale' ? 10 : 1_000_000,
}: Pick<Question, 'kind' | 'min' | 'max'>): { min: number; max: number } => ({ min, max });

function numberProblem(question: Question, value: unknown): AnswerProblem | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return 'answer_kind_wrong';
  const { min, max } = rangeOf(question);
  if (question.kind === 'scale' && !Number.isInteger(value)) return 'answer_out_of_range';
  return value < min || value > max ? 'answer_out_of_range' : undefined;
}

/** The same answer in one way of writing: choices in the order of the question, so that ticking order is no matter. */
export function canonicalAnswer(question: Question, value: AnswerValue): AnswerValue {
  if (question.kind !== 'multi' || typeof value !== 'object') return value;
  return (question.choices ?? []).map(({ id }) => id).filter((id) => value.includes(id));
}

/** The raw score of every dimension. Only answers to shown questions count, in whatever order they were given. */
export function rawScores(
  questionnaire: Pick<Questionnaire, 'sections' | 'dimensions'>,
  answers: Answers,
): Record<string, number> {
  const known = { answers: countingAnswers(questionnaire, answers) };
  return Object.fromEntries(
    questionnaire.dimensions.map(({ id, score }) => [id, sumOf(termsOf(score), known.answers)]),
  );
}

/** A sum is its parts; anything else is one part. */
export function termsOf(score: Expression): Expression[] {
  if (score !== null && typeof score === 'object' && !isList(score)) {
    const sum = score['+'];
    if (sum !== undefined && isList(sum)) return sum.flatMap(termsOf);
  }
  return [score];
}

/** Parts of a score over some answers, added; a part that is no number adds nothing. */
export const sumOf = (terms: readonly Expression[], answers: Answers): number =>
  rounded(terms.reduce<number>((sum, term) => sum + asScore(evaluate(term, { answers })), 0));

/** Whole millionths, so that adding in another order gives the same. */
export const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

const asScore = (value: unknown): number => {
  const number = typeof value === 'boolean' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : 0;
};

/** The least and the most a dimension can score. */
export type Ranges = Readonly<Record<string, { readonly min: number; readonly max: number }>>;

/** Where each score lies between the least and the most that can be scored: 0 to 100, whole. */
export function percentOf(scores: Readonly<Record<string, number>>, ranges: Ranges): Record<string, number> {
  return Object.fromEntries(
    Object.entries(scores).map(([id, score]) => {
      const { min, max } = ranges[id] ?? { min: 0, max: 0 };
      const share = max > min ? (score - min) / (max - min) : 0;
      return [id, Math.round(Math.min(1, Math.max(0, share)) * 100)];
    }),
  );
}

/** The first result whose condition holds, else the fallback. */
export function resultOf(
  questionnaire: Pick<Questionnaire, 'results' | 'fallback'>,
  percent: Readonly<Record<string, number>>,
  answers: Answers,
): ResultText {
  return (
    questionnaire.results.find(({ when }) => holds(when, { percent, answers })) ?? questionnaire.fallback
  );
}

/** Everything the answers make: scores, where they lie, and the result. */
export function outcomeOf(questionnaire: Questionnaire, ranges: Ranges, answers: Answers) {
  const scores = rawScores(questionnaire, answers);
  const percent = percentOf(scores, ranges);
  return {
    scores,
    percent,
    result: resultOf(questionnaire, percent, countingAnswers(questionnaire, answers)),
  };
}
