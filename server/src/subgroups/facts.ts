import type { ClientSession } from '../kernel/store';
import { anyOf, native } from '../kernel/store';
import { type KocRow, kocsAmong, kocSelvesOf } from '../koc';
import { SubGroups, type SubGroupRow } from './model';

/** As whom somebody is a KOC in office, by any of their identities, as whom they act first; none: they are none. */
export async function activeKocsOf(personId: string, session?: ClientSession): Promise<KocRow[]> {
  const selves = await kocSelvesOf(personId);
  const kocs = await kocsAmong(selves, session);
  return selves.flatMap((id) => kocs.get(id) ?? []).filter(({ endedAt }) => !endedAt);
}

/** As whom somebody acts as a KOC in office; undefined: they are none. */
export const activeKocOf = async (personId: string, session?: ClientSession): Promise<KocRow | undefined> =>
  (await activeKocsOf(personId, session))[0];

/** The open sub-groups of these KOCs. */
export const subGroupsOf = (kocIds: readonly string[], session?: ClientSession): Promise<SubGroupRow[]> =>
  native(SubGroups)
    .find({ kocId: anyOf(kocIds), state: 'open' }, session ? { session } : {})
    .sort({ createdAt: -1, _id: -1 })
    .toArray();

/** How many sub-groups wait for a real group, or for another KOC. */
export const subGroupsWaiting = (): Promise<number> =>
  native(SubGroups).countDocuments({ state: { $in: ['requested', 'adrift'] } });
