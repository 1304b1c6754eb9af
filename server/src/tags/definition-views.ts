import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import { searchPattern } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { countsOf } from './counts';
import { Profiles, type SegmentDoc, Segments, type TagDoc, Tags } from './model';
import { bookFor, namer } from './rule-book';
import { inWords } from './words';

type TagContracts = (typeof contracts)['tags'];
type SegmentContracts = (typeof contracts)['segments'];

/** Tags by name. */
export async function tagPage({
  q,
  kind,
  mode,
  cursor,
  limit,
}: InputOf<TagContracts['list']>): Promise<OutputOf<TagContracts['list']>> {
  const rows = await native(Tags)
    .find({
      $and: [
        cursor === undefined ? {} : { name: { $gt: cursor } },
        q ? { name: searchPattern(q) } : {},
        kind ? { kind } : {},
        mode ? { condition: { $exists: mode === 'computed' } } : {},
      ],
    })
    .sort({ name: 1, _id: 1 })
    .limit(limit + 1)
    .toArray();
  return pageByName(await tagViews(rows.slice(0, limit)), rows.length > limit);
}

/** Segments by name. */
export async function segmentPage({
  q,
  cursor,
  limit,
}: InputOf<SegmentContracts['list']>): Promise<OutputOf<SegmentContracts['list']>> {
  const rows = await native(Segments)
    .find({
      $and: [cursor === undefined ? {} : { name: { $gt: cursor } }, q ? { name: searchPattern(q) } : {}],
    })
    .sort({ name: 1, _id: 1 })
    .limit(limit + 1)
    .toArray();
  return pageByName(await segmentViews(rows.slice(0, limit)), rows.length > limit);
}

const pageByName = <T extends { name: string }>(items: T[], more: boolean) => ({
  items,
  ...(more ? { nextCursor: items.at(-1)!.name } : {}),
});

/** @throws Refusal `not_found`. */
export async function oneTag(id: string): Promise<OutputOf<TagContracts['get']>> {
  const row = await native(Tags).findOne({ _id: id });
  if (!row) throw refuseAnywhere('not_found');
  return (await tagViews([row]))[0]!;
}

/** @throws Refusal `not_found`. */
export async function oneSegment(id: string): Promise<OutputOf<SegmentContracts['get']>> {
  const row = await native(Segments).findOne({ _id: id });
  if (!row) throw refuseAnywhere('not_found');
  return (await segmentViews([row]))[0]!;
}

async function tagViews(rows: readonly TagDoc[]): Promise<OutputOf<TagContracts['get']>[]> {
  const common = await commonViews(rows);
  return rows.map((row, i) => ({ ...common[i]!, kind: row.kind }));
}

async function segmentViews(rows: readonly SegmentDoc[]): Promise<OutputOf<SegmentContracts['get']>[]> {
  const common = await commonViews(rows);
  return rows.map((row, i) => ({ ...common[i]!, condition: row.condition }));
}

async function commonViews(rows: readonly (TagDoc | SegmentDoc)[]) {
  const [counts, book, [furthestBehind]] = await Promise.all([
    countsOf(rows.map(({ _id }) => _id)),
    bookFor(),
    native(Profiles)
      .find({}, { projection: { book: 1 } })
      .sort({ book: 1 })
      .limit(1)
      .toArray(),
  ]);
  const nameOf = namer(book);
  return rows.map((row) => ({
    id: row._id,
    version: row.version,
    name: row.name,
    note: row.note,
    ...(row.condition ? { condition: row.condition } : {}),
    words: row.condition ? inWords(row.condition, nameOf) : fromWords(row),
    people: counts.get(row._id) ?? 0,
    rollout:
      row.condition && furthestBehind && furthestBehind.book < row.since
        ? ('counting' as const)
        : ('ready' as const),
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
  }));
}

/** Where a tag without a rule comes from; nothing when it is given by hand alone. */
const fromWords = (row: TagDoc | SegmentDoc): string =>
  'from' in row && row.from !== undefined ? `来自「${row.from}」` : '';

/** Name and id of every tag and segment. */
export const definedNames = async (): Promise<[name: string, id: string][]> =>
  [...(await bookFor()).names].map(([id, name]) => [name, id]);
