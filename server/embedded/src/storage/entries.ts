import { Decimal128, Double, ObjectId } from 'bson';
import { pick } from '../bson/codec';
import { decode } from '../bson/decode';
import type { Doc, Maybe, Value } from '../bson/value';
import { MongoError } from '../errors';
import { valuesAt } from '../language';
import type { Collection, Index } from './catalog';
import { indexKeys, type IndexKeys } from './index-keys';

const neededFields = new WeakMap<Index, ReadonlySet<string>>();

/** The keys of an encoded document in one index; only the fields that matter are decoded. */
export function entriesOf(index: Index, bytes: Buffer): IndexKeys {
  if (index.partialMatcher) {
    const doc = decode(bytes);
    if (!index.partialMatcher.test(doc)) return { keys: [], multikey: false, cut: false };
    return indexKeys(doc, index.paths, index.directions, index.sparse);
  }
  let fields = neededFields.get(index);
  if (!fields) {
    fields = new Set(index.paths.map((p) => p.split('.')[0]!));
    neededFields.set(index, fields);
  }
  return indexKeys(pick(bytes, fields), index.paths, index.directions, index.sparse);
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
