import { z } from 'zod';
import { CLAIM_WAYS, PRIZE_STATES, WON_KINDS } from '../types';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging } from './common';

const one = z.strictObject({ id });
const requestKey = z.string().min(8).max(80);
/** Missing parts arrive as empty text, so that the refusal can name the part in words. */
const part = (most: number) => z.string().max(most).default('');

export const address = z.strictObject({
  name: part(30),
  phone: part(30),
  province: part(30),
  city: part(30),
  district: part(30),
  detail: part(120),
});

export const payee = z.strictObject({
  method: z.enum(['wechat', 'alipay']),
  account: part(60),
  realName: part(30),
});

const shipment = z.object({ carrier: z.string(), trackingNo: z.string(), at: instant });

/** A prize as staff see it. Where it goes is shown only on request, and each look is written down. */
const prize = z.object({
  id,
  kind: z.enum(WON_KINDS),
  name: z.string(),
  boxId: id.optional(),
  boxName: z.string().optional(),
  personId: id,
  nickname: z.string(),
  state: z.enum(PRIZE_STATES),
  way: z.enum(CLAIM_WAYS).optional(),
  valueFen: z.number().int(),
  wonAt: instant,
  claimedAt: instant.optional(),
  /** Until when it can be claimed, or picked up. */
  until: instant.optional(),
  /** 陈** 138****0000 上海市; masked. */
  to: z.string().optional(),
  storeName: z.string().optional(),
  shipment: shipment.optional(),
  /** What finance wrote down when it paid. */
  reference: z.string().optional(),
  reason: z.string().optional(),
  doneAt: instant.optional(),
});
export type PrizeView = z.output<typeof prize>;

const shippingLine = z.object({
  line: z.number().int(),
  prizeId: z.string(),
  name: z.string(),
  carrier: z.string(),
  trackingNo: z.string(),
  problems: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
});

export const prizes = {
  list: contract({
    method: 'GET',
    path: '/api/prizes',
    summary: 'Prizes on their way to people, newest first',
    access: 'prizes.read',
    input: z.strictObject({
      ...paging,
      state: z.enum(PRIZE_STATES).optional(),
      kind: z.enum(WON_KINDS).optional(),
      boxId: id.optional(),
      personId: id.optional(),
    }),
    output: pageOf(prize),
  }),
  counts: contract({
    method: 'GET',
    path: '/api/prizes/counts',
    summary: 'How many wait in each state that somebody must act on',
    access: 'prizes.read',
    input: empty,
    output: z.object({
      items: z.array(z.object({ state: z.enum(PRIZE_STATES), count: z.number().int() })),
    }),
  }),
  get: contract({
    method: 'GET',
    path: '/api/prizes/:id',
    summary: 'One prize with its story',
    access: 'prizes.read',
    input: one,
    output: z.object({
      prize,
      steps: z.array(z.object({ state: z.enum(PRIZE_STATES), at: instant, by: z.string() })),
    }),
  }),
  reveal: contract({
    method: 'POST',
    path: '/api/prizes/:id/destination',
    summary: 'Where a prize goes, in full; the look is written down',
    access: 'prizes.write',
    input: one,
    output: z.object({ address: address.optional(), payee: payee.optional() }),
    refusals: ['prize_no_destination'],
  }),
  ship: contract({
    method: 'POST',
    path: '/api/prizes/:id/ship',
    summary: 'Sent, with the number of the parcel; may be corrected until it is received',
    access: 'prizes.write',
    input: z.strictObject({ id, carrier: z.string().max(30), trackingNo: z.string().max(40) }),
    output: prize,
    refusals: ['shipping_invalid', 'state_forbids'],
  }),
  exportCsv: contract({
    method: 'GET',
    path: '/api/prizes/to-ship.csv',
    summary: 'Everything to be sent, with addresses, as CSV (UTF-8 with BOM, formula-safe); written down',
    access: 'prizes.write',
    input: z.strictObject({ boxId: id.optional() }),
    output: z.string(),
    produces: 'text/csv; charset=utf-8',
  }),
  importShipping: contract({
    method: 'POST',
    path: '/api/prizes/shipping',
    summary:
      'Shipping numbers from CSV (UTF-8 or GBK, base64); with dryRun nothing is saved; all lines or none',
    access: 'prizes.write',
    input: z.strictObject({ base64: z.string().min(1).max(1_400_000), dryRun: z.boolean() }),
    output: z.object({
      encoding: z.enum(['utf-8', 'gbk']),
      rows: z.array(shippingLine),
      shipped: z.number().int(),
    }),
    refusals: ['csv_column_missing', 'csv_empty', 'csv_malformed', 'csv_not_text', 'csv_too_long'],
  }),
  approve: contract({
    method: 'POST',
    path: '/api/prizes/:id/approve',
    summary: 'A red packet may be paid',
    access: 'prizes.write',
    input: one,
    output: prize,
    refusals: ['state_forbids'],
  }),
  decline: contract({
    method: 'POST',
    path: '/api/prizes/:id/decline',
    summary: 'A red packet is not paid, with the reason that the winner reads',
    access: 'prizes.write',
    input: z.strictObject({ id, reason: z.string().min(2).max(200) }),
    output: prize,
    refusals: ['state_forbids'],
  }),
  markPaid: contract({
    method: 'POST',
    path: '/api/prizes/:id/paid',
    summary: 'Finance transferred a red packet by hand; the transfer’s reference is kept',
    access: 'prizes.pay',
    input: z.strictObject({ id, reference: z.string().min(4).max(80) }),
    output: prize,
    refusals: ['state_forbids', 'reference_used', 'same_person_approved'],
  }),
  payee: contract({
    method: 'POST',
    path: '/api/prizes/:id/payee',
    summary: 'Where finance transfers a red packet to; the look is written down',
    access: 'prizes.pay',
    input: one,
    output: payee,
    refusals: ['prize_no_destination'],
  }),
  lookUp: contract({
    method: 'GET',
    path: '/api/redeem/prizes/:code',
    summary: 'What a pick-up code is for at this store; changes nothing',
    access: 'redeem.use',
    input: z.strictObject({ code: z.string().min(4).max(40), storeId: id }),
    output: z.object({
      code: z.string(),
      name: z.string(),
      holder: z.string(),
      state: z.enum(PRIZE_STATES),
      storeName: z.string(),
      until: instant,
      refusal: z.object({ code: z.string(), message: z.string() }).optional(),
    }),
    refusals: ['pickup_code_unknown', 'store_out_of_reach'],
  }),
  redeem: contract({
    method: 'POST',
    path: '/api/redeem/prizes',
    summary: 'Hands a prize over at its store; the same key gives the same answer for ever',
    access: 'redeem.use',
    input: z.strictObject({ code: z.string().min(4).max(40), storeId: id, requestKey }),
    output: prize,
    refusals: [
      'pickup_code_unknown',
      'pickup_code_expired',
      'pickup_code_used',
      'pickup_other_store',
      'store_out_of_reach',
      'key_used_differently',
    ],
  }),
};

