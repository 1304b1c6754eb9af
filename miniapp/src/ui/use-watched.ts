import { useSyncExternalStore } from 'react';

/** Follows something outside React: `watch` tells of changes, `read` gives a value that stays equal until one. */
export const useWatched = <T>(watch: (tell: () => void) => () => void, read: () => T): T =>
  useSyncExternalStore(watch, read, read);
