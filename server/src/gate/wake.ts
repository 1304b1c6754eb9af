/** What says lines in this process. */
interface Worker {
  readonly poke: () => void;
  readonly drain: () => Promise<void>;
}
let worker: Worker | undefined;

/** Called after a commit that planned lines, so that they need not wait for the sweep. */
export const wakeDeliverer = (): void => worker?.poke();

/** The deliverer of this process puts itself here, undefined when it stops; without one, lines wait for another process. */
export const linesSaidBy = (deliverer: Worker | undefined): void => void (worker = deliverer);

/** Resolves when every line that is due now is said, where this process says lines. */
export const drainLines = async (): Promise<void> => worker?.drain();
