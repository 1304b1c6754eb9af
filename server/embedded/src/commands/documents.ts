import { BSONRegExp, ObjectId, type Timestamp } from 'bson';
import { encode, MAX_DOCUMENT_BYTES, withIdOf } from '../bson/codec';
import type { Doc, Value } from '../bson/value';
import { MongoError } from '../errors';
import { Budget, compileFilter, type Matcher } from '../language';
import type { Collection } from '../storage/catalog';
import { idKey } from '../storage/keys';
import { fillTimestamps } from './timestamps';

/** Rules every stored document meets, whoever writes it. */

const tooLarge = (bytes: number, what: string) =>
  new MongoError(
    what === 'insert' ? 10334 : 17419,
    what === 'insert' ? 'BSONObjectTooLarge' : 'Location17419',
    what === 'insert'
      ? `BSONObj size: ${bytes} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}`
      : `Resulting document after update is larger than ${MAX_DOCUMENT_BYTES}`,
  );

/** Refuses an `_id` that MongoDB refuses. */
export function checkId(id: Value): void {
  const kind = Array.isArray(id) ? 'array' : id instanceof BSONRegExp ? 'regex' : undefined;
  if (kind) throw new MongoError(53, 'InvalidIdField', `The '_id' value cannot be of type ${kind}`);
  if (id instanceof Map) {
    for (const name of id.keys()) {
      if (name.startsWith('$'))
        throw new MongoError(
          52,
          'DollarPrefixedFieldName',
          `The dollar ($) prefixed field '${name}' in '_id.${name}' is not valid for storage.`,
        );
    }
  }
}

const validators = new WeakMap<Doc, Matcher>();

/** Refuses (121) a document that the collection's validator does not accept. */
export function validate(c: Collection, doc: () => Doc, bypass: boolean): void {
  const validator = c.options.get('validator');
  if (!(validator instanceof Map) || validator.size === 0 || bypass) return;
  if (c.options.get('validationLevel') === 'off' || c.options.get('validationAction') === 'warn') return;
  let matcher = validators.get(validator);
  if (!matcher) {
    matcher = compileFilter(validator, { now: new Date(0), budget: new Budget({ maxBytes: Infinity }) });
    validators.set(validator, matcher);
  }
  const candidate = doc();
  if (matcher.test(candidate)) return;
  const info = new Map<string, Value>([
    ['failingDocumentId', candidate.get('_id') ?? null],
    ['details', validator],
  ]);
  throw new MongoError(
    121,
    'DocumentValidationFailure',
    'Document failed validation',
    new Map([['errInfo', info]]),
  );
}

/** Refuses a document that is too large to store. */
export function checkSize(bytes: Buffer, what: 'insert' | 'update'): void {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw tooLarge(bytes.length, what);
}

/** A new document as it is stored: with an `_id`, first. */
export function newDocument(doc: Doc): { id: Value; key: Buffer; bytes: Buffer } {
  const given = doc.get('_id');
  const id = given === undefined ? new ObjectId() : given;
  checkId(id);
  const ordered: Doc = new Map([['_id', id], ...[...doc].filter(([k]) => k !== '_id')]);
  const bytes = encode(ordered);
  checkSize(bytes, 'update');
  return { id, key: idKey(id), bytes };
}

/** An encoded document that takes the place of another, as it is stored: with that one's `_id`. */
export function wholeDocument(before: Buffer, replacement: Buffer, now: () => Timestamp): Buffer {
  const bytes = withIdOf(before, replacement);
  fillTimestamps(bytes, now);
  checkSize(bytes, 'update');
  return bytes;
}

/** A changed document as it is stored; its `_id` cannot change (66). */
export function changedDocument(before: Doc, after: Doc, key: Buffer): Buffer {
  let doc = after;
  const id = doc.get('_id');
  if (id === undefined) doc = new Map([['_id', before.get('_id')!], ...doc]);
  else if (!idKey(id).equals(key)) {
    throw new MongoError(
      66,
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  } else if ([...doc.keys()][0] !== '_id') {
    doc = new Map([['_id', id], ...[...doc].filter(([k]) => k !== '_id')]);
  }
  const bytes = encode(doc);
  checkSize(bytes, 'update');
  return bytes;
}
