import type { Locator } from 'playwright-core';
import { dayToText, shanghaiDay } from '@kouyi/shared/rules/time';
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

/**
 * The console by the hands of those who use it every day: an operator, a store partner on a phone, and wrong turns.
 * Only what a person sees on the screen is asked for.
 */

let house: DemoHouse;

/** Presses though the door of an ended session may stand above it by now: whatever the page asks next opens it. */
const pressBelow = (what: Locator): Promise<void> => what.dispatchEvent('click');

beforeAll(async () => (house = await openDemoHouse()), 600_000);
afterAll(() => house?.close(), 120_000);

test('an operator’s day: ten activities from templates, one by a sentence, three from a table, and the week', async () => {
  const desk = await house.browser.open(DESK);
  const { page } = desk;
  await watchLayoutShift(page);
  await signIn(page, house, '周琳');
  // The day by the hour is taken along, as a picture and as figures.
  const files = [
    ['存成图', '今天每小时扣 1.png'],
    ['看数字', ''],
    ['存成表格', '今天每小时扣 1.csv'],
  ] as const;
  for (const [name, file] of files) {
    const saved = file === '' ? undefined : page.waitForEvent('download');
    await button(page, name).click();
    expect((await saved)?.suggestedFilename() ?? '').toBe(file);
  }
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

  // What came from the table is chosen; the demo's own, which lacks its word, is added by the keyboard.
  await button(page, '启动选中的 3 个').waitFor();
  await page.locator('tr.opens', { hasText: '老客会员日 报名' }).press('Space');
  await button(page, '启动选中的 4 个').click();
  const launching = page.getByRole('dialog', { name: '启动这 4 个活动？' });
  await launching.getByText('有 1 个还不全，这回不启动').waitFor();
  await launching.getByText('撞了口令').first().waitFor();
  await button(launching, '知道了，启动 3 个').click();
  const launches = page.getByRole('dialog', { name: '启动得怎么样' }).getByRole('listitem');
  await launches.getByText('排好了').nth(2).waitFor();
  await launches.filter({ hasText: '老客会员日 报名' }).getByText('这一份先不启动').waitFor();
  await button(page, '好了').click();
  await page.locator('tr.opens', { hasText: '下月主题投票' }).waitFor({ state: 'detached' });
  expect(await page.locator('tr.opens').count()).toBe(11);

  await page.getByRole('link', { name: '日历', exact: true }).click();
  await page.getByText(launched).first().waitFor();
  await isSound(desk);
  expect(await seriousProblems(page)).toEqual([]);

  // What is in two days, by the mouse: let go of on the way, put on another day and back, made once more.
  const inTwoDays = dayToText(shanghaiDay(new Date()) + 2);
  await page.goto(`${house.server.url}/console/calendar?week=${inTwoDays}`);
  const home = page.locator(`section.day[aria-label="${inTwoDays}"]`);
  const called = page.locator('b', { hasText: /^新品试喝报名$/ });
  const slot = home.locator('.slot', { has: called });
  // The Saturday of that week, or the Sunday if it is that Saturday.
  const other = page.locator(`section.day[aria-label="${inTwoDays}"] + .day, .day:nth-child(6)`).last();
  const drag = async (key?: string): Promise<void> => {
    await slot.hover();
    await page.mouse.down();
    const [from, to] = [await slot.boundingBox(), await other.boundingBox()];
    // A browser says that something is over a day only once it moves there.
    const move = (downPx: number) => page.mouse.move(to!.x + to!.width / 2, from!.y + downPx, { steps: 3 });
    await move(0);
    await move(6);
    await page.locator('.day.over').waitFor();
    if (key) await page.keyboard.down(key);
    await move(9);
    await page.mouse.up();
    if (key) await page.keyboard.up(key);
  };
  await drag('Escape');
  await page.locator('.day.over').waitFor({ state: 'detached' });
  await drag();
  await page.getByText('「新品试喝报名」挪到了').waitFor();
  await button(page, '撤销').click();
  await slot.waitFor();
  await drag('Alt');
  await page.getByText('照「新品试喝报名」在').waitFor();
  await other.locator('.slot.draft', { has: called }).waitFor();

  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: '搜索' }).fill('咖啡 1 群');
  await page.getByRole('option', { name: /^咖啡 1 群/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '咖啡 1 群' }).waitFor();
  await desk.context.close();
}, 600_000);

