import { z } from 'zod';
import { COUPON_STACKINGS, COUPON_STATES, type CouponRule, ISSUE_STATES } from '../types';
import { contract } from './contract';
import { id, instant, pageOf, paging } from './common';
import { problem } from './activities';

const fen = z.number().int().min(0).max(100_000_000);
const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/** The coupon an operator designs; `CouponRule` in shared/types says what each part means. */
export const couponRule = z.strictObject({
  name: z.string().max(40),
  terms: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('cut'), minFen: fen, cutFen: fen }),
    z.strictObject({ kind: z.literal('discount'), payPercent: whole(0, 100), minFen: fen, maxCutFen: fen }),
    z.strictObject({ kind: z.literal('gift'), giftName: z.string().max(40), costFen: fen, minFen: fen }),
  ]),
  validity: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('fixed'), from: instant, until: instant }),
    z.strictObject({ kind: z.literal('days'), days: whole(0, 3_650), afterDays: whole(0, 365) }),
  ]),
  stores: z.strictObject({ everywhere: z.boolean(), unitIds: z.array(id).max(1_000) }),
  stacking: z.enum(COUPON_STACKINGS),
  stock: whole(0, 10_000_000),
  perPerson: whole(0, 1_000),
  perGroup: z
    .union([z.strictObject({ count: whole(1, 1_000_000) }), z.strictObject({ sharePercent: whole(1, 100) })])
    .optional(),
  audience: z.strictObject({ segmentId: id, name: z.string().min(1).max(60) }).optional(),
  remindDaysBefore: whole(0, 30),
  note: z.string().max(200),
}) satisfies z.ZodType<CouponRule>;

/** How a coupon looks on a card. */
const face = z.object({
  name: z.string(),
  /** 减 5 元, 8.5 折, 赠品名. */
  headline: z.string(),
  /** 满 30 元可用 … one line. */
  condition: z.string(),
  /** Validity, stores, stacking, note: one line each. */
  lines: z.array(z.string()),
});

const coupon = z.object({
  id,
  version: z.number().int(),
  state: z.enum(COUPON_STATES),
  rule: couponRule,
  face,
  unitId: id,
  unitName: z.string(),
  issued: z.number().int(),
  /** Held back for activities that were launched with it. */
  reserved: z.number().int(),
  left: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
});
export type CouponView = z.output<typeof coupon>;

const issue = z.object({
  id,
  couponId: id,
  code: z.string(),
  personId: id,
  nickname: z.string(),
  groupName: z.string().optional(),
  /** How it came to them, in words. */
  source: z.string(),
  at: instant,
  validFrom: instant,
  validUntil: instant,
  state: z.enum(ISSUE_STATES),
  redeemedAt: instant.optional(),
  storeName: z.string().optional(),
});

const link = z.object({
  id,
  couponId: id,
  name: z.string(),
  /** Page of the mini-program with its query; on h5 behind `/m/#/`. */
  page: z.string(),
  groupId: id.optional(),
  groupName: z.string().optional(),
  limit: z.number().int(),
  claimed: z.number().int(),
  until: instant,
  open: z.boolean(),
  createdAt: instant,
  createdBy: z.string(),
});
export type CouponLinkView = z.output<typeof link>;

/** What staff see before they redeem: enough to say yes or no, no more of the person than needed. */
const lookedUp = z.object({
  code: z.string(),
  face,
  /** First character of the name and `**`. */
  holder: z.string(),
  state: z.enum(ISSUE_STATES),
  validFrom: instant,
  validUntil: instant,
  kind: z.enum(['cut', 'discount', 'gift']),
  minFen: z.number().int(),
  /** Why it can't be redeemed here and now, in words; absent: it can. */
  refusal: z.object({ code: z.string(), message: z.string() }).optional(),
});

const redemption = z.object({
  id,
  code: z.string(),
  couponId: id,
  name: z.string(),
  headline: z.string(),
  holder: z.string(),
  storeId: id,
  storeName: z.string(),
  at: instant,
  by: z.string(),
  orderFen: z.number().int().optional(),
  /** What was taken off, or what the gift cost. */
  cutFen: z.number().int(),
  payFen: z.number().int().optional(),
  receipt: z.string().optional(),
  undoneAt: instant.optional(),
});
export type RedemptionView = z.output<typeof redemption>;

const one = z.strictObject({ id });
const requestKey = z.string().min(8).max(80);

