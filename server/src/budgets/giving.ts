import { shanghaiDay } from '@kouyi/shared/rules/time';
import type { GiftKind } from '@kouyi/shared/types';
import type { MemberActor } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { orRefuse } from '../kernel/decision';
import { derivedId, inputHash } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { takeTurns } from '../kernel/turns';
import { kocsAmong } from '../koc';
import { account, post } from '../ledger';
import { notify } from '../notices';
import { identitiesOf, nicknames, personExists } from '../people';
import { giveRedPacket, sharesDestination } from '../prizes';
import { activeKocsOf } from '../subgroups';
import { getBudget } from './commands';
import { giftsGiven } from './events';
import { factsOfGift } from './facts';
import { Budgets, type BudgetRow, type GiftRow, Gifts } from './model';
import { amountInWords, CLAIM_DAYS, decideGift, refuse } from './rules';

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
