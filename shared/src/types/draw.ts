import type { WindowRule } from './activity';

/** What a prize is. `nothing` is 谢谢参与: a line of the odds table that gives nothing and costs nothing. */
export const PRIZE_KINDS = ['points', 'coupon', 'goods', 'red_packet', 'nothing'] as const;
export type PrizeKind = (typeof PRIZE_KINDS)[number];

export const PRIZE_KIND_NAMES: Record<PrizeKind, string> = {
  points: '积分',
  coupon: '优惠券',
  goods: '实物',
  red_packet: '红包',
  nothing: '谢谢参与',
};

/** Where a box is in its life. */
export const BOX_STATES = ['draft', 'open', 'paused', 'closed'] as const;
export type BoxState = (typeof BOX_STATES)[number];

export const BOX_STATE_NAMES: Record<BoxState, string> = {
  draft: '草稿',
  open: '开放中',
  paused: '已暂停',
  closed: '已结束',
};

/**
 * Who may draw, by age. `eight`: nobody under 8, and from 8 to 17 with a guardian's consent (blind-box guidance of
 * 2023); `adult`: 18 and over only.
 */
export const AGE_GATES = ['eight', 'adult'] as const;
export type AgeGate = (typeof AGE_GATES)[number];

/** What a person declared about their age, once. */
export const AGE_BANDS = ['adult', 'minor_with_consent', 'under_8'] as const;
export type AgeBand = (typeof AGE_BANDS)[number];

/** The quality of a cosmetic, as the maker declares it: without it a cosmetic is no prize (guidance of 2023). */
export interface QualityDeclaration {
  /** 备案号 or 注册证号. */
  filingNumber: string;
  maker: string;
  /** The day until which it may be used, `YYYY-MM-DD`. */
  usableUntil: string;
}

/** One line of a box. Amounts are whole fen and whole points. */
export interface PrizeDesign {
  /** Stable within the box; draws and odds name it. */
  id: string;
  kind: PrizeKind;
  name: string;
  /** Whole; its share of all weights of the box is its chance. */
  weight: number;
  /** How many there are; absent only for `nothing`, which never runs out. */
  stock?: number;
  /** What one costs the brand. */
  costFen: number;
  /** What one is worth to a customer; at most 5,000,000 (prize promotion rules of 2020). */
  valueFen: number;
  /** Only for kind `points`. */
  points?: number;
  /** Only for kind `coupon`. */
  couponId?: string;
  /** A rare prize gets a line of its own in the group. */
  rare?: boolean;
  /** Days in which goods, red packets and coupons are to be claimed; then they go back to stock and budget. */
  claimDays?: number;
  cosmetic?: boolean;
  quality?: QualityDeclaration;
  /** Path or address of a picture. */
  picture?: string;
}

/**
 * 保底: after `afterDraws - 1` draws of a person without a win the next one gives this prize. Its items are reserved,
 * apart from the stock that is drawn, and there are enough for every draw the box may ever have, so that the
 * promise and the stock can't contradict.
 */
export interface GuaranteeDesign {
  afterDraws: number;
  prizeId: string;
  reserved: number;
}

/** Absent: no limit. All count draws. */
export interface BoxLimits {
  perPerson?: number;
  perPersonPerDay?: number;
  /** Draws whose chance came from one group. */
  perGroup?: number;
  /** Draws of the box in all; needed with a guarantee. */
  totalDraws?: number;
}

/** A box as an operator designs it. */
export interface BoxDesign {
  name: string;
  /** One warm line under the name. */
  line: string;
  window: WindowRule;
  prizes: PrizeDesign[];
  /** Takes over the weights of whatever runs out; stated to the customer. If it runs out, too: the first left. */
  fallbackPrizeId: string;
  guarantee?: GuaranteeDesign;
  limits: BoxLimits;
  /** All that the prizes may cost; must cover stock and reserve. */
  budgetFen: number;
  ageGate: AgeGate;
  /** Staff draw nothing unless this is false (prize promotion rules: no insiders). */
  excludeStaff: boolean;
  /** What a chance costs in points in the mini-program; absent: chances are not for points. */
  chancePoints?: number;
  /** A round ends after so many hours, at the latest; its seed is then revealed. */
  roundHours: number;
}

/** Why a person can't draw now, in the order in which it is looked at. */
export const DRAW_OBSTACLES = [
  'box_not_open',
  'box_paused',
  'box_closed',
  'box_outside_hours',
  'box_exhausted',
  'blacklisted',
  'staff_excluded',
  'age_unknown',
  'under_age',
  'person_limit',
  'person_day_limit',
  'group_limit',
  'draws_limit',
  'no_chance',
] as const;
export type DrawObstacle = (typeof DRAW_OBSTACLES)[number];
