import Taro from '@tarojs/taro';
import { forget, keep, recall } from './storage';

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
  inbox: '/account/inbox/index',
  help: '/account/help/index',
  boxes: '/draw/boxes/index',
  box: '/draw/box/index',
  verify: '/draw/verify/index',
  myDraws: '/draw/mine/index',
  prizes: '/cabinet/prizes/index',
  prize: '/cabinet/detail/index',
  coupons: '/coupons/list/index',
  coupon: '/coupons/detail/index',
  couponLink: '/coupons/claim/index',
  koc: '/koc/centre/index',
  products: '/koc/products/index',
  poster: '/koc/poster/index',
  materials: '/koc/materials/index',
  material: '/koc/material/index',
  subGroups: '/koc/sub-groups/index',
  subGroup: '/koc/sub-group/index',
  subGroupMembers: '/koc/members/index',
  join: '/koc/join/index',
  budgets: '/koc/giving/index',
  give: '/koc/give/index',
  gifts: '/koc/gifts/index',
  rights: '/koc/rights/index',
  lessons: '/koc/lessons/index',
  lesson: '/koc/lesson/index',
  checklists: '/koc/checklists/index',
  wishes: '/koc/wishes/index',
  moments: '/koc/moments/index',
  reached: '/koc/reached/index',
  links: '/koc/links/index',
  earnings: '/koc/earnings/index',
  withdraw: '/koc/withdraw/index',
  intake: '/intake/start/index',
  question: '/intake/question/index',
  result: '/intake/result/index',
  talk: '/intake/talk/index',
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

/** Opens a page in the place of this one: there is no way back to what is over. */
export const leaveFor = (url: string): void => void Taro.redirectTo({ url });

/** Back to the page before, or home when this one was opened by a link. */
export const goBack = (): void => {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
  else void Taro.switchTab({ url: PAGES.home });
};

const withQuery = (page: string, query: Record<string, string | undefined>): string => {
  const parts = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return parts.length > 0 ? `${page}?${parts.join('&')}` : page;
};

/** The address of an activity's page. */
export const activityPage = (id: string): string => withQuery(PAGES.activity, { id });
/** The address of a box. */
export const boxPage = (id: string): string => withQuery(PAGES.box, { id });
/** Where the rounds of a box are checked; one of them, if it is named. */
export const verifyPage = (id: string, roundId?: string): string =>
  withQuery(PAGES.verify, { id, ...(roundId ? { round: roundId } : {}) });
/** The address of a prize of mine. */
export const prizePage = (id: string): string => withQuery(PAGES.prize, { id });
/** The address of a coupon of mine. */
export const couponPage = (id: string): string => withQuery(PAGES.coupon, { id });
/** Where a poster is made: for a product, for a material, or for nothing but the shop. */
export const posterPage = (of: { product?: string; material?: string }): string =>
  withQuery(PAGES.poster, of);
/** A material that I may forward. */
export const materialPage = (id: string): string => withQuery(PAGES.material, { id });
/** A sub-group of mine. */
export const subGroupPage = (id: string): string => withQuery(PAGES.subGroup, { id });
/** Who is in a sub-group of mine. */
export const subGroupMembersPage = (id: string): string => withQuery(PAGES.subGroupMembers, { id });
/** Where friends join the group of a code. */
export const joinPage = (code: string): string => withQuery(PAGES.join, { code });
/** Where something of a budget is given. */
export const givePage = (id: string): string => withQuery(PAGES.give, { id });
/** A lesson with its quiz. */
export const lessonPage = (id: string): string => withQuery(PAGES.lesson, { id });
/** Where a questionnaire is answered; `again` begins anew. */
export const intakePage = (id: string, source: string, again = false): string =>
  withQuery(PAGES.question, { id, source, ...(again ? { again: '1' } : {}) });
/** The result of a session of mine. */
export const resultPage = (id: string): string => withQuery(PAGES.result, { id });
/** A thread of mine with an adviser. */
export const talkPage = (id: string): string => withQuery(PAGES.talk, { id });

const RETURN_KEY = 'return';

/** Remembers the page in front, so that signing in leads back to it. Tabs are a tap away and need no remembering. */
export const rememberPlace = (): void => {
  const page = pageInFront();
  if (page === '/' || page === PAGES.signIn || TABS.includes(page)) return;
  const query = Taro.getCurrentInstance().router?.params ?? {};
  const told = Object.entries(query).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && !entry[0].startsWith('$') && entry[0] !== 'stamp',
  );
  keep(RETURN_KEY, told.length > 0 ? withQuery(page, Object.fromEntries(told)) : page);
};

/** Where to go after signing in: once what was remembered, then home. */
export const placeToReturnTo = (): string => {
  const place = recall(RETURN_KEY);
  forget(RETURN_KEY);
  return typeof place === 'string' ? place : PAGES.home;
};

/** The address of the page in front, '' while none is open. */
export const pageInFront = (): string => {
  const pages = Taro.getCurrentPages();
  const route = pages[pages.length - 1]?.route ?? '';
  return route.startsWith('/') ? route : `/${route}`;
};
