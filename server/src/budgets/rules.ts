import {
  BUDGET_AUDIENCE_NAMES,
  BUDGET_STATE_NAMES,
  type BudgetState,
  type BudgetUnit,
  GIFT_KIND_NAMES,
  type GiftKind,
} from '@kouyi/shared/types';
import { momentInWords } from '@kouyi/shared/rules/words';
import { pointsText, yuan } from '@kouyi/shared/rules/money';
import { accept, decline, type Decision } from '../kernel/decision';
import { refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';
import type { BudgetRow } from './model';

export const refuse = refusals({
  not_a_koc: { zh: '只有在任的 KOC 才能送。', en: 'not an active KOC' },
  giver_blacklisted: {
    zh: '这个账号暂时不能送出，有疑问请联系品牌的伙伴。',
    en: 'the giver is blacklisted',
  },
  budget_over: { zh: '这笔预算已经结束，剩下的回到了品牌。', en: 'budget is over', status: 409 },
  budget_not_yet: { zh: '这笔预算 {from} 才开始。', en: 'budget has not begun' },
  budget_short: { zh: '这笔预算只剩 {left}，少送一点。', en: 'not enough left' },
  gift_kind_not_allowed: { zh: '这笔预算只用于：{kinds}。', en: 'not what the budget is for' },
  gift_above_person: {
    zh: '每人最多 {limit}，TA 还能收 {more}。',
    en: 'above what one person may get of it',
  },
  gift_above_day: { zh: '每天最多送 {limit}，今天还能送 {more}。', en: 'above what may be given in a day' },
  gift_to_self: { zh: '不能送给自己。', en: 'a gift to oneself' },
  gift_to_own_identity: {
    zh: '这个账号和你是同一个人，不能送给自己。',
    en: 'a gift to another identity of the giver',
  },
  gift_same_payee: {
    zh: '你和 TA 用同一个手机号或收款账号领过奖，不能送。有误会请联系品牌的伙伴。',
    en: 'giver and receiver had prizes sent to the same phone or account',
  },
  gift_to_staff: { zh: '员工不能收 KOC 的礼。', en: 'a gift to staff' },
  gift_to_blacklisted: { zh: '这位成员暂时不能收礼。', en: 'the receiver is blacklisted' },
  gift_not_yours: {
    zh: '这笔预算只能送给{who}，TA 不在里面。',
    en: 'receiver is not among the people it is for',
  },
  gift_in_ring: {
    zh: 'TA 最近送过你，或送出去的转了几手到过你这里，不能转一圈送回去。',
    en: 'the gift would close a ring of KOCs',
  },
  budget_rule_invalid: { zh: '{message}', en: 'the rules of the budget contradict each other' },
  key_used_differently: {
    zh: '这个请求编号已经用于另一次操作。刷新页面再试。',
    en: 'request key reused with another input',
    status: 409,
  },
});

/** A budget only ever moves along these lines. */
export const budgetStates = stateTable<BudgetState>(
  { open: ['ended', 'withdrawn'], ended: [], withdrawn: [] },
  BUDGET_STATE_NAMES,
);

/** Gifts so long ago close no ring any more. */
export const RING_DAYS = 90;
/** Days to claim a red packet, before it comes back. */
export const CLAIM_DAYS = 7;
/** The longest a budget may last. */
const LONGEST_DAYS = 366;

/** 20 积分, or ¥5.00. */
export const amountInWords = (unit: BudgetUnit, amount: number): string =>
  unit === 'fen' ? `¥${yuan(amount)}` : `${pointsText(amount)} 积分`;

/** What a KOC may still give of a budget. */
export const leftOf = ({ granted, given, returned }: Pick<BudgetRow, 'granted' | 'given' | 'returned'>) =>
  granted - given - returned;

/** What is wrong with the rules of a budget; undefined: nothing. */
export function ruleProblem(
  rule: { amount: number; perPerson: number; perDay: number; from: Date; until: Date },
  now: Date,
): { field: string; message: string } | undefined {
  const { amount, perPerson, perDay, from, until } = rule;
  if (perDay > amount) return { field: 'rule.perDay', message: '每天最多送的不能比总数多。' };
  if (perPerson > perDay) return { field: 'rule.perPerson', message: '每人最多收的不能比每天最多送的多。' };
  if (until <= now || until <= from) return { field: 'rule.until', message: '结束时间要在开始和现在之后。' };
  if (until.getTime() - now.getTime() > LONGEST_DAYS * 86_400_000)
    return { field: 'rule.until', message: `一笔预算最长 ${LONGEST_DAYS} 天，到期再给一笔。` };
  return undefined;
}

/** What is known of who would get a gift. */
export interface ReceiverFacts {
  /** The giver themself, or another identity of theirs. */
  readonly same?: 'self' | 'identity';
  readonly samePayee?: boolean;
  readonly isStaff: boolean;
  readonly blacklisted: boolean;
  /** Among the people whom the budget is for. */
  readonly mine: boolean;
  /** They, or somebody to whom they gave, gave the giver lately. */
  readonly inRing: boolean;
  /** What they got of this budget, by all their identities. */
  readonly got: number;
}

/** What is known of the giver and the moment. */
export interface GiverFacts {
  readonly now: Date;
  readonly budget: BudgetRow;
  readonly blacklisted: boolean;
  readonly givenToday: number;
}

/** Whether anything at all may be given now. */
export function mayGive({ now, budget, blacklisted }: GiverFacts): Decision<true> {
  if (blacklisted) return decline(refuse('giver_blacklisted'));
  if (budget.state !== 'open' || budget.until <= now) return decline(refuse('budget_over'));
  if (budget.from > now)
    return decline(refuse('budget_not_yet', { details: { from: momentInWords(budget.from) } }));
  return accept(true);
}

/** Whether this person may get anything of it. */
export function mayReceive(to: ReceiverFacts, { who }: Pick<BudgetRow, 'who'>): Decision<true> {
  const no = (code: Parameters<typeof refuse>[0], details: Record<string, unknown> = {}) =>
    decline(refuse(code, { field: 'personId', details }));
  if (to.same === 'self') return no('gift_to_self');
  if (to.same === 'identity') return no('gift_to_own_identity');
  if (to.isStaff) return no('gift_to_staff');
  if (to.blacklisted) return no('gift_to_blacklisted');
  if (!to.mine) return no('gift_not_yours', { who: BUDGET_AUDIENCE_NAMES[who] });
  if (to.samePayee) return no('gift_same_payee');
  if (to.inRing) return no('gift_in_ring');
  return accept(true);
}

/** The most that this person can get now, after what was given. */
export const mostFor = ({ budget, givenToday }: GiverFacts, got: number): number =>
  Math.max(0, Math.min(leftOf(budget), budget.perDay - givenToday, budget.perPerson - got));

/** Whether a gift is within the rules: all of its budget's, and nobody profits from their own budget. */
export function decideGift(
  giver: GiverFacts,
  to: ReceiverFacts,
  { amount, kind }: { amount: number; kind: GiftKind },
): Decision<true> {
  const { budget, givenToday } = giver;
  const open = mayGive(giver);
  if (!open.accepted) return open;
  if (!budget.kinds.includes(kind))
    return decline(
      refuse('gift_kind_not_allowed', { field: 'kind', details: { kinds: kindsInWords(budget.kinds) } }),
    );
  const receiver = mayReceive(to, budget);
  if (!receiver.accepted) return receiver;
  const words = (value: number) => amountInWords(budget.unit, Math.max(0, value));
  const above = (code: Parameters<typeof refuse>[0], details: Record<string, string>) =>
    decline(refuse(code, { field: 'amount', details }));
  if (to.got + amount > budget.perPerson)
    return above('gift_above_person', {
      limit: words(budget.perPerson),
      more: words(budget.perPerson - to.got),
    });
  if (givenToday + amount > budget.perDay)
    return above('gift_above_day', { limit: words(budget.perDay), more: words(budget.perDay - givenToday) });
  if (amount > leftOf(budget)) return above('budget_short', { left: words(leftOf(budget)) });
  return accept(true);
}

/** What gifts may be for, in one line. */
export const kindsInWords = (kinds: readonly GiftKind[]): string =>
  kinds.map((kind) => GIFT_KIND_NAMES[kind]).join('、');

/** The rules of a budget, a line each. */
export const rulesInWords = (row: BudgetRow): string[] => [
  `送给：${BUDGET_AUDIENCE_NAMES[row.who]}`,
  `每人最多 ${amountInWords(row.unit, row.perPerson)}，每天最多送 ${amountInWords(row.unit, row.perDay)}`,
  `用于：${kindsInWords(row.kinds)}`,
  `${momentInWords(row.until)} 前有效，没送完的自动回到品牌`,
  ...(row.unit === 'fen' ? [`红包进对方的奖品柜，${CLAIM_DAYS} 天内领取，没领会退回来`] : []),
];
