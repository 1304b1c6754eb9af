// `npm run docs:shots`: every picture of the README, taken from the running product, so that they stay true. Sets the
// demo brand up in a folder of its own, lets a crowd speak, and writes server/console/docs/*.png. With `--all [FOLDER]`
// instead a picture of every page in every state (see all-pictures.mjs); `--url` takes either from a running demo,
// `--only console-dark,h5` takes some.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { allPictures } from './all-pictures.mjs';
import { isStill } from './all-pictures/camera.mjs';
import { fail, root } from './bootstrap.mjs';
import { build } from './build.mjs';
import { testSupport } from './test-support.mjs';

const OUT = path.join(root, 'server/console/docs');
const DESK = { width: 1320, height: 780 };
const TALL_DESK = { width: 1320, height: 960 };
const PHONE = { width: 390, height: 844 };

/** What people say between one `1` and the next, in each of the two rooms. */
const TALK = [
  ['手比脑子快，先按为敬', '我妈在旁边问我扣的什么，我说是缘分'],
  ['排队的时候正好没事做', '店长你是不是又在数我们'],
];
const TALK_AFTER = [4, 9];

async function picture(page, name) {
  await isStill(page);
  const taken = await page.screenshot({
    path: path.join(OUT, `${name}.png`),
    animations: 'disabled',
    caret: 'hide',
  });
  process.stdout.write(`${name}.png  ${Math.round(taken.length / 1000)} KB\n`);
}

/** The operator's side: today, a sentence, two rooms with an answer, why, and the live board. Answers who spoke. */
async function atTheDesk({ page }, url) {
  await page.goto(`${url}/console/`);
  await page.getByRole('button', { name: '总部运营' }).click();
  await page.getByText('正在进行').waitFor();
  await picture(page, 'today');

  await page.goto(`${url}/console/activities/new`);
  await page.getByLabel('用一句话说要办什么', { exact: true }).fill('现在 咖啡群 扣1打卡 送5积分');
  await page.getByText('每次得 5 积分').waitFor();
  await picture(page, 'sentence');
  await page.getByRole('button', { name: '建成草稿' }).click();
  await page.getByRole('button', { name: '启动', exact: true }).click();
  await page.getByText('已经开始了，群里可以扣了').waitFor();

  // Two rooms: a crowd in each, so that the bot answers after ten people and need not wait for the clock.
  await page.goto(`${url}/console/simulator`);
  const opened = page.getByRole('button', { name: /^收起 / });
  await opened.first().waitFor();
  for (const label of await opened.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))) {
    await page.getByRole('button', { name: label, exact: true }).click();
    await page.getByRole('button', { name: label, exact: true }).waitFor({ state: 'hidden' });
  }
  const which = page.getByRole('combobox', { name: '打开哪些群' });
  const rooms = ['咖啡 3 群', '咖啡 4 群'].map((name) => page.getByRole('region', { name, exact: true }));
  for (const [i, name] of ['咖啡 3 群', '咖啡 4 群'].entries()) {
    await which.fill(name);
    await page.locator('.ant-select-item-option', { hasText: name }).click();
    await rooms[i].waitFor();
  }
  await page.keyboard.press('Escape');
  let who = '';
  for (let said = 0; said < 12; said += 1)
    for (const [i, room] of rooms.entries()) {
      if (said === 0) who = (await room.locator('.composer-who').innerText()).trim();
      await room.getByRole('button', { name: said % 5 === 3 ? '说 １' : '说 1', exact: true }).click();
      await room.locator('.said.pending').first().waitFor({ state: 'detached' });
      const line = TALK[i][TALK_AFTER.indexOf(said)];
      if (line === undefined) continue;
      await room.getByPlaceholder(/的身份说/).fill(line);
      await room.getByRole('button', { name: '发送' }).click();
      await room.getByText(line).last().waitFor();
    }
  for (const room of rooms)
    await room
      .getByText(/今天已有 \d+ 位打卡/)
      .first()
      .waitFor();
  await page.getByText('已经开始了，群里可以扣了').waitFor({ state: 'detached' });
  await rooms[0].getByRole('log').getByRole('button').last().click();
  await page.getByText(/第 1 版看到了它/).waitFor();
  await picture(page, 'simulator');

  // In the middle of an activity of three days.
  await page.setViewportSize(TALL_DESK);
  await page.goto(`${url}/console/activities`);
  await page.getByText('下个月喝什么，你来定', { exact: true }).click();
  await page.getByText('占 8 个群').waitFor();
  await page.locator('canvas, svg').first().waitFor();
  await page.getByText('桂花拿铁').first().waitFor();
  await picture(page, 'live');

  await page.setViewportSize(DESK);
  await page.goto(`${url}/console/calendar`);
  await page.getByText('护肤群 每日扣1打卡').first().waitFor();
  await picture(page, 'calendar');
  // From a figure of the books down to the entries that make it.
  await page.getByRole('button', { name: '交易', exact: true }).click();
  await page.goto(`${url}/console/ledger`);
  await page.locator('.books button').filter({ hasText: '待到账' }).click();
  await page.getByText('点名字看每一笔').waitFor();
  await page.locator('table button').first().click();
  await page.getByRole('button', { name: '看全部账户' }).waitFor();
  await picture(page, 'ledger');
  return who;
}

