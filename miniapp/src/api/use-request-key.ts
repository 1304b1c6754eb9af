import { useRef } from 'react';
import { newRequestKey } from './taps';

/** How a form names its wish to the server. */
interface WishKey {
  /** The key of a wish: sent again unchanged, after its answer was lost, it is the same one; changed, it is another. */
  of: (wish: string) => string;
  /** The wish has come true: the same words once more are a new one. */
  done: () => void;
}

/**
 * One key for one wish, however often it is sent.
 *
 * @example await call('member.makeWish', { kind, text, requestKey: key.of(text) }); key.done();
 */
export const useRequestKey = (): WishKey => {
  const sent = useRef<{ wish: string; key: string }>();
  return {
    of: (wish) => {
      if (sent.current?.wish !== wish) sent.current = { wish, key: newRequestKey() };
      return sent.current.key;
    },
    done: () => {
      sent.current = undefined;
    },
  };
};
