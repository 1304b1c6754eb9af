import { shanghaiDay } from '@kouyi/shared/rules/time';
import { asSystem, type Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { Days, Moves, Transactions } from './model';
import { addTo, bookOf, type Movement, sums } from './rules';

/** Moves folded in one transaction. */
const FOLD = 500;

/**
 * Folds what was moved since into the daily totals of the books. A move is folded exactly once: its totals change
 * in the transaction that removes it, however late it was committed.
 */
export async function rollUp(): Promise<void> {
  while ((await asSystem('ledger.roll-up', fold)) === FOLD);
}

async function fold(tx: Tx): Promise<number> {
  const { session } = tx;
  const known = await native(Days).findOne({ _id: { $gt: '' } }, { session, projection: { _id: 1 } });
  const moves = known
    ? await native(Moves)
        .find({ _id: { $gt: '' } }, { session })
        .limit(FOLD)
        .toArray()
    : [];
  const totals = known ? new Map<string, Movement>() : await fromTheBeginning(tx);
  for (const { day, sums: moved } of moves)
    for (const { book, amount, entries } of moved) addTo(totals, dayKey(book, day), amount, entries);
  if (totals.size > 0) {
    await native(Days).bulkWrite(
      [...totals].map(([key, { amount, entries }]) => ({
        updateOne: {
          filter: { _id: key },
          update: { $inc: { amount, entries }, $setOnInsert: dayParts(key) },
          upsert: true,
        },
      })),
      { session, ordered: false },
    );
  }
  if (moves.length > 0)
    await native(Moves).deleteMany({ _id: { $in: moves.map(({ _id }) => _id) } }, { session });
  return moves.length;
}

/** Books of an earlier version have entries and no totals yet; the moves so far are among them. */
async function fromTheBeginning({ session }: Tx): Promise<Map<string, Movement>> {
  const totals = new Map<string, Movement>();
  const rows = native(Transactions).find(
    { _id: { $gt: '' } },
    { session, projection: { postings: 1, postedAt: 1 } },
  );
  for await (const row of rows) {
    const day = shanghaiDay(row.postedAt);
    for (const [book, { amount, entries }] of sums([row], bookOf))
      addTo(totals, dayKey(book, day), amount, entries);
  }
  await native(Moves).deleteMany({ _id: { $gt: '' } }, { session });
  return totals;
}

const dayKey = (book: string, day: number): string => `${book}@${day}`;
function dayParts(key: string): { book: string; day: number } {
  const at = key.lastIndexOf('@');
  return { book: key.slice(0, at), day: Number(key.slice(at + 1)) };
}
