/**
 * An honest fake of the server behind `wx.request`: it knows every route from the contracts, refuses an input that the
 * contract refuses, and cannot answer with anything the contract would not let the real server answer with.
 */
import { contracts } from '@kouyi/shared/contracts';

type Contracts = typeof contracts;
type MemberRoute = keyof Contracts['member'];

/** A route that this fake can be told to answer. */
export type FakedRoute =
  | `member.${MemberRoute}`
  | 'pictures.shown'
  | 'staffSession.welcome'
  | 'memberAuth.signIn'
  | 'memberAuth.signOut';

interface AnyContract {
  method: string;
  path: string;
  access: string;
  input: { safeParse: (value: unknown) => { success: boolean; data?: unknown; error?: { message: string } } };
  output: { parse: (value: unknown) => unknown };
}

/** One request as it came in. */
export interface Call {
  route: string;
  input: Record<string, unknown>;
  token?: string;
}

/** How a route answers; throws {@link Refused} to refuse. */
export type Handler = (input: Record<string, unknown>) => unknown;

/** A refusal as the server sends it. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

interface DownloadOptions {
  url: string;
  header?: Record<string, string>;
  success?: (reply: { statusCode: number; tempFilePath: string }) => void;
  fail?: (failure: { errMsg: string }) => void;
  complete?: () => void;
}

interface RequestOptions {
  url: string;
  method?: string;
  data?: Record<string, unknown>;
  header?: Record<string, string>;
  success?: (reply: { statusCode: number; data: unknown; header: object }) => void;
  fail?: (failure: { errMsg: string }) => void;
  complete?: () => void;
}

const ALL: [string, AnyContract][] = Object.entries(contracts).flatMap(([domain, routes]) =>
  Object.entries(routes as unknown as Record<string, AnyContract>).map(
    ([name, contract]): [string, AnyContract] => [`${domain}.${name}`, contract],
  ),
);

const pathParameters = (pattern: string, path: string): Record<string, string> | undefined => {
  const names = [...pattern.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  const found = new RegExp(`^${pattern.replace(/:\w+/g, '([^/]+)')}$`).exec(path);
  return found
    ? Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? '')]))
    : undefined;
};

export class FakeApi {
  readonly calls: Call[] = [];
  /** How far the server's clock is ahead of the phone's. */
  aheadMs = 0;
  /** false: requests fail as they do without a network. */
  online = true;
  /** A route whose next answer arrives cut off, as a proxy may do. */
  cutNextOf?: string;
  /** A route whose next request reaches the server, but whose answer gets lost on the way back. */
  loseNextOf?: string;
  /** What WeChat put into files: the words of refused downloads. */
  readonly files = new Map<string, string>();
  private readonly handlers = new Map<string, Handler>();

  /** Says how a route answers from now on. */
  on(route: FakedRoute, handler: Handler): this {
    this.handlers.set(route, handler);
    return this;
  }

  /** Lets a route refuse until the function that comes back is called. */
  fail(route: FakedRoute, why: Refused): () => void {
    const good = this.handlers.get(route);
    this.handlers.set(route, () => {
      throw why;
    });
    return () => {
      if (good) this.handlers.set(route, good);
    };
  }

  /** How often a route was called. */
  count(route: string): number {
    return this.calls.filter((call) => call.route === route).length;
  }

  /** What `wx.request` is replaced by. */
  readonly request = (options: RequestOptions): { abort: () => void } => {
    // An answer never comes in the same turn, as on a phone.
    setTimeout(() => {
      if (!this.online) options.fail?.({ errMsg: 'request:fail ' });
      else {
        const reply = this.answer(options);
        if (this.loseNextOf !== undefined && this.calls.at(-1)?.route === this.loseNextOf) {
          this.loseNextOf = undefined;
          options.fail?.({ errMsg: 'request:fail timeout' });
        } else if (this.cutNextOf !== undefined && this.calls.at(-1)?.route === this.cutNextOf) {
          this.cutNextOf = undefined;
          options.success?.({ statusCode: 200, data: null, header: {} });
        } else
          options.success?.({
            ...reply,
            header: { Date: new Date(Date.now() + this.aheadMs).toUTCString() },
          });
      }
      options.complete?.();
    }, 0);
    return { abort: () => undefined };
  };

  /** What `wx.downloadFile` is replaced by: an answer that is good becomes a file, and so do the words of a refusal. */
  readonly download = (options: DownloadOptions): { abort: () => void } => {
    setTimeout(() => {
      if (!this.online) options.fail?.({ errMsg: 'downloadFile:fail ' });
      else {
        const { statusCode, data } = this.answer({ ...options, method: 'GET' });
        const tempFilePath = `wxfile://tmp_${this.files.size + 1}`;
        this.files.set(tempFilePath, JSON.stringify(data));
        options.success?.({ statusCode, tempFilePath });
      }
      options.complete?.();
    }, 0);
    return { abort: () => undefined };
  };

  private answer(options: Pick<RequestOptions, 'url' | 'method' | 'data' | 'header'>): {
    statusCode: number;
    data: unknown;
  } {
    const url = new URL(options.url);
    for (const [route, contract] of ALL) {
      if (contract.method !== (options.method ?? 'GET')) continue;
      const inPath = pathParameters(contract.path, url.pathname);
      if (!inPath) continue;
      return this.decide(
        route,
        contract,
        { ...options.data, ...Object.fromEntries(url.searchParams), ...inPath },
        options,
      );
    }
    return refusal(404, 'not_found', `没有这个地址：${url.pathname}`);
  }

  private decide(
    route: string,
    contract: AnyContract,
    input: Record<string, unknown>,
    options: Pick<RequestOptions, 'header'>,
  ): { statusCode: number; data: unknown } {
    const token = /^Bearer (.+)$/.exec(options.header?.authorization ?? '')?.[1];
    this.calls.push({ route, input, token });
    if (contract.access === 'member' && !token) return refusal(401, 'signed_out', '请先登录。');
    const parsed = contract.input.safeParse(input);
    if (!parsed.success) return refusal(400, 'input_invalid', `格式不对：${parsed.error?.message ?? ''}`);
    const handler = this.handlers.get(route);
    if (!handler) return refusal(500, 'not_faked', `测试没有准备 ${route} 的回答`);
    try {
      const output = contract.output.parse(handler(parsed.data as Record<string, unknown>));
      return { statusCode: 200, data: JSON.parse(JSON.stringify(output)) as unknown };
    } catch (error) {
      if (error instanceof Refused) return refusal(error.status, error.code, error.message, error.field);
      throw error;
    }
  }
}

const refusal = (
  statusCode: number,
  code: string,
  message: string,
  field?: string,
): { statusCode: number; data: unknown } => ({
  statusCode,
  data: { error: { code, message, requestId: 'req-0123456789', ...(field ? { field } : {}) } },
});
