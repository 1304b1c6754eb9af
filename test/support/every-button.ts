import type { Page, Request } from 'playwright-core';
import type { Window } from './browser';

/**
 * A hand that presses everything: on every page it comes to, each button, tab, link and first row once, as a person
 * finds them. Whatever is pressed must do something that can be seen, and nothing may break by it.
 */

/** What lies on a page and can be pressed. */
interface Thing {
  /** The same for what is the same thing to a person; figures in it do not matter. */
  key: string;
  /** Where it stands among what could be pressed when it was found. */
  at: number;
}

/** Pressing these ends the round for everybody, or is how the hand itself moves. */
const LEFT_ALONE = /退出登录/;
/** Of things that repeat in rows and cards so many are pressed. */
const MOST_OF_A_KIND = 2;
/** So long something may take until it can be pressed, and until it can be seen that it was; a busy machine is slow. */
const REACHED_WITHIN_MS = 10_000;
const SEEN_WITHIN_MS = 5_000;
const CLOSED_WITHIN_MS = 5_000;
const READ_WITHIN_MS = 30_000;

/** Runs in the page: what stands on it, without the figures that move by themselves, and what can be pressed. */
const EYES = `(() => {
  const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.getClientRects().length > 0;
  const words = (text) => (text ?? '').replace(/[\\d,.:–]+/g, '#').replace(/\\s+/g, ' ').trim();
  const kindOf = (path) => path.replace(/^\\/console/, '').replace(/\\/[^/]*[\\d_][^/]*/g, '/:id') || '/';
  const isOn = (one) =>
    one.getAttribute('aria-selected') === 'true' || one.getAttribute('aria-current') !== null ||
    one.getAttribute('aria-pressed') === 'true' || one.getAttribute('aria-disabled') === 'true';
  const inRow = (one) => one.closest('tr, li, article, .templates, [role=log], [role=option]');
  const things = () => [...document.querySelectorAll('main button, main a[href], main tr.opens')].filter(
    (one) => !one.disabled && !isOn(one) && shown(one) && one.getAttribute('aria-hidden') !== 'true',
  );
  const keyOf = (one) => {
    if (one.matches('tr.opens')) return 'row of ' + one.closest('table').getAttribute('aria-label');
    if (one.matches('a')) return 'link to ' + kindOf(one.pathname);
    const name = words(one.getAttribute('aria-label') ?? one.innerText) || one.title;
    return 'button ' + (one.getAttribute('role') ?? '') + ' ' + name;
  };
  const groupOf = (one) => {
    const row = inRow(one);
    return row ? [row.tagName, row.parentElement.className, one.className].join('|') : undefined;
  };
  globalThis.eyes = {
    kind: () => kindOf(location.pathname),
    next: (tried, most) => {
      const before = new Set(tried);
      const counts = new Map();
      for (const key of tried) if (key.startsWith('kind ')) counts.set(key, (counts.get(key) ?? 0) + 1);
      for (const [at, one] of things().entries()) {
        const key = keyOf(one);
        if (before.has(key)) continue;
        const group = groupOf(one);
        if (group && (counts.get('kind ' + group) ?? 0) >= most) continue;
        return { key, at, group: group && 'kind ' + group };
      }
      return undefined;
    },
    thing: (at, key) => things().filter((one, i) => i === at && keyOf(one) === key)[0],
    look: () => JSON.stringify([
      location.pathname, location.search, location.hash,
      words(document.body.textContent),
      [...document.querySelectorAll('input, textarea')].map((one) => one.value + one.checked).join(),
      [...document.querySelectorAll('[aria-expanded], [aria-selected], [aria-pressed], details')].map((one) =>
        [one.ariaExpanded, one.ariaSelected, one.ariaPressed, one.open].join()).join(';'),
      [...document.querySelectorAll('[role=dialog], [role=menu], .ant-popover, .ant-picker-dropdown, .ant-select-dropdown')]
        .filter(shown).length,
      document.querySelectorAll('canvas, svg, img').length,
    ]),
  };
})()`;

