import type { KocView } from '@kouyi/shared/contracts';
import { account, balancesOf } from '../ledger';
import { now } from '../kernel/clock';
import { newestPage, type PageRequest } from '../kernel/paging';
import { native } from '../kernel/store';
import { nicknames } from '../people';
import { Kocs, type KocRow } from './model';
import { tierAt } from './rules';

/** KOCs for the console, newest first, with their balances. */
export async function kocPage({ ended, ...page }: PageRequest & { ended: 'yes' | 'no' }) {
  return newestPage(Kocs, 'since', { endedAt: { $exists: ended === 'yes' } }, page, async (shown) => [
    ...(await kocViews(shown)).values(),
  ]);
}

/** One KOC as the console shows them. */
export const kocView = async (row: KocRow): Promise<KocView> => (await kocViews([row])).get(row._id)!;

async function kocViews(rows: readonly KocRow[]): Promise<Map<string, KocView>> {
  const at = now();
  const names = await nicknames(rows.flatMap((row) => [row._id, ...(row.parentId ? [row.parentId] : [])]));
  const balances = await balancesOf(
    rows.flatMap(({ _id }) => [account.kocPending(_id), account.kocAvailable(_id), account.kocPaid(_id)]),
  );
  return new Map(
    rows.map((row) => {
      const next = row.tiers.find(({ from }) => from > at);
      const { _id: id, parentId } = row;
      const view: KocView = {
        id,
        nickname: names.get(id) ?? '',
        tier: tierAt(row, at),
        ...(next ? { nextTier: { tier: next.tier, from: next.from.toISOString() } } : {}),
        ...(parentId === undefined ? {} : { parentId, parentName: names.get(parentId) ?? '' }),
        since: row.since.toISOString(),
        ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
        code: row.code,
        pendingFen: balances.get(account.kocPending(id))!,
        availableFen: balances.get(account.kocAvailable(id))!,
        paidFen: balances.get(account.kocPaid(id))!,
      };
      return [id, view];
    }),
  );
}

/** What is kept here about a person, for the export of their data. */
export async function kocDataOf(personId: string) {
  const row = await native(Kocs).findOne({ _id: personId });
  return row ? { code: row.code, since: row.since, endedAt: row.endedAt, tiers: row.tiers } : undefined;
}
