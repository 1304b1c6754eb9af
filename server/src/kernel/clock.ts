let read = () => new Date();

/** The only clock of the server. Rules get the time passed in; doors and commands read it here. */
export const now = (): Date => read();

/** Replaces the clock, for tests. Returns what puts the real one back. */
export function useClock(clock: () => Date): () => void {
  read = clock;
  return () => {
    read = () => new Date();
  };
}
