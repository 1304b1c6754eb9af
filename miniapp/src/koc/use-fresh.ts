import { session } from '@/api/session';
import { useDidShow, usePull } from '@/platform/page';

/** Asks anew whenever the page comes to the front or is pulled down. */
export const useFresh = (refresh: () => Promise<void>): void => {
  useDidShow(() => {
    if (session()) void refresh();
  });
  usePull(refresh);
};
