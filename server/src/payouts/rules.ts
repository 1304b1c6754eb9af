import type { PayoutSettings } from '@kouyi/shared/contracts';
import { yuan as inYuan } from '@kouyi/shared/rules/money';
import { WITHDRAWAL_STATE_NAMES, type WithdrawalState } from '@kouyi/shared/types';
import { type Decision, accept, decline } from '../kernel/decision';
import { refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';

export const refuse = refusals({
  below_minimum: { zh: '最少提现 {min} 元。', en: 'below the minimum' },
  above_once: { zh: '一次最多提现 {max} 元，可以分几次。', en: 'above the limit of one withdrawal' },
  above_balance: { zh: '可提现的只有 {available} 元。', en: 'more than is available' },
  daily_limit: { zh: '今天还能提现 {left} 元，明天再来。', en: 'daily limit' },
  monthly_limit: { zh: '这个月还能提现 {left} 元，下个月再来。', en: 'monthly limit' },
  real_name_needed: {
    zh: '满 {from} 元，微信要核对真实姓名，请填写。',
    en: 'the provider needs the real name from here',
  },
  no_wechat: { zh: '先用微信登录小程序，钱才知道打到哪里。', en: 'no WeChat identity to pay to' },
  key_used_differently: {
    zh: '这个请求编号已经用于另一笔提现，请刷新后再试。',
    en: 'request key reused with another input',
    status: 409,
  },
  taken_apart: {
    zh: '申请时合并在一起的身份已经拆开，钱不再是一个人的。请驳回这笔，让本人各自重新申请。',
    en: 'identities that were one when it was asked for are not any more',
    status: 409,
  },
  approved_by_other: {
    zh: '{name}刚刚批过这一笔，不用再批。',
    en: 'a colleague has approved it meanwhile',
    status: 409,
  },
  approved_by_you: { zh: '你已经批过这一笔，需要另一位同事再批。', en: 'a second person has to approve' },
  provider_pays: {
    zh: '已接入微信支付，由它打款；手工打款会重复付钱。',
    en: 'the provider pays',
  },
  no_provider: { zh: '还没有接入微信支付。', en: 'no provider configured', status: 409 },
  provider_has_it: { zh: '微信支付那边有这一笔，等它的结果，不能作废。', en: 'the provider has the bill' },
  too_early: {
    zh: '刚刚还在请求打款，过 {minutes} 分钟再作废，免得钱其实付了。',
    en: 'a try may still be under way',
  },
  reference_used: {
    zh: '这个流水号已经登记过，核对一下是不是同一笔。',
    en: 'reference is taken',
    status: 409,
  },
  limits_contradict: {
    zh: '一次、一天、一个月的上限要一个比一个大，且不小于最低额。',
    en: 'limits contradict',
  },
  bill_not_made: {
    zh: '微信支付还没有出这一天的账单，一般第二天上午 10 点以后才有。',
    en: 'the provider has no bill of that day yet',
    status: 409,
  },
  bill_unreachable: {
    zh: '暂时从微信支付取不到账单，过几分钟再试，或者从商户平台下载后上传。',
    en: 'bill could not be fetched',
    status: 503,
  },
  bill_unknown: { zh: '没有这个单号。', en: 'no withdrawal by this number', status: 404 },
  bill_differs: { zh: '金额与我们的提现单不一致，没有理会。', en: 'amount differs from ours', status: 409 },
});

/** The ways of a withdrawal. `failed → paid` happens only when the provider proves that the money did leave. */
export const withdrawalStates = stateTable<WithdrawalState>(
  {
    requested: ['approved', 'rejected', 'cancelled', 'frozen'],
    frozen: ['requested', 'rejected'],
    approved: ['sending', 'frozen', 'rejected', 'paid'],
    sending: ['waiting_confirm', 'paid', 'failed'],
    waiting_confirm: ['paid', 'failed'],
    paid: [],
    failed: ['paid'],
    rejected: [],
    cancelled: [],
  },
  WITHDRAWAL_STATE_NAMES,
);

/** States in which the money is still set aside. */
export const HELD: readonly WithdrawalState[] = [
  'requested',
  'frozen',
  'approved',
  'sending',
  'waiting_confirm',
];

export const DEFAULT_PAYOUTS: PayoutSettings = {
  minFen: 100,
  perOnceFen: 20_000_00,
  perDayFen: 20_000_00,
  perMonthFen: 100_000_00,
  twoPeopleAboveFen: 2_000_00,
};

/**
 * WeChat Pay wants the real name from ¥2,000 and none below ¥0.30.
 * https://pay.weixin.qq.com/doc/v3/merchant/4012716434
 */
export const NAME_FROM_FEN = 2_000_00;
/** So long after a try without an answer nothing of it can be under way any more; shorter than the longest wait between tries. */
export const GIVE_UP_AFTER_MS = 2 * 60_000;

/** What a person has asked for already and still has or got. */
export interface Used {
  readonly todayFen: number;
  readonly monthFen: number;
}

/** The most that one request may ask for now. */
export const mayWithdrawFen = (settings: PayoutSettings, availableFen: number, used: Used): number =>
  Math.max(
    0,
    Math.min(
      availableFen,
      settings.perOnceFen,
      settings.perDayFen - used.todayFen,
      settings.perMonthFen - used.monthFen,
    ),
  );

/** Whether a request is within the limits. The balance itself is asserted again by the ledger. */
export function requestDecision(
  asked: { amountFen: number; hasName: boolean },
  facts: { settings: PayoutSettings; availableFen: number; used: Used },
): Decision<true> {
  const { amountFen, hasName } = asked;
  const { settings, availableFen, used } = facts;
  const yuan = (fen: number) => inYuan(Math.max(0, fen));
  const field = 'amountFen';
  if (amountFen < settings.minFen)
    return decline(refuse('below_minimum', { field, details: { min: yuan(settings.minFen) } }));
  if (amountFen > availableFen)
    return decline(refuse('above_balance', { field, details: { available: yuan(availableFen) } }));
  if (amountFen > settings.perOnceFen)
    return decline(refuse('above_once', { field, details: { max: yuan(settings.perOnceFen) } }));
  const today = settings.perDayFen - used.todayFen;
  if (amountFen > today) return decline(refuse('daily_limit', { field, details: { left: yuan(today) } }));
  const month = settings.perMonthFen - used.monthFen;
  if (amountFen > month) return decline(refuse('monthly_limit', { field, details: { left: yuan(month) } }));
  if (amountFen >= NAME_FROM_FEN && !hasName)
    return decline(refuse('real_name_needed', { field: 'realName', details: { from: yuan(NAME_FROM_FEN) } }));
  return accept(true);
}

/** How long to wait before the provider is asked again: doubling from two seconds, at most five minutes. */
export const askAgainMs = (attempts: number): number => Math.min(300_000, 1_000 * 2 ** Math.min(attempts, 9));

/** What the person reads about each state. */
export const MY_WORDS: Record<WithdrawalState, string> = {
  requested: '已提交，财务会在一个工作日内审核。',
  frozen: '这笔提现需要人工核实，有结果会通知你。',
  approved: '审核通过，正在安排打款。',
  sending: '正在打款，一般几分钟内有结果。',
  waiting_confirm: '请在微信里点「确认收款」，24 小时内有效。',
  paid: '已到微信零钱。',
  failed: '打款没有成功，钱已退回可提现余额。',
  rejected: '没有通过审核，钱已退回可提现余额。',
  cancelled: '你已撤回，钱在可提现余额里。',
};
