import type { Page } from 'playwright-core';
import { seriousProblems } from '../support/axe';
import { watchLayoutShift, type Window } from '../support/browser';
import {
  type DemoHouse,
  DESK,
  follow,
  isRead,
  isSound,
  openDemoHouse,
  PHONE,
  signIn,
  TOUCH,
} from '../support/console-hand';
import { unfoldRail } from '../support/tour';

/**
 * Every page of the console once over, found as a person finds them: place by place in the menu, tab by tab, and the
 * first row of every list. A page that is added is looked at without being named here.
 */

let house: DemoHouse;
beforeAll(async () => (house = await openDemoHouse()), 600_000);
afterAll(() => house?.close(), 120_000);

/** What is another on every page; menu and header around it are the same and looked at with a few. */
const CONTENT = 'main';

/** The page that stands here has nothing that axe calls serious, moves nowhere by itself and complains of nothing. */
async function isGood(
  window: Window,
  called: string,
  within?: typeof CONTENT,
  asking?: 'colours',
): Promise<void> {
  await isRead(window.page);
  const at = `${called} ${new URL(window.page.url()).pathname}`;
  expect([at, await seriousProblems(window.page, within, asking)]).toEqual([at, []]);
  await isSound(window);
}

/** The tabs of the page that stands here, but for the first, which stands open. */
async function eachTab(window: Window, called: string): Promise<void> {
  const tabs = window.page.getByRole('tab');
  const count = await tabs.count();
  for (let i = 1; i < count; i += 1) {
    await tabs.nth(i).click();
    await isGood(window, `${called}, tab ${i + 1}`, CONTENT);
  }
}

test('in the light, at a desk: every place, its tabs, the first of its rows and the tabs of that', async () => {
  const window = await house.browser.open(DESK);
  const { page } = window;
  await watchLayoutShift(page);
  await page.goto(`${house.server.url}/console/sign-in`);
  await page.locator('.demo-staff button').first().waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await signIn(page, house, '管理员');
  await unfoldRail(page);
  const places = page.getByRole('navigation', { name: '主导航' }).locator('a.place');
  for (const [i, name] of (await places.allInnerTexts()).entries()) {
    await follow(page, places.nth(i));
    await isGood(window, name);
    await eachTab(window, name);
    await places.nth(i).click();
    await isRead(page);
    const row = page.locator('tr.opens').first();
    if (!(await row.isVisible())) continue;
    // Some rows open a page of their own, some a box, some more of the same page.
    const leads = await follow(page, row);
    await isGood(window, `${name}, first row`);
    if (leads) await eachTab(window, `${name}, first row`);
    const box = page.getByRole('dialog').first();
    if (!(await box.isVisible())) continue;
    await page.keyboard.press('Escape');
    await box.waitFor({ state: 'hidden' });
  }
  await window.context.close();
}, 600_000);

/** Where the places of the menu lead that stands here. */
const addressesOf = async (page: Page): Promise<string[]> => {
  await unfoldRail(page);
  const addresses = await page.evaluate<string[]>(
    `[...document.querySelectorAll('nav a.place[href]')].map((one) => one.getAttribute('href'))`,
  );
  expect(addresses.length).toBeGreaterThan(15);
  return addresses;
};

test('in the dark, at a desk: every place', async () => {
  const window = await house.browser.open(DESK);
  const { page } = window;
  await watchLayoutShift(page);
  await page.addInitScript(`localStorage.setItem('kouyi.theme', 'dark')`);
  await signIn(page, house, '管理员');
  await isGood(window, 'dark');
  for (const address of await addressesOf(page)) {
    await follow(page, page.locator(`nav a.place[href="${address}"]`));
    await isGood(window, 'dark', CONTENT, 'colours');
  }
  await window.context.close();
}, 600_000);

test('on a phone: every place, entered by its address', async () => {
  // The whole menu stands at a desk only.
  const window = await house.browser.open(DESK, TOUCH);
  const { page } = window;
  await watchLayoutShift(page);
  await signIn(page, house, '管理员');
  const addresses = await addressesOf(page);
  await page.setViewportSize(PHONE);
  await isGood(window, 'phone');
  for (const address of addresses) {
    await page.goto(`${house.server.url}${address}`);
    await isGood(window, 'phone', CONTENT);
  }
  await window.context.close();
}, 600_000);
