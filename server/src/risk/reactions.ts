import { type SeenMember, membersSeen } from '../bot/events';
import { groupBy, indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { staffDirectory } from '../org';
import { personDeleted } from '../people';
import { putOnBlacklist } from './commands';
import { Blacklist, Blacklisted, type JoinRow, Joins } from './model';
import { FLOOD, floodReason, joinFlood } from './rules';

export const reactions = [
  on(membersSeen, 'risk.watch-joins', async (events, tx) => {
    const joins = events
      .flatMap(({ payload }) => payload.members)
      // Staff are put into many groups at once by their work.
      .filter(({ kind, userId }) => kind === 'join' && !staffDirectory.isStaffUser(userId));
    if (joins.length > 0) await watchJoins(joins, tx);
  }),
  // The mark stays, so that deletion is no way out; what staff wrote about the person goes.
  on(personDeleted, 'risk.clean-reasons', async (events, tx) => {
    await native(Blacklist).updateMany(
      { personId: { $in: events.map(({ payload }) => payload.personId) }, rule: { $exists: false } },
      { $set: { reason: '本人已注销，原因已删除' }, $unset: { liftReason: 1 } },
      { session: tx.session },
    );
  }),
];

async function watchJoins(seen: readonly SeenMember[], tx: Tx): Promise<void> {
  await keepJoins(seen, tx);
  const options = { session: tx.session };
  const byPerson = groupBy(seen, ({ personId }) => personId);
  const marked = await native(Blacklisted)
    .find({ _id: { $in: [...byPerson.keys()] } }, options)
    .toArray();
  for (const { _id } of marked) byPerson.delete(_id);
  for (const [personId, joins] of byPerson) {
    const flood = joinFlood(await joinsAround(personId, joins, tx));
    if (!flood) continue;
    await putOnBlacklist(
      {
        personId,
        rule: 'join_flood',
        reason: floodReason(flood.length),
        evidence: flood.map(({ groupId, at }) => ({ groupId, at })),
      },
      tx,
    );
  }
}

/** The same join twice is one row: its id follows from the event. */
async function keepJoins(seen: readonly SeenMember[], tx: Tx): Promise<void> {
  const rows = indexBy(
    seen.map(({ channel, eventId, personId, groupId, at }): JoinRow => ({
      _id: `${channel}:${eventId}`,
      personId,
      groupId,
      at,
      storedAt: tx.now,
    })),
    (row) => row._id,
  );
  const options = { session: tx.session };
  const known = await native(Joins)
    .find({ _id: { $in: [...rows.keys()] } }, { ...options, projection: { _id: 1 } })
    .toArray();
  for (const { _id } of known) rows.delete(_id);
  if (rows.size > 0) await native(Joins).insertMany([...rows.values()], options);
}

/**
 * What is stored around the joins just seen, in event time: they may complete a window from either side.
 * After a person undid a flood, what happened until then was judged and counts no more.
 */
async function joinsAround(personId: string, seen: readonly SeenMember[], tx: Tx): Promise<JoinRow[]> {
  const options = { session: tx.session };
  const times = seen.map(({ at }) => at.getTime());
  const windowMs = FLOOD.windowSeconds * 1000;
  const from = new Date(Math.min(...times) - windowMs);
  const to = new Date(Math.max(...times) + windowMs);
  const rows = await native(Joins)
    .find({ personId, at: { $gte: from, $lte: to } }, options)
    .sort({ at: 1 })
    .toArray();
  if (rows.length < FLOOD.limit) return [];
  const [pardon] = await native(Blacklist)
    .find({ personId, rule: 'join_flood', liftedAt: { $exists: true } }, options)
    .sort({ liftedAt: -1 })
    .limit(1)
    .toArray();
  return pardon ? rows.filter(({ at }) => at > pardon.liftedAt!) : rows;
}
