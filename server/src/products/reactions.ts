import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { Touches } from './model';

export const reactions = [
  on(personDeleted, 'products.forget-touches', async (events, tx) => {
    await native(Touches).deleteMany(
      { personId: { $in: events.map(({ payload }) => payload.personId) } },
      { session: tx.session },
    );
  }),
];
