import { MongoError } from '../errors';
import type { Doc, Value } from '../bson/value';
import type { Catalog, Collection, Index } from './catalog';
import type { DirectStore } from './direct';
import { duplicateKey, entriesOf, entriesOfAll } from './entries';
import { after } from './keys';
import { Locks, type Holder } from './locks';
import { SortedEntries, merge } from './sorted';
import type { Store } from './store';
import {
  uniqueHolder,
  type DocEntry,
  type IndexEntry,
  type KeyRange,
  type Snapshot,
  type View,
} from './view';

/** 112: the client should run the whole transaction again. `until` settles when whoever is in the way has ended. */
export class WriteConflict extends MongoError {
  constructor(readonly until?: Promise<void>) {
    super(
      112,
      'WriteConflict',
      'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.',
      new Map<string, Value>([['errorLabels', ['TransientTransactionError']]]),
    );
  }
}

const writeConflict = () => new WriteConflict();

interface Written {
  id: Buffer;
  /** What the snapshot holds; undefined when the document is new. */
  base: Buffer | undefined;
  /** What the transaction has made of it; undefined when it removed it. */
  bytes: Buffer | undefined;
  keys: Map<Index, Buffer[]>;
}

interface Layer {
  written: Map<string, Written>;
  docs: SortedEntries<DocEntry>;
  indexes: Map<Index, SortedEntries<IndexEntry>>;
}

/**
 * A transaction's private picture: a snapshot and what the transaction has written over it. A document or
 * unique key is locked by its first writer; whoever comes second, or writes what has changed since the
 * snapshot, gets a write conflict.
 */
export class Overlay implements Store {
  readonly locked = new Set<string>();
  private readonly layers = new Map<Collection, Layer>();
  private readonly created = new Map<string, Collection>();
  private readonly newIndexes: { c: Collection; index: Index }[] = [];
  private readonly seen = new Map<string, Collection>();

  constructor(
    private readonly base: Snapshot,
    private readonly catalog: Catalog,
    private readonly locks: Locks,
    private readonly holder: Holder,
    /** The newest committed picture, to notice changes since the snapshot. */
    private readonly latest: () => View,
  ) {}

  /** Whether there is anything to commit. */
  get dirty(): boolean {
    return this.layers.size > 0 || this.created.size > 0 || this.newIndexes.length > 0;
  }

  collection(ns: string): Collection | undefined {
    const own = this.created.get(ns);
    if (own) return own;
    const c = this.catalog.get(ns);
    const known = this.seen.get(ns);
    if (known && known !== c) throw writeConflict();
    if (c && c.since > this.base.seq) return undefined;
    if (c) this.seen.set(ns, c);
    return c;
  }

  indexes(c: Collection): Index[] {
    const own = this.newIndexes.filter((n) => n.c === c).map((n) => n.index);
    return own.length === 0 ? this.base.indexes(c) : this.base.indexes(c).concat(own);
  }

  get(c: Collection, id: Buffer): Buffer | undefined {
    const written = this.layers.get(c)?.written.get(id.toString('latin1'));
    return written ? written.bytes : this.base.get(c, id);
  }

  count(c: Collection): number {
    let n = 0;
    if (!this.created.has(c.ns)) for (const _ of this.base.scan(c, {}, false)) n++;
    for (const w of this.layers.get(c)?.written.values() ?? []) n += (w.bytes ? 1 : 0) - (w.base ? 1 : 0);
    return n;
  }

  scan(c: Collection, range: KeyRange, reverse: boolean): Iterable<DocEntry> {
    const layer = this.layers.get(c);
    const below = this.base.scan(c, range, reverse);
    if (!layer) return below;
    return merge(
      hide(below, layer),
      layer.docs.range(range, reverse),
      (e) => e.id,
      (e) => e.id,
      reverse,
    );
  }

  scanIndex(c: Collection, index: Index, range: KeyRange, reverse: boolean): Iterable<IndexEntry> {
    const layer = this.layers.get(c);
    const below = this.base.scanIndex(c, index, range, reverse);
    if (!layer) return below;
    const entries = layer.indexes.get(index)?.range(range, reverse) ?? [];
    return merge(
      hide(below, layer),
      entries,
      (e) => e.key,
      (e) => e.id,
      reverse,
    );
  }

  insert(c: Collection, id: Buffer, bytes: Buffer): void {
    this.lockDocument(c, id);
    if (this.get(c, id) !== undefined) throw duplicateKey(c, '_id_', bytes);
    this.write(c, id, bytes);
  }

  replace(c: Collection, id: Buffer, _old: Buffer, bytes: Buffer): void {
    this.lockDocument(c, id);
    this.write(c, id, bytes);
  }

  remove(c: Collection, id: Buffer, _old: Buffer): void {
    this.lockDocument(c, id);
    this.write(c, id, undefined);
  }

  ensure(ns: string, options: Doc = new Map()): Collection {
    const found = this.collection(ns);
    if (found) return found;
    if (this.catalog.get(ns)) throw writeConflict();
    const made = this.catalog.draft(ns, options, this.base.seq);
    this.created.set(ns, made);
    return made;
  }

