/** $group, $count, $sortByCount and the buckets. */
import { compareValues, typeRank } from '../../bson/compare';
import { isDoc, isNumeric, type Doc, type Maybe, type Value } from '../../bson/value';
import { exactInt } from '../../bson/numbers';
import { notSupported } from '../../errors';
import { type Accumulator, compileAccumulator, type NewAccumulator } from '../accumulators';
import type { Context } from '../env';
import { compileExpression } from '../expressions/compile';
import { type Ex, location } from '../expressions/common';
import { BREATH, type Flow } from '../flow';
import { show } from '../show';
import { BREATH_EVERY, type BuildStage, consume, type Run, sizeOf } from './stage';

interface Group {
  id: Value;
  states: Accumulator[];
}

/** Groups by an expression with accumulators; groups come out in order of first appearance. */
function grouping(
  id: Ex,
  fields: { name: string; make: NewAccumulator }[],
  ctx: Context,
  sorted = false,
): Run {
  return function* (source) {
    const groups = new Map<string, Group>();
    yield* consume(source, ctx, (doc) => {
      const value = id(doc) ?? null;
      const key = ctx.order.key(value);
      let group = groups.get(key);
      if (!group) {
        ctx.env.budget.charge(sizeOf(value) + key.length + 64 * (1 + fields.length));
        group = { id: value, states: fields.map(({ make }) => make(value)) };
        groups.set(key, group);
      }
      for (const state of group.states) state.add(doc);
    });
    const all = [...groups.values()];
    if (sorted) all.sort((a, b) => ctx.order.compare(a.id, b.id));
    yield* emit(all, fields);
  };
}

function* emit(groups: Group[], fields: { name: string }[]): Flow {
  let n = 0;
  for (const { id, states } of groups) {
    const out: Doc = new Map([['_id', id]]);
    fields.forEach(({ name }, i) => out.set(name, states[i]!.result() ?? null));
    yield out;
    if (++n % BREATH_EVERY === 0) yield BREATH;
  }
}

function accumulatorsOf(spec: Iterable<[string, Value]>, ctx: Context) {
  return [...spec].map(([name, v]) => {
    if (name.includes('.')) throw location(40235, `The field name '${name}' cannot contain '.'`);
    if (name.startsWith('$')) throw location(40236, `The field name '${name}' cannot be an operator name`);
    return { name, make: compileAccumulator(name, v, ctx) };
  });
}

export const group: BuildStage = (spec, { ctx }) => {
  if (!isDoc(spec)) throw location(15947, "a group's fields must be specified in an object");
  const id = spec.get('_id');
  if (id === undefined) throw location(15955, 'a group specification must include an _id');
  const fields = accumulatorsOf(
    [...spec].filter(([name]) => name !== '_id'),
    ctx,
  );
  return grouping(compileExpression(id, ctx), fields, ctx);
};

const ONE: Value = new Map([['$sum', 1]]);

/** Whether a $group looks at no document, only at how many there are. */
export function onlyCounts(spec: Value): boolean {
  if (!isDoc(spec)) return false;
  return [...spec].every(([name, v]) => {
    if (name === '_id') return v === null || isNumeric(v);
    if (!isDoc(v) || v.size !== 1) return false;
    const [operator, operand] = [...v][0]!;
    return operator === '$count' || (operator === '$sum' && isNumeric(operand));
  });
}

export const count: BuildStage = (spec, { ctx }) => {
  if (typeof spec !== 'string') throw location(40156, 'the count field must be a non-empty string');
  if (spec === '') throw location(40157, 'the count field must be a non-empty string');
  if (spec.startsWith('$')) throw location(40158, 'the count field cannot be a $-prefixed path');
  if (spec.includes('\0')) throw location(40159, 'the count field cannot contain a null byte');
  if (spec.includes('.')) throw location(40160, "the count field cannot contain '.'");
  const counted = grouping(() => null, [{ name: spec, make: compileAccumulator(spec, ONE, ctx) }], ctx);
  return function* (source) {
    for (const doc of counted(source)) {
      if (doc !== BREATH && spec !== '_id') doc.delete('_id');
      yield doc;
    }
  };
};

