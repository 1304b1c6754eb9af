import type { WithdrawalState } from '@kouyi/shared/types';
import type { Tx } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { type WithdrawalRow, Withdrawals } from './model';
import { withdrawalStates } from './rules';

/** Key of a withdrawal's ledger hold; its transactions begin with `hold:` and this. */
export const holdKey = (id: string): string => `withdrawal:${id}`;

/** @throws Refusal `not_found`. */
export async function rowIn(tx: Tx, _id: string): Promise<WithdrawalRow> {
  const row = await native(Withdrawals).findOne({ _id }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

/** Fields that a move may set or take away beside the state. */
interface Also {
  readonly set?: Partial<WithdrawalRow>;
  readonly unset?: readonly (keyof WithdrawalRow)[];
}

/** Moves a withdrawal by the table and writes down why. @throws Refusal `state_forbids` (409). */
export async function move(
  tx: Tx,
  row: WithdrawalRow,
  state: WithdrawalState,
  words: string,
  { set = {}, unset = [] }: Also = {},
): Promise<WithdrawalRow> {
  withdrawalStates.assertMove(row.state, state);
  const after = await native(Withdrawals).findOneAndUpdate(
    { _id: row._id, state: row.state },
    {
      $set: { ...set, state },
      $push: { history: { at: tx.now, state, words } },
      ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((field) => [field, 1])) } : {}),
    } as never,
    { session: tx.session, returnDocument: 'after' },
  );
  if (!after) throw refuseAnywhere('version_moved_on');
  return after;
}
