// What both fronts' pictures are taken with: waiting until a page is drawn, the picture, the page's faults, an API that fails.
import { mkdirSync } from 'node:fs';
import path from 'node:path';

const QUIET_MS = 700;
/** So much of a long page is shown whole. */
const WHOLE_PX = 4_000;

/** Skeletons are gone and what came is drawn. */
export async function isStill(page, quietMs = QUIET_MS) {
  await page
    .waitForFunction(() => !document.querySelector('.bones, .skeleton, .ant-spin-spinning'), null, {
      timeout: 8_000,
    })
    .catch(() => undefined);
  await page.waitForTimeout(quietMs);
}

/** An address as the name of a file. */
export const fileName = (address) => address.replace(/^\/+|\/+$/g, '').replace(/[^\w=-]+/g, '_') || 'today';

/**
 * Takes the pictures of one window, and says what a page did that no page may. `whole` takes a page that is longer than
 * the screen once more as if the screen were long enough; `touch` looks whether a finger finds everything; `wait` says
 * when the picture is taken.
 */
export function camera(
  { page, complaints },
  folder,
  { expectErrors = false, whole = false, touch = false, wait = isStill } = {},
) {
  mkdirSync(folder, { recursive: true });
  let said = 0;
  const shoot = (name) =>
    page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
  return async (name) => {
    await wait(page);
    await shoot(name);
    if (whole) await shootWhole(page, () => shoot(`${name}-whole`));
    const faults = [];
    if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth))
      faults.push('scrolls sideways');
    if (touch) faults.push(...(await smallTargets(page)), ...(await covered(page)));
    const errors = complaints.errors.slice(said);
    said = complaints.errors.length;
    if (!expectErrors) faults.push(...errors);
    faults.push(...complaints.strangers.splice(0));
    process.stdout.write(
      `${path.join(path.basename(folder), name)}.png${faults.map((one) => `\n  ! ${one}`).join('')}\n`,
    );
  };
}

/** What is lower or narrower than a finger needs. https://www.w3.org/TR/WCAG22/#target-size-enhanced */
const smallTargets = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, input, textarea, [role=button]')]
      .map((one) => [one, one.getBoundingClientRect()])
      .filter(
        ([one, { width, height }]) =>
          width > 0 && (height < 43.5 || width < 43.5) && one.offsetParent !== null,
      )
      .map(
        ([one, { width, height }]) =>
          `small: ${one.innerText.slice(0, 20)} ${Math.round(width)}×${Math.round(height)}`,
      ),
  );

/** Whether what stands fixed at the foot hides the end of the page from who has scrolled there. */
const covered = (page) =>
  page.evaluate(() => {
    const foot = [...document.querySelectorAll('.page-foot, .tab-bar')].find(
      (one) => one.offsetParent !== null || one.getClientRects().length > 0,
    );
    if (!foot) return [];
    const before = window.scrollY;
    window.scrollTo(0, document.documentElement.scrollHeight);
    const last = [...document.querySelectorAll('.page-body > *, .page-body .card')]
      .filter((one) => one.getClientRects().length > 0)
      .reduce((low, one) => Math.max(low, one.getBoundingClientRect().bottom), 0);
    const over = Math.round(last - foot.getBoundingClientRect().top);
    window.scrollTo(0, before);
    return over > 0 ? [`the foot covers ${over} px of the page's end`] : [];
  });

async function shootWhole(page, shoot) {
  const screen = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height <= screen.height + 8) return;
  await page.setViewportSize({ width: screen.width, height: Math.min(height, WHOLE_PX) });
  await page.waitForTimeout(150);
  await shoot();
  await page.setViewportSize(screen);
}

/** From now on every answer but who is signed in is a failure. */
export const failAll = (page) =>
  page.route(
    (address) =>
      address.pathname.startsWith('/api/') &&
      !/\/(welcome|staff\/me|staff\/session|demo-)/.test(address.pathname),
    (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/json',
        body: JSON.stringify({ error: { code: 'unavailable', message: '服务器暂时没法回答，稍后再试。' } }),
      }),
  );
