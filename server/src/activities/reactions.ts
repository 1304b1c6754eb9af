import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { sayClosing } from './closing';
import { activityClosed } from './events';
import { Decisions, Tallies } from './model';

export const reactions = [
  on(activityClosed, 'activities.say-closing', async (events, tx) => {
    for (const { payload } of events)
      await sayClosing({ actor: tx.actor }, { activityId: payload.activityId });
  }),
  // Numbers stay, names and words go.
  on(personDeleted, 'activities.forget-person', async (events, tx) => {
    const { session } = tx;
    for (const { payload } of events) {
      const rows = await native(Decisions).find({ personId: payload.personId }, { session }).toArray();
      const tallyIds = [...new Set(rows.map((row) => `${row.activityId}:${row.groupId}`))];
      const names = new Set(rows.map((row) => row.name));
      await native(Decisions).updateMany(
        { personId: payload.personId },
        { $set: { name: '已注销用户' }, $unset: { text: 1, facts: 1 } },
        { session },
      );
      for (const tally of await native(Tallies)
        .find({ _id: { $in: tallyIds } }, { session })
        .toArray()) {
        const first =
          tally.first && names.has(tally.first.name) ? { first: { ...tally.first, name: '已注销用户' } } : {};
        const today =
          tally.firstToday && names.has(tally.firstToday.name)
            ? { firstToday: { ...tally.firstToday, name: '已注销用户' } }
            : {};
        const unansweredNames = tally.unansweredNames.filter((name) => !names.has(name));
        await native(Tallies).updateOne(
          { _id: tally._id },
          { $set: { ...first, ...today, unansweredNames }, $inc: { rev: 1 } },
          { session },
        );
      }
    }
  }),
];
