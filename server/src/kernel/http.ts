import { Readable } from 'node:stream';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import type { Contract, InputOf, OutputOf } from '@kouyi/shared/contracts';
import Koa from 'koa';
import helmet from 'koa-helmet';
import { z } from 'zod';
import { type Actor, type MemberActor, type StaffActor, actorId } from './actor';
import { now } from './clock';
import type { CommandContext } from './command';
import { newId } from './ids';
import { log } from './log';
import { metrics, registry } from './metrics';
import { allowRequest } from './rate-limit';
import { Refusal, refuseAnywhere } from './refusals';
import { uploadOf } from './upload';

/** What a route's handler gets besides its input. */
export interface RouteContext<A extends Actor = Actor> extends CommandContext {
  readonly actor: A;
  readonly requestId: string;
  readonly ip: string;
  /** The body as it came: signatures are made over it. Empty where there was none. */
  readonly rawBody: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Sets or clears (undefined) an http-only cookie of this origin. */
  setCookie(name: string, value: string | undefined, expiresAt?: Date): void;
}

type ActorOf<C> = C extends { access: 'member' }
  ? MemberActor
  : C extends { access: 'staff' }
    ? StaffActor
    : Actor;

/** A contract with what answers it. */
export interface Route {
  readonly contract: Contract;
  readonly handle: (context: RouteContext, input: never) => Promise<unknown>;
}

/**
 * Binds a contract to what answers it. Access is checked before the handler runs, input is parsed by the
 * contract; the handler translates and calls, nothing more.
 */
export const route = <C extends Contract>(
  contract: C,
  handle: (
    context: RouteContext<ActorOf<C>>,
    input: InputOf<C>,
  ) => Promise<z.input<C['output']>> | Promise<OutputOf<C>>,
): Route => ({ contract, handle: handle as unknown as Route['handle'] });

/** Finds out who calls: from a cookie, a bearer token or an API key. Given by the domains that own sessions. */
export type Authenticate = (credentials: {
  cookie?: string;
  bearer?: string;
  signed?: SignedRequest;
}) => Promise<Actor>;

/** A machine's request with a signature over the time and the raw body, as its headers say. */
export interface SignedRequest {
  readonly keyId: string;
  /** Seconds since 1970, as text. */
  readonly timestamp: string;
  /** Hex. */
  readonly signature: string;
  readonly rawBody: string;
}

export const STAFF_COOKIE = 'kouyi_staff';
const BODY_LIMIT = '2mb';

/** The whole HTTP side: every route behind request id, security headers, limits, authentication and policy. */
export function createHttp(options: {
  routes: readonly Route[];
  authenticate: Authenticate;
  ready: () => Promise<void>;
  secureCookies: boolean;
  /** How many proxies stand before this server: what they say of who calls is believed, and nothing else. */
  proxies: number;
  /** Throws a refusal while this server answers nobody, or only some. */
  assertOpen?: (contract: Contract) => void;
  extra?: (app: Koa) => void;
}): Koa {
  const app = new Koa();
  app.proxy = options.proxies > 0;
  app.maxIpsCount = options.proxies;
  app.use(requestId);
  app.use(
    helmet({
      contentSecurityPolicy: { directives: CSP },
      strictTransportSecurity: options.secureCookies,
      crossOriginEmbedderPolicy: false,
    }),
  );
  app.use(answerErrors);
  app.use(health(options.ready));
  app.use(bodyParser({ enableTypes: ['json'], jsonLimit: BODY_LIMIT, jsonStrict: true, onError: bodyError }));
  const router = new Router();
  for (const each of options.routes) mount(router, each, options);
  app.use(router.routes());
  options.extra?.(app);
  app.use(() => {
    throw refuseAnywhere('not_found');
  });
  app.on('error', (error: unknown) => log.error({ err: error }, 'http error'));
  return app;
}

const CSP = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  // antd and Taro set styles from script.
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  frameAncestors: ["'self'"],
  upgradeInsecureRequests: null,
};

