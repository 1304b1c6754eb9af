/** The stages in which a customer grows into a KOC, the lowest first. */
export const GROWTH_STAGES = ['active', 'sharing', 'exclusive', 'koc'] as const;
export type GrowthStage = (typeof GROWTH_STAGES)[number];

/** Where somebody stands: one of the stages, or before the first. */
export const GROWTH_STANDINGS = ['none', ...GROWTH_STAGES] as const;
export type GrowthStanding = (typeof GROWTH_STANDINGS)[number];

export const GROWTH_STANDING_NAMES: Record<GrowthStanding, string> = {
  none: '还没起步',
  active: '活跃',
  sharing: '分享',
  exclusive: '专属',
  koc: 'KOC',
};

/** What a rule of a stage can count; each is counted by Shanghai day. */
export const GROWTH_MEASURES = [
  'activeDays',
  'shares',
  'reached',
  'activated',
  'repeats',
  'wishes',
  'suggestions',
  'lessons',
] as const;
export type GrowthMeasure = (typeof GROWTH_MEASURES)[number];

/** `name` stands alone; `unit` follows the number. */
export const GROWTH_MEASURE_NAMES: Record<GrowthMeasure, { name: string; unit: string }> = {
  activeDays: { name: '参加活动或下单的日子', unit: '天' },
  shares: { name: '有人点进来的分享', unit: '次' },
  reached: { name: '第一个带来的人', unit: '位' },
  activated: { name: '带来后真的参加了的人', unit: '位' },
  repeats: { name: '带来的人又参加了一场', unit: '人次' },
  wishes: { name: '实现了的心愿', unit: '个' },
  suggestions: { name: '被采纳的建议', unit: '条' },
  lessons: { name: '通过的课', unit: '节' },
};

/** One condition of a stage: so much of a measure within the last so many Shanghai days, today included. */
export interface GrowthCondition {
  measure: GrowthMeasure;
  need: number;
  windowDays: number;
}

/** What a stage asks for. `atLeast` of the conditions have to be met; absent: all. */
export interface GrowthStageRule {
  conditions: GrowthCondition[];
  atLeast?: number;
}

/** The rules of growth, as one version of them. All days are Shanghai days. */
export interface GrowthRules {
  stages: Record<GrowthStage, GrowthStageRule>;
  /** Whoever no longer meets a stage keeps it for so many days, and can make up for it meanwhile. */
  graceDays: number;
  /** So many days before a stage is lost the person is told. */
  warnDays: number;
  /** A person who was reached is activated by what they do within so many days. */
  activationDays: number;
  /** Whoever acted within so many days before was there already: reached, but not activated. */
  freshDays: number;
  /** Coverage counts the activated of so many days; `coverageTarget` of them are full marks. */
  coverageDays: number;
  coverageTarget: number;
  /** Reusability looks at the campaigns of so many days, and asks for `reuseK` people who acted again. */
  reuseDays: number;
  reuseK: number;
  /** How much of the score coverage is, in percent; the rest is reusability. */
  coverageWeight: number;
  /** What happens when the last stage is reached: the operator decides, or the person is appointed at once. */
  onGraduation: 'propose' | 'appoint';
}

/** How somebody was reached. */
export const REACH_WAYS = ['link', 'sub_group'] as const;
export type ReachWay = (typeof REACH_WAYS)[number];

export const REACH_WAY_NAMES: Record<ReachWay, string> = {
  link: '点开分享',
  sub_group: '进了子群',
};

/** What the operator is asked: to appoint somebody, or to end somebody who fell below the standard. */
export const GROWTH_PROPOSAL_KINDS = ['appoint', 'end'] as const;
export type GrowthProposalKind = (typeof GROWTH_PROPOSAL_KINDS)[number];

export const GROWTH_PROPOSAL_STATES = ['open', 'approved', 'refused', 'withdrawn'] as const;
export type GrowthProposalState = (typeof GROWTH_PROPOSAL_STATES)[number];

export const GROWTH_PROPOSAL_STATE_NAMES: Record<GrowthProposalState, string> = {
  open: '等你决定',
  approved: '已同意',
  refused: '没同意',
  withdrawn: '自动撤回',
};
