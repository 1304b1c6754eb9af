import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { seriousProblems } from '../support/axe';
import {
  fetchedAgain,
  openBrowser,
  scrollsSideways,
  showsChinese,
  type TestBrowser,
  type Window,
} from '../support/browser';
import { type ServerProcess, startServerProcess } from '../support/server-process';

/**
 * The tour of the README by a person's hand, on the built server with its demo brand: one sentence, five people of two
 * groups, one answer each, one phone, one power cut. Only what a person sees on the screen is asked for.
 */

const ROOMS = ['咖啡 1 群', '咖啡 2 群'] as const;
const POINTS = 5;

let dataDir: string;
let server: ServerProcess;
let browser: TestBrowser;
let desk: Window;
let phone: Window;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'kouyi-story-'));
  [server, browser] = await Promise.all([startServerProcess(dataDir, { DEMO: 'on' }), openBrowser()]);
  desk = await browser.open({ width: 1440, height: 900 });
  phone = await browser.open({ width: 390, height: 844 }, { hasTouch: true, isMobile: true });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 120_000);

/** One of the figures that lead the live board, by what it is called, with the value it should come to. */
const figure = (page: Page, label: string, value: number): Locator =>
  page
    .locator('section.figure')
    .filter({ has: page.getByText(label, { exact: true }) })
    .getByText(String(value), { exact: true });

const room = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** What somebody said in a room, oldest first; pressed, it tells why. */
const said = (of: Locator, name: string, text: string): Locator =>
  of.getByRole('log').getByRole('button', { name: new RegExp(`^${text} ?${name} ?\\d`) });

/** What the bot answered in a room. */
const answers = (of: Locator): Locator => of.getByRole('log').getByText(/今天已有 \d+ 位打卡/);

/** Whoever is chosen in the room presses one of its quick buttons; answers who it was. */
async function speaks(of: Locator, text: string): Promise<string> {
  const name = (await of.locator('.composer-who').innerText()).trim();
  const before = await said(of, name, text).count();
  await of.getByRole('button', { name: `说 ${text}`, exact: true }).click();
  await said(of, name, text).nth(before).waitFor();
  return name;
}

/** 活动 → 建一个活动 → the sentence → draft → launched; answers its title and where its page is. */
async function launchBySentence(page: Page): Promise<{ title: string; at: string }> {
  await page.getByRole('link', { name: '活动', exact: true }).click();
  await page.getByRole('button', { name: '建一个活动' }).click();
  await page.getByLabel('用一句话说要办什么', { exact: true }).fill(`现在 咖啡群 扣1打卡 送${POINTS}积分`);
  for (const understood of ['在带「咖啡群」标签的群', '发“1”就算参加', '玩法是打卡', `每次得 ${POINTS} 积分`])
    await page.getByText(understood).waitFor();
  await page.getByRole('button', { name: '建成草稿' }).click();
  await page.getByText('这是草稿，群里还看不到').waitFor();
  await page.getByText('群里会看到').waitFor();
  await page.getByText('手机上会看到').waitFor();
  await page.getByRole('button', { name: '启动', exact: true }).click();
  await page.getByText('已经开始了，群里可以扣了').waitFor();
  return {
    title: await page.getByRole('heading', { level: 1 }).innerText(),
    at: new URL(page.url()).pathname,
  };
}

/** Opens exactly the two rooms of the story, side by side. */
async function openRooms(page: Page): Promise<readonly [Locator, Locator]> {
  await page.getByRole('link', { name: '模拟器' }).click();
  const which = page.getByRole('combobox', { name: '打开哪些群' });
  const opened = page.getByRole('button', { name: /^收起 / });
  await opened.first().waitFor();
  const closers = await Promise.all((await opened.all()).map((one) => one.getAttribute('aria-label')));
  for (const label of closers) {
    const closer = page.getByRole('button', { name: label!, exact: true });
    await closer.click();
    await closer.waitFor({ state: 'hidden' });
  }
  for (const name of ROOMS) {
    await which.fill(name);
    await page.locator('.ant-select-item-option', { hasText: name }).click();
    await room(page, name).waitFor();
  }
  await page.keyboard.press('Escape');
  return [room(page, ROOMS[0]), room(page, ROOMS[1])];
}

/** Five people type `1`, one of them twice, one in full width; answers their names, those of the first room first. */
async function fivePeople(page: Page, [one, two]: readonly [Locator, Locator]): Promise<string[]> {
  const people = [await speaks(one, '1'), await speaks(one, '1'), await speaks(one, '１')];
  people.push(await speaks(two, '1'), await speaks(two, '1'));
  await one.getByRole('combobox').click();
  await page.getByTitle(people[0]!, { exact: true }).last().click();
  expect(await speaks(one, '1')).toBe(people[0]);
  await one.getByText('未计：已计过一次').waitFor();
  return people;
}

