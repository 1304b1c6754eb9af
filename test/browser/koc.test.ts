import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { system } from '../../server/src/kernel/actor';
import { signedAudit } from '../../server/src/ledger';
import { personIdOf } from '../../server/src/people';
import { signInByWeChat } from '../../server/src/people/sessions';
import { seriousProblems } from '../support/axe';
import { openBrowser, scrollsSideways, type TestBrowser, type Window } from '../support/browser';
import { type FakeWeChatPay, startFakeWeChatPay } from '../support/fake-wechat-pay';
import { payEnv } from '../support/pay-env';
import { personOf } from '../support/play';
import { posterSays } from '../support/poster-code';
import { appoint, meet, openShop, orderOf, payFor, sell, type Shop } from '../support/shop';
import { signInAs } from '../support/tour';
import { startWorld, type World } from '../support/world';
import { dataFolder } from '../support/data-folder';

/**
 * From a poster to money and back: a KOC saves a poster, a friend comes through its code and buys, finance lets the
 * money go, WeChat Pay first says nothing and then yes; and when the order is refunded after all, the KOC reads why
 * they owe. The server runs on a clock of its own, so that the after-sale period passes.
 */

const PHONE = { width: 390, height: 844 };
const KOC = '林小满';
const FRIEND = '陈朋友';
const PRODUCT = '晚安面霜';
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

let folder: string;
let pay: FakeWeChatPay;
let world: World;
let shop: Shop;
let browser: TestBrowser;
let desk: Window;
let phone: Window;
let friend: Window;
let finance: { login: string; password: string };

beforeAll(async () => {
  folder = await dataFolder('koc');
  pay = await startFakeWeChatPay(() => world.clock.now());
  const env = { WECHAT_APPID: pay.account('').appId, ...(await payEnv(pay, folder)) };
  [world, browser] = await Promise.all([
    // Browsers forget cookies by the machine's clock: the story begins today.
    startWorld({ at: new Date().toISOString(), demo: true, env }),
    openBrowser(),
  ]);
  shop = await openShop(world);
  await meet(world, [KOC, FRIEND]);
  await sell(world, 'a', { name: PRODUCT });
  await payFor(world, { rate: { basisPoints: 1_000 } });
  await appoint(world, KOC);
  await knownToWeChat(KOC);
  const made = (await world.admin
    .post('/api/org/staff')
    .send({ login: 'caiwu', name: '财务小王', roles: [{ role: 'finance', unitId: 'unt_root' }] })
    .expect(200)) as { body: { firstPassword: string } };
  finance = { login: 'caiwu', password: made.body.firstPassword };
  const hand = { hasTouch: true, isMobile: true };
  desk = await browser.open({ width: 1440, height: 900 });
  phone = await browser.open(PHONE, { ...hand, permissions: ['clipboard-read', 'clipboard-write'] });
  friend = await browser.open(PHONE, hand);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await world?.stop();
  await pay?.close();
  await rm(folder, { recursive: true, force: true });
}, 120_000);

/** They are in the group and in WeChat; staff have found that both are one. Money goes where WeChat knows them. */
async function knownToWeChat(name: string): Promise<void> {
  const openid = `o-${name.length}-koc`;
  await signInByWeChat({ actor: system('test') }, { openid, consent: '2026-11' });
  await world.admin
    .post(`/api/people/${personOf(name)}/merge`)
    .send({ otherId: personIdOf('wechat', openid), reason: '本人在店里确认过' })
    .expect(200);
}

/** Time passes, and what is due by the clock is done. */
async function pass(ms: number): Promise<void> {
  world.clock.advance(ms);
  await world.app.scheduler.drain();
  await world.settle();
}

/** What was wrong with the screens on the way; all of it is said in the end. */
const faults: string[] = [];

/** Nothing serious for axe, nothing that moves sideways. */
async function looksRight(page: Page): Promise<void> {
  faults.push(...(await seriousProblems(page)));
  if (await scrollsSideways(page)) faults.push(`moves sideways: ${page.url()}`);
}

