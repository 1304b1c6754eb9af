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
  'groups.create': '建了群',
  'groups.update': '改了群资料',
  'groups.save-bands': '改了群规模分档',
  'risk.blacklist': '放进了黑名单',
  'risk.lift': '解除了黑名单',
  'gate.save-settings': '改了触达规则',
  'people.delete': '删除了个人资料',
  'people.withdraw-consent': '撤回了同意',
};

/** An action of the audit in words; one that is not in the list keeps its own name. */
export const actionWords = (action: string): string => ACTIONS[action] ?? action;

const FIELDS: Record<string, string> = {
  ...PART_NAMES,
  title: '名字',
  name: '名字',
  kind: '玩法',
  state: '状态',
  triggers: '口令',
  where: '哪些群',
  window: '时间',
  limits: '名额',
  reward: '积分',
  answer: '机器人怎么说',
  priority: '优先级',
  checkIn: '打卡规则',
  tags: '标签',
  unitId: '门店',
  roles: '角色',
  active: '能登录',
  reason: '原因',
  login: '账号',
  quietHours: '静默时段',
  maxPerGroupPerHour: '每群每小时最多',
  maxPerGroupPerDay: '每群每天最多',
  minGapSeconds: '两句间隔（秒）',
  version: '版本',
};

/** A path of a change: its first part in words, the rest as it is. */
export const pathWords = (path: string): string => {
  const [first = '', ...rest] = path.replace(/^rule\./, '').split('.');
  const named = FIELDS[first] ?? first;
  return rest.length > 0 ? `${named} · ${rest.join('.')}` : named || '内容';
};

const PAGES: Record<string, string> = { act: '/activities', grp: '/groups', psn: '/people' };

/** Where the subject of a change can be looked at, if it has a page. */
export const pageOfSubject = (subject: string): string | undefined => {
  const page = PAGES[subject.split('_')[0] ?? ''];
  return page === undefined ? undefined : `${page}/${subject}`;
};

const VALUES: Record<string, string> = {
  ...ACTIVITY_STATE_NAMES,
  ...ACTIVITY_KIND_NAMES,
  ...ROLE_NAMES,
  true: '是',
  false: '否',
};
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A value of a change as people read it: states and kinds by name, instants by the clock, lists in a row. */
export const valueWords = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? '空' : value.map(valueWords).join('、');
  if (typeof value === 'string') return INSTANT.test(value) ? when(value) : (VALUES[value] ?? value);
  return typeof value === 'boolean' ? (VALUES[String(value)] ?? '') : JSON.stringify(value);
};
