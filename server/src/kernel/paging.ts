import type { Filter } from 'mongodb';
import type { Model } from 'mongoose';
import { refuseAnywhere } from './refusals';
import { native } from './store';

/** A page of a list that is sorted by a date and an id, newest first. */
export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** @throws Refusal `cursor_invalid` (400). */
function readCursor(cursor: string): { at: Date; id: string } {
  const [ms, ...id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  const at = new Date(Number(ms));
  if (!ms || id.length === 0 || Number.isNaN(at.getTime()))
    throw refuseAnywhere('cursor_invalid', { field: 'cursor' });
  return { at, id: id.join('|') };
}

/** The filter that continues after a cursor, for lists sorted by `{ [dateField]: -1, _id: -1 }`, or upwards by 1. */
export function afterCursor(
  dateField: string,
  cursor: string | undefined,
  order: 'newest' | 'oldest' = 'newest',
): Record<string, unknown> {
  if (cursor === undefined) return {};
  const { at, id } = readCursor(cursor);
  const beyond = (value: Date | string) => (order === 'newest' ? { $lt: value } : { $gt: value });
  const fromThere = order === 'newest' ? { $lte: at } : { $gte: at };
  return {
    $and: [
      // Said by the `$or`, too; but only a plain bound lets an index begin where the last page ended.
      { [dateField]: fromThere },
      { $or: [{ [dateField]: beyond(at) }, { [dateField]: at, _id: beyond(id) }] },
    ],
  };
}

/** Cuts a list that was read with one row more than asked for. */
export function pageOf<T extends { _id: string }, V>(
  rows: readonly T[],
  request: PageRequest,
  dateOf: (row: T) => Date,
  view: (row: T) => V,
): Page<V> {
  const shown = rows.slice(0, request.limit);
  const last = shown.at(-1);
  const items = shown.map(view);
  if (rows.length <= request.limit || !last) return { items };
  return { items, nextCursor: Buffer.from(`${dateOf(last).getTime()}|${last._id}`).toString('base64url') };
}

/** The fields of a row that hold a date. */
type DateField<T> = { [K in keyof T]-?: T[K] extends Date | undefined ? K : never }[keyof T] & string;

/**
 * A page of the rows that fit, newest first by a date they all have, or the oldest first.
 * `views` makes of the rows that are shown what the reader sees, one each, in the same order.
 * @throws Refusal `cursor_invalid` (400).
 */
export async function newestPage<T extends { _id: string }, V>(
  rowsOf: Model<T>,
  by: DateField<T>,
  filter: Filter<T>,
  { cursor, limit }: PageRequest,
  views: (shown: readonly T[]) => readonly V[] | Promise<readonly V[]>,
  order: 'newest' | 'oldest' = 'newest',
): Promise<Page<V>> {
  const direction = order === 'newest' ? -1 : 1;
  const beyond = afterCursor(by, cursor, order) as Filter<T>;
  const rows = (await native(rowsOf)
    .find((cursor === undefined ? filter : { $and: [filter, beyond] }) as object)
    .sort({ [by]: direction, _id: direction })
    .limit(limit + 1)
    .toArray()) as unknown as T[];
  const page = pageOf(
    rows,
    { limit },
    (row) => row[by] as Date,
    (row) => row,
  );
  return { ...page, items: [...(await views(page.items))] };
}

/** A person's search text as a literal, case-insensitive pattern. */
export const searchPattern = (text: string): { $regex: string; $options: 'i' } => ({
  // A pattern on its way to the database ends at the first zero character.
  $regex: text
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('\0', '\\x00'),
  $options: 'i',
});
