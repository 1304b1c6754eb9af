let read = () => new Date();

/** The only clock of the server. Rules get the time passed in; doors and commands read it here. */
export const now = (): Date => read();

/** Replaces the clock, for tests and for the history of the demo brand. Returns what puts the one before back. */
export function useClock(clock: () => Date): () => void {
  const before = read;
  read = clock;
  return () => {
    read = before;
  };
}
