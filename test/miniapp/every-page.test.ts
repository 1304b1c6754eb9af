import fs from 'node:fs';
import path from 'node:path';
import { believableApi, SIGNED_IN } from './support/believable';
import { FakeRound, withBoxes } from './support/boxes';
import { withEarnings } from './support/earnings';
import { Refused } from './support/fake-api';
import { FakeIntake, withIntake } from './support/intake';
import { withKoc } from './support/koc';
import { PAGES, type Seen } from './support/pages-seen';
import { bootWeApp, DIST, type Page } from './support/weapp';

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
  'koc/poster/index': '/pages/home/index?scene=k3f9x2m1qa',
  'koc/sub-group/index': '/koc/join/index?code=ABC234',
};

/** Forms that are being filled in, and pages that say what never changes. */
const NEVER_PULLED = [
  'account/help/index',
  'account/privacy/index',
  'account/settings/index',
  'intake/question/index',
  'pages/sign-in/index',
];
const pulls = (page: string): boolean =>
  (
    JSON.parse(fs.readFileSync(path.join(DIST, `${page}.json`), 'utf8')) as {
      enablePullDownRefresh?: boolean;
    }
  ).enablePullDownRefresh === true;

test('every page that shows what the server knows can be pulled down', () => {
  expect(
    PAGES.filter(({ page }) => !pulls(page))
      .map(({ page }) => page)
      .sort(),
  ).toEqual(NEVER_PULLED);
});

describe.each(PAGES)('$page', (seen) => {
  const { asks, empty, page: route, query, says } = seen;
  /** One page serves several tests as long as none of them changes it. */
  let page: Page | undefined;
  const opened = async (): Promise<Page> => (page ??= await open(seen));
  const changed = (): void => {
    page?.close();
    page = undefined;
  };
  afterAll(changed);

  test('opens with data, and goes to a chat as a card that others can open, or not at all', async () => {
    const card = (await opened()).shareCard;
    expect(card?.path).toBe(SENT_AS[route]);
    if (!card) return;
    expect(card.title.length).toBeGreaterThan(5);
    // What one gets is drawn by the server; of what is no single thing the app brings a picture along.
    if (/\/api\/public\/cards\/(activity|box|coupon|product)\/[\w-]+$/.test(card.imageUrl)) return;
    expect(card.imageUrl).toMatch(/\.png$/);
    expect(fs.existsSync(path.join(DIST, card.imageUrl))).toBe(true);
  });

  test('every button does something', async () => {
    const all = timeless(await settled(await opened()));
    for (const [i, label] of all.entries()) {
      if (WECHATS_OWN.has(label)) continue;
      if (SENDS_THE_CARD.has(label)) {
        expect(SENT_AS).toHaveProperty([route]);
        continue;
      }
      const shown = await opened();
      await shown.until(() => timeless(shown.buttons)[i] === label);
      // A second tap on the way to the same page within a moment is one; these are seconds apart.
      ahead += 2_000;
      jest.spyOn(Date, 'now').mockImplementation(() => realNow() + ahead);
      const before = stateOf(shown);
      shown.tapNth(i);
      await shown
        .until(() => stateOf(shown) !== before)
        .catch(() => {
          throw new Error(`「${label}」 does nothing`);
        });
      // Where the same buttons are left, the next one is tapped there; what the phone kept belongs to this tap.
      if (timeless(await settled(shown)).join() !== all.join()) changed();
      phone.storage.clear();
      phone.storage.set(...SIGNED_IN);
    }
  });

  if (asks && pulls(route))
    test('pulled down it asks anew and keeps what is there; without a network it lets go, too, and says so', async () => {
      const shown = await opened();
      await shown.until(() => shown.text.includes(says) && shown.countOf('skeleton') === 0);
      const before = api.count(asks);
      const done = shown.pull();
      expect([shown.text.includes(says), shown.countOf('skeleton')]).toEqual([true, 0]);
      await done;
      expect(api.count(asks)).toBeGreaterThan(before);
      await shown.until(() => shown.text.includes(says));
      phone.network(false);
      await shown.pull();
      await shown.until(() => shown.text.includes('现在没有网络'));
      expect(shown.text).toContain(says);
      changed();
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
      const refused = await phone.open(route, query);
      await refused.until(() => refused.text.includes('我们这边出了点问题，已经记下了。'));
      mend();
      refused.tap('再试一次');
      await refused.until(() => refused.text.includes(says));
      refused.close();
    });

  if (query && !WHOLE_WITHOUT.has(route))
    test('opened without saying of what, it says so and leads on', async () => {
      const lost = await phone.open(route);
      await lost.until(() => lost.text.includes('这个链接不完整'));
      lost.tapNth(0);
      await lost.until(() => phone.moves.at(-1)?.startsWith('reLaunch '));
      lost.close();
    });
});

/** Buttons that tell until when say something else a minute later, and are the same. */
const timeless = (labels: readonly string[]): string[] => labels.map((label) => label.replace(/\d+/g, '0'));

/** WeChat's own question about the number leaves no trace here; `phone-number.test.ts` answers it. */
const WECHATS_OWN = new Set(['用微信确认手机号']);
/** WeChat's own share sheet leaves none either; what it sends is the page's card. */
const SENDS_THE_CARD = new Set(['请朋友也测一测（不带我的结果）', '发群名片给朋友']);

/** Waits until nothing has changed for a moment, as parts that ask for themselves come later; answers the buttons then. */
const settled = async (page: Page): Promise<readonly string[]> => {
  for (let quiet = 0, before = ''; quiet < 5; quiet = page.markup === before ? quiet + 1 : 0) {
    before = page.markup;
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  return page.buttons;
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