/** Signs in on the phone, and is in: who leaves the page before that is nobody on the next. */
async function comesIn(page: Page, name: string): Promise<void> {
  await signInAs(page, name);
  await page.getByRole('checkbox', { name: '我看过了，同意' }).waitFor({ state: 'detached' });
}

/** A page of the mini-program, asked for anew. */
async function opens(page: Page, at: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${world.url}/m/#/${at}/index`);
}

/** Makes a poster with words of their own and keeps it; answers the link behind its code. */
async function savesPoster({ page }: Window): Promise<string> {
  await opens(page, 'koc/products');
  await page.getByRole('button').filter({ hasText: PRODUCT }).click();
  await page.getByRole('button', { name: '做一张海报' }).click();
  await page.getByLabel('写一句你自己的话').fill('换季就靠它，敏感的时候也不刺痛');
  await page.getByRole('button', { name: '印到海报上' }).click();
  await page.getByRole('img', { name: /写着“换季就靠它/ }).waitFor();
  await looksRight(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '保存海报' }).click(),
  ]);
  const file = path.join(folder, 'poster.png');
  await download.saveAs(file);
  const picture = readFileSync(file);
  expect(picture.length).toBeLessThan(1_000_000);
  expect(await sharp(picture).metadata()).toMatchObject({ format: 'png' });
  await page.getByRole('button', { name: '只要链接，复制' }).click();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  const link = /https?:\S+\/l\/\w+/.exec(copied)![0];
  // Whoever scans the poster comes where the link leads.
  expect(await posterSays(picture, link)).toBe(true);
  return link;
}

/** Comes through the code; the KOC's own list says so. */
async function comesThrough(link: string): Promise<void> {
  await friend.page.goto(link);
  const visited = friend.page.waitForResponse((answer) => answer.url().includes('/visit') && answer.ok());
  await comesIn(friend.page, FRIEND);
  await visited;
  await opens(phone.page, 'koc/links');
  await phone.page.getByText('1 人来过').waitFor();
}

/** One of the sums of the earnings page, by its name. */
const sum = (page: Page, name: string, value: string) =>
  page.locator('.part').filter({ hasText: name }).getByText(value, { exact: true });

/** The one order of this story, by what was bought. */
const opensOrder = (page: Page) => page.getByRole('button').filter({ hasText: PRODUCT }).click();

