/**
 * Pulling a page down asks it anew. WeChat shows that by itself and is told when it is done; on h5 a finger is followed
 * here: Taro's own component for it never calls the page with our kind of elements.
 */
import Taro from '@tarojs/taro';
import { useEffect, useRef } from 'react';
import { useVisible } from './page';

/** `far`: letting go now asks anew; `asking`: it is under way. */
type Pull = 'none' | 'far' | 'asking';

const PULL_PX = 90;
/** Shorter, and nobody would see that anything happened (h5). */
const SHOWN_MS = 400;

let pull: Pull = 'none';
/** Parts of the page that have not come yet. */
let open = 0;
const listeners = new Set<() => void>();
const become = (next: Pull): void => {
  if (next === pull) return;
  pull = next;
  listeners.forEach((tell) => tell());
};

/** How far the page in front is pulled. */
export const pullNow = (): Pull => pull;

/** Calls `tell` on every change; returns how to stop. */
export const onPull = (tell: () => void): (() => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};

/** The page goes back up once every part of it has been asked anew, whether it came or not. */
const askAnew = async (refresh: () => Promise<unknown>): Promise<void> => {
  open += 1;
  become('asking');
  const shown =
    process.env.TARO_ENV === 'h5' ? new Promise((resolve) => setTimeout(resolve, SHOWN_MS)) : undefined;
  try {
    await Promise.all([refresh(), shown]);
  } finally {
    open -= 1;
    if (open === 0) {
      become('none');
      Taro.stopPullDownRefresh();
    }
  }
};

/**
 * Runs `refresh` when the person pulls the page down, and lets the page go when it is done. Several parts of a page may
 * each have their own.
 */
export const usePull = (refresh: () => Promise<unknown>): void => {
  const latest = useRef(refresh);
  latest.current = refresh;
  const visible = useVisible();
  Taro.usePullDownRefresh(() => void askAnew(latest.current));
  useEffect(() => {
    if (process.env.TARO_ENV !== 'h5' || !visible) return undefined;
    return followFinger(() => void askAnew(latest.current));
  }, [visible]);
};

/** Calls `letGo` when a finger that began at the top of the page has gone far enough down. */
const followFinger = (letGo: () => void): (() => void) => {
  let fromY: number | undefined;
  const isFar = (touch: Touch | undefined): boolean =>
    fromY !== undefined && window.scrollY <= 0 && (touch?.clientY ?? 0) - fromY > PULL_PX;
  const down = (event: TouchEvent): void => {
    // Over a sheet the finger means the sheet.
    const onPaper = (event.target as Element | null)?.closest('.sheet') !== null;
    fromY = window.scrollY <= 0 && !onPaper && pull !== 'asking' ? event.touches[0]?.clientY : undefined;
  };
  const move = (event: TouchEvent): void => {
    if (pull !== 'asking') become(isFar(event.touches[0]) ? 'far' : 'none');
  };
  const up = (event: TouchEvent): void => {
    if (isFar(event.changedTouches[0])) letGo();
    else if (pull === 'far') become('none');
    fromY = undefined;
  };
  const cancel = (): void => {
    fromY = undefined;
    if (pull === 'far') become('none');
  };
  const passive = { passive: true };
  window.addEventListener('touchstart', down, passive);
  window.addEventListener('touchmove', move, passive);
  window.addEventListener('touchend', up, passive);
  window.addEventListener('touchcancel', cancel, passive);
  return () => {
    cancel();
    window.removeEventListener('touchstart', down);
    window.removeEventListener('touchmove', move);
    window.removeEventListener('touchend', up);
    window.removeEventListener('touchcancel', cancel);
  };
};