const requestId: Koa.Middleware = async (ctx, next) => {
  const given = ctx.get('x-request-id');
  const id = /^[\w-]{8,64}$/.test(given) ? given : newId('req');
  ctx.state['requestId'] = id;
  ctx.set('x-request-id', id);
  await next();
};

/** Errors are answered here, inside the security headers: Koa's own handler would drop them. */
const answerErrors: Koa.Middleware = async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    const requestId = ctx.state['requestId'] as string;
    if (error instanceof Refusal) {
      ctx.status = error.status;
      const seconds = error.details?.['seconds'];
      if ((error.status === 429 || error.status === 503) && typeof seconds === 'number')
        ctx.set('retry-after', String(seconds));
      ctx.body = {
        error: {
          code: error.code,
          message: error.message_zh,
          field: error.field,
          details: error.details,
          requestId,
        },
      };
      return;
    }
    log.error({ err: error, requestId, route: ctx.path }, 'request failed');
    ctx.status = 500;
    ctx.body = {
      error: {
        code: 'internal_error',
        message: `服务器出了点问题，什么都没有改动。请稍后再试；如果一直这样，把编号 ${requestId} 告诉管理员。`,
        requestId,
      },
    };
  }
};

const health =
  (ready: () => Promise<void>): Koa.Middleware =>
  async (ctx, next) => {
    if (ctx.path === '/healthz') {
      ctx.body = { ok: true };
    } else if (ctx.path === '/readyz') {
      try {
        await ready();
        ctx.body = { ok: true };
      } catch {
        ctx.status = 503;
        ctx.body = { ok: false };
      }
    } else if (ctx.path === '/metrics') {
      ctx.type = registry.contentType;
      ctx.body = await registry.metrics();
    } else {
      await next();
    }
  };

function bodyError(error: Error): never {
  if (
    (error as { type?: string }).type === 'entity.too.large' ||
    (error as { status?: number }).status === 413
  ) {
    throw refuseAnywhere('body_too_large', { details: { limit: '2 MB' } });
  }
  throw refuseAnywhere('shape_invalid', { details: { problem: '不是有效的 JSON' } });
}

function mount(
  router: Router,
  { contract, handle }: Route,
  options: {
    authenticate: Authenticate;
    secureCookies: boolean;
    assertOpen?: (contract: Contract) => void;
  },
): void {
  const label = `${contract.method} ${contract.path}`;
  router.register(contract.path, [contract.method], async (ctx) => {
    const stop = metrics.httpSeconds.startTimer({ route: label });
    try {
      options.assertOpen?.(contract);
      const bearer = /^Bearer (\S+)$/.exec(ctx.get('authorization'))?.[1];
      const cookie = ctx.cookies.get(STAFF_COOKIE);
      const signed = signedRequest(ctx);
      const actor = await options.authenticate({
        ...(cookie ? { cookie } : {}),
        ...(bearer ? { bearer } : {}),
        ...(signed ? { signed } : {}),
      });
      await allowRequest(actor.kind === 'anonymous' ? `ip:${ctx.ip}` : actorId(actor), actor.kind);
      assertAccess(contract, actor);
      if (contract.signed && !signed) throw refuseAnywhere('signature_missing');
      const query = ctx.query as Record<string, unknown>;
      const body = contract.upload
        ? await uploadOf(ctx, contract.upload)
        : (ctx.request as { body?: unknown }).body;
      const given =
        contract.method === 'GET' || contract.method === 'DELETE'
          ? { ...query, ...asRecord(body) }
          : asRecord(body);
      const input = parseInput(contract, { ...given, ...ctx.params });
      const context: RouteContext = {
        actor,
        requestId: ctx.state['requestId'] as string,
        ip: ctx.ip,
        rawBody: (ctx.request as { rawBody?: string }).rawBody ?? '',
        headers: ctx.headers as Record<string, string | undefined>,
        setCookie(name, value, expiresAt) {
          // Https ends at the proxy: that the last stretch is not encrypted is no reason to give no session.
          ctx.cookies.secure = options.secureCookies;
          ctx.cookies.set(name, value ?? null, {
            httpOnly: true,
            sameSite: 'strict',
            ...(expiresAt ? { expires: expiresAt } : {}),
          });
        },
      };
      const output = await handle(context, input as never);
      ctx.status = 200;
      ctx.set('cache-control', 'no-store');
      // By the product's clock, which phones with a wrong one go by.
      ctx.set('date', now().toUTCString());
      if (contract.produces) ctx.type = contract.produces;
      ctx.body = isMadeOnTheWay(output) ? Readable.from(output) : output;
    } finally {
      stop({ status: String(ctx.status) });
    }
  });
}

