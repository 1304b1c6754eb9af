import { z } from 'zod';
import {
  BUDGET_AUDIENCES,
  BUDGET_UNITS,
  KOC_TIERS,
  RIGHT_CLAIM_STATES,
  RIGHT_KINDS,
  RIGHT_PERIODS,
} from '../types';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging, points } from './common';

const count = z.number().int();
const reason = z.string().trim().min(2).max(200);
const requestKey = z.string().min(8).max(80);
const tier = z.enum(KOC_TIERS);

const claim = z.object({
  id,
  rightId: id,
  name: z.string(),
  kind: z.enum(RIGHT_KINDS),
  /** What it gives: 200 积分. */
  gives: z.string(),
  state: z.enum(RIGHT_CLAIM_STATES),
  /** What happens next, or why it ended so, in plain words. */
  words: z.string(),
  at: instant,
  endedAt: instant.optional(),
});
export type MyRightClaim = z.output<typeof claim>;

const mine = z.object({
  id,
  name: z.string(),
  kind: z.enum(RIGHT_KINDS),
  /** What it gives, in one line: 200 积分 / 「满30减5」1 张 / 护理一次. */
  gives: z.string(),
  /** What one should know of it. */
  about: z.string(),
  /** The period in words: 每月 2 次. */
  often: z.string(),
  period: z.enum(RIGHT_PERIODS),
  count,
  used: count,
  left: count,
  /** Until when it exists. */
  until: instant.optional(),
  /** When more can be claimed, if none is left in this period. */
  nextAt: instant.optional(),
  mayClaim: z.boolean(),
  /** Why not. */
  why: z.string().optional(),
  /** Given at once, without waiting for an approval. */
  atOnce: z.boolean(),
  /** The claim must say where it is sent. */
  needsNote: z.boolean(),
  /** My latest claim of it. */
  latest: claim.optional(),
});
export type MyRight = z.output<typeof mine>;

/** What a KOC's tier brings them; joins `contracts.member`. */
export const memberRights = {
  rights: contract({
    method: 'GET',
    path: '/api/member/rights',
    summary: 'What my tier brings me, how much of it is left, and what the next tier would add',
    access: 'member',
    input: empty,
    output: z.object({
      /** Absent: I am no KOC (any more). */
      tier: tier.optional(),
      words: z.string(),
      items: z.array(mine),
      /** Rights of higher tiers. */
      later: z.array(z.object({ id, name: z.string(), gives: z.string(), often: z.string(), tier })),
    }),
  }),
  rightClaims: contract({
    method: 'GET',
    path: '/api/member/right-claims',
    summary: 'What I claimed, newest first',
    access: 'member',
    input: z.strictObject({ ...paging }),
    output: pageOf(claim),
  }),
  claimRight: contract({
    method: 'POST',
    path: '/api/member/rights/:id/claim',
    summary: 'Claims a right of my tier; the same request key is the same claim',
    access: 'member',
    input: z.strictObject({
      id,
      requestKey,
      /** What who delivers should know: an address, a wish; kept sealed. */
      note: z.string().trim().max(200).optional(),
    }),
    output: claim,
    refusals: [
      'not_a_koc',
      'right_over',
      'right_not_for_tier',
      'right_used_up',
      'right_needs_note',
      'right_blacklisted',
      'coupon_sold_out',
      'coupon_over',
      'coupon_not_open',
      'giver_blacklisted',
      'key_used_differently',
    ],
  }),
  withdrawRightClaim: contract({
    method: 'POST',
    path: '/api/member/right-claims/:id/withdraw',
    summary: 'Takes back a claim that nobody has approved yet',
    access: 'member',
    input: z.strictObject({ id }),
    output: claim,
    refusals: ['state_forbids'],
  }),
};

/** What a right is, as somebody writes it. */
export const rightRule = z.strictObject({
  name: z.string().trim().min(2).max(30),
  about: z.string().trim().max(300).default(''),
  kind: z.enum(RIGHT_KINDS),
  /** For `points`. */
  points: points.min(1).max(100_000).optional(),
  /** For `coupon`. */
  couponId: id.optional(),
  /** For `goods` and `service`: what, in words. */
  what: z.string().trim().min(2).max(60).optional(),
  /** For `budget`: what the KOC may then give away. */
  budget: z
    .strictObject({
      unit: z.enum(BUDGET_UNITS),
      amount: z.number().int().min(1).max(10_000_000),
      perPerson: z.number().int().min(1).max(1_000_000),
      perDay: z.number().int().min(1).max(10_000_000),
      who: z.enum(BUDGET_AUDIENCES),
      days: z.number().int().min(1).max(365),
    })
    .optional(),
  period: z.enum(RIGHT_PERIODS),
  /** How many times a period, by tier; a tier that is absent has none. */
  counts: z.partialRecord(tier, z.number().int().min(1).max(100)),
  /** Claims from this moment, to that one. */
  from: instant.optional(),
  until: instant.optional(),
  /** Approved without anybody looking; points, coupons and budgets are then there at once. */
  atOnce: z.boolean().default(false),
  /** Goods: the claim must say where to. */
  needsNote: z.boolean().default(false),
});
export type RightRule = z.output<typeof rightRule>;

