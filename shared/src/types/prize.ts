import type { PrizeKind } from './draw';

/** What can be won and kept; 谢谢参与 never enters the cabinet. */
export const WON_KINDS = ['goods', 'red_packet', 'coupon', 'points'] as const satisfies readonly PrizeKind[];
export type WonKind = (typeof WON_KINDS)[number];

/** Where a prize is on its way to whoever won it. */
export const PRIZE_STATES = [
  'to_claim',
  'to_ship',
  'shipped',
  'to_pick_up',
  'requested',
  'approved',
  'received',
  'redeemed',
  'paid',
  'declined',
  'expired',
] as const;
export type PrizeState = (typeof PRIZE_STATES)[number];

export const PRIZE_STATE_NAMES: Record<PrizeState, string> = {
  to_claim: '待领取',
  to_ship: '待发货',
  shipped: '已发货',
  to_pick_up: '待自提',
  requested: '待审核',
  approved: '待打款',
  received: '已收到',
  redeemed: '已自提',
  paid: '已打款',
  declined: '未通过',
  expired: '已过期',
};

/** How a prize gets to its winner. */
export const CLAIM_WAYS = ['ship', 'pick_up', 'transfer'] as const;
export type ClaimWay = (typeof CLAIM_WAYS)[number];

/** Where goods go. Sealed at rest. */
export interface Address {
  name: string;
  phone: string;
  province: string;
  city: string;
  district: string;
  detail: string;
}

/** Where a red packet goes: finance transfers by hand and records the reference. Sealed at rest. */
export interface Payee {
  method: 'wechat' | 'alipay';
  account: string;
  realName: string;
}
