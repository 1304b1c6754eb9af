// Pictures of the mini-program (h5): every page of its own list, detail pages of what a person finds there by tapping
// through the lists, in each state and size. Customers and KOCs are those whom the sign-in page offers: the first has
// all pages, the others those that the first has nothing on; the newcomer is one who has nothing at all. What one comes
// to by a link from outside only (a join code, a coupon to claim) is asked of the server.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../bootstrap.mjs';
import { camera, failAll, fileName, isStill } from './camera.mjs';

const PHONE = { width: 390, height: 844 };
const SMALL = { width: 360, height: 640 };
const TABLET = { width: 768, height: 1024 };
/** Who looks, at what size, and what happens to the network. */
const STATES = {
  data: { who: 'customer', size: PHONE, whole: true },
  koc: { who: 'koc', size: PHONE, whole: true },
  empty: { who: 'newcomer', size: PHONE },
  error: { who: 'anybody', size: PHONE, net: 'fails' },
  offline: { who: 'anybody', size: PHONE, net: 'gone' },
  slow: { who: 'anybody', size: PHONE, net: 'slow' },
  small: { who: 'anybody', size: SMALL },
  tablet: { who: 'anybody', size: TABLET },
};
/** The states by name, as `--only` asks for them. */
export const PHONE_STATES = Object.keys(STATES);

/** Where a tap may lead somewhere: rows, cards, words. What joins, draws, gives or takes back is left alone. */
const LEADS = '.page-body .row-tap:not([role=checkbox]), .page-body [class*="-tap"]:not(.row-tap)';
const LEADS_TOO = /›$|^(送给谁|看我的结果|看老师的回复|接着答|开始|做成海报|做一张海报)/;
const TAPS_OF_A_KIND = 3;
const SETTLE_MS = 350;
/** By then a tap that leads somewhere has led there. */
const LEAD_MS = 1_000;
/** By then a page has tried twice what does not come. */
const TRIED_MS = 1_500;
/** A little later than the page says that the network is slow. */
const SLOW_MS = 3_600;

const read = (file) => readFileSync(path.join(root, file), 'utf8');

/** The pages of the mini-program, as its own list says. */
function phonePages() {
  const text = read('miniapp/src/app.config.ts');
  const [main, ...subs] = text.split(/subPackages/);
  const own = [...main.matchAll(/'(pages\/[\w-]+\/index)'/g)].map(([, page]) => page);
  const more = [...subs.join('').matchAll(/root:\s*'([\w-]+)',\s*pages:\s*\[([^\]]*)\]/g)].flatMap(
    ([, folder, list]) => [...list.matchAll(/'([\w/-]+)'/g)].map(([, page]) => `${folder}/${page}`),
  );
  return [...new Set([...own, ...more])];
}

const api = async (page, url, route, { token, data } = {}) => {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const to = `${url}/api/member/${route}`;
  return (await (data ? page.request.post(to, { headers, data }) : page.request.get(to, { headers }))).json();
};

/** Signs one of the demo brand in, as a person does it. */
async function enter(page, url, nickname) {
  await page.goto(`${url}/m/`);
  await page.getByRole('checkbox').click();
  await page.getByLabel('按昵称找会员').fill(nickname);
  await page
    .getByRole('button')
    .filter({ has: page.getByText(nickname, { exact: true }) })
    .first()
    .click();
  await page.locator('.tab-bar').waitFor();
  await isStill(page);
}

