import Taro from '@tarojs/taro';

const PREFIX = 'kouyi:';

/** Reads what `keep` kept under `key`; undefined if nothing readable is there (never throws). */
export const recall = (key: string): unknown => {
  try {
    const text: unknown = Taro.getStorageSync(PREFIX + key);
    return typeof text === 'string' && text !== '' ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    // A damaged or forbidden store must not keep anybody out; it is the same as an empty one.
    return undefined;
  }
};

/** Keeps `value` on this phone; false if the phone refuses (full, private mode). */
export const keep = (key: string, value: unknown): boolean => {
  try {
    Taro.setStorageSync(PREFIX + key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};

/** Removes one key. */
export const forget = (key: string): void => {
  try {
    Taro.removeStorageSync(PREFIX + key);
  } catch {
    keep(key, null);
  }
};

/** Removes every key of ours that begins with `start`. */
export const forgetAll = (start: string): void => {
  for (const key of Taro.getStorageInfoSync().keys)
    if (key.startsWith(PREFIX + start)) forget(key.slice(PREFIX.length));
};
