import type { contracts, OutputOf } from '@kouyi/shared/contracts';
import type { FakeApi } from './fake-api';

type Member = typeof contracts.member;
type Answer<R extends keyof Member> = OutputOf<Member[R]>;

const AT = '2026-11-21T12:00:00.000Z';
const soon = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** A link of the fake KOC. */
export const linkOf = (more: Partial<Answer<'createMyLink'>> = {}): Answer<'createMyLink'> => ({
  id: 'lnk-1',
  code: 'k3f9x2m1qa',
  url: 'https://shop.example.com/l/k3f9x2m1qa',
  kocId: 'per-1',
  kocName: '小满',
  productId: 'prd-1',
  productName: '山茶面霜',
  channel: 'poster',
  createdAt: AT,
  clicks: 12,
  visits: 5,
  ...more,
});

/** What a KOC may forward. */
export const materialOf = (more: Partial<Answer<'material'>> = {}): Answer<'material'> => ({
  id: 'mat-1',
  version: 2,
  title: '换季面霜这样用',
  parts: [
    { part: 'experience', name: '体验', text: '用了两周，早上起来不紧绷了。' },
    { part: 'value', name: '价值', text: '一瓶用三个月，一天不到一块钱。' },
  ],
  pictures: [
    { id: 'pic-1', width: 800, height: 800, url: '/api/public/pictures/pic-1' },
    { id: 'pic-2', width: 800, height: 800, url: '/api/public/pictures/pic-2' },
  ],
  product: { id: 'prd-1', name: '山茶面霜', priceFen: 16_800, hasPicture: true },
  tags: ['换季'],
  publishedAt: AT,
  forwardedToday: false,
  mine: { forwards: 3, visits: 5, orders: 1 },
  ...more,
});

/** A sub-group of the fake KOC. */
export const subGroupOf = (more: Partial<Answer<'subGroup'>> = {}): Answer<'subGroup'> => ({
  id: 'sub-1',
  name: '换季护肤互助',
  state: 'open',
  words: '运营中。',
  groupId: 'grp-9',
  members: 12,
  active7d: 6,
  newcomers7d: 2,
  health: {
    score: 78,
    level: 'warm',
    words: '一半的人这周说过话。',
    formula: '本周活跃 6/12 人（54 分）+ 新人 2 位（24 分）= 78 分',
    tip: '新来的两位还没说过话，先打个招呼。',
  },
  joinCode: 'ABC234',
  joinLink: 'https://shop.example.com/m/#/koc/join/index?code=ABC234',
  today: [
    {
      id: 'tdy-1',
      kind: 'newcomers',
      title: '欢迎新人',
      text: '欢迎新来的两位，扣 1 领个见面礼。',
      why: '昨天来了 2 位新人',
    },
  ],
  createdAt: AT,
  openedAt: AT,
  ...more,
});

/** What the brand put into the fake KOC's hands. */
export const budgetOf = (more: Partial<Answer<'budget'>> = {}): Answer<'budget'> => ({
  id: 'bud-1',
  title: '十一月心意',
  unit: 'point',
  state: 'open',
  granted: 500,
  given: 120,
  returned: 0,
  left: 380,
  perPerson: 50,
  perDay: 100,
  leftToday: 80,
  who: 'both',
  kinds: ['thanks', 'care'],
  from: AT,
  until: soon(9),
  rules: ['每人最多 50 积分', '每天最多送 100 积分'],
  mayGive: true,
  ...more,
});

/** A gift as it is booked. */
export const giftOf = (more: Partial<Answer<'give'>> = {}): Answer<'give'> => ({
  id: 'gft-1',
  budgetId: 'bud-1',
  budgetTitle: '十一月心意',
  unit: 'point',
  amount: 20,
  kind: 'thanks',
  reason: '谢谢你帮新人选面霜',
  personId: 'per-2',
  name: '林溪',
  at: AT,
  state: 'given',
  words: '已到账。',
  ...more,
});

const claim: Answer<'claimRight'> = {
  id: 'clm-1',
  rightId: 'rgt-1',
  name: '每月积分',
  kind: 'points',
  gives: '200 积分',
  state: 'delivered',
  words: '积分到账了。',
  at: AT,
};

/** A right of the fake KOC's tier. */
export const rightOf = (
  more: Partial<Answer<'rights'>['items'][number]> = {},
): Answer<'rights'>['items'][number] => ({
  id: 'rgt-1',
  name: '每月积分',
  kind: 'points',
  gives: '200 积分',
  about: '谢谢你带群。',
  often: '每月 2 次',
  period: 'month',
  count: 2,
  used: 1,
  left: 1,
  mayClaim: true,
  atOnce: true,
  needsNote: false,
  ...more,
});

