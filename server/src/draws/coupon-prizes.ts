import { DAY_MS } from '@kouyi/shared/rules/time';
import type { BoxDesign } from '@kouyi/shared/types';
import { releaseLater, releaseOthers, reserveCoupons } from '../coupons';
import type { Tx } from '../kernel/command';

const holderOf = (boxId: string): string => `box:${boxId}`;

/**
 * Holds back the coupons that a box may give, by chance and by guarantee, so that whoever wins one gets it.
 * Refuses `coupon_stock_short`, `coupon_not_open` with the prize's field.
 */
export async function holdCoupons(tx: Tx, boxId: string, design: BoxDesign): Promise<void> {
  const totals = new Map<string, { total: number; field: string }>();
  design.prizes.forEach(({ id, kind, couponId, stock = 0 }, i) => {
    if (kind !== 'coupon' || couponId === undefined) return;
    const guaranteed = design.guarantee?.prizeId === id ? design.guarantee.reserved : 0;
    const had = totals.get(couponId) ?? { total: 0, field: `design.prizes.${i}.couponId` };
    totals.set(couponId, { ...had, total: had.total + stock + guaranteed });
  });
  await releaseOthers(tx, holderOf(boxId), [...totals.keys()]);
  for (const [couponId, { total, field }] of totals)
    await reserveCoupons(tx, { couponId, holder: holderOf(boxId), total, field });
}

/** What a closed box did not give goes back; what was won a moment ago is on its way for a while. */
export const letCouponsGo = (tx: Tx, boxId: string): Promise<unknown> =>
  releaseLater(tx, holderOf(boxId), new Date(tx.now.getTime() + DAY_MS));
