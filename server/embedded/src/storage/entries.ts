import { Decimal128, Double, ObjectId } from 'bson';
import { pick } from '../bson/codec';
import { decode } from '../bson/decode';
import { type Doc, isDoc, type Maybe, type Value } from '../bson/value';
import { MongoError } from '../errors';
import { valuesAt } from '../language';
import type { Collection, Index } from './catalog';
import { indexKeys, type IndexKeys } from './index-keys';

const NONE: IndexKeys = { keys: [], multikey: false, cut: false };

/** The keys of an encoded document in one index. */
export const entriesOf = (index: Index, bytes: Buffer): IndexKeys => entriesOfAll([index], bytes)[0]!;

/**
 * The keys of an encoded document in each of the indexes, in their order. The document is decoded once for all of
 * them, and only the fields that matter.
 */
export function entriesOfAll(indexes: readonly Index[], bytes: Buffer): IndexKeys[] {
  if (indexes.length === 0) return [];
  const fields = fieldsOfAll(indexes);
  const doc = fields ? pick(bytes, fields) : decode(bytes);
  return indexes.map((index) =>
    index.partialMatcher && !index.partialMatcher.test(doc)
      ? NONE
      : indexKeys(doc, index.paths, index.directions, index.sparse),
  );
}

/** By the list itself: a collection keeps its list until an index comes or goes. */
const neededFields = new WeakMap<readonly Index[], { fields: ReadonlySet<string> | undefined }>();

/** Top-level fields that the keys depend on; undefined when that can't be told. */
function fieldsOfAll(indexes: readonly Index[]): ReadonlySet<string> | undefined {
  const known = neededFields.get(indexes);
  if (known) return known.fields;
  const names = new Set<string>();
  let all = false;
  for (const index of indexes) {
    for (const path of index.paths) names.add(path.split('.')[0]!);
    const partial = index.spec.get('partialFilterExpression');
    if (index.partialMatcher && !(isDoc(partial) && addFilterFields(partial, names))) all = true;
  }
  const fields = all ? undefined : names;
  neededFields.set(indexes, { fields });
  return fields;
}

/** Adds the fields a filter looks at; false when it holds an operator that could look anywhere. */
function addFilterFields(filter: Doc, names: Set<string>): boolean {
  for (const [name, value] of filter) {
    if (!name.startsWith('$')) names.add(name.split('.')[0]!);
    else if ((name !== '$and' && name !== '$or') || !Array.isArray(value)) return false;
    else if (!value.every((part) => isDoc(part) && addFilterFields(part, names))) return false;
  }
  return true;
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
