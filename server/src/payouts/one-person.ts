import type { Tx } from '../kernel/command';
import { anyOf, native } from '../kernel/store';
import { identitiesOf, identitiesOfAll } from '../people';
import { type WithdrawalRow, Withdrawals } from './model';
import { refuse } from './rules';
import { freeze, peopleIn, takenFrom } from './rows';

/** Whether a withdrawal's money and the purse it goes to are still one person's. */
export async function isOnePerson(tx: Tx, row: WithdrawalRow): Promise<boolean> {
  const people = peopleIn(row);
  if (people.length === 1) return true;
  const selves = await identitiesOf(row.personId, tx.session);
  return people.every((id) => selves.includes(id));
}

/** @throws Refusal `taken_apart` (409): what was one person's when it was asked for is two people's now. */
export async function assertOnePerson(tx: Tx, row: WithdrawalRow): Promise<void> {
  if (!(await isOnePerson(tx, row))) throw refuse('taken_apart');
}

/** What may still be stopped: nothing of it has been asked of the provider. */
const STOPPABLE = { state: { $in: ['requested' as const, 'approved' as const] } };

/** Stops what has not left yet of whoever turned out to be a risk, by any of their identities. */
export async function freezeOf(tx: Tx, personIds: readonly string[], words: string): Promise<void> {
  const selves = [...(await identitiesOfAll(personIds, tx.session)).values()].flat();
  const rows = await native(Withdrawals)
    .find({ ...takenFrom(selves), ...STOPPABLE }, { session: tx.session })
    .toArray();
  for (const row of rows) await freeze(tx, row, words);
}

/**
 * Stops what has not left yet and was asked for by two who were seen as one and are not any more: the merge may have
 * been wrong, and then one would be paid what the other earned.
 */
export async function freezeTakenApart(tx: Tx, roots: readonly string[]): Promise<void> {
  const people = [...(await identitiesOfAll(roots, tx.session)).values()].flat();
  const rows = await native(Withdrawals)
    .find(
      { $or: [...takenFrom(people).$or, { payeeId: anyOf(people) }], ...STOPPABLE },
      { session: tx.session },
    )
    .toArray();
  for (const row of rows)
    if (!(await isOnePerson(tx, row)))
      await freeze(tx, row, '申请时合并在一起的身份被拆开了，先人工核实钱该给谁。');
}
