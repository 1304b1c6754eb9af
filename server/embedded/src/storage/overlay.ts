import { MongoError } from '../errors';
import type { Doc, Value } from '../bson/value';
import type { Catalog, Collection, Index } from './catalog';
import type { DirectStore } from './direct';
import { changedEntries, duplicateKey, entriesOf, entriesOfAll } from './entries';
import type { IndexKeys } from './index-keys';
import { after } from './keys';
import type { Holder, Lock, Locks } from './locks';
import { SortedEntries, merge } from './sorted';
import type { Store } from './store';
import {
  uniqueHolder,
  type DocEntry,
  type IndexEntry,
  type KeyRange,
  type LmdbView,
  type Snapshot,
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
  /** The indexes there were, and by their place the keys; undefined where they are what they were in `base`. */
  indexes: readonly Index[];
  keys: readonly (IndexKeys | undefined)[];
}

interface Layer {
  /** By the document's id. */
  written: Map<string, Written>;
  /** Who holds a key of a unique index by what was written here. */
  holders: Map<Index, Map<string, Buffer>>;
  /** In order, made when somebody scans: most transactions write much and scan nothing of it. */
  docs: SortedEntries<DocEntry> | undefined;
  entries: Map<Index, SortedEntries<IndexEntry>>;
}

const nameOf = (key: Buffer): string => key.toString('latin1');

/**
 * A transaction's private picture: a snapshot and what the transaction has written over it. A document or
 * unique key is locked by its first writer; whoever comes second, or writes what has changed since the
 * snapshot, gets a write conflict.
 */
export class Overlay implements Store {
  readonly locked: Lock[] = [];
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
    private readonly latest: () => LmdbView,
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
    const written = this.layers.get(c)?.written;
    if (!written || written.size === 0) return this.base.get(c, id);
    const own = written.get(nameOf(id));
    return own ? own.bytes : this.base.get(c, id);
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
      docsOf(layer).range(range, reverse),
      (e) => e.id,
      (e) => e.id,
      reverse,
    );
  }

  scanIndex(c: Collection, index: Index, range: KeyRange, reverse: boolean): Iterable<IndexEntry> {
    const layer = this.layers.get(c);
    const below = this.base.scanIndex(c, index, range, reverse);
    if (!layer) return below;
    const entries = entriesIn(layer, index).range(range, reverse);
    return merge(
      hide(below, layer),
      entries,
      (e) => e.key,
      (e) => e.id,
      reverse,
    );
  }

  insert(c: Collection, id: Buffer, bytes: Buffer): void {
    const name = nameOf(id);
    const before = this.layers.get(c)?.written.get(name);
    const base = before ? before.base : this.lockDocument(c, id, name);
    if ((before ? before.bytes : base) !== undefined) throw duplicateKey(c, '_id_', bytes);
    this.write(c, id, name, base, bytes);
  }

  replace(c: Collection, id: Buffer, old: Buffer, bytes: Buffer): void {
    this.rewrite(c, id, old, bytes);
  }

  remove(c: Collection, id: Buffer, old: Buffer): void {
    this.rewrite(c, id, old, undefined);
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
      arrays: 0,
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
        if (w.base !== w.bytes)
          store.force(c, w.id, w.base, w.bytes, w.indexes === c.indexes ? w.keys : undefined);
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
        for (const key of keysIn(w, index)) {
          for (const entry of store.scanIndex(c, index, { from: key, to: after(key) }, false)) {
            if (!layer.written.has(nameOf(entry.id))) throw writeConflict();
          }
        }
      }
    }
  }

  private rewrite(c: Collection, id: Buffer, old: Buffer, bytes: Buffer | undefined): void {
    const name = nameOf(id);
    const before = this.layers.get(c)?.written.get(name);
    const base = before ? before.base : this.lockDocument(c, id, name, old);
    this.write(c, id, name, base, bytes);
  }

  /**
   * Locks a document on its first write; answers what the snapshot holds of it, which the caller gives as `known`
   * where it has just read it.
   */
  private lockDocument(c: Collection, id: Buffer, name: string, known?: Buffer): Buffer | undefined {
    this.lock(c.id, name);
    if (this.created.has(c.ns)) return undefined;
    const seen = known ?? this.base.get(c, id);
    const latest = this.latest();
    if (latest.seq !== this.base.seq) {
      const newest = latest.get(c, id);
      if (newest === undefined ? seen !== undefined : !seen?.equals(newest)) throw writeConflict();
    }
    return seen;
  }

  /** Takes a lock, unless it is ours already. */
  private lock(table: number, name: string): void {
    const other = this.locks.holder(table, name);
    if (other === this.holder) return;
    if (other) throw new WriteConflict(other.ended);
    this.locks.take(table, name, this.holder);
    this.locked.push({ table, name });
  }

  private write(
    c: Collection,
    id: Buffer,
    name: string,
    base: Buffer | undefined,
    bytes: Buffer | undefined,
  ): void {
    const layer = this.layer(c);
    const before = layer.written.get(name);
    const indexes = bytes ? this.indexes(c) : [];
    // What was written in between may have given the base's keys to somebody else: they are worked out again.
    const unchanged = bytes && base && !before;
    const keys = unchanged ? changedEntries(indexes, base, bytes) : bytes ? entriesOfAll(indexes, bytes) : [];
    for (const [i, index] of indexes.entries()) {
      const of = keys[i];
      if (!of) continue;
      index.arrays |= of.arrays;
      index.cut ||= of.cut;
      if (index.unique) this.checkUnique(c, index, of.keys, id, bytes!);
    }
    if (before) forget(layer, before);
    const written = { id, base, bytes, indexes, keys };
    layer.written.set(name, written);
    layer.docs = undefined;
    if (layer.entries.size > 0) layer.entries.clear();
    for (const index of indexes) if (index.unique) hold(layer, index, keysIn(written, index), id);
  }

  private checkUnique(c: Collection, index: Index, keys: readonly Buffer[], id: Buffer, bytes: Buffer): void {
    const layer = this.layers.get(c);
    for (const key of keys) {
      const name = nameOf(key);
      const own = layer?.holders.get(index)?.get(name);
      if (own && !own.equals(id)) throw duplicateKey(c, index, bytes);
      const moved = (holder: Buffer) => layer?.written.has(nameOf(holder)) === true;
      const holder = uniqueHolder(this.base, c, index, key, id);
      if (holder && !moved(holder)) throw duplicateKey(c, index, bytes);
      this.lock(index.id, name);
      const newest = this.created.has(c.ns) ? undefined : uniqueHolder(this.latest(), c, index, key, id);
      // Taken since the snapshot, unless by a document that this transaction moves away.
      if (newest && !moved(newest)) throw writeConflict();
    }
  }

  private layer(c: Collection): Layer {
    let layer = this.layers.get(c);
    if (!layer) {
      layer = { written: new Map(), holders: new Map(), docs: undefined, entries: new Map() };
      this.layers.set(c, layer);
    }
    return layer;
  }
}

