import { native } from '../kernel/store';
import { staffDirectory } from '../org';
import { People } from './model';
import { neighbours } from './neighbours';

/** Nicknames by person; unknown people are absent. */
export async function nicknames(personIds: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return new Map();
  const rows = await native(People)
    .find({ _id: { $in: ids } }, { projection: { nickname: 1 } })
    .toArray();
  return new Map(rows.map(({ _id, nickname }) => [_id, nickname]));
}

/** Whether we know this person and they were not deleted. */
export const personExists = async (personId: string): Promise<boolean> =>
  (await native(People).countDocuments({ _id: personId, deletedAt: { $exists: false } }, { limit: 1 })) > 0;

/** The filter for people who were seen in a group of these units, also by another identity; undefined: everybody. */
export function withinReach(reach: ReadonlySet<string> | undefined): {
  $or?: ({ seenIn: { $in: string[] } } | { seenWith: { $in: string[] } })[];
} {
  if (reach === undefined) return {};
  const groups = { $in: [...neighbours.groupsIn(reach)] };
  return { $or: [{ seenIn: groups }, { seenWith: groups }] };
}

/**
 * Those of the people who are or were in a group of these units; undefined: everybody, known or not. Staff of a
 * branch see who was in its groups, nobody else.
 */
export async function peopleWithin(
  reach: ReadonlySet<string> | undefined,
  personIds: readonly string[],
): Promise<Set<string>> {
  const ids = [...new Set(personIds)];
  if (reach === undefined || ids.length === 0) return new Set(ids);
  const rows = await native(People)
    .find({ _id: { $in: ids }, ...withinReach(reach) }, { projection: { _id: 1 } })
    .toArray();
  return new Set(rows.map(({ _id }) => _id));
}

/** Those of the people who are active staff, by any of their user ids in the groups. */
export async function staffAmong(personIds: readonly string[]): Promise<Set<string>> {
  const rows = await native(People)
    .find({ _id: { $in: [...new Set(personIds)] } }, { projection: { identities: 1 } })
    .toArray();
  return new Set(
    rows
      .filter(({ identities }) =>
        identities.some(
          ({ kind, value }) => kind.startsWith('channel:') && staffDirectory.isStaffUser(value),
        ),
      )
      .map(({ _id }) => _id),
  );
}

/** Who has these unionids or openids; unknown ones are absent. */
export async function peopleByAccount(accounts: readonly string[]): Promise<Map<string, string>> {
  if (accounts.length === 0) return new Map();
  const rows = await native(People)
    .find({ 'identities.value': { $in: [...new Set(accounts)] } }, { projection: { identities: 1 } })
    .sort({ createdAt: -1, _id: -1 })
    .toArray();
  return new Map(
    rows.flatMap(({ _id, identities }) =>
      identities
        .filter(({ kind }) => kind === 'unionid' || kind === 'openid')
        .map(({ value }) => [value, _id] as const),
    ),
  );
}

/** The user id under which a channel knows a person; undefined: it does not. */
export async function channelUserOf(personId: string, channel: string): Promise<string | undefined> {
  const row = await native(People).findOne({ _id: personId }, { projection: { identities: 1 } });
  return row?.identities.find(({ kind }) => kind === `channel:${channel}`)?.value;
}

/** The unionids by which these people are known; most have none. */
export async function unionidsOf(personIds: readonly string[]): Promise<string[]> {
  if (personIds.length === 0) return [];
  const rows = await native(People)
    .find({ _id: { $in: [...new Set(personIds)] } }, { projection: { identities: 1 } })
    .toArray();
  return rows.flatMap(({ identities }) =>
    identities.filter(({ kind }) => kind === 'unionid').map(({ value }) => value),
  );
}
