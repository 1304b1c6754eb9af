import { now } from '../kernel/clock';
import { afterCursor, type PageRequest } from '../kernel/paging';
import { native, type ClientSession } from '../kernel/store';
import { type Selves, selvesOf } from '../people';
import { Kocs, type KocRow } from './model';
import { byStanding } from './rules';

/** KOCs by person, ended ones too; whoever never was one is absent. */
export async function kocsAmong(
  personIds: Iterable<string>,
  session?: ClientSession,
): Promise<Map<string, KocRow>> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return new Map();
  const rows = await native(Kocs)
    .find({ _id: { $in: ids } }, session ? { session } : {})
    .toArray();
  return new Map(rows.map((row) => [row._id, row]));
}

/** Which KOC each code belongs to; codes of nobody are absent. */
export async function kocsByCode(
  codes: readonly string[],
  session?: ClientSession,
): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await native(Kocs)
    .find({ code: { $in: [...new Set(codes)] } }, session ? { session } : {})
    .toArray();
  return new Map(rows.map((row) => [row.code, row._id]));
}

/**
 * As whom somebody is a KOC, for their own phone: the identities in office first, of these the highest tier, then the
 * longest in office, so that every phone of a person acts as the same one; then those that were; themself when none of
 * them ever was.
 */
export async function kocSelvesOf(personId: string): Promise<Selves> {
  const selves = await selvesOf(personId);
  if (selves.length === 1) return selves;
  const kocs = [...(await kocsAmong(selves)).values()].sort(byStanding(now()));
  const [first, ...others] = kocs.map(({ _id }) => _id);
  return first === undefined ? [personId] : [first, ...others];
}

/** As whom a person acts as a KOC; see `kocSelvesOf`. */
export const kocIdOf = async (personId: string): Promise<string> => (await kocSelvesOf(personId))[0];

/** KOCs who have not ended, newest first; one row more than asked for. */
export const activeKocs = ({ cursor, limit }: PageRequest): Promise<KocRow[]> =>
  native(Kocs)
    .find({ endedAt: { $exists: false }, ...afterCursor('since', cursor) })
    .sort({ since: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();

/** Every KOC who has not ended, with no more than who they are and their tiers: a brand has thousands, not millions. */
export const allActiveKocs = (session?: ClientSession): Promise<Pick<KocRow, '_id' | 'tiers'>[]> =>
  native(Kocs)
    .find({ endedAt: { $exists: false } }, { projection: { tiers: 1 }, ...(session ? { session } : {}) })
    .sort({ since: -1, _id: -1 })
    .toArray();