const memberPrize = z.object({
  id,
  kind: z.enum(WON_KINDS),
  name: z.string(),
  boxName: z.string().optional(),
  state: z.enum(PRIZE_STATES),
  /** What to do or to wait for, in one line. */
  line: z.string(),
  wonAt: instant,
  until: instant.optional(),
  /** How I may claim it; empty when there is nothing to do. */
  ways: z.array(z.enum(CLAIM_WAYS)),
  shipment: shipment.optional(),
  storeName: z.string().optional(),
  reason: z.string().optional(),
  points: z.number().int().optional(),
  couponId: id.optional(),
  /** The coupon of mine that it became. */
  myCouponId: id.optional(),
});
export type MemberPrize = z.output<typeof memberPrize>;

/** What a member does with prizes; part of `contracts.member`. */
export const memberPrizes = {
  cabinet: contract({
    method: 'GET',
    path: '/api/member/cabinet',
    summary: 'My prizes, newest first; `to_do` those I must act on',
    access: 'member',
    input: z.strictObject({
      ...paging,
      show: z.enum(['all', 'to_do', 'on_the_way', 'done', 'over']).default('all'),
    }),
    output: pageOf(memberPrize).extend({ toDo: z.number().int() }),
  }),
  prize: contract({
    method: 'GET',
    path: '/api/member/prizes/:id',
    summary: 'One prize of mine, with what claiming it needs',
    access: 'member',
    input: one,
    output: z.object({
      prize: memberPrize,
      /** Where it is sent, while that can still be changed. */
      address: address.optional(),
      /** The address I gave last, to be taken with one tap. */
      lastAddress: address.optional(),
      /** Where I can pick it up. */
      stores: z.array(z.object({ id, name: z.string() })),
      steps: z.array(z.object({ state: z.enum(PRIZE_STATES), at: instant })),
    }),
  }),
  claimPrize: contract({
    method: 'POST',
    path: '/api/member/prizes/:id/claim',
    summary:
      'Claims a prize: with an address, at a store, or to an account; until it is sent, again changes it',
    access: 'member',
    input: z.strictObject({
      id,
      way: z.enum(CLAIM_WAYS),
      address: address.optional(),
      storeId: id.optional(),
      payee: payee.optional(),
    }),
    output: memberPrize,
    refusals: [
      'address_incomplete',
      'payee_incomplete',
      'pickup_store_unknown',
      'prize_way_unavailable',
      'prize_expired',
      'state_forbids',
    ],
  }),
  pickupCode: contract({
    method: 'GET',
    path: '/api/member/prizes/:id/pickup-code',
    summary: 'The code to show at the store; `redeemPage` behind the server’s address is what the QR says',
    access: 'member',
    input: one,
    output: z.object({
      code: z.string(),
      redeemPage: z.string(),
      storeName: z.string(),
      until: instant,
      expired: z.boolean(),
    }),
    refusals: ['pickup_code_none'],
  }),
  confirmReceived: contract({
    method: 'POST',
    path: '/api/member/prizes/:id/received',
    summary: 'It has arrived',
    access: 'member',
    input: one,
    output: memberPrize,
    refusals: ['state_forbids'],
  }),
};
