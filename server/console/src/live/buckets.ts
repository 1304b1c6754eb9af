import { DAY_MS, HOUR_MS, MINUTE_MS } from '@kouyi/shared/rules/time';

/** How wide a point of the chart is, and what to call it. */
export interface Width {
  ms: number;
  name: string;
}

const WIDTHS: (Width & { upTo: number })[] = [
  { upTo: 4 * HOUR_MS, ms: MINUTE_MS, name: '每分钟' },
  { upTo: 2 * DAY_MS, ms: 10 * MINUTE_MS, name: '每 10 分钟' },
  { upTo: 14 * DAY_MS, ms: HOUR_MS, name: '每小时' },
  { upTo: Infinity, ms: DAY_MS, name: '每天' },
];

/** The width that keeps the chart readable for a stretch of so many milliseconds, and is at least the finest. */
export const widthFor = (ms: number, finestMs = 0): Width =>
  WIDTHS.find((width) => ms <= width.upTo && width.ms >= finestMs) ?? { ms: DAY_MS, name: '每天' };

// With one or two points a line says nothing: some quiet before the first gives it a shape.
const FEWEST = 12;
const OFFSET_MS = 8 * HOUR_MS;
// Days begin at midnight in Shanghai, not in Greenwich.
const floor = (at: number, width: number): number => Math.floor((at + OFFSET_MS) / width) * width - OFFSET_MS;

/** A point of the chart: its start, and how many joined within. */
export interface Point {
  at: number;
  counted: number;
}

/**
 * The minutes as points of one width without holes, from the first to `until`. The sum of the points is the sum of
 * the minutes. `hours`: what is known by the hour only; where there is any, no point is finer than that.
 */
export const buckets = (
  minutes: readonly { at: string; counted: number }[],
  until: number,
  hours: readonly { at: string; counted: number }[] = [],
): { width: Width; points: Point[] } => {
  const joins = [...hours, ...minutes];
  const times = joins.map(({ at }) => Date.parse(at));
  if (times.length === 0) return { width: widthFor(0), points: [] };
  const first = Math.min(...times);
  const last = Math.max(...times, until);
  const width = widthFor(last - first, hours.length > 0 ? HOUR_MS : 0);
  const sums = new Map<number, number>();
  joins.forEach(({ counted }, i) => {
    const key = floor(times[i] ?? first, width.ms);
    sums.set(key, (sums.get(key) ?? 0) + counted);
  });
  const points: Point[] = [];
  const begin = Math.min(floor(first, width.ms), floor(last, width.ms) - (FEWEST - 1) * width.ms);
  for (let at = begin; at <= last; at += width.ms) points.push({ at, counted: sums.get(at) ?? 0 });
  return { width, points };
};

const countedIn = (rows: readonly { at: string; counted: number }[], from: number, to: number): number =>
  rows
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) < to)
    .reduce((sum, { counted }) => sum + counted, 0);

/**
 * Today up to the last full hour, and the same stretch a week ago; undefined while there is nothing to compare: in the
 * first hour of a day, and before the activity is a week old.
 */
export const weekOnWeek = (
  joins: readonly { at: string; counted: number }[],
  startedAt: number,
  now: number,
): { today: number; lastWeek: number; hour: number } | undefined => {
  const midnight = floor(now, DAY_MS);
  const until = floor(now, HOUR_MS);
  const weekBefore = midnight - 7 * DAY_MS;
  if (until === midnight || startedAt > weekBefore) return undefined;
  return {
    today: countedIn(joins, midnight, until),
    lastWeek: countedIn(joins, weekBefore, until - 7 * DAY_MS),
    hour: (until - midnight) / HOUR_MS,
  };
};
