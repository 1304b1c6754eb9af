import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { bigShift, openBrowser, scrollsSideways, type TestBrowser, type Window } from './browser';
import { type ServerProcess, startServerProcess } from './server-process';
import { dataFolder } from './data-folder';

export const DESK = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const TOUCH = { hasTouch: true, isMobile: true };

/** The demo brand on a server of its own, and a browser beside it. */
export interface DemoHouse {
  readonly server: ServerProcess;
  readonly browser: TestBrowser;
  close(): Promise<void>;
}

/** Opens a house with the demo brand in it; it leaves nothing behind. */
export async function openDemoHouse(): Promise<DemoHouse> {
  const folder = await dataFolder('house');
  const [server, browser] = await Promise.all([
    startServerProcess(path.join(folder, 'data'), { DEMO: 'on' }),
    openBrowser(),
  ]);
  return {
    server,
    browser,
    async close() {
      await browser.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A button by its whole name. */
export const button = (page: Page | Locator, name: string): Locator =>
  page.getByRole('button', { name, exact: true });

/** Signs in to the console as somebody of the demo brand and waits until they are greeted. */
export async function signIn(page: Page, { server }: DemoHouse, who: string): Promise<void> {
  await page.goto(`${server.url}/console/sign-in`);
  await page.locator('.demo-staff button').filter({ hasText: who }).click();
  await page.getByRole('heading', { level: 1, name: new RegExp(`^${who}，`) }).waitFor();
}

/** What no page of ours may do, whatever stands on it: go sideways, jump, complain, or ask another host. */
export async function isSound({ page, complaints }: Window): Promise<void> {
  const at = page.url();
  expect({ at, sideways: await scrollsSideways(page) }).toEqual({ at, sideways: false });
  expect({ at, shift: await bigShift(page) }).toEqual({ at, shift: null });
  expect({ at, ...complaints }).toEqual({ at, errors: [], strangers: [] });
}

/**
 * Clicks what leads to another page and waits until that one stands there, by its heading: until it has come, the one
 * before stays. Answers whether there was another page to go to.
 */
export async function follow(page: Page, link: Locator): Promise<boolean> {
  const here = (): string => new URL(page.url()).pathname;
  const headings = page.locator('.page-head h1');
  const [from, title] = [here(), await headings.first().innerText()];
  await link.click();
  if (here() === from) return false;
  const same = new RegExp(`^\\s*${title.replace(/[^\p{L}\p{N} ]/gu, '\\$&')}\\s*$`);
  await headings.filter({ hasNotText: same }).first().waitFor();
  return true;
}

/** Skeletons are gone. */
export const isRead = async (page: Page): Promise<void> => {
  await page.locator('.page-head h1').first().waitFor();
  await page.locator('.bones').first().waitFor({ state: 'detached' });
};