/** Signs in as one of those whom the sign-in page offers first, by what it says of them. */
async function enterAs(page, url, words) {
  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.goto(`${url}/m/`);
  await page.getByRole('checkbox').click();
  await page.getByRole('button').filter({ hasText: words }).first().click();
  await page.locator('.tab-bar').waitFor();
}

/** The member's side: the home of one who has just typed, a test's result, a box with its odds, a KOC's poster. */
async function onThePhone({ page }, url, who) {
  await page.goto(`${url}/m/`);
  await page.getByRole('checkbox').click();
  await page.getByLabel('按昵称找会员').fill(who);
  await page
    .getByRole('button')
    .filter({ has: page.getByText(who, { exact: true }) })
    .click();
  await page.locator('.home-cards').waitFor();
  await picture(page, 'phone-home');

  await enterAs(page, url, '刚测完肤质');
  await page.goto(`${url}/m/#/intake/start/index`);
  await page.getByRole('button', { name: /^看我的结果/ }).click();
  await page.locator('.radar').waitFor();
  await picture(page, 'phone-result');

  await enterAs(page, url, '还有盲盒没开');
  await page.goto(`${url}/m/#/draw/boxes/index`);
  await page.getByText('每日小惊喜').click();
  await page.getByText('每个奖品的概率').waitFor();
  await picture(page, 'phone-box');

  await enterAs(page, url, '有收益可以提现');
  await page.goto(`${url}/m/#/koc/products/index`);
  await page.getByText('焕颜修护精华 50ml').click();
  await page.getByRole('button', { name: '做一张海报' }).click();
  await page.locator('.poster img').waitFor();
  await picture(page, 'phone-poster');
}

async function takePictures(running) {
  if (running === undefined) await build(['database', 'server', 'console', 'h5']);
  mkdirSync(OUT, { recursive: true });
  const { openBrowser, startServerProcess } = await testSupport('browser', 'server-process');
  const dataDir = mkdtempSync(path.join(tmpdir(), 'kouyi-pictures-'));
  const server = running === undefined ? await startServerProcess(dataDir, { DEMO: 'on' }) : undefined;
  const url = server?.url ?? running;
  const browser = await openBrowser();
  try {
    const who = await atTheDesk(await browser.open(DESK), url);
    await onThePhone(await browser.open(PHONE, { isMobile: true, hasTouch: true }), url, who);
  } finally {
    await browser.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { all: { type: 'boolean' }, url: { type: 'string' }, only: { type: 'string' } },
  });
  if (!values.all) return takePictures(values.url);
  if (values.url === undefined) await build(['database', 'server', 'console', 'h5']);
  const support = await testSupport('browser', 'server-process');
  return allPictures(support, { folder: positionals[0], url: values.url, only: values.only });
}

main().catch(fail);
