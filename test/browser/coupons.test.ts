import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { seriousProblems } from '../support/axe';
import { openBrowser, scrollsSideways, type TestBrowser, type Window } from '../support/browser';
import { type ServerProcess, startServerProcess } from '../support/server-process';
import { signInAs, signInToConsole, toPlace } from '../support/tour';
import { dataFolder } from '../support/data-folder';

/**
 * A coupon by the hands of three people: an operator designs it and makes a link, a customer takes one on the phone, a
 * store partner uses it up on a phone behind the counter, who is told what to put right on the way.
 */

const PHONE = { width: 390, height: 844 };
const NAME = '周末 8.5 折';

let folder: string;
let server: ServerProcess;
let browser: TestBrowser;
let desk: Window;
let phone: Window;
let till: Window;

beforeAll(async () => {
  folder = await dataFolder('coupons');
  [server, browser] = await Promise.all([
    startServerProcess(path.join(folder, 'data'), { DEMO: 'on' }),
    openBrowser(),
  ]);
  desk = await browser.open({ width: 1440, height: 900 });
  phone = await browser.open(PHONE, { hasTouch: true, isMobile: true });
  till = await browser.open(PHONE, { hasTouch: true, isMobile: true });
}, 600_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

/** Nothing serious for axe, nothing that moves sideways. */
async function looksRight(page: Page): Promise<void> {
  expect(await seriousProblems(page)).toEqual([]);
  expect(await scrollsSideways(page)).toBe(false);
}

/** Designs, opens and links a coupon; answers the link's address. */
async function makesLink(page: Page): Promise<string> {
  await toPlace(page, '优惠券');
  await page.getByRole('button', { name: '做一张券' }).click();
  await page.getByRole('button', { name: /全场 8.5 折/ }).click();
  await page.getByLabel('名字', { exact: true }).fill(NAME);
  // What can't be given out is said beside its field before anything is saved.
  await page.getByRole('spinbutton', { name: '最多优惠' }).fill('0');
  await page.getByText('填上最多优惠多少钱').first().waitFor();
  await page.getByRole('spinbutton', { name: '最多优惠' }).fill('20');
  await page.getByText('无门槛，最多优惠 20 元').waitFor();
  await page.getByText('2,000.00 元').waitFor();
  await looksRight(page);
  await page.getByRole('button', { name: '存成草稿' }).click();
  await page.getByRole('button', { name: '开始发放' }).click();
  await page.getByText('可以发了').waitFor();
  await page.getByRole('tab', { name: '领券链接' }).click();
  await page.getByRole('button', { name: '做一个链接' }).click();
  await page.getByLabel('用在哪').fill('门店桌贴');
  await page.getByRole('button', { name: '做好' }).click();
  await page.getByRole('img', { name: '门店桌贴的领券码' }).waitFor();
  await looksRight(page);
  return page.getByText(/^http.*coupons\/claim/).innerText();
}

/** Somebody of the demo with a nickname of their own, who has no coupons yet: not one of those it puts first. */
async function somebody(): Promise<string> {
  const answer = await fetch(`${server.url}/api/member/demo-members?limit=200`);
  const { items } = (await answer.json()) as { items: { nickname: string; hint?: string }[] };
  const isOne = (nickname: string) => items.filter((one) => one.nickname === nickname).length === 1;
  return items.find(({ nickname, hint }) => hint === undefined && isOne(nickname))!.nickname;
}

/** Takes one on the phone; answers the code that stands under the picture. */
async function takesOne(page: Page, link: string): Promise<string> {
  await page.goto(`${server.url}/m/`);
  await signInAs(page, await somebody());
  // Home comes by itself after signing in, and would come over the link.
  await page.locator('.home-cards').waitFor();
  await page.goto(link);
  await page.getByRole('button', { name: '领一张' }).click();
  await page.getByRole('button', { name: '已经领了，去看券' }).click();
  const code = page.getByText(/^Q[0-9A-Z]{3} ?[0-9A-Z]{4} ?[0-9A-Z]{4}$/).first();
  await code.waitFor();
  return code.innerText();
}

test('designed at the desk, taken on the phone, used up behind the counter', async () => {
  await signInToConsole(desk.page, server.url, '总部运营');
  const link = await makesLink(desk.page);
  const code = await takesOne(phone.page, link);

  await signInToConsole(till.page, server.url, '陈曦');
  await till.page.goto(`${server.url}/console/redeem`);
  await till.page.getByText('还没有核销过').or(till.page.getByText('刚用掉的券')).first().waitFor();
  await till.page.getByLabel('券码或提货码').fill(code.toLowerCase());
  await till.page.getByText('能用', { exact: true }).waitFor();
  await looksRight(till.page);
  await till.page.getByRole('button', { name: '用掉这张券' }).click();
  await till.page.getByText('先填这一单的金额').waitFor();
  await till.page.getByRole('spinbutton', { name: '这一单多少钱' }).fill('99.99');
  await till.page.getByRole('button', { name: '用掉这张券' }).click();
  await till.page.getByText('收 85.00 元').waitFor();
  await looksRight(till.page);
  // A second time it is told when it was used.
  await till.page.getByRole('button', { name: '下一位' }).click();
  await till.page.getByLabel('券码或提货码').fill(code);
  await till.page.getByText('已经用过了').waitFor();

  await desk.page.getByRole('tab', { name: '数字' }).click();
  await desk.page.getByText('占发出的 100.0%').waitFor();
  await desk.page.getByText('14.99 元').first().waitFor();
  await looksRight(desk.page);
  // Refusals are answers: the browser writes a line for each of them.
  const refused = /status of 422/;
  for (const { complaints } of [desk, phone, till]) {
    expect(complaints.errors.filter((line) => !refused.test(line))).toEqual([]);
    expect(complaints.strangers).toEqual([]);
  }
}, 600_000);
