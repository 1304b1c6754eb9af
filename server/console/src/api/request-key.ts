import { useCallback, useRef } from 'react';

/**
 * One key for one wish: pressed twice, or once more after its answer was lost, it is the same request and happens
 * once; when something was changed in between, it is another.
 *
 * @example create.mutate({ rule, requestKey: keyOf(rule) })
 */
export const useRequestKey = (): ((wish: unknown) => string) => {
  const last = useRef({ wish: '', key: '' });
  return useCallback((wish) => {
    const text = JSON.stringify(wish);
    if (last.current.wish !== text) last.current = { wish: text, key: crypto.randomUUID() };
    return last.current.key;
  }, []);
};
