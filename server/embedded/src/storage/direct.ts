import { MAX_ID_KEY } from './keys';
import type { Doc } from '../bson/value';
import type { Catalog, Collection, Index } from './catalog';
import { changedEntries, duplicateKey, entriesOfAll, entriesWhere } from './entries';
import type { IndexKeys } from './index-keys';
import { JoinedKey, u32, type Environment } from './environment';
import { Blocked, Locks } from './locks';
import type { Store } from './store';
import { LmdbView, uniqueHolder } from './view';

const written = new JoinedKey();

const NOTHING: readonly Buffer[] = [];

interface Change {
  index: Index;
  add: readonly Buffer[];
  drop: readonly Buffer[];
}

/** Reads and writes LMDB inside a write batch. Sees what the batch has written so far. */
export class DirectStore extends LmdbView implements Store {
  /** Writes done since the batch began; zero again means a job that failed has left nothing behind. */
  writes = 0;

  constructor(
    env: Environment,
    catalog: Catalog,
    seq: number,
    private readonly locks: Locks,
  ) {
    super(env, catalog, seq);
  }

  insert(c: Collection, id: Buffer, bytes: Buffer): void {
    this.mayWrite(c, id);
    const changes = this.changes(c, undefined, bytes);
    if (this.get(c, id) !== undefined) throw duplicateKey(c, '_id_', bytes);
    this.checkUnique(c, changes, id, bytes);
    this.apply(c, id, undefined, bytes, changes);
  }

  replace(c: Collection, id: Buffer, old: Buffer, bytes: Buffer): void {
    this.mayWrite(c, id);
    const changes = this.changes(c, old, bytes);
    this.checkUnique(c, changes, id, bytes);
    this.apply(c, id, old, bytes, changes);
  }

  remove(c: Collection, id: Buffer, old: Buffer): void {
    this.mayWrite(c, id);
    this.apply(c, id, old, undefined, this.changes(c, old, undefined));
  }

  ensure(ns: string, options: Doc = new Map()): Collection {
    const found = this.catalog.get(ns);
    if (found) return found;
    const made = this.catalog.draft(ns, options, this.seq);
    this.writes++;
    this.catalog.add(made);
    return made;
  }

  addIndex(c: Collection, spec: Doc): Index {
    const index = this.catalog.index(this.catalog.takeId(), spec, this.seq, { arrays: 0, cut: false });
    this.writes++;
    c.indexes = [...c.indexes, index];
    this.catalog.version++;
    this.catalog.touch(c);
    return index;
  }

  /**
   * Changes of all indexes together, checked for nothing: what a transaction's commit has checked already.
   * `known`: the new keys by index, where the transaction has worked them out; undefined where they stay.
   */
  force(
    c: Collection,
    id: Buffer,
    old: Buffer | undefined,
    bytes: Buffer | undefined,
    known: readonly (IndexKeys | undefined)[] | undefined,
  ): void {
    this.apply(c, id, old, bytes, this.changes(c, old, bytes, known));
  }

  /** Adds the entries of an existing document to an index under construction; returns what they look like. */
  addEntries(index: Index, keys: readonly Buffer[], id: Buffer): void {
    this.writes++;
    for (const key of keys) this.env.index.putSync(written.of(index.id, key, id), id);
  }

  /** A record of a session, or its removal. */
  putSession(session: Buffer, record: Buffer | undefined): void {
    this.writes++;
    if (record) this.env.sessions.putSync(session, record);
    else this.env.sessions.removeSync(session);
  }

  putMeta(key: Buffer, value: Buffer | undefined): void {
    this.writes++;
    if (value) this.env.meta.putSync(key, value);
    else this.env.meta.removeSync(key);
  }

  /** Removes up to `limit` entries that begin with this number; returns how many. */
  purge(table: 'docs' | 'index', id: number, limit: number): number {
    const range = this.env[table].getKeys({ start: u32(id), end: u32(id + 1), limit });
    const keys = [...range.map((key) => Buffer.from(key))];
    this.writes += keys.length;
    for (const key of keys) this.env[table].removeSync(key);
    return keys.length;
  }

  touch(c: Collection): void {
    this.writes++;
    this.catalog.touch(c);
  }

  private mayWrite(c: Collection, id: Buffer): void {
    if (c.building) throw new Blocked(c.building);
    this.locks.mustBeFree(c.id, id);
  }

  /** What the indexes have to add and to drop; those whose keys stay are left out. */
  private changes(
    c: Collection,
    old: Buffer | undefined,
    bytes: Buffer | undefined,
    known?: readonly (IndexKeys | undefined)[],
  ): Change[] {
    const { indexes } = c;
    if (!bytes) {
      const before = old ? entriesOfAll(indexes, old) : [];
      return indexes.map((index, i) => ({ index, add: NOTHING, drop: before[i]?.keys ?? NOTHING }));
    }
    const now = known ?? (old ? changedEntries(indexes, old, bytes) : entriesOfAll(indexes, bytes));
    const before = old ? entriesWhere(indexes, old, (i) => now[i] !== undefined) : [];
    return indexes.flatMap((index, i) => {
      const keys = now[i];
      if (!keys) return [];
      if ((keys.arrays & ~index.arrays) !== 0 || (keys.cut && !index.cut)) {
        index.arrays |= keys.arrays;
        index.cut ||= keys.cut;
        this.catalog.touch(c);
      }
      const has = keys.keys;
      const had = before[i]?.keys ?? NOTHING;
      return {
        index,
        add: had.length === 0 ? has : has.filter((k) => !had.some((b) => b.equals(k))),
        drop: has.length === 0 ? had : had.filter((k) => !has.some((n) => n.equals(k))),
      };
    });
  }

  private checkUnique(c: Collection, changes: readonly Change[], id: Buffer, bytes: Buffer): void {
    for (const { index, add } of changes) {
      if (!index.unique) continue;
      for (const key of add) {
        this.locks.mustBeFree(index.id, key);
        if (uniqueHolder(this, c, index, key, id)) throw duplicateKey(c, index, bytes);
      }
    }
  }

  private apply(
    c: Collection,
    id: Buffer,
    old: Buffer | undefined,
    bytes: Buffer | undefined,
    changes: readonly Change[],
  ): void {
    this.writes++;
    for (const { index, add, drop } of changes) {
      for (const key of drop) this.env.index.removeSync(written.of(index.id, key, id));
      for (const key of add) this.env.index.putSync(written.of(index.id, key, id), id);
    }
    if (bytes) this.env.docs.putSync(written.of(c.id, id), bytes);
    else this.env.docs.removeSync(written.of(c.id, id));
    if (id.length >= MAX_ID_KEY) c.cutIds = true;
    c.count += (bytes ? 1 : 0) - (old ? 1 : 0);
    c.bytes += (bytes?.length ?? 0) - (old?.length ?? 0);
    this.catalog.touch(c);
  }
}
