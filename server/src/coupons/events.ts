import { event } from '../kernel/events';

/** One coupon of one person as the rest of the product hears of it. */
export interface CouponFact {
  couponIssueId: string;
  couponId: string;
  /** What it was called when it was issued. */
  name: string;
  personId: string;
  at: Date;
  /** The receipt or order it was used on, where the till told it. */
  orderId?: string;
}

/** Coupons that came into people's hands. */
export const couponIssued = event<{ coupons: CouponFact[] }>('coupon.issued');
/** Coupons that were used. */
export const couponRedeemed = event<{ coupons: CouponFact[] }>('coupon.redeemed');
/** Coupons that ran out unused. */
export const couponExpired = event<{ coupons: CouponFact[] }>('coupon.expired');
/** Coupons whose holders are to be reminded of the end. */
export const couponExpiring = event<{ coupons: (CouponFact & { validUntil: Date })[] }>('coupon.expiring');
/** Promised coupons that could not be given. */
export const couponDeclined = event<{
  coupons: { key: string; couponId: string; personId: string; name: string; message: string; at: Date }[];
}>('coupon.declined');
