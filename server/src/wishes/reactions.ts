import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { Guests, Moments, Wishes } from './model';

export const reactions = [
  // What a person told, and what they were answered, is theirs: with them it goes.
  on(personDeleted, 'wishes.forget', async (events, tx) => {
    const ids = events.map(({ payload }) => payload.personId);
    const options = { session: tx.session };
    await native(Wishes).deleteMany({ personId: { $in: ids } }, options);
    await native(Guests).deleteMany({ personId: { $in: ids } }, options);
    await native(Moments).updateMany(
      { 'audience.personIds': { $in: ids } },
      { $pull: { 'audience.personIds': { $in: ids } } } as object,
      options,
    );
  }),
];
