/**
 * Dotted paths through documents and arrays, as queries, indexes and `distinct` see them.
 */
import { isDoc, type Doc, type Maybe, type Value } from '../bson/value';

/** A path taken apart: the parts, and for each the array index it may mean (−1 when it is none). */
export interface Path {
  readonly text: string;
  readonly parts: readonly string[];
  readonly indexes: readonly number[];
}

const INDEX = /^(?:0|[1-9]\d{0,9})$/;

/** The array index that a path part spells, or −1. */
export const indexOfPart = (part: string): number => (INDEX.test(part) ? Number(part) : -1);

export function parsePath(text: string): Path {
  const parts = text.split('.');
  return { text, parts, indexes: parts.map(indexOfPart) };
}

/** Where a match happened: the index in the outermost array that was gone through without being named. */
export interface Recorder {
  index: number | undefined;
}

export type Leaf = (v: Maybe, rec: Recorder | null) => boolean;

/**
 * Whether any value that `path` leads to satisfies `leaf`. Arrays on the way are gone through element by element; at
 * the end of the path too when `traverseLeaf`, and then the array itself is tried. A path that ends early gives
 * one missing value; an array without fitting elements gives none.
 */
export function someAt(
  doc: Doc,
  path: Path,
  traverseLeaf: boolean,
  leaf: Leaf,
  rec: Recorder | null,
): boolean {
  return inDoc(doc, path, 0, traverseLeaf, leaf, rec);
}

function inDoc(
  doc: Doc,
  path: Path,
  from: number,
  traverse: boolean,
  leaf: Leaf,
  rec: Recorder | null,
): boolean {
  const { parts } = path;
  let v: Maybe = doc.get(parts[from]!);
  let i = from + 1;
  while (i < parts.length && isDoc(v)) v = v.get(parts[i++]!);
  if (Array.isArray(v)) return inArray(v, path, i, traverse, leaf, rec);
  return leaf(i < parts.length ? undefined : v, rec);
}

function inArray(
  array: Value[],
  path: Path,
  i: number,
  traverse: boolean,
  leaf: Leaf,
  rec: Recorder | null,
): boolean {
  const { parts, indexes } = path;
  if (i === parts.length) {
    if (traverse) {
      for (let k = 0; k < array.length; k++) if (leaf(array[k], rec)) return mark(rec, k);
    }
    return leaf(array, rec);
  }
  const index = indexes[i]!;
  const last = i + 1 === parts.length;
  for (let k = 0; k < array.length; k++) {
    const item = array[k]!;
    if (isDoc(item)) {
      if (inDoc(item, path, i, traverse, leaf, rec)) return mark(rec, k);
      if (k !== index) continue;
      if (last) {
        if (leaf(item, rec)) return mark(rec, k);
      } else if (inDoc(item, path, i + 1, traverse, leaf, rec)) return true;
    } else if (k === index) {
      if (last) {
        // An index that ends the path names one element; arrays in arrays are not gone through.
        if (leaf(item, rec)) return mark(rec, k);
      } else if (Array.isArray(item) && inArray(item, path, i + 1, traverse, leaf, rec)) return true;
    }
  }
  return false;
}

function mark(rec: Recorder | null, k: number): true {
  if (rec) rec.index = k;
  return true;
}

/**
 * The values that `path` leads to, as `distinct` sees them: arrays on the way and at the end are opened one level,
 * a numeric part names an array element, missing fields give nothing, an empty array gives nothing.
 */
export function valuesAt(doc: Doc, path: string): Value[] {
  const out: Value[] = [];
  const { parts, indexes } = parsePath(path);
  const walk = (v: Maybe, i: number): void => {
    if (v === undefined) return;
    if (i === parts.length) {
      if (Array.isArray(v)) out.push(...v);
      else out.push(v);
    } else if (isDoc(v)) walk(v.get(parts[i]!), i + 1);
    else if (Array.isArray(v)) {
      const index = indexes[i]!;
      if (index >= 0) walk(v[index], i + 1);
      else for (const item of v) if (isDoc(item)) walk(item, i);
    }
  };
  walk(doc, 0);
  return out;
}

/** The value at a dotted path that does not look into arrays; undefined when there is none. */
export function plainValueAt(doc: Doc, parts: readonly string[]): Maybe {
  let v: Maybe = doc;
  for (const part of parts) {
    if (!isDoc(v)) return undefined;
    v = v.get(part);
  }
  return v;
}
