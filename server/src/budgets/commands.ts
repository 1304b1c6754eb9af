import type { BudgetRule } from '@kouyi/shared/contracts';
import { shanghaiDay } from '@kouyi/shared/rules/time';
import type { GiftKind } from '@kouyi/shared/types';
import { actorId, actorName, type MemberActor } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { orRefuse } from '../kernel/decision';
import { derivedId, inputHash } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { takeTurns } from '../kernel/turns';
import { kocsAmong, refuseKoc } from '../koc';
import { account, post } from '../ledger';
import { notify } from '../notices';
import { assertEverywhere } from '../org';
import { identitiesOf, nicknames, personExists } from '../people';
import { giveRedPacket, sharesDestination } from '../prizes';
import { blacklistedAmong } from '../risk';
import { activeKocsOf } from '../subgroups';
import { giftsGiven } from './events';
import { factsOfGift } from './facts';
import { Budgets, type BudgetRow, type GiftRow, Gifts } from './model';
import { amountInWords, budgetStates, CLAIM_DAYS, decideGift, leftOf, refuse, ruleProblem } from './rules';

/** Beginning of the keys of a budget's ledger transactions. */
export const ledgerKey = (budgetId: string): string => `koc-budget:${budgetId}`;

async function getBudget(tx: Tx, id: string): Promise<BudgetRow> {
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

interface Giving {
  readonly id: string;
  readonly personId: string;
  readonly amount: number;
  readonly kind: GiftKind;
  readonly reason: string;
  readonly requestKey: string;
}

/**
 * A KOC gives of a budget of theirs, by whichever of their identities they have it. The budget's row is written by
 * every gift, so that of two at the same moment the second sees the first; gifts to KOCs take turns, so that of a ring
 * somebody comes last.
 * Refuses what the contract names; nothing is written then.
 */
export const give = command<Giving, GiftRow>('budgets.give', {
  async run({ id, personId, amount, kind, reason, requestKey }, tx) {
    const { session } = tx;
    const kocs = await activeKocsOf((tx.actor as MemberActor).personId, session);
    if (kocs.length === 0) throw refuse('not_a_koc');
    const budget = await getBudget(tx, id);
    const { kocId } = budget;
    if (!kocs.some((koc) => koc._id === kocId)) throw refuseAnywhere('not_found');
    const _id = derivedId('gft', kocId, requestKey);
    const hash = inputHash({ id, personId, amount, kind, reason });
    const had = await native(Gifts).findOne({ _id }, { session });
    if (had && had.inputHash !== hash) throw refuse('key_used_differently', { field: 'requestKey' });
    if (had) return had;
    if (!(await personExists(personId))) throw refuseAnywhere('not_found', { field: 'personId' });
    const [own, theirs] = [await identitiesOf(kocId, session), await identitiesOf(personId, session)];
    // Only a KOC gives, so only a gift to a KOC can be part of a ring, however long.
    if ((await kocsAmong([personId, ...theirs], session)).size > 0) await takeTurns(tx, ['gifts-to-kocs']);
    const { giver, receiver } = await factsOfGift(tx, budget, personId);
    const samePayee = receiver.same === undefined && (await sharesDestination(tx, own, theirs));
    orRefuse(decideGift(giver, { ...receiver, samePayee }, { amount, kind }));
    return book(tx, budget, { _id, inputHash: hash, personId, amount, kind, reason });
  },
});

async function book(
  tx: Tx,
  budget: BudgetRow,
  gift: Pick<GiftRow, '_id' | 'inputHash' | 'personId' | 'amount' | 'kind' | 'reason'>,
): Promise<GiftRow> {
  const { _id, personId, amount, reason } = gift;
  const { unit, kocId, _id: budgetId } = budget;
  const kocName = (await nicknames([kocId])).get(kocId) ?? 'KOC';
  await native(Budgets).updateOne({ _id: budgetId }, { $inc: { given: amount } }, { session: tx.session });
  await post(tx, [
    {
      key: `koc-gift:${_id}`,
      unit,
      from: account.kocBudget(unit, budgetId),
      to: unit === 'point' ? account.memberPoints(personId) : account.kocRedPackets,
      amount,
      at: tx.now,
      reason: `「${kocName}」送的：${reason}`,
      cause: { kind: 'koc_gift', id: _id },
      personId,
    },
  ]);
  const prizeId =
    unit === 'fen'
      ? await giveRedPacket(tx, {
          key: _id,
          personId,
          name: `${kocName}送的红包`,
          fen: amount,
          claimDays: CLAIM_DAYS,
        })
      : undefined;
  const row: GiftRow = {
    ...gift,
    budgetId,
    kocId,
    unit,
    at: tx.now,
    day: shanghaiDay(tx.now),
    state: 'given',
    ...(prizeId === undefined ? {} : { prizeId }),
  };
  await native(Gifts).insertOne(row, { session: tx.session });
  tx.emit(giftsGiven({ gifts: [{ giftId: _id, personId, unit, amount, at: tx.now }] }));
  await notify(tx, {
    key: `koc-gift:${_id}`,
    personId,
    kind: 'service',
    title: `${kocName}送你 ${amountInWords(unit, amount)}`,
    text: prizeId === undefined ? reason : `${reason}。${CLAIM_DAYS} 天内到奖品柜领取。`,
    page: prizeId === undefined ? '/account/points/index' : `/cabinet/detail/index?id=${prizeId}`,
    cause: { kind: 'koc_gift', id: _id },
  });
  return row;
}

/**
 * Red packets that did not reach anybody come back: to the budget while it is open, else to the brand. What is not a
 * gift is passed over.
 */
export async function takeBack(tx: Tx, giftIds: readonly string[]): Promise<void> {
  const { session } = tx;
  const gifts = await native(Gifts)
    .find({ _id: { $in: [...giftIds] }, state: 'given' }, { session })
    .toArray();
  for (const { _id, budgetId, kocId, unit, amount, personId } of gifts) {
    const budget = await getBudget(tx, budgetId);
    const toBudget = budget.state === 'open';
    await native(Gifts).updateOne({ _id }, { $set: { state: 'returned', returnedAt: tx.now } }, { session });
    await native(Budgets).updateOne(
      { _id: budgetId },
      { $inc: { given: -amount, ...(toBudget ? {} : { returned: amount }) } },
      { session },
    );
    await post(tx, [
      {
        key: `koc-gift:${_id}:returned`,
        unit,
        from: account.kocRedPackets,
        to: toBudget ? account.kocBudget(unit, budgetId) : account.kocBudgets(unit),
        amount,
        at: tx.now,
        reason: `红包没有领取，退回${toBudget ? '预算' : '品牌'}`,
        cause: { kind: 'koc_gift', id: _id },
        personId,
      },
    ]);
    const name = (await nicknames([personId])).get(personId) ?? '对方';
    await notify(tx, {
      key: `koc-gift:${_id}:returned`,
      personId: kocId,
      kind: 'service',
      title: `${amountInWords(unit, amount)} 红包退回来了`,
      text: `${name}没有领取${toBudget ? '，可以再送给别人。' : '，预算已结束，回到了品牌。'}`,
      page: '/koc/gifts/index',
      cause: { kind: 'koc_gift', id: _id },
    });
  }
}
