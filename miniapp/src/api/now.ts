let aheadMs = 0;

/** Learns the server's time from an answer: phones are off by minutes, and an end is an end by the server's clock. */
export const learnTime = (serverTime: string): void => {
  aheadMs = Date.parse(serverTime) - Date.now();
};

/** Now by the server's clock, as far as it is known. Milliseconds since 1970. */
export const nowMs = (): number => Date.now() + aheadMs;
