import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { Progress, Ticks, Tries } from './model';

export const reactions = [
  on(personDeleted, 'training.forget', async (events, tx) => {
    const personId = { $in: events.map(({ payload }) => payload.personId) };
    const options = { session: tx.session };
    await native(Progress).deleteMany({ personId }, options);
    await native(Tries).deleteMany({ personId }, options);
    await native(Ticks).deleteMany({ personId }, options);
  }),
];