export const sortByCount: BuildStage = (spec, { ctx }) => {
  const isExpression = isDoc(spec) && spec.keys().next().value?.startsWith('$');
  if (isDoc(spec) && !isExpression)
    throw location(
      40147,
      `the sortByCount field must be defined as a $-prefixed path or an expression inside an object`,
    );
  if (typeof spec === 'string' && !spec.startsWith('$'))
    throw location(
      40148,
      `the sortByCount field must be defined as a $-prefixed path or an expression inside an object`,
    );
  if (typeof spec !== 'string' && !isDoc(spec))
    throw location(40149, 'the sortByCount field must be specified as a string or as an object');
  const grouped = grouping(
    compileExpression(spec, ctx),
    [{ name: 'count', make: compileAccumulator('count', ONE, ctx) }],
    ctx,
  );
  return function* (source) {
    const all: Doc[] = [];
    for (const doc of grouped(source)) {
      if (doc === BREATH) yield BREATH;
      else all.push(doc);
    }
    yield* all.sort((a, b) => compareValues(b.get('count'), a.get('count')));
  };
};

export const bucket: BuildStage = (spec, { ctx }) => {
  if (!isDoc(spec)) throw location(40201, 'Argument to $bucket stage must be an object');
  for (const name of spec.keys())
    if (!['groupBy', 'boundaries', 'default', 'output'].includes(name))
      throw location(40197, `Unrecognized option to $bucket: ${name}.`);
  const groupBy = spec.get('groupBy');
  const list = spec.get('boundaries');
  if (groupBy === undefined || list === undefined)
    throw location(40198, "$bucket requires 'groupBy' and 'boundaries' to be specified.");
  const by = groupByExpression('$bucket', groupBy, ctx, 40202);
  const boundaries = boundariesOf(list, ctx);
  const fallback = spec.has('default') ? constant(spec.get('default')!, ctx) : undefined;
  const [low, high] = [boundaries[0]!, boundaries[boundaries.length - 1]!];
  if (
    fallback !== undefined &&
    typeRank(fallback) === typeRank(low) &&
    ctx.order.compare(fallback, low) >= 0 &&
    ctx.order.compare(fallback, high) < 0
  )
    throw location(
      40199,
      "The $bucket 'default' field must be less than the lowest boundary or greater than or equal to the highest boundary.",
    );
  const place: Ex = (doc) => {
    const v = by(doc);
    if (ctx.order.compare(v, low) >= 0 && ctx.order.compare(v, high) < 0) {
      let i = boundaries.length - 2;
      while (ctx.order.compare(v, boundaries[i]) < 0) i--;
      return boundaries[i];
    }
    if (fallback !== undefined) return fallback;
    throw location(
      40066,
      '$switch could not find a matching branch for an input, and no default was specified.',
    );
  };
  return grouping(place, outputOf(spec, '$bucket', 40196, ctx), ctx, true);
};

function outputOf(spec: Doc, name: string, code: number, ctx: Context) {
  const output = spec.get('output');
  if (output === undefined) return accumulatorsOf([['count', ONE]], ctx);
  if (!isDoc(output))
    throw location(code, `The ${name} 'output' field must be an object, but found type: ${show(output)}.`);
  return accumulatorsOf(output, ctx);
}

function groupByExpression(name: string, spec: Value, ctx: Context, code: number): Ex {
  const path = typeof spec === 'string' && spec.startsWith('$');
  if (!path && !isDoc(spec))
    throw location(
      code,
      `The ${name} 'groupBy' field must be defined as a $-prefixed path or an expression, but found: ${show(spec)}.`,
    );
  return compileExpression(spec, ctx);
}

