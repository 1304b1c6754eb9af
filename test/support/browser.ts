import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

/** From now on it is watched what jumps on the pages of this window; see `layoutShift`. */
export async function watchLayoutShift(page: Page): Promise<void> {
  await page.addInitScript(`
    globalThis.layoutShift = 0;
    const burst = { value: 0, from: 0, last: 0 };
    new PerformanceObserver((list) => {
      for (const { value, startTime: at, hadRecentInput } of list.getEntries()) {
        if (hadRecentInput) continue;
        if (at - burst.last > 1000 || at - burst.from > 5000) Object.assign(burst, { value: 0, from: at });
        burst.value += value;
        burst.last = at;
        globalThis.layoutShift = Math.max(globalThis.layoutShift, burst.value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  `);
}

/**
 * The worst burst of jumps since this page was loaded that nobody's hand caused: cumulative layout shift as
 * https://web.dev/articles/cls defines it (bursts of at most five seconds, with less than one between).
 */
export const layoutShift = (page: Page): Promise<number> => page.evaluate<number>('globalThis.layoutShift');

/** Whether the page can be moved sideways, which no page of ours may. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');

/** Scripts and styles that the page fetched although it had been here before; they should all have been kept. */
export const fetchedAgain = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`performance.getEntriesByType('resource')
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
