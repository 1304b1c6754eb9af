import type { Tx } from './command';
import { derivedId } from './ids';
import { changeRows, model } from './store';

/** That there was a turn with a thing; gone a day later, because it only matters while two are at it. */
interface TurnRow {
  /** Made from the thing's name, which it does not tell: a thing may be somebody's. */
  _id: string;
  at: Date;
  times: number;
}
const Turns = model<TurnRow>('turns', { at: Date, times: Number }, [
  { keys: { at: 1 }, options: { expireAfterSeconds: 86_400 } },
]);

/**
 * Transactions that take their turn with the same thing come one after the other, each seeing what the one before did.
 * For limits that are a sum over rows of which no two transactions need write the same: a snapshot alone would let both
 * see the other's not yet (write skew). Take turns before reading what is decided by.
 *
 * @example
 * await takeTurns(tx, selves.map((id) => `withdrawals:${id}`));
 */
export async function takeTurns(tx: Tx, things: Iterable<string>): Promise<void> {
  // A counter, not a flag: an update that changes nothing is no write and stops nobody.
  await changeRows(
    tx.session,
    Turns,
    [...new Set(things)].sort().map((thing) => ({
      q: { _id: derivedId('trn', thing) },
      u: { $inc: { times: 1 }, $set: { at: tx.now } },
      upsert: true,
    })),
  );
}
