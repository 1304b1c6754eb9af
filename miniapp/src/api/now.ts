let aheadMs = 0;

/** Learns the server's time from an answer: phones are off by minutes, and an end is an end by the server's clock. */
export const learnTime = (serverTime: string): void => {
  aheadMs = Date.parse(serverTime) - Date.now();
};

/** A header tells whole seconds, and took its time to come: less than this says nothing. */
const OFF_MS = 3_000;

/** Learns it from the headers of any answer, so that no page depends on another one having been opened before. */
export const learnTimeFrom = (header: Readonly<Record<string, unknown>> | undefined): void => {
  const told = header?.['Date'] ?? header?.['date'];
  if (typeof told === 'string' && Math.abs(Date.parse(told) - nowMs()) > OFF_MS) learnTime(told);
};

/** Now by the server's clock, as far as it is known. Milliseconds since 1970. */
export const nowMs = (): number => Date.now() + aheadMs;
