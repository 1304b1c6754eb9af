import { keep, recall } from './storage';

const KEY = 'calm';

/** Whether the person switched movement off here. */
export const wantsCalm = (): boolean => recall(KEY) === true;

/** Switches movement off or on in this app. */
export const setCalm = (calm: boolean): void => void keep(KEY, calm);