/** Nicknames of KOCs, of customers with something on their pages, and of one who has nothing yet. */
async function cast(browser, url) {
  const { page, context } = await browser.open(PHONE);
  const all = [];
  let cursor;
  do {
    const from = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const answer = await api(page, url, `demo-members?limit=100${from}`);
    all.push(...answer.items);
    cursor = answer.nextCursor;
  } while (cursor);
  // Those whom the brand's own list puts first are worth a look; after them, whoever has most.
  all.sort((a, b) => Boolean(b.hint) - Boolean(a.hint) || b.points - a.points);
  const who = { koc: [], customer: [] };
  const consent = /CONSENT_VERSION = '([^']+)'/.exec(read('miniapp/src/account/privacy/text.ts'))[1];
  for (const one of all) {
    const data = { personId: one.personId, consent };
    const { token } = await api(page, url, 'demo-session', { data });
    const { koc } = await api(page, url, 'earnings', { token });
    who[koc ? 'koc' : 'customer'].push(one.nickname);
    if (!one.hint && who.koc.length > 0 && who.customer.length > 0) break;
  }
  let newcomer = all.at(-1);
  for (const one of all.filter(({ groups }) => groups.length === 0).reverse()) {
    const { token } = await api(page, url, 'demo-session', { data: { personId: one.personId, consent } });
    if ((await api(page, url, 'me', { token })).blacklisted) continue;
    newcomer = one;
    break;
  }
  await context.close();
  return { ...who, anybody: [...who.koc, ...who.customer], newcomer: [newcomer.nickname] };
}

const addressOf = (page) => decodeURIComponent(new URL(page.url()).hash.replace(/^#\/?/, ''));

/** Opens a page anew; without the step between, the browser would only add it to those that are open. */
const openPage = async (page, url, address) => {
  const to = `${url}/m/#/${address}`;
  await page.goto('about:blank');
  // What was left behind may still be moving on by itself, which ends the first try.
  await page.goto(to).catch(() => page.goto(to));
};

/** Pages with a detail behind them that not everybody has. */
const OWN_LISTS = [
  'account/inbox/index',
  'draw/boxes/index',
  'draw/mine/index',
  'cabinet/prizes/index',
  'coupons/list/index',
  'intake/start/index',
];

/** What one comes to by a link from outside: the code of a KOC's sub-group, and coupons that staff give out by a link. */
async function fromOutside(browser, url, koc) {
  const { page, context } = await browser.open(PHONE, { isMobile: true, hasTouch: true });
  const read = async (to, token) => {
    const headers = token ? { authorization: `Bearer ${token}` } : {};
    return (await page.request.get(`${url}/api/${to}`, { headers })).json();
  };
  await enter(page, url, koc);
  const token = await page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem('kouyi:session'));
    return JSON.parse(kept.data).token;
  });
  const groups = await read('member/sub-groups', token);
  const code = groups.items.find(({ joinCode }) => joinCode)?.joinCode;
  const { demoStaff } = await read('welcome');
  const { login, password } = demoStaff.find(({ role }) => role === 'admin');
  await page.request.post(`${url}/api/staff/session`, { data: { login, password } });
  const links = [];
  for (const { id } of (await read('coupons?limit=100')).items)
    links.push(...(await read(`coupons/${id}/links`)).items.filter(({ open }) => open));
  await context.close();
  return [...(code ? [`koc/join/index?code=${code}`] : []), ...links.slice(0, 1).map((link) => link.page)];
}

/** Adds every address with something of its own that who is signed in comes to by tapping, each page once. */
async function walk(page, url, who, from, found) {
  const pages = phonePages();
  const waiting = [...from];
  while (waiting.length > 0) {
    const address = waiting.shift();
    await openPage(page, url, address);
    await isStill(page, SETTLE_MS);
    for (const there of await tapThrough(page, address)) {
      const [name] = there.split('?');
      if (!there.includes('?') || !pages.includes(name) || found.has(name)) continue;
      found.set(name, { who, address: there });
      waiting.push(there);
    }
  }
}

/** All pages with whose and which they are: the first of these people has them all, the others what is missing. */
async function walkAll(browser, url, [first, ...others]) {
  const pages = phonePages().filter((one) => !one.includes('sign-in'));
  const found = new Map();
  for (const who of [first, ...others]) {
    const { page, context } = await browser.open(PHONE, { isMobile: true, hasTouch: true });
    await enter(page, url, who);
    await walk(page, url, who, who === first ? pages : OWN_LISTS, found);
    await context.close();
  }
  const all = pages.map((name) => found.get(name) ?? { who: first, address: name });
  const outside = (await fromOutside(browser, url, first)).map((address) => ({
    who: others.at(-1) ?? first,
    address,
    name: `${fileName(address.replace(/\/index\?.*$/, ''))}-by-link`,
  }));
  return [...all, ...outside].sort(
    (a, b) => (a.who === first ? 0 : 1) - (b.who === first ? 0 : 1) || (a.who < b.who ? -1 : 1),
  );
}

