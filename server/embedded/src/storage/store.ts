import type { Doc } from '../bson/value';
import type { Collection, Index } from './catalog';
import type { View } from './view';

/**
 * A view that can be written: the state of a write batch, or a transaction's private picture.
 * Every write checks everything (duplicates, locks, conflicts) before it changes anything.
 */
export interface Store extends View {
  /** Adds a document; 11000 when its `_id` or a unique key is taken. */
  insert(c: Collection, id: Buffer, bytes: Buffer): void;
  /** Puts `bytes` in place of `old`, which is what `get` has just returned. */
  replace(c: Collection, id: Buffer, old: Buffer, bytes: Buffer): void;
  remove(c: Collection, id: Buffer, old: Buffer): void;
  /** The collection, created when it does not exist. */
  ensure(ns: string, options?: Doc): Collection;
  /** Adds an index to a collection without documents. */
  addIndex(c: Collection, spec: Doc): Index;
}
