/** Why something was not done, in words for people. */
export interface Refusal {
  /** The server's stable code, or one of ours: `offline`, `timeout`, `unreadable`, `signed_out`. */
  code: string;
  /** Chinese, shown as it is. */
  message: string;
  field?: string;
  /** HTTP status; 0 when no answer came. */
  status: number;
  requestId?: string;
}

/** A value, or a refusal as a value: a call never throws. */
export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** Refusals that this side makes because no usable answer came. */
export const NO_ANSWER = {
  offline: { code: 'offline', message: '现在连不上网络，连上后再试。', status: 0 },
  timeout: { code: 'timeout', message: '网络有点慢，还没收到回音。再试一次吧。', status: 0 },
  unreadable: { code: 'unreadable', message: '服务暂时没准备好，过一会儿再试。', status: 0 },
} as const satisfies Record<string, Refusal>;

/** Whether asking again later may help: nothing was decided. */
export const isTransient = (refusal: Refusal): boolean =>
  refusal.status === 0 || refusal.status === 429 || refusal.status >= 500;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

/** Reads the server's refusal; a body that is none (a proxy's page, say) becomes a sentence of ours. */
export const readRefusal = (status: number, body: unknown): Refusal => {
  const error = (body as { error?: Record<string, unknown> } | null | undefined)?.error;
  const message = text(error?.message);
  if (!error || !message) return { ...NO_ANSWER.unreadable, status };
  return {
    code: text(error.code) ?? 'refused',
    message,
    status,
    field: text(error.field),
    requestId: text(error.requestId),
  };
};
