import { type ClaimWay, PRIZE_STATE_NAMES, type PrizeState, type WonKind } from '@kouyi/shared/types';
import { tagYuan, untilInWords } from '@kouyi/shared/rules/coupon-words';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { type Decision, accept, decline } from '../kernel/decision';
import { refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';
import type { PrizeRow } from './model';

export const refuse = refusals({
  address_incomplete: { zh: '{message}', en: 'the address lacks something' },
  payee_incomplete: { zh: '{message}', en: 'the payee lacks something' },
  pickup_store_unknown: { zh: '选一家可以自提的门店。', en: 'no such store' },
  prize_way_unavailable: { zh: '这件奖品不能这样领。', en: 'this prize is not claimed this way' },
  prize_expired: { zh: '这件奖品 {until} 前没有领取，已经收回了。', en: 'claim period is over' },
  prize_blacklisted: {
    zh: '这个账号暂时不能领奖，有疑问请联系群里的伙伴。',
    en: 'person is blacklisted',
  },
  prize_no_destination: { zh: '中奖人还没有填收件或收款信息。', en: 'no address or payee yet' },
  pickup_code_none: { zh: '这件奖品没有提货码，先选门店自提。', en: 'no pick-up code' },
  pickup_code_unknown: {
    zh: '没有这个提货码，核对一下：T 开头，共 12 位。',
    en: 'no prize has this code',
    status: 404,
  },
  pickup_code_expired: { zh: '这个提货码 {until} 已经过期，奖品收回了。', en: 'pick-up code expired' },
  pickup_code_used: { zh: '这个提货码已经用过了。', en: 'pick-up code was used', status: 409 },
  pickup_other_store: { zh: '这件奖品要到「{store}」领取。', en: 'prize is at another store' },
  shipping_invalid: { zh: '{message}', en: 'carrier or tracking number is wrong' },
  reference_used: { zh: '这个转账单号已经登记在另一笔红包上，核对一下。', en: 'reference used', status: 409 },
  same_person_approved: {
    zh: '审核和打款要两个人：这笔是你审核的，请另一位同事登记打款。',
    en: 'approval and payment need two people',
    status: 409,
  },
  key_used_differently: {
    zh: '这个请求编号已经用于另一次操作。刷新页面再试。',
    en: 'request key reused with another input',
    status: 409,
  },
  csv_column_missing: { zh: '表里缺「{column}」这一列，用导出的表来填最省事。', en: 'a column is missing' },
  csv_too_long: { zh: '一次最多 {limit} 行，分几次导入。', en: 'too many rows' },
});

/** A prize only ever moves along these lines. */
export const prizeStates = stateTable<PrizeState>(
  {
    to_claim: ['to_ship', 'to_pick_up', 'requested', 'expired', 'received'],
    to_ship: ['shipped', 'expired'],
    shipped: ['received'],
    to_pick_up: ['redeemed', 'expired'],
    requested: ['approved', 'declined', 'expired'],
    approved: ['paid', 'declined', 'expired'],
    received: [],
    redeemed: [],
    paid: [],
    declined: [],
    expired: [],
  },
  PRIZE_STATE_NAMES,
);

/** Claim period where the box says none, in days. */
const CLAIM_DAYS = 30;
/** A pick-up code is good for so many days. */
export const PICK_UP_DAYS = 14;
/** So many days before the end the winner is reminded. */
const REMIND_DAYS = 3;
/** A parcel that nobody confirms counts as received after so many days. */
export const RECEIVED_AFTER_DAYS = 15;

/** When to remind of an end: not at all when the time left is shorter than that. */
export const remindBefore = (until: Date, now: Date): Date | undefined => {
  const at = new Date(until.getTime() - REMIND_DAYS * DAY_MS);
  return at > now ? at : undefined;
};

/** How a prize begins that waits to be claimed; no days: as long as usual. */
export function toClaim(wonAt: Date, days: number, now: Date) {
  const until = new Date(wonAt.getTime() + (days > 0 ? days : CLAIM_DAYS) * DAY_MS);
  const remindAt = remindBefore(until, now);
  return {
    state: 'to_claim' as const,
    steps: [{ state: 'to_claim' as const, at: now, by: '系统' }],
    waiting: true as const,
    until,
    ...(remindAt ? { remindAt } : {}),
  };
}

/** Ways in which prizes of a kind get to people; what is given at once has none. */
const WAYS: Record<WonKind, readonly ClaimWay[]> = {
  goods: ['ship', 'pick_up'],
  red_packet: ['transfer'],
  coupon: [],
  points: [],
};

/** The state a claim leads to. */
export const CLAIMED: Record<ClaimWay, PrizeState> = {
  ship: 'to_ship',
  pick_up: 'to_pick_up',
  transfer: 'requested',
};

/** Ways that are open for a prize now; `stores`: whether there is any. */
export const waysOf = (row: Pick<PrizeRow, 'kind' | 'state'>, stores: boolean): ClaimWay[] =>
  row.state === 'to_claim' ? WAYS[row.kind].filter((way) => way !== 'pick_up' || stores) : [];

/**
 * Whether a prize may be claimed this way now: once, or again by an address or an account that changes what is not
 * sent yet. Refuses `prize_expired`, `prize_way_unavailable`, `state_forbids` (409).
 */
export function decideClaim(row: PrizeRow, way: ClaimWay, now: Date): Decision<PrizeState> {
  const to = CLAIMED[way];
  if (!WAYS[row.kind].includes(way)) return decline(refuse('prize_way_unavailable', { field: 'way' }));
  const over = row.state === 'expired' || (row.waiting && row.until && row.until <= now);
  if (over)
    return decline(refuse('prize_expired', { details: { until: untilInWords(row.until ?? row.wonAt) } }));
  if (row.state !== to || way === 'pick_up') prizeStates.assertMove(row.state, to);
  return accept(to);
}

/**
 * Whether a pick-up code is good at this store now.
 * Refuses `pickup_code_used` (409), `pickup_code_expired`, `pickup_other_store`.
 */
export function decideHandOver(
  row: PrizeRow,
  { storeId, storeName, now }: { storeId: string; storeName: (id: string) => string; now: Date },
): Decision<PrizeRow> {
  if (row.state === 'redeemed') return decline(refuse('pickup_code_used'));
  if (row.state !== 'to_pick_up' || row.until! <= now)
    return decline(
      refuse('pickup_code_expired', { details: { until: untilInWords(row.until ?? row.doneAt ?? now) } }),
    );
  if (row.storeId !== storeId)
    return decline(
      refuse('pickup_other_store', { field: 'storeId', details: { store: storeName(row.storeId!) } }),
    );
  return accept(row);
}

/** Letters and digits of a parcel's number. */
const TRACKING = /^[A-Za-z0-9-]{6,40}$/;

/** What is wrong with a parcel's data, by field; empty: nothing. */
export function shippingProblems({ carrier, trackingNo }: { carrier: string; trackingNo: string }) {
  return [
    ...(carrier.trim() === ''
      ? [{ field: 'carrier', code: 'carrier_missing', message: '写上快递公司，比如「顺丰」。' }]
      : []),
    ...(TRACKING.test(trackingNo)
      ? []
      : [{ field: 'trackingNo', code: 'tracking_malformed', message: '快递单号是 6 到 40 位字母和数字。' }]),
  ];
}

/** What its winner has to do or to wait for, in one line. */
export function lineOf(row: PrizeRow, storeName: (id: string) => string): string {
  const until = row.until ? untilInWords(row.until) : '';
  switch (row.state) {
    case 'to_claim':
      return row.kind === 'red_packet' ? `${until} 前填收款账号` : `${until} 前领取：寄到家或到店自提`;
    case 'to_ship':
      return '地址收到了，等发货';
    case 'shipped':
      return `${row.shipment!.carrier} ${row.shipment!.trackingNo}`;
    case 'to_pick_up':
      return `${until} 前到「${storeName(row.storeId!)}」出示提货码`;
    case 'requested':
      return '账号收到了，等审核';
    case 'approved':
      return '审核通过，财务会在 3 个工作日内转账';
    case 'received':
      return row.kind === 'points'
        ? `${row.points ?? 0} 积分已到账`
        : row.kind === 'coupon'
          ? '已放进券包'
          : '已收到';
    case 'redeemed':
      return `已在「${storeName(row.storeId!)}」领走`;
    case 'paid':
      return `${tagYuan(row.valueFen)} 元已转账`;
    case 'declined':
      return row.reason ?? '没有通过审核';
    case 'expired':
      return '没有按时领取，已经收回';
  }
}
