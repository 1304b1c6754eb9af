/** Where a material or a lesson is: only what is published reaches anybody. */
export const PUBLISHING_STATES = ['draft', 'published', 'archived'] as const;
export type PublishingState = (typeof PUBLISHING_STATES)[number];

export const PUBLISHING_STATE_NAMES: Record<PublishingState, string> = {
  draft: '草稿',
  published: '已发布',
  archived: '已下架',
};

/** The parts of a material, in the order in which a person reads them. */
export const MATERIAL_PARTS = ['experience', 'service', 'value'] as const;
export type MaterialPart = (typeof MATERIAL_PARTS)[number];

export const MATERIAL_PART_NAMES: Record<MaterialPart, string> = {
  experience: '体验',
  service: '服务',
  value: '价值',
};

/** What a member may tell the brand: something they would like to have, or something they would do better. */
export const WISH_KINDS = ['wish', 'suggestion'] as const;
export type WishKind = (typeof WISH_KINDS)[number];

export const WISH_KIND_NAMES: Record<WishKind, string> = { wish: '心愿', suggestion: '建议' };

export const WISH_STATES = ['open', 'granted', 'adopted', 'declined', 'withdrawn'] as const;
export type WishState = (typeof WISH_STATES)[number];

export const WISH_STATE_NAMES: Record<WishState, string> = {
  open: '等待回复',
  granted: '已实现',
  adopted: '已采纳',
  declined: '暂未安排',
  withdrawn: '已撤回',
};

/** Where an exclusive moment is: told once it is near, over when its time has passed. */
export const MOMENT_STATES = ['planned', 'told', 'cancelled', 'done'] as const;
export type MomentState = (typeof MOMENT_STATES)[number];

export const MOMENT_STATE_NAMES: Record<MomentState, string> = {
  planned: '已安排',
  told: '已通知',
  cancelled: '已取消',
  done: '已结束',
};
