import { ObjectId } from 'bson';
import { decode } from './decode';
import type { Doc, Maybe } from './value';

/**
 * Reading parts of an encoded document without decoding the rest. Like `decode`, these trust their input.
 */

/** Where one top-level field lies: `start` is its type byte, `value` its value, `end` what follows it. */
export interface Span {
  type: number;
  start: number;
  value: number;
  end: number;
}

function valueEnd(bytes: Buffer, type: number, at: number): number {
  switch (type) {
    case 0x01:
    case 0x09:
    case 0x11:
    case 0x12:
      return at + 8;
    case 0x02:
    case 0x0d:
    case 0x0e:
      return at + 4 + bytes.readInt32LE(at);
    case 0x03:
    case 0x04:
    case 0x0f:
      return at + bytes.readInt32LE(at);
    case 0x05:
      return at + 5 + bytes.readInt32LE(at);
    case 0x07:
      return at + 12;
    case 0x08:
      return at + 1;
    case 0x0b:
      return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1;
    case 0x10:
      return at + 4;
    case 0x13:
      return at + 16;
    default:
      return at;
  }
}

function nameEnd(bytes: Buffer, at: number): number {
  let stop = at;
  while (bytes[stop] !== 0) stop++;
  return stop;
}

function nameIs(bytes: Buffer, from: number, stop: number, name: string): boolean {
  if (stop - from < name.length) return false;
  for (let i = 0; i < name.length; i++) {
    const c = name.charCodeAt(i);
    if (c > 0x7f) return bytes.toString('utf8', from, stop) === name;
    if (bytes[from + i] !== c) return false;
  }
  return stop - from === name.length;
}

/** Where the first top-level field called `name` lies, if there is one. */
export function fieldSpan(bytes: Buffer, name: string): Span | undefined {
  let at = 4;
  for (;;) {
    const start = at;
    const type = bytes[at]!;
    if (type === 0) return undefined;
    const stop = nameEnd(bytes, at + 1);
    const end = valueEnd(bytes, type, stop + 1);
    if (nameIs(bytes, at + 1, stop, name)) return { type, start, value: stop + 1, end };
    at = end;
  }
}

/** Where several top-level fields lie; type 0 where one is missing. */
export interface Located {
  type: number[];
  value: number[];
  end: number[];
}

/** Finds the top-level fields called `names`, each at its name's place in `out`; of two with one name the last. */
export function locateFields(bytes: Buffer, names: readonly string[], out: Located): void {
  for (let i = 0; i < names.length; i++) out.type[i] = out.value[i] = out.end[i] = 0;
  let at = 4;
  for (;;) {
    const type = bytes[at]!;
    if (type === 0) return;
    const stop = nameEnd(bytes, at + 1);
    const end = valueEnd(bytes, type, stop + 1);
    for (let i = 0; i < names.length; i++) {
      if (!nameIs(bytes, at + 1, stop, names[i]!)) continue;
      out.type[i] = type;
      out.value[i] = stop + 1;
      out.end[i] = end;
      break;
    }
    at = end;
  }
}

/** The names of the top-level fields, in order. */
export function fieldNames(bytes: Buffer): string[] {
  const names: string[] = [];
  let at = 4;
  while (bytes[at] !== 0) {
    const stop = nameEnd(bytes, at + 1);
    names.push(bytes.toString('utf8', at + 1, stop));
    at = valueEnd(bytes, bytes[at]!, stop + 1);
  }
  return names;
}

/** Visits the top-level fields: the type, where the value starts, and the name for who wants it. */
export function forEachField(
  bytes: Buffer,
  visit: (type: number, value: number, name: () => string) => void,
): void {
  let at = 4;
  while (bytes[at] !== 0) {
    const start = at + 1;
    const stop = nameEnd(bytes, start);
    visit(bytes[at]!, stop + 1, () => bytes.toString('utf8', start, stop));
    at = valueEnd(bytes, bytes[at]!, stop + 1);
  }
}

/** The value of one top-level field. */
export function field(bytes: Buffer, name: string): Maybe {
  const span = fieldSpan(bytes, name);
  if (!span) return undefined;
  return decode(wrap(bytes.subarray(span.start, span.end))).get(name);
}

/** The document reduced to the top-level fields named, decoded: all that an index on them needs. */
export const pick = (bytes: Buffer, names: ReadonlySet<string>): Doc => decode(keepFields(bytes, names));

/** The document reduced to the top-level fields named, in its own order, still encoded. */
export function keepFields(bytes: Buffer, names: ReadonlySet<string>): Buffer {
  const parts: Buffer[] = [];
  let at = 4;
  for (;;) {
    const type = bytes[at]!;
    if (type === 0) break;
    const stop = nameEnd(bytes, at + 1);
    const end = valueEnd(bytes, type, stop + 1);
    for (const name of names) {
      if (nameIs(bytes, at + 1, stop, name)) {
        parts.push(bytes.subarray(at, end));
        break;
      }
    }
    at = end;
  }
  return wrap(...parts);
}

function wrap(...fields: Buffer[]): Buffer {
  let size = 5;
  for (const f of fields) size += f.length;
  const out = Buffer.allocUnsafe(size);
  out.writeInt32LE(size, 0);
  let at = 4;
  for (const f of fields) at += f.copy(out, at);
  out[at] = 0;
  return out;
}

/** The document without one of its fields. */
export const withoutField = (bytes: Buffer, { start, end }: Span): Buffer =>
  wrap(bytes.subarray(4, start), bytes.subarray(end, bytes.length - 1));

/**
 * Whether an encoded document can take the place of any other under that one's `_id`: it names neither an `_id` nor a
 * field that begins with $.
 */
export function isPlainReplacement(bytes: Buffer): boolean {
  let at = 4;
  for (;;) {
    const type = bytes[at]!;
    if (type === 0) return true;
    const name = at + 1;
    const stop = nameEnd(bytes, name);
    if (bytes[name] === DOLLAR || nameIs(bytes, name, stop, '_id')) return false;
    at = valueEnd(bytes, type, stop + 1);
  }
}

const DOLLAR = 0x24;

/** An encoded document that has no `_id`, with that of another in front. */
export function withIdOf(from: Buffer, bytes: Buffer): Buffer {
  const { start, end } = fieldSpan(from, '_id')!;
  return wrap(from.subarray(start, end), bytes.subarray(4, bytes.length - 1));
}

const ID_NAME = Buffer.from([0x5f, 0x69, 0x64, 0]);

/**
 * The document as it is stored: `_id` first, and a fresh ObjectId where there was none. Always a copy of its
 * own, so that it does not keep a whole message alive.
 */
export function withIdFirst(bytes: Buffer): Buffer {
  const span = fieldSpan(bytes, '_id');
  if (span?.start === 4) return Buffer.from(bytes);
  if (span) {
    return wrap(
      bytes.subarray(span.start, span.end),
      bytes.subarray(4, span.start),
      bytes.subarray(span.end, bytes.length - 1),
    );
  }
  const id = Buffer.from(new ObjectId().id);
  return wrap(Buffer.from([0x07]), ID_NAME, id, bytes.subarray(4, bytes.length - 1));
}
