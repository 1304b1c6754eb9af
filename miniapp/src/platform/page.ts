import Taro from '@tarojs/taro';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Runs `work` whenever this page (or the app) comes to the front, also the first time. */
export const useDidShow = (work: () => void): void => Taro.useDidShow(work);

/** The browser's own memory of places (h5) knows nothing of pages that lie on each other. Called once when the app starts. */
export const keepOwnPlaces = (): void => {
  if (process.env.TARO_ENV === 'h5') window.history.scrollRestoration = 'manual';
};

/**
 * Who comes back to a page finds it scrolled to where it was left, a new one begins at its top. WeChat does so by itself;
 * on h5 all pages share the window's scrolling.
 */
export const useKeptPlace = (): void => {
  const leftAt = useRef<number>();
  useLayoutEffect(() => {
    if (process.env.TARO_ENV === 'h5') window.scrollTo(0, 0);
  }, []);
  Taro.useDidHide(() => {
    if (process.env.TARO_ENV === 'h5') leftAt.current = window.scrollY;
  });
  useDidShow(() => {
    if (leftAt.current !== undefined) window.scrollTo(0, leftAt.current);
  });
};

/** The query of this page's address. */
export const useQuery = (): Readonly<Record<string, string | undefined>> => Taro.useRouter().params;

/** Whether this page is the one in front and the app is in use; polling stops when it is not. */
export const useVisible = (): boolean => {
  const [shown, setShown] = useState(true);
  const [awake, setAwake] = useState(true);
  useDidShow(() => setShown(true));
  Taro.useDidHide(() => setShown(false));
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5') return undefined;
    const look = (): void => setAwake(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return shown && awake;
};

/** A line or two of a talk. */
const NEAR_PX = 320;

/** Whether the end of the page in front is in sight, or nearly; WeChat does not say, and it is taken for yes. */
export const isNearEnd = (): boolean =>
  process.env.TARO_ENV !== 'h5' ||
  document.documentElement.scrollHeight - window.scrollY - window.innerHeight < NEAR_PX;

/**
 * Runs `work` when the page in front was scrolled near its end, once for each length it has. On h5 Taro listens to boxes
 * that do not scroll: our pages are as long as their content, and the window scrolls.
 */
export const useReachBottom = (work: () => void): void => {
  Taro.useReachBottom(work);
  const latest = useRef(work);
  latest.current = work;
  const visible = useVisible();
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5' || !visible) return undefined;
    let toldAt = 0;
    const look = (): void => {
      const { scrollHeight } = document.documentElement;
      if (scrollHeight === toldAt || !isNearEnd()) return;
      toldAt = scrollHeight;
      latest.current();
    };
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, [visible]);
};

/** Says whether what asks is still on an open page, for answers that come when it may not be. */
export const useHere = (): (() => boolean) => {
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  // A page that closes is taken down a little later.
  Taro.useUnload(() => {
    here.current = false;
  });
  return useCallback(() => here.current, []);
};

/** Calls `tick` every `everyMs` while `on`; the newest `tick` is used. */
export const useInterval = (tick: () => void, everyMs: number, on: boolean): void => {
  const latest = useRef(tick);
  latest.current = tick;
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => latest.current(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, on]);
};

/** Goes to the end of the page in front: of a talk the newest is read first. */
export const scrollToEnd = (): void => {
  if (process.env.TARO_ENV === 'h5') window.scrollTo(0, document.documentElement.scrollHeight);
  else void Taro.pageScrollTo({ scrollTop: 100_000, duration: 0 });
};

/** The bar's title, where the platform draws one. */
export const setTitle = (title: string): void => {
  if (process.env.TARO_ENV === 'h5') document.title = title;
  else void Taro.setNavigationBarTitle({ title });
};