/** Asks a message why, and lets the channel deliver it once more. */
async function askWhy(page: Page, message: Locator, title: string): Promise<void> {
  await message.click();
  const why = page.getByRole('dialog', { name: '为什么这样处理？' });
  await why.getByText(`规则「${title}」第 1 版看到了它`).waitFor();
  await why.getByText(/计入了，因为：/).waitFor();
  await why.getByRole('button', { name: '让渠道把这条再送一次' }).click();
  await why.getByText('收到了，认出是同一条：没有重复计数，也没有再回一遍。').waitFor();
  expect(await seriousProblems(page)).toEqual([]);
  await why.getByRole('button', { name: '关闭' }).click();
}

/** The live board says five, five people's points, and why the sixth `1` was not counted. */
async function boardIsRight(page: Page): Promise<void> {
  await figure(page, '已打卡（人次）', 5).waitFor();
  await figure(page, '重复 / 未计', 1).waitFor();
  await figure(page, '发出积分', 5 * POINTS).waitFor();
  await page.getByRole('button', { name: '看原因' }).click();
  await page.getByRole('tooltip').getByText('已计过一次').waitFor();
}

/** Signs in on the phone as one of the members. */
async function signInAs(page: Page, name: string): Promise<void> {
  await page.getByRole('checkbox', { name: '我看过了，同意' }).click();
  await page.getByLabel('按昵称找会员').fill(name);
  await page
    .getByRole('button')
    .filter({ has: page.getByText(name, { exact: true }) })
    .click();
}

/** The check-in page says day one of this activity; the points page has the one line with its reason. */
async function phoneIsRight(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: '打卡', exact: true }).click();
  const streak = page.locator('.big-number').filter({ hasText: '天连续打卡' });
  await streak.waitFor();
  const choice = page.getByRole('button', { name: title, exact: true });
  if (await choice.isVisible()) await choice.click();
  await page.getByRole('heading', { name: title }).waitFor();
  await streak.getByText('1', { exact: true }).waitFor();
  expect(await scrollsSideways(page)).toBe(false);

  await page.getByRole('button', { name: '我的', exact: true }).click();
  await page.getByRole('button', { name: /^积分明细/ }).click();
  await page.getByText('积分，现在可用').waitFor();
  const lines = page
    .getByRole('button')
    .filter({ hasText: title })
    .filter({ hasText: `+${POINTS}` });
  await lines.first().waitFor();
  expect(await lines.count()).toBe(1);
  expect(await scrollsSideways(page)).toBe(false);
}

test('one sentence, five people of two groups, one answer each, one phone, one power cut', async () => {
  const [{ page }, { page: h5 }] = [desk, phone];
  const clean = { errors: [], strangers: [] };

  await page.goto(`${server.url}/console/`);
  await page.getByRole('button', { name: '总部运营' }).click();
  await page.getByRole('heading', { name: /^周琳，/ }).waitFor();
  expect(await showsChinese(page)).toBe(true);
  expect(await seriousProblems(page)).toEqual([]);

  const { title, at } = await launchBySentence(page);
  const rooms = await openRooms(page);
  const people = await fivePeople(page, rooms);
  await askWhy(page, said(rooms[1], people[3]!, '1').last(), title);

  // While the bot gathers what it answers to, the phone of one who typed.
  await h5.goto(`${server.url}/m/`);
  await signInAs(h5, people[1]!);
  await h5.getByText(title).first().waitFor();
  expect(await scrollsSideways(h5)).toBe(false);
  expect(await seriousProblems(h5)).toEqual([]);
  await phoneIsRight(h5, title);
  expect(await seriousProblems(h5)).toEqual([]);

  await answers(rooms[0]).first().waitFor();
  await answers(rooms[1]).first().waitFor();
  expect(await answers(rooms[0]).allInnerTexts()).toEqual([expect.stringContaining('今天已有 3 位打卡')]);
  expect(await answers(rooms[1]).allInnerTexts()).toEqual([expect.stringContaining('今天已有 2 位打卡')]);

  await page.goto(`${server.url}${at}`);
  await boardIsRight(page);
  expect(await seriousProblems(page)).toEqual([]);
  expect([desk.complaints, phone.complaints]).toEqual([clean, clean]);

  // The power cut. Nobody looks meanwhile: a page that cannot reach its server complains, and is right to.
  await Promise.all([page.goto('about:blank'), h5.goto('about:blank')]);
  await server.kill('server');
  server = await startServerProcess(dataDir, { DEMO: 'on', PORT: new URL(server.url).port });

  await page.goto(`${server.url}${at}`);
  await boardIsRight(page);
  await openRooms(page);
  await answers(rooms[0]).first().waitFor();
  await answers(rooms[1]).first().waitFor();
  expect([await answers(rooms[0]).count(), await answers(rooms[1]).count()]).toEqual([1, 1]);
  await h5.goto(`${server.url}/m/`);
  await h5.getByText(title).first().waitFor();
  expect(await fetchedAgain(h5)).toEqual([]);
  await phoneIsRight(h5, title);
  expect([desk.complaints, phone.complaints]).toEqual([clean, clean]);
}, 360_000);
