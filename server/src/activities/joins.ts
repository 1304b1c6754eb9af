import type { LiveView } from '@kouyi/shared/contracts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@kouyi/shared/rules/time';
import { now } from '../kernel/clock';
import { keptAnswers } from '../kernel/kept';
import { native } from '../kernel/store';
import { Decisions, Minutes } from './model';

type Joins = Pick<LiveView, 'perMinute' | 'earlier' | 'peak'>;

/** So far back every minute is told; before that, hours: an activity of months must not send every minute of them. */
const MINUTES_FOR_MS = 2 * DAY_MS;

const kept = keptAnswers<Joins>(500);

/**
 * How many took part over time: minutes of the last two days, hours before. With `groupIds`, in those groups only;
 * then the decisions themselves are counted, since the minutes know no groups.
 */
export const joinsOf = (activityId: string, groupIds: readonly string[] | undefined): Promise<Joins> =>
  kept(`${activityId}:${groupIds ? [...groupIds].sort().join() : '*'}`, async () =>
    folded(await (groupIds ? minutesIn(activityId, groupIds) : minutesOf(activityId)), now()),
  );

interface Minute {
  readonly at: Date;
  readonly counted: number;
}

const minutesOf = (activityId: string): Promise<Minute[]> =>
  native(Minutes)
    .aggregate<Minute>([
      { $match: { activityId } },
      { $group: { _id: '$minute', counted: { $sum: '$counted' } } },
      { $sort: { _id: 1 } },
      { $project: { _id: 0, at: '$_id', counted: 1 } },
    ])
    .toArray();

async function minutesIn(activityId: string, groupIds: readonly string[]): Promise<Minute[]> {
  const rows = native(Decisions)
    .find({ activityId, outcome: 'counted', groupId: { $in: [...groupIds] } }, { projection: { at: 1 } })
    .sort({ at: 1, _id: 1 });
  const minutes: { at: Date; counted: number }[] = [];
  for await (const { at } of rows) {
    const start = floor(at, MINUTE_MS);
    const last = minutes.at(-1);
    if (last && last.at.getTime() === start) last.counted += 1;
    else minutes.push({ at: new Date(start), counted: 1 });
  }
  return minutes;
}

const floor = (at: Date, widthMs: number): number => Math.floor(at.getTime() / widthMs) * widthMs;

/** Minutes in order as the board shows them; the peak is the fullest minute of all. */
function folded(minutes: readonly Minute[], at: Date): Joins {
  const since = at.getTime() - MINUTES_FOR_MS;
  const hours = new Map<number, number>();
  const perMinute: Joins['perMinute'] = [];
  let peak: Minute | undefined;
  for (const minute of minutes) {
    if (!peak || minute.counted > peak.counted) peak = minute;
    if (minute.at.getTime() >= since) {
      perMinute.push({ at: minute.at.toISOString(), counted: minute.counted });
      continue;
    }
    const hour = floor(minute.at, HOUR_MS);
    hours.set(hour, (hours.get(hour) ?? 0) + minute.counted);
  }
  return {
    perMinute,
    earlier: [...hours].map(([hour, counted]) => ({ at: new Date(hour).toISOString(), counted })),
    ...(peak ? { peak: { at: peak.at.toISOString(), counted: peak.counted } } : {}),
  };
}