/** An answer in pieces that are made while it is sent: nobody waits for the last one, and none is kept. */
const isMadeOnTheWay = (output: unknown): output is AsyncIterable<string> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output;

/** The signature of a request; undefined when it names no key. */
function signedRequest(ctx: Koa.Context): SignedRequest | undefined {
  const keyId = ctx.get('x-kouyi-key');
  if (keyId === '') return undefined;
  return {
    keyId,
    timestamp: ctx.get('x-kouyi-timestamp'),
    signature: ctx.get('x-kouyi-signature'),
    rawBody: (ctx.request as { rawBody?: string }).rawBody ?? '',
  };
}

function asRecord(body: unknown): Record<string, unknown> {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body))
    throw refuseAnywhere('shape_invalid', { details: { problem: '需要一个 JSON 对象' } });
  if (isDeeperThan(MOST_LEVELS, body))
    throw refuseAnywhere('shape_invalid', { details: { problem: `最多嵌套 ${MOST_LEVELS} 层` } });
  return body as Record<string, unknown>;
}

/** Nothing that people build is deeper; what is would use up the stack of those who walk it. */
const MOST_LEVELS = 60;

/** Level by level, because a value that is too deep can't be walked by calls. */
function isDeeperThan(levels: number, value: object): boolean {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return true;
    level = level.flatMap((each) =>
      Object.values(each).filter(
        (inner): inner is object => typeof inner === 'object' && inner !== null && !ArrayBuffer.isView(inner),
      ),
    );
  }
  return false;
}

/** @throws Refusal `not_signed_in` (401) or `not_allowed` (403). Access that is not given is denied. */
export function assertAccess(contract: Contract, actor: Actor): void {
  const { access } = contract;
  if (access === 'public') return;
  if (actor.kind === 'anonymous') throw refuseAnywhere('not_signed_in');
  if (access === 'member') {
    if (actor.kind !== 'member') throw refuseAnywhere('not_allowed');
    return;
  }
  if (access === 'staff') {
    if (actor.kind !== 'staff') throw refuseAnywhere('not_allowed');
    return;
  }
  if ((actor.kind === 'staff' || actor.kind === 'key') && actor.rights.includes(access)) return;
  throw refuseAnywhere('not_allowed');
}

function parseInput(contract: Contract, given: unknown): unknown {
  const parsed = contract.input.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.join('.') || (issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : '');
  throw refuseAnywhere('shape_invalid', {
    ...(field ? { field } : {}),
    details: { problem: problemInChinese(issue, field) },
  });
}

/** What is wrong with a field, for people. */
function problemInChinese(issue: z.core.$ZodIssue, field: string): string {
  const name = field ? `「${field}」` : '';
  switch (issue.code) {
    case 'unrecognized_keys':
      return `有不认识的项 ${name}`;
    case 'too_big':
      return `${name}太大或太长，最多 ${String(issue.maximum)}`;
    case 'too_small':
      return `${name}太小或太短，至少 ${String(issue.minimum)}`;
    case 'invalid_type':
      return issue.input === undefined ? `缺少${name}` : `${name}的类型不对`;
    default:
      return `${name}的格式不对`;
  }
}
