import { shanghaiDay } from '@kouyi/shared/rules/time';
import type { Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { changeRows, insertRows, native, rowsByIds } from '../kernel/store';
import { Accounts, type LedgerTransaction, Moves, Transactions } from './model';
import { accountUnit, balanced, bookOf, floorOf, type PostRequest, refuse, sums } from './rules';

/**
 * Books transactions inside the open transaction; all legs or nothing. A key that is booked already is skipped,
 * so posting the same request again is harmless. Answers what was newly booked.
 * @throws Refusal `key_used_differently` (409) if a key was booked with another input;
 *   `balance_too_low` if an account with a floor would fall below it by anything but a clawback.
 */
export async function post(tx: Tx, requests: readonly PostRequest[]): Promise<LedgerTransaction[]> {
  const { session } = tx;
  const wanted = new Map<string, LedgerTransaction>();
  for (const request of requests) {
    const made = balanced(request, tx.now);
    const twin = wanted.get(request.key);
    if (twin && twin.inputHash !== made.inputHash)
      throw refuse('key_used_differently', { details: { key: request.key } });
    wanted.set(request.key, twin ?? made);
  }
  if (wanted.size === 0) return [];
  const had = await rowsByIds(Transactions, [...wanted.keys()], { session, projection: { inputHash: 1 } });
  for (const { _id, inputHash } of had) {
    if (wanted.get(_id)!.inputHash !== inputHash)
      throw refuse('key_used_differently', { details: { key: _id } });
    wanted.delete(_id);
  }
  const fresh = [...wanted.values()];
  if (fresh.length === 0) return [];
  await insertRows(session, Transactions, fresh);
  // Folded into daily totals later: nobody waits for anybody else's account here.
  await native(Moves).insertOne(
    {
      _id: newId('mov'),
      day: shanghaiDay(tx.now),
      sums: [...sums(fresh, bookOf)].map(([book, moved]) => ({ book, ...moved })),
    },
    { session },
  );
  await moveGuards(tx, fresh);
  return fresh;
}

/** Guards move with the entries, in the same transaction: summed balances alone would allow write skew. */
async function moveGuards(tx: Tx, fresh: readonly LedgerTransaction[]): Promise<void> {
  const { session } = tx;
  const moves = [...sums(fresh)].filter(([name]) => floorOf(name) !== undefined);
  if (moves.length === 0) return;
  await changeRows(
    session,
    Accounts,
    moves.map(([name, { amount, entries }]) => ({
      q: { _id: name },
      u: {
        $inc: { balance: amount, entries },
        $setOnInsert: { unit: accountUnit(name), floor: floorOf(name)! },
      },
      upsert: true,
    })),
  );
  const falling = [...sums(fresh.filter((each) => !each.clawback))]
    .filter(([name, { amount }]) => amount < 0 && floorOf(name) !== undefined)
    .map(([name]) => name);
  if (falling.length === 0) return;
  const low = await native(Accounts).findOne(
    { _id: { $in: falling }, $expr: { $lt: ['$balance', '$floor'] } },
    { session },
  );
  if (low) throw refuse('balance_too_low', { details: { account: low._id } });
}
