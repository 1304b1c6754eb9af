import { createHash } from 'node:crypto';
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
import { isDoc, type Doc, type Maybe, type Value } from '../bson/value';
import { encodeNumber } from './number-keys';

/**
 * Order-preserving keys: comparing two keys byte by byte gives MongoDB's order of the two values, and equal
 * values (5 and 5.0) give equal keys. No key is the beginning of another, so keys can be put one behind the
 * other for compound indexes. A descending field's key is its bytes inverted.
 */

/** First byte of a key: which kind of value. The gaps are MongoDB's canonical order. */
export const KIND = {
  /** An empty array, which sorts before null. */
  empty: 0x08,
  min: 0x05,
  null: 0x0a,
  number: 0x10,
  string: 0x20,
  object: 0x28,
  array: 0x30,
  binary: 0x38,
  objectId: 0x40,
  bool: 0x48,
  date: 0x50,
  timestamp: 0x58,
  regex: 0x60,
  code: 0x68,
  scope: 0x70,
  max: 0xf0,
} as const;

/** Longest key of one index entry before it is cut; see `cutKey`. LMDB takes 1,978 bytes in all. */
export const MAX_INDEX_KEY = 1000;
/** Longest key of an `_id` before it is cut. */
export const MAX_ID_KEY = 900;

/** Bytes that grow. */
export class KeyWriter {
  bytes = Buffer.allocUnsafeSlow(4096);
  at = 0;

  byte(b: number): void {
    if (this.at === this.bytes.length) this.grow(1);
    this.bytes[this.at++] = b;
  }

  put(bytes: Uint8Array): void {
    if (this.at + bytes.length > this.bytes.length) this.grow(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  u32(n: number): void {
    if (this.at + 4 > this.bytes.length) this.grow(4);
    this.at = this.bytes.writeUInt32BE(n >>> 0, this.at);
  }

  u64(n: bigint): void {
    if (this.at + 8 > this.bytes.length) this.grow(8);
    this.at = this.bytes.writeBigUInt64BE(n, this.at);
  }

  /** Text, with its zero bytes escaped (00 → 00 FF) and closed by 00 01. */
  text(s: string): void {
    const bytes = Buffer.from(s, 'utf8');
    let from = 0;
    for (let zero = bytes.indexOf(0); zero >= 0; zero = bytes.indexOf(0, from)) {
      this.put(bytes.subarray(from, zero + 1));
      this.byte(0xff);
      from = zero + 1;
    }
    this.put(bytes.subarray(from));
    this.byte(0);
    this.byte(1);
  }

  /** Text that is encoded already, as `text` writes it. */
  rawText(bytes: Uint8Array, from: number, to: number): void {
    const most = this.at + 2 * (to - from) + 2;
    if (most > this.bytes.length) this.grow(most - this.at);
    const out = this.bytes;
    let { at } = this;
    for (let i = from; i < to; i++) {
      const b = bytes[i]!;
      out[at++] = b;
      if (b === 0) out[at++] = 0xff;
    }
    out[at++] = 0;
    out[at++] = 1;
    this.at = at;
  }

  invertFrom(start: number): void {
    for (let i = start; i < this.at; i++) this.bytes[i] = ~this.bytes[i]! & 0xff;
  }

  copy(): Buffer {
    const out = Buffer.allocUnsafe(this.at);
    this.bytes.copy(out, 0, 0, this.at);
    return out;
  }

  private grow(size: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.at + size));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
  }
}

/** What an index can hold: a value, or the mark of an empty array. */
export const EMPTY_ARRAY = Symbol('empty array');
/** One part of an index key. A missing field is null there. */
export type KeyPart = Maybe | typeof EMPTY_ARRAY;

/** Appends the key of one value. */
export function writeKey(out: KeyWriter, part: KeyPart, direction: 1 | -1 = 1): void {
  const start = out.at;
  if (part === EMPTY_ARRAY) {
    out.byte(KIND.empty);
  } else {
    const kind = kindOf(part);
    out.byte(kind);
    writeBody(out, kind, part ?? null);
  }
  if (direction === -1) out.invertFrom(start);
}

/** The kind byte of a value. */
export function kindOf(v: Maybe): number {
  switch (typeof v) {
    case 'undefined':
      return KIND.null;
    case 'string':
      return KIND.string;
    case 'number':
    case 'bigint':
      return KIND.number;
    case 'boolean':
      return KIND.bool;
    default:
      return objectKind(v);
  }
}

