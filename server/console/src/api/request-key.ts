import { useCallback, useRef } from 'react';

/**
 * A key that nothing else will ever have: 128 bits of chance, as 32 hex digits. Not `crypto.randomUUID`, which browsers
 * have only behind https: a house without a certificate yet is used from other machines, too.
 */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

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
    if (last.current.wish !== text) last.current = { wish: text, key: newKey() };
    return last.current.key;
  }, []);
};
