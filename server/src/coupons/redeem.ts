import { couponCutFen } from '@kouyi/shared/rules/coupon';
import { actorId, actorName } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { orRefuse } from '../kernel/decision';
import { derivedId, inputHash } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { unitDirectory } from '../org';
import { bookRedeemed, bookUndone } from './books';
import { couponRedeemed } from './events';
import { addToDay } from './figures';
import { Issues, type IssueRow, Redemptions, type RedemptionRow } from './model';
import { assertAtStore } from './policy';
import { decideRedemption, issueStates, plainCode, refuse, UNDO_MS } from './rules';

/** What a till, or an order, says when a coupon is used. */
export interface RedeemInput {
  code: string;
  storeId: string;
  /** What the order comes to before the coupon. */
  orderFen?: number | undefined;
  /** Number of the receipt or order: coupons on the same one must allow each other. */
  receipt?: string | undefined;
  /** The same key of the same caller gives the same answer for ever. */
  requestKey: string;
}

/** The coupon behind a code as people type it. @throws Refusal `coupon_code_unknown` (404). */
export async function issueByCode(code: string, session?: Tx['session']): Promise<IssueRow> {
  const issue = await native(Issues).findOne(
    { code: plainCode(code) },
    session === undefined ? {} : { session },
  );
  if (!issue) throw refuse('coupon_code_unknown', { field: 'code' });
  return issue;
}

/** Coupons already used on a receipt of a store. */
export const onReceipt = (
  storeId: string,
  receipt: string | undefined,
  session?: Tx['session'],
): Promise<RedemptionRow[]> =>
  receipt === undefined
    ? Promise.resolve([])
    : native(Redemptions)
        .find({ storeId, receipt, undoneAt: { $exists: false } }, session === undefined ? {} : { session })
        .toArray();

/**
 * Uses a coupon at a store, by staff or by a machine whose key holds the right.
 * Refuses `store_out_of_reach` (403), `coupon_code_unknown` (404), `key_used_differently` (409), and everything
 * `decideRedemption` says no to.
 */
export const redeemCoupon = command<RedeemInput, RedemptionRow>('coupons.redeem', {
  may: (actor, { storeId }) => assertAtStore(actor, storeId),
  async run({ requestKey, ...input }, tx) {
    const options = { session: tx.session };
    const { storeId, orderFen, receipt } = input;
    const code = plainCode(input.code);
    const _id = derivedId('rdm', actorId(tx.actor), requestKey);
    const hash = inputHash({ ...input, code });
    const had = await native(Redemptions).findOne({ _id }, options);
    if (had && had.inputHash !== hash) throw refuse('key_used_differently', { field: 'requestKey' });
    if (had) return had;
    const issue = orRefuse(
      decideRedemption(await issueByCode(code, tx.session), {
        now: tx.now,
        storeId,
        storePath: unitDirectory.pathOf(storeId),
        orderFen,
        onReceipt: await onReceipt(storeId, receipt, tx.session),
        amountNeeded: true,
      }),
    );
    issueStates.assertMove(issue.state, 'redeemed');
    const row: RedemptionRow = {
      _id,
      inputHash: hash,
      issueId: issue._id,
      couponId: issue.couponId,
      personId: issue.personId,
      code,
      name: issue.name,
      terms: issue.terms,
      stacking: issue.stacking,
      storeId,
      at: tx.now,
      by: actorId(tx.actor),
      byName: actorName(tx.actor),
      ...(orderFen === undefined ? {} : { orderFen }),
      cutFen: couponCutFen(issue.terms, orderFen ?? 0),
      ...(receipt === undefined ? {} : { receipt }),
    };
    await native(Redemptions).insertOne(row, options);
    await native(Issues).updateOne(
      { _id: issue._id, state: 'held' },
      {
        $set: {
          state: 'redeemed',
          redeemedAt: tx.now,
          redemptionId: _id,
          storeId,
          cutFen: row.cutFen,
        },
        $unset: { remindAt: 1 },
      },
      options,
    );
    await bookRedeemed(tx, issue, { key: _id, cutFen: row.cutFen });
    await addToDay(tx, issue.couponId, {
      redeemed: 1,
      liabilityFen: -issue.worthFen,
      givenFen: row.cutFen,
      ...(orderFen === undefined ? {} : { ordersFen: orderFen }),
      [`byStore.${storeId}`]: 1,
    });
    tx.audit({ subject: issue.couponId, after: { redemption: _id, storeId, cutFen: row.cutFen } });
    tx.emit(
      couponRedeemed({
        coupons: [
          {
            couponIssueId: issue._id,
            couponId: issue.couponId,
            name: issue.name,
            personId: issue.personId,
            at: tx.now,
            ...(receipt === undefined ? {} : { orderId: receipt }),
          },
        ],
      }),
    );
    return row;
  },
});

/**
 * Takes a redemption back within a day: the coupon is good again (or run out, if its time is over).
 * Refuses `redemption_undone` (409), `redemption_too_old`, `store_out_of_reach` (403), `not_found`.
 */
export const undoRedemption = command<{ id: string; reason: string }, RedemptionRow>('coupons.undo-redeem', {
  async run({ id, reason }, tx) {
    const options = { session: tx.session };
    const had = await native(Redemptions).findOne({ _id: id }, options);
    if (!had) throw refuseAnywhere('not_found');
    assertAtStore(tx.actor, had.storeId);
    if (had.undoneAt) throw refuse('redemption_undone');
    if (tx.now.getTime() - had.at.getTime() > UNDO_MS) throw refuse('redemption_too_old');
    const issue = await native(Issues).findOne({ _id: had.issueId }, options);
    if (!issue) throw refuseAnywhere('not_found');
    issueStates.assertMove(issue.state, 'held');
    const undone = { undoneAt: tx.now, undoneBy: actorName(tx.actor), undoReason: reason };
    await native(Redemptions).updateOne({ _id: id }, { $set: undone }, options);
    await native(Issues).updateOne(
      { _id: issue._id },
      { $set: { state: 'held' }, $unset: { redeemedAt: 1, redemptionId: 1, storeId: 1, cutFen: 1 } },
      options,
    );
    await bookUndone(tx, issue, { key: id, cutFen: had.cutFen });
    await addToDay(tx, issue.couponId, {
      redeemed: -1,
      liabilityFen: issue.worthFen,
      givenFen: -had.cutFen,
      ...(had.orderFen === undefined ? {} : { ordersFen: -had.orderFen }),
      [`byStore.${had.storeId}`]: -1,
    });
    tx.audit({ subject: issue.couponId, before: { redemption: id }, after: { reason } });
    return { ...had, ...undone };
  },
});
