import { PAGES } from './navigate';

/** What Taro's router keeps about a page on h5: `load` fetches its code and answers when it is there. */
interface H5Route {
  path?: string;
  load?: (context: unknown, params: unknown) => readonly [Promise<unknown>, ...unknown[]];
}
interface H5Window {
  __taroAppConfig?: { routes?: readonly H5Route[] };
}

/** Where people go from the first screen. */
const LIKELY: readonly string[] = [
  PAGES.home,
  PAGES.checkIn,
  PAGES.me,
  PAGES.activity,
  PAGES.boxes,
  PAGES.box,
];

const saysSaveData = (): boolean =>
  (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

const fetchLikely = async (): Promise<void> => {
  const routes = (window as unknown as H5Window).__taroAppConfig?.routes ?? [];
  for (const page of LIKELY) {
    const load = routes.find(({ path }) => `/${path}` === page)?.load;
    // One after the other: what the person does meanwhile comes first. A page that fails here is fetched when opened.
    if (load) await load({}, {})[0].catch(() => undefined);
  }
};

/**
 * Fetches the code of the pages that are likely to be opened next, once the first one stands and the phone is idle
 * (h5 only; WeChat does this itself by `preloadRule`). Does nothing for who asked to save data.
 */
export const preloadLikelyPages = (): void => {
  if (process.env.TARO_ENV !== 'h5' || saysSaveData()) return;
  const whenIdle = (): void => {
    // Safari knows no idle callback.
    if (typeof requestIdleCallback === 'function')
      requestIdleCallback(() => void fetchLikely(), { timeout: 5_000 });
    else setTimeout(() => void fetchLikely(), 1_500);
  };
  if (document.readyState === 'complete') setTimeout(whenIdle, 1_000);
  else window.addEventListener('load', () => setTimeout(whenIdle, 1_000), { once: true });
};
