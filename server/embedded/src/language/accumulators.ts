/** Accumulators of $group and its kin. */
import { isDoc, isNumeric, type Doc, type Maybe, type Value, typeName } from '../bson/value';
import { badValue, notSupported } from '../errors';
import { positiveCount } from './counts';
import type { Context } from './env';
import { compileExpression } from './expressions/compile';
import { type Ex, location, nullish } from './expressions/common';
import { show } from './show';
import { type KeyedSorter, type SortKey, sorterOf } from './sort';
import { sizeOf } from './stages/stage';
import { Deviation, Summation } from './summation';

/** The running state of one accumulator in one group. */
export interface Accumulator {
  add(doc: Doc): void;
  /** Missing becomes null in the result. */
  result(): Maybe;
}

/** Makes a fresh state; `group` is the group's _id, for a computed `n`. */
export type NewAccumulator = (group: Maybe) => Accumulator;

type Build = (operand: Value, ctx: Context, name: string) => NewAccumulator;

/** An accumulator over the values of one expression. */
const over =
  <S>(
    start: (ctx: Context) => S,
    add: (state: S, v: Maybe, ctx: Context) => void,
    result: (state: S) => Maybe,
  ): Build =>
  (operand, ctx, name) => {
    if (Array.isArray(operand) && operand.length !== 1)
      throw location(40237, `The ${name} accumulator is a unary operator`);
    const ex = compileExpression(Array.isArray(operand) ? operand[0]! : operand, ctx);
    return () => {
      const state = start(ctx);
      return { add: (doc) => add(state, ex(doc), ctx), result: () => result(state) };
    };
  };

const extreme = (sign: 1 | -1): Build =>
  over<{ v: Maybe }>(
    () => ({ v: undefined }),
    (s, v, ctx) => {
      if (!nullish(v) && (s.v === undefined || sign * ctx.order.compare(v, s.v) < 0)) s.v = v;
    },
    (s) => s.v,
  );

const deviation = (sample: boolean): Build =>
  over(
    () => new Deviation(),
    (s, v) => isNumeric(v) && s.add(v),
    (s) => s.result(sample),
  );

/** The options of an N accumulator: `n` may depend on the group's _id only, so it is computed per group. */
function readOptions(name: string, operand: Value, fields: string[], ctx: Context) {
  if (!isDoc(operand)) throw location(5787900, `specification must be an object; found ${show(operand)}`);
  const out: Record<string, Ex | undefined> = {};
  let sorter: KeyedSorter | undefined;
  for (const [key, v] of operand) {
    if (!fields.includes(key)) throw location(5787901, `Unknown argument for '${name}' operator: ${key}`);
    if (key === 'sortBy') {
      if (!isDoc(v))
        throw location(5788604, `expected 'sortBy' to already be an object in the arguments to ${name}`);
      sorter = sorterOf(v, ctx);
    } else out[key] = compileExpression(v, ctx);
  }
  for (const key of fields)
    if (!operand.has(key)) throw location(5787906, `Missing value for '${key}' in ${name}`);
  const n = out.n;
  const count = (group: Maybe): number =>
    n ? positiveCount(name, n(isDoc(group) ? group : new Map<string, Value>([['_id', group ?? null]]))) : 1;
  return { input: out.input, output: out.output, sorter, count };
}

const firstN: Build = (operand, ctx, name) => {
  const { input, count } = readOptions(name, operand, ['input', 'n'], ctx);
  const fromStart = name === '$firstN';
  return (group) => {
    const n = count(group);
    const items: Value[] = [];
    return {
      add(doc) {
        if (fromStart && items.length >= n) return;
        const v = input!(doc) ?? null;
        ctx.env.budget.charge(sizeOf(v));
        items.push(v);
        if (items.length > n) ctx.env.budget.release(sizeOf(items.shift()));
      },
      result: () => items,
    };
  };
};

/** Keeps the best `n`, earlier ones first among equals. */
function bestOf<T>(n: number, compare: (a: T, b: T) => number) {
  const items: T[] = [];
  return {
    items,
    add(item: T): void {
      if (items.length === n && compare(item, items[n - 1]!) >= 0) return;
      let low = 0;
      let high = items.length;
      while (low < high) {
        const mid = (low + high) >> 1;
        if (compare(items[mid]!, item) <= 0) low = mid + 1;
        else high = mid;
      }
      items.splice(low, 0, item);
      if (items.length > n) items.pop();
    },
  };
}

