import type Koa from 'koa';
import { allowRequest } from '../kernel/rate-limit';
import { Refusal } from '../kernel/refusals';
import { targetOf } from './codes';
import { click, isKnown } from './links';

/** `/l/<code>`: counts the click and leads on to the mini-program; an unknown code leads there, too. */
export const followLinks: Koa.Middleware = async (ctx, next) => {
  const code = ctx.method === 'GET' ? /^\/l\/([0-9a-z]{4,32})$/.exec(ctx.path)?.[1] : undefined;
  if (code === undefined) {
    await next();
    return;
  }
  const known = (await mayCount(ctx.ip)) ? await click(code) : await isKnown(code);
  ctx.set('cache-control', 'no-store');
  ctx.redirect(known ? targetOf(code) : '/m/');
};

/** Whoever clicks hundreds of times within seconds gets through all the same, and is no longer counted. */
async function mayCount(ip: string): Promise<boolean> {
  try {
    await allowRequest(`link:${ip}`, 'anonymous');
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
