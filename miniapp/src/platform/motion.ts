import { keep, recall } from './storage';

const KEY = 'calm';

/** Whether the person switched movement off here. */
export const wantsCalm = (): boolean => recall(KEY) === true;

/** Switches movement off or on in this app. */
export const setCalm = (calm: boolean): void => void keep(KEY, calm);

/** Whether numbers and bubbles may move: not if the person, here or in the system's settings, asked for less. */
export const mayMove = (): boolean => {
  if (wantsCalm()) return false;
  return process.env.TARO_ENV !== 'h5' || !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
};
