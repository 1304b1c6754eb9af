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