const constant = (v: Value, ctx: Context): Value => compileExpression(v, ctx)(new Map()) ?? null;

function boundariesOf(list: Value, ctx: Context): Value[] {
  if (!Array.isArray(list))
    throw location(40200, `The $bucket 'boundaries' field must be an array, but found type: ${show(list)}.`);
  if (list.length < 2)
    throw location(
      40192,
      `The $bucket 'boundaries' field must have at least 2 values, but found ${list.length} value(s).`,
    );
  const values = list.map((v) => constant(v, ctx));
  for (let i = 1; i < values.length; i++) {
    const [a, b] = [values[i - 1]!, values[i]!];
    if (typeRank(a) !== typeRank(b))
      throw location(
        40193,
        `All values in the the 'boundaries' option to $bucket must have the same type. Found conflicting types ${show(a)} and ${show(b)}.`,
      );
    if (ctx.order.compare(a, b) >= 0)
      throw location(
        40194,
        `The 'boundaries' option to $bucket must be sorted, but elements ${i - 1} and ${i} are not in sorted order (${show(a)} is not less than ${show(b)}).`,
      );
  }
  return values;
}

export const bucketAuto: BuildStage = (spec, { ctx }) => {
  if (!isDoc(spec))
    throw location(40240, `The argument to $bucketAuto must be an object, but found type: ${show(spec)}.`);
  for (const name of spec.keys()) {
    if (name === 'granularity') throw notSupported('granularity in $bucketAuto');
    if (!['groupBy', 'buckets', 'output'].includes(name))
      throw location(40245, `Unrecognized option to $bucketAuto: ${name}.`);
  }
  const groupBy = spec.get('groupBy');
  const buckets = spec.get('buckets');
  if (groupBy === undefined || buckets === undefined)
    throw location(40246, "$bucketAuto requires 'groupBy' and 'buckets' to be specified.");
  const by = groupByExpression('$bucketAuto', groupBy, ctx, 40239);
  if (!isNumeric(buckets))
    throw location(
      40241,
      `The $bucketAuto 'buckets' field must be a numeric value, but found type: ${show(buckets)}.`,
    );
  const wanted = exactInt(buckets);
  if (wanted === undefined)
    throw location(
      40242,
      `The $bucketAuto 'buckets' field must be representable as a 32-bit integer, but found ${show(buckets)}.`,
    );
  if (wanted <= 0)
    throw location(40243, `The $bucketAuto 'buckets' field must be greater than 0, but found: ${wanted}.`);
  const fields = outputOf(spec, '$bucketAuto', 40244, ctx);
  return (source) => autoBuckets(source, by, wanted, fields, ctx);
};

function* autoBuckets(
  source: Flow,
  by: Ex,
  wanted: number,
  fields: { name: string; make: NewAccumulator }[],
  ctx: Context,
): Flow {
  const rows: { v: Value; doc: Doc }[] = [];
  yield* consume(source, ctx, (doc) => {
    ctx.env.budget.charge(sizeOf(doc));
    rows.push({ v: by(doc) ?? null, doc });
  });
  const same = (a: Maybe, b: Maybe) => ctx.order.equal(a, b);
  rows.sort((a, b) => ctx.order.compare(a.v, b.v));
  const size = Math.max(1, Math.round(rows.length / wanted));
  let i = 0;
  for (let k = 0; k < wanted && i < rows.length; k++) {
    let end = k === wanted - 1 ? rows.length : Math.min(rows.length, i + size);
    while (end < rows.length && same(rows[end]!.v, rows[end - 1]!.v)) end++;
    const min = rows[i]!.v;
    const max = end < rows.length ? rows[end]!.v : rows[rows.length - 1]!.v;
    const id: Doc = new Map([
      ['min', min],
      ['max', max],
    ]);
    const states = fields.map(({ make }) => make(id));
    for (; i < end; i++) for (const state of states) state.add(rows[i]!.doc);
    yield* emit([{ id, states }], fields);
  }
}
