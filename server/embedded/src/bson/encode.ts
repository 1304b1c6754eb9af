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
import { MongoError } from '../errors';
import { MAX_DEPTH } from './check';
import type { Doc, Value } from './value';

/** A document that is already encoded; encoding something that contains it copies its bytes. */
export class Raw {
  constructor(readonly bytes: Buffer) {}
}

/** What a reply may hold: values, and documents that were never decoded. */
export type ReplyValue = Value | Raw | ReplyValue[] | Reply;
/** A reply of a command. */
export type Reply = Map<string, ReplyValue>;

const INDEX_NAMES = Array.from({ length: 1000 }, (_, i) => String(i));

class Writer {
  bytes = Buffer.allocUnsafeSlow(64 * 1024);
  at = 0;

  room(size: number): void {
    if (this.at + size <= this.bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.at + size));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
  }

  head(type: number, name: string): void {
    this.room(name.length * 3 + 2);
    this.bytes[this.at++] = type;
    this.text(name);
    this.bytes[this.at++] = 0;
  }

  /** Room must have been made. */
  text(s: string): void {
    if (s.length < 12) {
      const from = this.at;
      for (let i = 0; i < s.length; i++) {
        const c = s.charCodeAt(i);
        if (c > 0x7f) {
          this.at = from + this.bytes.write(s, from, 'utf8');
          return;
        }
        this.bytes[this.at++] = c;
      }
    } else {
      this.at += this.bytes.write(s, this.at, 'utf8');
    }
  }

  string(s: string): void {
    this.room(s.length * 3 + 5);
    const start = this.at;
    this.at += 4;
    this.text(s);
    this.bytes[this.at++] = 0;
    this.bytes.writeInt32LE(this.at - start - 4, start);
  }

  cstring(s: string): void {
    this.room(s.length * 3 + 1);
    this.text(s);
    this.bytes[this.at++] = 0;
  }

  put(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }
}

let writer = new Writer();
const RETAINED_BYTES = 4 * 1024 * 1024;

/** The BSON bytes of a document or reply, in a buffer of their own. */
export function encode(doc: Doc | Reply): Buffer {
  writer.at = 0;
  try {
    writeDocument(doc, 0);
    return Buffer.from(writer.bytes.subarray(0, writer.at));
  } finally {
    // One huge reply must not keep its memory for ever.
    if (writer.bytes.length > RETAINED_BYTES) writer = new Writer();
  }
}

function writeDocument(doc: Doc | Reply, depth: number): void {
  // Replies wrap stored documents in a few levels of their own.
  if (depth > MAX_DEPTH + 8) {
    throw new MongoError(15, 'Overflow', `BSONObj exceeds maximum nested object depth: ${MAX_DEPTH}`);
  }
  const start = open();
  for (const [name, value] of doc) writeField(name, value, depth);
  close(start);
}

function writeArray(list: readonly ReplyValue[], depth: number): void {
  const start = open();
  for (let i = 0; i < list.length; i++) writeField(INDEX_NAMES[i] ?? String(i), list[i]!, depth);
  close(start);
}

function open(): number {
  const start = writer.at;
  writer.room(5);
  writer.at += 4;
  return start;
}

function close(start: number): void {
  writer.room(1);
  writer.bytes[writer.at++] = 0;
  writer.bytes.writeInt32LE(writer.at - start, start);
}

function writeField(name: string, value: ReplyValue, depth: number): void {
  switch (typeof value) {
    case 'string':
      writer.head(0x02, name);
      writer.string(value);
      return;
    case 'number':
      writer.head(0x10, name);
      writer.room(4);
      writer.at = writer.bytes.writeInt32LE(value, writer.at);
      return;
    case 'bigint':
      writer.head(0x12, name);
      writer.room(8);
      writer.at = writer.bytes.writeBigInt64LE(value, writer.at);
      return;
    case 'boolean':
      writer.head(0x08, name);
      writer.room(1);
      writer.bytes[writer.at++] = value ? 1 : 0;
      return;
    default:
      writeObject(name, value, depth);
  }
}

function writeObject(
  name: string,
  value: Exclude<ReplyValue, string | number | bigint | boolean>,
  depth: number,
): void {
  if (value === null) {
    writer.head(0x0a, name);
  } else if (value instanceof Raw) {
    writer.head(0x03, name);
    writer.put(value.bytes);
  } else if (value instanceof Map) {
    writer.head(0x03, name);
    writeDocument(value, depth + 1);
  } else if (Array.isArray(value)) {
    writer.head(0x04, name);
    writeArray(value, depth + 1);
  } else if (value instanceof Double) {
    writer.head(0x01, name);
    writer.room(8);
    writer.at = writer.bytes.writeDoubleLE(value.value, writer.at);
  } else if (value instanceof ObjectId) {
    writer.head(0x07, name);
    writer.put(value.id);
  } else if (value instanceof Date) {
    writer.head(0x09, name);
    writer.room(8);
    writer.at = writer.bytes.writeBigInt64LE(BigInt(value.getTime()), writer.at);
  } else if (value instanceof Decimal128) {
    writer.head(0x13, name);
    writer.put(value.bytes);
  } else if (value instanceof Timestamp) {
    writer.head(0x11, name);
    writer.room(8);
    writer.at = writer.bytes.writeInt32LE(value.i | 0, writer.at);
    writer.at = writer.bytes.writeInt32LE(value.t | 0, writer.at);
  } else {
    writeRare(name, value, depth);
  }
}

function writeRare(
  name: string,
  value: Binary | BSONRegExp | BSONSymbol | Code | MinKey | MaxKey,
  depth: number,
): void {
  if (value instanceof Binary) {
    writeBinary(name, value);
  } else if (value instanceof BSONRegExp) {
    writer.head(0x0b, name);
    writer.cstring(value.pattern);
    writer.cstring(value.options);
  } else if (value instanceof BSONSymbol) {
    writer.head(0x0e, name);
    writer.string(value.value);
  } else if (value instanceof MinKey) {
    writer.head(0xff, name);
  } else if (value instanceof MaxKey) {
    writer.head(0x7f, name);
  } else if (value.scope === null) {
    writer.head(0x0d, name);
    writer.string(value.code);
  } else {
    writer.head(0x0f, name);
    const start = writer.at;
    writer.room(4);
    writer.at += 4;
    writer.string(value.code);
    // The decoder puts a Map there, although the class is typed for plain objects.
    writeDocument(value.scope as unknown as Doc, depth + 1);
    writer.bytes.writeInt32LE(writer.at - start, start);
  }
}

function writeBinary(name: string, value: Binary): void {
  writer.head(0x05, name);
  const data = value.buffer.subarray(0, value.position);
  const old = value.sub_type === 2;
  writer.room(data.length + 9);
  writer.at = writer.bytes.writeInt32LE(data.length + (old ? 4 : 0), writer.at);
  writer.bytes[writer.at++] = value.sub_type;
  if (old) writer.at = writer.bytes.writeInt32LE(data.length, writer.at);
  writer.put(data);
}
