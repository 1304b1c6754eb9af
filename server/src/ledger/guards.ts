import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { Accounts } from './model';

/**
 * What accounts with a floor hold, as the open transaction sees it; accounts without entries hold 0. Whoever takes
 * from them next in the same transaction can rely on it.
 */
export async function guardedBalances(tx: Tx, names: readonly string[]): Promise<Map<string, number>> {
  const balances = new Map(names.map((name) => [name, 0]));
  const rows = await native(Accounts)
    .find({ _id: { $in: [...balances.keys()] } }, { session: tx.session, projection: { balance: 1 } })
    .toArray();
  for (const { _id, balance } of rows) balances.set(_id, balance);
  return balances;
}
