import { assertEverywhere } from '../org';
import { actorId } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { derivedId, newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { post } from './commands';
import { type LedgerTransaction, Transactions } from './model';
import { account, refuse } from './rules';

/** The kind of cause of what staff book by hand. */
const ADJUSTMENT = 'adjustment';

/**
 * Undoes a transaction by a new one with every leg turned round; the old one stays as it is.
 * @throws Refusal `not_found`, `already_reversed` (409), `balance_too_low` when the points are spent.
 */
export async function reverse(
  tx: Tx,
  { id, reason }: { id: string; reason: string },
): Promise<LedgerTransaction> {
  const before = await native(Transactions).findOne({ _id: id }, { session: tx.session });
  if (!before) throw refuseAnywhere('not_found');
  const { unit, cause, personId, activityId, groupId } = before;
  const [made] = await post(tx, [
    {
      key: `reversal:${id}`,
      unit,
      legs: before.postings.map((leg) => ({ account: leg.account, amount: -leg.amount })),
      at: tx.now,
      reason,
      cause,
      reverses: id,
      ...(personId === undefined ? {} : { personId }),
      ...(activityId === undefined ? {} : { activityId }),
      ...(groupId === undefined ? {} : { groupId }),
    },
  ]);
  if (!made) throw refuse('already_reversed');
  return made;
}

interface Adjustment {
  readonly personId: string;
  readonly points: number;
  readonly reason: string;
  readonly requestKey?: string | undefined;
}

/**
 * Gives a person points by hand, or takes them, once per request key.
 * @throws Refusal `balance_too_low`, or `key_used_differently` (409) for another amount or person.
 */
export const adjustPoints = command('ledger.adjust', {
  may: (actor) => assertEverywhere(actor, 'ledger.write'),
  async run({ personId, points, reason, requestKey }: Adjustment, tx): Promise<LedgerTransaction> {
    const id = requestKey === undefined ? newId('adj') : derivedId('adj', actorId(tx.actor), requestKey);
    const key = `${ADJUSTMENT}:${id}`;
    const own = account.memberPoints(personId);
    const [made] = await post(tx, [
      {
        key,
        unit: 'point',
        from: points > 0 ? account.adjustments('point') : own,
        to: points > 0 ? own : account.adjustments('point'),
        amount: Math.abs(points),
        at: tx.now,
        reason,
        cause: { kind: ADJUSTMENT, id },
        personId,
      },
    ]);
    // The answer was lost, and the same was asked again.
    if (!made) return (await native(Transactions).findOne({ _id: key }, { session: tx.session }))!;
    tx.audit({ subject: personId, after: { points, reason } });
    return made;
  },
});

/** Undoes an adjustment. What other domains booked is corrected there. @throws Refusal `not_reversible`. */
export const reverseAdjustment = command('ledger.reverse', {
  may: (actor) => assertEverywhere(actor, 'ledger.write'),
  async run({ id, reason }: { id: string; reason: string }, tx) {
    const row = await native(Transactions).findOne({ _id: id }, { session: tx.session });
    if (!row) throw refuseAnywhere('not_found');
    if (row.cause.kind !== ADJUSTMENT || row.reverses !== undefined)
      throw refuse('not_reversible', { details: { kind: row.cause.kind } });
    const made = await reverse(tx, { id, reason });
    tx.audit({ subject: row.personId ?? id, before: { transaction: id }, after: { reason } });
    return made;
  },
});
