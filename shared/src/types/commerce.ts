/** Where an order is in its life; `incomplete`: something of it arrived, its payment did not yet. */
export const ORDER_STATES = [
  'incomplete',
  'paid',
  'shipped',
  'partly_refunded',
  'settled',
  'refunded',
] as const;
export type OrderState = (typeof ORDER_STATES)[number];

export const ORDER_STATE_NAMES: Record<OrderState, string> = {
  incomplete: '等付款信息',
  paid: '已付款',
  shipped: '已发货',
  partly_refunded: '部分退款',
  settled: '已完成',
  refunded: '已退款',
};

/** Tiers of a KOC, the lowest first. */
export const KOC_TIERS = ['starter', 'silver', 'gold'] as const;
export type KocTier = (typeof KOC_TIERS)[number];

export const KOC_TIER_NAMES: Record<KocTier, string> = {
  starter: '新芽',
  silver: '银叶',
  gold: '金叶',
};

/** Where a tracked link is shown. */
export const LINK_CHANNELS = ['group', 'moments', 'chat', 'poster', 'offline', 'other'] as const;
export type LinkChannel = (typeof LINK_CHANNELS)[number];

export const LINK_CHANNEL_NAMES: Record<LinkChannel, string> = {
  group: '微信群',
  moments: '朋友圈',
  chat: '一对一聊天',
  poster: '海报',
  offline: '线下物料',
  other: '其他',
};

/** Where a commission is: waiting for the after-sale period, free to withdraw, or gone with the refund. */
export const COMMISSION_STATES = ['pending', 'available', 'void'] as const;
export type CommissionState = (typeof COMMISSION_STATES)[number];

export const COMMISSION_STATE_NAMES: Record<CommissionState, string> = {
  pending: '待到账',
  available: '已到账',
  void: '已取消',
};
