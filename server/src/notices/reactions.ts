import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { noticesPlanned } from './many';
import { Notices, Subscriptions } from './model';
import { notify } from './notify';

export const reactions = [
  on(noticesPlanned, 'notices.tell-many', async (events, tx) => {
    for (const plan of events.flatMap(({ payload }) => payload.plans)) await notify(tx, plan);
  }),

  // What a person was told is about them: with the person it goes.
  on(personDeleted, 'notices.forget', async (events, tx) => {
    const personId = { $in: events.map(({ payload }) => payload.personId) };
    const options = { session: tx.session };
    await native(Notices).deleteMany({ personId }, options);
    await native(Subscriptions).deleteMany({ personId }, options);
  }),
];