test('a store partner on a phone: their own groups and figures, and a plain no for what is not theirs to stop', async () => {
  const phone = await house.browser.open(PHONE, TOUCH);
  const { page } = phone;
  await watchLayoutShift(page);
  await signIn(page, house, '陈曦');
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
  await page.getByText('这个活动有你管不到的群').waitFor();
  expect(phone.complaints.errors.splice(0)).toEqual([expect.stringContaining('403')]);

  await button(dock, '更多').click();
  const menu = page.getByRole('navigation', { name: '主导航' }).last();
  await menu.getByRole('link', { name: '使用说明' }).waitFor();
  expect(await menu.getByRole('link', { name: '操作记录' }).count()).toBe(0);
  await menu.getByRole('link', { name: '使用说明' }).click();
  await page.getByRole('heading', { level: 1, name: '使用说明' }).waitFor();
  await isSound(phone);
  await phone.context.close();
}, 600_000);

test('wrong turns: a refusal says what to do, a lost network keeps what is there, an expired session leads back', async () => {
  const lost = await house.browser.open(DESK);
  const { page, context } = lost;
  await signIn(page, house, '周琳');
  await page.getByRole('link', { name: '活动', exact: true }).click();
  await page.getByText('老客会员日 报名').click();
  await button(page, '启动').click();
  const refusal = page.getByRole('dialog', { name: '还不能启动' });
  await refusal.getByText('口令').first().waitFor();
  await button(refusal, '去补上').click();
  await button(page, '存好').waitFor();

  await page.goto(`${house.server.url}/console/groups`);
  await page.getByText('咖啡 1 群').waitFor();
  await context.setOffline(true);
  await page.getByText('网络断了').waitFor();
  await page.getByText('咖啡 1 群').waitFor();
  await page.getByLabel('按名字找群').fill('护肤');
  await context.setOffline(false);
  await page.getByText('网络断了').waitFor({ state: 'detached' });
  await page.getByText('咖啡 1 群').waitFor({ state: 'detached' });
  await page.getByText('护肤 1 群').waitFor();

  // As an input method types: what it composes stays whole, whatever comes back from the address meanwhile.
  const name = page.getByLabel('按名字找群');
  const hand = await context.newCDPSession(page);
  await name.fill('');
  for (const text of ['k', 'ka', 'ka f', 'ka fei'])
    await hand.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  await hand.send('Input.insertText', { text: '咖啡' });
  await page.getByText('护肤 1 群').waitFor({ state: 'detached' });
  await page.getByText('咖啡 1 群').waitFor();
  expect(await name.inputValue()).toBe('咖啡');

  await context.clearCookies();
  await page.goto(`${house.server.url}/console/calendar`);
  await page.locator('.demo-staff button').filter({ hasText: '周琳' }).click();
  await page.getByRole('heading', { level: 1, name: '活动日历' }).waitFor();

  await page.goto(`${house.server.url}/console/no-such-page`);
  await page.getByText('这个地址下没有东西').waitFor();
  // What the browser itself says about answers that did not come; nothing of ours broke.
  expect(lost.complaints.errors.filter((one) => one.startsWith('uncaught'))).toEqual([]);
  await context.close();
}, 600_000);

test('what is half-written outlives an expired session, a lost network and what a colleague saved', async () => {
  const desk = await house.browser.open(DESK);
  const { page, context } = desk;
  await signIn(page, house, '周琳');
  await page.getByRole('link', { name: '活动', exact: true }).click();
  await page.getByText('老客会员日 报名').click();
  await button(page, '编辑').click();
  const title = page.getByLabel('名字', { exact: true });
  await title.fill('会员日，写到一半');

  // The same person signs in over the page; whoever else would have to leave.
  await context.clearCookies();
  await pressBelow(button(page, '存好'));
  const door = page.getByRole('dialog', { name: '隔得久了，要重新登录一下' });
  await door.getByText('演示：还是周琳，接着写').click();
  await door.waitFor({ state: 'hidden' });
  expect(await title.inputValue()).toBe('会员日，写到一半');

  await context.setOffline(true);
  await button(page, '存好').click();
  await page.getByText('连不上服务器').waitFor();
  await context.setOffline(false);
  expect(await title.inputValue()).toBe('会员日，写到一半');

  const colleague = await context.newPage();
  await colleague.goto(page.url());
  await colleague.getByLabel('名字', { exact: true }).fill('会员日，同事的');
  await button(colleague, '存好').click();
  await colleague.getByText('存好了，第 2 版').waitFor();
  await colleague.close();
  await button(page, '存好').click();
  await page.getByText('有同事存了第 2 版').waitFor();
  await button(page, '换成最新的').click();
  expect(await title.inputValue()).toBe('会员日，同事的');
  await page.getByRole('button', { name: '撤销' }).click();
  expect(await title.inputValue()).toBe('会员日，写到一半');
  await page.goBack();
  await button(page.getByRole('dialog'), '留下接着改').click();
  await button(page, '存好').click();
  await page.getByText('存好了，第 3 版').waitFor();
  await page.getByRole('heading', { level: 1, name: '会员日，写到一半' }).waitFor();
  expect(desk.complaints.errors.filter((one) => one.startsWith('uncaught'))).toEqual([]);
  await context.close();
}, 600_000);
