import { forget, forgetAll, keep, recall } from '@/platform/storage';

/** Who is signed in on this phone. */
export interface Session {
  token: string;
  personId: string;
  nickname: string;
  /** ISO 8601. */
  expiresAt: string;
}

const KEY = 'session';
let current: Session | undefined;
let read = false;
const listeners = new Set<() => void>();

/** The session, or undefined while nobody is signed in. */
export const session = (): Session | undefined => {
  if (!read) {
    current = recall(KEY) as Session | undefined;
    read = true;
  }
  return current;
};

/** Calls `tell` when somebody signs in or out; returns how to stop. */
export const onSession = (tell: () => void): (() => void) => {
  listeners.add(tell);
  return () => void listeners.delete(tell);
};

/** Begins a session. What was kept of another person's answers goes. */
export const beginSession = (next: Session): void => {
  forgetAll('answer:');
  current = next;
  read = true;
  keep(KEY, next);
  listeners.forEach((tell) => tell());
};

/** Ends the session on this phone. Taps that wait to be sent stay, they belong to their person. */
export const endSession = (): void => {
  current = undefined;
  read = true;
  forget(KEY);
  forgetAll('answer:');
  listeners.forEach((tell) => tell());
};
