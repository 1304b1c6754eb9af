import { Timestamp } from 'bson';
import { forEachField } from '../bson/scan';
import type { Doc } from '../bson/value';

/**
 * An empty timestamp at the top of a new document, or of a replacement, means the server's time, as in MongoDB.
 * `_id` is left as it is.
 */

const TIMESTAMP = 0x11;

/** Fills the empty timestamps of an encoded document in place. */
export function fillTimestamps(bytes: Buffer, now: () => Timestamp): void {
  forEachField(bytes, (type, value, name) => {
    if (type !== TIMESTAMP || bytes.readBigUInt64LE(value) !== 0n || name() === '_id') return;
    const time = now();
    bytes.writeUInt32LE(time.i, value);
    bytes.writeUInt32LE(time.t, value + 4);
  });
}

/** The replacement with its empty timestamps filled; the same reference when it has none. */
export function withTimestamps(doc: Doc, now: () => Timestamp): Doc {
  let out = doc;
  for (const [name, v] of doc) {
    if (name === '_id' || !(v instanceof Timestamp) || v.t !== 0 || v.i !== 0) continue;
    if (out === doc) out = new Map(doc);
    out.set(name, now());
  }
  return out;
}
