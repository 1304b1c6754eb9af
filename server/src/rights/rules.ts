import type { RightRule } from '@kouyi/shared/contracts';
import {
  KOC_TIER_NAMES,
  KOC_TIERS,
  type KocTier,
  RIGHT_CLAIM_STATE_NAMES,
  RIGHT_PERIOD_NAMES,
  type RightClaimState,
  type RightPeriod,
} from '@kouyi/shared/types';
import { dayOf, shanghaiInstant, shanghaiParts } from '@kouyi/shared/rules/time';
import { momentInWords } from '@kouyi/shared/rules/words';
import { amountInWords } from '../budgets';
import { accept, decline, type Decision } from '../kernel/decision';
import { refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';
import type { RightRow } from './model';

export const refuse = refusals({
  not_a_koc: { zh: '只有在任的 KOC 才有等级权益。', en: 'not an active KOC' },
  right_over: { zh: '这项权益现在不能领。', en: 'right is closed, not begun or over' },
  right_not_for_tier: { zh: '这项权益要到「{tier}」才有。', en: 'not for this tier' },
  right_used_up: { zh: '{period}的 {count} 次已经领完了{next}。', en: 'no claims left in this period' },
  right_needs_note: { zh: '写一下寄到哪里、给谁，才好发放。', en: 'a note is needed' },
  right_blacklisted: {
    zh: '这个账号暂时不能领权益，有疑问请联系品牌的伙伴。',
    en: 'person is blacklisted',
  },
  right_incomplete: { zh: '{message}', en: 'the right lacks something' },
  key_used_differently: {
    zh: '这个请求编号已经用于另一次操作。刷新页面再试。',
    en: 'request key reused with another input',
    status: 409,
  },
});

/** A claim only ever moves along these lines. */
export const claimStates = stateTable<RightClaimState>(
  {
    requested: ['approved', 'declined', 'withdrawn', 'expired'],
    approved: ['delivered', 'declined', 'expired'],
    delivered: [],
    declined: [],
    withdrawn: [],
    expired: [],
  },
  RIGHT_CLAIM_STATE_NAMES,
);

/** A right is open, then closed. */
export const rightStates = stateTable<'open' | 'closed'>(
  { open: ['closed'], closed: [] },
  { open: '可领', closed: '已下架' },
);

/** Nobody decided for so many days: the claim is over, and doesn't count. */
export const DECIDE_WITHIN_DAYS = 30;
/** What was approved is handed over within so many days. It never lapses: it was promised, so it is late. */
export const DELIVER_WITHIN_DAYS = 7;

/** What a right is missing, by field; undefined: nothing. */
export function ruleProblem(rule: RightRule): { field: string; message: string } | undefined {
  const { kind, points, couponId, what, budget, counts, from, until } = rule;
  if (Object.keys(counts).length === 0) return { field: 'rule.counts', message: '至少给一个等级写上次数。' };
  if (kind === 'points' && points === undefined) return { field: 'rule.points', message: '写上给多少积分。' };
  if (kind === 'coupon' && couponId === undefined) return { field: 'rule.couponId', message: '选一张券。' };
  if ((kind === 'goods' || kind === 'service') && what === undefined)
    return { field: 'rule.what', message: '写清楚给什么。' };
  if (kind === 'budget' && budget === undefined)
    return { field: 'rule.budget', message: '写上预算的数额和规则。' };
  if (kind === 'budget' && budget && (budget.perDay > budget.amount || budget.perPerson > budget.perDay))
    return { field: 'rule.budget', message: '每人上限不能比每天多，每天上限不能比总数多。' };
  if (from !== undefined && until !== undefined && until <= from)
    return { field: 'rule.until', message: '结束时间要在开始之后。' };
  return undefined;
}

/** What a right gives, in one line. */
export function givesInWords(rule: RightRule, couponName: string | undefined): string {
  switch (rule.kind) {
    case 'points':
      return amountInWords('point', rule.points!);
    case 'coupon':
      return `「${couponName ?? '优惠券'}」1 张`;
    case 'goods':
    case 'service':
      return rule.what!;
    case 'budget':
      return `${amountInWords(rule.budget!.unit, rule.budget!.amount)} 的预算，由你送给别人`;
  }
}

/** 每月 2 次. */
export const oftenInWords = (period: RightPeriod, count: number): string =>
  `${RIGHT_PERIOD_NAMES[period]} ${count} 次`;

/** 新芽每月 1 次，金叶每月 3 次. */
export const oftenByTier = ({ period, counts }: RightRule): string =>
  KOC_TIERS.flatMap((tier) => {
    const count = counts[tier];
    return count === undefined ? [] : [`${KOC_TIER_NAMES[tier]}${oftenInWords(period, count)}`];
  }).join('，');

/** The period that a moment lies in, in Shanghai. */
export function periodOf(period: RightPeriod, at: Date): string {
  const { year, month } = shanghaiParts(at);
  if (period === 'once') return 'once';
  return period === 'month'
    ? `${year}-${String(month).padStart(2, '0')}`
    : `${year}-Q${Math.ceil(month / 3)}`;
}

/** When the next period begins; undefined: never. */
export function nextPeriodAt(period: RightPeriod, at: Date): Date | undefined {
  const { year, month } = shanghaiParts(at);
  if (period === 'once') return undefined;
  const next = period === 'month' ? month + 1 : Math.ceil(month / 3) * 3 + 1;
  return shanghaiInstant(next > 12 ? dayOf(year + 1, next - 12, 1) : dayOf(year, next, 1));
}

/** The lowest tier that has a right, above a tier; undefined: none. */
export const tierWith = ({ counts }: RightRule, above: KocTier | undefined): KocTier | undefined =>
  KOC_TIERS.slice(above === undefined ? 0 : KOC_TIERS.indexOf(above) + 1).find(
    (tier) => counts[tier] !== undefined,
  );

/** Whether a KOC of a tier may claim a right now; answers how many they have in this period. */
export function decideClaim(
  right: Pick<RightRow, 'rule' | 'state'>,
  { tier, used, now }: { tier: KocTier; used: number; now: Date },
): Decision<number> {
  const { counts, period, from, until } = right.rule;
  const over =
    right.state === 'closed' ||
    (from !== undefined && new Date(from) > now) ||
    (until !== undefined && new Date(until) <= now);
  if (over) return decline(refuse('right_over'));
  const count = counts[tier];
  if (count === undefined) {
    const higher = tierWith(right.rule, tier);
    return decline(
      refuse('right_not_for_tier', { details: { tier: higher ? KOC_TIER_NAMES[higher] : '别的等级' } }),
    );
  }
  if (used < count) return accept(count);
  const next = nextPeriodAt(period, now);
  const names: Record<RightPeriod, string> = { month: '本月', quarter: '本季度', once: '一共' };
  return decline(
    refuse('right_used_up', {
      details: { period: names[period], count, next: next ? `，${momentInWords(next)} 起又可以领` : '' },
    }),
  );
}

/** What happens next to a claim, or why it ended so. */
export function claimInWords(row: {
  state: RightClaimState;
  kind: RightRule['kind'];
  gives: string;
  words?: string;
  /** Until when it should have been handed over; only while that has passed. */
  lateSince?: Date;
}): string {
  const said = row.words ? `：${row.words}` : '';
  switch (row.state) {
    case 'requested':
      return '已提交，等品牌审核。';
    case 'approved':
      return row.lateSince
        ? `审核通过，本该在${momentInWords(row.lateSince)}前发给你，已经提醒品牌的伙伴。`
        : '审核通过，等品牌发放。';
    case 'delivered':
      return row.kind === 'goods' || row.kind === 'service' ? `已发放${said}` : `${row.gives}已到账。`;
    case 'declined':
      return `没有通过${said}`;
    case 'withdrawn':
      return '你撤回了这次申请，次数已还给你。';
    case 'expired':
      return `已失效${said}`;
  }
}
