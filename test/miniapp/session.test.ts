import { believableApi } from './support/believable';
import { bootWeApp } from './support/weapp';

const api = believableApi();
const phone = bootWeApp(api);

beforeEach(() => {
  phone.moves.length = 0;
  api.calls.length = 0;
});

test('without a session every page leads to the sign-in page and asks the server nothing', async () => {
  for (const route of ['pages/me/index', 'account/points/index', 'activity/detail/index']) {
    phone.moves.length = 0;
    const page = await phone.open(route, { id: 'act-1' });
    await page.until(() => phone.moves.includes('reLaunch /pages/sign-in/index'));
    page.close();
  }
  expect(api.calls).toEqual([]);
});

test('signing in leads back to the page that was asked for, and once only', async () => {
  const asked = await phone.open('activity/detail/index', { id: 'act-1' });
  await asked.until(() => phone.moves.includes('reLaunch /pages/sign-in/index'));
  asked.close();
  const page = await phone.open('pages/sign-in/index');
  page.tap('我看过了，同意');
  await page.until(() => page.countOf('consent-box-on') === 1);
  page.tap('用微信登录');
  await page.until(() => phone.moves.includes('reLaunch /activity/detail/index?id=act-1'));
  expect(phone.storage.has('kouyi:return')).toBe(false);
  page.close();
});

test('withdrawing consent says what follows, and ends the session', async () => {
  const page = await phone.open('account/data/index');
  await page.until(() => page.text.includes('数据说明 2026-11 版'));
  page.tap('撤回同意…');
  await page.until(() => page.text.includes('积分和记录先留着，重新同意就能接着用'));
  expect(api.count('member.withdrawConsent')).toBe(0);
  page.tap('撤回同意');
  await page.until(() => phone.moves.includes('reLaunch /pages/sign-in/index'));
  expect(api.count('member.withdrawConsent')).toBe(1);
  expect(phone.storage.has('kouyi:session')).toBe(false);
  page.close();
});

test('signing in needs the tick, sends the version agreed to, and leads home', async () => {
  const page = await phone.open('pages/sign-in/index');
  await page.until(() => page.text.includes('晨露会员福利'));
  page.tap('用微信登录');
  await page.until(() => page.text.includes('打个勾'));
  expect(api.count('memberAuth.signIn')).toBe(0);
  page.tap('我看过了，同意');
  await page.until(() => page.countOf('consent-box-on') === 1);
  page.tap('用微信登录');
  await page.until(() => phone.moves.includes('reLaunch /pages/home/index'));
  expect(api.calls.find((call) => call.route === 'memberAuth.signIn')?.input).toEqual({
    code: 'code-of-wx-login',
    consent: '2026-11',
  });
  page.close();
});

test('deleting needs the word, and ends the session', async () => {
  const page = await phone.open('account/data/index');
  await page.until(() => page.text.includes('数据说明 2026-11 版'));
  page.tap('我要删除…');
  await page.until(() => page.text.includes('删了就找不回来'));
  page.tap('删除我的全部数据');
  page.type('删掉');
  page.tap('删除我的全部数据');
  expect(api.count('member.deleteMe')).toBe(0);
  page.type('删除');
  await page.until(() => {
    if (page.text.includes('删除我的全部数据')) page.tap('删除我的全部数据');
    return api.count('member.deleteMe') > 0;
  });
  await page.until(() => phone.moves.includes('reLaunch /pages/sign-in/index'));
  expect(phone.storage.has('kouyi:session')).toBe(false);
  page.close();
});
