/** Values written as JavaScript literals, for tests: whole numbers are ints, others doubles, objects documents. */
import { Decimal128, Double } from 'bson';
import { isDoc, type Doc, type Value } from '../bson/value';
import { Budget, type Env } from './env';

/** A double, also for whole numbers. */
export const d = (n: number): Double => new Double(n);
/** A long. */
export const L = (n: number | bigint | string): bigint => BigInt(n);
/** A decimal. */
export const D = (s: string): Decimal128 => Decimal128.fromString(s);

/** A literal as a value. */
export function val(x: unknown): Value {
  if (typeof x === 'number')
    return Number.isInteger(x) && Math.abs(x) < 2 ** 31 && !Object.is(x, -0) ? x : new Double(x);
  if (Array.isArray(x)) return x.map(val);
  if (x !== null && typeof x === 'object' && Object.getPrototypeOf(x) === Object.prototype) return doc(x);
  return x as Value;
}

/** A literal object as a document. Names that look like integers come first, as in any JavaScript object. */
export function doc(x: object): Doc {
  const out: Doc = new Map();
  for (const [name, v] of Object.entries(x)) if (v !== undefined) out.set(name, val(v));
  return out;
}

/** A value as text that tells the types apart: `i` int, `L` long, `d` double, `D` decimal. */
export function text(v: Value | undefined): string {
  if (v === undefined) return 'missing';
  if (typeof v === 'number') return `${v}`;
  if (typeof v === 'bigint') return `${v}L`;
  if (v instanceof Double) return `${Object.is(v.value, -0) ? '-0' : v.value}d`;
  if (v instanceof Decimal128) return `${v.toString()}D`;
  if (Array.isArray(v)) return `[${v.map(text).join(', ')}]`;
  if (isDoc(v)) return `{${[...v].map(([name, x]) => `${name}: ${text(x)}`).join(', ')}}`;
  if (v instanceof Date) return v.toISOString();
  return v === null || typeof v !== 'object'
    ? JSON.stringify(v)
    : `${v.constructor.name}(${JSON.stringify(v)})`;
}

/** An environment for tests: a fixed clock, no limits. */
export const env = (more: Partial<Env> = {}): Env => ({
  now: new Date('2026-01-02T03:04:05.678Z'),
  budget: new Budget({}),
  ...more,
});

/** The code of the error that `f` throws; undefined when it throws none. */
export function codeOf(f: () => unknown): number | undefined {
  try {
    f();
  } catch (e) {
    return (e as { code?: number }).code ?? NaN;
  }
  return undefined;
}
