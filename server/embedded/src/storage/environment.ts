import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type Database, type RootDatabase, type Transaction } from 'lmdb';

/** A named table of LMDB, bytes to bytes. */
export type Table = Database<Buffer, Buffer>;

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
  return {
    root,
    meta: table('meta'),
    docs: table('docs'),
    index: table('index'),
    sessions: table('sessions'),
  };
}

/** A number as four bytes that sort. */
export function u32(n: number): Buffer {
  const out = Buffer.allocUnsafe(4);
  out.writeUInt32BE(n, 0);
  return out;
}
