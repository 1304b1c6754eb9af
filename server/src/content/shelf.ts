import type { PublishingState } from '@kouyi/shared/types';
import type { Model } from 'mongoose';
import { actorName } from '../kernel/actor';
import type { Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { newestPage, type Page, type PageRequest } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { type IndexSpec, model } from '../kernel/store';
import { isLive, type LiveRow, publishingFields, publishingIndexes, type PublishingRow } from './model';
import { usePictures } from './pictures';
import { publishingStates } from './rules';

/** Versions that are listed. */
const VERSIONS_LISTED = 50;

/** What the reader sees of the rows of a page, one each, in the same order. */
type Views<Row, V> = (shown: readonly Row[]) => readonly V[] | Promise<readonly V[]>;

/** Contents of one kind; the calls inside a transaction are for the commands of the domain that owns them. */
export interface Shelf<C> {
  readonly rows: Model<PublishingRow<C>>;
  /** One content, whatever its state. @throws Refusal `not_found`. */
  get(id: string, tx?: Tx): Promise<PublishingRow<C>>;
  /** One that is published. @throws Refusal `not_found`. */
  live(id: string): Promise<LiveRow<C>>;
  /** For the console, the latest changed first; `views` as `newestPage` takes them. */
  listed<V>(filter: object, page: PageRequest, views: Views<PublishingRow<C>, V>): Promise<Page<V>>;
  /** For everybody else, the latest published first. */
  published<V>(filter: object, page: PageRequest, views: Views<LiveRow<C>, V>): Promise<Page<V>>;
  /** A new draft, or a change of one. @throws Refusal `version_moved_on` (409), `picture_unknown`, `not_found`. */
  save(
    tx: Tx,
    input: { id?: string | undefined; revision?: number | undefined; content: C },
  ): Promise<PublishingRow<C>>;
  /** Makes the draft the live version. @throws Refusal `version_moved_on` (409) or `not_found`. */
  publish(tx: Tx, input: { id: string; revision: number }): Promise<PublishingRow<C>>;
  /** Takes it away from everybody. @throws Refusal `state_forbids` (409) or `not_found`. */
  archive(tx: Tx, id: string): Promise<PublishingRow<C>>;
}

/** Declares a shelf: a collection whose contents have drafts, versions and pictures. */
export function shelf<C extends { title: string }>(options: {
  collection: string;
  prefix: string;
  indexes?: readonly IndexSpec[];
  picturesOf: (content: C) => string[];
}): Shelf<C> {
  type Row = PublishingRow<C>;
  const rows = model<Row>(options.collection, publishingFields, [
    ...publishingIndexes,
    ...(options.indexes ?? []),
  ]);

  const get = async (id: string, tx?: Tx): Promise<Row> => {
    const row = await rows.collection.findOne({ _id: id as never }, tx ? { session: tx.session } : {});
    if (!row) throw refuseAnywhere('not_found');
    return row as unknown as Row;
  };

  const at = async (tx: Tx, { id, revision }: { id: string; revision: number | undefined }): Promise<Row> => {
    const row = await get(id, tx);
    if (row.revision !== revision) throw refuseAnywhere('version_moved_on', { field: 'revision' });
    return row;
  };

  const write = async (tx: Tx, row: Row): Promise<Row> => {
    const shows = row.state === 'published' && row.live ? options.picturesOf(row.live) : [];
    const has = [...options.picturesOf(row.draft), ...(row.live ? options.picturesOf(row.live) : [])];
    await usePictures(tx, row._id, { has, shows });
    const next = { ...row, updatedAt: tx.now, updatedBy: actorName(tx.actor) };
    const { _id, ...fields } = next;
    await rows.collection.replaceOne({ _id: _id as never }, fields, { session: tx.session, upsert: true });
    return next;
  };

  return {
    rows,
    get,
    async live(id) {
      const row = await get(id);
      if (!isLive(row)) throw refuseAnywhere('not_found');
      return row;
    },
    listed: (filter, page, views) => newestPage(rows, 'updatedAt', filter, page, views),
    published: (filter, page, views) =>
      newestPage(rows, 'publishedAt', { ...filter, state: 'published' }, page, (shown) =>
        views(shown.filter(isLive)),
      ),
    async save(tx, { id, revision, content }) {
      const before = id === undefined ? undefined : await at(tx, { id, revision });
      const row = await write(tx, {
        ...(before ?? {
          _id: newId(options.prefix),
          state: 'draft',
          version: 0,
          versions: [],
          updatedAt: tx.now,
          updatedBy: '',
        }),
        draft: content,
        revision: (before?.revision ?? 0) + 1,
      });
      tx.audit({ subject: row._id, ...(before ? { before: before.draft } : {}), after: content });
      return row;
    },
    async publish(tx, input) {
      const before = await at(tx, input);
      // The same draft again: a second click is no second version.
      if (before.state === 'published' && before.publishedRevision === before.revision) return before;
      publishingStates.assertMove(before.state, 'published');
      const version = before.version + 1;
      const { title } = before.draft;
      tx.audit({
        subject: before._id,
        before: { state: before.state, version: before.version },
        after: { state: 'published', version, title },
      });
      return write(tx, {
        ...before,
        state: 'published',
        live: before.draft,
        version,
        versions: [...before.versions, { version, at: tx.now, by: actorName(tx.actor), title }].slice(
          -VERSIONS_LISTED,
        ),
        publishedRevision: before.revision,
        publishedAt: tx.now,
      });
    },
    async archive(tx, id) {
      const before = await get(id, tx);
      publishingStates.assertMove(before.state, 'archived');
      tx.audit({ subject: id, before: { state: before.state }, after: { state: 'archived' } });
      return write(tx, { ...before, state: 'archived' });
    },
  };
}

/** What the console shows of every content, beside what it says. */
export const publishingView = <C>(row: PublishingRow<C>) => ({
  id: row._id,
  state: row.state satisfies PublishingState,
  revision: row.revision,
  version: row.version,
  changed: row.publishedRevision !== undefined && row.publishedRevision !== row.revision,
  updatedAt: row.updatedAt.toISOString(),
  updatedBy: row.updatedBy,
  ...(row.publishedAt ? { publishedAt: row.publishedAt.toISOString() } : {}),
});
