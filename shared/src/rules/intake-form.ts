/**
 * Conditions and scores as forms show them, and as expressions: both ways. What a person wrote by form comes back
 * as the same form; an expression that no form could have written comes back as undefined and stays as it is.
 */
import type { Expression, Question, Questionnaire } from '../types';
import { questionsOf } from './intake';

/** One line of a condition. */
export interface Clause {
  /** `answers.<question>` or `percent.<dimension>`. */
  readonly name: string;
  readonly op: 'is' | 'is_not' | 'includes' | 'excludes' | 'at_least' | 'at_most';
  readonly value: string | number | boolean;
}

/** A condition as a form shows it. */
export interface ConditionForm {
  readonly every: boolean;
  readonly clauses: readonly Clause[];
}

/** The expression of a form; undefined: no clause, so no condition. */
export function toCondition({ every, clauses }: ConditionForm): Expression | undefined {
  if (clauses.length === 0) return undefined;
  const parts = clauses.map(clauseExpression);
  return parts.length === 1 ? parts[0]! : { [every ? 'and' : 'or']: parts };
}

function clauseExpression({ name, op, value }: Clause): Expression {
  const named = { var: name };
  switch (op) {
    case 'is':
      return { '==': [named, value] };
    // What is not answered yet is none of these: its default makes the clause false.
    case 'is_not':
      return { '!=': [{ var: [name, value] }, value] };
    case 'includes':
      return { in: [value, named] };
    case 'excludes':
      return { '!': [{ in: [value, { var: [name, [value]] }] }] };
    case 'at_least':
      return { '>=': [{ var: [name, -1e9] }, value] };
    case 'at_most':
      return { '<=': [{ var: [name, 1e9] }, value] };
  }
}

/** The form of an expression; undefined: no form wrote it. */
export function fromCondition(expression: Expression | undefined): ConditionForm | undefined {
  if (expression === undefined) return { every: true, clauses: [] };
  const { and, or } = asObject(expression);
  const parts = and ?? or;
  if (parts === undefined) {
    const clause = clauseOf(expression);
    return clause && { every: true, clauses: [clause] };
  }
  if (!isList(parts) || Object.keys(asObject(expression)).length !== 1) return undefined;
  const clauses = parts.map(clauseOf);
  return clauses.every((clause) => clause !== undefined) ? { every: and !== undefined, clauses } : undefined;
}

const OPS: Readonly<Record<string, Clause['op']>> = {
  '==': 'is',
  '!=': 'is_not',
  '>=': 'at_least',
  '<=': 'at_most',
  in: 'includes',
};

function clauseOf(expression: Expression): Clause | undefined {
  const entries = Object.entries(asObject(expression));
  const [entry] = entries;
  if (!entry || entries.length !== 1) return undefined;
  const [operator, args] = entry;
  if (operator === '!') {
    const inner = isList(args) ? clauseOf(args[0] ?? null) : undefined;
    return inner?.op === 'includes' ? { ...inner, op: 'excludes' } : undefined;
  }
  const op = OPS[operator];
  if (!op || !isList(args) || args.length !== 2) return undefined;
  const [named, value] = op === 'includes' ? [args[1]!, args[0]!] : [args[0]!, args[1]!];
  const variable = asObject(named)['var'];
  const name = variable !== undefined && isList(variable) ? variable[0] : variable;
  if (typeof name !== 'string' || value === null || typeof value === 'object') return undefined;
  return { name, op, value };
}

const isList = (node: Expression): node is readonly Expression[] => Array.isArray(node);
const asObject = (node: Expression): Record<string, Expression> =>
  node !== null && typeof node === 'object' && !isList(node) ? node : {};

/** Points of a dimension: by choice, or for every unit of a scale or number. */
export type PointsForm = Readonly<Record<string, Readonly<Record<string, number>> | number>>;

