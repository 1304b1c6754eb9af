import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import npmChromium from '@sparticuz/chromium';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

const WEIGHTS = ['400Regular', '500Medium', '600SemiBold', '700Bold'];
/** Enough for a busy machine of two cores; a quiet one needs a fraction. */
const PATIENCE_MS = 120_000;
const MOST_SHIFT = 0.1;

/**
 * How much longer an answer of the server takes at most, for a look at our pages over a slow line: answers come in
 * another order than they were asked for, and what comes later than half a second after the hand is no longer forgiven
 * as its doing (`SLOW_LINE=1500 npm test -- test/browser`).
 */
const SLOW_LINE_MS = Number(process.env['SLOW_LINE'] ?? 0);

/** What one sees of a page besides the page: everything here is a fault. */
export interface Complaints {
  /** Errors in the console (refusals of the content security policy among them) and uncaught errors. */
  readonly errors: string[];
  /** Requests that left for another host. */
  readonly strangers: string[];
}

/** Chromium of the npm package, with Chinese letters whatever fonts the machine has. */
export interface TestBrowser {
  /** A window of its own: own cookies, Chinese, Shanghai time. Everything in it is held to `complaints`. */
  open(size: { width: number; height: number }, more?: BrowserContextOptions): Promise<Window>;
  close(): Promise<void>;
}

/** One window of the browser with one page. */
export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly complaints: Complaints;
}

/**
 * Where Chromium finds fonts: only the Noto Sans SC of the npm package, so that pages look the same everywhere and a
 * machine without a Chinese font shows no boxes.
 */
const fontsIn = (folder: string): string => {
  const font = path.dirname(require.resolve('@expo-google-fonts/noto-sans-sc/package.json'));
  const file = path.join(folder, 'fonts.conf');
  const alias = (family: string): string =>
    `<alias binding="same"><family>${family}</family><prefer><family>Noto Sans SC</family></prefer></alias>`;
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
${WEIGHTS.map((weight) => `<dir>${path.join(font, weight)}</dir>`).join('\n')}
<cachedir>${path.join(folder, 'cache')}</cachedir>
${['sans-serif', 'serif', 'monospace', 'system-ui'].map(alias).join('\n')}
</fontconfig>`,
  );
  return file;
};

const listen = (page: Page, complaints: Complaints): void => {
  page.on('pageerror', (error) => complaints.errors.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    // Of what was not loaded the location is its own address.
    const { url } = message.location();
    if (message.type() === 'error') complaints.errors.push(`${message.text()} (${page.url()}, ${url})`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.hostname !== '127.0.0.1') complaints.strangers.push(url.href);
  });
};

const slowDown = async (context: BrowserContext): Promise<void> => {
  let answers = 0;
  await context.route('**/api/**', async (route) => {
    // By the golden ratio: evenly spread, no two neighbours alike, and the same each time.
    await setTimeout(SLOW_LINE_MS * ((++answers * 0.618) % 1));
    await route.continue().catch(() => undefined); // Its page may have gone meanwhile.
  });
};

/** Launches Chromium; `args` are further switches. Close it in the end: it leaves nothing behind. */
export async function openBrowser(args: readonly string[] = []): Promise<TestBrowser> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kouyi-browser-'));
  mkdirSync(path.join(folder, 'cache'));
  const browser: Browser = await chromium.launch({
    executablePath: await npmChromium.executablePath(),
    // Not the package's own list of switches: with it, closing one window ends the browser.
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--font-render-hinting=none', ...args],
    env: { ...(process.env as Record<string, string>), HOME: folder, FONTCONFIG_FILE: fontsIn(folder) },
    timeout: PATIENCE_MS,
  });
  return {
    async open(viewport, more = {}) {
      const context = await browser.newContext({
        viewport,
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        reducedMotion: 'reduce',
        ...more,
      });
      context.setDefaultTimeout(PATIENCE_MS);
      if (SLOW_LINE_MS > 0) await slowDown(context);
      const complaints: Complaints = { errors: [], strangers: [] };
      const page = await context.newPage();
      listen(page, complaints);
      return { page, context, complaints };
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The worst burst of jumps on a page, and what jumped in it. */
export interface LayoutShift {
  readonly value: number;
  /** Each thing that moved, by its name in the page, with where it stood and where it stands. */
  readonly moved: readonly string[];
}

/** From now on it is watched what jumps on the pages of this window; see `bigShift`. */
export async function watchLayoutShift(page: Page): Promise<void> {
  await page.addInitScript(`
    globalThis.layoutShift = { value: 0, moved: [] };
    let burst = { value: 0, moved: [] }, from = 0, last = 0;
    const name = (node) => node?.nodeType === 1
      ? node.tagName.toLowerCase() + (node.getAttribute('class') ?? '').trim().replace(/^(?=.)|\\s+/g, '.')
      : JSON.stringify(node?.textContent ?? 'gone');
    const box = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(' ');
    new PerformanceObserver((list) => {
      for (const { value, startTime: at, hadRecentInput, sources } of list.getEntries()) {
        if (hadRecentInput) continue;
        if (at - last > 1000 || at - from > 5000) [burst, from] = [{ value: 0, moved: [] }, at];
        last = at;
        burst.value += value;
        burst.moved.push(...sources.map((one) => name(one.node) + ': ' + box(one.previousRect) + ' → ' + box(one.currentRect)));
        if (burst.value > globalThis.layoutShift.value) globalThis.layoutShift = structuredClone(burst);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  `);
}

/**
 * The worst burst of jumps since this page was loaded that nobody's hand caused, if it was one that people mind:
 * cumulative layout shift as https://web.dev/articles/cls defines it (bursts of at most five seconds, with less than
 * one between), 0.1 being the most that it calls good. Null where all is well.
 */
export async function bigShift(page: Page): Promise<LayoutShift | null> {
  const worst = await page.evaluate<LayoutShift>('globalThis.layoutShift');
  return worst.value < MOST_SHIFT ? null : worst;
}

/** Whether the page can be moved sideways, which no page of ours may. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');

/**
 * Scripts and styles that the page fetched although it had been here before; they should all have been kept. On a slow
 * line there is nothing to see: whose requests are held up keeps nothing.
 */
export const fetchedAgain = async (page: Page): Promise<string[]> =>
  SLOW_LINE_MS > 0
    ? []
    : page.evaluate<string[]>(`performance.getEntriesByType('resource')
    .filter(({ name, transferSize }) => /\\.(js|css)$/.test(name) && transferSize > 0).map(({ name }) => name)`);

/** Whether Chinese letters are drawn as themselves: without a font, all of them are the same box. */
export const showsChinese = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>(`(() => {
    const drawn = (letter) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 40, height: 40 });
      const pen = canvas.getContext('2d');
      pen.font = '32px ' + getComputedStyle(document.body).fontFamily;
      pen.fillText(letter, 4, 34);
      return canvas.toDataURL();
    };
    return new Set(['扣', '一', '积', '分'].map(drawn)).size === 4;
  })()`);
