import type { Doc } from '../bson/value';
import type { Engine } from '../engine';
import { MongoError } from '../errors';
import type { Collection, Index } from '../storage/catalog';
import type { DirectStore } from '../storage/direct';
import { duplicateKey, entriesOf } from '../storage/entries';
import { u32 } from '../storage/environment';
import { uniqueHolder, type View } from '../storage/view';
import { Blocked } from '../storage/locks';
import type { Call } from './call';

/**
 * Changes of collections and indexes. What is dropped disappears from the catalog at once and from the disk
 * in small steps afterwards, noted in the catalog so that a restart goes on with it.
 */

type PurgeTable = 'docs' | 'index';
const purgeKey = (table: PurgeTable, id: number): Buffer =>
  Buffer.concat([Buffer.from(table === 'docs' ? 'pd' : 'pi'), u32(id)]);

/** Inside a batch: takes a collection out of the catalog. */
export function dropCollection(engine: Engine, store: DirectStore, c: Collection): void {
  for (const index of c.indexes) store.putMeta(purgeKey('index', index.id), Buffer.from([1]));
  store.putMeta(purgeKey('docs', c.id), Buffer.from([1]));
  engine.catalog.remove(c);
  schedulePurge(engine);
}

/** Inside a batch: takes one index away. */
export function dropIndex(engine: Engine, store: DirectStore, c: Collection, index: Index): void {
  c.indexes = c.indexes.filter((i) => i !== index);
  store.putMeta(purgeKey('index', index.id), Buffer.from([1]));
  store.touch(c);
  engine.catalog.version++;
  schedulePurge(engine);
}

const PURGE_KEYS = 1_000;
const purging = new WeakMap<Engine, Promise<void>>();

function schedulePurge(engine: Engine): void {
  if (!purging.has(engine)) void purge(engine);
}

/** Removes what dropped collections and indexes have left on the disk. */
export function purge(engine: Engine): Promise<void> {
  let running = purging.get(engine);
  if (!running) {
    running = purgeAll(engine)
      .catch(() => undefined)
      .finally(() => purging.delete(engine));
    purging.set(engine, running);
  }
  return running;
}

async function purgeAll(engine: Engine): Promise<void> {
  // Let the batch that dropped it finish first.
  await engine.committer.submit(() => undefined);
  for (;;) {
    const [key] = [...engine.env.meta.getKeys({ start: Buffer.from('p'), end: Buffer.from('q'), limit: 1 })];
    if (!key) return;
    const table = key[1] === 0x64 ? 'docs' : 'index';
    const id = Buffer.from(key).readUInt32BE(2);
    const name = Buffer.from(key);
    await engine.committer.submit((store) => {
      if (store.purge(table, id, PURGE_KEYS) < PURGE_KEYS) store.putMeta(name, undefined);
    });
  }
}

function isEmpty(view: View, c: Collection): boolean {
  for (const _ of view.scan(c, {}, false)) return false;
  return true;
}

const BUILD_DOCS = 500;

/** Builds indexes on a collection; documents that are there get their entries. 11000 when one is not unique. */
export async function buildIndexes(call: Call, ns: string, specs: readonly Doc[]): Promise<void> {
  for (const spec of specs) await buildIndex(call, ns, spec);
}

async function buildIndex(call: Call, ns: string, spec: Doc): Promise<void> {
  const { engine } = call;
  const { committer, catalog } = engine;
  // An empty collection gets its index in the one step that finds it empty.
  const c = await call.write((store) => {
    const found = store.ensure(ns);
    if (found.building) throw new Blocked(found.building);
    if (isEmpty(store, found)) {
      store.addIndex(found, spec);
      return undefined;
    }
    return found;
  });
  if (!c) return;
  if (call.transaction) {
    throw new MongoError(
      263,
      'OperationNotSupportedInTransaction',
      'Cannot create new indexes on an existing collection with documents in a multi-document transaction.',
    );
  }
  let finished!: () => void;
  c.building = new Promise((resolve) => (finished = resolve));
  const draft = catalog.index(catalog.takeId(), spec, 0, { arrays: 0, cut: false });
  try {
    // Until the index is complete its entries are marked as rubbish: a crash leaves nothing behind.
    await committer.submit((store) => store.putMeta(purgeKey('index', draft.id), Buffer.from([1])));
    let from: Buffer | undefined;
    for (;;) {
      const next = from;
      const last = await committer.submit((store) => fill(store, c, draft, next));
      if (!last) break;
      from = Buffer.concat([last, Buffer.from([0])]);
      call.budget.tick();
    }
    await committer.submit((store) => {
      if (c.dropped)
        throw new MongoError(26, 'NamespaceNotFound', `collection dropped while building an index: ${ns}`);
      store.putMeta(purgeKey('index', draft.id), undefined);
      c.indexes = [...c.indexes, { ...draft, since: store.seq }];
      catalog.version++;
      store.touch(c);
    });
  } catch (error) {
    schedulePurge(engine);
    throw error;
  } finally {
    c.building = undefined;
    finished();
  }
}

/** Adds the entries of the next documents; returns the key of the last, or undefined when there was none. */
function fill(store: DirectStore, c: Collection, index: Index, from: Buffer | undefined): Buffer | undefined {
  let last: Buffer | undefined;
  let n = 0;
  const documents: { id: Buffer; bytes: Buffer }[] = [];
  for (const entry of store.scan(c, { from }, false)) {
    documents.push(entry);
    if (++n >= BUILD_DOCS) break;
  }
  for (const { id, bytes } of documents) {
    const entries = entriesOf(index, bytes);
    index.arrays |= entries.arrays;
    index.cut ||= entries.cut;
    if (index.unique) {
      for (const key of entries.keys) {
        if (uniqueHolder(store, c, index, key, id)) throw duplicateKey(c, index, bytes);
      }
    }
    store.addEntries(index, entries.keys, id);
    last = id;
  }
  return last;
}
