/** What a stage of a pipeline is, and helpers for writing one. */
import { Binary, Decimal128 } from 'bson';
import { isDoc, type Doc, type Maybe, type Value } from '../../bson/value';
import type { Context } from '../env';
import { BREATH, type Flow } from '../flow';

/** Documents in, documents out. Written as a generator; BREATH is handed on. */
export type Run = (source: Flow) => Flow;

/** What a stage compiles with. */
export interface StageContext {
  ctx: Context;
  /** Names of the collections that are read, collected while compiling. */
  reads: Set<string>;
  /** Compiles a pipeline inside `where`, in which output stages are not allowed. */
  sub(stages: Value, ctx: Context, where: string): Run;
}

export type BuildStage = (spec: Value, s: StageContext, name: string) => Run;

/** Documents between breaths in work that gives nothing out. */
export const BREATH_EVERY = 200;

/** A stage of one document in, one document out. */
export const mapping = (f: (doc: Doc) => Doc, ctx: Context): Run =>
  function* (source) {
    const { budget } = ctx.env;
    for (const doc of source) {
      if (doc === BREATH) yield BREATH;
      else {
        budget.tick();
        yield f(doc);
      }
    }
  };

/** Feeds every document to `take`, breathing now and then; for stages that must see all input first. */
export function* consume(source: Flow, ctx: Context, take: (doc: Doc) => void): Flow {
  let n = 0;
  for (const doc of source) {
    if (doc === BREATH) yield BREATH;
    else {
      ctx.env.budget.tick();
      take(doc);
      if (++n % BREATH_EVERY === 0) yield BREATH;
    }
  }
}

/** Roughly the bytes a value takes in memory, for the budget. */
export function sizeOf(v: Maybe): number {
  if (typeof v === 'string') return 24 + v.length;
  if (isDoc(v)) {
    let n = 64;
    for (const [name, value] of v) n += name.length + 16 + sizeOf(value);
    return n;
  }
  if (Array.isArray(v)) {
    let n = 32;
    for (const item of v) n += 8 + sizeOf(item);
    return n;
  }
  if (v instanceof Binary) return 48 + v.length();
  return v instanceof Decimal128 ? 64 : 16;
}

/** A copy of `doc` with `value` at the path; what stands in the way is replaced by documents. */
export function withPath(doc: Doc, parts: readonly string[], value: Maybe, i = 0): Doc {
  const out = new Map(doc);
  const name = parts[i]!;
  if (i === parts.length - 1) {
    if (value === undefined) out.delete(name);
    else out.set(name, value);
    return out;
  }
  const inner = doc.get(name);
  return out.set(name, withPath(isDoc(inner) ? inner : new Map<string, Value>(), parts, value, i + 1));
}