const right = z.object({
  id,
  rule: rightRule,
  gives: z.string(),
  often: z.string(),
  couponName: z.string().optional(),
  state: z.enum(['open', 'closed']),
  version: count,
  claimed: count,
  delivered: count,
  waiting: count,
  createdAt: instant,
  closedAt: instant.optional(),
});
export type RightView = z.output<typeof right>;

const staffClaim = claim.extend({
  personId: id,
  personName: z.string(),
  tier,
  /** Written by the KOC; only shown to whoever may act on it. */
  note: z.string().optional(),
  delivery: z.string().optional(),
  /** Approved: until when it should be handed over, and whether that has passed. */
  deliverBy: instant.optional(),
  late: z.boolean(),
  steps: z.array(z.object({ at: instant, by: z.string(), words: z.string() })),
});
export type RightClaimView = z.output<typeof staffClaim>;

export const rights = {
  list: contract({
    method: 'GET',
    path: '/api/koc-rights',
    summary: 'The catalogue of rights, newest first',
    access: 'koc.read',
    input: z.strictObject({ ...paging, state: z.enum(['open', 'closed']).optional() }),
    output: pageOf(right),
  }),
  create: contract({
    method: 'POST',
    path: '/api/koc-rights',
    summary: 'Adds a right',
    access: 'koc.write',
    input: z.strictObject({ rule: rightRule }),
    output: right,
    refusals: ['right_incomplete'],
  }),
  change: contract({
    method: 'PUT',
    path: '/api/koc-rights/:id',
    summary: 'Changes a right for claims from now on',
    access: 'koc.write',
    input: z.strictObject({ id, version: count, rule: rightRule }),
    output: right,
    refusals: ['right_incomplete', 'version_moved_on', 'right_over'],
  }),
  close: contract({
    method: 'POST',
    path: '/api/koc-rights/:id/close',
    summary: 'Nobody can claim it any more; what was claimed is still decided and delivered',
    access: 'koc.write',
    input: z.strictObject({ id }),
    output: right,
    refusals: ['state_forbids'],
  }),
  claims: contract({
    method: 'GET',
    path: '/api/koc-right-claims',
    summary: 'Claims, newest first',
    access: 'koc.read',
    input: z.strictObject({
      ...paging,
      state: z.enum(RIGHT_CLAIM_STATES).optional(),
      /** Only what was approved and not handed over in time. */
      late: z.literal('yes').optional(),
      personId: id.optional(),
      rightId: id.optional(),
    }),
    output: pageOf(staffClaim).extend({ requested: count, approved: count, late: count }),
  }),
  approve: contract({
    method: 'POST',
    path: '/api/koc-right-claims/:id/approve',
    summary: 'Approves a claim; points, coupons and budgets are delivered with it',
    access: 'koc.write',
    input: z.strictObject({ id }),
    output: staffClaim,
    refusals: [
      'state_forbids',
      'koc_ended',
      'right_blacklisted',
      'coupon_sold_out',
      'coupon_over',
      'coupon_not_open',
    ],
  }),
  decline: contract({
    method: 'POST',
    path: '/api/koc-right-claims/:id/decline',
    summary: 'Turns a claim down with the reason that the KOC reads; it doesn’t count against them',
    access: 'koc.write',
    input: z.strictObject({ id, reason }),
    output: staffClaim,
    refusals: ['state_forbids'],
  }),
  deliver: contract({
    method: 'POST',
    path: '/api/koc-right-claims/:id/deliver',
    summary: 'Goods or a service were handed over, with a note the KOC reads: parcel number, date, who',
    access: 'koc.write',
    input: z.strictObject({ id, note: z.string().trim().min(2).max(200) }),
    output: staffClaim,
    refusals: ['state_forbids'],
  }),
};
