import type { Catalog, Collection, Index } from './catalog';
import { JoinedKey, u32, type Environment, type ReadTransaction } from './environment';
import { after } from './keys';

/** A half-open stretch of keys: `from` ≤ key < `to`; an open end is undefined. */
export interface KeyRange {
  from?: Buffer | undefined;
  to?: Buffer | undefined;
}

/** One document in a scan. */
export interface DocEntry {
  /** Key of its `_id`. */
  id: Buffer;
  bytes: Buffer;
}

/** One entry of an index in a scan. */
export interface IndexEntry {
  key: Buffer;
  id: Buffer;
}

/** A consistent picture of the data that can be read. */
export interface View {
  collection(ns: string): Collection | undefined;
  /** The indexes of a collection whose entries are in this picture. */
  indexes(c: Collection): Index[];
  get(c: Collection, id: Buffer): Buffer | undefined;
  scan(c: Collection, range: KeyRange, reverse: boolean): Iterable<DocEntry>;
  scanIndex(c: Collection, index: Index, range: KeyRange, reverse: boolean): Iterable<IndexEntry>;
  /** How many documents the collection has in this picture. */
  count(c: Collection): number;
}

const lookedUp = new JoinedKey();

const join = (id: number, key: Buffer): Buffer => {
  const out = Buffer.allocUnsafe(4 + key.length);
  out.writeUInt32BE(id, 0);
  out.set(key, 4);
  return out;
};

/** LMDB's range for a stretch of keys below one prefix number. */
function lmdbRange(id: number, range: KeyRange, reverse: boolean) {
  const from = range.from ? join(id, range.from) : u32(id);
  const to = range.to ? join(id, range.to) : u32(id + 1);
  return reverse
    ? { start: to, end: from, reverse: true, exclusiveStart: true, inclusiveEnd: true }
    : { start: from, end: to };
}

/** Reads LMDB, either the picture of one read transaction or, inside a write batch, the batch's own state. */
export class LmdbView implements View {
  constructor(
    protected readonly env: Environment,
    protected readonly catalog: Catalog,
    /** Batches known to be in this picture. */
    readonly seq: number,
    protected readonly transaction?: ReadTransaction,
  ) {
    this.at = transaction && { transaction };
  }

  private readonly at: { transaction: ReadTransaction } | undefined;

  collection(ns: string): Collection | undefined {
    return this.catalog.get(ns);
  }

  indexes(c: Collection): Index[] {
    return c.indexes.every((i) => i.since <= this.seq)
      ? c.indexes
      : c.indexes.filter((i) => i.since <= this.seq);
  }

  get(c: Collection, id: Buffer): Buffer | undefined {
    const { docs } = this.env;
    const found = docs.getBinaryFast(lookedUp.of(c.id, id), this.at);
    if (!found) return undefined;
    // LMDB reads into one buffer of its own, whose length is that of the latest value.
    const bytes = Buffer.allocUnsafe(found.length);
    bytes.set(new Uint8Array(found.buffer, found.byteOffset, found.length));
    return bytes;
  }

  *scan(c: Collection, range: KeyRange, reverse: boolean): Iterable<DocEntry> {
    const entries = this.env.docs.getRange({ ...lmdbRange(c.id, range, reverse), ...this.at });
    for (const { key, value } of entries) yield { id: key.subarray(4), bytes: value };
  }

  *scanIndex(_c: Collection, index: Index, range: KeyRange, reverse: boolean): Iterable<IndexEntry> {
    const entries = this.env.index.getRange({ ...lmdbRange(index.id, range, reverse), ...this.at });
    for (const { key, value } of entries) {
      yield { key: key.subarray(4, key.length - value.length), id: value };
    }
  }

  count(c: Collection): number {
    return c.count;
  }
}

/** A pinned picture: what it shows does not change until it is released. Release it soon: it keeps old pages alive. */
export class Snapshot extends LmdbView {
  private open = true;

  constructor(env: Environment, catalog: Catalog, seq: number) {
    super(env, catalog, seq, env.root.useReadTransaction());
  }

  release(): void {
    if (!this.open) return;
    this.open = false;
    this.transaction!.done();
  }
}

/** Who holds `key` in a unique index, other than the document `self`. */
export function uniqueHolder(
  view: View,
  c: Collection,
  index: Index,
  key: Buffer,
  self: Buffer | undefined,
): Buffer | undefined {
  for (const entry of view.scanIndex(c, index, { from: key, to: after(key) }, false)) {
    if (!self?.equals(entry.id)) return entry.id;
  }
  return undefined;
}