/** A lesson with one question of each kind. */
export const lessonOf = (more: Partial<Answer<'lesson'>> = {}): Answer<'lesson'> => ({
  id: 'lsn-1',
  version: 1,
  title: '怎么说才不像广告',
  intro: '三分钟，学会先说自己。',
  passPercent: 100,
  sections: [{ id: 's1', title: '先说自己', text: '真用过，才说得出细节。' }],
  questions: [
    {
      id: 'q1',
      kind: 'single',
      text: '第一句说什么',
      options: [
        { id: 'a', text: '自己的感受' },
        { id: 'b', text: '价格' },
      ],
    },
    {
      id: 'q2',
      kind: 'multi',
      text: '哪些不能写',
      options: [
        { id: 'a', text: '根治' },
        { id: 'b', text: '我用了两周' },
      ],
    },
  ],
  mine: { state: 'new', tries: 0, bestPercent: 0 },
  ...more,
});

/** A check-list, one of two items done. */
export const checklistOf = (more: Partial<Answer<'tickItem'>> = {}): Answer<'tickItem'> => ({
  id: 'chk-1',
  title: '周五活动准备',
  note: '照着做就好。',
  activity: { id: 'act-1', title: '扣 1 领小样' },
  dueAt: soon(1),
  overdue: false,
  done: 1,
  total: 2,
  items: [
    { id: 'i1', text: '看一遍规则', tickedAt: AT },
    { id: 'i2', text: '在群里预告' },
  ],
  ...more,
});

/** A wish that waits for its answer. */
export const wishOf = (more: Partial<Answer<'makeWish'>> = {}): Answer<'makeWish'> => ({
  id: 'wsh-1',
  kind: 'wish',
  state: 'open',
  text: '想试试还没上市的防晒',
  at: AT,
  followUps: [],
  ...more,
});

const stage = (
  name: Answer<'kocCentre'>['path'][number]['stage'],
  title: string,
  reached: boolean,
): Answer<'kocCentre'>['path'][number] => ({
  stage: name,
  name: title,
  reached,
  ...(reached ? { since: AT } : {}),
  conditions: [{ words: '近 30 天有 4 天参加活动或下单', have: reached ? 6 : 3, need: 4, met: reached }],
  atLeast: 1,
  words: reached ? '保持着。' : '再来 1 天就到。',
});

/** A customer on the way to KOC. */
export const onTheWay = (): Answer<'kocCentre'> => ({
  stage: 'active',
  path: [
    stage('active', '活跃', true),
    stage('sharing', '分享', false),
    stage('exclusive', '专属', false),
    stage('koc', 'KOC', false),
  ],
  moves: [{ at: AT, from: 'none', to: 'active', reason: '近 30 天参加了 6 天。' }],
});

/** A KOC who has come all the way. */
export const centreOf = (): Answer<'kocCentre'> => ({
  stage: 'koc',
  koc: { tier: 'silver', since: AT, code: 'MAN1' },
  path: [
    stage('active', '活跃', true),
    stage('sharing', '分享', true),
    stage('exclusive', '专属', true),
    stage('koc', 'KOC', true),
  ],
  standing: {
    coverage: { reached: 20, activated: 12, words: '你带来 20 人，其中 12 人真的参加了。' },
    reusability: {
      share: 0.67,
      acted: 4,
      campaigns: 6,
      k: 3,
      windowDays: 60,
      words: '近 60 天 6 场活动，有 4 场他们又来了至少 3 人。',
    },
    score: 72.5,
    sum: ['覆盖得 38.5 分，满分 50：12 位真的参加了，到 30 位得满。', '加起来 72.5 分。'],
    formula: '覆盖 12/30 × 60 + 复用 4/6 × 40 = 72.5',
    percentile: 81,
    peers: 24,
    at: AT,
  },
  moves: [{ at: AT, from: 'exclusive', to: 'koc', reason: '覆盖和复用都到了。' }],
});

