import type { Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { type ClientSession, native } from '../kernel/store';
import { type ClaimRow, type RightRow, Uses } from './model';
import { periodOf } from './rules';

/** The key of what a KOC has used of a right in a period. */
const useId = (rightId: string, kocId: string, period: string): string =>
  derivedId('rus', rightId, kocId, period);

/** How often somebody has claimed each of these rights in its period of now, by all of their identities together. */
export async function usesOf(
  selves: readonly string[],
  rights: readonly RightRow[],
  at: Date,
  session?: ClientSession,
): Promise<Map<string, number>> {
  const ids = rights.flatMap(({ _id, rule }) =>
    selves.map((self) => useId(_id, self, periodOf(rule.period, at))),
  );
  const rows = await native(Uses)
    .find({ _id: { $in: ids } }, session ? { session } : {})
    .toArray();
  const used = new Map<string, number>();
  for (const row of rows) used.set(row.rightId, (used.get(row.rightId) ?? 0) + row.used);
  return used;
}

type Use = Pick<ClaimRow, 'rightId' | 'kocId' | 'period'>;

/** Counts one claim. */
export async function countUse(tx: Tx, { rightId, kocId, period }: Use): Promise<void> {
  await native(Uses).updateOne(
    { _id: useId(rightId, kocId, period) },
    { $inc: { used: 1 }, $setOnInsert: { rightId, kocId, period } },
    { session: tx.session, upsert: true },
  );
}

/** A claim that came to nothing does not count: who asked may ask again. */
export async function giveUseBack(tx: Tx, { rightId, kocId, period }: Use): Promise<void> {
  await native(Uses).updateOne(
    { _id: useId(rightId, kocId, period), used: { $gt: 0 } },
    { $inc: { used: -1 } },
    { session: tx.session },
  );
}
