import {
  ACTIVITY_KIND_NAMES,
  ACTIVITY_STATE_NAMES,
  FACT_WORDS,
  GROWTH_MEASURE_NAMES,
  KOC_TIER_NAMES,
  LAYER_NAMES,
  ROLE_NAMES,
} from '@kouyi/shared/types';
import { RIGHT_NAMES } from '../org/rights';
import { when } from '../ui/when';
import { money } from '../ui/Yuan';
import { isRule, ruleWords } from './condition';
import { pathWords } from './fields';

const PAGES: Record<string, string> = {
  act: '/activities',
  box: '/boxes',
  cpn: '/coupons',
  grp: '/groups',
  les: '/training/lessons',
  mat: '/materials',
  ord: '/orders',
  psn: '/people',
  qst: '/intake',
  seg: '/segments',
  tag: '/tags',
};

/** Where the subject of a change can be looked at, if it has a page. */
export const pageOfSubject = (subject: string): string | undefined => {
  const page = PAGES[subject.split('_')[0] ?? ''];
  return page === undefined ? undefined : `${page}/${subject}`;
};

const SUBJECTS: Record<string, string> = {
  gate: '触达规则',
  bands: '群规模分档',
  demo: '演示品牌',
};

/** What a change is about, where that is no thing with an id of its own. */
export const subjectWords = (subject: string): string => SUBJECTS[subject] ?? subject;

const VALUES: Record<string, string> = {
  ...ACTIVITY_STATE_NAMES,
  ...ACTIVITY_KIND_NAMES,
  ...ROLE_NAMES,
  ...RIGHT_NAMES,
  ...LAYER_NAMES,
  ...KOC_TIER_NAMES,
  ...Object.fromEntries(Object.entries(FACT_WORDS).map(([fact, { name }]) => [fact, name])),
  ...Object.fromEntries(Object.entries(GROWTH_MEASURE_NAMES).map(([measure, { name }]) => [measure, name])),
  true: '是',
  false: '否',
  anyone: '谁都行',
  first_timers: '第一次参加的',
  returning: '以前参加过的',
  hq: '总部',
  region: '大区',
  store: '门店',
  partner: '伙伴',
  open: '开着',
  ended: '结束了',
  points: '积分',
  chance: '机会',
  coupon: '券',
  consumer: '用户标签',
  organisation: '组织标签',
  sales: '销售标签',
  and: '都要符合',
  or: '符合一条就行',
  not: '不是',
  ago: '多久以前',
  times: '次数',
  days: '天数',
  sum: '总数',
  last: '最近一次',
  first: '第一次',
  waiting: '等回复',
  answered: '已回复',
  requested: '待审核',
  approved: '通过了',
  rejected: '退回了',
  declined: '没通过',
  paid: '已到账',
  granted: '实现了',
  adopted: '采纳了',
  published: '已发布',
  none: '没有',
  eight: '满 8 周岁',
  adult: '满 18 周岁',
  goods: '实物',
  gift: '礼品',
  cut: '满减',
  discount: '折扣',
  nothing: '没抽中',
  budget: '预算',
  any: '都行',
  alone: '单独用',
  thanks: '感谢',
  trial: '试用',
  birthday: '生日',
  care: '关怀',
  invite: '带新',
  month: '每月',
  quarter: '每季度',
  kocs: 'KOC',
  members: '所有会员',
  propose: '列出来等运营决定',
  appoint: '达到就自动任命',
  fen: '钱',
  point: '积分',
};
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Names things by their ids: staff, units, groups. Undefined for what has no name here. */
export type NameOf = (id: string) => string | undefined;

/** Ids tell a person nothing; where no name is known, how many there are does. */
const ID = /^[a-z]{2,4}_[a-z0-9]{10,}$/;

/** Whether a value would read as an id and nothing else. */
export const saysNothing = (value: unknown, nameOf: NameOf): boolean =>
  typeof value === 'string' && ID.test(value) && nameOf(value) === undefined;

function listWords(value: readonly unknown[], nameOf: NameOf): string {
  const unnamed = value.filter((one) => typeof one === 'string' && ID.test(one) && nameOf(one) === undefined);
  const named = value.filter((one) => !unnamed.includes(one)).map((one) => valueWords(one, nameOf));
  return [
    ...named,
    ...(unnamed.length > 0 ? [`${named.length > 0 ? '另外 ' : ''}${unnamed.length} 个`] : []),
  ].join('、');
}

/**
 * A value of a change as people read it: states, kinds and ids by name, instants by the clock, lists in a row, and
 * things with parts as `part: value`.
 */
export const valueWords = (value: unknown, nameOf: NameOf = () => undefined, path = ''): string => {
  if (value === null || value === undefined) return '空';
  if (Array.isArray(value)) return value.length === 0 ? '空' : listWords(value, nameOf);
  // Money is kept in fen and read in yuan.
  if (typeof value === 'number' && path.endsWith('Fen')) return money(value);
  if (typeof value === 'string')
    return INSTANT.test(value) ? when(value) : (nameOf(value) ?? VALUES[value] ?? (value || '空'));
  if (typeof value === 'boolean') return VALUES[String(value)] ?? '';
  if (isRule(value)) return ruleWords(value, (part, name) => valueWords(part, nameOf, name));
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, part]) => `${pathWords(name)} ${valueWords(part, nameOf, name)}`)
      .join('，');
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
};
