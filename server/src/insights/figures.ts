import { DAY_MS, HOUR_MS, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { countsBetween, countsByHour } from '../activities';
import { messagesSince } from '../bot';
import { groupDirectory } from '../groups';
import { keptAnswers } from '../kernel/kept';

/** The day so far, in the groups of some units; undefined: everywhere. */
export interface Figures {
  readonly counted: number;
  readonly countedYesterdaySameTime: number;
  /** On the same weekday a week ago, up to the same time: weekdays differ more than days do. */
  readonly countedLastWeekSameTime: number;
  /** Counted in each hour of the day: today up to this hour, yesterday all twenty-four. */
  readonly byHour: { readonly today: number[]; readonly yesterday: number[] };
  readonly people: number;
  readonly messages: number;
  readonly pointsGiven: number;
}

const kept = keptAnswers<Figures>(200);

/** The day so far; as old as it is costly to find. */
export const figuresOf = (reach: ReadonlySet<string> | undefined, now: Date): Promise<Figures> =>
  kept(`${shanghaiDay(now)}:${reach ? [...reach].sort().join() : '*'}`, () => readFigures(reach, now));

async function readFigures(reach: ReadonlySet<string> | undefined, now: Date): Promise<Figures> {
  const day = shanghaiDay(now);
  const groupIds = reach && groupsIn(reach);
  const soFar = (daysAgo: number) =>
    countsBetween(shanghaiInstant(day - daysAgo), new Date(now.getTime() - daysAgo * DAY_MS), groupIds);
  const hours = (daysAgo: number) =>
    countsByHour(shanghaiInstant(day - daysAgo), shanghaiInstant(day - daysAgo + 1), groupIds);
  const [today, yesterday, lastWeek, messages, todayByHour, yesterdayByHour] = await Promise.all([
    countsBetween(shanghaiInstant(day), shanghaiInstant(day + 1), groupIds),
    soFar(1),
    soFar(7),
    messagesSince(shanghaiInstant(day), groupIds),
    hours(0),
    hours(1),
  ]);
  return {
    counted: today.counted,
    countedYesterdaySameTime: yesterday.counted,
    countedLastWeekSameTime: lastWeek.counted,
    byHour: {
      today: todayByHour.slice(0, Math.floor((now.getTime() - shanghaiInstant(day).getTime()) / HOUR_MS) + 1),
      yesterday: yesterdayByHour,
    },
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
