import type { Page } from 'playwright-core';
import { seriousProblems } from '../support/axe';
import { watchLayoutShift } from '../support/browser';
import {
  button,
  type DemoHouse,
  DESK,
  isRead,
  isSound,
  openDemoHouse,
  PHONE,
  signIn,
  TOUCH,
} from '../support/console-hand';
import { toPlace } from '../support/tour';

/** What stands around every page of the console: the rail, the search, what is said in passing, and what one may not. */

let house: DemoHouse;
beforeAll(async () => (house = await openDemoHouse()), 600_000);
afterAll(() => house?.close(), 120_000);

const rail = (page: Page) => page.getByRole('navigation', { name: '主导航' });
const head = (page: Page, name: string) => rail(page).getByRole('button', { name, exact: true });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const railScrolls = (page: Page) =>
  page.evaluate<boolean>(
    `(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)(document.querySelector('.shell > .rail'))`,
  );

test('the rail: the day’s places in sight, the rest folded and remembered, where one is open, all of it by keyboard', async () => {
  const window = await house.browser.open(DESK);
  const { page } = window;
  await watchLayoutShift(page);
  await signIn(page, house, '周琳');
  await isRead(page);
  expect(await rail(page).locator('a.place:visible').allInnerTexts()).toEqual(
    expect.arrayContaining(['活动', '群', '人', '日历', '模拟器', '使用说明']),
  );
  expect(await rail(page).getByRole('link', { name: '账本' }).count()).toBe(0);
  expect(await railScrolls(page)).toBe(false);

  // A part that is opened stays open, here and after another visit.
  await head(page, '交易').click();
  await rail(page).getByRole('link', { name: '账本', exact: true }).waitFor();
  await page.reload();
  await rail(page).getByRole('link', { name: '账本', exact: true }).waitFor();
  await head(page, '交易').click();

  // By its address, deep inside: the part of the page is open and says where one is.
  await page.goto(`${house.server.url}/console/koc`);
  await isRead(page);
  expect(await rail(page).locator('[aria-current="page"]').innerText()).toContain('KOC 看板');
  expect(await railScrolls(page)).toBe(false);

  // From anywhere to the rail and through it without a mouse.
  await page.locator('body').press('g');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const reached = await page.evaluate<string>('document.activeElement.textContent');
  expect(reached).toBe('组织与权限');
  await page.keyboard.press('Enter');
  await heading(page, '组织与权限').waitFor();
  await isSound(window);
  expect(await seriousProblems(page)).toEqual([]);
  await window.context.close();
}, 600_000);

test('on a phone every place is two taps away, in one sheet that fits and is left by Escape', async () => {
  const window = await house.browser.open(PHONE, TOUCH);
  const { page } = window;
  await watchLayoutShift(page);
  await signIn(page, house, '周琳');
  await button(page, '更多').click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('link', { name: '系统状态', exact: true }).waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  await button(page, '更多').click();
  await sheet.getByRole('link', { name: '账本', exact: true }).click();
  await heading(page, '账本').waitFor();
  await sheet.waitFor({ state: 'hidden' });
  await isSound(window);
  await window.context.close();
}, 600_000);

test('the search finds an order by its number and a tag by its name, remembers what was opened, says when it cannot', async () => {
  const window = await house.browser.open(DESK);
  const { page } = window;
  await signIn(page, house, '周琳');
  await page.goto(`${house.server.url}/console/orders`);
  await isRead(page);
  const number = await page.evaluate<string>(
    `fetch('/api/orders?limit=1').then((answer) => answer.json()).then(({ items }) => items[0].number)`,
  );
  await page.keyboard.press('Control+k');
  const box = page.getByRole('textbox', { name: '搜索' });
  await box.fill(number);
  await page.getByRole('group', { name: '订单' }).getByRole('option').first().waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/orders\/[^/]+$/);

  await page.keyboard.press('Control+k');
  await page.getByRole('group', { name: '最近打开' }).getByText(number).waitFor();
  await box.fill('没有叫这个的东西');
  await page.getByText('没找到「没有叫这个的东西」').waitFor();
  await page.route('**/api/search**', (route) => route.abort());
  await box.fill('咖啡');
  await page.getByText('连不上服务器').waitFor();
  await page.unroute('**/api/search**');
  await button(page, '再找一次').click();
  await page.getByRole('group', { name: '群' }).getByRole('option').first().waitFor();
  await page.keyboard.press('Escape');
  await box.waitFor({ state: 'hidden' });
  await window.context.close();
}, 600_000);

test('a page without its right says which right, who can give it and where to go; nothing is asked in vain', async () => {
  const window = await house.browser.open(DESK);
  const { page } = window;
  await watchLayoutShift(page);
  await signIn(page, house, '陈曦');
  for (const [address, right] of [
    ['orders', '看订单'],
    ['simulator', '用模拟器'],
    ['activities/new', '建和改活动'],
  ] as const) {
    await page.goto(`${house.server.url}/console/${address}`);
    await page.getByText(`「${right}」的权限`).waitFor();
    await page.getByText(/能给你开的：.+（/).waitFor();
  }
  expect(await seriousProblems(page)).toEqual([]);
  await page.locator('.instead').getByRole('link', { name: '门店核销' }).click();
  await heading(page, '门店核销').waitFor();
  await isSound(window);
  await window.context.close();
}, 600_000);