/** Where the taps of the page in front lead, a few of each kind. */
async function tapThrough(page, address) {
  const taps = page.locator(LEADS).or(page.locator('.page-body .button').filter({ hasText: LEADS_TOO }));
  const looks = await taps.evaluateAll((all) => all.map((one) => one.className));
  const led = [];
  const seen = new Map();
  for (const [i, look] of looks.entries()) {
    seen.set(look, (seen.get(look) ?? 0) + 1);
    if (seen.get(look) > TAPS_OF_A_KIND) continue;
    const tapped = await taps
      .nth(i)
      .click({ timeout: 1_500 })
      .then(
        () => true,
        () => false,
      );
    if (!tapped) continue;
    await page
      .waitForFunction((here) => decodeURIComponent(location.hash) !== `#/${here}`, address, {
        timeout: LEAD_MS,
      })
      .catch(() => undefined);
    const there = addressOf(page);
    if (there !== address) {
      led.push(there);
      await page.goBack();
      await page.waitForTimeout(SETTLE_MS);
      if (addressOf(page) !== address) break;
    } else if (await page.locator('#sheet-close').isVisible()) await page.locator('#sheet-close').click();
  }
  return led;
}

/** The page is remembered, the network goes, and the person comes back to it. */
async function loseNetwork(page, context, url, address) {
  await openPage(page, url, address);
  await isStill(page, SETTLE_MS);
  const elsewhere = address.startsWith('account/settings') ? 'pages/me/index' : 'account/settings/index';
  await page.evaluate((to) => (location.hash = `#/${to}`), elsewhere);
  await page.waitForTimeout(SETTLE_MS);
  await context.setOffline(true);
  await page.goBack();
  await isStill(page, TRIED_MS);
}

/** Lets the server fail, or never answer: the page is left before its patience ends. */
const disturb = async (page, net) => {
  if (net === 'fails') await failAll(page);
  if (net === 'slow') await page.route('**/api/member/**', () => undefined);
};

/** Takes the pictures of the mini-program in these states. */
export async function phone(browser, url, folder, states) {
  const people = await cast(browser, url);
  process.stdout.write(`${JSON.stringify(people)}\n`);
  const walked = new Map();
  const placesOf = async (who) => {
    if (!walked.has(who)) walked.set(who, await walkAll(browser, url, people[who]));
    return walked.get(who);
  };
  for (const state of states) {
    const { who, size, net, whole } = STATES[state];
    const places = await placesOf(who);
    const window = await browser.open(size, { isMobile: true, hasTouch: true });
    const { page, context } = window;
    const out = path.join(folder, `h5-${state}`);
    const slow = net === 'slow';
    const take = camera(window, out, {
      expectErrors: net !== undefined,
      whole,
      touch: true,
      ...(slow ? { wait: () => page.waitForTimeout(SLOW_MS) } : {}),
    });
    await page.goto(`${url}/m/`);
    await take('sign-in');
    let signedIn = people[who][0];
    await enter(page, url, signedIn);
    await disturb(page, net);
    for (const place of places) {
      const { address } = place;
      if (place.who !== signedIn) {
        signedIn = place.who;
        await page.evaluate(() => localStorage.clear());
        await page.goto('about:blank');
        await page.unrouteAll();
        await enter(page, url, signedIn);
        await disturb(page, net);
      }
      if (net === 'gone') await loseNetwork(page, context, url, address);
      else {
        if (slow) await forgetAnswers(page);
        await openPage(page, url, address);
      }
      await take(place.name ?? fileName(address.replace(/\/index(\?.*)?$/, '')));
      if (net === 'gone') await context.setOffline(false);
    }
    await context.close();
  }
}

/** A page that was never seen has no copy on the phone. */
const forgetAnswers = (page) =>
  page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.includes('answer:')) localStorage.removeItem(key);
  });
