import { useRef } from 'react';
import { useDidShow } from '@/platform/page';
import { usePull } from '@/platform/pull';
import { session } from './session';

/** What opens asks by itself; showing it for the first time right after that is no reason to ask again. */
const JUST_OPENED_MS = 1_000;

/**
 * Asks anew whenever the page comes to the front, for who is signed in, and when it is pulled down; a list of several
 * pages begins with its first one only when it is pulled.
 */
export const useFresh = (
  refresh: () => Promise<unknown>,
  whenPulled: () => Promise<unknown> = refresh,
): void => {
  const openedAt = useRef(Date.now());
  useDidShow(() => {
    if (session() && Date.now() - openedAt.current > JUST_OPENED_MS) void refresh();
  });
  usePull(whenPulled);
};
