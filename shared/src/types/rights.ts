/** What a right of a tier gives. */
export const RIGHT_KINDS = ['points', 'coupon', 'goods', 'service', 'budget'] as const;
export type RightKind = (typeof RIGHT_KINDS)[number];

export const RIGHT_KIND_NAMES: Record<RightKind, string> = {
  points: '积分',
  coupon: '优惠券',
  goods: '实物',
  service: '服务',
  budget: '预算',
};

/** How long a claim counts against what somebody may claim. */
export const RIGHT_PERIODS = ['month', 'quarter', 'once'] as const;
export type RightPeriod = (typeof RIGHT_PERIODS)[number];

export const RIGHT_PERIOD_NAMES: Record<RightPeriod, string> = {
  month: '每月',
  quarter: '每季度',
  once: '总共',
};

/** Where the claim of a right is on its way. */
export const RIGHT_CLAIM_STATES = [
  'requested',
  'approved',
  'delivered',
  'declined',
  'withdrawn',
  'expired',
] as const;
export type RightClaimState = (typeof RIGHT_CLAIM_STATES)[number];

export const RIGHT_CLAIM_STATE_NAMES: Record<RightClaimState, string> = {
  requested: '待审核',
  approved: '待发放',
  delivered: '已发放',
  declined: '未通过',
  withdrawn: '本人撤回',
  expired: '已过期',
};
