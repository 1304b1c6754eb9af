let wake: () => void = () => undefined;

/** Called after a commit that planned lines, so that they need not wait for the sweep. */
export const wakeDeliverer = (): void => wake();

/** The deliverer of this process puts itself here; without one, lines wait for another process. */
export const onDelivererWake = (listener: () => void): void => {
  wake = listener;
};
