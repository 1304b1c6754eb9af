import { useRef } from 'react';
import { useInterval, useVisible } from '@/platform/page';
import { isTransient } from './refusal';
import type { Asked } from './use-answer';

/**
 * Asks anew every `everyMs` while `on` and the page is in front, never while it is still being asked. An answer that got
 * lost does not end it: the next one brings the page back. A refusal that is final does.
 */
export const usePoll = (
  { refresh, refusal }: Pick<Asked<unknown>, 'refresh' | 'refusal'>,
  everyMs: number,
  on: boolean,
): void => {
  const asking = useRef(false);
  const visible = useVisible();
  const mayChange = refusal === undefined || isTransient(refusal);
  const look = async (): Promise<void> => {
    if (asking.current) return;
    asking.current = true;
    await refresh();
    asking.current = false;
  };
  useInterval(() => void look(), everyMs, on && visible && mayChange);
};
