import { type SeenMember, membersSeen } from '../bot/events';
import { groupBy, indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { staffDirectory } from '../org';
import { personDeleted } from '../people';
import { peopleRegrouped, personReturned } from '../people/events';
import { putOnBlacklist, settleMarks } from './commands';
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
  on(peopleRegrouped, 'risk.see-as-one', async (events, tx) => {
    for (const root of new Set(events.flatMap(({ payload }) => payload.roots))) await settleMarks(tx, root);
  }),
  // Who comes back after a deletion is somebody new to everybody but us: it is no way out of the blacklist.
  on(personReturned, 'risk.know-again', async (events, tx) => {
    for (const { payload } of events) {
      const { personId, before } = payload;
      const marks = await native(Blacklisted)
        .find({ _id: { $in: [personId, before] } }, { session: tx.session })
        .toArray();
      if (marks.some(({ _id }) => _id === personId) || marks.length === 0) continue;
      await putOnBlacklist({ personId, reason: '注销以前就在黑名单里', evidence: [] }, tx);
    }
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
    .find({ _id: { $in: [...byPerson.keys()] }, via: { $exists: false } }, options)
    .toArray();
  for (const { _id } of marked) byPerson.delete(_id);
  for (const [personId, joins] of await joinsAround([...byPerson.values()].flat(), tx)) {
    const flood = joinFlood(joins) && joinFlood(await notPardoned(personId, joins, tx));
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

/** What is stored around the joins just seen, by person, in event time: they may complete a window from either side. */
async function joinsAround(seen: readonly SeenMember[], tx: Tx): Promise<Map<string, JoinRow[]>> {
  if (seen.length === 0) return new Map();
  const times = seen.map(({ at }) => at.getTime());
  const windowMs = FLOOD.windowSeconds * 1000;
  const rows = await native(Joins)
    .find(
      {
        personId: { $in: [...new Set(seen.map(({ personId }) => personId))] },
        at: {
          $gte: new Date(times.reduce((a, b) => Math.min(a, b)) - windowMs),
          $lte: new Date(times.reduce((a, b) => Math.max(a, b)) + windowMs),
        },
      },
      { session: tx.session },
    )
    .toArray();
  return groupBy(rows, ({ personId }) => personId);
}

/** After a person undid a flood, what happened until then was judged and counts no more. */
async function notPardoned(personId: string, joins: readonly JoinRow[], tx: Tx): Promise<JoinRow[]> {
  const [pardon] = await native(Blacklist)
    .find({ personId, rule: 'join_flood', liftedAt: { $exists: true } }, { session: tx.session })
    .sort({ liftedAt: -1 })
    .limit(1)
    .toArray();
  return joins.filter(({ at }) => !pardon || at > pardon.liftedAt!);
}
