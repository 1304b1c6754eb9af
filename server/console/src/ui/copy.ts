import { useCallback } from 'react';
import { useTell } from './tell';

/** Puts a text where it can be pasted from, and says so; where the browser forbids it, says that too. */
export const useCopy = (): ((text: string, done?: string) => void) => {
  const tell = useTell();
  return useCallback(
    (text, done = '复制好了') =>
      void navigator.clipboard.writeText(text).then(
        () => tell(done),
        () => tell('这个浏览器不让复制，手动选中再复制。'),
      ),
    [tell],
  );
};
