import { OutboxRows } from '../kernel/outbox-rows';
import { type ClientSession, native, rowsByIds } from '../kernel/store';
import { type Grant, rewardsGranted } from '../rewards';
import { Transactions } from './model';

/** Key of the transaction that books a grant of points. */
export const grantKey = (id: string): string => `grant:${id}`;

/** Points that were granted and are not booked yet, as one transaction sees it: booking follows within seconds. */
export async function pointsUnderWay(session: ClientSession): Promise<Grant[]> {
  const rows = await native(OutboxRows)
    .find({ pending: true, type: rewardsGranted.type }, { session })
    .toArray();
  const grants = rows
    .flatMap(({ payload }) => (payload as { grants: Grant[] }).grants)
    .filter(({ reward }) => reward.kind === 'points');
  const booked = await rowsByIds(
    Transactions,
    grants.map(({ id }) => grantKey(id)),
    { session, projection: { _id: 1 } },
  );
  const had = new Set(booked.map(({ _id }) => _id));
  return grants.filter(({ id }) => !had.has(grantKey(id)));
}