export const coupons = {
  list: contract({
    method: 'GET',
    path: '/api/coupons',
    summary: 'Coupons, newest first',
    access: 'coupons.read',
    input: z.strictObject({
      ...paging,
      state: z.enum(COUPON_STATES).optional(),
      q: z.string().max(60).optional(),
    }),
    output: pageOf(coupon),
  }),
  preview: contract({
    method: 'POST',
    path: '/api/coupons/preview',
    summary: 'A coupon as its holder sees it, its problems and what it can cost at most; saves nothing',
    access: 'coupons.read',
    input: z.strictObject({ rule: couponRule, couponId: id.optional() }),
    output: z.object({
      face,
      problems: z.array(problem),
      /** If every one were given out and used. */
      worstCostFen: z.number().int(),
      /** What the group quota comes down to, for the groups at hand. */
      groupQuota: z.array(
        z.object({ groupName: z.string(), members: z.number().int(), quota: z.number().int() }),
      ),
    }),
  }),
  create: contract({
    method: 'POST',
    path: '/api/coupons',
    summary: 'Saves a draft',
    access: 'coupons.write',
    input: z.strictObject({ rule: couponRule, unitId: id.optional(), requestKey: requestKey.optional() }),
    output: coupon,
    refusals: ['unit_unknown', 'key_used_differently'],
  }),
  get: contract({
    method: 'GET',
    path: '/api/coupons/:id',
    summary: 'One coupon',
    access: 'coupons.read',
    input: one,
    output: coupon,
  }),
  update: contract({
    method: 'PUT',
    path: '/api/coupons/:id',
    summary: 'Saves a new version; coupons that people hold keep what they promised',
    access: 'coupons.write',
    input: z.strictObject({ id, version: z.number().int(), rule: couponRule }),
    output: coupon,
    refusals: ['version_moved_on', 'coupon_invalid', 'coupon_stock_below_given', 'coupon_state_forbids'],
  }),
  open: contract({
    method: 'POST',
    path: '/api/coupons/:id/open',
    summary: 'From now on it is given out (again)',
    access: 'coupons.write',
    input: one,
    output: coupon,
    refusals: ['coupon_invalid', 'state_forbids'],
  }),
  pause: contract({
    method: 'POST',
    path: '/api/coupons/:id/pause',
    summary: 'None is given out until it is opened again; those held stay good',
    access: 'coupons.write',
    input: one,
    output: coupon,
    refusals: ['state_forbids'],
  }),
  end: contract({
    method: 'POST',
    path: '/api/coupons/:id/end',
    summary: 'None is given out any more; those held stay good',
    access: 'coupons.write',
    input: one,
    output: coupon,
    refusals: ['state_forbids', 'coupon_reserved'],
  }),
  figures: contract({
    method: 'GET',
    path: '/api/coupons/:id/figures',
    summary: 'Given, held, used, expired, what it cost and still may cost, and by day',
    access: 'coupons.read',
    input: one,
    output: z.object({
      issued: z.number().int(),
      held: z.number().int(),
      redeemed: z.number().int(),
      expired: z.number().int(),
      revoked: z.number().int(),
      left: z.number().int(),
      reserved: z.number().int(),
      /** What people hold, at its full worth. */
      liabilityFen: z.number().int(),
      /** What was taken off or given away at the till. */
      givenFen: z.number().int(),
      /** Orders on which it was used, where the till told them. */
      ordersFen: z.number().int(),
      days: z.array(z.object({ day: z.string(), issued: z.number().int(), redeemed: z.number().int() })),
      sources: z.array(z.object({ source: z.string(), issued: z.number().int() })),
      stores: z.array(z.object({ storeName: z.string(), redeemed: z.number().int() })),
    }),
  }),
  issue: contract({
    method: 'POST',
    path: '/api/coupons/:id/issue',
    summary: 'Gives one to each of these people; says for each one that got none why',
    access: 'coupons.write',
    input: z.strictObject({
      id,
      personIds: z.array(id).min(1).max(200),
      groupId: id.optional(),
      reason: z.string().min(2).max(100),
      requestKey,
    }),
    output: z.object({
      issued: z.array(z.object({ personId: id, nickname: z.string(), code: z.string() })),
      refused: z.array(
        z.object({ personId: id, nickname: z.string(), code: z.string(), message: z.string() }),
      ),
    }),
    refusals: ['coupon_not_open', 'coupon_needs_group', 'key_used_differently'],
  }),
  issued: contract({
    method: 'GET',
    path: '/api/coupons/:id/issued',
    summary: 'Who was given one, newest first',
    access: 'coupons.read',
    input: z.strictObject({ id, ...paging, state: z.enum(ISSUE_STATES).optional() }),
    output: pageOf(issue),
  }),
  revoke: contract({
    method: 'POST',
    path: '/api/coupons/issued/:id/revoke',
    summary: 'Takes one back that was not used',
    access: 'coupons.write',
    input: z.strictObject({ id, reason: z.string().min(2).max(200) }),
    output: issue,
    refusals: ['state_forbids'],
  }),
  links: contract({
    method: 'GET',
    path: '/api/coupons/:id/links',
    summary: 'Claim links, newest first',
    access: 'coupons.read',
    input: one,
    output: z.object({ items: z.array(link) }),
  }),
  createLink: contract({
    method: 'POST',
    path: '/api/coupons/:id/links',
    summary: 'A link under which people take one each, until it is used up or over',
    access: 'coupons.write',
    input: z.strictObject({
      id,
      name: z.string().min(1).max(40),
      limit: whole(1, 1_000_000),
      until: instant,
      groupId: id.optional(),
      requestKey,
    }),
    output: link,
    refusals: ['coupon_needs_group', 'link_over', 'key_used_differently'],
  }),
  closeLink: contract({
    method: 'POST',
    path: '/api/coupons/links/:id/close',
    summary: 'Nobody takes one by this link any more',
    access: 'coupons.write',
    input: one,
    output: link,
  }),
  stores: contract({
    method: 'GET',
    path: '/api/redeem/stores',
    summary: 'Stores at which I may redeem coupons and pick-up codes',
    access: 'redeem.use',
    input: z.strictObject({}),
    output: z.object({ items: z.array(z.object({ id, name: z.string() })) }),
  }),
  lookUp: contract({
    method: 'GET',
    path: '/api/redeem/coupons/:code',
    summary: 'What a code is good for at this store; changes nothing',
    access: 'redeem.use',
    input: z.strictObject({ code: z.string().min(4).max(40), storeId: id }),
    output: lookedUp,
    refusals: ['coupon_code_unknown', 'store_out_of_reach'],
  }),
  redeem: contract({
    method: 'POST',
    path: '/api/redeem/coupons',
    summary: 'Uses a coupon at a store; the same key gives the same answer for ever',
    access: 'redeem.use',
    input: z.strictObject({
      code: z.string().min(4).max(40),
      storeId: id,
      /** What the order comes to before the coupon; needed for a cut or a discount. */
      orderFen: fen.optional(),
      /** Number of the receipt: coupons on the same one must allow each other. */
      receipt: z.string().min(1).max(60).optional(),
      requestKey,
    }),
    output: redemption,
    refusals: [
      'coupon_code_unknown',
      'coupon_other_store',
      'coupon_not_yet_valid',
      'coupon_expired',
      'coupon_used',
      'coupon_revoked',
      'coupon_order_missing',
      'coupon_order_too_small',
      'coupon_not_stackable',
      'store_out_of_reach',
      'key_used_differently',
    ],
  }),
  redemptions: contract({
    method: 'GET',
    path: '/api/redeem/coupons',
    summary: 'What was redeemed at a store, newest first',
    access: 'redeem.use',
    input: z.strictObject({ ...paging, storeId: id }),
    output: pageOf(redemption),
    refusals: ['store_out_of_reach'],
  }),
  undoRedemption: contract({
    method: 'POST',
    path: '/api/redeem/coupons/:id/undo',
    summary: 'Takes a redemption back within a day: the coupon is good again',
    access: 'redeem.use',
    input: z.strictObject({ id, reason: z.string().min(2).max(200) }),
    output: redemption,
    refusals: ['redemption_too_old', 'redemption_undone', 'store_out_of_reach'],
  }),
};

