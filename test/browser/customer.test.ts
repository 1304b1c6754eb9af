import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { seriousProblems } from '../support/axe';
import {
  bigShift,
  openBrowser,
  scrollsSideways,
  type TestBrowser,
  watchLayoutShift,
  type Window,
} from '../support/browser';
import { type ServerProcess, startServerProcess } from '../support/server-process';
import { signInAs } from '../support/tour';
import { dataFolder } from '../support/data-folder';

/**
 * A customer's phone, on the built server with its demo brand: from the first screen to the last farewell, the wrong
 * turns on the way, and every page once over at three sizes. Only what a person sees on the screen is asked for.
 */

const PHONE = { width: 390, height: 844 };
const OTHER_SIZES = [
  { width: 360, height: 640 },
  { width: 820, height: 1180 },
];
const NOTHING = { errors: [], strangers: [] };

interface Member {
  personId: string;
  nickname: string;
  points: number;
  hint?: string;
}

let dataDir: string;
let server: ServerProcess;
let browser: TestBrowser;
/** Members of the demo brand, the one with most points first: who has been here a while. */
let members: Member[];
/** Who has most of all, and so long lists. */
let regular: Member;

beforeAll(async () => {
  dataDir = await dataFolder('customer');
  [server, browser] = await Promise.all([startServerProcess(dataDir, { DEMO: 'on' }), openBrowser()]);
  const all = (await (await fetch(`${server.url}/api/member/demo-members?limit=200`)).json()) as {
    items: Member[];
  };
  regular = all.items.reduce((most, one) => (one.points > most.points ? one : most));
  members = all.items
    // Not those whom the demo puts first: they are KOCs and what not.
    .filter(({ hint }) => hint === undefined)
    .filter(({ nickname }, _i, everyone) => everyone.filter((one) => one.nickname === nickname).length === 1)
    .sort((a, b) => b.points - a.points);
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 120_000);

const phoneOf = async (member: Member): Promise<Window> => {
  const window = await browser.open(PHONE, { hasTouch: true, isMobile: true });
  await watchLayoutShift(window.page);
  await window.page.goto(`${server.url}/m/`);
  await signInAs(window.page, member.nickname);
  await window.page.locator('.home-cards').waitFor();
  return window;
};

const tab = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
/** Back to where everything begins, with what the phone kept of it. */
const tabAgain = async (page: Page): Promise<void> => {
  await page.goto(`${server.url}/m/#/pages/home/index`);
  await page.locator('.home-cards .card').first().waitFor();
};
/** The token of the session, as the app keeps it on the phone. */
const tokenOn = (page: Page): Promise<string> =>
  page.evaluate<string>(
    `JSON.parse(JSON.parse(localStorage.getItem('kouyi:session')).data ?? localStorage.getItem('kouyi:session')).token`,
  );

test('home → check-in → points → my data → deleted, and nobody of that name is left', async () => {
  const member = members[0]!;
  const { page, complaints } = await phoneOf(member);
  await page
    .getByRole('button', { name: new RegExp(`^积分 ${member.points.toLocaleString('en')}，`) })
    .waitFor();

  await tab(page, '打卡').click();
  await page.getByRole('heading', { name: '打卡', level: 1 }).waitFor();
  await page.locator('.big-number').filter({ hasText: '天连续打卡' }).waitFor();

  await tab(page, '我的').click();
  await page.getByRole('button', { name: /^积分明细/ }).click();
  const balance = page.locator('.big-number').filter({ hasText: '积分，现在可用' });
  await balance.getByText(member.points.toLocaleString('en'), { exact: true }).waitFor();
  // Every entry under its month, with its reason.
  await page.getByRole('group', { name: /月$/ }).first().waitFor();
  await page.getByRole('button', { name: '返回' }).click();

  await page.getByRole('button', { name: /^我的数据/ }).click();
  await page.getByText(/^数据说明 /).waitFor();
  await page.getByRole('button', { name: '看看都有什么' }).click();
  await page.getByRole('button', { name: /^我是谁/ }).click();
  await page.getByText(member.personId).first().waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载成文件' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^我的数据-\d{4}-\d{2}-\d{2}\.json$/);

  await page.getByRole('button', { name: '我要删除…' }).click();
  const goodbye = page.getByRole('button', { name: '删除我的全部数据' });
  expect(await goodbye.isDisabled()).toBe(true);
  await page.getByLabel('打「删除」两个字确认').fill('删除');
  await goodbye.click();
  await page.getByRole('checkbox', { name: '我看过了，同意' }).waitFor();
  await page.getByLabel('按昵称找会员').fill(member.nickname);
  await page.getByText(`没有叫「${member.nickname}」的会员，换个字试试。`).waitFor();
  expect(complaints).toEqual(NOTHING);
}, 600_000);

test('withdrawing consent leaves the records, and agreeing again leads back to them', async () => {
  const member = members[1]!;
  const { page, complaints } = await phoneOf(member);
  await page.goto(`${server.url}/m/#/account/data/index`);
  await page.getByRole('button', { name: '撤回同意…' }).click();
  await page.getByRole('button', { name: '撤回同意', exact: true }).click();
  await signInAs(page, member.nickname);
  await page
    .getByRole('button', { name: new RegExp(`^积分 ${member.points.toLocaleString('en')}，`) })
    .waitFor();
  // What was asked just before the withdrawal is refused after it, as it must be.
  const errors = complaints.errors.filter((one) => !one.includes('status of 401'));
  expect({ ...complaints, errors }).toEqual(NOTHING);
}, 120_000);

describe('wrong turns', () => {
  test('an expired session leads to signing in, and from there back to the page that was open', async () => {
    const member = members[2]!;
    const { page } = await phoneOf(member);
    await page.goto(`${server.url}/m/#/account/groups/index`);
    await page.getByRole('heading', { name: '我在的群', level: 1 }).waitFor();
    const ended = await fetch(`${server.url}/api/member/session`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${await tokenOn(page)}` },
    });
    expect(ended.status).toBe(200);
    await page.reload();
    await signInAs(page, member.nickname);
    await page.getByRole('heading', { name: '我在的群', level: 1 }).waitFor();
  }, 120_000);

  test('without a network what was seen stays, and says how old it is; with it the page is fresh again', async () => {
    const { page, context } = await phoneOf(members[3]!);
    // By its role: of the pages that lie under the one in front only the front one has any.
    const offline = page.getByRole('status').filter({ hasText: '现在没有网络' }).first();
    await tab(page, '我的').click();
    await page.getByRole('button', { name: /^积分明细/ }).waitFor();
    await context.setOffline(true);
    await offline.waitFor();
    await tab(page, '福利').click();
    await page.locator('.home-cards .card').first().waitFor();
    expect(await scrollsSideways(page)).toBe(false);
    expect(await seriousProblems(page)).toEqual([]);
    await context.setOffline(false);
    await offline.waitFor({ state: 'hidden' });
  }, 120_000);

  test('a long list is found again where it was left, and a server that fails then moves nothing in it', async () => {
    const { page } = await phoneOf(regular);
    await page.goto(`${server.url}/m/#/account/points/index`);
    await page.getByRole('heading', { name: '积分明细', level: 1 }).waitFor();
    const rows = page.locator('.taro_page:not(.taro_page_shade) .list .row');
    await rows.nth(29).waitFor();
    await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)');
    // What follows is fetched by itself.
    await rows.nth(40).waitFor();
    const row = rows.nth(36);
    await row.scrollIntoViewIfNeeded();
    const before = { rows: await rows.count(), box: await row.boundingBox() };
    await row.click();
    await page.getByRole('heading', { name: '活动', level: 1 }).waitFor();
    expect(await page.evaluate<number>('window.scrollY')).toBe(0);
    await page.route('**/api/member/**', (route) => route.fulfill({ status: 503, body: '' }));
    await page.getByRole('button', { name: '返回' }).last().click();
    await row.waitFor();
    await page.waitForFunction('window.scrollY > 0');
    expect({ rows: await rows.count(), box: await row.boundingBox() }).toEqual(before);

    await tabAgain(page);
    const said = page.getByRole('button', { name: /点这里再试/ });
    const first = page.locator('.home-cards .card').first();
    const stood = await first.boundingBox();
    await said.waitFor();
    expect(await first.boundingBox()).toEqual(stood);
    expect(await seriousProblems(page)).toEqual([]);
    await page.unroute('**/api/member/**');
    await said.click();
    await said.waitFor({ state: 'hidden' });
  }, 120_000);

  test('what is not mine, not there or not allowed is said in words that lead on', async () => {
    const { page } = await phoneOf(members[4]!);
    for (const [address, words] of [
      ['activity/detail/index?id=nobody-has-this', '再试一次'],
      ['activity/detail/index', '从「福利」里再点一次'],
      ['coupons/claim/index?link=nobody-has-this', '再试一次'],
      ['cabinet/detail/index?id=somebody-elses', '再试一次'],
      ['draw/box/index?id=nobody-has-this', '再试一次'],
    ] as const) {
      await page.goto(`${server.url}/m/#/${address}`);
      await page.getByText(words).last().waitFor();
    }
  }, 120_000);
});

/** Every page of the app as its own list has it, but the one that needs nobody. */
function allPages(): string[] {
  const text = readFileSync(path.join(__dirname, '../../miniapp/src/app.config.ts'), 'utf8');
  const [main = '', ...subs] = text.split('subPackages');
  const own = [...main.matchAll(/'(pages\/[\w-]+\/index)'/g)].map((found) => found[1]!);
  const more = [...subs.join('').matchAll(/root:\s*'([\w-]+)',\s*pages:\s*\[([^\]]*)\]/g)].flatMap(
    ([, root, list]) => [...list!.matchAll(/'([\w/-]+)'/g)].map((found) => `${root}/${found[1]!}`),
  );
  return [...own, ...more].filter((page) => !page.includes('sign-in'));
}

