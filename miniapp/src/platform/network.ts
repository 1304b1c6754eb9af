import Taro from '@tarojs/taro';

let online = true;
/** How often the network was lost: an answer to what was asked before the last time says nothing about now. */
let losses = 0;
const listeners = new Set<(online: boolean) => void>();

const become = (next: boolean): void => {
  if (next === online) return;
  online = next;
  if (!next) losses += 1;
  for (const tell of listeners) tell(next);
};

/** Whether the phone believes it has a network. */
export const isOnline = (): boolean => online;

/** Calls `tell` on every change; returns how to stop. */
export const onNetwork = (tell: (online: boolean) => void): (() => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};

/** Starts watching the network; called once when the app starts. */
export const watchNetwork = (): void => {
  if (process.env.TARO_ENV === 'h5') {
    online = navigator.onLine;
    window.addEventListener('online', () => become(true));
    window.addEventListener('offline', () => become(false));
    return;
  }
  Taro.onNetworkStatusChange((status) => become(status.isConnected));
  void Taro.getNetworkType({ success: (found) => become(found.networkType !== 'none') });
};

/**
 * Taken before a request, called when its answer came: a phone may claim a network that leads nowhere, or not notice
 * its return. An answer that was on its way while the network went brings no network back.
 */
export const reaching = (): (() => void) => {
  const before = losses;
  return () => {
    if (losses === before) become(true);
  };
};
