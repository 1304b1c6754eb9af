// `npm run --silent bench:h5`: the first page of the mini-program's web edition on a slow phone. What it prints last is
// one JSON object: coldMs and warmMs (from the address to a page that answers a tap; the slower of the two first pages,
// median of the runs), criticalKbGz (what must arrive before that, gzipped), mainPackageKb (of the WeChat edition).
//
// The slow phone: processor 4× slower than this machine, 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { fail, root } from './bootstrap.mjs';
import { build } from './build.mjs';
import { testSupport } from './test-support.mjs';

const RUNS = 3;
const PHONE = { width: 390, height: 844 };
const CPU_TIMES_SLOWER = 4;
const BITS = 1000 / 8;
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: 1600 * BITS,
  uploadThroughput: 750 * BITS,
};

/** The two pages one can meet first, and what is on them once they can be used. */
const FIRST_PAGES = {
  '登录（第一次来）': { signedIn: false, ready: 'button[role=checkbox]' },
  '福利（已登录）': { signedIn: true, ready: '.card .button' },
};

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const kb = (bytes) => Math.round(bytes / 100) / 10;

/** Promises the moment when what `selector` names is there, painted, and the page is free to answer a tap. */
const watchFor = (selector) => `window.answersAtMs = new Promise((resolve) => {
  const look = () => document.querySelector(${JSON.stringify(selector)})
    ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))
    : requestAnimationFrame(look);
  look();
})`;

async function slowDown(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', NETWORK);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_TIMES_SLOWER });
}

/** Loads the page once; answers when it could be used, and what had arrived by then. */
async function load(page, url) {
  const arrived = [];
  const hear = (response) => arrived.push(response);
  page.on('response', hear);
  await page.goto(url, { waitUntil: 'commit' });
  const ms = await page.evaluate('window.answersAtMs');
  page.off('response', hear);
  return { ms, arrived };
}

/** Bytes of the pages, scripts and styles among what arrived, each gzipped. */
async function gzippedBytes(arrived) {
  const parts = arrived.filter((one) =>
    ['document', 'script', 'stylesheet'].includes(one.request().resourceType()),
  );
  const bodies = await Promise.all(parts.map((one) => one.body()));
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
}

/** Signs in as the first member offered, on a quick phone; answers what the phone keeps of it. */
async function memberOf(browser, url) {
  const { page, context } = await browser.open(PHONE);
  await page.goto(url);
  await page.getByRole('checkbox').click();
  await page
    .getByRole('group', { name: '会员' })
    .getByRole('button')
    .filter({ hasText: '咖啡' })
    .first()
    .click();
  await page.locator(FIRST_PAGES['福利（已登录）'].ready).first().waitFor();
  const kept = await context.storageState();
  await context.close();
  return kept;
}

/** Cold and warm, so many times each, in a phone that has nothing of ours but perhaps a session. */
async function measure(browser, url, { ready, storageState }) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { page, context } = await browser.open(PHONE, { storageState, isMobile: true, hasTouch: true });
    await context.addInitScript(watchFor(ready));
    await slowDown(page);
    const cold = await load(page, url);
    const gz = await gzippedBytes(cold.arrived);
    await page.goto('about:blank');
    const warm = await load(page, url);
    runs.push({ cold: cold.ms, warm: warm.ms, gz });
    await context.close();
  }
  return {
    coldMs: Math.round(median(runs.map(({ cold }) => cold))),
    warmMs: Math.round(median(runs.map(({ warm }) => warm))),
    gz: Math.max(...runs.map(({ gz }) => gz)),
  };
}

/** Bytes of the WeChat edition's main package: everything outside the subpackages. */
function mainPackageBytes() {
  const dist = path.join(root, 'miniapp/dist/weapp');
  const { subPackages = [] } = JSON.parse(readFileSync(path.join(dist, 'app.json'), 'utf8'));
  return readdirSync(dist, { recursive: true })
    .filter((file) => !subPackages.some((sub) => file.startsWith(`${sub.root}${path.sep}`)))
    .map((file) => statSync(path.join(dist, file)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

async function bench() {
  await build(['h5', 'weapp']);
  const { openBrowser, startServerProcess } = await testSupport('browser', 'server-process');
  const dataDir = mkdtempSync(path.join(tmpdir(), 'kouyi-bench-h5-'));
  const server = await startServerProcess(dataDir, { DEMO: 'on' });
  const browser = await openBrowser();
  try {
    const url = `${server.url}/m/`;
    const member = await memberOf(browser, url);
    process.stdout.write(
      `处理器慢 ${CPU_TIMES_SLOWER} 倍，下行 1.6 Mbit/s，上行 750 kbit/s，往返 ${NETWORK.latency} ms，各 ${RUNS} 次取中位数\n`,
    );
    const measured = [];
    for (const [name, { signedIn, ready }] of Object.entries(FIRST_PAGES)) {
      const one = await measure(browser, url, { ready, storageState: signedIn ? member : undefined });
      process.stdout.write(
        `${name}：第一次 ${one.coldMs} ms，再打开 ${one.warmMs} ms，${kb(one.gz)} KB gz\n`,
      );
      measured.push(one);
    }
    const worst = (key) => Math.max(...measured.map((one) => one[key]));
    const result = {
      coldMs: worst('coldMs'),
      warmMs: worst('warmMs'),
      criticalKbGz: kb(worst('gz')),
      mainPackageKb: kb(mainPackageBytes()),
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

bench().catch(fail);
