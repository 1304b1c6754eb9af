import { believableApi } from './support/believable';
import { bootWeApp } from './support/weapp';

const api = believableApi();
const phone = bootWeApp(api);
const visits = () => api.calls.filter(({ route }) => route === 'member.visitLink').map(({ input }) => input);

beforeEach(() => {
  phone.network(true);
  phone.storage.clear();
  phone.moves.length = 0;
  api.calls.length = 0;
  api.on('member.visitLink', () => ({ kocName: '阿曼' }));
});

test('who comes by the code of a sub-group is back at it after signing in', async () => {
  const page = await phone.open('koc/join/index', { code: 'ABC234' });
  await page.until(() => phone.moves.includes('reLaunch /pages/sign-in/index'));
  page.close();
  expect(phone.storage.get('kouyi:return')).toBe('"/koc/join/index?code=ABC234"');
});

test('who comes through a code is counted once, after signing in', async () => {
  const before = await phone.open('pages/home/index', { scene: 'k3f9x2m1qa' });
  await before.until(() => phone.moves.includes('reLaunch /pages/sign-in/index'));
  expect(visits()).toEqual([]);
  before.close();
  const signIn = await phone.open('pages/sign-in/index');
  signIn.tap('我看过了，同意');
  await signIn.until(() => signIn.countOf('consent-box-on') === 1);
  signIn.tap('用微信登录');
  await signIn.until(() => phone.moves.includes('reLaunch /pages/home/index'));
  signIn.close();
  const after = await phone.open('pages/home/index');
  await after.until(() => visits().length === 1);
  expect(visits()).toEqual([{ code: 'k3f9x2m1qa' }]);
  await after.until(() => !phone.storage.has('kouyi:visit'));
  after.close();
});
