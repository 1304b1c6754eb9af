import { randomBytes } from 'node:crypto';
import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface FakeUser {
  readonly openid: string;
  readonly unionid?: string;
}

/** A subscribe message as it came over the wire. */
interface FakeMessage {
  touser: string;
  template_id: string;
  page?: string;
  data: Record<string, { value?: unknown }>;
}

/** A small honest server of WeChat's code2session, access tokens and subscribe messages: it refuses what the real one refuses. */
export interface FakeWeChat {
  /** Address for WECHAT_API_URL. */
  readonly url: string;
  readonly appId: string;
  readonly secret: string;
  /** What `wx.login` would give this user: good once. */
  login(user: FakeUser): string;
  /** What the `getPhoneNumber` button would give whoever has this number: good once. */
  phone(number: string): string;
  /** The session keys it has handed out: none of them may ever be seen outside our server. */
  readonly sessionKeys: readonly string[];
  /** Requests so far. */
  readonly requests: number;
  /** The next so many requests are answered `-1` (system busy). */
  beBusy(times: number): void;
  /** From now on requests are taken and never answered, until `beSilent(false)`. */
  beSilent(silent: boolean): void;
  /** The user agrees to one more subscribe message of this template. */
  consent(openid: string, templateId: string): void;
  /** Subscribe messages that reached a user, in order. */
  readonly messages: readonly FakeMessage[];
  /** Mini-program codes it has drawn, in order. */
  readonly sceneCodes: readonly { scene: string; page: string }[];
  /** The next so many messages are delivered, but their answer is lost. */
  loseAnswers(times: number): void;
  /** Every access token handed out so far is over. */
  endTokens(): void;
  /** A risky user: refused with 40226. */
  block(openid: string): void;
  close(): Promise<void>;
}

const WITH_TOKEN = new Set([
  '/cgi-bin/message/subscribe/send',
  '/wxa/getwxacodeunlimit',
  '/wxa/business/getuserphonenumber',
]);

/** WeChat allows a user 100 sign-ins a minute. */
const PER_USER_LIMIT = 100;

/** Starts the fake on a free port of this machine. */
export async function startFakeWeChat(): Promise<FakeWeChat> {
  const appId = 'wx0123456789abcdef';
  const secret = randomBytes(16).toString('hex');
  const codes = new Map<string, { user: FakeUser; used: boolean }>();
  const sessionKeys: string[] = [];
  const phones = new Map<string, string>();
  const times = new Map<string, number>();
  const blocked = new Set<string>();
  const state = { requests: 0, busy: 0, silent: false, lost: 0 };
  const tokens = new Set<string>();
  const consents = new Map<string, number>();
  const messages: FakeMessage[] = [];
  const sceneCodes: { scene: string; page: string }[] = [];

  /** Access tokens and subscribe messages; undefined: taken, and the answer is lost on the way. */
  const answerToPost = (url: URL, text: string): object | Buffer | undefined => {
    const body = JSON.parse(text) as Record<string, unknown>;
    if (state.busy > 0) {
      state.busy -= 1;
      return failure(-1, 'system error');
    }
    if (url.pathname === '/cgi-bin/stable_token') {
      if (body['grant_type'] !== 'client_credential') return failure(40002, 'invalid grant_type');
      if (body['appid'] !== appId) return failure(40013, 'invalid appid');
      if (body['secret'] !== secret) return failure(40125, 'invalid appsecret');
      const access_token = randomBytes(32).toString('hex');
      tokens.add(access_token);
      return { access_token, expires_in: 7200 };
    }
    if (!WITH_TOKEN.has(url.pathname)) return failure(40066, 'invalid url');
    if (!tokens.has(url.searchParams.get('access_token') ?? '')) return failure(40001, 'invalid credential');
    if (url.pathname === '/wxa/business/getuserphonenumber') {
      const code = String(body['code']);
      const purePhoneNumber = phones.get(code);
      if (!purePhoneNumber) return failure(40029, 'invalid code');
      phones.delete(code);
      const watermark = { timestamp: 0, appid: appId };
      const phone_info = { phoneNumber: purePhoneNumber, purePhoneNumber, countryCode: '86', watermark };
      return { errcode: 0, errmsg: 'ok', phone_info };
    }
    if (url.pathname === '/wxa/getwxacodeunlimit') {
      const { scene, page } = body as { scene?: unknown; page?: unknown };
      // The real one takes 32 visible characters of this set and a page without a leading slash.
      if (typeof scene !== 'string' || !/^[\w!#$&'()*+,/:;=?@.~-]{1,32}$/.test(scene))
        return failure(40129, 'invalid scene');
      if (typeof page !== 'string' || page.startsWith('/')) return failure(41030, 'invalid page');
      sceneCodes.push({ scene, page });
      return A_PICTURE;
    }
    const message = body as unknown as FakeMessage;
    const key = `${message.touser} ${message.template_id}`;
    for (const [field, { value }] of Object.entries(message.data)) {
      const wrong =
        typeof value !== 'string' ||
        value === '' ||
        (field.startsWith('thing') && Array.from(value).length > 20) ||
        (field.startsWith('time') && !/^\d{4}年\d{2}月\d{2}日 \d{2}:\d{2}$/.test(value));
      if (wrong) return failure(47003, `argument invalid! data.${field}.value invalid`);
    }
    if (message.page?.startsWith('/')) return failure(41030, 'invalid page');
    const left = consents.get(key) ?? 0;
    if (left === 0) return failure(43101, 'user refuse to accept the msg');
    consents.set(key, left - 1);
    messages.push(message);
    if (state.lost > 0) {
      state.lost -= 1;
      return undefined;
    }
    return { errcode: 0, errmsg: 'ok' };
  };

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
    const url = new URL(request.url ?? '/', 'http://fake');
    if (request.method !== 'POST') return send(response, answerTo(url));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => {
      const answer = answerToPost(url, Buffer.concat(chunks).toString('utf8'));
      if (answer) send(response, answer);
      else response.destroy();
    });
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
    phone(number) {
      const code = randomBytes(32).toString('hex');
      phones.set(code, number);
      return code;
    },
    sessionKeys,
    get requests() {
      return state.requests;
    },
    beBusy: (count) => void (state.busy = count),
    beSilent: (silent) => void (state.silent = silent),
    consent(openid, templateId) {
      const key = `${openid} ${templateId}`;
      consents.set(key, (consents.get(key) ?? 0) + 1);
    },
    messages,
    sceneCodes,
    loseAnswers: (times) => void (state.lost = times),
    endTokens: () => tokens.clear(),
    block: (openid) => void blocked.add(openid),
    close: () => closeServer(server),
  };
}

const failure = (errcode: number, errmsg: string) => ({ errcode, errmsg: `${errmsg}, rid: fake` });

/** The smallest PNG there is: who asks for a code wants its bytes, not its beauty. */
const A_PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

function send(response: ServerResponse, body: object): void {
  if (Buffer.isBuffer(body)) {
    response.writeHead(200, { 'content-type': 'image/png' }).end(body);
    return;
  }
  // The real one says text/plain, too.
  response.writeHead(200, { 'content-type': 'text/plain' }).end(JSON.stringify(body));
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.closeAllConnections();
    server.close((error) => (error ? reject(error) : resolve()));
  });
