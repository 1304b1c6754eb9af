import { shanghaiDay } from '@kouyi/shared/rules/time';
import { native } from '../../src/kernel/store';
import { Accounts, Moves, Transactions } from '../../src/ledger/model';
import { account, balanced, bookOf, floorOf, sums } from '../../src/ledger/rules';

const PEOPLE = 50_000;
const BATCH = 5_000;

/**
 * Fills the ledger to so many entries with balanced transactions of many people, as `post` would have written them
 * one by one: entries, guards, books.
 */
export async function fillLedger(entries: number): Promise<void> {
  const at = new Date();
  const had = await native(Transactions)
    .aggregate<{ n: number }>([{ $group: { _id: null, n: { $sum: { $size: '$postings' } } } }])
    .toArray();
  const wanted = Math.max(0, Math.ceil((entries - (had[0]?.n ?? 0)) / 2));
  const balances = new Map<string, { amount: number; entries: number }>();
  for (let from = 0; from < wanted; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, wanted - from) }, (_, i) => {
      const n = from + i;
      const personId = `bench-${(n * 7919) % PEOPLE}`;
      return balanced(
        {
          key: `bench:${n}`,
          unit: 'point',
          from: account.pointsIssued,
          to: account.memberPoints(personId),
          amount: 1 + (n % 50),
          at,
          reason: '压测',
          cause: { kind: 'bench', id: String(n) },
          personId,
        },
        at,
      );
    });
    await native(Transactions).insertMany(rows, { ordered: false });
    await native(Moves).insertOne({
      _id: `bench-${from}`,
      day: shanghaiDay(at),
      sums: [...sums(rows, bookOf)].map(([book, moved]) => ({ book, ...moved })),
    });
    for (const [name, { amount, entries: count }] of sums(rows)) {
      const sum = balances.get(name) ?? { amount: 0, entries: 0 };
      balances.set(name, { amount: sum.amount + amount, entries: sum.entries + count });
    }
  }
  const guards = [...balances].filter(([name]) => floorOf(name) !== undefined);
  for (let from = 0; from < guards.length; from += BATCH)
    await native(Accounts).insertMany(
      guards.slice(from, from + BATCH).map(([_id, { amount, entries: count }]) => ({
        _id,
        unit: 'point' as const,
        balance: amount,
        floor: 0,
        entries: count,
      })),
      { ordered: false },
    );
}
