import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import { MongoError } from '../errors';
import { Raw } from './encode';
import type { Doc, Value } from './value';

const MIN_KEY = new MinKey();
const MAX_KEY = new MaxKey();

/** A position in bytes that moves on as values are read. */
class Reader {
  at = 0;
  constructor(readonly bytes: Buffer) {}

  name(): string {
    const { bytes, at } = this;
    let stop = at;
    while (bytes[stop] !== 0) stop++;
    this.at = stop + 1;
    return text(bytes, at, stop);
  }

  string(): string {
    const size = this.bytes.readInt32LE(this.at);
    const from = this.at + 4;
    this.at = from + size;
    return text(this.bytes, from, this.at - 1);
  }

  take(size: number): Buffer {
    const copy = Buffer.from(this.bytes.subarray(this.at, this.at + size));
    this.at += size;
    return copy;
  }
}

/** Short ASCII text is cheaper to build by hand than to ask the runtime for. */
function text(bytes: Buffer, from: number, to: number): string {
  if (to - from > 8) return bytes.toString('utf8', from, to);
  let out = '';
  for (let i = from; i < to; i++) {
    const c = bytes[i]!;
    if (c > 0x7f) return bytes.toString('utf8', from, to);
    out += String.fromCharCode(c);
  }
  return out;
}

/**
 * The document in `bytes` from `start`. Trusts its input: give it only what `checkDocument` has passed or what
 * this server stored. Keeps nothing of the buffer. `rawArrays` names top-level arrays of documents whose
 * elements are to stay encoded (`rawDocuments` reads them).
 */
export function decode(bytes: Buffer, start = 0): Doc {
  const reader = new Reader(bytes);
  reader.at = start;
  return readDocument(reader);
}

function readDocument(reader: Reader): Doc {
  const doc: Doc = new Map();
  reader.at += 4;
  for (;;) {
    const type = reader.bytes[reader.at++]!;
    if (type === 0) return doc;
    const name = reader.name();
    doc.set(name, readValue(reader, type));
  }
}

function readArray(reader: Reader): Value[] {
  const list: Value[] = [];
  reader.at += 4;
  for (;;) {
    const type = reader.bytes[reader.at++]!;
    if (type === 0) return list;
    while (reader.bytes[reader.at++] !== 0);
    list.push(readValue(reader, type));
  }
}

function readValue(reader: Reader, type: number): Value {
  const { bytes } = reader;
  const at = reader.at;
  switch (type) {
    case 0x01:
      reader.at += 8;
      return new Double(bytes.readDoubleLE(at));
    case 0x02:
      return reader.string();
    case 0x03:
      return readDocument(reader);
    case 0x04:
      return readArray(reader);
    case 0x05:
      return readBinary(reader);
    case 0x07:
      return new ObjectId(reader.take(12));
    case 0x08:
      reader.at += 1;
      return bytes[at] === 1;
    case 0x09:
      reader.at += 8;
      return new Date(Number(bytes.readBigInt64LE(at)));
    case 0x0a:
      return null;
    case 0x0b: {
      const pattern = reader.name();
      return new BSONRegExp(pattern, reader.name());
    }
    case 0x0d:
      return new Code(reader.string());
    case 0x0e:
      return new BSONSymbol(reader.string());
    case 0x0f: {
      reader.at += 4;
      const code = reader.string();
      return new Code(code, readDocument(reader));
    }
    case 0x10:
      reader.at += 4;
      return bytes.readInt32LE(at);
    case 0x11:
      reader.at += 8;
      return new Timestamp(new Long(bytes.readInt32LE(at), bytes.readInt32LE(at + 4), true));
    case 0x12:
      reader.at += 8;
      return bytes.readBigInt64LE(at);
    case 0x13:
      return new Decimal128(reader.take(16));
    case 0x7f:
      return MAX_KEY;
    case 0xff:
      return MIN_KEY;
    default:
      throw new MongoError(22, 'InvalidBSON', `Invalid BSON: unknown type ${type}`);
  }
}

function readBinary(reader: Reader): Binary {
  let size = reader.bytes.readInt32LE(reader.at);
  const subtype = reader.bytes[reader.at + 4]!;
  reader.at += 5;
  if (subtype === 2) {
    size -= 4;
    reader.at += 4;
  }
  return new Binary(reader.take(size), subtype);
}

/** The elements of an encoded array of documents, still encoded; null when an element is something else. */
export function rawDocuments(array: Buffer): Raw[] | null {
  const out: Raw[] = [];
  let at = 4;
  for (;;) {
    const type = array[at++]!;
    if (type === 0) return out;
    if (type !== 3) return null;
    while (array[at++] !== 0);
    const size = array.readInt32LE(at);
    out.push(new Raw(array.subarray(at, at + size)));
    at += size;
  }
}