function objectKind(v: Exclude<Value, string | number | bigint | boolean>): number {
  if (v === null) return KIND.null;
  if (isDoc(v)) return KIND.object;
  if (Array.isArray(v)) return KIND.array;
  if (v instanceof ObjectId) return KIND.objectId;
  if (v instanceof Double || v instanceof Decimal128) return KIND.number;
  if (v instanceof Date) return KIND.date;
  if (v instanceof Binary) return KIND.binary;
  if (v instanceof BSONSymbol) return KIND.string;
  if (v instanceof BSONRegExp) return KIND.regex;
  if (v instanceof Timestamp) return KIND.timestamp;
  if (v instanceof MinKey) return KIND.min;
  if (v instanceof MaxKey) return KIND.max;
  return v.scope === null ? KIND.code : KIND.scope;
}

function writeBody(out: KeyWriter, kind: number, v: Value): void {
  switch (kind) {
    case KIND.number:
      encodeNumber(out, v as number | bigint | Double | Decimal128);
      return;
    case KIND.string:
      out.text(typeof v === 'string' ? v : (v as BSONSymbol).value);
      return;
    case KIND.object:
      writeFields(out, v as Doc);
      return;
    case KIND.array:
      for (const item of v as Value[]) {
        const inner = kindOf(item);
        out.byte(inner);
        writeBody(out, inner, item);
      }
      out.byte(0);
      return;
    case KIND.objectId:
      out.put((v as ObjectId).id);
      return;
    case KIND.bool:
      out.byte(v === true ? 1 : 0);
      return;
    case KIND.date:
      out.u64(BigInt.asUintN(64, BigInt((v as Date).getTime()) + (1n << 63n)));
      return;
    default:
      writeRare(out, v);
  }
}

function writeFields(out: KeyWriter, doc: Doc): void {
  // MongoDB compares documents field by field: kind first, then name, then value.
  for (const [name, value] of doc) {
    const kind = kindOf(value);
    out.byte(kind);
    out.text(name);
    writeBody(out, kind, value);
  }
  out.byte(0);
}

function writeRare(out: KeyWriter, v: Value): void {
  if (v instanceof Binary) {
    const data = v.buffer.subarray(0, v.position);
    out.u32(data.length);
    out.byte(v.sub_type);
    out.put(data);
  } else if (v instanceof Timestamp) {
    out.u32(v.t);
    out.u32(v.i);
  } else if (v instanceof BSONRegExp) {
    out.text(v.pattern);
    out.text(v.options);
  } else if (v instanceof Code) {
    out.text(v.code);
    if (v.scope !== null) writeFields(out, v.scope as unknown as Doc);
  }
}

const scratch = new KeyWriter();

/** The key of one value. */
export function keyOf(part: KeyPart, direction: 1 | -1 = 1): Buffer {
  scratch.at = 0;
  writeKey(scratch, part, direction);
  return scratch.copy();
}

/** The key of several values, one behind the other. */
export function compoundKey(parts: readonly KeyPart[], directions: readonly (1 | -1)[]): Buffer {
  scratch.at = 0;
  for (let i = 0; i < parts.length; i++) writeKey(scratch, parts[i], directions[i]);
  return scratch.copy();
}

/**
 * A key no longer than `max`: a longer one is cut and a hash of all of it put in place of the rest. Cut keys
 * are still unique, but among keys with the same beginning their order is lost.
 */
export function cutKey(key: Buffer, max: number): Buffer {
  if (key.length <= max) return key;
  return Buffer.concat([key.subarray(0, max - 32), createHash('sha256').update(key).digest()]);
}

/** The key under which a document with this `_id` lives. */
export const idKey = (id: Value): Buffer => {
  if (id instanceof ObjectId) {
    const key = Buffer.allocUnsafe(13);
    key[0] = KIND.objectId;
    key.set(id.id, 1);
    return key;
  }
  return cutKey(keyOf(id), MAX_ID_KEY);
};

/** The first key after all keys that begin with `prefix`; undefined when there is none. */
export function after(prefix: Buffer): Buffer | undefined {
  let size = prefix.length;
  while (size > 0 && prefix[size - 1] === 0xff) size--;
  if (size === 0) return undefined;
  const out = Buffer.from(prefix.subarray(0, size));
  out[size - 1]!++;
  return out;
}
