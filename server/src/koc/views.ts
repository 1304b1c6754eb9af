import type { KocView } from '@kouyi/shared/contracts';
import { account, balancesOf } from '../ledger';
import { now } from '../kernel/clock';
import { newestPage, type PageRequest } from '../kernel/paging';
import { native } from '../kernel/store';
import { nicknames, peopleNamed } from '../people';
import { Kocs, type KocRow } from './model';
import { tierAt } from './rules';

type ListRequest = PageRequest & { ended: 'yes' | 'no'; q?: string | undefined };

/** Where so many people or fewer have the words in their names, the database looks for the KOCs among them. */
const NAMED = 1_000;

/**
 * KOCs for the console, newest first, with their balances; with a text those whose name holds it, or whose
 * code or id it is.
 */
export async function kocPage({ ended, q, ...page }: ListRequest) {
  const standing = { endedAt: { $exists: ended === 'yes' } };
  const text = q?.trim();
  if (!text) return newestPage(Kocs, 'since', standing, page, viewsOf);
  const named = (await peopleNamed(text, NAMED)) ?? (await kocsNamed(text));
  const found = { $or: [{ code: text.toLowerCase() }, { _id: { $in: [...named, text] } }] };
  return newestPage(Kocs, 'since', { $and: [standing, found] }, page, viewsOf);
}

const viewsOf = async (shown: readonly KocRow[]): Promise<KocView[]> => [...(await kocViews(shown)).values()];

/** Of words that very many people have in their names: KOCs are some thousands at most, so that they are looked through. */
async function kocsNamed(text: string): Promise<string[]> {
  const kocs = await native(Kocs)
    .find({ _id: { $gt: '' } }, { projection: { _id: 1 } })
    .toArray();
  const names = await nicknames(kocs.map(({ _id }) => _id));
  const words = text.toLowerCase();
  return [...names].flatMap(([id, name]) => (name.toLowerCase().includes(words) ? [id] : []));
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
