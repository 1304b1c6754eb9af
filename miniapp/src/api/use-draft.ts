import { useEffect, useState } from 'react';
import { forget, forgetAll, keep, recall } from '@/platform/storage';
import { session } from './session';

const START = 'draft:';

/** Forgets everything that was begun on this phone and not sent: its person leaves. */
export const forgetDrafts = (): void => forgetAll(START);

/**
 * What is being written: it stays on this phone until it is sent (set to ''), also when the page closes under the hand
 * because the session ended. Not for what should lie on no phone: addresses, names.
 *
 * @example const [text, setText] = useDraft(`talk:${id}`);
 */
export const useDraft = (name: string) => {
  // Of the person who opened the page: when the session ends the page is still there for a moment.
  const [key] = useState(`${START}${session()?.personId ?? ''}:${name}`);
  const [text, setText] = useState(() => {
    const kept = recall(key);
    return typeof kept === 'string' ? kept : '';
  });
  useEffect(() => {
    if (text === '') forget(key);
    else keep(key, text);
  }, [key, text]);
  return [text, setText] as const;
};
