import type { Model } from 'mongoose';
import { insertNewRows } from '../../src/kernel/store';

/** Rows a command: a few hundred kilobytes. */
const CHUNK = 4_000;
/** Commands under way at once: the next rows are made while the database writes these. */
const UNDER_WAY = 3;

/** Writes so many rows of the real shape, made one by one. */
export async function write<T extends { _id: string }>(
  of: Model<T>,
  count: number,
  rowAt: (i: number) => T,
): Promise<void> {
  const underWay = new Set<Promise<unknown>>();
  for (let from = 0; from < count; from += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, count - from) }, (_, i) => rowAt(from + i));
    const written = insertNewRows(of, rows);
    underWay.add(written);
    void written.finally(() => underWay.delete(written));
    if (underWay.size >= UNDER_WAY) await Promise.race(underWay);
  }
  await Promise.all(underWay);
}

/** One of these, always the same for the same number. */
export const oneOf = <T>(items: readonly T[], i: number): T => items[i % items.length]!;
