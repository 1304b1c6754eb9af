import { on } from '../kernel/outbox';
import { anyOf, native } from '../kernel/store';
import { kocsAmong } from '../koc';
import { kocsChanged } from '../koc/events';
import { personDeleted } from '../people';
import { endClaim } from './claims';
import { Claims } from './model';

export const reactions = [
  // Whoever is no KOC any more gets nothing more.
  on(kocsChanged, 'rights.end-with-koc', async (events, tx) => {
    const ids = events.flatMap(({ payload }) => payload.personIds);
    const kocs = await kocsAmong(ids, tx.session);
    const ended = [...kocs.values()].filter(({ endedAt }) => endedAt !== undefined).map(({ _id }) => _id);
    if (ended.length === 0) return;
    const rows = await native(Claims)
      .find({ kocId: anyOf(ended), state: { $in: ['requested', 'approved'] } }, { session: tx.session })
      .toArray();
    for (const row of rows)
      await endClaim(tx, row, 'expired', { step: 'KOC 身份结束', words: 'KOC 身份结束了' });
  }),

  on(personDeleted, 'rights.forget-person', async (events, tx) => {
    const gone = anyOf(events.map(({ payload }) => payload.personId));
    await native(Claims).updateMany(
      { $or: [{ kocId: gone }, { personId: gone }] },
      { $unset: { note: 1, words: 1 } },
      { session: tx.session },
    );
  }),
];
