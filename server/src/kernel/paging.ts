import { refuseAnywhere } from './refusals';

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
  return { $or: [{ [dateField]: beyond(at) }, { [dateField]: at, _id: beyond(id) }] };
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

/** A person's search text as a literal, case-insensitive pattern. */
export const searchPattern = (text: string): { $regex: string; $options: 'i' } => ({
  $regex: text.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  $options: 'i',
});
