import { native } from '../kernel/store';
import { Accounts, Transactions } from './model';
import { floorOf } from './rules';

/** One thing that does not add up. */
export interface LedgerFinding {
  readonly account: string;
  readonly problem: 'unbalanced' | 'guard_differs' | 'guard_missing' | 'below_floor';
  readonly expected: number;
  readonly found: number;
}

/** What an audit of the ledger says. */
export interface LedgerReport {
  readonly transactions: number;
  readonly accounts: number;
  readonly findings: readonly LedgerFinding[];
}

/** Recomputes every balance from the entries, one transaction at a time, and compares. Reads only. */
export async function auditLedger(): Promise<LedgerReport> {
  const findings: LedgerFinding[] = [];
  const balances = new Map<string, { amount: number; entries: number }>();
  let transactions = 0;
  for await (const row of native(Transactions).find({}, { projection: { postings: 1 } })) {
    transactions += 1;
    let sum = 0;
    for (const { account, amount } of row.postings) {
      sum += amount;
      const had = balances.get(account) ?? { amount: 0, entries: 0 };
      balances.set(account, { amount: had.amount + amount, entries: had.entries + 1 });
    }
    if (sum !== 0) findings.push({ account: row._id, problem: 'unbalanced', expected: 0, found: sum });
  }
  const guards = new Set<string>();
  for await (const guard of native(Accounts).find({})) {
    guards.add(guard._id);
    const { amount, entries } = balances.get(guard._id) ?? { amount: 0, entries: 0 };
    if (guard.balance !== amount || guard.entries !== entries) {
      findings.push({ account: guard._id, problem: 'guard_differs', expected: amount, found: guard.balance });
    }
    if (guard.balance < guard.floor) {
      findings.push({
        account: guard._id,
        problem: 'below_floor',
        expected: guard.floor,
        found: guard.balance,
      });
    }
  }
  for (const [account, { amount }] of balances) {
    if (floorOf(account) !== undefined && !guards.has(account)) {
      findings.push({ account, problem: 'guard_missing', expected: amount, found: 0 });
    }
  }
  return { transactions, accounts: balances.size, findings };
}
