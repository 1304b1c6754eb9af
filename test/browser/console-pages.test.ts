import type { Page } from 'playwright-core';
import { seriousProblems } from '../support/axe';
import { watchLayoutShift, type Window } from '../support/browser';
import {
  type DemoHouse,
  DESK,
  isRead,
  isSound,
  openDemoHouse,
  PHONE,
  signIn,
  TOUCH,
} from '../support/console-hand';

/**
 * Every page of the console once over, found as a person finds them: place by place in the menu, tab by tab, and the
 * first row of every list. A page that is added is looked at without being named here.
 */

let house: DemoHouse;
beforeAll(async () => (house = await openDemoHouse()), 240_000);
afterAll(() => house?.close(), 120_000);

/** The page that stands here has nothing that axe calls serious, moves nowhere by itself and complains of nothing. */
async function isGood(window: Window, called: string): Promise<void> {
  await isRead(window.page);
  const at = `${called} ${new URL(window.page.url()).pathname}`;
  expect([at, await seriousProblems(window.page)]).toEqual([at, []]);
  await isSound(window);
}

/** The tabs of the page that stands here, but for the first, which stands open. */
async function eachTab(window: Window, called: string): Promise<void> {
  const tabs = window.page.getByRole('tab');
  const count = await tabs.count();
  for (let i = 1; i < count; i += 1) {
    await tabs.nth(i).click();
    await isGood(window, `${called}, tab ${i + 1}`);
  }
}

/** Opens the first row of the list that stands here, if there is one. */
async function firstRow(page: Page): Promise<boolean> {
  const row = page.locator('tr.opens').first();
  if (!(await row.isVisible())) return false;
  await row.click();
  return true;
}

test('in the light, at a desk: every place, its tabs, the first of its rows and the tabs of that', async () => {
  const window = await house.browser.open(DESK);
  const { page } = window;
  await watchLayoutShift(page);
  await page.goto(`${house.server.url}/console/sign-in`);
  await page.locator('.demo-staff button').first().waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await signIn(page, house, '管理员');
  const places = page.getByRole('navigation', { name: '主导航' }).locator('a.place');
  for (const [i, name] of (await places.allInnerTexts()).entries()) {
    await places.nth(i).click();
    await isGood(window, name);
    await eachTab(window, name);
    await places.nth(i).click();
    await isRead(page);
    if (!(await firstRow(page))) continue;
    await isGood(window, `${name}, first row`);
    // Some rows open a box instead of a page.
    if (!(await page.getByRole('dialog').first().isVisible())) {
      await eachTab(window, `${name}, first row`);
      continue;
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').first().waitFor({ state: 'hidden' });
  }
  await window.context.close();
}, 600_000);

test.each([
  ['in the dark, at a desk', DESK, {}, 'dark'],
  ['on a phone', PHONE, TOUCH, 'light'],
] as const)(
  '%s: every place',
  async (_where, size, touch, theme) => {
    // The whole menu stands at a desk only.
    const window = await house.browser.open(DESK, touch);
    const { page } = window;
    await watchLayoutShift(page);
    await page.addInitScript(`localStorage.setItem('kouyi.theme', '${theme}')`);
    await signIn(page, house, '管理员');
    const addresses = await page.evaluate<string[]>(
      `[...document.querySelectorAll('nav a.place[href]')].map((one) => one.getAttribute('href'))`,
    );
    expect(addresses.length).toBeGreaterThan(15);
    await page.setViewportSize(size);
    for (const address of addresses) {
      await page.goto(`${house.server.url}${address}`);
      await isGood(window, theme);
    }
    await window.context.close();
  },
  600_000,
);
