// `npm run docs:shots -- --all [FOLDER]`: a picture of every page of the console and of the mini-program (h5) in each
// state: with data, empty, failing, dark, offline, slow, and on other sizes. Pages are found as a person finds them: from
// the menu, tab by tab, and the first row of every list; so a page that is added is looked at without being listed here.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { camera, failAll, fileName, isStill } from './all-pictures/camera.mjs';
import { phone, PHONE_STATES } from './all-pictures/phone.mjs';

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const NEVER_IN_MENU = [
  '/activities?state=running',
  '/activities/new',
  '/activities/edit',
  '/activities/import',
  '/groups/bands',
];

const signIn = async (page, url, who) => {
  await page.goto(`${url}/console/`);
  if (typeof who === 'string') await page.locator('.demo-staff button').filter({ hasText: who }).click();
  else {
    await page.getByLabel('账号').fill(who.login);
    await page.getByLabel('密码').fill(who.password);
    await page.getByRole('button', { name: '登录' }).click();
  }
  await page.locator('.page-head h1').waitFor();
};

/** Every address of the console that this person can reach: the menu, its tabs, and the first row of each list. */
async function addressesOf(page, url) {
  const menu = await page
    .locator('.rail a[href]')
    .evaluateAll((all) => [
      ...new Set(all.map((one) => new URL(one.href).pathname.replace(/^\/console/, '') || '/')),
    ]);
  const found = [];
  const here = () => page.url().replace(`${url}/console`, '') || '/';
  const tabsOf = async (address) => {
    const count = await page.getByRole('tab').count();
    for (let i = 1; i < count; i += 1) {
      await page.getByRole('tab').nth(i).click();
      await isStill(page);
      if (here() !== address && !found.includes(here())) found.push(here());
    }
  };
  for (const address of [...menu, ...NEVER_IN_MENU]) {
    await page.goto(`${url}/console${address}`);
    await isStill(page);
    found.push(address);
    await tabsOf(address);
    await page.goto(`${url}/console${address}`);
    await isStill(page);
    const row = page.locator('tr.opens').first();
    if (!(await row.isVisible())) continue;
    await row.click();
    await isStill(page);
    const inside = here();
    if (found.includes(inside) || menu.includes(inside.split('?')[0])) continue;
    found.push(inside);
    await tabsOf(inside);
  }
  return found;
}

async function console_(browser, url, folder, { who, states }) {
  const finder = await browser.open(DESK);
  await signIn(finder.page, url, who);
  const addresses = await addressesOf(finder.page, url);
  await finder.context.close();
  for (const state of states) {
    const onPhone = state.startsWith('phone');
    const window = await browser.open(
      onPhone ? PHONE : DESK,
      onPhone ? { isMobile: true, hasTouch: true } : {},
    );
    const { page } = window;
    if (state.endsWith('dark')) await page.addInitScript(() => localStorage.setItem('kouyi.theme', 'dark'));
    if (!onPhone || state === 'phone-data') {
      await page.goto(`${url}/console/`);
      await camera(window, path.join(folder, `console-${state}`), { expectErrors: state === 'error' })(
        'sign-in',
      );
    }
    await signIn(page, url, who);
    const take = camera(window, path.join(folder, `console-${state}`), { expectErrors: state === 'error' });
    if (state === 'error') await failAll(page);
    for (const address of addresses) {
      await page.goto(`${url}/console${address}`);
      await take(fileName(address));
    }
    await window.context.close();
  }
}

/** Takes them all; with `url` from a server that runs already, otherwise from two of its own. */
export async function allPictures({ openBrowser, startServerProcess }, { folder, url, only }) {
  const out = folder ?? mkdtempSync(path.join(tmpdir(), 'kouyi-shots-'));
  const wants = (part) => only === undefined || only.split(',').some((one) => part.startsWith(one));
  const chosen = (part, states) => states.filter((state) => wants(`${part}-${state}`));
  const dataDir = mkdtempSync(path.join(tmpdir(), 'kouyi-pictures-'));
  const password = 'pictures of nothing';
  const browser = await openBrowser();
  const servers = [];
  const start = async (name, env) => {
    const server = await startServerProcess(path.join(dataDir, name), env);
    servers.push(server);
    return server.url;
  };
  try {
    const full = url ?? (await start('demo', { DEMO: 'on' }));
    const desk = chosen('console', ['data', 'dark', 'error', 'phone-data', 'phone-dark']);
    if (desk.length > 0) await console_(browser, full, out, { who: '管理员', states: desk });
    const h5 = chosen('h5', PHONE_STATES);
    if (h5.length > 0) await phone(browser, full, out, h5);
    const empty = chosen('console', ['empty']);
    if (empty.length > 0)
      await console_(browser, await start('empty', { ADMIN_PASSWORD: password }), out, {
        who: { login: 'admin', password },
        states: empty,
      });
  } finally {
    await browser.close();
    for (const server of servers) await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  process.stdout.write(`\n${out}\n`);
}
