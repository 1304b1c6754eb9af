/**
 * MongoDB's total order of BSON values, equality under it, and hash keys that agree with it.
 *
 * Types first (MinKey, missing, null, numbers, strings and symbols, objects, arrays, binary, object ids, booleans,
 * dates, timestamps, regular expressions, code, code with scope, MaxKey), then values. A missing value sorts just
 * below null, as in aggregation; sort keys turn missing into null before they get here.
 */
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { compareNumbers, type Num, numberKey } from './numbers';
import { isDoc, type Doc, type Maybe, type Value } from './value';

/** How strings compare: by bytes, or by a collation. */
export interface StringOrder {
  compare(a: string, b: string): number;
  /** Equal strings exactly for strings that compare equal. */
  key(s: string): string;
}

/** Place of a value's type in the order. Equal ranks are compared by value. */
export function typeRank(v: Maybe): number {
  switch (typeof v) {
    case 'undefined':
      return 0;
    case 'number':
    case 'bigint':
      return 10;
    case 'string':
      return 15;
    case 'boolean':
      return 40;
    default:
      return objectRank(v);
  }
}

function objectRank(v: Exclude<Value, string | number | bigint | boolean>): number {
  if (v === null) return 5;
  if (isDoc(v)) return 20;
  if (Array.isArray(v)) return 25;
  if (v instanceof Double || v instanceof Decimal128) return 10;
  if (v instanceof ObjectId) return 35;
  if (v instanceof Date) return 45;
  if (v instanceof Binary) return 30;
  if (v instanceof Timestamp) return 47;
  if (v instanceof BSONRegExp) return 50;
  if (v instanceof BSONSymbol) return 15;
  if (v instanceof MinKey) return -1;
  if (v instanceof MaxKey) return 127;
  return v.scope ? 65 : 60;
}

/** By UTF-8 bytes, which is by code point: UTF-16 units differ only where surrogates meet U+E000 and above. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const xs = x >= 0xd800 && x <= 0xdfff;
    const ys = y >= 0xd800 && y <= 0xdfff;
    if (xs !== ys) return xs ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

const binaryStrings: StringOrder = { compare: compareStrings, key: (s) => s };

const textOf = (v: Value): string => (v instanceof BSONSymbol ? v.value : (v as string));

/** Compares any two values; strings by `strings`. Negative, zero or positive. */
export function compareUsing(a: Maybe, b: Maybe, strings: StringOrder): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : 1;
  if (typeof a === 'string' && typeof b === 'string') return strings.compare(a, b);
  const rank = typeRank(a);
  const other = typeRank(b);
  if (rank !== other) return rank < other ? -1 : 1;
  switch (rank) {
    case 10:
      return compareNumbers(a as Num, b as Num);
    case 15:
      return strings.compare(textOf(a as Value), textOf(b as Value));
    case 20:
      return compareDocs(a as Doc, b as Doc, strings);
    case 25:
      return compareArrays(a as Value[], b as Value[], strings);
    case 30:
      return compareBinary(a as Binary, b as Binary);
    case 35:
      return compareObjectIds(a as ObjectId, b as ObjectId);
    case 40:
      return a === false ? -1 : 1;
    case 45:
      return sign((a as Date).getTime() - (b as Date).getTime());
    case 47:
      return compareTimestamps(a as Timestamp, b as Timestamp);
    case 50: {
      const [x, y] = [a as BSONRegExp, b as BSONRegExp];
      return compareStrings(x.pattern, y.pattern) || compareStrings(x.options, y.options);
    }
    case 60:
    case 65: {
      const [x, y] = [a as Code, b as Code];
      const byCode = compareStrings(x.code, y.code);
      if (byCode !== 0 || rank === 60) return byCode;
      return compareDocs(scopeOf(x), scopeOf(y), strings);
    }
    default:
      return 0;
  }
}

const sign = (n: number): number => (n < 0 ? -1 : n > 0 ? 1 : 0);

/** The scope of code, whichever way the codec holds it. */
function scopeOf(code: Code): Doc {
  const scope: unknown = code.scope;
  if (isDoc(scope)) return scope;
  return new Map(Object.entries((scope ?? {}) as Record<string, Value>));
}

function compareDocs(a: Doc, b: Doc, strings: StringOrder): number {
  const right = b.entries();
  for (const [name, value] of a) {
    const step = right.next();
    if (step.done) return 1;
    const [otherName, other] = step.value;
    const byType = typeRank(value) - typeRank(other);
    if (byType !== 0) return byType < 0 ? -1 : 1;
    if (name !== otherName) return compareStrings(name, otherName);
    const byValue = compareUsing(value, other, strings);
    if (byValue !== 0) return byValue;
  }
  return right.next().done ? 0 : -1;
}

