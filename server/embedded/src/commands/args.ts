import { isDoc, isNumeric, typeName, type Doc, type Maybe, type Value } from '../bson/value';
import { toNumber } from '../bson/numbers';
import { MongoError, typeMismatch } from '../errors';

/** Reading a command's fields: each says what it wants and refuses (14) anything else by the field's name. */

const wrong = (name: string, v: Maybe, wanted: string) =>
  typeMismatch(`BSON field '${name}' is the wrong type '${typeName(v)}', expected type '${wanted}'`);

export const missing = (name: string) =>
  new MongoError(40414, 'Location40414', `BSON field '${name}' is missing but a required field`);

export function docArg(body: Doc, name: string): Doc | undefined {
  const v = body.get(name);
  if (v === undefined || v === null) return undefined;
  if (!isDoc(v)) throw wrong(name, v, 'object');
  return v;
}

/** A document, empty when it is not there. */
export const docOr = (body: Doc, name: string): Doc => docArg(body, name) ?? new Map<string, Value>();

export function arrayArg(body: Doc, name: string): Value[] | undefined {
  const v = body.get(name);
  if (v === undefined || v === null) return undefined;
  if (!Array.isArray(v)) throw wrong(name, v, 'array');
  return v;
}

export function docsArg(body: Doc, name: string): Doc[] | undefined {
  return arrayArg(body, name)?.map((v, i) => {
    if (!isDoc(v)) throw wrong(`${name}.${i}`, v, 'object');
    return v;
  });
}

export function stringArg(body: Doc, name: string): string | undefined {
  const v = body.get(name);
  if (v === undefined || v === null) return undefined;
  if (typeof v !== 'string') throw wrong(name, v, 'string');
  return v;
}

/** A whole number; any numeric type that holds one. */
export function intArg(body: Doc, name: string): number | undefined {
  const v = body.get(name);
  if (v === undefined || v === null) return undefined;
  if (!isNumeric(v)) throw wrong(name, v, 'long');
  const n = toNumber(v);
  if (!Number.isFinite(n))
    throw new MongoError(2, 'BadValue', `BSON field '${name}' must be a finite number`);
  return Math.trunc(n);
}

export function countArg(body: Doc, name: string): number | undefined {
  const n = intArg(body, name);
  if (n !== undefined && n < 0) {
    throw new MongoError(
      51024,
      'Location51024',
      `BSON field '${name}' value must be >= 0, actual value '${n}'`,
    );
  }
  return n;
}

/** A boolean, or a number as older clients send. */
export function boolArg(body: Doc, name: string): boolean | undefined {
  const v = body.get(name);
  if (v === undefined || v === null) return undefined;
  if (typeof v === 'boolean') return v;
  if (isNumeric(v)) return toNumber(v) !== 0;
  throw wrong(name, v, 'bool');
}

/** Refuses (40415) fields that a command does not know. `where` is how the message names the place. */
export function onlyFields(body: Doc, where: string, known: ReadonlySet<string>): void {
  for (const name of body.keys()) {
    if (!known.has(name)) {
      throw new MongoError(40415, 'Location40415', `BSON field '${where}.${name}' is an unknown field.`);
    }
  }
}

/** A name a client gave, for messages and comparisons; something that is no text is shown by its type. */
export const nameOf = (v: Maybe): string => (typeof v === 'string' ? v : typeName(v));
