/** Where a KOC's sub-group stands; `adrift`: its KOC has ended and nobody has taken it over yet. */
export const SUB_GROUP_STATES = ['requested', 'open', 'adrift', 'closed', 'declined'] as const;
export type SubGroupState = (typeof SUB_GROUP_STATES)[number];

export const SUB_GROUP_STATE_NAMES: Record<SubGroupState, string> = {
  requested: '等总部建群',
  open: '运营中',
  adrift: '待移交',
  closed: '已结束',
  declined: '没有通过',
};

/** How alive a sub-group is. */
export const GROUP_HEALTH_LEVELS = ['warm', 'steady', 'cool'] as const;
export type GroupHealthLevel = (typeof GROUP_HEALTH_LEVELS)[number];

export const GROUP_HEALTH_NAMES: Record<GroupHealthLevel, string> = {
  warm: '热闹',
  steady: '平稳',
  cool: '偏冷',
};

/** What a message to send today is about. */
export const TODAY_KINDS = ['activity', 'newcomers', 'material', 'quiet'] as const;
export type TodayKind = (typeof TODAY_KINDS)[number];

export const TODAY_KIND_NAMES: Record<TodayKind, string> = {
  activity: '活动',
  newcomers: '欢迎',
  material: '素材',
  quiet: '暖场',
};