function compareArrays(a: Value[], b: Value[], strings: StringOrder): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const c = compareUsing(a[i], b[i], strings);
    if (c !== 0) return c;
  }
  return sign(a.length - b.length);
}

function compareBinary(a: Binary, b: Binary): number {
  const x = a.value();
  const y = b.value();
  if (x.length !== y.length) return x.length < y.length ? -1 : 1;
  if (a.sub_type !== b.sub_type) return a.sub_type < b.sub_type ? -1 : 1;
  return Buffer.compare(x, y);
}

function compareObjectIds(a: ObjectId, b: ObjectId): number {
  const x = a.toHexString();
  const y = b.toHexString();
  return x < y ? -1 : x > y ? 1 : 0;
}

function compareTimestamps(a: Timestamp, b: Timestamp): number {
  return sign(a.t - b.t) || sign(a.i - b.i);
}

/** A string that is equal exactly for values that compare equal with `strings`. */
export function keyUsing(v: Maybe, strings: StringOrder): string {
  switch (typeof v) {
    case 'undefined':
      return 'u';
    case 'string':
      return `s${strings.key(v)}`;
    case 'number':
    case 'bigint':
      return `n${numberKey(v)}`;
    case 'boolean':
      return v ? 't' : 'f';
    default:
      return objectKey(v, strings);
  }
}

/** Length first, so that neighbours cannot run into each other. */
const framed = (s: string): string => `${s.length}:${s}`;

function objectKey(v: Exclude<Value, string | number | bigint | boolean>, strings: StringOrder): string {
  if (v === null) return '0';
  if (isDoc(v)) {
    let out = '{';
    for (const [name, value] of v) out += framed(name) + framed(keyUsing(value, strings));
    return out;
  }
  if (Array.isArray(v)) {
    let out = '[';
    for (const value of v) out += framed(keyUsing(value, strings));
    return out;
  }
  if (v instanceof Double || v instanceof Decimal128) return `n${numberKey(v)}`;
  if (v instanceof ObjectId) return `o${v.toHexString()}`;
  if (v instanceof Date) return `d${v.getTime()}`;
  if (v instanceof Binary) return `b${v.sub_type}:${Buffer.from(v.value()).toString('latin1')}`;
  if (v instanceof Timestamp) return `T${v.t}:${v.i}`;
  if (v instanceof BSONRegExp) return `r${framed(v.pattern)}${v.options}`;
  if (v instanceof BSONSymbol) return `s${strings.key(v.value)}`;
  if (v instanceof MinKey) return 'm';
  if (v instanceof MaxKey) return 'M';
  return v.scope ? `C${framed(v.code)}${keyUsing(scopeOf(v), strings)}` : `c${v.code}`;
}

/** MongoDB's total order, strings by their bytes. */
export const compareValues = (a: Maybe, b: Maybe): number => compareUsing(a, b, binaryStrings);

/** Whether two values compare equal: 1, 1.0 and decimal 1 do; objects with another field order do not. */
export const equalValues = (a: Maybe, b: Maybe): boolean =>
  a === b || compareUsing(a, b, binaryStrings) === 0;

/** Equal strings exactly for values that compare equal; for hash sets. */
export const canonicalKey = (v: Maybe): string => keyUsing(v, binaryStrings);

/** An order of values as one command uses it: MongoDB's, with strings by bytes or by a collation. */
export interface Order {
  compare(a: Maybe, b: Maybe): number;
  equal(a: Maybe, b: Maybe): boolean;
  key(v: Maybe): string;
}

/** The order with strings compared by `strings`. */
export const orderOf = (strings: StringOrder): Order => ({
  compare: (a, b) => compareUsing(a, b, strings),
  equal: (a, b) => a === b || compareUsing(a, b, strings) === 0,
  key: (v) => keyUsing(v, strings),
});

/** The order without a collation. */
export const binaryOrder: Order = { compare: compareValues, equal: equalValues, key: canonicalKey };

/** Same type and same bytes: what makes `$set` a no-op. 1 and 1.0, 0 and −0, "1.0" and "1.00" decimals differ. */
export function identical(a: Maybe, b: Maybe): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isDoc(a)) return isDoc(b) && identicalDocs(a, b);
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => identical(item, b[i]));
  if (a.constructor !== b.constructor) return false;
  if (a instanceof Double) return Object.is(a.value, (b as Double).value);
  if (a instanceof Decimal128) return Buffer.compare(a.bytes, (b as Decimal128).bytes) === 0;
  return compareValues(a, b) === 0;
}

function identicalDocs(a: Doc, b: Doc): boolean {
  if (a.size !== b.size) return false;
  const right = b.entries();
  for (const [name, value] of a) {
    const [otherName, other] = right.next().value as [string, Value];
    if (name !== otherName || !identical(value, other)) return false;
  }
  return true;
}
