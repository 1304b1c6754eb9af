import { isUtf8 } from 'node:buffer';
import { MongoError } from '../errors';

/** How deep documents may nest. MongoDB allows 180 levels on the wire. */
export const MAX_DEPTH = 180;

/** The largest document a client may store, in bytes. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** What a JavaScript date can hold, ms either side of 1970. */
const MAX_DATE_MS = 8_640_000_000_000_000n;
const REGEX_OPTIONS = Buffer.from('ilmsux');

const invalid = (what: string) => new MongoError(22, 'InvalidBSON', `Invalid BSON: ${what}`);

/**
 * Walks the document at `start` without building it and refuses (22 InvalidBSON) whatever is not well formed:
 * lengths, terminators, unknown or retired types, broken UTF-8, nesting beyond MAX_DEPTH.
 * What passed may be given to `decode`, which trusts its input. Returns the offset after the document.
 */
export function checkDocument(bytes: Buffer, start = 0, limit = bytes.length, depth = 0): number {
  if (depth > MAX_DEPTH) {
    throw new MongoError(15, 'Overflow', `BSONObj exceeds maximum nested object depth: ${MAX_DEPTH}`);
  }
  if (limit - start < 5) throw invalid('document is shorter than 5 bytes');
  const size = bytes.readInt32LE(start);
  if (size < 5 || size > limit - start) throw invalid(`document length ${size} does not fit`);
  const end = start + size - 1;
  if (bytes[end] !== 0) throw invalid('document is not terminated');
  let at = start + 4;
  while (at < end) {
    const type = bytes[at]!;
    const nameStart = at + 1;
    at = bytes.indexOf(0, nameStart);
    if (at < 0 || at >= end) throw invalid('field name is not terminated');
    checkText(bytes, nameStart, at);
    at = checkValue(bytes, type, at + 1, end, depth);
  }
  if (at !== end) throw invalid('fields run past the end of their document');
  return end + 1;
}

function checkValue(bytes: Buffer, type: number, at: number, end: number, depth: number): number {
  switch (type) {
    case 0x01:
    case 0x11:
    case 0x12:
      return fits(at + 8, end);
    case 0x09: {
      fits(at + 8, end);
      const ms = bytes.readBigInt64LE(at);
      if (ms > MAX_DATE_MS || ms < -MAX_DATE_MS)
        throw invalid('date lies outside the years this server can represent');
      return at + 8;
    }
    case 0x02:
    case 0x0d:
    case 0x0e:
      return checkString(bytes, at, end);
    case 0x03:
    case 0x04:
      return checkDocument(bytes, at, end, depth + 1);
    case 0x05: {
      fits(at + 5, end);
      const size = bytes.readInt32LE(at);
      if (size < 0) throw invalid('binary length is negative');
      if (bytes[at + 4] === 2 && (size < 4 || (fits(at + 9, end), bytes.readInt32LE(at + 5) !== size - 4))) {
        throw invalid('old binary has a wrong inner length');
      }
      return fits(at + 5 + size, end);
    }
    case 0x07:
      return fits(at + 12, end);
    case 0x08:
      fits(at + 1, end);
      if (bytes[at]! > 1) throw invalid('boolean is neither 0 nor 1');
      return at + 1;
    case 0x0a:
    case 0x7f:
    case 0xff:
      return at;
    case 0x0b: {
      const options = checkName(bytes, at, end);
      const stop = checkName(bytes, options, end);
      for (let i = options; i < stop - 1; i++) {
        if (!REGEX_OPTIONS.includes(bytes[i]!)) throw invalid('regular expression with an unknown option');
      }
      return stop;
    }
    case 0x0f: {
      fits(at + 4, end);
      const size = bytes.readInt32LE(at);
      if (size < 14 || size > end - at) throw invalid('code with scope has a wrong length');
      const scope = checkString(bytes, at + 4, at + size);
      if (checkDocument(bytes, scope, at + size, depth + 1) !== at + size)
        throw invalid('scope has a wrong length');
      return at + size;
    }
    case 0x10:
      return fits(at + 4, end);
    case 0x13:
      return fits(at + 16, end);
    case 0x06:
      throw invalid('the retired type undefined (6) is not supported');
    case 0x0c:
      throw invalid('the retired type DBPointer (12) is not supported');
    default:
      throw invalid(`unknown type ${type}`);
  }
}

function fits(at: number, end: number): number {
  if (at > end) throw invalid('value runs past the end of its document');
  return at;
}

function checkString(bytes: Buffer, at: number, end: number): number {
  fits(at + 5, end);
  const size = bytes.readInt32LE(at);
  if (size < 1 || size > end - at - 4) throw invalid(`string length ${size} does not fit`);
  const stop = at + 4 + size;
  if (bytes[stop - 1] !== 0) throw invalid('string is not terminated');
  checkText(bytes, at + 4, stop - 1);
  return stop;
}

function checkName(bytes: Buffer, at: number, end: number): number {
  const stop = bytes.indexOf(0, at);
  if (stop < 0 || stop >= end) throw invalid('text is not terminated');
  checkText(bytes, at, stop);
  return stop + 1;
}

function checkText(bytes: Buffer, from: number, to: number): void {
  if (to - from > 32) {
    if (!isUtf8(bytes.subarray(from, to))) throw invalid('text is not UTF-8');
    return;
  }
  for (let i = from; i < to; i++) {
    if (bytes[i]! > 0x7f) {
      if (!isUtf8(bytes.subarray(from, to))) throw invalid('text is not UTF-8');
      return;
    }
  }
}
