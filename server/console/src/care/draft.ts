import { useState } from 'react';
import { useMe } from '../app/session';

/**
 * What is being written to somebody: it waits where it was left while its writer looks at another report, and after a
 * page that was loaded again. It stays in this window of the browser, for its writer alone, and goes when it is sent.
 */
export const useDraft = (threadId: string): [string, (text: string) => void] => {
  const key = `kouyi.reply.${useMe().id}.${threadId}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '');
  const keep = (next: string): void => {
    setText(next);
    if (next === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, next);
  };
  return [text, keep];
};
