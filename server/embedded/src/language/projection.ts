/** find's projections compiled to functions. */
import { isDoc, type Doc, type Value } from '../bson/value';
import { contextOf, type Env } from './env';
import { parseField, atPath } from './match/field';
import { compileTest, type DocTest } from './match/filter';
import { location } from './expressions/common';
import { parsePath } from './paths';
import { parseProjection } from './projection-spec';
import { addComputed, exclude, include } from './projection-tree';
import type { Matcher } from './types';

type Step = (out: Doc, source: Doc) => Doc;

/**
 * Compiles a projection of find: inclusion or exclusion, nested, $slice, $elemMatch, `path.$` (needs `matcher`),
 * expressions. An empty one keeps everything. Refuses $meta by name; other errors carry MongoDB's numbers.
 */
export function compileProjection(spec: Doc, env: Env, matcher?: Matcher): (doc: Doc) => Doc {
  if (spec.size === 0) return (doc) => doc;
  const ctx = contextOf(env);
  const { kind, tree, extras } = parseProjection(spec, ctx, true);
  const steps: Step[] = extras.elemMatches.map(({ field, filter }) => {
    const [condition] = parseField(field, new Map([['$elemMatch', filter]]), ctx, compileTest);
    const test = atPath(parsePath(field), condition!);
    return (out, source) => elemMatch(out, source, field, test);
  });
  for (const slice of extras.slices) {
    const parts = slice.path.split('.');
    steps.push((out) => sliceAt(out, parts, 0, slice.skip, slice.limit) as Doc);
  }
  if (extras.positional !== undefined) {
    const parts = extras.positional.split('.');
    steps.push((out, source) => positional(out, source, parts, matcher));
  }
  return (doc) => {
    let out = kind === 'inclusion' ? include(tree, doc, doc) : exclude(tree, doc);
    if (kind === 'exclusion') addComputed(tree, out, doc);
    for (const step of steps) out = step(out, doc);
    return out;
  };
}

/**
 * The top-level fields that a projection of find keeps, where that is all it does: no document need be decoded for it.
 * Undefined: it does more. Refusals as `compileProjection`.
 */
export function keptFields(spec: Doc, env: Env): ReadonlySet<string> | undefined {
  const { kind, tree, extras } = parseProjection(spec, contextOf(env), true);
  const isMore =
    kind !== 'inclusion' ||
    tree.order.length > 0 ||
    extras.positional !== undefined ||
    extras.slices.length > 0 ||
    extras.elemMatches.length > 0;
  return isMore ? undefined : tree.leaves;
}

function elemMatch(out: Doc, source: Doc, field: string, test: DocTest): Doc {
  const rec: { index: number | undefined } = { index: undefined };
  const v = source.get(field);
  if (Array.isArray(v) && test(source, rec) && rec.index !== undefined) out.set(field, [v[rec.index]!]);
  else out.delete(field);
  return out;
}

/** Cuts the arrays at a path, looking into arrays of documents on the way. */
function sliceAt(v: Value, parts: string[], i: number, skip: number | undefined, limit: number): Value {
  if (i === parts.length) return Array.isArray(v) ? cut(v, skip, limit) : v;
  if (Array.isArray(v)) return v.map((item) => (isDoc(item) ? sliceAt(item, parts, i, skip, limit) : item));
  if (!isDoc(v)) return v;
  const inner = v.get(parts[i]!);
  if (inner === undefined) return v;
  return new Map(v).set(parts[i]!, sliceAt(inner, parts, i + 1, skip, limit));
}

function cut(array: Value[], skip: number | undefined, limit: number): Value[] {
  if (skip === undefined) return limit >= 0 ? array.slice(0, limit) : array.slice(limit);
  const from = skip >= 0 ? skip : Math.max(0, array.length + skip);
  return array.slice(from, from + limit);
}

function positional(out: Doc, source: Doc, parts: string[], matcher: Matcher | undefined): Doc {
  const index = matcher?.match(source)?.positional;
  const narrow = (v: Value, i: number): Value => {
    if (Array.isArray(v)) {
      if (index === undefined)
        throw location(
          51246,
          "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
        );
      if (index >= v.length)
        throw location(
          51247,
          "Executor error during find command :: caused by :: positional operator '.$' element mismatch",
        );
      return [v[index]!];
    }
    const inner = isDoc(v) && i < parts.length ? v.get(parts[i]!) : undefined;
    return inner === undefined ? v : new Map(v as Doc).set(parts[i]!, narrow(inner, i + 1));
  };
  return narrow(out, 0) as Doc;
}