/** Everything that the KOC's pages ask for, on the fake server. */
export const withKoc = (api: FakeApi): FakeApi =>
  api
    .on('member.subscribing', () => ({ templateId: 'tpl-1', left: 0 }))
    .on('member.subscribe', () => ({ left: 1 }))
    .on('member.kocCentre', centreOf)
    .on('member.kocReached', () => ({
      items: [
        { id: 'per-2', name: '林＊＊', at: AT, way: 'link', activatedAt: AT },
        { id: 'per-3', name: '周＊＊', at: AT, way: 'sub_group' },
      ],
    }))
    .on('member.products', () => ({
      items: [
        {
          id: 'prd-1',
          name: '山茶面霜',
          category: '护肤',
          priceFen: 16_800,
          hasPicture: true,
          commissionFen: 1_680,
        },
      ],
    }))
    .on('member.myLinks', () => ({ items: [linkOf({ channel: 'group' })] }))
    .on('member.createMyLink', ({ channel }) => linkOf({ channel: channel as 'poster' }))
    .on('member.myPoster', () => ({}))
    .on('member.myLinkCode', () => ({}))
    .on('member.materials', () => ({ items: [materialOf()], tags: ['换季', '新品'] }))
    .on('pictures.shown', () => ({}))
    .on('member.material', () => materialOf())
    .on('member.forwardMaterial', () => ({
      text: '用了两周，早上起来不紧绷了。\nhttps://shop.example.com/l/m4t3r1al',
      code: 'm4t3r1al',
      url: 'https://shop.example.com/l/m4t3r1al',
      counted: true,
      material: materialOf({ forwardedToday: true, mine: { forwards: 4, visits: 5, orders: 1 } }),
    }))
    .on('member.subGroups', () => ({ items: [subGroupOf()], mayOpen: true, words: '还能再建 2 个子群。' }))
    .on('member.subGroup', () => subGroupOf())
    .on('member.subGroupCode', () => ({}))
    .on('member.subGroupQr', () => ({}))
    .on('member.openSubGroup', ({ name }) => subGroupOf({ id: 'sub-2', name: String(name) }))
    .on('member.closeSubGroup', () => subGroupOf({ state: 'closed', words: '你不再运营这个群。', today: [] }))
    .on('member.subGroupMembers', () => ({
      items: [
        {
          personId: 'per-2',
          name: '林溪',
          joinedAt: AT,
          byCode: true,
          isKoc: false,
          messages7d: 4,
          participations7d: 2,
          lastActiveAt: AT,
        },
      ],
    }))
    .on('member.subGroupByCode', () => ({
      name: '换季护肤互助',
      kocName: '小满',
      members: 12,
      joined: false,
      way: 'at_once',
      words: '点一下就进群。',
    }))
    .on('member.joinSubGroup', () => ({
      name: '换季护肤互助',
      kocName: '小满',
      groupId: 'grp-9',
      outcome: 'joined',
      words: '进群了。',
    }))
    .on('member.budgets', () => ({ items: [budgetOf()], words: '送给真心在意的人。' }))
    .on('member.budget', () => budgetOf())
    .on('member.budgetCandidates', () => ({
      items: [
        { personId: 'per-2', name: '林溪', from: 'sub_group', got: 0, most: 50 },
        {
          personId: 'per-3',
          name: '周周',
          from: 'reached',
          got: 50,
          most: 0,
          why: '这位已经收满 50 积分了。',
        },
      ],
    }))
    .on('member.give', ({ amount, reason }) => giftOf({ amount: Number(amount), reason: String(reason) }))
    .on('member.gifts', () => ({ items: [giftOf()] }))
    .on('member.rights', () => ({
      tier: 'silver',
      words: '你是银叶，这些是你的。',
      items: [rightOf()],
      later: [{ id: 'rgt-9', name: '新品先试', gives: '新品一份', often: '每季度 1 次', tier: 'gold' }],
    }))
    .on('member.rightClaims', () => ({ items: [claim] }))
    .on('member.claimRight', () => claim)
    .on('member.withdrawRightClaim', () => ({ ...claim, state: 'withdrawn', words: '你撤回了。' }))
    .on('member.lessons', () => ({
      items: [
        {
          id: 'lsn-1',
          title: '怎么说才不像广告',
          intro: '三分钟，学会先说自己。',
          sections: 1,
          questions: 2,
          minutes: 3,
          publishedAt: AT,
          mine: { state: 'new', tries: 0, bestPercent: 0 },
        },
      ],
      passed: 0,
      total: 1,
    }))
    .on('member.lesson', () => lessonOf())
    .on('member.answerQuiz', () => ({
      percent: 50,
      passed: false,
      right: 1,
      total: 2,
      questions: [
        { id: 'q1', right: true, chosen: ['a'], correct: ['a'], explanation: '自己的感受最可信。' },
        { id: 'q2', right: false, chosen: ['b'], explanation: '广告法不许。' },
      ],
      mine: { state: 'tried', tries: 1, bestPercent: 50 },
    }))
    .on('member.checklists', () => ({ items: [checklistOf()] }))
    .on('member.tickItem', () =>
      checklistOf({
        done: 2,
        finishedAt: AT,
        items: checklistOf().items.map((item) => ({ ...item, tickedAt: AT })),
      }),
    )
    .on('member.wishes', () => ({ items: [wishOf()], leftToday: 3 }))
    .on('member.makeWish', ({ text, kind }) =>
      wishOf({ id: 'wsh-2', text: String(text), kind: kind as 'wish' }),
    )
    .on('member.withdrawWish', () => wishOf({ state: 'withdrawn' }))
    .on('member.moments', () => ({
      items: [
        { id: 'mom-1', title: '新品先试', text: '周六下午来店里。', startAt: soon(2), place: '徐汇店' },
      ],
    }));
