import type { BudgetUnit } from '@kouyi/shared/types';
import { type ClientSession, native } from '../kernel/store';
import { account, auditSources } from '../ledger';
import { Budgets } from './model';
import { leftOf } from './rules';

const OURS =
  /^(?:(?:point|fen):brand:koc-budgets|fen:brand:koc-red-packets|(?:point|fen):koc-budget:(?<id>[^:]+))$/;

/** What the budgets' own records say the books should hold, by account. */
async function totals(id?: string, session?: ClientSession): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  const add = (name: string, amount: number) => void sums.set(name, (sums.get(name) ?? 0) + amount);
  const rows = native(Budgets)
    .find(id === undefined ? {} : { _id: id }, {
      ...(session ? { session } : {}),
      projection: { unit: 1, granted: 1, given: 1, returned: 1 },
    })
    .batchSize(2_000);
  for await (const row of rows) {
    const unit: BudgetUnit = row.unit;
    add(account.kocBudget(unit, row._id), leftOf(row));
    add(account.kocBudgets(unit), row.returned - row.granted);
    if (unit === 'fen') add(account.kocRedPackets, row.given);
  }
  return sums;
}

/** The audit of the books compares them with budgets and gifts. */
export function auditBudgets(): void {
  auditSources.register('budgets', {
    speaksFor: (name) => OURS.test(name),
    totals: () => totals(),
    async totalOf(name, session) {
      return (await totals(OURS.exec(name)?.groups?.['id'], session)).get(name) ?? 0;
    },
  });
}
