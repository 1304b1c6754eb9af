import { membersJoined } from '../groups/events';
import { groupBy } from '../kernel/collections';
import { on } from '../kernel/outbox';
import { anyOf, native } from '../kernel/store';
import { kocsAmong } from '../koc';
import { kocsChanged } from '../koc/events';
import { personDeleted } from '../people';
import { leaveAdrift } from './commands';
import { keepJoins } from './joining';
import { Dismissals, Joins, SubGroups, Suggestions } from './model';

export const reactions = [
  // Whoever comes in by the group's own QR code counts as well as who typed the code.
  on(membersJoined, 'subgroups.count-newcomers', async (events, tx) => {
    const groupIds = [...new Set(events.map(({ payload }) => payload.groupId))];
    const rows = await native(SubGroups)
      .find({ groupId: anyOf(groupIds), state: 'open' }, { session: tx.session })
      .toArray();
    const byGroup = groupBy(rows, (row) => row.groupId!);
    await keepJoins(
      tx,
      events.flatMap(({ payload: { groupId, newcomers }, at }) =>
        (byGroup.get(groupId) ?? []).flatMap((row) =>
          newcomers.map(({ personId }) => ({ row, personId, by: 'group' as const, at })),
        ),
      ),
    );
  }),

  // A group without its KOC looks for another one; what an ended KOC asked for is over.
  on(kocsChanged, 'subgroups.set-adrift', async (events, tx) => {
    const ids = events.flatMap(({ payload }) => payload.personIds);
    const kocs = await kocsAmong(ids, tx.session);
    const ended = [...kocs.values()].filter(({ endedAt }) => endedAt !== undefined).map(({ _id }) => _id);
    if (ended.length > 0) await leaveAdrift(tx, ended);
  }),

  // Who came goes; the group, its numbers and the books stay.
  on(personDeleted, 'subgroups.forget-person', async (events, tx) => {
    const options = { session: tx.session };
    const ids = events.map(({ payload }) => payload.personId);
    await leaveAdrift(tx, ids);
    const gone = anyOf(ids);
    await native(Joins).deleteMany({ personId: gone }, options);
    await native(Dismissals).deleteMany({ personId: gone }, options);
    await native(SubGroups).updateMany({ kocId: gone }, { $unset: { purpose: 1 } }, options);
    const named = await native(Suggestions)
      .find({ 'candidates.personId': gone }, { ...options, projection: { _id: 1 } })
      .toArray();
    // Worked out again by the next turn, without them.
    if (named.length > 0)
      await native(Suggestions).deleteMany({ _id: { $in: named.map(({ _id }) => _id) } }, options);
  }),
];
