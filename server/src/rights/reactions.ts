import type { Tx } from '../kernel/command';
import { on } from '../kernel/outbox';
import { anyOf, native } from '../kernel/store';
import { kocsAmong } from '../koc';
import { kocsChanged } from '../koc/events';
import { personDeleted } from '../people';
import { endClaim } from './claims';
import { type ClaimRow, Claims } from './model';

const waitingOf = (tx: Tx, kocIds: readonly string[]): Promise<ClaimRow[]> =>
  native(Claims)
    .find({ kocId: anyOf(kocIds), state: { $in: ['requested', 'approved'] } }, { session: tx.session })
    .toArray();

export const reactions = [
  // Whoever is no KOC any more gets nothing more.
  on(kocsChanged, 'rights.end-with-koc', async (events, tx) => {
    const ids = events.flatMap(({ payload }) => payload.personIds);
    const kocs = await kocsAmong(ids, tx.session);
    const ended = [...kocs.values()].filter(({ endedAt }) => endedAt !== undefined).map(({ _id }) => _id);
    if (ended.length === 0) return;
    for (const row of await waitingOf(tx, ended))
      await endClaim(tx, row, 'expired', { step: 'KOC 身份结束', words: 'KOC 身份结束了' });
  }),

  on(personDeleted, 'rights.forget-person', async (events, tx) => {
    const ids = events.map(({ payload }) => payload.personId);
    for (const row of await waitingOf(tx, ids))
      await endClaim(tx, row, 'expired', { step: '本人离开了', silent: true });
    const gone = anyOf(ids);
    await native(Claims).updateMany(
      { $or: [{ kocId: gone }, { personId: gone }] },
      { $unset: { note: 1, words: 1 } },
      { session: tx.session },
    );
  }),
];
