/**
 * What a questionnaire can lead to: which questions can be shown, what the dimensions can score, which scores can
 * come together. Questions that don't depend on each other are explored apart and their scores added, so that 16
 * questions with 4 choices each are a few hundred cases, not 4 billion.
 */
import type { Answers, AnswerValue, Expression, Question, Questionnaire } from '../types';
import { questionsIn, questionsOf, type Ranges, rounded, isShownAfter, sumOf, termsOf } from './intake';

/** Cases of one group of dependent questions that are looked at. */
const MAX_CASES = 2_000;
/** Different scores that are kept. */
const MAX_SCORES = 30_000;
/** Beyond that only so many go on, spread over all. */
const SCORES_KEPT = 4_000;
/** Pairs that are added up at most. */
const MAX_PAIRS = 400_000;
const SUBSETS_UP_TO = 7;

export interface Explored {
  /** False: too many cases to look at all; what was not found may still be there. */
  readonly exact: boolean;
  /** Ids of questions that some answers show. */
  readonly shown: ReadonlySet<string>;
  readonly ranges: Ranges;
  /** Raw scores that can come together, in the order of the dimensions. */
  readonly scores: readonly (readonly number[])[];
  /** Answers of the groups in some case each, to try results that look at answers. */
  readonly cases: readonly (readonly Answers[])[];
}

/** Looks at everything a questionnaire can lead to, within bounds. */
export function explore(questionnaire: Pick<Questionnaire, 'sections' | 'dimensions'>): Explored {
  const questions = questionsOf(questionnaire);
  const terms = questionnaire.dimensions.map(({ score }) => termsOf(score));
  const groups = groupsOf(questions, terms.flat());
  const shown = new Set<string>();
  let exact = true;
  let sums: number[][] = [
    terms.map((each) =>
      sumOf(
        each.filter((term) => questionsIn(term).length === 0),
        {},
      ),
    ),
  ];
  const low = [...sums[0]!];
  const high = [...sums[0]!];
  const cases: Answers[][] = [];

  for (const group of groups) {
    const found = casesOf(group, candidates(group, questionnaire));
    exact &&= found.exact;
    for (const id of found.shown) shown.add(id);
    cases.push(found.cases.slice(0, 400));
    const ids = new Set(group.map(({ id }) => id));
    const mine = terms.map((each) => each.filter((term) => questionsIn(term).some((id) => ids.has(id))));
    const parts = new Map<string, number[]>();
    for (const answers of found.cases) {
      const part = mine.map((each) => sumOf(each, answers));
      parts.set(part.join(), part);
    }
    const list = [...parts.values()];
    mine.forEach((_, i) => {
      low[i]! += Math.min(...list.map((part) => part[i]!));
      high[i]! += Math.max(...list.map((part) => part[i]!));
    });
    const added = add(sums, list);
    exact &&= added.exact;
    sums = added.sums;
  }
  const ranges = Object.fromEntries(
    questionnaire.dimensions.map(({ id }, i) => [id, { min: rounded(low[i]!), max: rounded(high[i]!) }]),
  );
  return { exact, shown, ranges, scores: sums, cases };
}

/** Questions that a condition or a part of a score reads together, in order. */
function groupsOf(questions: readonly Question[], terms: readonly Expression[]): Question[][] {
  const parent = new Map(questions.map(({ id }) => [id, id]));
  const rootOf = (id: string): string => {
    const up = parent.get(id)!;
    return up === id ? id : rootOf(up);
  };
  const join = (ids: readonly string[]): void => {
    const known = ids.filter((id) => parent.has(id));
    for (const id of known.slice(1)) parent.set(rootOf(id), rootOf(known[0]!));
  };
  for (const { id, when } of questions) if (when !== undefined) join([id, ...questionsIn(when)]);
  for (const term of terms) join(questionsIn(term));
  const groups = new Map<string, Question[]>();
  for (const question of questions) {
    const root = rootOf(question.id);
    groups.set(root, [...(groups.get(root) ?? []), question]);
  }
  return [...groups.values()];
}

