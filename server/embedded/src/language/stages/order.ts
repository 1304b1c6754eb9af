/** $sort, $limit, $skip, $sample. */
import { isDoc, isNumeric, type Doc, type Value } from '../../bson/value';
import { exactLong } from '../../bson/numbers';
import type { Context } from '../env';
import { location } from '../expressions/common';
import { BREATH, type Flow } from '../flow';
import { show } from '../show';
import { type KeyedSorter, type SortKey, sorterOf } from '../sort';
import { BREATH_EVERY, type BuildStage, consume, type Run, sizeOf } from './stage';

interface Row {
  key: SortKey;
  place: number;
  doc: Doc;
}

/** Sorts; with `limit`, keeps only that many rows while reading. Stable. */
export function sorting(spec: Value, ctx: Context, limit = Infinity): Run {
  if (!isDoc(spec)) throw location(15973, 'the $sort key specification must be an object');
  if (spec.size === 0) throw location(15976, '$sort stage must have at least one sort key');
  const sorter = sorterOf(spec, ctx);
  return (source) => sortFlow(source, sorter, ctx, limit);
}

function* sortFlow(source: Flow, sorter: KeyedSorter, ctx: Context, limit: number): Flow {
  const { budget } = ctx.env;
  const compare = (a: Row, b: Row) => sorter.compareKeys(a.key, b.key) || a.place - b.place;
  const heap = new Heap(compare);
  const bounded = limit < Infinity;
  let place = 0;
  yield* consume(source, ctx, (doc) => {
    const row = { key: sorter.key(doc), place: place++, doc };
    if (bounded && heap.rows.length >= limit) {
      if (compare(row, heap.rows[0]!) >= 0) return;
      budget.release(sizeOf(heap.rows[0]!.doc));
      budget.charge(sizeOf(doc));
      heap.replaceTop(row);
      return;
    }
    budget.charge(sizeOf(doc));
    if (bounded) heap.push(row);
    else heap.rows.push(row);
  });
  const { rows } = heap;
  rows.sort(compare);
  for (let i = 0; i < rows.length; i++) {
    budget.release(sizeOf(rows[i]!.doc));
    yield rows[i]!.doc;
    if (i % BREATH_EVERY === BREATH_EVERY - 1) yield BREATH;
  }
}

/** The largest row on top. */
class Heap {
  readonly rows: Row[] = [];

  constructor(private readonly compare: (a: Row, b: Row) => number) {}

  push(row: Row): void {
    const { rows } = this;
    let i = rows.push(row) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (this.compare(rows[i]!, rows[up]!) <= 0) break;
      [rows[i], rows[up]] = [rows[up]!, rows[i]!];
      i = up;
    }
  }

  replaceTop(row: Row): void {
    const { rows } = this;
    rows[0] = row;
    for (let i = 0; ;) {
      let top = i;
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < rows.length && this.compare(rows[child]!, rows[top]!) > 0) top = child;
      if (top === i) return;
      [rows[i], rows[top]] = [rows[top]!, rows[i]!];
      i = top;
    }
  }
}

/** The operand of $limit: a positive whole number. */
export function limitOf(spec: Value): number {
  const n = wholeNumber('$limit', spec, 5107201);
  if (n === 0) throw location(15958, 'the limit must be positive');
  return n;
}

/** The operand of $skip: a whole number, not negative. */
export const skipOf = (spec: Value): number => wholeNumber('$skip', spec, 5107200);

function wholeNumber(name: string, spec: Value, code: number): number {
  const fail = (reason: string) =>
    location(code, `invalid argument to ${name} stage: ${reason}: ${name}: ${show(spec)}`);
  if (!isNumeric(spec)) throw fail('Expected a number in');
  const n = exactLong(spec);
  if (n === undefined) throw fail('Expected an integer');
  if (n < 0n) throw fail('Expected a non-negative number in');
  return Number(n);
}

export const limit: BuildStage = (spec) => {
  const n = limitOf(spec);
  return function* (source) {
    let left = n;
    for (const doc of source) {
      yield doc;
      if (doc !== BREATH && --left === 0) return;
    }
  };
};

export const skip: BuildStage = (spec) => {
  const n = skipOf(spec);
  return function* (source) {
    let left = n;
    for (const doc of source) {
      if (doc === BREATH || left <= 0) yield doc;
      else if (--left % BREATH_EVERY === 0) yield BREATH;
    }
  };
};

export const sample: BuildStage = (spec, { ctx }) => {
  if (!isDoc(spec)) throw location(28745, 'the $sample stage specification must be an object');
  let size: number | undefined;
  for (const [name, v] of spec) {
    if (name !== 'size') throw location(28748, `unrecognized option to $sample: ${name}`);
    if (!isNumeric(v)) throw location(28746, 'size argument to $sample must be a number');
    const n = exactLong(v);
    if (n === undefined || n <= 0n)
      throw location(28747, 'size argument to $sample must be a positive integer');
    size = Number(n);
  }
  if (size === undefined) throw location(28749, '$sample stage must specify a size');
  const wanted = size;
  const random = ctx.env.random ?? Math.random;
  return function* (source) {
    const kept: Doc[] = [];
    let seen = 0;
    // Reservoir sampling: each document is kept with the same chance, whatever their number.
    yield* consume(source, ctx, (doc) => {
      const place = seen < wanted ? seen : Math.floor(random() * (seen + 1));
      seen++;
      if (place >= wanted) return;
      ctx.env.budget.charge(sizeOf(doc));
      if (kept[place]) ctx.env.budget.release(sizeOf(kept[place]));
      kept[place] = doc;
    });
    for (let i = kept.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [kept[i], kept[j]] = [kept[j]!, kept[i]!];
    }
    yield* kept;
  };
};
