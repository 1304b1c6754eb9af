import { RIGHT_NAMES } from '../org/rights';
import { ACTIVITY_KIND_NAMES, ACTIVITY_STATE_NAMES, ROLE_NAMES } from '@kouyi/shared/types';
import { PART_NAMES } from '../ui/words';
import { when } from '../ui/when';

const ACTIONS: Record<string, string> = {
  'org.sign-in': '登录',
  'org.sign-out': '退出登录',
  'org.change-password': '改了密码',
  'org.create-unit': '加了门店或大区',
  'org.create-staff': '加了员工',
  'org.update-staff': '改了员工资料',
  'org.create-key': '建了接口密钥',
  'org.revoke-key': '作废了接口密钥',
  'activities.create': '建了活动',
  'activities.update': '改了活动',
  'activities.copy': '复制了活动',
  'activities.launch': '启动了活动',
  'activities.pause': '暂停了活动',
  'activities.resume': '继续了活动',
  'activities.close': '结束了活动',
  'activities.archive': '归档了活动',
  'activities.import': '导入了活动',
  'people.merge': '合并了两个身份',
  'people.unmerge': '拆开了身份',
  'payouts.approve': '批准提现',
  'payouts.reject': '退回提现',
  'payouts.freeze': '冻结提现',
  'payouts.unfreeze': '解冻提现',
  'payouts.by-hand': '登记手工打款',
  'payouts.give-up': '作废打款',
  'payouts.save-settings': '改了提现上限',
  'payouts.reconcile': '核对了微信账单',
  'coupons.create': '建了优惠券',
  'coupons.update': '改了优惠券',
  'coupons.open': '开始发券',
  'coupons.pause': '暂停发券',
  'coupons.end': '停发了券',
  'coupons.issue': '手工发券',
  'coupons.revoke': '作废了一张券',
  'coupons.create-link': '建了领券链接',
  'coupons.close-link': '收回了领券链接',
  'coupons.redeem': '核销了一张券',
  'coupons.undo-redeem': '撤回了核销',
  'prizes.ship': '发出了奖品',
  'prizes.import-shipping': '导入了快递单号',
  'prizes.export-addresses': '导出了收件地址',
  'prizes.reveal': '看了收件或收款信息',
  'prizes.approve': '通过了红包',
  'prizes.decline': '没通过红包',
  'prizes.mark-paid': '登记了红包打款',
  'prizes.redeem': '核销了提货码',
  'groups.create': '建了群',
  'groups.update': '改了群资料',
  'groups.save-bands': '改了群规模分档',
  'risk.blacklist': '放进了黑名单',
  'risk.lift': '解除了黑名单',
  'gate.save-settings': '改了触达规则',
  'people.delete': '删除了个人资料',
  'people.withdraw-consent': '撤回了同意',
  'org.first-run': '第一次启动',
  'org.rename-brand': '改了品牌名',
  'org.reset-password': '重置了密码',
  'demo.load': '装上演示品牌',
  'demo.remove': '清空演示品牌',
  'demo.removed': '清空了演示品牌',
  'ledger.adjust': '手工调账',
  'ledger.reverse': '冲正了一笔',
  'koc.appoint': '任命了 KOC',
  'koc.set-tier': '改了 KOC 档位',
  'koc.end': '结束了 KOC',
  'products.create': '加了商品',
  'products.update': '改了商品',
  'products.set-picture': '换了商品图',
  'products.create-rule': '加了佣金规则',
  'products.end-rule': '结束了佣金规则',
  'tags.give': '打了标签',
  'tags.take': '摘了标签',
  'tags.create': '建了标签',
  'tags.update': '改了标签',
  'tags.remove': '删了标签或人群',
  'segments.create': '建了人群',
  'segments.update': '改了人群',
};

/** An action of the audit in words; one that is not in the list keeps its own name. */
export const actionWords = (action: string): string => ACTIONS[action] ?? action;

