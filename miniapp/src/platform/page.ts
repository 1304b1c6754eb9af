import Taro from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';

/** Runs `work` whenever this page (or the app) comes to the front, also the first time. */
export const useDidShow = (work: () => void): void => Taro.useDidShow(work);

/** Runs `work` when the page was scrolled near its end. */
export const useReachBottom = (work: () => void): void => Taro.useReachBottom(work);

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

const PULL_PX = 90;

/**
 * Runs `refresh` when the person pulls the page down, and lets the page go when it is done. On h5 a finger is followed
 * here: Taro's own component for it never calls the page with our kind of elements.
 */
export const usePull = (refresh: () => Promise<unknown>): void => {
  const latest = useRef(refresh);
  latest.current = refresh;
  const visible = useVisible();
  Taro.usePullDownRefresh(() => {
    void latest.current().finally(() => Taro.stopPullDownRefresh());
  });
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5' || !visible) return undefined;
    let fromY: number | undefined;
    const down = (event: TouchEvent): void => {
      fromY = window.scrollY <= 0 ? event.touches[0]?.clientY : undefined;
    };
    const up = (event: TouchEvent): void => {
      const toY = event.changedTouches[0]?.clientY ?? 0;
      if (fromY !== undefined && window.scrollY <= 0 && toY - fromY > PULL_PX) void latest.current();
      fromY = undefined;
    };
    window.addEventListener('touchstart', down, { passive: true });
    window.addEventListener('touchend', up, { passive: true });
    return () => {
      window.removeEventListener('touchstart', down);
      window.removeEventListener('touchend', up);
    };
  }, [visible]);
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

/** The bar's title, where the platform draws one. */
export const setTitle = (title: string): void => {
  if (process.env.TARO_ENV === 'h5') document.title = title;
  else void Taro.setNavigationBarTitle({ title });
};
