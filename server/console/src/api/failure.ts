/** The server said no: its code, its Chinese sentence (shown as is) and the field that caused it. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field?: string,
    readonly details?: Record<string, unknown>,
  ) {
    super(message);
    this.name = 'Refused';
  }
}

/** No answer came: the network or the server is away. What was to be sent was not confirmed. */
export class Unreachable extends Error {
  constructor() {
    super('连不上服务器。检查一下网络，稍后再试。');
    this.name = 'Unreachable';
  }
}

/** Who may do it in their own groups, and asked for one that runs in others' as well, lacks no right of their role. */
const isBeyondReach = (failure: unknown): boolean =>
  failure instanceof Refused && failure.code === 'not_allowed' && failure.field === 'rule.where';

/** A sentence for people about anything that can go wrong. */
export const sentenceOf = (failure: unknown): string => {
  if (isBeyondReach(failure)) return '这个活动有你管不到的群，要请管得到这些群的同事来办。';
  if (failure instanceof Refused || failure instanceof Unreachable) return failure.message;
  return '页面出了点问题，刷新后再试一次。';
};

/** The field that a refusal names, if it names one. */
export const fieldOf = (failure: unknown): string | undefined =>
  failure instanceof Refused ? failure.field : undefined;