async function signsInToConsole(page: Page): Promise<void> {
  await page.goto(`${world.url}/console/`);
  await page.getByLabel('账号').fill(finance.login);
  await page.getByLabel('密码').fill(finance.password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL(({ pathname }) => !pathname.includes('sign-in'));
}

/** Finance lets the one withdrawal go, with the password again. */
async function approves(page: Page): Promise<void> {
  await page.getByRole('link', { name: '提现', exact: true }).click();
  await page.getByRole('row').filter({ hasText: KOC }).click();
  await looksRight(page);
  await page.getByRole('button', { name: '通过', exact: true }).click();
  const box = page.getByRole('dialog').filter({ hasText: '通过之后' });
  await box.getByLabel('你的登录密码').fill(finance.password);
  await box.getByRole('button', { name: '通过', exact: true }).click();
  await page.getByText('1 笔批过了').waitFor();
}

/** The next noon finance holds the provider's bill of the day against ours; every fen is in both. */
async function holdsTheBill(page: Page): Promise<void> {
  world.clock.set(shanghaiInstant(shanghaiDay(world.clock.now()) + 1, 12 * 60));
  await page.clock.setSystemTime(world.clock.now());
  await signsInToConsole(page);
  await page.goto(`${world.url}/console/payouts?tab=reconcile`);
  await page.getByRole('button', { name: '取来核对' }).click();
  await page.getByText('全部对上').first().waitFor();
  await page
    .getByText(/对上 1 笔；/)
    .first()
    .waitFor();
  await looksRight(page);
}

/** The board follows the one KOC of this story from stage to stage, to their own page. */
async function looksAtTheBoard(page: Page): Promise<void> {
  await page.goto(`${world.url}/console/koc`);
  await page.getByText('近 90 天走到「专属」的 1 位里，1 位后来走到了这里（100%）').waitFor();
  await looksRight(page);
  await page.locator('.growth-funnel li').last().getByRole('button').click();
  await page.getByRole('row').filter({ hasText: KOC }).click();
  await page.getByRole('heading', { level: 1, name: KOC }).waitFor();
  await looksRight(page);
}

test('a poster, a friend, an order, the money, and the way back', async () => {
  const { page } = phone;
  await page.goto(`${world.url}/m/`);
  await comesIn(page, KOC);
  const link = await savesPoster(phone);
  await comesThrough(link);

  // Bought a day later: theirs, with the reason, and not yet to be had.
  await pass(DAY_MS);
  const { status } = await shop.send([orderOf(world, 'WX-1', FRIEND)]);
  expect(status).toBe(200);
  await world.settle();
  await opens(page, 'koc/earnings');
  await sum(page, '待到账', '10.00').waitFor();
  await opensOrder(page);
  await page.getByText(/打开了你的链接，是付款前最后一次，所以这单算你的/).waitFor();
  await looksRight(page);

  await pass(16 * DAY_MS);
  await opens(page, 'koc/earnings');
  await page.getByText('¥10.00', { exact: true }).waitFor();
  await page.getByRole('button', { name: '提现', exact: true }).click();
  await page.getByLabel('提多少（元）').fill('10');
  await page.getByRole('button', { name: '提现到微信零钱' }).click();
  await page.getByText('已提交，钱先给你留好了。').last().waitFor();
  await page.getByText(/财务会在一个工作日内审核/).waitFor();
  await looksRight(page);

  await signsInToConsole(desk.page);
  let tries = 0;
  pay.mishaps(() => ((tries += 1) === 1 ? 'answer_lost' : undefined));
  await approves(desk.page);
  await pass(3 * SECOND_MS);
  await desk.page.getByText('上一次请求没有回音').waitFor();
  // Asked again by the same number: it had been taken.
  await pass(10 * SECOND_MS);
  await desk.page.getByText('微信支付已受理，等本人确认收款。').last().waitFor();
  expect([tries, pay.bills.size]).toEqual([1, 1]);
  await opens(page, 'koc/withdraw');
  await page.getByText('10.00 元等你确认收款').waitFor();
  await looksRight(page);

  const [billNo] = [...pay.bills.keys()];
  await pay.confirm(billNo!);
  await opens(page, 'koc/earnings');
  await sum(page, '已提现', '10.00').waitFor();
  await page.getByText('¥0.00', { exact: true }).waitFor();

  // By the next day nobody is signed in any more.
  await desk.context.close();
  const noon = await browser.open({ width: 1440, height: 900 });
  await holdsTheBill(noon.page);
  await looksAtTheBoard(noon.page);

  // The friend sends it back after all.
  await shop.send([
    {
      orderId: 'WX-1',
      refunds: [{ refundId: 'R-1', at: world.clock.now().toISOString(), amountFen: 10_000 }],
    },
  ]);
  await world.settle();
  await opens(page, 'koc/earnings');
  await page.getByText('¥-10.00', { exact: true }).waitFor();
  await opensOrder(page);
  await page.getByText(/买家后来退了款，已到账的佣金收回 ¥10.00/).waitFor();
  await looksRight(page);
  await opens(page, 'koc/withdraw');
  await page.getByText('先欠 10.00 元，后面的佣金会自动抵扣').waitFor();

  expect(faults).toEqual([]);
  const { report } = await signedAudit();
  expect(report.findings).toEqual([]);
  expect(report.books['fen:koc:*:paid']).toBe(pay.paidFen());
  for (const { complaints } of [desk, noon, phone, friend])
    expect(complaints).toEqual({ errors: [], strangers: [] });
}, 300_000);
