import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type Koa from 'koa';
import serve from 'koa-static';
import { openApiDocument } from './kernel/openapi';

/** Where built files lie, found from the package's root whether the code is bundled or not. */
function rootDir(): string {
  let dir = __dirname;
  while (!existsSync(path.join(dir, 'package-lock.json')) && path.dirname(dir) !== dir)
    dir = path.dirname(dir);
  return dir;
}

const DOCS_PAGE = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>扣一 API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"></head><body><div id="ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;
const DOCS_START = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#ui', deepLinking: true, validatorUrl: null });`;

const NOT_BUILT =
  '<!doctype html><meta charset="utf-8"><p>这个界面还没有构建。请用 npm start 启动，它会先构建。</p>';

/** The mini-program as h5 under /m/, the console under /console/, the API's document and its page. */
export function serveFiles(app: Koa): void {
  const root = rootDir();
  // Made when it is first asked for: it costs as much as a third of a start.
  let document: ReturnType<typeof openApiDocument> | undefined;
  const swagger = path.dirname(require.resolve('swagger-ui-dist/package.json'));
  app.use(async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      await next();
      return;
    }
    switch (ctx.path) {
      case '/':
        ctx.redirect('/m/');
        return;
      case '/m':
        ctx.redirect('/m/');
        return;
      case '/console':
        ctx.redirect('/console/');
        return;
      case '/api/openapi.json':
        ctx.body = document ??= openApiDocument({ title: '扣一 (Kouyi) API', version: '0.1.0' });
        return;
      case '/api/docs':
        ctx.type = 'html';
        ctx.body = DOCS_PAGE;
        return;
      case '/api/docs/start.js':
        ctx.type = 'application/javascript';
        ctx.body = DOCS_START;
        return;
      default:
        await next();
    }
  });
  app.use(under('/api/docs', serve(swagger, { index: false })));
  app.use(under('/m', site(path.join(root, 'miniapp/dist/h5'), false)));
  app.use(under('/console', site(path.join(root, 'server/console/dist'), true)));
}

/** A built site; files named by their content's hash may be kept for a year. */
function site(dir: string, historyFallback: boolean): Koa.Middleware {
  const files = serve(dir, {
    // Compressed when built; see server/scripts/compress.mjs.
    gzip: true,
    brotli: true,
    setHeaders: (response, file) => {
      const hashed = /[.-][\w-]{8,}\.(js|css|woff2?|png|svg)(\.br|\.gz)?$/.test(file);
      response.setHeader('vary', 'accept-encoding');
      response.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return async (ctx, next) => {
    if (!existsSync(path.join(dir, 'index.html'))) {
      if (ctx.path === '/') {
        ctx.status = 503;
        ctx.type = 'html';
        ctx.body = NOT_BUILT;
        return;
      }
      await next();
      return;
    }
    await files(ctx, async () => {
      // Addresses of pages inside the console are made by the console itself.
      if (historyFallback && ctx.method === 'GET' && !path.extname(ctx.path)) {
        ctx.type = 'html';
        ctx.set('cache-control', 'no-cache');
        ctx.body = await readFile(path.join(dir, 'index.html'));
        return;
      }
      await next();
    });
  };
}

/** Runs a middleware for one prefix, as if it were at the root. */
function under(prefix: string, middleware: Koa.Middleware): Koa.Middleware {
  return async (ctx, next) => {
    if (ctx.path !== prefix && !ctx.path.startsWith(`${prefix}/`)) {
      await next();
      return;
    }
    const whole = ctx.path;
    ctx.path = whole.slice(prefix.length) || '/';
    try {
      await middleware(ctx, async () => {
        ctx.path = whole;
        await next();
      });
    } finally {
      ctx.path = whole;
    }
  };
}
