import type { ClientSession } from '../kernel/store';
import { native } from '../kernel/store';
import { kocIdOf, type KocRow, kocsAmong } from '../koc';
import { SubGroups, type SubGroupRow } from './model';

/** The active KOC that somebody is, by whichever of their identities; undefined: none. */
export async function activeKocOf(personId: string, session?: ClientSession): Promise<KocRow | undefined> {
  const kocId = await kocIdOf(personId);
  const koc = (await kocsAmong([kocId], session)).get(kocId);
  return koc?.endedAt ? undefined : koc;
}

/** The open sub-groups of a KOC. */
export const subGroupsOf = (kocId: string, session?: ClientSession): Promise<SubGroupRow[]> =>
  native(SubGroups)
    .find({ kocId, state: 'open' }, session ? { session } : {})
    .sort({ createdAt: -1, _id: -1 })
    .toArray();

/** How many sub-groups wait for a real group, or for another KOC. */
export const subGroupsWaiting = (): Promise<number> =>
  native(SubGroups).countDocuments({ state: { $in: ['requested', 'adrift'] } });