/** By then what was answered is drawn. */
const TWO_FRAMES = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';

const look = (page: Page): Promise<string> => page.evaluate<string>('eyes.look()');
const kindHere = (page: Page): Promise<string> => page.evaluate<string>('eyes.kind()');

const isRead = async (page: Page): Promise<void> => {
  await page.locator('.page-head h1').first().waitFor({ timeout: READ_WITHIN_MS });
  await page.locator('.bones').first().waitFor({ state: 'detached', timeout: READ_WITHIN_MS });
};

/** What the hand found out in a round. */
export interface Round {
  /** What is wrong, each with the page and what was pressed. */
  faults: string[];
  /** Kinds of pages it was on. */
  pages: string[];
  pressed: number;
}

/** What windows share that go through the pages together. */
class Plan {
  readonly round: Round = { faults: [], pages: [], pressed: 0 };
  readonly #begun = new Set<string>();
  readonly #waiting: { address: string; kind: string | undefined }[];
  readonly endsAt: number;

  constructor(from: readonly string[], forMs: number) {
    this.#waiting = from.map((address) => ({ address, kind: undefined }));
    this.endsAt = Date.now() + forMs;
  }

  /** A page that was seen from another. */
  found(kind: string, address: string): void {
    if (!this.#begun.has(kind) && !this.#waiting.some((one) => one.kind === kind))
      this.#waiting.push({ kind, address });
  }

  /** Each kind is gone through once: whether this is the first of it. */
  begins(kind: string): boolean {
    if (this.#begun.has(kind)) return false;
    this.#begun.add(kind);
    this.round.pages.push(kind);
    return true;
  }

  /** Where to go next; nothing once all is seen or time is up. */
  take(): string | undefined {
    return Date.now() < this.endsAt ? this.#waiting.shift()?.address : undefined;
  }
}

/** One hand at one window. */
class Hand {
  readonly #window: Window;
  readonly #plan: Plan;
  /** Something happened that the page does not show: a download, a request of a new kind, another window. */
  #felt = false;
  #doing = '';
  readonly #asked = new Set<string>();
  /** What was sent by the last press and is not answered yet. */
  #sent: Promise<unknown>[] = [];

  constructor(window: Window, plan: Plan) {
    this.#window = window;
    this.#plan = plan;
    const { page } = window;
    page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
    page.on('download', () => (this.#felt = true));
    page.on('filechooser', () => (this.#felt = true));
    page.on('popup', (popup) => {
      this.#felt = true;
      void popup.close();
    });
    page.on('request', (request) => this.#hear(request));
    page.on('response', (response) => {
      const status = response.status();
      if (status >= 500 || status === 404) this.#fault(`${status} of ${new URL(response.url()).pathname}`);
    });
  }

  #hear(request: Request): void {
    if (!/\/api\//.test(request.url())) return;
    const what = `${request.method()} ${request.url()}`;
    // What a page asks again and again by itself is no answer to a press.
    if (request.method() !== 'GET' || !this.#asked.has(what)) this.#felt = true;
    if (request.method() !== 'GET') this.#sent.push(request.response().catch(() => undefined));
    this.#asked.add(what);
  }

  #fault(what: string): void {
    this.#plan.round.faults.push(`${this.#doing}: ${what}`);
  }

  /** What the page complained of since it was asked last; that the server said no is for the page to show. */
  #complaints(): void {
    const { errors, strangers } = this.#window.complaints;
    for (const error of errors.splice(0)) if (!/status of 4\d\d/.test(error)) this.#fault(error);
    for (const stranger of strangers.splice(0)) this.#fault(`asked another host: ${stranger}`);
  }

  /** Everything on the page at an address. */
  async goThrough(address: string): Promise<void> {
    const { page } = this.#window;
    this.#doing = address;
    if (!(await this.#open(address))) return;
    const kind = await kindHere(page);
    if (!this.#plan.begins(kind)) return;
    const tried: string[] = [];
    while (Date.now() < this.#plan.endsAt) {
      const thing = await page.evaluate<(Thing & { group?: string }) | undefined>(
        `eyes.next(${JSON.stringify(tried)}, ${MOST_OF_A_KIND})`,
      );
      if (!thing) break;
      tried.push(thing.key, ...(thing.group ? [thing.group] : []));
      if (LEFT_ALONE.test(thing.key)) continue;
      this.#doing = `${kind}, ${thing.key}`;
      await this.#press(thing);
      await this.#comeBack(kind, address);
      this.#complaints();
    }
  }

  /** Opens a page; answers whether it stands there. */
  async #open(address: string): Promise<boolean> {
    const { page } = this.#window;
    await page.goto(address);
    return this.#comesToRest();
  }

  async #comesToRest(): Promise<boolean> {
    try {
      await isRead(this.#window.page);
      return true;
    } catch {
      this.#fault(`${this.#window.page.url()} does not come to rest`);
      return false;
    }
  }

  async #press({ key, at }: Thing): Promise<void> {
    const { page } = this.#window;
    const handle = await page.evaluateHandle(`eyes.thing(${at}, ${JSON.stringify(key)})`);
    const element = handle.asElement();
    // Lists that live on their own may have moved; what is gone cannot be pressed.
    if (!element) return;
    const before = await look(page);
    this.#felt = false;
    try {
      await element.click({ timeout: REACHED_WITHIN_MS });
    } catch (failure) {
      if (await element.isVisible().catch(() => false))
        this.#fault(`cannot be pressed: ${String(failure).split('\n')[0] ?? ''}`);
      return;
    }
    this.#plan.round.pressed += 1;
    const until = Date.now() + SEEN_WITHIN_MS;
    while (!this.#felt && (await look(page).catch(() => '')) === before)
      if (Date.now() > until) {
        this.#fault('does nothing');
        return;
      }
  }

  /** Closes what was opened and goes back to where it was pressed; where it led is looked at later. */
  async #comeBack(kind: string, address: string): Promise<void> {
    const { page } = this.#window;
    // What was sent may lead to another page once it is answered.
    await Promise.all(this.#sent.splice(0));
    await page.evaluate(TWO_FRAMES).catch(() => undefined);
    // Some links lead out of the console, to what the server itself shows.
    const isOurs = new URL(page.url()).pathname.startsWith('/console');
    if (!isOurs || !(await this.#comesToRest())) {
      await this.#open(address);
      return;
    }
    const there = await kindHere(page);
    if (there !== kind) {
      this.#plan.found(there, page.url());
      await page.goBack();
      await this.#comesToRest();
      if ((await kindHere(page).catch(() => '')) !== kind) await this.#open(address);
    }
    const open = page.locator('[role=dialog]:visible, [role=menu]:visible, .ant-popover:visible').first();
    if (!(await open.isVisible())) return;
    await page.keyboard.press('Escape');
    if (await open.isVisible()) {
      const name = await open.getAttribute('role');
      if (name === 'dialog') {
        await open
          .waitFor({ state: 'hidden', timeout: CLOSED_WITHIN_MS })
          .catch(() => this.#fault('what it opened is not closed by Escape'));
      } else await page.mouse.click(720, 3);
    }
    if (await open.isVisible()) await this.#open(address);
  }
}

/**
 * Presses everything on every page that can be reached from here by pressing, with some windows at once, for so long.
 * Each window must be signed in and stand on a page.
 */
export async function pressEverything(
  windows: readonly Window[],
  { from, forMs }: { from: readonly string[]; forMs: number },
): Promise<Round> {
  const plan = new Plan(from, forMs);
  await Promise.all(
    windows.map(async (window) => {
      await window.page.addInitScript(EYES);
      const hand = new Hand(window, plan);
      for (let address = plan.take(); address !== undefined; address = plan.take()) {
        await hand.goThrough(address);
      }
    }),
  );
  return plan.round;
}