// Segments of paths, in whichever domain they stand.
const FIELDS: Record<string, string> = {
  ...PART_NAMES,
  title: '名字',
  name: '名字',
  kind: '玩法',
  state: '状态',
  triggers: '口令',
  trigger: '扣什么',
  where: '哪些群',
  window: '时间',
  limits: '名额',
  reward: '奖励',
  answer: '机器人怎么说',
  priority: '优先级',
  checkIn: '打卡规则',
  who: '谁能参加',
  vote: '投票',
  relay: '接龙',
  quiz: '问答',
  everywhere: '所有群',
  groupIds: '挑的群',
  tags: '标签',
  unitIds: '门店或大区',
  exceptGroupIds: '除了这些群',
  startAt: '开始',
  endAt: '结束',
  dailyHours: '每天的时段',
  weekdays: '星期几',
  from: '从',
  to: '到',
  members: '哪些人',
  minDaysInGroup: '进群满几天',
  excludeStaff: '员工不参与',
  perPerson: '每人总共',
  perPersonPerDay: '每人每天',
  perGroup: '每个群',
  count: '位',
  sharePercent: '按人数比例 %',
  total: '一共',
  budgetPoints: '积分预算',
  points: '积分',
  everyPeople: '每多少人回一次',
  everySeconds: '隔几秒回一次',
  text: '内容',
  closingText: '结束时说',
  makeUpsPerMonth: '每月能补几次',
  makeUpWithinDays: '几天内能补',
  milestones: '连续奖励',
  days: '天数',
  options: '选项',
  label: '意思',
  correct: '对的',
  prompt: '要写什么',
  textRequired: '必须写',
  question: '题目',
  boxId: '盲盒',
  couponId: '优惠券',
  segmentId: '人群',
  audience: '对谁',
  unitId: '门店',
  roles: '角色',
  role: '角色',
  active: '能登录',
  reason: '原因',
  login: '账号',
  channelUserId: '在群里的号',
  parentId: '上级',
  rights: '权限',
  revokedAt: '作废于',
  blacklisted: '黑名单',
  quietHours: '静默时段',
  maxPerGroupPerHour: '每群每小时最多',
  maxPerGroupPerDay: '每群每天最多',
  minGapSeconds: '两句间隔（秒）',
  version: '版本',
  band: '分档',
  welcomeText: '欢迎语',
  notice: '公告',
  prizes: '奖品',
  odds: '概率',
  weight: '份额',
  stock: '库存',
  costFen: '成本（分）',
  valueFen: '价值（分）',
  guarantee: '保底',
  afterDraws: '抽几次后',
  openingHours: '开放时段',
  round: '轮次',
  chances: '次数',
  people: '人数',
  age: '年龄段',
  validity: '有效期',
  stores: '门店',
  storeId: '门店',
  cutFen: '抵扣（分）',
  redemption: '核销',
  issue: '券',
  link: '领取链接',
  limit: '上限',
  until: '到什么时候',
  closed: '关了',
  personIds: '给谁',
  quantity: '数量',
  address: '地址',
  shipping: '物流',
  carrier: '快递公司',
  trackingNumber: '快递单号',
  rate: '佣金比例',
  productId: '商品',
  category: '品类',
  tier: '档位',
  tiers: '档位',
  picture: '图片',
  priceFen: '价格（分）',
  sku: '货号',
  transaction: '原来那笔',
  ended: '结束于',
  windowDays: '归因天数',
  touch: '归因方式',
  tag: '标签',
  rule: '规则',
  expires: '多久失效',
  expiresDays: '几天后失效',
  expireDays: '几天后失效',
  group: '分组',
  colour: '颜色',
  description: '说明',
  source: '来源',
  layer: '分层',
  questions: '题目',
  sections: '部分',
  results: '结果',
  questionnaireId: '问卷',
  careDays: '关怀期（天）',
  adviserId: '顾问',
  status: '状态',
};

/** A path of a change in words, part by part; `0` in a list reads 第 1 项, an unknown part stays as it is. */
export const pathWords = (path: string): string => {
  const parts = path
    .replace(/^rule\./, '')
    .split('.')
    .filter(Boolean);
  if (parts.length === 0) return '内容';
  return parts
    .map((part) => (/^\d+$/.test(part) ? `第 ${Number(part) + 1} 项` : (FIELDS[part] ?? part)))
    .join(' · ');
};

const PAGES: Record<string, string> = { act: '/activities', grp: '/groups', psn: '/people' };

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
};
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Names things by their ids: staff, units, groups. Undefined for what has no name here. */
export type NameOf = (id: string) => string | undefined;

/**
 * A value of a change as people read it: states, kinds and ids by name, instants by the clock, lists in a row, and
 * things with parts as `part: value`.
 */
export const valueWords = (value: unknown, nameOf: NameOf = () => undefined): string => {
  if (value === null || value === undefined) return '空';
  if (Array.isArray(value))
    return value.length === 0 ? '空' : value.map((one) => valueWords(one, nameOf)).join('、');
  if (typeof value === 'string')
    return INSTANT.test(value) ? when(value) : (nameOf(value) ?? VALUES[value] ?? (value || '空'));
  if (typeof value === 'boolean') return VALUES[String(value)] ?? '';
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, part]) => `${pathWords(name)} ${valueWords(part, nameOf)}`)
      .join('，');
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
};