const minN: Build = (operand, ctx, name) => {
  const { input, count } = readOptions(name, operand, ['input', 'n'], ctx);
  const sign = name === '$minN' ? 1 : -1;
  return (group) => {
    const best = bestOf<Value>(count(group), (a, b) => sign * ctx.order.compare(a, b));
    return {
      add(doc) {
        const v = input!(doc);
        if (nullish(v)) return;
        best.add(v);
      },
      result: () => best.items,
    };
  };
};

const top: Build = (operand, ctx, name) => {
  const many = name.endsWith('N');
  const { output, sorter, count } = readOptions(
    name,
    operand,
    many ? ['n', 'sortBy', 'output'] : ['sortBy', 'output'],
    ctx,
  );
  const first = name.startsWith('$top');
  return (group) => {
    const n = count(group);
    type Item = { key: SortKey; v: Value };
    // $bottom takes from the other end: best first by the reversed order, turned round in the result.
    const best = bestOf<Item>(n, (a, b) => (first ? 1 : -1) * sorter!.compareKeys(a.key, b.key));
    return {
      add: (doc) => best.add({ key: sorter!.key(doc), v: output!(doc) ?? null }),
      result() {
        const values = best.items.map(({ v }) => v);
        if (!first) values.reverse();
        return many ? values : values[0];
      },
    };
  };
};

const ACCUMULATORS: ReadonlyMap<string, Build> = new Map<string, Build>([
  [
    '$sum',
    over(
      () => new Summation(),
      (s, v) => isNumeric(v) && s.add(v),
      (s) => s.total(),
    ),
  ],
  [
    '$avg',
    over(
      () => new Summation(),
      (s, v) => isNumeric(v) && s.add(v),
      (s) => s.average(),
    ),
  ],
  ['$min', extreme(1)],
  ['$max', extreme(-1)],
  [
    '$first',
    over<Maybe[]>(
      () => [],
      (s, v) => {
        if (s.length === 0) s.push(v);
      },
      (s) => s[0],
    ),
  ],
  [
    '$last',
    over<{ v: Maybe }>(
      () => ({ v: undefined }),
      (s, v) => (s.v = v),
      (s) => s.v,
    ),
  ],
  [
    '$push',
    over<Value[]>(
      () => [],
      (s, v, ctx) => {
        if (v === undefined) return;
        ctx.env.budget.charge(sizeOf(v));
        s.push(v);
      },
      (s) => s,
    ),
  ],
  [
    '$addToSet',
    over<Map<string, Value>>(
      () => new Map(),
      (s, v, ctx) => {
        if (v === undefined) return;
        const key = ctx.order.key(v);
        if (s.has(key)) return;
        ctx.env.budget.charge(sizeOf(v) + key.length);
        s.set(key, v);
      },
      (s) => [...s.values()],
    ),
  ],
  [
    '$mergeObjects',
    over<Doc>(
      () => new Map(),
      (s, v) => {
        if (nullish(v)) return;
        if (!isDoc(v))
          throw location(
            40400,
            `$mergeObjects requires object inputs, but input ${show(v)} is of type ${typeName(v)}`,
          );
        for (const [name, value] of v) s.set(name, value);
      },
      (s) => s,
    ),
  ],
  ['$stdDevPop', deviation(false)],
  ['$stdDevSamp', deviation(true)],
  [
    '$count',
    (operand) => {
      if (!isDoc(operand) || operand.size > 0) throw badValue('$count takes no arguments, i.e. $count:{}');
      return () => {
        const sum = new Summation();
        return { add: () => sum.add(1), result: () => sum.total() };
      };
    },
  ],
  ['$firstN', firstN],
  ['$lastN', firstN],
  ['$minN', minN],
  ['$maxN', minN],
  ['$top', top],
  ['$bottom', top],
  ['$topN', top],
  ['$bottomN', top],
]);

const REFUSED = new Set(['$accumulator', '$percentile', '$median']);

/** Compiles `{ field: { $accumulator: operand } }` of $group. Error 15952 for an unknown one. */
export function compileAccumulator(field: string, spec: Value, ctx: Context): NewAccumulator {
  if (!isDoc(spec)) throw location(40234, `The field '${field}' must be an accumulator object`);
  if (spec.size !== 1) throw location(40238, `The field '${field}' must specify one accumulator`);
  const [name, operand] = [...spec][0]!;
  const build = ACCUMULATORS.get(name);
  if (build) return build(operand, ctx, name);
  if (REFUSED.has(name)) throw notSupported(name);
  throw location(15952, `unknown group operator '${name}'`);
}
