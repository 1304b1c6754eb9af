import type { ChannelEvent } from '@kouyi/shared/contracts';
import { HOUR_MS, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { seededChance, seedOf, SIMULATOR } from '../adapters/simulator';
import { bot } from '../bot';
import { drainLines } from '../gate';
import { groupBy } from '../kernel/collections';
import { demoActivities } from './activities';
import { HISTORY_DAYS } from './activity-parts';
import { daysBefore } from './ground';
import { type Chapter, isLongAgo } from './story';

const EVENTS_AT_ONCE = 500;
/** The door takes what was said up to thirty days ago. */
const DOOR_DAYS = 29;
/**
 * What was said in a group is told some time between these hours of the day (Shanghai), long ago once a day, which
 * costs less; and best right after somebody took part, because the bot answers nobody who waited for ten minutes.
 */
const TOLD_LATELY = [
  [9, 13],
  [18, 22],
] as const;
const TOLD_LONG_AGO = [[9, 21]] as const;
const WAITS_FOR_SOMEBODY_MS = 4 * HOUR_MS;
const MOMENT_MS = 2_000;

/** What is said in a group from one time on until another, shortly after which it is told. */
interface Part {
  readonly events: ChannelEvent[];
  told: Date;
}

/** What is said in all groups, in the parts in which it is told. */
export function partsOf(
  history: readonly ChannelEvent[],
  { at, alone }: { at: Date; alone: boolean },
): Part[] {
  const oldest = daysBefore(at, alone ? HISTORY_DAYS : DOOR_DAYS).toISOString();
  const takesPart = new Set(demoActivities(at).flatMap(({ played }) => played?.words ?? []));
  const byRoom = groupBy(
    history.filter((event) => event.at >= oldest),
    ({ groupId }) => groupId,
  );
  return [...byRoom].flatMap(([room, events]) => {
    const parts: Part[] = [];
    let part: Part | undefined;
    let due = 0;
    for (const event of events) {
      const said = Date.parse(event.at);
      if (part === undefined || said - due >= WAITS_FOR_SOMEBODY_MS) {
        part = { events: [], told: at };
        parts.push(part);
        due = nextTime(room, new Date(said), at).getTime();
      }
      part.events.push(event);
      part.told = new Date(Math.min(Math.max(due, said + MOMENT_MS), at.getTime()));
      if (said >= due && takesPart.has(event.text)) part = undefined;
    }
    return parts;
  });
}

/** Tells what was said and who joined. The door knows which of it it has already. */
export const talkChapters = (parts: readonly Part[]): Chapter[] =>
  parts.map(({ events, told }) => ({ at: told, tell: () => say(events) }));

/** When all is told that was said until an instant. */
export const allToldAt = (parts: readonly Part[], until: Date): Date =>
  new Date(
    Math.max(
      until.getTime(),
      ...parts.filter(({ events }) => events[0]!.at <= until.toISOString()).map(({ told }) => told.getTime()),
    ),
  );

/** The first time after an instant at which it is told what was said in a room. */
function nextTime(room: string, at: Date, end: Date): Date {
  const day = shanghaiDay(at);
  // Every day has one: tomorrow's first is the last that can be asked for.
  return [day, day + 1].flatMap((each) => timesOf(room, each, end)).find((time) => time > at)!;
}

function timesOf(room: string, day: number, end: Date): Date[] {
  const chance = seededChance(seedOf(`${room} told ${day}`));
  const hours = isLongAgo(shanghaiInstant(day + 1), end) ? TOLD_LONG_AGO : TOLD_LATELY;
  return hours.map(([from, to]) => shanghaiInstant(day, Math.floor((from + chance() * (to - from)) * 60)));
}

/** What the bot has to say about it is said before the story goes on: later it would come too late. */
async function say(events: readonly ChannelEvent[]): Promise<void> {
  for (let i = 0; i < events.length; i += EVENTS_AT_ONCE) {
    const { refused } = await bot().door.accept(SIMULATOR, events.slice(i, i + EVENTS_AT_ONCE));
    if (refused.length > 0) throw new Error(`the demo's history was refused: ${refused[0]!.message}`);
  }
  await bot().engine.decided();
  await drainLines();
}
