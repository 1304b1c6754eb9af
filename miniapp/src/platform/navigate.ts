import Taro from '@tarojs/taro';

/** Addresses of all pages; a test opens each of them. */
export const PAGES = {
  home: '/pages/home/index',
  checkIn: '/pages/check-in/index',
  me: '/pages/me/index',
  signIn: '/pages/sign-in/index',
  activity: '/activity/detail/index',
  points: '/account/points/index',
  groups: '/account/groups/index',
  data: '/account/data/index',
  settings: '/account/settings/index',
  privacy: '/account/privacy/index',
} as const;

const TABS: readonly string[] = [PAGES.home, PAGES.checkIn, PAGES.me];

/** Opens a page, a tab by switching to it. Taps in quick succession open it once. */
export const go = (url: string): void => {
  const now = Date.now();
  if (url === last.url && now - last.at < 600) return;
  last = { url, at: now };
  const path = url.split('?')[0] ?? url;
  if (TABS.includes(path)) void Taro.switchTab({ url: path });
  else void Taro.navigateTo({ url });
};
let last = { url: '', at: 0 };

/** Replaces everything that is open. */
export const restartAt = (url: string): void => void Taro.reLaunch({ url });

/** Back to the page before, or home when this one was opened by a link. */
export const goBack = (): void => {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
  else void Taro.switchTab({ url: PAGES.home });
};

/** The address of an activity's page. */
export const activityPage = (id: string): string => `${PAGES.activity}?id=${encodeURIComponent(id)}`;

/** The address of the page in front, '' while none is open. */
export const pageInFront = (): string => {
  const pages = Taro.getCurrentPages();
  const route = pages[pages.length - 1]?.route ?? '';
  return route.startsWith('/') ? route : `/${route}`;
};