/** Somebody whose KOC pages have something on them, as the operator's list names them. */
async function aKoc(): Promise<Member> {
  const { demoStaff } = (await (await fetch(`${server.url}/api/welcome`)).json()) as {
    demoStaff: { login: string; password: string; role: string }[];
  };
  const { login, password } = demoStaff.find(({ role }) => role === 'operator')!;
  const signedIn = await fetch(`${server.url}/api/staff/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
  const answer = await fetch(`${server.url}/api/koc?limit=1`, { headers: { cookie } });
  const { items } = (await answer.json()) as { items: { personId: string; nickname: string }[] };
  return { ...items[0]!, points: 0 };
}

test('every page stands still, fits every width, and can be read by everybody', async () => {
  const { page, complaints } = await phoneOf(await aKoc());
  const pages = allPages();
  expect(pages.length).toBeGreaterThan(20);
  for (const address of pages) {
    await page.setViewportSize(PHONE);
    await page.goto('about:blank');
    await page.goto(`${server.url}/m/#/${address}`);
    await page.getByRole('heading', { level: 1 }).last().waitFor();
    await page.locator('.skeleton').first().waitFor({ state: 'detached' });
    expect({ address, shift: await bigShift(page) }).toEqual({ address, shift: null });
    expect({ address, serious: await seriousProblems(page) }).toEqual({ address, serious: [] });
    for (const size of [PHONE, ...OTHER_SIZES]) {
      await page.setViewportSize(size);
      expect({ address, size, sideways: await scrollsSideways(page) }).toEqual({
        address,
        size,
        sideways: false,
      });
    }
  }
  // What is refused by name is an answer, which the page tells; the browser says it aloud all the same.
  const errors = complaints.errors.filter((error) => !error.includes('status of 403'));
  expect({ ...complaints, errors }).toEqual(NOTHING);
}, 600_000);
