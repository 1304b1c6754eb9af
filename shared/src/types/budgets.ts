/** What a delegated budget holds; red packets are paid in fen. */
export const BUDGET_UNITS = ['point', 'fen'] as const;
export type BudgetUnit = (typeof BUDGET_UNITS)[number];

export const BUDGET_UNIT_NAMES: Record<BudgetUnit, string> = { point: '积分', fen: '红包' };

/** Where a delegated budget is in its life. */
export const BUDGET_STATES = ['open', 'ended', 'withdrawn'] as const;
export type BudgetState = (typeof BUDGET_STATES)[number];

export const BUDGET_STATE_NAMES: Record<BudgetState, string> = {
  open: '可以送',
  ended: '已到期',
  withdrawn: '已收回',
};

/** To whom a KOC may give of it. */
export const BUDGET_AUDIENCES = ['sub_group', 'reached', 'both'] as const;
export type BudgetAudience = (typeof BUDGET_AUDIENCES)[number];

export const BUDGET_AUDIENCE_NAMES: Record<BudgetAudience, string> = {
  sub_group: '自己子群里的人',
  reached: '自己带来的人',
  both: '自己子群里的人，和自己带来的人',
};

/** What a gift is for. */
export const GIFT_KINDS = ['thanks', 'trial', 'birthday', 'care', 'invite'] as const;
export type GiftKind = (typeof GIFT_KINDS)[number];

export const GIFT_KIND_NAMES: Record<GiftKind, string> = {
  thanks: '感谢',
  trial: '试用',
  birthday: '生日',
  care: '关怀',
  invite: '带新',
};

/** Where a gift is: points are there at once, a red packet waits to be claimed and can come back. */
export const GIFT_STATES = ['given', 'returned'] as const;
export type GiftState = (typeof GIFT_STATES)[number];

export const GIFT_STATE_NAMES: Record<GiftState, string> = { given: '已送出', returned: '已退回' };
