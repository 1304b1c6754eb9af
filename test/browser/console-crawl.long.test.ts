import { type DemoHouse, DESK, openDemoHouse, signIn } from '../support/console-hand';
import { pressEverything } from '../support/every-button';

/**
 * Nothing on the console is dead: whatever can be pressed does something one can see, and nothing breaks by it. The
 * hand finds its way by pressing, so that a page or a button that is added is pressed without being named here.
 */

const WINDOWS = 3;
/** A quiet machine is through within a minute; a busy one ends here, with what it has seen. */
const FOR_MS = 240_000;
/** Of some fifty kinds of pages; fewer and the hand has lost its way. */
const PAGES_AT_LEAST = 25;

let house: DemoHouse;
beforeAll(async () => (house = await openDemoHouse()), 600_000);
afterAll(() => house?.close(), 120_000);

test('every button and link of every page does something, and nothing breaks', async () => {
  const first = await house.browser.open(DESK);
  await signIn(first.page, house, '管理员');
  const places = await first.page.evaluate<string[]>(
    `[...document.querySelectorAll('nav a[href]')].map((one) => one.href)`,
  );
  // One who is signed in, at as many windows as there are hands.
  const storageState = await first.context.storageState();
  const others = await Promise.all(
    Array.from({ length: WINDOWS - 1 }, () => house.browser.open(DESK, { storageState })),
  );
  const round = await pressEverything([first, ...others], { from: places, forMs: FOR_MS });
  process.stdout.write(`pressed ${round.pressed} on ${round.pages.length} pages\n`);
  expect(round.faults).toEqual([]);
  expect(round.pages.length).toBeGreaterThan(PAGES_AT_LEAST);
  for (const { context } of [first, ...others]) await context.close();
}, 600_000);
