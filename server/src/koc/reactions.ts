import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { Kocs } from './model';

export const reactions = [
  // What was earned stays in the books; nothing new is earned by somebody who has left.
  on(personDeleted, 'koc.end-deleted', async (events, tx) => {
    await native(Kocs).updateMany(
      { _id: { $in: events.map(({ payload }) => payload.personId) }, endedAt: { $exists: false } },
      { $set: { endedAt: tx.now } },
      { session: tx.session },
    );
  }),
];
