import { randomBytes } from 'node:crypto';
import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface FakeUser {
  readonly openid: string;
  readonly unionid?: string;
}

/** A small honest server of WeChat's code2session: it refuses what the real one refuses. */
export interface FakeWeChat {
  /** Address for WECHAT_API_URL. */
  readonly url: string;
  readonly appId: string;
  readonly secret: string;
  /** What `wx.login` would give this user: good once. */
  login(user: FakeUser): string;
  /** The session keys it has handed out: none of them may ever be seen outside our server. */
  readonly sessionKeys: readonly string[];
  /** Requests so far. */
  readonly requests: number;
  /** The next so many requests are answered `-1` (system busy). */
  beBusy(times: number): void;
  /** From now on requests are taken and never answered, until `beSilent(false)`. */
  beSilent(silent: boolean): void;
  /** A risky user: refused with 40226. */
  block(openid: string): void;
  close(): Promise<void>;
}

/** WeChat allows a user 100 sign-ins a minute. */
const PER_USER_LIMIT = 100;

/** Starts the fake on a free port of this machine. */
export async function startFakeWeChat(): Promise<FakeWeChat> {
  const appId = 'wx0123456789abcdef';
  const secret = randomBytes(16).toString('hex');
  const codes = new Map<string, { user: FakeUser; used: boolean }>();
  const sessionKeys: string[] = [];
  const times = new Map<string, number>();
  const blocked = new Set<string>();
  const state = { requests: 0, busy: 0, silent: false };

  const answerTo = (url: URL): object => {
    const given = (name: string) => url.searchParams.get(name) ?? '';
    if (url.pathname !== '/sns/jscode2session') return failure(40066, 'invalid url');
    if (state.busy > 0) {
      state.busy -= 1;
      return failure(-1, 'system error');
    }
    if (given('appid') !== appId) return failure(40013, 'invalid appid');
    if (given('secret') !== secret) return failure(40125, 'invalid appsecret');
    if (given('grant_type') !== 'authorization_code') return failure(40002, 'invalid grant_type');
    const entry = codes.get(given('js_code'));
    if (!entry) return failure(40029, 'invalid code');
    if (entry.used) return failure(40163, 'code been used');
    const { openid, unionid } = entry.user;
    if (blocked.has(openid)) return failure(40226, 'code blocked');
    const count = (times.get(openid) ?? 0) + 1;
    times.set(openid, count);
    if (count > PER_USER_LIMIT) return failure(45011, 'api minute-quota reach limit');
    entry.used = true;
    const session_key = randomBytes(16).toString('base64');
    sessionKeys.push(session_key);
    return { openid, session_key, ...(unionid ? { unionid } : {}) };
  };

  const server = createServer((request, response) => {
    state.requests += 1;
    if (state.silent) return;
    send(response, answerTo(new URL(request.url ?? '/', 'http://fake')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    appId,
    secret,
    login(user) {
      const code = `0${randomBytes(15).toString('hex')}`;
      codes.set(code, { user, used: false });
      return code;
    },
    sessionKeys,
    get requests() {
      return state.requests;
    },
    beBusy: (count) => void (state.busy = count),
    beSilent: (silent) => void (state.silent = silent),
    block: (openid) => void blocked.add(openid),
    close: () => closeServer(server),
  };
}

const failure = (errcode: number, errmsg: string) => ({ errcode, errmsg: `${errmsg}, rid: fake` });

function send(response: ServerResponse, body: object): void {
  // The real one says text/plain, too.
  response.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(body));
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.closeAllConnections();
    server.close((error) => (error ? reject(error) : resolve()));
  });
