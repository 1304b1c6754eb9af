/** What all expression operators share: their shape, argument counts, truth and nullness. */
import { isNumeric, type Doc, type Maybe, type Value } from '../../bson/value';
import { compareNumbers } from '../../bson/numbers';
import { MongoError } from '../../errors';
import type { Context, Scope } from '../env';

/** A compiled expression: a document in, a value or nothing out. */
export type Ex = (root: Doc) => Maybe;

/** What an operator gets to compile its operands with. */
export interface Compiler {
  ctx: Context;
  compile(v: Value, scope?: Scope): Ex;
}

/** Compiles one operator. */
export type Build = (operand: Value, c: Compiler, name: string) => Ex;

export type Operators = Readonly<Record<string, Build>>;

/** Truth in expressions: false, null, missing and zero are false; everything else, "" and [] too, is true. */
export const truth = (v: Maybe): boolean =>
  v !== undefined && v !== null && v !== false && !(isNumeric(v) && compareNumbers(v, 0) === 0);

/** Null or missing. */
export const nullish = (v: Maybe): v is null | undefined => v === null || v === undefined;

/** An error known by its number only. */
export const location = (code: number, message: string) => new MongoError(code, `Location${code}`, message);

/** The operands of an operator, their number checked. */
export function operands(name: string, operand: Value, min: number, max = min): Value[] {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length >= min && list.length <= max) return list;
  if (min === max)
    throw location(
      16020,
      `Expression ${name} takes exactly ${min} arguments. ${list.length} were passed in.`,
    );
  throw location(
    28667,
    `Expression ${name} takes at least ${min} arguments, and at most ${max}, but ${list.length} were passed in.`,
  );
}

/** An operator of one operand. */
export const unary =
  (f: (v: Maybe, c: Compiler, name: string) => Maybe): Build =>
  (operand, c, name) => {
    const x = c.compile(operands(name, operand, 1)[0]!);
    return (root) => f(x(root), c, name);
  };

/** An operator of two operands. */
export const binary =
  (f: (a: Maybe, b: Maybe, c: Compiler, name: string) => Maybe): Build =>
  (operand, c, name) => {
    const [x, y] = operands(name, operand, 2).map((v) => c.compile(v)) as [Ex, Ex];
    return (root) => f(x(root), y(root), c, name);
  };

/** An operator of any number of operands. */
export const variadic =
  (f: (values: Maybe[], c: Compiler, name: string) => Maybe, min = 0, max = Infinity): Build =>
  (operand, c, name) => {
    const list = operands(name, operand, min, max).map((v) => c.compile(v));
    return (root) => {
      const values = new Array<Maybe>(list.length);
      for (let i = 0; i < list.length; i++) values[i] = list[i]!(root);
      return f(values, c, name);
    };
  };

/** Named arguments of an operator such as $filter: each known name to its expression or undefined. */
export function named<K extends string>(
  name: string,
  operand: Value,
  known: readonly K[],
  required: readonly K[],
  codes: { shape: number; unknown: number; missing: number },
): Partial<Record<K, Value>> {
  if (!(operand instanceof Map))
    throw location(codes.shape, `${name} only supports an object as its argument`);
  const out: Partial<Record<K, Value>> = {};
  for (const [key, v] of operand) {
    if (!(known as readonly string[]).includes(key))
      throw location(codes.unknown, `Unrecognized parameter to ${name}: ${key}`);
    out[key as K] = v;
  }
  for (const key of required)
    if (out[key] === undefined) throw location(codes.missing, `Missing '${key}' parameter to ${name}`);
  return out;
}
