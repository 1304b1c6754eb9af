import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from '../people';
import { Carried, Forwards } from './model';

export const reactions = [
  // What was forwarded still counts, but is nobody's any more.
  on(personDeleted, 'materials.forget', async (events, tx) => {
    const kocId = { $in: events.map(({ payload }) => payload.personId) };
    const options = { session: tx.session };
    await native(Forwards).updateMany({ kocId }, { $set: { kocId: '' } }, options);
    await native(Carried).updateMany({ kocId }, { $set: { kocId: '' } }, options);
  }),
];
