import { contracts } from '@kouyi/shared/contracts';
import request from 'supertest';
import { createHttp, route } from './http';

/** A server of one route that sets a cookie, and what that route was told of its caller. */
const house = (options: { secureCookies: boolean; proxies: number }) => {
  const told: string[] = [];
  const app = createHttp({
    routes: [
      route(contracts.staffSession.signOut, (context) => {
        told.push(context.ip);
        context.setCookie('kouyi_staff', 'a-token');
        return Promise.resolve({ ok: true as const });
      }),
    ],
    authenticate: () =>
      Promise.resolve({ kind: 'staff', staffId: 'stf_1', name: '周琳', rights: [], reach: {} } as never),
    ready: () => Promise.resolve(),
    ...options,
  });
  return { told, ask: () => request(app.callback()).delete('/api/staff/session') };
};

describe('behind a proxy that ends https', () => {
  const { told, ask } = house({ secureCookies: true, proxies: 1 });

  test('a session is given, and the browser keeps it to https', async () => {
    const { headers } = await ask().expect(200);
    expect(String(headers['set-cookie'])).toMatch(/kouyi_staff=a-token;.*secure.*httponly/i);
  });

  test('callers are told apart by what the nearest proxy saw, not by what they claim', async () => {
    await ask().set('x-forwarded-for', '203.0.113.9, 198.51.100.7').expect(200);
    expect(told.at(-1)).toBe('198.51.100.7');
  });
});

test('without a proxy nobody’s word about their address is believed', async () => {
  const { told, ask } = house({ secureCookies: false, proxies: 0 });
  await ask().set('x-forwarded-for', '203.0.113.9').expect(200);
  expect(told.at(-1)).toMatch(/127\.0\.0\.1$/);
});
