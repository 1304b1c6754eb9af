import type { Tx } from '../kernel/command';
import { refusals } from '../kernel/refusals';
import { native } from '../kernel/store';
import { Accounts, type LedgerTransaction, Transactions } from './model';
import { accountUnit, balanced, floorOf, type PostRequest, sums } from './rules';

const refuse = refusals({
  balance_too_low: { zh: '余额不够，这一笔没有办成。', en: 'account would fall below its floor' },
  key_used_differently: {
    zh: '这个编号已经用于另一笔账，请换一个编号。',
    en: 'idempotency key reused with another input',
    status: 409,
  },
});

/**
 * Books transactions inside the open transaction; both sides or nothing. A key that is booked already is skipped,
 * so posting the same request again is harmless. Answers what was newly booked.
 * @throws Refusal `key_used_differently` (409) if a key was booked with another input;
 *   `balance_too_low` if an account with a floor would fall below it.
 */
export async function post(tx: Tx, requests: readonly PostRequest[]): Promise<LedgerTransaction[]> {
  const { session } = tx;
  const wanted = new Map(requests.map((request) => [request.key, balanced(request, tx.now)]));
  const had = await native(Transactions)
    .find({ _id: { $in: [...wanted.keys()] } }, { session, projection: { inputHash: 1 } })
    .toArray();
  for (const { _id, inputHash } of had) {
    if (wanted.get(_id)!.inputHash !== inputHash)
      throw refuse('key_used_differently', { details: { key: _id } });
    wanted.delete(_id);
  }
  const fresh = [...wanted.values()];
  if (fresh.length === 0) return [];
  await native(Transactions).insertMany(fresh, { session });
  await moveGuards(tx, fresh);
  return fresh;
}

/** Guards move with the entries, in the same transaction: summed balances alone would allow write skew. */
async function moveGuards(tx: Tx, fresh: readonly LedgerTransaction[]): Promise<void> {
  const { session } = tx;
  const moves = [...sums(fresh)].filter(([name]) => floorOf(name) !== undefined);
  if (moves.length === 0) return;
  await native(Accounts).bulkWrite(
    moves.map(([name, { amount, entries }]) => ({
      updateOne: {
        filter: { _id: name },
        update: {
          $inc: { balance: amount, entries },
          $setOnInsert: { unit: accountUnit(name), floor: floorOf(name)! },
        },
        upsert: true,
      },
    })),
    { session, ordered: false },
  );
  const falling = moves.filter(([, { amount }]) => amount < 0).map(([name]) => name);
  if (falling.length === 0) return;
  const low = await native(Accounts).findOne(
    { _id: { $in: falling }, $expr: { $lt: ['$balance', '$floor'] } },
    { session },
  );
  if (low) throw refuse('balance_too_low', { details: { account: low._id } });
}
