import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { seriousProblems } from '../support/axe';
import {
  layoutShift,
  openBrowser,
  scrollsSideways,
  type TestBrowser,
  watchLayoutShift,
  type Window,
} from '../support/browser';
import { type ServerProcess, startServerProcess } from '../support/server-process';

/**
 * The console by the hands of those who use it: an operator's day, a store partner on a phone, wrong turns, every page
 * once over, and at last a newcomer who empties the demo brand and launches an activity of their own. One server, one
 * browser; only what a person sees on the screen is asked for.
 */

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const TOUCH = { hasTouch: true, isMobile: true };
const MOST_SHIFT = 0.1;

let dataDir: string;
let server: ServerProcess;
let browser: TestBrowser;
let desk: Window;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'kouyi-console-'));
  [server, browser] = await Promise.all([startServerProcess(dataDir, { DEMO: 'on' }), openBrowser()]);
  desk = await browser.open(DESK);
  await watchLayoutShift(desk.page);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 120_000);

const button = (page: Page | Locator, name: string): Locator =>
  page.getByRole('button', { name, exact: true });

async function signIn(page: Page, who: string): Promise<void> {
  await page.goto(`${server.url}/console/sign-in`);
  await page.locator('.demo-staff button').filter({ hasText: who }).click();
  await page.getByRole('heading', { level: 1, name: new RegExp(`^${who}，`) }).waitFor();
}

/** What no page of ours may do, whatever stands on it. */
async function isSound({ page, complaints }: Window): Promise<void> {
  const at = page.url();
  expect({ at, sideways: await scrollsSideways(page) }).toEqual({ at, sideways: false });
  const shift = await layoutShift(page);
  expect({ at, shift: shift < MOST_SHIFT ? 'little' : shift }).toEqual({ at, shift: 'little' });
  expect(complaints).toEqual({ errors: [], strangers: [] });
}

/** Skeletons are gone. */
const isRead = async (page: Page): Promise<void> => {
  await page.locator('.page-head h1').first().waitFor();
  await page.locator('.bones').first().waitFor({ state: 'detached' });
};

test('an operator’s day: ten activities from templates, one by a sentence, three from a table, and the week', async () => {
  const { page } = desk;
  await signIn(page, '周琳');
  for (let i = 0; i < 10; i += 1) {
    await page.getByRole('link', { name: '活动', exact: true }).click();
    await button(page, '建一个活动').click();
    const cards = page.locator('.templates button');
    await cards.first().waitFor();
    await cards.nth(i % (await cards.count())).click();
    await page.getByText('所有群', { exact: true }).click();
    await button(page, '存成草稿').click();
    await page.getByText('这是草稿，群里还看不到').waitFor();
  }
  await isSound(desk);

  await page.getByRole('link', { name: '活动', exact: true }).click();
  await button(page, '建一个活动').click();
  await page.getByLabel('用一句话说要办什么', { exact: true }).fill('现在 咖啡群 扣1报名 限前50名');
  await page.getByText('玩法是报名').waitFor();
  await button(page, '建成草稿').click();
  await button(page, '启动').click();
  await page.getByText('已经开始了，群里可以扣了').waitFor();
  const launched = await page.getByRole('heading', { level: 1 }).innerText();

  await page.getByRole('link', { name: '活动', exact: true }).click();
  await button(page, '从表格导入').click();
  const sample = page.waitForEvent('download');
  await button(page, '下载样例').click();
  await page.setInputFiles('input[type=file]', await (await sample).path());
  await page.getByText('读懂了 3 行').waitFor();
  await button(page, '建成 3 份草稿').click();
  await page.getByRole('heading', { level: 1, name: '活动', exact: true }).waitFor();
  await page.locator('tr.opens', { hasText: '下月主题投票' }).waitFor();
  // The demo's own draft, ten from templates, three from the table.
  expect(await page.locator('tr.opens').count()).toBe(14);

  await page.getByRole('link', { name: '日历', exact: true }).click();
  await page.getByText(launched).first().waitFor();
  await isSound(desk);
  expect(await seriousProblems(page)).toEqual([]);

  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: '搜索' }).fill('咖啡 1 群');
  await page.getByRole('option', { name: /^咖啡 1 群/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '咖啡 1 群' }).waitFor();
}, 360_000);

test('a store partner on a phone: their own groups and figures, and a plain no for what is not theirs to stop', async () => {
  const phone = await browser.open(PHONE, TOUCH);
  const { page } = phone;
  await watchLayoutShift(page);
  await signIn(page, '陈曦');
  await isRead(page);
  await isSound(phone);
  expect(await seriousProblems(page)).toEqual([]);

  const dock = page.getByRole('navigation', { name: '底部导航' });
  await dock.getByRole('link', { name: '群', exact: true }).click();
  await page.getByText('护肤 1 群').first().waitFor();
  await isRead(page);
  // Every group says whose it is, and all of them are of 静安店.
  const groups = await page.locator('tr.opens').allInnerTexts();
  expect(groups.length).toBeGreaterThan(2);
  expect(groups.filter((one) => !one.includes('静安店'))).toEqual([]);
  await isSound(phone);

  await dock.getByRole('link', { name: '活动', exact: true }).click();
  await page.getByText('护肤群 每日扣1打卡').first().click();
  await page.getByText('已打卡（人次）').waitFor();
  await isSound(phone);
  expect(await seriousProblems(page)).toEqual([]);
  // Brand-wide, and not theirs to stop.
  await button(page, '暂停').click();
  await page.getByText('你的角色没有这项权限').waitFor();
  expect(phone.complaints.errors.splice(0)).toEqual([expect.stringContaining('403')]);

  await button(dock, '更多').click();
  const menu = page.getByRole('navigation', { name: '主导航' }).last();
  await menu.getByRole('link', { name: '使用说明' }).waitFor();
  expect(await menu.getByRole('link', { name: '操作记录' }).count()).toBe(0);
  await menu.getByRole('link', { name: '使用说明' }).click();
  await page.getByRole('heading', { level: 1, name: '使用说明' }).waitFor();
  await isSound(phone);
  await phone.context.close();
}, 240_000);

