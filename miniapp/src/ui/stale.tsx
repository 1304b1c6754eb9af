import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { Refusal } from '@/api/refusal';

/** A part of a page that shows an older answer. */
export interface StalePart {
  /** When it was true, if it is the phone's copy. Milliseconds since 1970. */
  copyOf?: number;
  /** Why nothing newer came. */
  refusal?: Refusal;
  /** Asks again. */
  retry: () => Promise<void>;
}

/** How a part tells its page; what comes back takes it back. */
type Tell = (part: StalePart) => () => void;

const Told = createContext<Tell>(() => () => undefined);

/** Lets the parts within tell the page, which says it in one place. */
export const StaleTold = Told.Provider;

/** The parts of a page that are old, and how they tell. */
export const useStaleParts = (): { parts: readonly StalePart[]; tell: Tell } => {
  const [parts, setParts] = useState<readonly StalePart[]>([]);
  const tell = useCallback<Tell>((part) => {
    setParts((before) => [...before, part]);
    return () => setParts((before) => before.filter((one) => one !== part));
  }, []);
  return { parts, tell };
};

/**
 * This part of the page is old: the page says so at its foot, over what it concerns. Said in its own place it would push
 * away what is being read.
 */
export const Stale = ({ copyOf, refusal, retry }: StalePart) => {
  const tell = useContext(Told);
  useEffect(
    () => (copyOf === undefined && !refusal ? undefined : tell({ copyOf, refusal, retry })),
    [tell, copyOf, refusal, retry],
  );
  return null;
};
