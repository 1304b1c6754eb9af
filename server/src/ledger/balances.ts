import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { asSystem } from '../kernel/command';
import { native, type ClientSession } from '../kernel/store';
import { Accounts, Days, Moves, Transactions } from './model';
import { addTo, bookOf, floorOf, type Movement } from './rules';

/**
 * What accounts hold, now or as of a moment of booking (that moment included); accounts without entries hold 0.
 * Guarded accounts are read from their guard; all others, and every balance of the past, are derived from entries
 * and the daily totals of their book, in one snapshot.
 */
export const balancesOf = (names: readonly string[], at?: Date): Promise<Map<string, number>> =>
  asSystem('ledger.read-balances', async ({ session }) => {
    const balances = new Map(names.map((name) => [name, 0]));
    const guarded = names.filter((name) => floorOf(name) !== undefined);
    const derived = names.filter((name) => floorOf(name) === undefined);
    if (at === undefined) {
      const rows = await native(Accounts)
        .find({ _id: { $in: guarded } }, { session })
        .toArray();
      for (const row of rows) balances.set(row._id, row.balance);
    } else {
      await addEntries(balances, guarded, { $lte: at }, session);
    }
    if (derived.length > 0) await addBooks(balances, derived, at, session);
    return balances;
  });

/** Balance and number of entries of every book. */
export const bookTotals = (): Promise<Map<string, Movement>> =>
  asSystem('ledger.read-books', ({ session }) => totalsBefore(undefined, session));

async function addBooks(
  balances: Map<string, number>,
  names: readonly string[],
  at: Date | undefined,
  session: ClientSession,
): Promise<void> {
  const totals = await totalsBefore(at && shanghaiDay(at), session, names);
  for (const name of names) balances.set(name, balances.get(name)! + (totals.get(bookOf(name))?.amount ?? 0));
  if (at) await addEntries(balances, names, { $gte: shanghaiInstant(shanghaiDay(at)), $lte: at }, session);
}

/** Totals of books over the days before one (or all days), folded or not yet. */
async function totalsBefore(
  day: number | undefined,
  session: ClientSession,
  books?: readonly string[],
): Promise<Map<string, Movement>> {
  const totals = new Map<string, Movement>();
  const before = day === undefined ? {} : { day: { $lt: day } };
  const folded = native(Days).find(
    { ...(books ? { book: { $in: [...books] } } : {}), ...before },
    { session },
  );
  for await (const { book, amount, entries } of folded) addTo(totals, book, amount, entries);
  for await (const move of native(Moves).find({ _id: { $gt: '' }, ...before }, { session }))
    for (const { book, amount, entries } of move.sums) addTo(totals, book, amount, entries);
  return totals;
}

async function addEntries(
  balances: Map<string, number>,
  names: readonly string[],
  postedAt: { $gte?: Date; $lte: Date },
  session: ClientSession,
): Promise<void> {
  if (names.length === 0) return;
  const wanted = new Set(names);
  const rows = native(Transactions).find(
    { 'postings.account': { $in: [...names] }, postedAt },
    { session, projection: { postings: 1 } },
  );
  for await (const { postings } of rows)
    for (const { account, amount } of postings)
      if (wanted.has(account)) balances.set(account, balances.get(account)! + amount);
}
