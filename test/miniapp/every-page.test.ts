import fs from 'node:fs';
import path from 'node:path';
import { believableApi, SIGNED_IN } from './support/believable';
import { FakeRound, withBoxes } from './support/boxes';
import { withEarnings } from './support/earnings';
import { type FakedRoute, Refused } from './support/fake-api';
import { FakeIntake, withIntake } from './support/intake';
import { onTheWay, withKoc } from './support/koc';
import { bootWeApp, DIST, type Page } from './support/weapp';

/** A page, what it asks for, what it says with data, and what it says when there is nothing. */
interface Seen {
  page: string;
  asks?: FakedRoute;
  says: string;
  empty?: { answer: object; says: string };
  query?: Record<string, string>;
}

const soon = (): string => new Date(Date.now() + 3_600_000).toISOString();

const PAGES: Seen[] = [
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
  { page: 'account/privacy/index', says: '我们记什么' },
];

const round = new FakeRound();
round.open();
// Each page begins anew: what was answered on one is no matter to the next.
const api = withKoc(withEarnings(withIntake(withBoxes(believableApi(), round), new FakeIntake(true))));
const phone = bootWeApp(api);
const realNow = Date.now.bind(Date);
let ahead = 0;

beforeEach(() => {
  phone.network(true);
  phone.storage.clear();
  phone.storage.set(...SIGNED_IN);
});
afterAll(() => jest.restoreAllMocks());

const open = async ({ page, query, says }: Seen): Promise<Page> => {
  const shown = await phone.open(page, query);
  await shown.until(() => shown.text.includes(says));
  return shown;
};

test('no page of the build is left out here', () => {
  const app = JSON.parse(fs.readFileSync(path.join(DIST, 'app.json'), 'utf8')) as {
    pages: string[];
    subPackages: { root: string; pages: string[] }[];
  };
  const built = [
    ...app.pages,
    ...app.subPackages.flatMap(({ root, pages }) => pages.map((one) => `${root}/${one}`)),
  ];
  expect(PAGES.map(({ page }) => page).sort()).toEqual(built.sort());
});

/** A poster of the whole shop, and a code that is typed in. */
const WHOLE_WITHOUT = new Set(['koc/poster/index', 'koc/join/index']);

/** Where a page leads whom it is sent to; what is one's own alone is no card, or leads to where they find theirs. */
const SENT_AS: Record<string, string> = {
  'pages/home/index': '/pages/home/index',
  'pages/check-in/index': '/pages/check-in/index',
  'activity/detail/index': '/activity/detail/index?id=act-1',
  'draw/boxes/index': '/draw/boxes/index',
  'draw/box/index': '/draw/box/index?id=box-1',
  'coupons/claim/index': '/coupons/claim/index?link=token-of-link',
  'intake/start/index': '/intake/start/index?source=share',
  'intake/result/index': '/intake/start/index?source=share',
  'koc/sub-group/index': '/koc/join/index?code=ABC234',
};

describe.each(PAGES)('$page', (seen) => {
  const { asks, empty, page: route, query, says } = seen;

  test('opens with data', async () => {
    (await open(seen)).close();
  });

  if (empty && asks)
    test('says what to do when there is nothing', async () => {
      const put = api.fail(asks, new Refused(500, 'unused', ''));
      api.on(asks, () => empty.answer);
      (await open({ ...seen, says: empty.says })).close();
      put();
    });

  if (asks)
    test('says why when the server fails, and tries again on a tap', async () => {
      const mend = api.fail(asks, new Refused(500, 'internal', '我们这边出了点问题，已经记下了。'));
      const page = await phone.open(route, query);
      await page.until(() => page.text.includes('我们这边出了点问题，已经记下了。'));
      mend();
      page.tap('再试一次');
      await page.until(() => page.text.includes(says));
      page.close();
    });

  if (query && !WHOLE_WITHOUT.has(route))
    test('opened without saying of what, it says so and leads on', async () => {
      const page = await phone.open(route);
      await page.until(() => page.text.includes('这个链接不完整'));
      page.tapNth(0);
      await page.until(() => phone.moves.at(-1)?.startsWith('reLaunch '));
      page.close();
    });

  test('goes to a chat as a card that others can open, or not at all', async () => {
    const page = await open(seen);
    const card = page.shareCard;
    expect(card?.path).toBe(SENT_AS[route]);
    if (card) {
      expect(card.title.length).toBeGreaterThan(5);
      expect(card.imageUrl).toMatch(/\.png$/);
      expect(fs.existsSync(path.join(DIST, card.imageUrl))).toBe(true);
    }
    page.close();
  });

  test('every button does something', async () => {
    const first = await open(seen);
    await settled(first);
    const { buttons } = first;
    first.close();
    for (const [i, label] of buttons.entries()) {
      if (WECHATS_OWN.has(label)) continue;
      if (SENDS_THE_CARD.has(label)) {
        expect(SENT_AS).toHaveProperty([route]);
        continue;
      }
      const page = await open(seen);
      await page.until(() => timeless(page.buttons[i] ?? '') === timeless(label));
      // A second tap on the way to the same page within a moment is one; these are seconds apart.
      ahead += 2_000;
      jest.spyOn(Date, 'now').mockImplementation(() => realNow() + ahead);
      const before = stateOf(page);
      page.tapNth(i);
      await page
        .until(() => stateOf(page) !== before)
        .catch(() => {
          throw new Error(`「${label}」 does nothing`);
        });
      page.close();
      phone.storage.clear();
      phone.storage.set(...SIGNED_IN);
    }
  });
});

/** A button that tells until when says something else a minute later, and is the same. */
const timeless = (label: string): string => label.replace(/\d+/g, '0');

/** WeChat's own question about the number leaves no trace here; `phone-number.test.ts` answers it. */
const WECHATS_OWN = new Set(['用微信确认手机号']);
/** WeChat's own share sheet leaves none either; what it sends is the page's card. */
const SENDS_THE_CARD = new Set(['请朋友也测一测（不带我的结果）', '发群名片给朋友']);

/** Waits until nothing has changed for a moment: parts that ask for themselves have come, too. */
const settled = async (page: Page): Promise<void> => {
  for (let quiet = 0, before = ''; quiet < 5; quiet = page.markup === before ? quiet + 1 : 0) {
    before = page.markup;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** Everything a tap could change: the page, where the app went, what it asked, kept or copied. */
const stateOf = (page: Page): string =>
  JSON.stringify([
    page.markup,
    phone.moves,
    api.calls.length,
    phone.clipboard,
    phone.pictures,
    [...phone.storage],
  ]);
