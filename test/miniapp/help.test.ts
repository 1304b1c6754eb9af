import { believableApi } from './support/believable';
import { bootWeApp } from './support/weapp';

const phone = bootWeApp(believableApi());

test('a situation is found by its kind or by any word for it, and says what to do and where', async () => {
  const page = await phone.open('account/help/index');
  await page.until(() => page.text.includes('没收到奖品'));
  expect(page.text).not.toContain('打卡断了能补吗');
  page.tap('扣 1 和打卡');
  await page.until(() => page.text.includes('打卡断了能补吗'));
  page.type('注销');
  await page.until(() => page.text.includes('退出、撤回同意、删掉资料') && !page.text.includes('没收到奖品'));
  page.tap('退出、撤回同意、删掉资料');
  await page.until(() => page.text.includes('找不回来'));
  page.tap('去我的数据');
  await page.until(() => phone.moves.at(-1)?.endsWith('/account/data/index'));
  page.type('飞机');
  await page.until(() => page.text.includes('没找到这个'));
  page.close();
});
