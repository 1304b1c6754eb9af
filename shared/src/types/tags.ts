/** What a tag tells about: somebody as a consumer, where they belong, or how they buy and sell. */
export const TAG_KINDS = ['consumer', 'organisation', 'sales'] as const;
export type TagKind = (typeof TAG_KINDS)[number];

export const TAG_KIND_NAMES: Record<TagKind, string> = {
  consumer: '消费者',
  organisation: '组织',
  sales: '成交',
};

/** What can be known to have happened to a person. Rules count these; their names are in `FACT_WORDS`. */
export const FACT_KINDS = [
  'participated',
  'drew',
  'won',
  'coupon_got',
  'coupon_used',
  'coupon_expired',
  'tested',
  'bought',
  'bought_item',
  'refunded',
  'shared',
  'reached',
  'referred',
  'joined_group',
  'left_group',
  'visited',
  'signed_in',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** What the amount of a fact is; absent: it has none, it can only be counted. */
export type FactUnit = 'fen' | 'points' | 'pieces';

/**
 * How people call a fact, what its amount is, and what it may be narrowed down by (`about`): an activity's kind, a
 * box, a coupon, a questionnaire, a product or its category, a group.
 */
export const FACT_WORDS: Record<FactKind, { name: string; unit?: FactUnit; about?: string }> = {
  participated: { name: '参加活动', unit: 'points', about: '活动类型' },
  drew: { name: '抽盲盒', about: '盲盒' },
  won: { name: '抽中奖品', about: '盲盒' },
  coupon_got: { name: '领到券', about: '券' },
  coupon_used: { name: '用掉券', about: '券' },
  coupon_expired: { name: '券过期', about: '券' },
  tested: { name: '做完测试', about: '问卷' },
  bought: { name: '付款下单', unit: 'fen' },
  bought_item: { name: '买到商品', unit: 'pieces', about: '商品或品类' },
  refunded: { name: '退款', unit: 'fen' },
  shared: { name: '分享被人打开' },
  reached: { name: '带来新朋友', about: '怎么来的' },
  referred: { name: '带来成交', unit: 'fen' },
  joined_group: { name: '进群', about: '群' },
  left_group: { name: '退群', about: '群' },
  visited: { name: '打开小程序' },
  signed_in: { name: '登录小程序' },
};

/** The layers of a customer's life, in order, and the two of those who fell silent. */
export const LAYERS = [
  'stranger',
  'aware',
  'verified',
  'trusting',
  'buying',
  'loyal',
  'koc',
  'asleep',
  'lost',
] as const;
export type Layer = (typeof LAYERS)[number];

export const LAYER_NAMES: Record<Layer, string> = {
  stranger: '陌生',
  aware: '认知',
  verified: '认证',
  trusting: '认信',
  buying: '认购',
  loyal: '忠诚',
  koc: 'KOC',
  asleep: '沉睡',
  lost: '流失',
};

/** At least and at most, both included; one of them may be absent. */
export interface Range {
  atLeast?: number;
  atMost?: number;
}

/**
 * A rule of a tag or a segment, as data. Days are Shanghai days: `withinDays: 7` is today and the six days before.
 * - `count`: how often (`times`), on how many different days (`days`) or how much together (`sum`, in the fact's
 *   unit) something happened;
 * - `ago`: how many days ago it happened last or first; what never happened is no number of days ago;
 * - `score`, `result`: of the latest test, of one questionnaire or of any;
 * - `layer`, `rfm` (quintiles 1–5), `value` (365-day value in fen, or interaction quality 0–100);
 * - `tag`, `segment`: others, which must not lead back here;
 * - `group`: is in one of these groups, in a group with one of these tags, or in one below one of these units.
 */
export type TagCondition =
  | { op: 'and' | 'or'; of: TagCondition[] }
  | { op: 'not'; of: TagCondition }
  | ({
      op: 'count';
      fact: FactKind;
      about?: string[];
      withinDays?: number;
      measure: 'times' | 'days' | 'sum';
    } & Range)
  | ({ op: 'ago'; fact: FactKind; about?: string[]; which: 'last' | 'first' } & Range)
  | ({ op: 'score'; dimension: string; questionnaireId?: string } & Range)
  | { op: 'result'; results: string[]; questionnaireId?: string }
  | { op: 'layer'; layers: Layer[] }
  | ({ op: 'rfm'; part: 'recency' | 'frequency' | 'money' } & Range)
  | ({ op: 'value'; part: 'fen' | 'quality' } & Range)
  | { op: 'tag'; tagId: string }
  | { op: 'segment'; segmentId: string }
  | { op: 'group'; groupIds: string[]; tags: string[]; unitIds: string[] };