const memberCoupon = z.object({
  id,
  couponId: id,
  face,
  kind: z.enum(['cut', 'discount', 'gift']),
  state: z.enum(ISSUE_STATES),
  /** Shown to staff; `redeemPage` behind the server's address is what the QR says. */
  code: z.string(),
  redeemPage: z.string(),
  source: z.string(),
  at: instant,
  validFrom: instant,
  validUntil: instant,
  /** Whole days left, 0: today is the last; absent when it is not held any more. */
  daysLeft: z.number().int().optional(),
  usableNow: z.boolean(),
  redeemedAt: instant.optional(),
  storeName: z.string().optional(),
  /** What it took off. */
  cutFen: z.number().int().optional(),
});
export type MemberCoupon = z.output<typeof memberCoupon>;

/** What a member does with coupons; part of `contracts.member`. */
export const memberCoupons = {
  coupons: contract({
    method: 'GET',
    path: '/api/member/coupons',
    summary: 'My coupons: usable ones by their end, others newest first',
    access: 'member',
    input: z.strictObject({ ...paging, show: z.enum(['usable', 'used', 'over']).default('usable') }),
    output: pageOf(memberCoupon),
  }),
  coupon: contract({
    method: 'GET',
    path: '/api/member/coupons/:id',
    summary: 'One coupon of mine, with its code',
    access: 'member',
    input: one,
    output: memberCoupon,
  }),
  couponLink: contract({
    method: 'GET',
    path: '/api/member/coupon-links/:token',
    summary: 'What a claim link offers me, and whether I may take it',
    access: 'member',
    input: z.strictObject({ token: z.string().min(8).max(80) }),
    output: z.object({
      face,
      name: z.string(),
      until: instant,
      left: z.number().int(),
      /** Mine, if I took it already. */
      mine: memberCoupon.optional(),
      /** Why I can't, in words. */
      refusal: z.object({ code: z.string(), message: z.string() }).optional(),
    }),
    refusals: ['link_unknown'],
  }),
  claimLink: contract({
    method: 'POST',
    path: '/api/member/coupon-links/:token',
    summary: 'Takes the coupon of a claim link; again gives the same one',
    access: 'member',
    input: z.strictObject({ token: z.string().min(8).max(80) }),
    output: memberCoupon,
    refusals: [
      'link_unknown',
      'link_over',
      'link_used_up',
      'coupon_not_open',
      'coupon_sold_out',
      'coupon_person_limit',
      'coupon_group_limit',
      'coupon_not_in_group',
      'coupon_blacklisted',
    ],
  }),
};