/** Answers worth trying, by question; undefined among them: left out. */
function candidates(
  group: readonly Question[],
  questionnaire: Pick<Questionnaire, 'sections' | 'dimensions'>,
): (AnswerValue | undefined)[][] {
  const numbers = numbersIn([
    ...group.flatMap(({ when }) => (when === undefined ? [] : [when])),
    ...questionnaire.dimensions.map(({ score }) => score),
  ]);
  return group.map((question) => {
    const values = valuesOf(question, numbers);
    return question.required && values.length > 0 ? values : [undefined, ...values];
  });
}

function valuesOf(question: Question, numbers: readonly number[]): AnswerValue[] {
  const { choices = [], min = 0 } = question;
  switch (question.kind) {
    case 'single':
      return choices.map(({ id }) => id);
    case 'multi':
      return subsets(
        choices.map(({ id }) => id),
        question.maxChoices ?? choices.length,
      );
    case 'scale': {
      const max = Math.min(question.max ?? 10, min + 20);
      return Array.from({ length: Math.max(0, max - min + 1) }, (_, i) => min + i);
    }
    case 'number': {
      const max = question.max ?? 1_000_000;
      const near = numbers.flatMap((n) => [n - 1, n, n + 1]).filter((n) => n > min && n < max);
      return [...new Set([min, ...near, max])].slice(0, 24);
    }
    case 'date':
      return ['1990-01-01', '2020-01-01'];
    case 'text':
      return ['…'];
    case 'photo':
      return ['pht_x'];
    case 'consent':
      return question.required ? [true] : [true, false];
  }
}

function subsets(ids: readonly string[], most: number): string[][] {
  if (ids.length > SUBSETS_UP_TO) return [...ids.map((id) => [id]), ids.slice(0, most), ids.slice(-most)];
  const all: string[][] = [];
  for (let bits = 1; bits < 1 << ids.length; bits += 1) {
    const chosen = ids.filter((_, i) => (bits & (1 << i)) !== 0);
    if (chosen.length <= most) all.push(chosen);
  }
  return all;
}

function numbersIn(expressions: readonly Expression[]): number[] {
  const found = new Set<number>();
  const look = (node: Expression): void => {
    if (typeof node === 'number') found.add(node);
    else if (node !== null && typeof node === 'object') Object.values(node).forEach(look);
  };
  expressions.forEach(look);
  return [...found].slice(0, 40);
}

/** Every case of a group, in the order of its questions; a hidden question has no answer. */
function casesOf(
  group: readonly Question[],
  values: readonly (readonly (AnswerValue | undefined)[])[],
): { cases: Answers[]; shown: string[]; exact: boolean } {
  let cases: Record<string, AnswerValue>[] = [{}];
  let exact = group.every(({ kind, choices = [] }) => kind !== 'multi' || choices.length <= SUBSETS_UP_TO);
  const shown = group.filter((question, i) => {
    const next: Record<string, AnswerValue>[] = [];
    let visible = false;
    for (const before of cases) {
      if (!isShownAfter(question, before)) {
        next.push(before);
        continue;
      }
      visible = true;
      for (const value of values[i]!)
        next.push(value === undefined ? before : { ...before, [question.id]: value });
    }
    exact &&= next.length <= MAX_CASES;
    cases = thin(next, MAX_CASES);
    return visible;
  });
  return { cases, shown: shown.map(({ id }) => id), exact };
}

/** Every nth, so that what is kept is spread over all. */
function thin<T>(items: T[], most: number): T[] {
  if (items.length <= most) return items;
  const step = items.length / most;
  return Array.from({ length: most }, (_, i) => items[Math.floor(i * step)]!);
}

function add(
  sums: readonly (readonly number[])[],
  parts: readonly (readonly number[])[],
): { sums: number[][]; exact: boolean } {
  if (parts.every((part) => part.every((value) => value === 0)))
    return { sums: sums.map((sum) => [...sum]), exact: true };
  if (sums.length * parts.length > MAX_PAIRS) {
    const { sums: fewer } = add(thin([...sums], SCORES_KEPT), thin([...parts], MAX_PAIRS / SCORES_KEPT));
    return { sums: fewer, exact: false };
  }
  const all = new Map<string, number[]>();
  for (const sum of sums)
    for (const part of parts) {
      const total = sum.map((value, i) => rounded(value + part[i]!));
      all.set(total.join(), total);
    }
  if (all.size <= MAX_SCORES) return { sums: [...all.values()], exact: true };
  return { sums: thin([...all.values()], SCORES_KEPT), exact: false };
}