/** The score of a dimension from points. Questions that give none are left out. */
export function toScore(questions: readonly Question[], points: PointsForm): Expression {
  const terms = questions.flatMap((question): Expression[] => {
    const given = points[question.id];
    if (given === undefined) return [];
    const name = `answers.${question.id}`;
    if (typeof given === 'number') return given === 0 ? [] : [{ '*': [{ var: [name, 0] }, given] }];
    const worth = (question.choices ?? []).flatMap(({ id }) => (given[id] ? [[id, given[id]] as const] : []));
    if (worth.length === 0) return [];
    if (question.kind === 'multi')
      return worth.map(([id, value]) => ({ if: [{ in: [id, { var: name }] }, value, 0] }));
    return [{ if: [...worth.flatMap(([id, value]) => [{ '==': [{ var: name }, id] }, value]), 0] }];
  });
  return { '+': terms.length === 0 ? [0] : terms };
}

/**
 * The points behind a score; undefined: no form wrote it. In which order the questions stood when it was written does
 * not matter, and what it gave for those that are gone is left out.
 */
export function fromScore(
  questionnaire: Pick<Questionnaire, 'sections'>,
  score: Expression,
): PointsForm | undefined {
  const written = readScore(score);
  if (!written) return undefined;
  const known = new Map(questionsOf(questionnaire).map((question) => [question.id, question]));
  const points: Record<string, Record<string, number> | number> = {};
  for (const { id, kind, worth } of written) {
    const question = known.get(id);
    if (!question) continue;
    if (typeof worth === 'number') {
      if (question.kind !== 'scale' && question.kind !== 'number') return undefined;
      points[id] = worth;
      continue;
    }
    if (question.kind !== kind) return undefined;
    const left = worth.filter(([choice]) => question.choices?.some((each) => each.id === choice));
    if (left.length > 0) points[id] = Object.fromEntries(left);
  }
  return points;
}

/** What a form gave for one question. */
interface Written {
  readonly id: string;
  readonly kind: 'single' | 'multi' | 'scale';
  /** By choice, in the order in which they were written, or for every unit. */
  readonly worth: readonly (readonly [string, number])[] | number;
}

/** A score term by term, in its own order; undefined where a form would have written it in another way. */
function readScore(score: Expression): Written[] | undefined {
  const sum = asObject(score)['+'];
  if (sum === undefined || !isList(sum)) return undefined;
  const written = new Map<string, Written>();
  for (const term of sum) {
    if (term === 0) continue;
    const { '*': times, if: branches } = asObject(term);
    if (times !== undefined && isList(times)) {
      const clause = clauseOf({ '==': [times[0] ?? null, times[1] ?? null] });
      if (!clause || typeof clause.value !== 'number') return undefined;
      const id = clause.name.slice('answers.'.length);
      written.set(id, { id, kind: 'scale', worth: clause.value });
      continue;
    }
    if (branches === undefined || !isList(branches)) return undefined;
    for (let i = 0; i + 1 < branches.length; i += 2) {
      const clause = clauseOf(branches[i]!);
      const value = branches[i + 1];
      if (!clause || typeof value !== 'number' || typeof clause.value !== 'string') return undefined;
      const id = clause.name.slice('answers.'.length);
      const had = written.get(id)?.worth;
      written.set(id, {
        id,
        kind: clause.op === 'includes' ? 'multi' : 'single',
        worth: [...(typeof had === 'object' ? had : []), [clause.value, value]],
      });
    }
  }
  const all = [...written.values()];
  const again = toScore(
    all.map(({ id, kind, worth }) => ({ id, kind, title: '', required: true, ...choicesOf(worth) })),
    Object.fromEntries(
      all.map(({ id, worth }) => [id, typeof worth === 'number' ? worth : Object.fromEntries(worth)]),
    ),
  );
  return JSON.stringify(again) === JSON.stringify(score) ? all : undefined;
}

const choicesOf = (worth: Written['worth']): Pick<Question, 'choices'> =>
  typeof worth === 'number' ? {} : { choices: worth.map(([id]) => ({ id, label: '' })) };
