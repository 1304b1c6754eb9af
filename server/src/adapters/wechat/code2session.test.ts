import { type FakeWeChat, startFakeWeChat } from '../../../../test/support/fake-wechat';
import { log } from '../../kernel/log';
import { weChatSignIn } from './code2session';

log.level = 'silent';

let fake: FakeWeChat;
beforeEach(async () => void (fake = await startFakeWeChat()));
afterEach(() => fake.close());

const client = (more: Partial<Parameters<typeof weChatSignIn>[0]> = {}) =>
  weChatSignIn({ appId: fake.appId, secret: fake.secret, apiUrl: fake.url, ...more });
const refusal = (code: string) => expect.objectContaining({ code }) as unknown;

describe('signing in by WeChat', () => {
  test('a code gives the user once, without the session key', async () => {
    const code = fake.login({ openid: 'o-lin', unionid: 'u-lin' });
    const user = await client().userOf(code);
    expect(user).toEqual({ openid: 'o-lin', unionid: 'u-lin' });
    expect(fake.sessionKeys).toHaveLength(1);
    expect(JSON.stringify(user)).not.toContain(fake.sessionKeys[0]);
    await expect(client().userOf(code)).rejects.toEqual(refusal('wechat_code_invalid'));
  });

  test('an unknown code is invalid; odd characters in it stay inside the parameter', async () => {
    await expect(client().userOf('x&appid=other&secret=')).rejects.toEqual(refusal('wechat_code_invalid'));
  });

  test('busy once is tried again, busy for long is unavailable', async () => {
    fake.beBusy(1);
    await expect(client().userOf(fake.login({ openid: 'o' }))).resolves.toEqual({ openid: 'o' });
    fake.beBusy(5);
    await expect(client().userOf(fake.login({ openid: 'o' }))).rejects.toEqual(refusal('wechat_unavailable'));
  });

  test('a user who signs in too often is told how long to wait', async () => {
    for (let i = 0; i < 100; i += 1) await client().userOf(fake.login({ openid: 'o' }));
    await expect(client().userOf(fake.login({ openid: 'o' }))).rejects.toMatchObject({
      code: 'wechat_busy',
      status: 429,
      details: { seconds: 60 },
    });
    await expect(client().userOf(fake.login({ openid: 'p' }))).resolves.toBeDefined();
  });

  test('a blocked user, a wrong secret, silence and no server at all each get their name', async () => {
    fake.block('o-bad');
    await expect(client().userOf(fake.login({ openid: 'o-bad' }))).rejects.toEqual(
      refusal('wechat_user_blocked'),
    );
    const code = fake.login({ openid: 'o' });
    await expect(client({ secret: 'wrong' }).userOf(code)).rejects.toEqual(refusal('wechat_unavailable'));
    fake.beSilent(true);
    await expect(client({ timeoutMs: 50 }).userOf(code)).rejects.toEqual(refusal('wechat_unavailable'));
    await expect(client({ apiUrl: 'http://127.0.0.1:1' }).userOf(code)).rejects.toEqual(
      refusal('wechat_unavailable'),
    );
    fake.beSilent(false);
    await expect(client().userOf(code)).resolves.toEqual({ openid: 'o' });
  });
});
