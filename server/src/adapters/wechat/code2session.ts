import { log } from '../../kernel/log';
import { Refusal, refusals } from '../../kernel/refusals';
import { weChatApi } from './api';
import { phoneNumberOf } from './phone-number';

const refuse = refusals({
  wechat_code_invalid: {
    zh: '微信登录凭证已失效，请重新打开小程序再试。',
    en: 'WeChat code invalid or used',
  },
  wechat_unavailable: {
    zh: '暂时连不上微信登录，请稍后再试。',
    en: 'WeChat sign-in unavailable',
    status: 503,
  },
  wechat_busy: { zh: '登录太频繁，请 {seconds} 秒后再试。', en: 'WeChat frequency limit', status: 429 },
  wechat_user_blocked: {
    zh: '微信提示这个账号有风险，暂时不能登录。请先在微信里解除限制。',
    en: 'WeChat blocks this user',
    status: 403,
  },
});

/** Who opened the mini-program, as WeChat knows them. */
export interface WeChatUser {
  readonly openid: string;
  /** Only when the mini-program is bound to an open platform account. */
  readonly unionid?: string;
}

/** WeChat's server API, as far as signing in needs it. */
export interface WeChatSignIn {
  /**
   * Turns the code of `wx.login` into a user. A code is good once, for five minutes.
   * @throws Refusal `wechat_code_invalid`, `wechat_busy` (429), `wechat_user_blocked` (403) or
   * `wechat_unavailable` (503).
   */
  userOf(code: string): Promise<WeChatUser>;
  /**
   * The verified number behind the code of a `getPhoneNumber` button, with its country code.
   * @throws Refusal `phone_code_invalid` or `phone_unavailable` (503).
   */
  phoneOf(code: string): Promise<string>;
}

// https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-login/code2Session.html
const INVALID_CODE = 40029;
const USED_CODE = 40163;
const BLOCKED_USER = 40226;
const TOO_FREQUENT = 45011;
const BUSY = -1;

/** WeChat limits sign-ins per user and minute. */
const FREQUENCY_SECONDS = 60;
const TIMEOUT_MS = 5_000;
/** WeChat asks to try again when its system is busy; once is enough for a person who waits. */
const TRIES_WHEN_BUSY = 2;
const ANSWER_LIMIT = 10_000;

/** A client of code2session. The session key stays inside: nothing here needs it, so nothing here returns it. */
export function weChatSignIn(options: {
  appId: string;
  secret: string;
  apiUrl: string;
  timeoutMs?: number;
}): WeChatSignIn {
  const api = weChatApi(options);
  return {
    phoneOf: (code) => phoneNumberOf(api, code),
    async userOf(code) {
      for (let tries = 1; ; tries += 1) {
        const answer = await ask(options, code);
        if (answer.errcode === BUSY && tries < TRIES_WHEN_BUSY) continue;
        return userIn(answer);
      }
    },
  };
}

interface Answer {
  errcode?: unknown;
  openid?: unknown;
  unionid?: unknown;
}

async function ask(
  { appId, secret, apiUrl, timeoutMs = TIMEOUT_MS }: Parameters<typeof weChatSignIn>[0],
  code: string,
): Promise<Answer> {
  const url = new URL('/sns/jscode2session', apiUrl);
  url.search = new URLSearchParams({
    appid: appId,
    secret,
    js_code: code,
    grant_type: 'authorization_code',
  }).toString();
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    const text = await response.text();
    if (!response.ok || text.length > ANSWER_LIMIT) throw new Error(`WeChat answered ${response.status}`);
    // WeChat sends JSON as text/plain.
    const answer: unknown = JSON.parse(text);
    if (typeof answer !== 'object' || answer === null) throw new Error('WeChat answered no object');
    return answer;
  } catch (error) {
    // The error of fetch may carry the address, and with it the secret: only its kind is logged.
    log.warn({ kind: error instanceof Error ? error.name : typeof error }, 'WeChat sign-in not reached');
    throw refuse('wechat_unavailable');
  }
}

function userIn({ errcode = 0, openid, unionid }: Answer): WeChatUser {
  if (errcode !== 0) throw refusalOf(errcode);
  if (typeof openid !== 'string' || openid === '') {
    log.error('WeChat sign-in answered without an openid');
    throw refuse('wechat_unavailable');
  }
  return { openid, ...(typeof unionid === 'string' && unionid !== '' ? { unionid } : {}) };
}

function refusalOf(errcode: unknown): Refusal {
  switch (errcode) {
    case INVALID_CODE:
    case USED_CODE:
      return refuse('wechat_code_invalid', { field: 'code' });
    case TOO_FREQUENT:
      return refuse('wechat_busy', { details: { seconds: FREQUENCY_SECONDS } });
    case BLOCKED_USER:
      return refuse('wechat_user_blocked');
    default:
      // A wrong AppID or secret (40013, 40125 …) is ours to mend, so it must be seen in the log.
      if (errcode !== BUSY) log.error({ errcode }, 'WeChat refuses our sign-in request');
      return refuse('wechat_unavailable');
  }
}
