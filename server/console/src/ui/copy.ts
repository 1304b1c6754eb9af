import { useCallback } from 'react';
import { useToast } from './Toasts';

/**
 * Puts a text where it can be pasted from, and says so; where the browser forbids it, says that too. What stands
 * nowhere on the page belongs into `refused`, to be picked by hand.
 */
export const useCopy = (): ((text: string, done?: string, refused?: string) => void) => {
  const show = useToast();
  return useCallback(
    (text, done = '复制好了', refused = '这个浏览器不让复制，手动选中再复制。') => {
      // Where the page came without https there is no clipboard at all: that is a refusal, too.
      const write = async (): Promise<void> => navigator.clipboard.writeText(text);
      void write().then(
        () => show({ content: done, tone: 'info' }),
        () => show({ content: refused, tone: 'warning' }),
      );
    },
    [show],
  );
};