test('wrong turns: a refusal says what to do, a lost network keeps what is there, an expired session leads back', async () => {
  const lost = await browser.open(DESK);
  const { page, context } = lost;
  await signIn(page, '周琳');
  await page.getByRole('link', { name: '活动', exact: true }).click();
  await page.getByText('老客会员日 报名').click();
  await button(page, '启动').click();
  const refusal = page.getByRole('dialog', { name: '还不能启动' });
  await refusal.getByText('口令').first().waitFor();
  await button(refusal, '去补上').click();
  await button(page, '存好').waitFor();

  await page.goto(`${server.url}/console/groups`);
  await page.getByText('咖啡 1 群').waitFor();
  await context.setOffline(true);
  await page.getByText('网络断了').waitFor();
  await page.getByText('咖啡 1 群').waitFor();
  await page.getByLabel('按名字找群').fill('护肤');
  await context.setOffline(false);
  await page.getByText('网络断了').waitFor({ state: 'detached' });
  await page.getByText('咖啡 1 群').waitFor({ state: 'detached' });
  await page.getByText('护肤 1 群').waitFor();

  await context.clearCookies();
  await page.getByRole('link', { name: '日历', exact: true }).click();
  await page.locator('.demo-staff button').filter({ hasText: '周琳' }).click();
  await page.getByRole('heading', { level: 1, name: '活动日历' }).waitFor();

  await page.goto(`${server.url}/console/no-such-page`);
  await page.getByText('这个地址下没有东西').waitFor();
  // What the browser itself says about answers that did not come; nothing of ours broke.
  expect(lost.complaints.errors.filter((one) => one.startsWith('uncaught'))).toEqual([]);
  await context.close();
}, 240_000);

test('every page of the console: nothing serious by axe, nothing sideways, nothing jumps, in the light and in the dark', async () => {
  for (const theme of ['light', 'dark']) {
    const window = await browser.open(DESK);
    const { page } = window;
    await watchLayoutShift(page);
    await page.addInitScript(`localStorage.setItem('kouyi.theme', '${theme}')`);
    await page.goto(`${server.url}/console/sign-in`);
    await page.locator('.demo-staff button').first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await signIn(page, '管理员');
    const rail = page.getByRole('navigation', { name: '主导航' });
    const names = await rail.locator('a.place').allInnerTexts();
    for (const [i, name] of names.entries()) {
      await rail.locator('a.place').nth(i).click();
      await isRead(page);
      expect([name, await seriousProblems(page)]).toEqual([name, []]);
      await isSound(window);
      const first = page.locator('tr.opens').first();
      if (theme === 'dark' || !(await first.isVisible())) continue;
      await first.click();
      await isRead(page);
      expect([name, page.url(), await seriousProblems(page)]).toEqual([name, page.url(), []]);
      await isSound(window);
      // Some rows open a box instead of a page.
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').first().waitFor({ state: 'hidden' });
    }
    await window.context.close();
  }
}, 360_000);

test('a newcomer empties the demo brand and launches a first activity within five minutes', async () => {
  const newcomer = await browser.open(DESK);
  const { page } = newcomer;
  await signIn(page, '管理员');
  await page.getByRole('link', { name: '系统状态' }).click();
  await button(page, '清空，从空白开始').click();
  const sure = page.getByRole('dialog', { name: '清空，从空白开始？' });
  await sure.getByLabel('照着打一遍品牌名').fill('晨露');
  await button(sure, '清空').click();
  await page.getByText('清空了，从第一个群开始吧').waitFor();
  // The server was away for a moment: the browser says so.
  newcomer.complaints.errors.splice(0);
  const begun = Date.now();

  await page.getByRole('link', { name: '今天', exact: true }).click();
  await page.getByText('五步，五分钟以内').waitFor();
  await button(page, '去起名').click();
  await page.getByLabel('品牌名', { exact: true }).fill('晚风咖啡');
  await button(page, '存好').click();
  await page.getByRole('link', { name: '晚风咖啡' }).click();

  await button(page, '建群').click();
  await button(page, '新建一个模拟群').click();
  const making = page.getByRole('dialog', { name: '新建一个模拟群' });
  await making.getByLabel('群名').fill('晚风一群');
  await button(making, '建群').click();
  await page.getByRole('region', { name: '晚风一群' }).waitFor();

  await page.getByRole('link', { name: '今天', exact: true }).click();
  await button(page, '去建').click();
  await page.locator('.templates button', { hasText: '周末咖啡局' }).click();
  await page.getByText('所有群', { exact: true }).click();
  await button(page, '现在起 1 小时').click();
  await button(page, '存成草稿').click();
  await button(page, '启动').click();
  await page.getByText('已经开始了，群里可以扣了').waitFor();
  await button(page, '去模拟器').click();

  const room = page.getByRole('region', { name: '晚风一群' });
  await button(room, '说 1').click();
  await room.locator('.said.one').first().waitFor();
  await room.locator('.said.bot').filter({ hasText: '1' }).last().waitFor();
  const seconds = Math.round((Date.now() - begun) / 1000);
  process.stdout.write(`a newcomer’s first activity, by a hand that does not read: ${seconds} s\n`);
  expect(seconds).toBeLessThan(300);
  expect(newcomer.complaints).toEqual({ errors: [], strangers: [] });
}, 360_000);
