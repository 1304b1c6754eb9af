import { rmSync } from 'node:fs';
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
import {
  draftBySentence,
  launchDraft,
  openRooms,
  said,
  signInAs,
  signInToConsole,
  speaks,
} from '../support/tour';
import { dataFolder } from '../support/data-folder';

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
  dataDir = await dataFolder('story');
  [server, browser] = await Promise.all([startServerProcess(dataDir, { DEMO: 'on' }), openBrowser()]);
  desk = await browser.open({ width: 1440, height: 900 });
  phone = await browser.open({ width: 390, height: 844 }, { hasTouch: true, isMobile: true });
}, 600_000);

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

/** What the bot answered in a room. */
const answers = (of: Locator): Locator => of.getByRole('log').getByText(/今天已有 \d+ 位打卡/);

/** The sentence → draft → launched; answers its title and where its page is. */
async function launchBySentence(page: Page): Promise<{ title: string; at: string }> {
  await draftBySentence(page, `现在 咖啡群 扣1打卡 送${POINTS}积分`, [
    '在带「咖啡群」标签的群',
    '发“1”就算参加',
    '玩法是打卡',
    `每次得 ${POINTS} 积分`,
  ]);
  await page.getByText('群里会看到').waitFor();
  await page.getByText('手机上会看到').waitFor();
  return launchDraft(page);
}

const twoRooms = async (page: Page): Promise<readonly [Locator, Locator]> => {
  const [one, two] = await openRooms(page, ROOMS);
  return [one!, two!];
};

/** Five people type `1`, one of them twice, one in full width; answers their names, those of the first room first. */
async function fivePeople(page: Page, [one, two]: readonly [Locator, Locator]): Promise<string[]> {
  const people = [await speaks(one, '1'), await speaks(one, '1'), await speaks(one, '１')];
  people.push(await speaks(two, '1'), await speaks(two, '1'));
  await one.getByRole('combobox').click();
  await page.getByTitle(people[0]!, { exact: true }).last().click();
  expect(await speaks(one, '1')).toBe(people[0]);
  // Others of the demo may have said something twice today as well.
  const twice = one.getByRole('button', { name: /未计：已计过一次/ }).filter({ hasText: people[0]! });
  await twice.last().waitFor();
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

  await signInToConsole(page, server.url, '总部运营');
  await page.getByRole('heading', { name: /^周琳，/ }).waitFor();
  expect(await showsChinese(page)).toBe(true);
  expect(await seriousProblems(page)).toEqual([]);

  const { title, at } = await launchBySentence(page);
  const rooms = await twoRooms(page);
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
  await twoRooms(page);
  await answers(rooms[0]).first().waitFor();
  await answers(rooms[1]).first().waitFor();
  expect([await answers(rooms[0]).count(), await answers(rooms[1]).count()]).toEqual([1, 1]);
  await h5.goto(`${server.url}/m/`);
  await h5.getByText(title).first().waitFor();
  expect(await fetchedAgain(h5)).toEqual([]);
  await phoneIsRight(h5, title);
  expect([desk.complaints, phone.complaints]).toEqual([clean, clean]);
}, 600_000);
