import { Decimal128, Double, ObjectId } from 'bson';
import { pick } from '../bson/codec';
import { decode } from '../bson/decode';
import { locateFields, type Located } from '../bson/scan';
import { type Doc, type Maybe, type Value } from '../bson/value';
import { MongoError } from '../errors';
import { fieldsRead, valuesAt } from '../language';
import type { Collection, Index } from './catalog';
import { indexKeys, type IndexKeys } from './index-keys';
import { cutKey, KeyWriter, MAX_INDEX_KEY } from './keys';
import { writeRawKey } from './raw-keys';

const NONE: IndexKeys = { keys: [], arrays: 0, cut: false };

/** The keys of an encoded document in one index. */
export const entriesOf = (index: Index, bytes: Buffer): IndexKeys => entriesOfAll([index], bytes)[0]!;

/**
 * The keys of an encoded document in each of the indexes, in their order. Only the fields that matter are looked
 * at, once for all of them, and decoded only where their bytes don't say it all.
 */
export const entriesOfAll = (indexes: readonly Index[], bytes: Buffer): IndexKeys[] =>
  entriesWhere(indexes, bytes, () => true) as IndexKeys[];

/** The same; undefined for an index whose fields are the same in both documents, so that its keys are, too. */
export function changedEntries(
  indexes: readonly Index[],
  before: Buffer,
  bytes: Buffer,
): (IndexKeys | undefined)[] {
  const { names, reads } = readsOf(indexes);
  locateFields(before, names, old);
  locateFields(bytes, names, now);
  const same = names.map((_, i) => sameField(before, bytes, i));
  return entriesWhere(indexes, bytes, (i) => reads[i]?.fields.every((column) => same[column]) !== true);
}

/** The keys in those of the indexes that are `wanted` by their place. */
export function entriesWhere(
  indexes: readonly Index[],
  bytes: Buffer,
  wanted: (index: number) => boolean,
): (IndexKeys | undefined)[] {
  if (indexes.length === 0) return [];
  const { names, reads } = readsOf(indexes);
  let located = false;
  let doc: Doc | undefined;
  const decoded = (): Doc =>
    (doc ??= reads.every((each) => each) ? pick(bytes, new Set(names)) : decode(bytes));
  return indexes.map((index, i) => {
    if (!wanted(i)) return undefined;
    const read = reads[i];
    if (read?.flat) {
      if (!located) locateFields(bytes, names, now);
      located = true;
      const keys = rawEntries(index, read, bytes);
      if (keys) return keys;
    }
    if (index.partialMatcher && !index.partialMatcher.test(decoded())) return NONE;
    return indexKeys(decoded(), index.paths, index.directions, index.sparse);
  });
}

const old: Located = { type: [], value: [], end: [] };
const now: Located = { type: [], value: [], end: [] };

/** Whether a field has the same bytes in two documents that were located as `old` and `now`. */
function sameField(a: Buffer, b: Buffer, column: number): boolean {
  if (old.type[column] !== now.type[column]) return false;
  const from = old.value[column]!;
  const at = now.value[column]!;
  const size = old.end[column]! - from;
  if (size !== now.end[column]! - at) return false;
  for (let i = 0; i < size; i++) if (a[from + i] !== b[at + i]) return false;
  return true;
}

/** What the keys of one index depend on. */
interface Reads {
  /** Places of its top-level fields among the names of all, those of its partial filter included. */
  fields: number[];
  /** Every path is one top-level field, so that keys can be made without decoding. */
  flat: boolean;
  /** A partial filter that asks for flags alone: the field's place and the flag. */
  flags: { column: number; value: boolean }[];
}

/** By the list itself: a collection keeps its list until an index comes or goes. */
const known = new WeakMap<readonly Index[], { names: string[]; reads: (Reads | undefined)[] }>();

/** Top-level fields that the keys depend on; undefined for an index of which that can't be told. */
function readsOf(indexes: readonly Index[]): { names: string[]; reads: (Reads | undefined)[] } {
  const made = known.get(indexes);
  if (made) return made;
  const names: string[] = [];
  const place = (name: string): number => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
  const reads = indexes.map(({ paths, partial }) => {
    const asked = partial ? fieldsRead(partial) : [];
    if (!asked) return undefined;
    const roots = new Set([...paths.map((path) => path.split('.')[0]!), ...asked]);
    const flags = [...(partial ?? [])].flatMap(([name, value]) =>
      typeof value === 'boolean' && !name.includes('.') ? [{ column: place(name), value }] : [],
    );
    const flat = paths.every((path) => !path.includes('.')) && flags.length === (partial?.size ?? 0);
    // A path's own fields first and in order: `rawEntries` counts on it only through `place`.
    return { fields: [...roots].map(place), flat, flags };
  });
  const result = { names, reads };
  known.set(indexes, result);
  return result;
}

const scratch = new KeyWriter();

/** The keys of the document located as `now`, made from its bytes; undefined where it has to be decoded. */
function rawEntries(index: Index, read: Reads, bytes: Buffer): IndexKeys | undefined {
  for (const { column, value } of read.flags) {
    const type = now.type[column]!;
    // An array matches by its elements.
    if (type === 0x04) return undefined;
    if (type !== 0x08 || (bytes[now.value[column]!] === 1) !== value) return NONE;
  }
  scratch.at = 0;
  let present = false;
  for (let i = 0; i < index.paths.length; i++) {
    const column = read.fields[i]!;
    const type = now.type[column]!;
    present ||= type !== 0;
    if (!writeRawKey(scratch, bytes, type, now.value[column]!, index.directions[i]!)) return undefined;
  }
  if (index.sparse && !present) return NONE;
  const whole = scratch.copy();
  const key = cutKey(whole, MAX_INDEX_KEY);
  return { keys: [key], arrays: 0, cut: key !== whole };
}

/** 11000: names the index and the value, so that applications can tell which rule was broken. */
export function duplicateKey(c: Collection, index: Index | '_id_', bytes: Buffer): MongoError {
  const doc = decode(bytes);
  const pattern: Doc = index === '_id_' ? new Map([['_id', 1]]) : (index.spec.get('key') as Doc);
  const value: Doc = new Map();
  for (const path of pattern.keys()) value.set(path, firstValue(doc, path) ?? null);
  const name = index === '_id_' ? '_id_' : index.name;
  const shown = [...value].map(([k, v]) => `${k}: ${show(v)}`).join(', ');
  return new MongoError(
    11000,
    'DuplicateKey',
    `E11000 duplicate key error collection: ${c.ns} index: ${name} dup key: { ${shown} }`,
    new Map<string, Value>([
      ['keyPattern', pattern],
      ['keyValue', value],
    ]),
  );
}

function firstValue(doc: Doc, path: string): Maybe {
  return path === '_id' ? doc.get('_id') : valuesAt(doc, path)[0];
}

function show(v: Value): string {
  if (typeof v === 'string') return JSON.stringify(v.length > 200 ? `${v.slice(0, 200)}…` : v);
  if (v === null || typeof v === 'number' || typeof v === 'boolean' || typeof v === 'bigint')
    return String(v);
  if (v instanceof Date) return `new Date(${v.getTime()})`;
  if (v instanceof Map) return `{ ${[...v].map(([k, x]) => `${k}: ${show(x)}`).join(', ')} }`.slice(0, 300);
  if (Array.isArray(v)) return `[ ${v.map(show).join(', ')} ]`.slice(0, 300);
  if (v instanceof ObjectId) return `ObjectId('${v.toHexString()}')`;
  return v instanceof Double || v instanceof Decimal128 ? v.toString() : v._bsontype;
}
