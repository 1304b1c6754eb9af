import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { countedBetween } from '../activities';
import { messagesSince } from '../bot';
import { LruMap } from '../kernel/collections';
import { native } from '../kernel/store';
import { DayPeople, Days } from './model';
import { slotOf } from './rules';

/** The day so far, in the groups of some units; undefined: everywhere. */
export interface Figures {
  readonly counted: number;
  readonly countedYesterdaySameTime: number;
  readonly people: number;
  readonly messages: number;
  readonly pointsGiven: number;
}

/**
 * Every open console asks every few seconds. An answer is kept for twenty times as long as it took to find: at
 * most a twentieth of one connection is spent on one question, and a small brand sees every change at once.
 */
const KEPT_TIMES = 20;
const KEPT_MAX_MS = 30_000;
const recent = new LruMap<string, { until: number; figures: Promise<Figures> }>(200);

/** The day so far; see above how old it may be. `messages` are those of the whole brand. */
export function figuresOf(reach: ReadonlySet<string> | undefined, now: Date): Promise<Figures> {
  const key = `${shanghaiDay(now)}:${reach ? [...reach].sort().join() : '*'}`;
  const startedAt = performance.now();
  const known = recent.get(key);
  if (known && startedAt < known.until) return known.figures;
  // Until it is found, everybody who asks waits for the same answer.
  const entry = { until: Infinity, figures: readFigures(reach, now) };
  recent.set(key, entry);
  entry.figures.then(
    () => {
      const tookMs = performance.now() - startedAt;
      entry.until = performance.now() + Math.min(KEPT_MAX_MS, KEPT_TIMES * tookMs);
    },
    () => recent.delete(key),
  );
  return entry.figures;
}

async function readFigures(reach: ReadonlySet<string> | undefined, now: Date): Promise<Figures> {
  const day = shanghaiDay(now);
  const units = reach && [...reach];
  const [today, yesterday, people, messages] = await Promise.all([
    daySums(day, units),
    daySums(day - 1, units, slotOf(now)),
    native(DayPeople).countDocuments({ day, ...(units ? { units: { $in: units } } : {}) }),
    messagesSince(shanghaiInstant(day)),
  ]);
  const counted = await countedOf(reach, now, [today.rewarded, yesterday.rewarded]);
  return { ...counted, people, messages, pointsGiven: today.points };
}

/** Everywhere, the activities' own count, to the minute; for a branch, what its groups were rewarded for. */
async function countedOf(
  reach: ReadonlySet<string> | undefined,
  now: Date,
  [today, yesterday]: readonly [number, number],
): Promise<{ counted: number; countedYesterdaySameTime: number }> {
  if (reach) return { counted: today, countedYesterdaySameTime: yesterday };
  const day = shanghaiDay(now);
  const dayBefore = new Date(now.getTime() - 86_400_000);
  const [counted, countedYesterdaySameTime] = await Promise.all([
    countedBetween(shanghaiInstant(day), shanghaiInstant(day + 1)),
    countedBetween(shanghaiInstant(day - 1), dayBefore),
  ]);
  return { counted, countedYesterdaySameTime };
}

async function daySums(
  day: number,
  units: readonly string[] | undefined,
  beforeSlot = Infinity,
): Promise<{ rewarded: number; points: number }> {
  const rows = await native(Days)
    .find({ day, ...(units ? { unitId: { $in: [...units] } } : {}) })
    .toArray();
  let rewarded = 0;
  let points = 0;
  for (const row of rows) {
    points += row.points;
    for (const [slot, times] of Object.entries(row.slots)) if (Number(slot) < beforeSlot) rewarded += times;
  }
  return { rewarded, points };
}
