import { type SeenMember, membersSeen } from '../bot/events';
import { groupBy, indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { DELETED_NAME, personDeleted } from '../people';
import { bandFor, groupDirectory } from './directory';
import { membersJoined } from './events';
import { type GroupDoc, Groups, type MemberDoc, memberKey, Members } from './model';
import { JOIN_FRESH_MS, standingOf, witness } from './rules';

export const reactions = [
  on(membersSeen, 'groups.keep-members', async (events, tx) => {
    const seen = events.flatMap((event) => event.payload.members);
    const byGroup = groupBy(seen, (each) => each.groupId);
    for (const [groupId, ofGroup] of byGroup) await keepMembers(tx, groupId, ofGroup);
    tx.afterCommit(() => groupDirectory.refreshOf([...byGroup.keys()]));
  }),
  on(personDeleted, 'groups.forget-person', async (events, tx) => {
    for (const { payload } of events)
      await native(Members).updateMany(
        { personId: payload.personId },
        // Told at the moment of the deletion, so that no older name comes back with a late event.
        { $set: { name: DELETED_NAME, nameAt: payload.at } },
        { session: tx.session },
      );
  }),
];

/**
 * Takes sightings of one group over. A member's row and the group's count change in one transaction: two that
 * touch the same row collide and one is done again, so that each change of presence is counted exactly once.
 */
async function keepMembers(tx: Tx, groupId: string, seen: readonly SeenMember[]): Promise<void> {
  const options = { session: tx.session };
  const group = await native(Groups).findOne({ _id: groupId }, options);
  if (!group) return;
  const byKey = groupBy(seen, (each) => memberKey(groupId, each.userId));
  const known = indexBy(
    await native(Members)
      .find({ _id: { $in: [...byKey.keys()] } }, options)
      .toArray(),
    (row) => row._id,
  );

  const changed: MemberDoc[] = [];
  const newcomers: MemberDoc[] = [];
  let arrived = 0;
  for (const [key, sightings] of byKey) {
    const before = known.get(key);
    const membership = sightings.reduce<MemberDoc | undefined>(
      (row, sighting) => ({ ...keepIds(key, sighting), ...witness(row, sighting) }) as MemberDoc,
      before,
    )!;
    const after = { ...membership, ...standingOf(membership) };
    if (before && sameRow(before, after)) continue;
    changed.push(after);
    arrived += Number(after.present) - Number(before?.present ?? false);
    if (after.present && !before?.present && isFreshJoin(after, tx.now)) newcomers.push(after);
  }
  if (changed.length === 0) return;
  await native(Members).bulkWrite(
    changed.map(({ _id, ...row }) => ({ replaceOne: { filter: { _id }, replacement: row, upsert: true } })),
    { ...options, ignoreUndefined: true },
  );
  if (arrived !== 0) await changeCount(tx, group, arrived);
  tellJoined(tx, group, newcomers, group.memberCount + arrived);
}

function tellJoined(tx: Tx, group: GroupDoc, newcomers: readonly MemberDoc[], memberCount: number): void {
  const { _id: groupId, memberCount: countBefore } = group;
  if (newcomers.length === 0 && bandFor(countBefore) === bandFor(memberCount)) return;
  const named = newcomers.map(({ personId, name }) => ({ personId, name }));
  tx.emit(membersJoined({ groupId, newcomers: named, countBefore, memberCount }));
}

async function changeCount(tx: Tx, group: GroupDoc, arrived: number): Promise<void> {
  await native(Groups).updateOne(
    { _id: group._id },
    { $set: { memberCount: group.memberCount + arrived, updatedAt: tx.now } },
    { session: tx.session },
  );
}

const keepIds = (key: string, { groupId, userId, personId }: SeenMember) => ({
  _id: key,
  groupId,
  userId,
  personId,
});

const isFreshJoin = (row: MemberDoc, now: Date): boolean =>
  row.lastJoinAt !== undefined && now.getTime() - row.lastJoinAt.getTime() < JOIN_FRESH_MS;

const TIMES = [
  'joinedAt',
  'leftAt',
  'lastJoinAt',
  'lastLeaveAt',
  'firstSeenAt',
  'lastSeenAt',
  'nameAt',
] as const;
const sameRow = (a: MemberDoc, b: MemberDoc): boolean =>
  a.name === b.name &&
  a.present === b.present &&
  TIMES.every((field) => a[field]?.getTime() === b[field]?.getTime());
