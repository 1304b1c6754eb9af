import type { WeApp } from './weapp';

/** Signs in on the page that an ended session leads to. */
export const signInOn = async (phone: WeApp): Promise<void> => {
  const page = await phone.open('pages/sign-in/index');
  page.tap('我看过了，同意');
  await page.until(() => page.countOf('consent-box-on') === 1);
  page.tap('用微信登录');
  await page.until(() => phone.storage.has('kouyi:session'));
  page.close();
};
