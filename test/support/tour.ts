import type { Locator, Page } from 'playwright-core';

/** What a person's hands do in console and phone, for browser tests: only what the screens show is asked for. */

/** Signs in to the console as one of the demo's members of staff, by what their button says. */
export async function signInToConsole(page: Page, url: string, role: string): Promise<void> {
  await page.goto(`${url}/console/`);
  await page.getByRole('button', { name: role }).click();
  await page.waitForURL(({ pathname }) => !pathname.includes('sign-in'));
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

/** The rail at a desk. */
const railOf = (page: Page): Locator => page.getByRole('navigation', { name: '主导航' });

/** Opens every part of the rail that is folded. */
export async function unfoldRail(page: Page): Promise<void> {
  const folded = railOf(page).getByRole('button', { expanded: false });
  // Who has few places has nothing to unfold.
  await railOf(page).getByRole('link').first().waitFor();
  while ((await folded.count()) > 0) await folded.first().click();
}

/** Goes to a place of the rail by its name, in a folded part too. */
export async function toPlace(page: Page, name: string): Promise<void> {
  const link = railOf(page).getByRole('link', { name, exact: true });
  await railOf(page).getByRole('link').first().waitFor();
  if ((await link.count()) === 0) await unfoldRail(page);
  await link.click();
}

/** 活动 → 建一个活动 → the sentence → draft; each of `understood` stands under the sentence before it is saved. */
export async function draftBySentence(
  page: Page,
  sentence: string,
  understood: readonly string[],
): Promise<void> {
  await page.getByRole('link', { name: '活动', exact: true }).click();
  await page.getByRole('button', { name: '建一个活动' }).click();
  await page.getByLabel('用一句话说要办什么', { exact: true }).fill(sentence);
  for (const words of understood) await page.getByText(words).waitFor();
  await page.getByRole('button', { name: '建成草稿' }).click();
  await page.getByText('这是草稿，群里还看不到').waitFor();
}

/** Launches the draft on show; answers its title and where its page is. */
export async function launchDraft(page: Page): Promise<{ title: string; at: string }> {
  await page.getByRole('button', { name: '启动', exact: true }).click();
  await page.getByText('已经开始了，群里可以扣了').waitFor();
  return {
    title: await page.getByRole('heading', { level: 1 }).innerText(),
    at: new URL(page.url()).pathname,
  };
}

const room = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** Opens exactly these rooms in the simulator, side by side. */
export async function openRooms(page: Page, names: readonly string[]): Promise<Locator[]> {
  await page.getByRole('link', { name: '模拟器' }).click();
  const which = page.getByRole('combobox', { name: '打开哪些群' });
  const opened = page.getByRole('button', { name: /^收起 / });
  await opened.first().waitFor();
  const closers = await Promise.all((await opened.all()).map((one) => one.getAttribute('aria-label')));
  for (const label of closers) {
    const closer = page.getByRole('button', { name: label!, exact: true });
    await closer.click();
    await closer.waitFor({ state: 'hidden' });
  }
  for (const name of names) {
    await which.fill(name);
    await page.locator('.ant-select-item-option', { hasText: name }).click();
    await room(page, name).waitFor();
  }
  await page.keyboard.press('Escape');
  return names.map((name) => room(page, name));
}

/** What somebody said in a room, oldest first; pressed, it tells why. */
export const said = (of: Locator, name: string, text: string): Locator =>
  of.getByRole('log').getByRole('button', { name: new RegExp(`^${text} ?${name} ?\\d`) });

/** Whoever is chosen in the room presses one of its quick buttons; answers who it was. */
export async function speaks(of: Locator, text: string): Promise<string> {
  const who = of.locator('.composer-who').filter({ hasNotText: '选一个人' });
  await who.waitFor();
  const name = (await who.innerText()).trim();
  const before = await said(of, name, text).count();
  await of.getByRole('button', { name: `说 ${text}`, exact: true }).click();
  await said(of, name, text).nth(before).waitFor();
  return name;
}

/** Signs in on the phone as one of the members. */
export async function signInAs(page: Page, name: string): Promise<void> {
  await page.getByRole('checkbox', { name: '我看过了，同意' }).click();
  await page.getByLabel('按昵称找会员').fill(name);
  await page
    .getByRole('button')
    .filter({ has: page.getByText(name, { exact: true }) })
    .click();
}
