import { now } from '../../kernel/clock';
import { log } from '../../kernel/log';

/** WeChat was not reached, or asks to come back. `inDoubt`: it may have done what was asked. */
export class WeChatDown extends Error {
  constructor(
    readonly inDoubt: boolean,
    readonly retryAfterMs = 0,
  ) {
    super('WeChat was not reached');
  }
}

/** WeChat answered “no”, for good. */
export class WeChatSays extends Error {
  constructor(
    readonly what: 'no_consent' | 'refused',
    readonly errcode: number,
  ) {
    super(`WeChat answered ${errcode}`);
  }
}

interface Answer {
  readonly errcode: number;
  /** What some APIs answer instead of JSON. */
  readonly image?: Buffer;
  readonly [key: string]: unknown;
}

const TIMEOUT_MS = 5_000;
const ANSWER_LIMIT = 1_000_000;
/** A token is renewed so long before WeChat ends it. */
const MARGIN_MS = 5 * 60_000;
// https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-access-token/getStableAccessToken.html
const TOKEN_OVER = new Set([40001, 40014, 42001]);
const COME_BACK = new Set([-1, 45009, 45011, 45033]);

/**
 * WeChat's server API with an access token: fetched once for all callers, renewed before it ends, and once more
 * when WeChat says that it is over.
 */
export function weChatApi(options: { appId: string; secret: string; apiUrl: string; timeoutMs?: number }) {
  let token: { value: string; until: number } | undefined;
  let fetching: Promise<string> | undefined;

  const fetchToken = async (): Promise<string> => {
    const answer = await ask('/cgi-bin/stable_token', {
      grant_type: 'client_credential',
      appid: options.appId,
      secret: options.secret,
    });
    const { access_token: value, expires_in: seconds } = answer;
    if (typeof value !== 'string' || typeof seconds !== 'number') {
      // A wrong AppID or secret is ours to mend, so it must be seen in the log.
      log.error({ errcode: answer.errcode }, 'WeChat gives no access token');
      throw new WeChatDown(false);
    }
    token = { value, until: now().getTime() + seconds * 1000 - MARGIN_MS };
    return value;
  };
  const accessToken = (): Promise<string> => {
    if (token && token.until > now().getTime()) return Promise.resolve(token.value);
    fetching ??= fetchToken().finally(() => (fetching = undefined));
    return fetching;
  };

  const ask = async (pathname: string, body: object, query: Record<string, string> = {}): Promise<Answer> => {
    const url = new URL(pathname, options.apiUrl);
    url.search = new URLSearchParams(query).toString();
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
        redirect: 'error',
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      if (!response.ok || bytes.length > ANSWER_LIMIT) throw new Error(`WeChat answered ${response.status}`);
      if (response.headers.get('content-type')?.startsWith('image/')) return { errcode: 0, image: bytes };
      const answer = JSON.parse(bytes.toString('utf8')) as Partial<Answer>;
      return { ...answer, errcode: typeof answer.errcode === 'number' ? answer.errcode : 0 };
    } catch (error) {
      // The address carries the token: only the kind of error is logged.
      log.warn({ kind: error instanceof Error ? error.name : typeof error, pathname }, 'WeChat not reached');
      throw new WeChatDown(true);
    }
  };

  return {
    /** Calls one API by POST. @throws WeChatDown or WeChatSays. */
    async post(pathname: string, body: object): Promise<Answer> {
      for (let tries = 1; ; tries += 1) {
        const answer = await ask(pathname, body, { access_token: await accessToken() });
        if (answer.errcode === 0) return answer;
        if (TOKEN_OVER.has(answer.errcode) && tries === 1) {
          token = undefined;
          continue;
        }
        if (COME_BACK.has(answer.errcode) || TOKEN_OVER.has(answer.errcode))
          throw new WeChatDown(false, answer.errcode === -1 ? 0 : 60_000);
        throw new WeChatSays(answer.errcode === 43101 ? 'no_consent' : 'refused', answer.errcode);
      }
    },
  };
}
