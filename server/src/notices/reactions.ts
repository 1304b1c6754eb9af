import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { Notices, Subscriptions } from './model';

export const reactions = [
  // What a person was told is about them: with the person it goes.
  on(personDeleted, 'notices.forget', async (events, tx) => {
    const personId = { $in: events.map(({ payload }) => payload.personId) };
    const options = { session: tx.session };
    await native(Notices).deleteMany({ personId }, options);
    await native(Subscriptions).deleteMany({ personId }, options);
  }),
];
