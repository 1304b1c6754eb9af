import { COUPON_STATE_NAMES, type CouponRule, type CouponState } from '@kouyi/shared/types';
import { validateCoupon } from '@kouyi/shared/rules/coupon-validate';
import { actorId } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { derivedId, newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { ROOT_UNIT_ID, unitDirectory } from '../org';
import { type CouponDoc, Coupons, Stocks } from './model';
import { firstTime } from './once';
import { assertMayWrite, assertStores } from './policy';
import { couponStates, refuse } from './rules';

/** Saves a draft. The same request key gives the same coupon for ever. @throws Refusal `unit_unknown`. */
export const createCoupon = command<
  { rule: CouponRule; unitId?: string | undefined; requestKey?: string | undefined },
  CouponDoc
>('coupons.create', {
  may: (actor, { rule, unitId = ROOT_UNIT_ID }) => {
    if (!unitDirectory.has(unitId)) throw refuse('unit_unknown', { field: 'unitId' });
    assertMayWrite(actor, unitId);
    assertStores(actor, rule);
  },
  async run({ rule, unitId = ROOT_UNIT_ID, requestKey }, tx) {
    const options = { session: tx.session };
    const _id = requestKey === undefined ? newId('cpn') : derivedId('cpn', actorId(tx.actor), requestKey);
    if (
      requestKey !== undefined &&
      !(await firstTime(tx, { kind: 'create', key: requestKey, input: { rule, unitId } }))
    )
      return (await native(Coupons).findOne({ _id }, options))!;
    const doc: CouponDoc = {
      _id,
      version: 1,
      state: 'draft',
      rule,
      unitId,
      createdAt: tx.now,
      createdBy: actorId(tx.actor),
      updatedAt: tx.now,
    };
    await native(Coupons).insertOne(doc, { ...options, ignoreUndefined: true });
    await native(Stocks).insertOne({ _id, stock: rule.stock, issued: 0, reserved: 0 }, options);
    tx.audit({ subject: _id, after: rule });
    return doc;
  },
});

/**
 * Saves a new version; what people hold keeps what it promised.
 * Refuses `version_moved_on` (409), `coupon_state_forbids`, `coupon_invalid` when it is being given out and would
 * break, `coupon_stock_below_given`.
 */
export const updateCoupon = command<{ id: string; version: number; rule: CouponRule }, CouponDoc>(
  'coupons.update',
  {
    async run({ id, version, rule }, tx) {
      const had = await couponToWrite(tx, id);
      assertStores(tx.actor, rule);
      if (had.state === 'ended')
        throw refuse('coupon_state_forbids', { details: { state: COUPON_STATE_NAMES[had.state] } });
      if (had.version !== version) throw refuseAnywhere('version_moved_on', { field: 'version' });
      if (had.state !== 'draft') assertSound(rule, tx.now);
      const { issued, reserved } = (await native(Stocks).findOne({ _id: id }, { session: tx.session }))!;
      if (rule.stock < issued + reserved)
        throw refuse('coupon_stock_below_given', { field: 'rule.stock', details: { issued, reserved } });
      await native(Stocks).updateOne({ _id: id }, { $set: { stock: rule.stock } }, { session: tx.session });
      tx.audit({ subject: id, before: had.rule, after: rule });
      return save(tx, had, { rule, version: version + 1 });
    },
  },
);

/** Draft or paused → open. Refuses `coupon_invalid` with all problems, `state_forbids`. */
export const openCoupon = command<{ id: string }, CouponDoc>('coupons.open', {
  async run({ id }, tx) {
    const had = await couponToWrite(tx, id);
    assertSound(had.rule, tx.now);
    return move(tx, had, 'open');
  },
});

/** Gives none out until it is opened again. */
export const pauseCoupon = command<{ id: string }, CouponDoc>('coupons.pause', {
  run: async ({ id }, tx) => move(tx, await couponToWrite(tx, id), 'paused'),
});

/** Gives none out any more. Refuses `coupon_reserved` while an activity or a box counts on it. */
export const endCoupon = command<{ id: string }, CouponDoc>('coupons.end', {
  async run({ id }, tx) {
    const had = await couponToWrite(tx, id);
    const { reserved } = (await native(Stocks).findOne({ _id: id }, { session: tx.session }))!;
    if (reserved > 0) throw refuse('coupon_reserved', { details: { reserved } });
    return move(tx, had, 'ended');
  },
});

function assertSound(rule: CouponRule, now: Date): void {
  const problems = validateCoupon(rule, now);
  const [first] = problems;
  if (first)
    throw refuse('coupon_invalid', {
      field: `rule.${first.field}`,
      details: { message: first.message, problems },
    });
}

/** A coupon that the actor may write. @throws Refusal `not_found` or `not_allowed` (403). */
export async function couponToWrite(tx: Tx, id: string): Promise<CouponDoc> {
  const had = await native(Coupons).findOne({ _id: id }, { session: tx.session });
  if (!had) throw refuseAnywhere('not_found');
  assertMayWrite(tx.actor, had.unitId);
  return had;
}

async function move(tx: Tx, had: CouponDoc, to: CouponState): Promise<CouponDoc> {
  couponStates.assertMove(had.state, to);
  tx.audit({ subject: had._id, before: { state: had.state }, after: { state: to } });
  return save(tx, had, { state: to });
}

async function save(tx: Tx, had: CouponDoc, change: Partial<CouponDoc>): Promise<CouponDoc> {
  const { _id, ...doc } = { ...had, ...change, updatedAt: tx.now };
  await native(Coupons).replaceOne({ _id }, doc, { session: tx.session, ignoreUndefined: true });
  return { _id, ...doc };
}
