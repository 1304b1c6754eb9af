/** How many people one bubble stands for, so that a grid never holds more than this many. */
const MOST = 50;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000, 1_000_000];

interface Grid {
  filled: number;
  total: number;
  own?: number;
  /** People per bubble. */
  per: number;
}

/**
 * A count as a grid of bubbles. With a limit the grid shows what is left as empty bubbles; without one it grows, and
 * the row that is being filled is shown to its end.
 */
export const gridOf = (count: { counted: number; limit?: number; myPlace?: number }): Grid => {
  const people = Math.max(count.counted, count.limit ?? 0);
  const per = STEPS.find((step) => people / step <= MOST) ?? Math.ceil(people / MOST);
  const filled = Math.ceil(count.counted / per);
  const total = count.limit
    ? Math.max(filled, Math.ceil(count.limit / per))
    : Math.max(10, Math.ceil(filled / 10) * 10);
  const own = count.myPlace ? Math.ceil(count.myPlace / per) - 1 : undefined;
  return { filled, total, per, own: own !== undefined && own < filled ? own : undefined };
};
