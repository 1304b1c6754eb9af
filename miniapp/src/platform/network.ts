import Taro from '@tarojs/taro';

let online = true;
const listeners = new Set<(online: boolean) => void>();

const become = (next: boolean): void => {
  if (next === online) return;
  online = next;
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

/** What the last request taught us: a phone may claim a network that leads nowhere, or not notice its return. */
export const noteReachable = (): void => become(true);
