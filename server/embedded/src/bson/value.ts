/**
 * BSON values as this server holds them in memory.
 *
 * Numeric types stay apart, because MongoDB keeps them apart: an int32 is a JS number, an int64 a bigint, a
 * double and a decimal are wrapped. A document is a Map, because a JS object would reorder fields that look
 * like integers. A missing field is `undefined`, which is never stored.
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

/** A document: fields in order. */
export type Doc = Map<string, Value>;

/** One stored value. `number` is always an int32, `bigint` always an int64; doubles are `Double`. */
export type Value =
  | null
  | boolean
  | string
  | number
  | bigint
  | Double
  | Decimal128
  | ObjectId
  | Date
  | Binary
  | BSONRegExp
  | BSONSymbol
  | Code
  | Timestamp
  | MinKey
  | MaxKey
  | Doc
  | Value[];

/** A value or nothing at all: what a path in a document leads to. */
export type Maybe = Value | undefined;

/** Names as `$type` and error messages use them. */
export type TypeName =
  | 'double'
  | 'string'
  | 'object'
  | 'array'
  | 'binData'
  | 'objectId'
  | 'bool'
  | 'date'
  | 'null'
  | 'regex'
  | 'javascript'
  | 'symbol'
  | 'int'
  | 'timestamp'
  | 'long'
  | 'decimal'
  | 'minKey'
  | 'maxKey'
  | 'missing';

export const isDoc = (v: unknown): v is Doc => v instanceof Map;

/** Whether `v` is one of the four numeric types. */
export const isNumeric = (v: Maybe): v is number | bigint | Double | Decimal128 =>
  typeof v === 'number' || typeof v === 'bigint' || v instanceof Double || v instanceof Decimal128;

/** The MongoDB name of a value's type. */
export function typeName(v: Maybe): TypeName {
  switch (typeof v) {
    case 'undefined':
      return 'missing';
    case 'string':
      return 'string';
    case 'number':
      return 'int';
    case 'bigint':
      return 'long';
    case 'boolean':
      return 'bool';
    default:
      return objectTypeName(v);
  }
}

function objectTypeName(v: Exclude<Value, string | number | bigint | boolean>): TypeName {
  if (v === null) return 'null';
  if (isDoc(v)) return 'object';
  if (Array.isArray(v)) return 'array';
  if (v instanceof Double) return 'double';
  if (v instanceof ObjectId) return 'objectId';
  if (v instanceof Date) return 'date';
  if (v instanceof Decimal128) return 'decimal';
  if (v instanceof Binary) return 'binData';
  if (v instanceof BSONRegExp) return 'regex';
  if (v instanceof Timestamp) return 'timestamp';
  if (v instanceof MinKey) return 'minKey';
  if (v instanceof MaxKey) return 'maxKey';
  if (v instanceof BSONSymbol) return 'symbol';
  return 'javascript';
}
