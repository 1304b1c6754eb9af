import { on } from '../kernel/outbox';
import type { Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { insertRows, native, rowsByIds } from '../kernel/store';
import { identitiesOf } from '../people';
import { peopleRegrouped } from '../people/events';
import { Commissions, Disputes, type DisputeRow } from './model';

/** Orders of one person looked at; somebody who bought more through themself is a case of its own. */
const MOST = 200;

/**
 * Opens a case for every order that pays the person who bought it, now that two people are seen as one. A decision is
 * about what was known at its time and stands until somebody looks: the merge may be wrong, too.
 */
async function flagOwnPurchases(tx: Tx, rootId: string): Promise<void> {
  const selves = await identitiesOf(rootId, tx.session);
  if (selves.length < 2) return;
  const paid = await native(Commissions)
    .find(
      {
        kocIds: { $in: selves },
        buyerId: { $in: selves },
        'rules.ownPurchase': 'refuse',
        'decision.by': { $ne: 'staff' },
        keptFen: { $gt: 0 },
      },
      { session: tx.session },
    )
    .sort({ paidAt: -1, _id: -1 })
    .limit(MOST)
    .toArray();
  const cases = paid.map(({ _id: orderId, number, kocIds }): DisputeRow => ({
    _id: derivedId('dsp', orderId, 'own-purchase'),
    about: 'own_purchase',
    orderId,
    number,
    kocId: kocIds.find((id) => selves.includes(id))!,
    reason: '判定以后才知道：买家和这位 KOC 是同一个人。',
    at: tx.now,
    state: 'open',
  }));
  const had = await rowsByIds(
    Disputes,
    cases.map(({ _id }) => _id),
    { session: tx.session, projection: { _id: 1 } },
  );
  const known = new Set(had.map(({ _id }) => _id));
  await insertRows(
    tx.session,
    Disputes,
    cases.filter(({ _id }) => !known.has(_id)),
  );
}

export const flagWhenSeenAsOne = on(peopleRegrouped, 'commission.flag-own-purchases', async (events, tx) => {
  for (const root of new Set(events.flatMap(({ payload }) => payload.roots)))
    await flagOwnPurchases(tx, root);
});
