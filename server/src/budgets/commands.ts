import type { BudgetRule } from '@kouyi/shared/contracts';
import { actorId, actorName } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { derivedId, inputHash } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { kocsAmong, refuseKoc } from '../koc';
import { account, post } from '../ledger';
import { notify } from '../notices';
import { assertEverywhere } from '../org';
import { identitiesOf } from '../people';
import { blacklistedAmong } from '../risk';
import { Budgets, type BudgetRow } from './model';
import { amountInWords, budgetStates, leftOf, refuse, ruleProblem } from './rules';

/** Beginning of the keys of a budget's ledger transactions. */
export const ledgerKey = (budgetId: string): string => `koc-budget:${budgetId}`;

/** @throws Refusal `not_found`. */
export async function getBudget(tx: Tx, id: string): Promise<BudgetRow> {
  const row = await native(Budgets).findOne({ _id: id }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

interface Grant {
  readonly kocId: string;
  readonly rule: Omit<BudgetRule, 'from' | 'until'> & { from?: Date | undefined; until: Date };
  readonly requestKey: string;
}

/**
 * Puts an amount into a KOC's hands; the same request key is the same budget. Refuses `koc_unknown`, `koc_ended`
 * (409), `giver_blacklisted`, `budget_rule_invalid` with its field, `key_used_differently` (409).
 */
export const grantBudget = command<Grant, BudgetRow>('budgets.grant', {
  may: (actor) => assertEverywhere(actor, 'budgets.write'),
  run: (input, tx) => openBudget(tx, input),
});

/** The same inside another command, e.g. the delivery of a right: whoever calls has asked whether it may be. */
export async function openBudget(tx: Tx, { kocId, rule, requestKey }: Grant): Promise<BudgetRow> {
  const { session } = tx;
  const _id = derivedId('bud', actorId(tx.actor), requestKey);
  const hash = inputHash({
    kocId,
    rule: { ...rule, from: rule.from?.getTime(), until: rule.until.getTime() },
  });
  const had = await native(Budgets).findOne({ _id }, { session });
  if (had && had.inputHash !== hash) throw refuse('key_used_differently', { field: 'requestKey' });
  if (had) return had;
  const koc = (await kocsAmong([kocId], session)).get(kocId);
  if (!koc) throw refuseKoc('koc_unknown', { field: 'kocId' });
  if (koc.endedAt) throw refuseKoc('koc_ended', { field: 'kocId' });
  if ((await blacklistedAmong(await identitiesOf(kocId, session))).size > 0)
    throw refuse('giver_blacklisted', { field: 'kocId' });
  const { title, unit, amount, perPerson, perDay, who, kinds, from = tx.now, until } = rule;
  const problem = ruleProblem({ amount, perPerson, perDay, from, until }, tx.now);
  if (problem)
    throw refuse('budget_rule_invalid', { field: problem.field, details: { message: problem.message } });
  const row: BudgetRow = {
    _id,
    kocId,
    title,
    unit,
    state: 'open',
    granted: amount,
    given: 0,
    returned: 0,
    perPerson,
    perDay,
    who,
    kinds: [...new Set(kinds)],
    from,
    until,
    inputHash: hash,
    grantedBy: actorName(tx.actor),
    createdAt: tx.now,
    open: true,
  };
  await native(Budgets).insertOne(row, { session });
  await post(tx, [
    {
      key: `${ledgerKey(_id)}:granted`,
      unit,
      from: account.kocBudgets(unit),
      to: account.kocBudget(unit, _id),
      amount,
      at: tx.now,
      reason: `交给 KOC 的预算「${title}」`,
      cause: { kind: 'koc_budget', id: _id },
    },
  ]);
  await tell(
    tx,
    row,
    'granted',
    `品牌交给你一笔预算`,
    `「${title}」${amountInWords(unit, amount)}，由你决定送给谁。`,
  );
  tx.audit({
    subject: _id,
    after: { kocId, title, unit, amount, perPerson, perDay, who, kinds, from, until },
  });
  return row;
}

const tell = (tx: Tx, row: BudgetRow, key: string, title: string, text: string) =>
  notify(tx, {
    key: `koc-budget:${row._id}:${key}`,
    personId: row.kocId,
    kind: 'service',
    title,
    text,
    page: '/koc/giving/index',
    cause: { kind: 'koc_budget', id: row._id },
  });

/**
 * Ends a budget: what is left goes back to the brand, in the same transaction. What comes back later (a red packet
 * that nobody claims) goes there, too. `silent`: there is nobody to tell any more.
 */
export async function endBudget(
  tx: Tx,
  row: BudgetRow,
  state: 'ended' | 'withdrawn',
  reason: string,
  { silent = false }: { silent?: boolean } = {},
): Promise<BudgetRow> {
  budgetStates.assertMove(row.state, state);
  const left = leftOf(row);
  const returned = row.returned + left;
  await native(Budgets).updateOne(
    { _id: row._id },
    { $set: { state, returned, endedAt: tx.now, endReason: reason }, $unset: { open: 1 } },
    { session: tx.session },
  );
  if (left > 0)
    await post(tx, [
      {
        key: `${ledgerKey(row._id)}:${state}`,
        unit: row.unit,
        from: account.kocBudget(row.unit, row._id),
        to: account.kocBudgets(row.unit),
        amount: left,
        at: tx.now,
        reason: `预算「${row.title}」没送完的回到品牌：${reason}`,
        cause: { kind: 'koc_budget', id: row._id },
      },
    ]);
  const back = left > 0 ? `没送完的 ${amountInWords(row.unit, left)} 回到了品牌。` : '已经全部送完。';
  if (!silent) await tell(tx, row, state, `预算「${row.title}」结束了`, `${reason}。${back}`);
  const { open: _open, ...rest } = row;
  return { ...rest, state, returned, endedAt: tx.now, endReason: reason };
}

/** Takes back what is left. Refuses `not_found`, `state_forbids` (409). */
export const withdrawBudget = command<{ id: string; reason: string }, BudgetRow>('budgets.withdraw', {
  may: (actor) => assertEverywhere(actor, 'budgets.write'),
  async run({ id, reason }, tx) {
    const had = await getBudget(tx, id);
    const row = await endBudget(tx, had, 'withdrawn', reason);
    tx.audit({ subject: id, after: { state: row.state, returned: leftOf(had), reason } });
    return row;
  },
});
