import { actorId, actorName, type StaffActor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { command, type CommandContext } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { isDuplicateKey, native } from '../kernel/store';
import { assertEverywhere, confirmPassword } from '../org';
import { type WithdrawalRow, Withdrawals } from './model';
import { payer } from './provider';
import { GIVE_UP_AFTER_MS, MY_WORDS, refuse } from './rules';
import { assertOnePerson } from './one-person';
import { freeze, giveHoldsBack, move, payHolds, rowIn } from './rows';
import { tellPerson } from './settle';

/** Money has no branch: whoever decides about it does so for the whole brand. */
const may = (actor: Parameters<typeof assertEverywhere>[0]): void =>
  assertEverywhere(actor, 'payouts.approve');

/** Whoever lets money go types their password again. */
type Confirmed = CommandContext & { actor: StaffActor; ip: string };

/**
 * One approval; the last one needed queues the transfer. Refuses `approved_by_you`, `approved_by_other` (409),
 * `taken_apart`, `state_forbids`.
 */
export const approve = command<{ id: string }, WithdrawalRow>('payouts.approve', {
  may,
  async run({ id }, tx) {
    const row = await rowIn(tx, id);
    const staffId = actorId(tx.actor);
    if (row.approvals.some((had) => had.staffId === staffId)) throw refuse('approved_by_you');
    // Two looked at it at the same time: whoever was later is told by whom it was done.
    const last = row.approvals.at(-1);
    if (row.state === 'approved' && last) throw refuse('approved_by_other', { details: { name: last.name } });
    await assertOnePerson(tx, row);
    const approvals = [...row.approvals, { staffId, name: actorName(tx.actor), at: tx.now }];
    tx.audit({ subject: id, after: { approval: approvals.length, of: row.approvalsNeeded } });
    if (approvals.length >= row.approvalsNeeded)
      return move(tx, row, 'approved', `${actorName(tx.actor)} 审核通过。`, {
        set: { approvals, open: true, dueAt: tx.now },
      });
    if (row.state !== 'requested') return move(tx, row, 'approved', '');
    const step = { at: tx.now, state: row.state, words: `${actorName(tx.actor)} 审核通过，还需一人。` };
    const after = await native(Withdrawals).findOneAndUpdate(
      { _id: id },
      { $set: { approvals, history: [...row.history, step] } },
      { session: tx.session, returnDocument: 'after' },
    );
    if (!after) throw refuseAnywhere('version_moved_on');
    return after;
  },
});

/** Approves several, after the password. @throws Refusal `wrong_login` (401), `too_many_attempts` (429). */
export async function approveAll(
  context: Confirmed,
  { ids, password }: { ids: readonly string[]; password: string },
): Promise<{ done: WithdrawalRow[]; refused: { id: string; error: unknown }[] }> {
  await confirmPassword(context, { password, ip: context.ip });
  const done: WithdrawalRow[] = [];
  const refused: { id: string; error: unknown }[] = [];
  for (const id of [...new Set(ids)]) {
    try {
      done.push(await approve(context, { id }));
    } catch (error) {
      refused.push({ id, error });
    }
  }
  return { done, refused };
}

/** Turns a withdrawal down; the money goes back. Refuses `state_forbids`. */
export const rejectWithdrawal = command<{ id: string; reason: string }, WithdrawalRow>('payouts.reject', {
  may,
  async run({ id, reason }, tx) {
    const row = await rowIn(tx, id);
    const after = await move(tx, row, 'rejected', `${actorName(tx.actor)}：${reason}`, {
      set: { endedAt: tx.now },
      unset: ['open', 'dueAt', 'claimedUntil'],
    });
    await giveHoldsBack(tx, row, '提现未通过退回');
    tx.audit({ subject: id, before: { state: row.state }, after: { state: after.state, reason } });
    await tellPerson(tx, after, `没有通过审核：${reason}。钱已退回可提现余额。`);
    return after;
  },
});

/** Holds it until it has been looked into. Refuses `state_forbids`. */
export const freezeWithdrawal = command<{ id: string; reason: string }, WithdrawalRow>('payouts.freeze', {
  may,
  async run({ id, reason }, tx) {
    const row = await rowIn(tx, id);
    const after = await freeze(tx, row, `${actorName(tx.actor)}：${reason}`);
    tx.audit({ subject: id, before: { state: row.state }, after: { state: after.state, reason } });
    return after;
  },
});

/** Back into the queue, to be approved anew. Refuses `taken_apart`, `state_forbids`. */
export const unfreezeWithdrawal = command<{ id: string; reason: string }, WithdrawalRow>('payouts.unfreeze', {
  may,
  async run({ id, reason }, tx) {
    const row = await rowIn(tx, id);
    await assertOnePerson(tx, row);
    const after = await move(tx, row, 'requested', `${actorName(tx.actor)}：${reason}`);
    tx.audit({ subject: id, before: { state: row.state }, after: { state: after.state, reason } });
    return after;
  },
});

/**
 * Writes down that finance paid an approved one itself. Refuses `taken_apart`, `state_forbids`; a used reference is a
 * duplicate key.
 */
export const notePaid = command<{ id: string; reference: string }, WithdrawalRow>('payouts.by-hand', {
  may,
  async run({ id, reference }, tx) {
    const row = await rowIn(tx, id);
    // From `failed` only the provider's word leads to `paid`.
    if (row.state !== 'approved') return move(tx, row, 'sending', '');
    await assertOnePerson(tx, row);
    const after = await move(tx, row, 'paid', `${actorName(tx.actor)} 手工打款，流水号 ${reference}。`, {
      set: { endedAt: tx.now, reference },
      unset: ['open', 'dueAt', 'claimedUntil'],
    });
    await payHolds(tx, row, '提现到账（手工打款）');
    tx.audit({ subject: id, before: { state: row.state }, after: { state: after.state, reference } });
    await tellPerson(tx, after, '已经打款，请留意到账。');
    return after;
  },
});

/** Notes a payment that finance made itself. Refuses `provider_pays`, `reference_used` (409), `state_forbids`. */
export async function payByHand(
  context: Confirmed,
  { id, reference, password }: { id: string; reference: string; password: string },
): Promise<WithdrawalRow> {
  if (payer()) throw refuse('provider_pays');
  await confirmPassword(context, { password, ip: context.ip });
  try {
    return await notePaid(context, { id, reference });
  } catch (error) {
    if (isDuplicateKey(error)) throw refuse('reference_used', { field: 'reference' });
    throw error;
  }
}

/** What the provider was asked about: after another try the answer says nothing any more. */
interface Untaken {
  readonly id: string;
  readonly reason: string;
  readonly attempts: number;
}

const closeUntaken = command<Untaken, WithdrawalRow>('payouts.give-up', {
  may,
  async run({ id, reason, attempts }, tx) {
    const row = await rowIn(tx, id);
    // A try that is being made now is waited for, and one that was made since the provider was asked.
    if ((row.claimedUntil && row.claimedUntil > tx.now) || row.attempts !== attempts)
      throw refuse('too_early', { details: { minutes: 1 } });
    const after = await move(tx, row, 'failed', `${actorName(tx.actor)} 作废：${reason}`, {
      set: { endedAt: tx.now },
      unset: ['open', 'dueAt', 'claimedUntil', 'inDoubt', 'problem'],
    });
    await giveHoldsBack(tx, row, '提现作废退回');
    tx.audit({ subject: id, before: { state: row.state }, after: { state: after.state, reason } });
    await tellPerson(tx, after, MY_WORDS.failed);
    return after;
  },
});

/**
 * Closes a transfer that the provider was asked about just now and does not have.
 * Refuses `no_provider`, `too_early`, `provider_has_it`, `state_forbids`; a provider that does not answer is an error.
 */
export async function giveUp(
  context: Confirmed,
  { id, reason, password }: { id: string; reason: string; password: string },
): Promise<WithdrawalRow> {
  const by = payer();
  if (!by) throw refuse('no_provider');
  await confirmPassword(context, { password, ip: context.ip });
  const row = await native(Withdrawals).findOne({ _id: id });
  if (!row) throw refuseAnywhere('not_found');
  const since = now().getTime() - (row.lastTriedAt?.getTime() ?? 0);
  if (row.inDoubt && since < GIVE_UP_AFTER_MS)
    throw refuse('too_early', { details: { minutes: Math.ceil((GIVE_UP_AFTER_MS - since) / 60_000) } });
  if (row.attempts > 0 && (await by.look(row.billNo))) throw refuse('provider_has_it');
  return closeUntaken(context, { id, reason, attempts: row.attempts });
}
