/** What a coupon is worth to whoever holds it. Money is fen. */
export const COUPON_KINDS = ['cut', 'discount', 'gift'] as const;
export type CouponKind = (typeof COUPON_KINDS)[number];

export const COUPON_KIND_NAMES: Record<CouponKind, string> = {
  cut: '满减券',
  discount: '折扣券',
  gift: '兑换券',
};

/** Where a coupon's design is in its life. Only an open one is given out. */
export const COUPON_STATES = ['draft', 'open', 'paused', 'ended'] as const;
export type CouponState = (typeof COUPON_STATES)[number];

export const COUPON_STATE_NAMES: Record<CouponState, string> = {
  draft: '草稿',
  open: '发放中',
  paused: '已暂停',
  ended: '已停发',
};

/** Where one coupon in somebody's hands is in its life. */
export const ISSUE_STATES = ['held', 'redeemed', 'expired', 'revoked'] as const;
export type IssueState = (typeof ISSUE_STATES)[number];

export const ISSUE_STATE_NAMES: Record<IssueState, string> = {
  held: '待使用',
  redeemed: '已使用',
  expired: '已过期',
  revoked: '已作废',
};

/** What it does at the till. */
export type CouponTerms =
  /** 满 `minFen` 减 `cutFen`. */
  | { kind: 'cut'; minFen: number; cutFen: number }
  /** `payPercent` 85: 八五折, at most `maxCutFen` off. */
  | { kind: 'discount'; payPercent: number; minFen: number; maxCutFen: number }
  /** A thing or a service for nothing; `costFen` is what it costs the brand. */
  | { kind: 'gift'; giftName: string; costFen: number; minFen: number };

/** When it may be used: between two instants, or so many whole days (Asia/Shanghai) after it was given. */
export type CouponValidity =
  | { kind: 'fixed'; from: string; until: string }
  /** `days` 7, `afterDays` 0: today and the six days after it, until midnight. */
  | { kind: 'days'; days: number; afterDays: number };

/** Where it may be used: everywhere, or at these units and everything below them. */
export interface CouponStores {
  everywhere: boolean;
  unitIds: string[];
}

/**
 * With what it may share a receipt: with no other coupon; with coupons of other kinds; with any that allows it too.
 */
export const COUPON_STACKINGS = ['alone', 'other_kinds', 'any'] as const;
export type CouponStacking = (typeof COUPON_STACKINGS)[number];

export const COUPON_STACKING_NAMES: Record<CouponStacking, string> = {
  alone: '不与其他券同用',
  other_kinds: '可与其他类型的券同用，同类型限一张',
  any: '可与其他券同用',
};

/** A coupon as an operator designs it. */
export interface CouponRule {
  name: string;
  terms: CouponTerms;
  validity: CouponValidity;
  stores: CouponStores;
  stacking: CouponStacking;
  /** How many may ever be given out. */
  stock: number;
  /** How many one person may be given in all. */
  perPerson: number;
  /**
   * How many a group may be given: a number, or a share of its members (rounded down, but at least 1). Absent: no
   * limit. With it, every coupon is given in the name of a group.
   */
  perGroup?: { count: number } | { sharePercent: number };
  /** Only people in this segment get one; `name` is what it was called when it was picked, for words. */
  audience?: { segmentId: string; name: string };
  /** How many days before its end whoever holds it is reminded; 0: never. */
  remindDaysBefore: number;
  /** Conditions in the brand's own words, below the computed ones. */
  note: string;
}