/** The keys that a written document has in an index. */
function keysIn(w: Written, index: Index): readonly Buffer[] {
  if (!w.bytes) return [];
  return (w.keys[w.indexes.indexOf(index)] ?? entriesOf(index, w.bytes)).keys;
}

function docsOf(layer: Layer): SortedEntries<DocEntry> {
  if (layer.docs) return layer.docs;
  const docs = new SortedEntries<DocEntry>();
  for (const { id, bytes } of layer.written.values()) if (bytes) docs.add(id, { id, bytes });
  return (layer.docs = docs);
}

function entriesIn(layer: Layer, index: Index): SortedEntries<IndexEntry> {
  const made = layer.entries.get(index);
  if (made) return made;
  const entries = new SortedEntries<IndexEntry>();
  for (const w of layer.written.values()) {
    for (const key of keysIn(w, index)) entries.add(Buffer.concat([key, w.id]), { key, id: w.id });
  }
  layer.entries.set(index, entries);
  return entries;
}

function hold(layer: Layer, index: Index, keys: readonly Buffer[], id: Buffer): void {
  let holders = layer.holders.get(index);
  if (!holders) layer.holders.set(index, (holders = new Map<string, Buffer>()));
  for (const key of keys) holders.set(nameOf(key), id);
}

function forget(layer: Layer, w: Written): void {
  for (const [index, holders] of layer.holders) {
    for (const key of keysIn(w, index))
      if (holders.get(nameOf(key))?.equals(w.id)) holders.delete(nameOf(key));
  }
}

function* hide<T extends { id: Buffer }>(entries: Iterable<T>, layer: Layer): Iterable<T> {
  for (const entry of entries) {
    if (!layer.written.has(nameOf(entry.id))) yield entry;
  }
}
