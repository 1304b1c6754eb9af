/** Sorting documents by paths, arrays by their smallest or largest element, as MongoDB's sort keys. */
import { isDoc, isNumeric, type Doc, type Maybe, type Value } from '../bson/value';
import { exactInt } from '../bson/numbers';
import { badValue, notSupported } from '../errors';
import { contextOf, type Context, type Env } from './env';
import { fieldPath } from './expressions/field-path';
import { location } from './expressions/common';
import { indexOfPart } from './paths';
import { show } from './show';
import type { Sorter } from './types';

/** One value per path of the sort. */
export type SortKey = Maybe[];

export interface KeyedSorter extends Sorter {
  key(doc: Doc): SortKey;
  compareKeys(a: SortKey, b: SortKey): number;
}

/** Compiles a sort document. Errors: 15974/15975 direction, 2 parallel arrays, 115 for $meta. */
export function compileSort(spec: Doc, env: Env): Sorter {
  return sorterOf(spec, contextOf(env));
}

export function sorterOf(spec: Doc, ctx: Context): KeyedSorter {
  const paths = [...spec].map(([path, v]) => ({ path, direction: direction(path, v) }));
  const parts = paths.map(({ path }) => fieldPath(path));
  const directions = paths.map((p) => p.direction);
  const { order } = ctx;
  const compareKeys = (a: SortKey, b: SortKey): number => {
    for (let i = 0; i < directions.length; i++) {
      const c = order.compare(a[i], b[i]);
      if (c !== 0) return directions[i] === 1 ? c : -c;
    }
    return 0;
  };
  const key = (doc: Doc): SortKey => {
    const simple = plainKey(doc, parts);
    if (simple) return simple;
    let best: SortKey | undefined;
    eachKey(
      parts.map((rest) => ({ v: doc, rest, path: '', closed: false })),
      (candidate) => {
        if (!best || compareKeys(candidate, best) < 0) best = candidate;
      },
    );
    return best!;
  };
  return { paths, key, compareKeys, compare: (a, b) => compareKeys(key(a), key(b)) };
}

function direction(path: string, v: Value): 1 | -1 {
  if (isDoc(v)) {
    if (v.has('$meta')) throw notSupported('$meta in a sort');
    throw location(17312, '$meta is the only expression supported by $sort right now');
  }
  if (!isNumeric(v)) throw location(15974, `Illegal key in $sort specification: ${path}: ${show(v)}`);
  const n = exactInt(v);
  if (n !== 1 && n !== -1)
    throw location(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  return n;
}

/** The key when no array is met; undefined otherwise. */
function plainKey(doc: Doc, paths: readonly (readonly string[])[]): SortKey | undefined {
  const out: SortKey = [];
  for (const parts of paths) {
    let v: Maybe = doc;
    for (const part of parts) {
      v = isDoc(v) ? v.get(part) : undefined;
      if (Array.isArray(v)) return undefined;
    }
    out.push(v ?? null);
  }
  return out;
}

interface Cursor {
  v: Maybe;
  rest: readonly string[];
  /** Path walked so far, to tell one array from another. */
  path: string;
  /** The value is final: an array in it is a value, not opened again. */
  closed: boolean;
}

/**
 * Calls back with every key that an index over the paths would hold for the document: paths that share an array
 * take its elements together. An empty array gives a key below null, as in MongoDB.
 */
function eachKey(cursors: Cursor[], emit: (key: SortKey) => void): void {
  const walked = cursors.map(descend);
  const first = walked.find(isOpen);
  if (!first) {
    emit(walked.map(({ v }) => v));
    return;
  }
  const array = first.v as Value[];
  if (walked.some((c) => isOpen(c) && c.path !== first.path))
    throw badValue('cannot sort with keys that are parallel arrays');
  // An empty array at the end of a path sorts below null; one on the way leaves the field missing.
  const items: (Value | undefined)[] = array.length === 0 ? [undefined] : array;
  for (const item of items) emitElement(walked, item, emit);
}

function emitElement(walked: Cursor[], item: Maybe, emit: (key: SortKey) => void): void {
  eachKey(
    walked.map((c) => {
      if (!isOpen(c)) return { ...c, closed: true };
      if (c.rest.length === 0) return { ...c, v: item, closed: true };
      return { v: isDoc(item) ? item : null, rest: c.rest, path: `${c.path}[]`, closed: !isDoc(item) };
    }),
    emit,
  );
}

const isOpen = (c: Cursor): boolean => !c.closed && Array.isArray(c.v);

function descend(c: Cursor): Cursor {
  if (c.closed) return c;
  let { v, rest, path } = c;
  while (rest.length > 0) {
    const part = rest[0]!;
    const index = indexOfPart(part);
    if (isDoc(v)) v = v.get(part);
    else if (Array.isArray(v) && index >= 0 && index < v.length) v = v[index];
    else if (Array.isArray(v)) return { v, rest, path, closed: false };
    else return { v: null, rest: [], path, closed: true };
    rest = rest.slice(1);
    path += `.${part}`;
  }
  return { v: v ?? null, rest, path, closed: !Array.isArray(v) };
}