  addIndex(c: Collection, spec: Doc): Index {
    const index = this.catalog.index(this.catalog.takeId(), spec, this.base.seq, {
      multikey: false,
      cut: false,
    });
    if (this.created.has(c.ns)) c.indexes = [...c.indexes, index];
    else this.newIndexes.push({ c, index });
    return index;
  }

  /** Writes everything into a batch, or refuses (112) without having written anything. */
  commitTo(store: DirectStore): void {
    for (const ns of this.created.keys()) if (this.catalog.get(ns)) throw writeConflict();
    for (const { c } of this.newIndexes) if (c.dropped || c.count > 0) throw writeConflict();
    for (const [c, layer] of this.layers) this.checkLayer(store, c, layer);
    for (const c of this.created.values()) {
      store.touch(c);
      this.catalog.add(c);
    }
    for (const { c, index } of this.newIndexes) {
      c.indexes = [...c.indexes, index];
      this.catalog.version++;
      store.touch(c);
    }
    for (const [c, layer] of this.layers) {
      for (const w of layer.written.values()) {
        if (w.base !== w.bytes) store.force(c, w.id, w.base, w.bytes, w.keys);
      }
    }
  }

  private checkLayer(store: DirectStore, c: Collection, layer: Layer): void {
    if (c.dropped) throw writeConflict();
    const isNew = this.created.has(c.ns);
    for (const w of layer.written.values()) {
      const now = isNew ? undefined : store.get(c, w.id);
      if (now === undefined ? w.base !== undefined : !w.base?.equals(now)) throw writeConflict();
      if (!w.bytes || isNew) continue;
      for (const index of c.indexes) {
        if (!index.unique) continue;
        // An index made since the snapshot has never been checked and is not among the keys known.
        for (const key of w.keys.get(index) ?? entriesOf(index, w.bytes).keys) {
          for (const entry of store.scanIndex(c, index, { from: key, to: after(key) }, false)) {
            if (!layer.written.has(entry.id.toString('latin1'))) throw writeConflict();
          }
        }
      }
    }
  }

  private lockDocument(c: Collection, id: Buffer): void {
    if (this.lock(c.id, id)) return;
    if (this.created.has(c.ns)) return;
    const newest = this.latest().get(c, id);
    const seen = this.base.get(c, id);
    if (newest === undefined ? seen !== undefined : !seen?.equals(newest)) throw writeConflict();
  }

  /** Takes a lock; true when it was ours already. */
  private lock(id: number, key: Buffer): boolean {
    const name = Locks.key(id, key);
    if (this.locked.has(name)) return true;
    const other = this.locks.holder(name);
    if (other) throw new WriteConflict(other.ended);
    this.locks.take(name, this.holder);
    this.locked.add(name);
    return false;
  }

  private write(c: Collection, id: Buffer, bytes: Buffer | undefined): void {
    const keys = new Map<Index, Buffer[]>();
    const indexes = bytes ? this.indexes(c) : [];
    const entries = bytes ? entriesOfAll(indexes, bytes) : [];
    for (const [i, index] of indexes.entries()) {
      const of = entries[i]!;
      index.multikey ||= of.multikey;
      index.cut ||= of.cut;
      keys.set(index, of.keys);
      if (index.unique) this.checkUnique(c, index, of.keys, id, bytes!);
    }
    const layer = this.layer(c);
    const name = id.toString('latin1');
    const before = layer.written.get(name);
    if (before) this.forget(layer, before);
    const base = before ? before.base : this.created.has(c.ns) ? undefined : this.base.get(c, id);
    const written = { id, base, bytes, keys };
    layer.written.set(name, written);
    if (bytes) layer.docs.add(id, { id, bytes });
    for (const [index, list] of keys) {
      let sorted = layer.indexes.get(index);
      if (!sorted) layer.indexes.set(index, (sorted = new SortedEntries()));
      for (const key of list) sorted.add(Buffer.concat([key, id]), { key, id });
    }
  }

  private checkUnique(c: Collection, index: Index, keys: readonly Buffer[], id: Buffer, bytes: Buffer): void {
    for (const key of keys) {
      if (uniqueHolder(this, c, index, key, id)) throw duplicateKey(c, index, bytes);
      this.lock(index.id, key);
      const holder = this.created.has(c.ns) ? undefined : uniqueHolder(this.latest(), c, index, key, id);
      // Taken since the snapshot, unless by a document that this transaction moves away.
      if (holder && !this.layers.get(c)?.written.has(holder.toString('latin1'))) throw writeConflict();
    }
  }

  private forget(layer: Layer, w: Written): void {
    if (w.bytes) layer.docs.remove(w.id);
    for (const [index, keys] of w.keys) {
      for (const key of keys) layer.indexes.get(index)?.remove(Buffer.concat([key, w.id]));
    }
  }

  private layer(c: Collection): Layer {
    let layer = this.layers.get(c);
    if (!layer) {
      layer = { written: new Map(), docs: new SortedEntries(), indexes: new Map() };
      this.layers.set(c, layer);
    }
    return layer;
  }
}

function* hide<T extends { id: Buffer }>(entries: Iterable<T>, layer: Layer): Iterable<T> {
  for (const entry of entries) {
    if (!layer.written.has(entry.id.toString('latin1'))) yield entry;
  }
}