/** Buttons in sight that lie under what is said in passing. */
const covered = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('button, a[href], input')].filter((one) => {
    const { left, top, width, height } = one.getBoundingClientRect();
    if (one.closest('.toasts') || width === 0 || top < 0 || top + height > innerHeight) return false;
    return document.elementFromPoint(left + width / 2, top + height / 2)?.closest('.toasts');
  }).map((one) => one.textContent)`);

/** No button lies under it for longer than it takes to move out of the way of what has just come. */
async function coversNoButton(page: Page): Promise<void> {
  const FRAMES = 120;
  for (let frame = 0; frame < FRAMES && (await covered(page)).length > 0; frame += 1)
    await page.evaluate('new Promise(requestAnimationFrame)');
  expect(await covered(page)).toEqual([]);
}

/** Opens the page of an activity that is running. */
async function openRunning(page: Page): Promise<void> {
  const id = await page.evaluate<string>(
    `fetch('/api/activities?state=running&limit=1').then((answer) => answer.json()).then(({ items }) => items[0].id)`,
  );
  await page.goto(`${house.server.url}/console/activities/${id}`);
  await button(page, '暂停').waitFor();
}

test.each([
  ['at a desk', DESK, {}],
  ['on a phone', PHONE, TOUCH],
])(
  '%s: what is said in passing covers no button, waits for a hand, is undone by keyboard and sent away',
  async (_where, size, more) => {
    const window = await house.browser.open(size, more);
    const { page } = window;
    await signIn(page, house, '周琳');
    await openRunning(page);
    await button(page, '暂停').click();
    const toast = page.locator('.toast').filter({ has: page.getByRole('button', { name: '撤销' }) });
    await toast.waitFor();
    await coversNoButton(page);
    await page.keyboard.press('Control+z');
    await toast.waitFor({ state: 'detached' });
    await button(page, '暂停').waitFor();

    await button(page, '暂停').click();
    await toast.getByRole('button', { name: '知道了，收起' }).click();
    await toast.waitFor({ state: 'detached' });
    await button(page, '继续').click();
    await button(page, '暂停').waitFor();
    await window.context.close();
  },
  600_000,
);

test('what is said where the mouse rests goes out of its way, and its time runs on', async () => {
  const window = await house.browser.open(DESK);
  const { page } = window;
  await signIn(page, house, '周琳');
  await openRunning(page);
  await page.getByRole('row').nth(1).waitFor();
  const stack = page.locator('.toast-stack');
  // First where it stands is seen, then it is said again with the mouse lying there and pressed by the keyboard.
  await button(page, '暂停').press('Enter');
  await stack.getByRole('button', { name: '撤销' }).waitFor();
  const place = (await stack.boundingBox())!;
  const rests = { x: place.x + place.width / 2, y: place.y + place.height / 2 };
  await page.keyboard.press('Control+z');
  await stack.getByRole('button', { name: '撤销' }).waitFor({ state: 'detached' });
  await button(page, '暂停').waitFor();
  await stack.locator('.toast').first().waitFor({ state: 'detached' });
  await page.mouse.move(rests.x, rests.y);
  await button(page, '暂停').press('Enter');
  await stack.getByRole('button', { name: '撤销' }).waitFor();
  expect(await page.evaluate(`!document.elementFromPoint(${rests.x}, ${rests.y})?.closest('.toasts')`)).toBe(
    true,
  );
  await stack.locator('.toast').first().waitFor({ state: 'detached' });
  await button(page, '继续').press('Enter');
  await button(page, '暂停').waitFor();
  await window.context.close();
}, 600_000);

test('the help finds a way by what one wants to do, and leads there', async () => {
  const window = await house.browser.open(DESK);
  const { page } = window;
  await signIn(page, house, '周琳');
  await toPlace(page, '使用说明');
  await page.getByText('办一个活动').waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await page.getByLabel('在说明里找').fill('二维码');
  // The page one goes to comes late, and the hand rests meanwhile: what was typed must not call it back.
  let come = (): void => undefined;
  const late = new Promise<void>((resolve) => (come = resolve));
  await page.route('**/*.js', async (route) => {
    await late;
    await route.continue();
  });
  await page.clock.install();
  await page.getByLabel('在说明里找').fill('满减');
  await page.getByText('发一批优惠券').click();
  await button(page, '去做').click();
  await page.waitForURL(/\/coupons\/new$/);
  await page.clock.fastForward(1_000);
  come();
  await page.getByRole('heading', { level: 1, name: '做一张券' }).waitFor();
  expect(page.url()).toMatch(/\/coupons\/new$/);
  await window.context.close();
}, 600_000);

test('Escape closes the drawer of a withdrawal, also after it was approved in a box above it', async () => {
  const window = await house.browser.open(DESK);
  const { page } = window;
  await signIn(page, house, '吴静');
  await toPlace(page, '提现');
  await page.locator('tr.opens').filter({ hasText: '待审' }).first().click();
  const drawer = page.locator('.ant-drawer-open');
  await drawer.waitFor();
  await button(page, '冻结').first().click();
  const box = page
    .getByRole('dialog')
    .filter({ has: page.getByRole('textbox') })
    .last();
  await box.getByRole('textbox').first().fill('先看看');
  await box.getByRole('button', { name: /冻结/ }).click();
  await page.locator('.ant-drawer-open').getByRole('button', { name: '解冻' }).waitFor();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' });
  await window.context.close();
}, 600_000);
