import type { Tx } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { native, type ClientSession } from '../kernel/store';
import { post } from './commands';
import { Holds, type LedgerHold } from './model';
import { holdStates, refuse } from './rules';

/** Money that shall go from one account to another, and where it waits meanwhile. */
export type HoldRequest = Pick<LedgerHold, 'unit' | 'from' | 'via' | 'to' | 'amount' | 'reason' | 'cause'> & {
  /** Makes it happen once. */
  readonly key: string;
  readonly personId?: string;
};

/**
 * Sets an amount aside: it leaves `from` at once and waits in `via` until it is posted or voided. The same key again
 * changes nothing.
 * @throws Refusal `balance_too_low`, or `key_used_differently` (409).
 */
export async function hold(tx: Tx, { key, ...wanted }: HoldRequest): Promise<LedgerHold> {
  const had = await native(Holds).findOne({ _id: key }, { session: tx.session });
  if (had) {
    const same = (['unit', 'from', 'via', 'to', 'amount'] as const).every(
      (field) => had[field] === wanted[field],
    );
    if (!same) throw refuse('key_used_differently', { details: { key } });
    return had;
  }
  const { via: to, to: _goal, ...rest } = wanted;
  await post(tx, [{ ...rest, key: `hold:${key}`, to, at: tx.now }]);
  const row: LedgerHold = { _id: key, ...wanted, state: 'held', at: tx.now };
  await native(Holds).insertOne(row, { session: tx.session, ignoreUndefined: true });
  return row;
}

/** The held amount goes where it was meant to go. The same again changes nothing. */
export const postHold = (tx: Tx, key: string, reason: string): Promise<LedgerHold> =>
  settle(tx, key, 'posted', reason);

/** The held amount goes back where it came from. The same again changes nothing. */
export const voidHold = (tx: Tx, key: string, reason: string): Promise<LedgerHold> =>
  settle(tx, key, 'voided', reason);

/** What a person has waiting, over all holds of theirs. */
export async function heldOf(personId: string): Promise<number> {
  const rows = await native(Holds).find({ personId, state: 'held' }).toArray();
  return rows.reduce((sum, row) => sum + row.amount, 0);
}

/** What left these accounts by holds that were not voided, by account. */
export async function heldOrPosted(session?: ClientSession, from?: string): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  const rows = native(Holds).find(
    { state: { $in: ['held', 'posted'] }, ...(from === undefined ? {} : { from }) },
    session ? { session } : {},
  );
  for await (const row of rows) sums.set(row.from, (sums.get(row.from) ?? 0) + row.amount);
  return sums;
}

/** @throws Refusal `not_found`, or `state_forbids` (409) when it ended the other way. */
async function settle(tx: Tx, key: string, state: 'posted' | 'voided', reason: string): Promise<LedgerHold> {
  const row = await native(Holds).findOne({ _id: key }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  if (row.state === state) return row;
  holdStates.assertMove(row.state, state);
  const { unit, via: from, amount, cause, personId } = row;
  await post(tx, [
    {
      key: `hold:${key}:${state}`,
      unit,
      from,
      to: state === 'posted' ? row.to : row.from,
      amount,
      at: tx.now,
      reason,
      cause,
      ...(personId === undefined ? {} : { personId }),
    },
  ]);
  await native(Holds).updateOne(
    { _id: key },
    { $set: { state, settledAt: tx.now } },
    { session: tx.session },
  );
  return { ...row, state, settledAt: tx.now };
}
