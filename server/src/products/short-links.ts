import type Koa from 'koa';
import { targetOf } from './codes';
import { click } from './links';

/** `/l/<code>`: counts the click and leads on to the mini-program; an unknown code leads there, too. */
export const followLinks: Koa.Middleware = async (ctx, next) => {
  const code = ctx.method === 'GET' ? /^\/l\/([0-9a-z]{4,32})$/.exec(ctx.path)?.[1] : undefined;
  if (code === undefined) {
    await next();
    return;
  }
  const link = await click(code);
  ctx.set('cache-control', 'no-store');
  ctx.redirect(link ? targetOf(link._id) : '/m/');
};
