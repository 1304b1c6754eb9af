import { DAY_MS, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { countsBetween } from '../activities';
import { messagesSince } from '../bot';
import { groupDirectory } from '../groups';
import { LruMap } from '../kernel/collections';

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
const KEPT_MAX_MS = 120_000;
const recent = new LruMap<string, { until: number; figures: Promise<Figures> }>(200);

/** The day so far; see above how old it may be. */
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
  const groupIds = reach && groupsIn(reach);
  const [today, yesterday, messages] = await Promise.all([
    countsBetween(shanghaiInstant(day), shanghaiInstant(day + 1), groupIds),
    countsBetween(shanghaiInstant(day - 1), new Date(now.getTime() - DAY_MS), groupIds),
    messagesSince(shanghaiInstant(day), groupIds),
  ]);
  return {
    counted: today.counted,
    countedYesterdaySameTime: yesterday.counted,
    people: today.people,
    messages,
    pointsGiven: today.points,
  };
}

function groupsIn(units: ReadonlySet<string>): string[] {
  const ids: string[] = [];
  for (const { id, unitId } of groupDirectory.all()) if (units.has(unitId)) ids.push(id);
  return ids;
}
