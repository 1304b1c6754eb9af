import { isDoc, type Doc, type Maybe, type Value } from '../bson/value';
import { MongoError } from '../errors';
import { compoundKey, cutKey, EMPTY_ARRAY, MAX_INDEX_KEY, type KeyPart } from './keys';

/** The keys one document has in one index. */
export interface IndexKeys {
  keys: Buffer[];
  /** Fields whose path ran through an array, a bit each from the first: the document may have several keys. */
  arrays: number;
  /** Whether a key was too long and had to be cut. */
  cut: boolean;
}

const MAX_KEYS = 10_000;

/**
 * The keys of a document under the given paths. A missing field counts as null; an array gives one key for each
 * element; two parallel arrays in one compound index are refused (171) as MongoDB does.
 * With `sparse`, a document that has none of the fields has no keys.
 */
export function indexKeys(
  doc: Doc,
  paths: readonly string[],
  directions: readonly (1 | -1)[],
  sparse: boolean,
): IndexKeys {
  const result: IndexKeys = { keys: [], arrays: 0, cut: false };
  if (sparse && paths.every((p) => !hasPath(doc, p.split('.'), 0))) return result;
  const columns = paths.map((path) => {
    const column: Column = { parts: [], array: undefined };
    collect(doc, path.split('.'), 0, column, true);
    return column;
  });
  checkParallel(paths, columns);
  result.arrays = columns.reduce((bits, { array }, i) => (array === undefined ? bits : bits | (1 << i)), 0);
  let rows: KeyPart[][] = [[]];
  for (const column of columns) {
    if (rows.length * column.parts.length > MAX_KEYS) {
      throw new MongoError(
        67,
        'CannotCreateIndex',
        `document would have more than ${MAX_KEYS} keys in one index`,
      );
    }
    rows = rows.flatMap((row) => column.parts.map((part) => [...row, part]));
  }
  const seen = new Set<string>();
  for (const row of rows) {
    const whole = compoundKey(row, directions);
    const key = cutKey(whole, MAX_INDEX_KEY);
    if (key !== whole) result.cut = true;
    if (rows.length > 1) {
      const text = key.toString('latin1');
      if (seen.has(text)) continue;
      seen.add(text);
    }
    result.keys.push(key);
  }
  return result;
}

interface Column {
  parts: KeyPart[];
  /** The path of the outermost array met on the way. */
  array: string | undefined;
}

function collect(v: Maybe, path: readonly string[], at: number, out: Column, expand: boolean): void {
  if (Array.isArray(v)) {
    if (!expand && at === path.length) {
      out.parts.push(v);
      return;
    }
    out.array ??= path.slice(0, at).join('.');
    collectArray(v, path, at, out);
    return;
  }
  if (at === path.length) {
    out.parts.push(v ?? null);
    return;
  }
  if (isDoc(v)) collect(v.get(path[at]!), path, at + 1, out, true);
  else out.parts.push(null);
}

function collectArray(list: readonly Value[], path: readonly string[], at: number, out: Column): void {
  if (at === path.length) {
    if (list.length === 0) out.parts.push(EMPTY_ARRAY);
    // Elements that are arrays themselves are keys as they are: only one level is taken apart.
    for (const item of list) out.parts.push(item);
    return;
  }
  const step = path[at]!;
  const position = /^\d+$/.test(step) ? Number(step) : -1;
  if (position >= 0 && position < list.length) collect(list[position], path, at + 1, out, true);
  let found = false;
  for (const item of list) {
    if (!isDoc(item)) continue;
    found = true;
    collect(item.get(step), path, at + 1, out, true);
  }
  // Something that is not a document has no such field, which an index tells as null.
  if (!found || list.some((item) => !isDoc(item))) out.parts.push(null);
}

function hasPath(v: Maybe, path: readonly string[], at: number): boolean {
  if (at === path.length) return v !== undefined;
  if (isDoc(v)) return hasPath(v.get(path[at]!), path, at + 1);
  if (!Array.isArray(v)) return false;
  const step = path[at]!;
  if (/^\d+$/.test(step) && hasPath(v[Number(step)], path, at + 1)) return true;
  return v.some((item) => isDoc(item) && hasPath(item.get(step), path, at + 1));
}

function checkParallel(paths: readonly string[], columns: readonly Column[]): void {
  const arrays = new Set(columns.flatMap((c) => (c.array === undefined ? [] : [c.array])));
  if (arrays.size < 2) return;
  // Arrays inside one another under the same prefix are one array to MongoDB.
  const [first, ...rest] = [...arrays].sort((a, b) => a.length - b.length);
  for (const other of rest) {
    if (!other.startsWith(`${first}.`)) {
      throw new MongoError(
        171,
        'CannotIndexParallelArrays',
        `cannot index parallel arrays [${other}] [${first}]`,
      );
    }
  }
}
