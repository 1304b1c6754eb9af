import {
  COUPON_STATE_NAMES,
  type CouponState,
  ISSUE_STATE_NAMES,
  type IssueState,
} from '@kouyi/shared/types';
import { mayStack } from '@kouyi/shared/rules/coupon';
import { tagYuan, untilInWords } from '@kouyi/shared/rules/coupon-words';
import { momentInWords } from '@kouyi/shared/rules/words';
import { type Decision, accept, decline } from '../kernel/decision';
import { refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';
import type { IssueRow, RedemptionRow } from './model';

export const refuse = refusals({
  coupon_invalid: { zh: '{message}', en: 'the coupon has problems' },
  coupon_state_forbids: { zh: '这张券现在是「{state}」，不能这样改。', en: 'state forbids it', status: 409 },
  coupon_stock_below_given: {
    zh: '已经发出 {issued} 张，还为活动留着 {reserved} 张，库存不能比这还少。',
    en: 'stock below what was given and reserved',
  },
  coupon_reserved: {
    zh: '还有 {reserved} 张留给正在进行的活动或盲盒，等它们结束再停发。',
    en: 'coupons are reserved for running activities',
    status: 409,
  },
  coupon_not_open: { zh: '「{name}」现在不发放。', en: 'coupon is not open' },
  coupon_over: { zh: '「{name}」的使用日期已经过了。', en: 'the fixed validity is over' },
  coupon_sold_out: { zh: '「{name}」已经发完了，下次早点来。', en: 'stock is used up' },
  coupon_stock_short: {
    zh: '「{name}」只剩 {left} 张，不够 {needed} 张。调大券的库存，或调小这里的名额。',
    en: 'not enough stock to reserve',
  },
  coupon_person_limit: { zh: '「{name}」每人最多 {limit} 张，你已经有了。', en: 'person limit reached' },
  coupon_group_limit: { zh: '「{name}」给这个群的 {limit} 张已经发完。', en: 'group quota is used up' },
  coupon_needs_group: {
    zh: '「{name}」按群限量，先选一个群再发。',
    en: 'a coupon with a group quota is given in the name of a group',
  },
  coupon_not_in_group: { zh: '这是群友专享的券，先进群再领。', en: 'person is not in the group' },
  coupon_blacklisted: {
    zh: '这个账号暂时不能领券，有疑问请联系群里的伙伴。',
    en: 'person is blacklisted',
  },
  coupon_outside_audience: {
    zh: '「{name}」这次是给「{segment}」准备的，谢谢你来，下次还有。',
    en: 'person is outside the coupon’s segment',
  },
  link_unknown: { zh: '领券链接不对，或已被收回。', en: 'no such claim link', status: 404 },
  link_over: { zh: '这个领券链接已经结束了。', en: 'claim link is over' },
  link_used_up: { zh: '这个链接的 {limit} 张已经领完了。', en: 'claim link is used up' },
  coupon_code_unknown: {
    zh: '没有这张券，核对一下券码：Q 开头，共 12 位。',
    en: 'no coupon has this code',
    status: 404,
  },
  coupon_other_store: { zh: '这张券不能在这家店用。', en: 'coupon is not for this store' },
  coupon_not_yet_valid: { zh: '这张券 {from} 起才能用。', en: 'coupon is not valid yet' },
  coupon_expired: { zh: '这张券 {until} 已经过期。', en: 'coupon expired' },
  coupon_used: { zh: '这张券 {at} 已经用过了。', en: 'coupon was used', status: 409 },
  coupon_revoked: { zh: '这张券已经作废，请顾客联系客服。', en: 'coupon was revoked' },
  coupon_order_missing: { zh: '先填这一单的金额，才能算优惠多少。', en: 'order amount is needed' },
  coupon_order_too_small: { zh: '满 {min} 元才能用，这一单还差 {short} 元。', en: 'order below the minimum' },
  coupon_not_stackable: {
    zh: '这张券不能和同一张小票上的「{other}」一起用。',
    en: 'coupons on the receipt do not allow each other',
  },
  redemption_too_old: { zh: '超过 24 小时的核销不能撤回，请找总部处理。', en: 'too late to undo' },
  redemption_undone: { zh: '这次核销已经撤回过了。', en: 'redemption is undone', status: 409 },
  store_out_of_reach: { zh: '这家店不在你的范围内。', en: 'store out of reach', status: 403 },
  unit_unknown: { zh: '组织节点不存在，或不在你的范围内。', en: 'unknown unit or out of reach' },
  key_used_differently: {
    zh: '这个请求编号已经用于另一次操作。刷新页面再试。',
    en: 'request key reused with another input',
    status: 409,
  },
});

/** A coupon's design only ever moves along these lines. */
export const couponStates = stateTable<CouponState>(
  { draft: ['open', 'ended'], open: ['paused', 'ended'], paused: ['open', 'ended'], ended: [] },
  COUPON_STATE_NAMES,
);

/** One coupon in somebody's hands; a redemption that was a mistake can be taken back for a day. */
export const issueStates = stateTable<IssueState>(
  { held: ['redeemed', 'expired', 'revoked'], redeemed: ['held'], expired: [], revoked: [] },
  ISSUE_STATE_NAMES,
);

/** How long a redemption may be taken back. */
export const UNDO_MS = 24 * 3_600_000;

/** What a till knows when it asks. */
export interface TillFacts {
  readonly now: Date;
  readonly storeId: string;
  /** The store's unit and everything above it. */
  readonly storePath: readonly string[];
  readonly orderFen?: number | undefined;
  /** Coupons already used on the same receipt. */
  readonly onReceipt: readonly Pick<RedemptionRow, 'name' | 'terms' | 'stacking'>[];
  /** Whether the amount must be known: looking up asks less than redeeming. */
  readonly amountNeeded: boolean;
}

/** Whether a coupon may be used here and now. Looks from the coupon itself to the order; the first no decides. */
export function decideRedemption(issue: IssueRow, till: TillFacts): Decision<IssueRow> {
  const { now, storePath, orderFen } = till;
  if (issue.state === 'revoked') return decline(refuse('coupon_revoked'));
  if (issue.state === 'redeemed')
    return decline(refuse('coupon_used', { details: { at: momentInWords(issue.redeemedAt!) } }));
  if (issue.state === 'expired' || issue.validUntil <= now)
    return decline(refuse('coupon_expired', { details: { until: untilInWords(issue.validUntil) } }));
  if (issue.validFrom > now)
    return decline(refuse('coupon_not_yet_valid', { details: { from: momentInWords(issue.validFrom) } }));
  if (!issue.stores.everywhere && !issue.stores.unitIds.some((id) => storePath.includes(id)))
    return decline(refuse('coupon_other_store', { field: 'storeId' }));
  const { minFen, kind } = issue.terms;
  if (orderFen === undefined && till.amountNeeded && (kind !== 'gift' || minFen > 0))
    return decline(refuse('coupon_order_missing', { field: 'orderFen' }));
  if (orderFen !== undefined && orderFen < minFen)
    return decline(
      refuse('coupon_order_too_small', {
        field: 'orderFen',
        details: { min: tagYuan(minFen), short: tagYuan(minFen - orderFen) },
      }),
    );
  const other = till.onReceipt.find(
    (used) =>
      !mayStack({ kind, stacking: issue.stacking }, { kind: used.terms.kind, stacking: used.stacking }),
  );
  if (other)
    return decline(refuse('coupon_not_stackable', { field: 'receipt', details: { other: other.name } }));
  return accept(issue);
}

/** A code as people type it: spaces and hyphens go, small letters become large, O and I are 0 and 1. */
export const plainCode = (text: string): string =>
  text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
