/** What a refusal says: to people in Chinese, to logs in English, over HTTP by status (422 if not given). */
export interface RefusalText {
  /** A Chinese sentence that says what to do next. */
  readonly zh: string;
  readonly en: string;
  readonly status?: number;
}

/** An expected “no”: named, explained, and nothing has changed. Anything else that is thrown is a bug. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly text: RefusalText,
    readonly field?: string,
    readonly details?: Record<string, unknown>,
  ) {
    super(`${code}: ${text.en}`);
  }

  get status(): number {
    return this.text.status ?? 422;
  }

  /** The Chinese sentence with {names} filled from the details. */
  get message_zh(): string {
    return this.text.zh.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = this.details?.[name];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : whole;
    });
  }
}

/**
 * The refusals of one domain, as a typed function.
 * @example const refuse = refusals({ login_taken: { zh: '这个登录名已有人用，换一个。', en: 'login taken' } });
 * throw refuse('login_taken', { field: 'login' });
 */
export const refusals =
  <T extends Record<string, RefusalText>>(table: T) =>
  (code: keyof T & string, more: { field?: string; details?: Record<string, unknown> } = {}): Refusal =>
    new Refusal(code, table[code]!, more.field, more.details);

/** Refusals that every door can give. */
export const refuseAnywhere = refusals({
  shape_invalid: { zh: '提交的内容不完整或格式不对：{problem}', en: 'input does not parse', status: 400 },
  body_too_large: { zh: '内容太大，最多 {limit}。请分几次提交。', en: 'request body too large', status: 413 },
  not_signed_in: { zh: '还没有登录，或登录已过期。请重新登录。', en: 'no valid session', status: 401 },
  signature_missing: {
    zh: '这个接口要签名：请带上 x-kouyi-key、x-kouyi-timestamp 和 x-kouyi-signature。',
    en: 'request is not signed',
    status: 401,
  },
  not_allowed: { zh: '你的角色没有这项权限，请找管理员开通。', en: 'role lacks the right', status: 403 },
  not_found: { zh: '没有找到，可能已被删除，或不在你的范围内。', en: 'not found', status: 404 },
  too_many_requests: { zh: '操作太快了，请 {seconds} 秒后再试。', en: 'rate limited', status: 429 },
  version_moved_on: { zh: '别人刚改过这一项。请刷新后再改。', en: 'stale version', status: 409 },
  cursor_invalid: { zh: '翻页位置已失效，请从第一页重新看。', en: 'cursor does not parse', status: 400 },
});
