import type { WithdrawalState } from '@kouyi/shared/types';
import type { Tx } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { type Purse, postHold, voidHold } from '../ledger';
import { type WithdrawalRow, Withdrawals } from './model';
import { withdrawalStates } from './rules';

/** Beginning of the keys of a withdrawal's ledger holds; their transactions begin with `hold:` and this. */
export const holdKey = (id: string): string => `withdrawal:${id}`;

/** Which identity's earnings give how much of a withdrawal. */
export const sharesOf = ({ shares, personId, amountFen }: WithdrawalRow): readonly Purse[] =>
  shares ?? [{ personId, amount: amountFen }];

/** A withdrawal's holds in the ledger: one for each identity that gives something. */
export const holdsOf = (row: WithdrawalRow): (Purse & { readonly key: string })[] =>
  sharesOf(row).map((share) => ({
    ...share,
    key: row.shares ? `${holdKey(row._id)}:${share.personId}` : holdKey(row._id),
  }));

/** What was set aside has left for the person's purse. */
export async function payHolds(tx: Tx, row: WithdrawalRow, reason: string): Promise<void> {
  for (const { key } of holdsOf(row)) await postHold(tx, key, reason);
}

/** What was set aside goes back to whose earnings it was. */
export async function giveHoldsBack(tx: Tx, row: WithdrawalRow, reason: string): Promise<void> {
  for (const { key } of holdsOf(row)) await voidHold(tx, key, reason);
}

/** Everybody who has to be one person for a withdrawal to be right: whose money it is, and whose purse it goes to. */
export const peopleIn = (row: WithdrawalRow): string[] => [
  ...new Set([...sharesOf(row).map(({ personId }) => personId), ...(row.payeeId ? [row.payeeId] : [])]),
];

/** The withdrawals that take of the earnings of any of these. */
export const takenFrom = (personIds: readonly string[]) => ({
  $or: [{ personId: anyOf(personIds) }, { 'shares.personId': anyOf(personIds) }],
});

/** What of a withdrawal is of the earnings of these. */
export const fenOf = (row: WithdrawalRow, personIds: readonly string[]): number =>
  sharesOf(row).reduce((sum, { personId, amount }) => sum + (personIds.includes(personId) ? amount : 0), 0);

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

/** Stops a withdrawal until somebody has looked into it; approvals begin anew. @throws Refusal `state_forbids` (409). */
export const freeze = (tx: Tx, row: WithdrawalRow, words: string): Promise<WithdrawalRow> =>
  move(tx, row, 'frozen', words, { set: { approvals: [] }, unset: ['open', 'dueAt', 'claimedUntil'] });
