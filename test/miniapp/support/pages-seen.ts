import type { FakedRoute } from './fake-api';
import { onTheWay } from './koc';

/** A page, what it asks for, what it says with data, and what it says when there is nothing. */
export interface Seen {
  page: string;
  asks?: FakedRoute;
  says: string;
  empty?: { answer: object; says: string };
  query?: Record<string, string>;
}

const soon = (): string => new Date(Date.now() + 3_600_000).toISOString();

/** Every page of the build. */
export const PAGES: readonly Seen[] = [
  {
    page: 'pages/home/index',
    asks: 'member.home',
    says: '扣 1 领小样，限前 50 名',
    empty: {
      answer: { brandName: '晨露', points: 0, now: [], soon: [], serverTime: soon() },
      says: '现在没有进行中的活动',
    },
  },
  {
    page: 'pages/check-in/index',
    asks: 'member.checkIns',
    says: '连续打卡有什么',
    empty: {
      answer: {
        activities: [],
        month: '2026-11',
        days: [],
        makeUpsLeft: 0,
        milestones: [],
        pointsFromThis: 0,
      },
      says: '还没有可以打卡的活动',
    },
  },
  { page: 'pages/me/index', asks: 'member.me', says: '小满' },
  // Signing in by WeChat needs nothing from the server beforehand; only the brand's name is missing without it.
  { page: 'pages/sign-in/index', says: '用微信登录' },
  { page: 'activity/detail/index', asks: 'member.activity', says: '规则', query: { id: 'act-1' } },
  {
    page: 'account/points/index',
    asks: 'member.points',
    says: '扣1打卡 · 第 12 天',
    empty: { answer: { balance: 0, items: [] }, says: '还没有积分' },
  },
  {
    page: 'account/groups/index',
    asks: 'member.groups',
    says: '咖啡 3 群',
    empty: { answer: { items: [] }, says: '你还没在任何品牌群里' },
  },
  {
    page: 'account/data/index',
    asks: 'member.consents',
    says: '数据说明 2026-11 版',
    empty: { answer: { items: [] }, says: '还没有同意的记录' },
  },
  {
    page: 'account/inbox/index',
    asks: 'member.notices',
    says: '面霜寄出了',
    empty: { answer: { unread: 0, items: [] }, says: '还没有消息' },
  },
  {
    page: 'draw/boxes/index',
    asks: 'member.boxes',
    says: '周五盲盒',
    empty: { answer: { items: [], serverTime: soon() }, says: '现在没有盲盒' },
  },
  { page: 'draw/box/index', asks: 'member.box', says: '每个奖品的概率', query: { id: 'box-1' } },
  { page: 'draw/verify/index', asks: 'member.fairness', says: '凭证（开轮前公布）', query: { id: 'box-1' } },
  {
    page: 'draw/mine/index',
    asks: 'member.draws',
    says: '每一次都能验证',
    empty: { answer: { items: [] }, says: '还没开过盲盒' },
  },
  {
    page: 'cabinet/prizes/index',
    asks: 'member.cabinet',
    says: '山茶面霜正装',
    empty: { answer: { items: [], toDo: 0 }, says: '这里还是空的' },
  },
  { page: 'cabinet/detail/index', asks: 'member.prize', says: '怎么领', query: { id: 'prz-1' } },
  {
    page: 'coupons/list/index',
    asks: 'member.coupons',
    says: '满 30 元可用',
    empty: { answer: { items: [] }, says: '这里还是空的' },
  },
  { page: 'coupons/detail/index', asks: 'member.coupon', says: '到店出示', query: { id: 'cpi-1' } },
  {
    page: 'coupons/claim/index',
    asks: 'member.couponLink',
    says: '周五领券',
    query: { link: 'token-of-link' },
  },
  {
    page: 'intake/start/index',
    asks: 'member.intakes',
    says: '三分钟测肤',
    empty: { answer: { items: [] }, says: '现在没有可以做的测试' },
  },
  {
    page: 'intake/question/index',
    asks: 'member.startIntake',
    says: '洗完脸什么都不涂',
    query: { id: 'qst-1', source: 'app' },
  },
  { page: 'intake/result/index', asks: 'member.intakeResult', says: '这周试试', query: { id: 'its-1' } },
  { page: 'intake/talk/index', asks: 'member.thread', says: '先把保湿做厚一点', query: { id: 'thr-1' } },
  {
    page: 'koc/earnings/index',
    asks: 'member.earnings',
    says: '我的推荐码',
    empty: {
      answer: { pendingFen: 0, availableFen: 0, payingFen: 0, paidFen: 0, days: [], rules: '' },
      says: '你还不是 KOC',
    },
  },
  {
    page: 'koc/withdraw/index',
    asks: 'member.withdrawals',
    says: '提现到微信零钱',
    empty: {
      answer: {
        items: [],
        availableFen: 0,
        mayFen: 0,
        minFen: 100,
        nameFromFen: 200_000,
        words: '满 1.00 元可以提现。',
      },
      says: '还没有提现过',
    },
  },
  {
    page: 'koc/centre/index',
    asks: 'member.kocCentre',
    says: '我的影响力',
    empty: { answer: onTheWay(), says: '照平常的样子来就好' },
  },
  {
    page: 'koc/reached/index',
    asks: 'member.kocReached',
    says: '第一次是你带来的',
    empty: { answer: { items: [] }, says: '还没有人通过你来' },
  },
  {
    page: 'koc/products/index',
    asks: 'member.products',
    says: '得 16.80 元',
    empty: { answer: { items: [] }, says: '还没有可以推荐的商品' },
  },
  { page: 'koc/poster/index', asks: 'member.createMyLink', says: '发给朋友', query: { product: 'prd-1' } },
  {
    page: 'koc/links/index',
    asks: 'member.myLinks',
    says: '5 人来过',
    empty: { answer: { items: [] }, says: '还没有链接' },
  },
  {
    page: 'koc/materials/index',
    asks: 'member.materials',
    says: '换季面霜这样用',
    empty: { answer: { items: [], tags: [] }, says: '还没有素材' },
  },
  { page: 'koc/material/index', asks: 'member.material', says: '保存 2 张图', query: { id: 'mat-1' } },
  {
    page: 'koc/sub-groups/index',
    asks: 'member.subGroups',
    says: '热闹 78',
    empty: { answer: { items: [], mayOpen: true, words: '还能建 3 个。' }, says: '还没有子群' },
  },
  { page: 'koc/sub-group/index', asks: 'member.subGroup', says: '保存这个码', query: { id: 'sub-1' } },
  {
    page: 'koc/members/index',
    asks: 'member.subGroupMembers',
    says: '林溪',
    query: { id: 'sub-1' },
    empty: { answer: { items: [] }, says: '群里还没有人' },
  },
  { page: 'koc/join/index', asks: 'member.subGroupByCode', says: '小满请你来', query: { code: 'abc234' } },
  {
    page: 'koc/giving/index',
    asks: 'member.budgets',
    says: '十一月心意',
    empty: { answer: { items: [], words: '还没有给你预算。' }, says: '还没有可以送的预算' },
  },
  { page: 'koc/give/index', asks: 'member.budget', says: '最多 50 积分', query: { id: 'bud-1' } },
  {
    page: 'koc/gifts/index',
    asks: 'member.gifts',
    says: '谢谢你帮新人选面霜',
    empty: { answer: { items: [] }, says: '还没有送过' },
  },
  {
    page: 'koc/rights/index',
    asks: 'member.rights',
    says: '这一级的权益',
    empty: { answer: { words: '成为 KOC 后这里会有。', items: [], later: [] }, says: '权益是给 KOC 的' },
  },
  {
    page: 'koc/lessons/index',
    asks: 'member.lessons',
    says: '怎么说才不像广告',
    empty: { answer: { items: [], passed: 0, total: 0 }, says: '还没有课' },
  },
  { page: 'koc/lesson/index', asks: 'member.lesson', says: '第一句说什么', query: { id: 'lsn-1' } },
  {
    page: 'koc/checklists/index',
    asks: 'member.checklists',
    says: '在群里预告',
    empty: { answer: { items: [] }, says: '没有要准备的' },
  },
  {
    page: 'koc/wishes/index',
    asks: 'member.wishes',
    says: '想试试还没上市的防晒',
    empty: { answer: { items: [], leftToday: 3 }, says: '说过的都会留在这里' },
  },
  {
    page: 'koc/moments/index',
    asks: 'member.moments',
    says: '周六下午来店里。',
    empty: { answer: { items: [] }, says: '眼下没有安排' },
  },
  { page: 'account/settings/index', says: '退出登录' },
  { page: 'account/help/index', says: '没收到奖品' },
  { page: 'account/privacy/index', says: '我们记什么' },
];
