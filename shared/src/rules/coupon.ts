/** Coupons, decided the same on both sides: what one is worth, when it is good, what shares a receipt with it. */
import type { CouponKind, CouponRule, CouponStacking, CouponTerms, CouponValidity } from '../types';
import { assertWhole } from './money';
import { shanghaiDay, shanghaiInstant } from './time';

/** The most one coupon can cost the brand, in fen: what stands in the books while somebody holds it. */
export const couponWorthFen = (terms: CouponTerms): number => {
  switch (terms.kind) {
    case 'cut':
      return terms.cutFen;
    case 'discount':
      return terms.maxCutFen;
    case 'gift':
      return terms.costFen;
  }
};

/** What the whole stock costs if every coupon is given out and used, in fen. */
export const couponWorstFen = (rule: Pick<CouponRule, 'terms' | 'stock'>): number =>
  assertWhole(couponWorthFen(rule.terms) * rule.stock, 'worst cost');

/**
 * What a coupon takes off an order, in fen: never more than the order, never more than its worth. A discount is
 * rounded down to a whole fen, in the brand's favour by less than one fen. A gift costs what it costs.
 */
export const couponCutFen = (terms: CouponTerms, orderFen: number): number => {
  assertWhole(orderFen, 'order');
  switch (terms.kind) {
    case 'cut':
      return Math.min(terms.cutFen, orderFen);
    case 'discount':
      return Math.min(terms.maxCutFen, Math.floor((orderFen * (100 - terms.payPercent)) / 100));
    case 'gift':
      return terms.costFen;
  }
};

/**
 * When a coupon given at `at` may be used: from `from` until just before `until`. Days are whole days in
 * Asia/Shanghai: 7 days given on a Monday evening end on Sunday at midnight.
 */
export const couponWindow = (validity: CouponValidity, at: Date): { from: Date; until: Date } => {
  if (validity.kind === 'fixed') return { from: new Date(validity.from), until: new Date(validity.until) };
  const first = shanghaiDay(at) + validity.afterDays;
  return {
    from: validity.afterDays === 0 ? at : shanghaiInstant(first),
    until: shanghaiInstant(first + validity.days),
  };
};

interface Stackable {
  readonly kind: CouponKind;
  readonly stacking: CouponStacking;
}

const allows = (one: Stackable, other: Stackable): boolean =>
  one.stacking === 'any' || (one.stacking === 'other_kinds' && one.kind !== other.kind);

/** Whether two coupons may be used on one receipt: each must allow the other. */
export const mayStack = (one: Stackable, other: Stackable): boolean =>
  allows(one, other) && allows(other, one);
