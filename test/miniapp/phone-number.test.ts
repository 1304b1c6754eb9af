import { believableApi, SIGNED_IN } from './support/believable';
import { Refused } from './support/fake-api';
import { bootWeApp, type Page } from './support/weapp';

const api = believableApi();
const phone = bootWeApp(api);
const ASKS = '用微信确认手机号';
/** What the server keeps, as it shows it. */
let kept: string | undefined;

beforeEach(() => {
  kept = undefined;
  api
    .on('member.me', () => ({
      personId: 'per-1',
      nickname: '小满',
      points: 1286,
      groups: 2,
      since: new Date(Date.now() - 86_400_000).toISOString(),
      brandName: '晨露',
      ...(kept ? { phone: kept } : {}),
    }))
    .on('member.givePhone', () => ({ phone: (kept = '138****8000') }))
    .on('member.takeBackPhone', () => {
      kept = undefined;
      return { ok: true };
    });
  phone.storage.clear();
  phone.storage.set(...SIGNED_IN);
  api.calls.length = 0;
});

const given = () => api.calls.filter(({ route }) => route === 'member.givePhone').map(({ input }) => input);
const opened = async (): Promise<Page> => {
  const page = await phone.open('account/data/index');
  await page.until(() => page.text.includes(ASKS));
  return page;
};

test('a number is given by the answer to WeChat’s own question: only its code is sent, once, and the number is shown masked', async () => {
  const page = await opened();
  expect(page.text).toContain('不打电话，不发营销短信');
  expect(given()).toEqual([]);
  page.answerWeChat(ASKS, 'code-of-the-number');
  await page.until(() => page.text.includes('138****8000'));
  await page.until(() => page.text.includes('手机号记下了。'));
  expect(given()).toEqual([{ code: 'code-of-the-number' }]);
  expect(page.text).not.toContain(ASKS);
  page.close();
});

test('a no to WeChat is an answer: nothing is sent, and the button stays', async () => {
  const page = await opened();
  page.answerWeChat(ASKS);
  page.answerWeChat(ASKS, 'code-of-the-second-thought');
  await page.until(() => page.text.includes('138****8000'));
  expect(given()).toEqual([{ code: 'code-of-the-second-thought' }]);
  page.close();
});

test('a number is taken back with one tap, and can be given again', async () => {
  kept = '139****1234';
  const page = await phone.open('account/data/index');
  await page.until(() => page.text.includes('139****1234'));
  page.tap('删掉手机号');
  await page.until(() => page.text.includes(ASKS));
  expect(page.text).not.toContain('139****1234');
  expect(api.count('member.takeBackPhone')).toBe(1);
  page.close();
});

test('a code that WeChat no longer knows is told in words, and the next one is taken', async () => {
  const mend = api.fail(
    'member.givePhone',
    new Refused(422, 'phone_code_invalid', '这次确认过期了，再点一次。'),
  );
  const page = await opened();
  page.answerWeChat(ASKS, 'code-too-old');
  await page.until(() => page.text.includes('这次确认过期了，再点一次。'));
  expect(page.text).toContain(ASKS);
  mend();
  page.answerWeChat(ASKS, 'code-anew');
  await page.until(() => page.text.includes('138****8000'));
  page.close();
});
