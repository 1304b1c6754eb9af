import type { Right, Role } from '@kouyi/shared/types';

/** A page in the rail: the business's word for it, where it is, and who may see it. */
export interface Place {
  name: string;
  to: string;
  right?: Right;
  /** Other words people look for it by. */
  also?: string;
}

/** Every place, in the order of a day's work; those with a head are a part of the rail that folds. */
export const PLACES: { head?: string; places: Place[] }[] = [
  { places: [{ name: '今天', to: '/', also: '首页 待办 总览' }] },
  {
    head: '运营',
    places: [
      { name: '活动', to: '/activities', right: 'activities.read', also: '扣1 列表' },
      { name: '日历', to: '/calendar', right: 'activities.read', also: '排期 周历' },
      { name: '盲盒', to: '/boxes', right: 'draws.read', also: '抽奖 概率 奖品 种子 保底' },
      { name: '优惠券', to: '/coupons', right: 'coupons.read', also: '满减 折扣 兑换 领券 二维码' },
      { name: '问卷', to: '/intake', right: 'intake.read', also: '测肤 问诊 A/B 漏斗' },
      { name: '模拟器', to: '/simulator', right: 'simulator.use', also: '试 演练 扣1 群聊' },
      { name: '奖品发放', to: '/prizes', right: 'prizes.read', also: '发货 快递 单号 红包 打款 自提' },
      { name: '门店核销', to: '/redeem', right: 'redeem.use', also: '券码 提货码 扫码 收银' },
    ],
  },
  {
    head: '用户',
    places: [
      { name: '群', to: '/groups', right: 'groups.read', also: '社群 标签 热力图' },
      { name: '人', to: '/people', right: 'people.read', also: '用户 会员 成员' },
      { name: '标签', to: '/tags', right: 'tags.read', also: '规则 打标 画像' },
      { name: '人群', to: '/segments', right: 'tags.read', also: '分组 圈人 受众' },
      { name: '分层与价值', to: '/lifecycle', right: 'tags.read', also: '生命周期 RFM LTV 沉睡 流失' },
      { name: '顾问', to: '/care', right: 'care.read', also: '测肤 报告 回复 老师 话术' },
    ],
  },
  {
    head: 'KOC',
    places: [
      { name: 'KOC 看板', to: '/koc', right: 'koc.read', also: '团长 成长 毕业 漏斗 校准 提名 规则' },
      {
        name: '在任与归因',
        to: '/koc/serving',
        right: 'commission.read',
        also: 'KOC 名单 分佣 申诉 等级 任命',
      },
      { name: '子群', to: '/sub-groups', right: 'koc.read', also: '进群码 群健康 移交 添 KOC 200:10' },
      {
        name: '权益与预算',
        to: '/rights',
        right: 'koc.read',
        also: '等级 领取 审核 发放 送礼 红包 积分 收回',
      },
      { name: '素材', to: '/materials', right: 'koc.read', also: '文案 转发 图片 海报 体验 朋友圈' },
      { name: '培训与心愿', to: '/training', right: 'koc.read', also: '课程 测验 清单 建议 专属时刻' },
    ],
  },
  {
    head: '交易',
    places: [
      { name: '订单', to: '/orders', right: 'orders.read', also: '导入 退款 隔离 归因' },
      { name: '商品与佣金', to: '/products', right: 'products.read', also: 'SKU 规则 推广链接 海报 试算' },
      { name: '提现', to: '/payouts', right: 'payouts.read', also: '打款 审批 对账 微信支付 财务' },
      { name: '账本', to: '/ledger', right: 'ledger.read', also: '积分 佣金 流水 对账 审计' },
    ],
  },
  {
    head: '掌控',
    places: [
      { name: '触达', to: '/outgoing', right: 'gate.read', also: '闸口 发送 静默 免打扰' },
      { name: '风险', to: '/risk', right: 'risk.read', also: '黑名单 羊毛党' },
    ],
  },
  {
    head: '设置',
    places: [
      { name: '组织与权限', to: '/org', right: 'org.read', also: '员工 角色 门店 大区 密钥' },
      {
        name: '系统状态',
        to: '/settings',
        right: 'settings.read',
        also: '设置 健康 备份 演示品牌 微信 数据库',
      },
      { name: '操作记录', to: '/audit', right: 'audit.read', also: '审计 谁改的' },
    ],
  },
  { places: [{ name: '使用说明', to: '/help', also: '帮助 文档 快捷键' }] },
];

/**
 * What each role opens every day, the most needed first: it stands on top of the rail, always in sight, and the first
 * of it in a phone's bottom bar. Whoever has several roles has what each of them needs.
 */
export const DAILY: Record<Role, readonly string[]> = {
  admin: ['/', '/activities', '/groups', '/people', '/calendar', '/simulator'],
  operator: ['/', '/activities', '/groups', '/people', '/calendar', '/simulator'],
  region: ['/', '/activities', '/groups', '/people', '/calendar', '/care'],
  store: ['/', '/redeem', '/activities', '/groups', '/people'],
  adviser: ['/', '/care', '/people', '/groups'],
  strategy: ['/', '/activities', '/groups', '/people', '/koc'],
  finance: ['/', '/payouts', '/orders', '/ledger', '/prizes'],
};

/** The place of the rail that a page belongs to: the one whose address it carries on from, the longest of them. */
export const placeOf = (pathname: string): string | undefined =>
  PLACES.flatMap(({ places }) => places.map(({ to }) => to))
    .filter((to) => pathname === to || (to !== '/' && pathname.startsWith(`${to}/`)))
    .sort((a, b) => b.length - a.length)[0];

/** What only they may open who may write, though anybody may read the list it stands in. */
const WRITING: [page: RegExp, right: Right][] = [
  [/^\/activities\/(new|edit|import|[^/]+\/edit)$/, 'activities.write'],
  [/^\/boxes\/(new|edit|[^/]+\/edit)$/, 'draws.write'],
  [/^\/coupons\/(new|[^/]+\/edit)$/, 'coupons.write'],
  [/^\/(tags|segments)\/new$/, 'tags.create'],
  [/^\/(tags|segments)\/[^/]+\/edit$/, 'tags.write'],
];

/** The right that the page at an address takes; none for what is everybody's, or nowhere. */
export const rightFor = (pathname: string): Right | undefined => {
  const at = placeOf(pathname);
  return (
    WRITING.find(([page]) => page.test(pathname))?.[1] ??
    PLACES.flatMap(({ places }) => places).find(({ to }) => to === at)?.right
  );
};

/** Pages that are reached from others, but can be searched for. */
export const MORE_PLACES: Place[] = [
  { name: '新建活动：用一句话', to: '/activities/new', right: 'activities.write', also: '建活动 模板' },
  { name: '从表格导入活动', to: '/activities/import', right: 'activities.write', also: 'CSV GBK 批量' },
  { name: '群规模分档', to: '/groups/bands', right: 'groups.read', also: '欢迎语 公告' },
  { name: '触达规则', to: '/outgoing?tab=rules', right: 'gate.read', also: '静默时段 间隔 上限' },
];
