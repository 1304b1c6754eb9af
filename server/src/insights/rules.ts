import { shanghaiDay, shanghaiInstant, shanghaiParts } from '@kouyi/shared/rules/time';

/** Day rows are kept so long: a month and what may come late. */
const KEEP_DAYS = 40;
const SLOT_MINUTES = 10;

/** One participation that gave something. */
export interface Given {
  readonly personId: string;
  readonly unitId: string;
  readonly points: number;
  readonly at: Date;
}

/** What a batch adds to one day of one unit. */
export interface DayGain {
  readonly day: number;
  readonly unitId: string;
  points: number;
  readonly slots: Map<number, number>;
}

/** The ten minutes of its Shanghai day in which an instant lies, 0–143. */
export const slotOf = (at: Date): number => Math.floor(shanghaiParts(at).minuteOfDay / SLOT_MINUTES);

/** When the rows of a day may go. */
export const expiryOf = (day: number): Date => shanghaiInstant(day + KEEP_DAYS);

/** What a batch adds, by day and unit. */
export function gainsOf(given: readonly Given[]): DayGain[] {
  const gains = new Map<string, DayGain>();
  for (const { unitId, points, at } of given) {
    const day = shanghaiDay(at);
    const key = `${day}:${unitId}`;
    const gain = gains.get(key) ?? { day, unitId, points: 0, slots: new Map<number, number>() };
    gain.points += points;
    const slot = slotOf(at);
    gain.slots.set(slot, (gain.slots.get(slot) ?? 0) + 1);
    gains.set(key, gain);
  }
  return [...gains.values()];
}

/** 「小林，早上好」, by the hour in Shanghai. */
export function greetingFor(name: string, at: Date): string {
  const { hour } = shanghaiParts(at);
  const word =
    hour < 5 ? '夜深了' : hour < 11 ? '早上好' : hour < 13 ? '中午好' : hour < 18 ? '下午好' : '晚上好';
  return `${name}，${word}`;
}

/** From which share of its budget on an activity needs a look. */
export const BUDGET_NEARLY_SPENT = 0.9;
