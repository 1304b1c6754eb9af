import { groupDirectory } from '../groups';
import { membersJoined } from '../groups/events';
import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { DELETED_NAME, personDeleted } from '../people';
import { blacklistedAmong } from '../risk';
import { Welcomes } from './model';
import { planNotice, planWelcome } from './plans';

/** What somebody is called who has shown no name yet. */
const UNNAMED = '新朋友';

export const reactions = [
  on(membersJoined, 'welcome.greet', async (events, tx) => {
    const joined = events.map(({ payload }) => payload);
    await groupDirectory.ensure(joined.map(({ groupId }) => groupId));
    const unwanted = await blacklistedAmong(
      joined.flatMap(({ newcomers }) => newcomers.map(({ personId }) => personId)),
    );
    // One after another: those of one group join the same line.
    for (const { groupId, newcomers, countBefore: before, memberCount: members } of joined) {
      const group = groupDirectory.get(groupId);
      if (!group) continue;
      const names = newcomers
        .filter((each) => !unwanted.has(each.personId))
        .map((each) => each.name || UNNAMED);
      await planNotice(tx, group, { before, members });
      await planWelcome(tx, group, { names, members });
    }
  }),
  on(personDeleted, 'welcome.forget-names', async (events, tx) => {
    for (const { payload } of events)
      await native(Welcomes).updateMany(
        { _id: { $in: payload.groupIds }, names: { $in: payload.names } },
        { $set: { 'names.$[named]': DELETED_NAME } },
        { session: tx.session, arrayFilters: [{ named: { $in: payload.names } }] },
      );
  }),
];
