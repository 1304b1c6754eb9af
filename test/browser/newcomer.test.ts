import { button, type DemoHouse, DESK, openDemoHouse, signIn } from '../support/console-hand';
import { toPlace } from '../support/tour';

/** Somebody who has never seen the console, from the demo brand to a first activity of their own. */

let house: DemoHouse;
beforeAll(async () => (house = await openDemoHouse()), 600_000);
afterAll(() => house?.close(), 120_000);

test('a newcomer empties the demo brand and launches a first activity within five minutes', async () => {
  const newcomer = await house.browser.open(DESK);
  const { page } = newcomer;
  await signIn(page, house, '管理员');
  await toPlace(page, '系统状态');
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
}, 600_000);
