import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type Database, type RootDatabase, type Transaction } from 'lmdb';

/** A named table of LMDB, bytes to bytes. */
export interface Table extends Database<Buffer, Buffer> {
  /** The bytes in a buffer that the next read uses again. (The package's types leave the options out.) */
  getBinaryFast(id: Buffer, options?: { transaction: ReadTransaction }): Buffer | undefined;
}

const NO_BYTES = Buffer.alloc(0);

/** A key in parts: a number as four bytes that sort, and what follows it. Made anew in place for every use. */
export class JoinedKey {
  private prefix = 0;
  private first: Buffer = NO_BYTES;
  private second: Buffer = NO_BYTES;

  of(prefix: number, first: Buffer, second: Buffer = NO_BYTES): Buffer {
    this.prefix = prefix;
    this.first = first;
    this.second = second;
    // LMDB's wrapper hands keys to `keyEncoder` and looks at nothing else of them.
    return this as unknown as Buffer;
  }

  writeTo(target: Uint8Array, start: number): number {
    target[start] = this.prefix >>> 24;
    target[start + 1] = this.prefix >>> 16;
    target[start + 2] = this.prefix >>> 8;
    target[start + 3] = this.prefix;
    target.set(this.first, start + 4);
    const at = start + 4 + this.first.length;
    if (this.second.length > 0) target.set(this.second, at);
    return at + this.second.length;
  }
}

/** Writes a key where LMDB reads it; the same bytes as its own encoding 'binary'. */
const keyEncoder = {
  writeKey(key: Buffer | JoinedKey, target: Uint8Array, start: number): number {
    if (key instanceof JoinedKey) return key.writeTo(target, start);
    target.set(key, start);
    return start + key.length;
  },
  readKey: (source: Buffer, start: number, end: number): Buffer => Buffer.from(source.subarray(start, end)),
};

/** LMDB's read transaction: one consistent picture of the data until `done`. */
export type ReadTransaction = Transaction;

/** The LMDB files of one data directory. */
export interface Environment {
  root: RootDatabase<Buffer, Buffer>;
  /** Catalog: collections, what is still to be purged, the next free id. */
  meta: Table;
  /** collection id + id key → the document's BSON. */
  docs: Table;
  /** index id + index key + id key → id key. */
  index: Table;
  /** session → what its last retryable write or transaction answered. */
  sessions: Table;
}

/** File that holds the data inside the directory. */
export const DATA_FILE = 'data.mdb';

// Address space, not memory or disk: it is reserved once, so that the map never has to move under a reader.
const MAP_BYTES = 128 * 1024 ** 3;

const inParts = { encoding: 'binary', keyEncoder } as const;

/** Opens, or creates, the data files in `dir` (made 0700). `readOnly` is for checking a directory at rest. */
export function openEnvironment(dir: string, options: { readOnly?: boolean } = {}): Environment {
  if (!options.readOnly) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    chmodSync(dir, 0o700);
  }
  const binary = { keyEncoding: 'binary', encoding: 'binary' } as const;
  const root = open<Buffer, Buffer>({
    path: join(dir, DATA_FILE),
    ...binary,
    maxDbs: 8,
    // One for every open transaction and cursor.
    maxReaders: 8192,
    mapSize: MAP_BYTES,
    // A commit answers only when it is on the disk.
    overlappingSync: false,
    readOnly: options.readOnly ?? false,
  });
  const table = (name: string): Table => root.openDB<Buffer, Buffer>({ name, ...binary });
  const joined = (name: string): Table => root.openDB<Buffer, Buffer>({ name, ...inParts });
  return {
    root,
    meta: table('meta'),
    docs: joined('docs'),
    index: joined('index'),
    sessions: table('sessions'),
  };
}

/** A number as four bytes that sort. */
export function u32(n: number): Buffer {
  const out = Buffer.allocUnsafe(4);
  out.writeUInt32BE(n, 0);
  return out;
}
