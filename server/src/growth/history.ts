import type { GrowthMeasure } from '@kouyi/shared/types';

/** What somebody did, counted by measure and Shanghai day (the day number as text, as documents have it). */
export type History = Partial<Record<GrowthMeasure, Record<string, number>>>;

/** The longest window and the longest grace together, and a little more: nothing older can matter. */
const KEPT_DAYS = 560;

/** Adds so many to a day (or takes them away); a day that comes to nothing is forgotten. */
export function addTo(history: History, measure: GrowthMeasure, day: number, times: number): void {
  const days = (history[measure] ??= {});
  const next = (days[day] ?? 0) + times;
  if (next === 0) Reflect.deleteProperty(days, String(day));
  else days[day] = next;
}

/** A day on which they acted counts once, however often they did. */
export function actedOn(history: History, day: number): boolean {
  const days = (history.activeDays ??= {});
  if (days[day]) return false;
  days[day] = 1;
  return true;
}

/** Forgets what is so old that no rule can ask for it. */
export function forgetBefore(history: History, today: number): void {
  for (const days of Object.values(history))
    for (const day of Object.keys(days))
      if (Number(day) < today - KEPT_DAYS) Reflect.deleteProperty(days, day);
}

/** Several identities as one: their counts together, but a day on which both acted is one day. */
export function together(histories: readonly History[]): History {
  if (histories.length === 1) return histories[0]!;
  const sum: History = {};
  for (const history of histories)
    for (const [measure, days] of Object.entries(history) as [GrowthMeasure, Record<string, number>][])
      for (const [day, times] of Object.entries(days))
        if (measure === 'activeDays') actedOn(sum, Number(day));
        else addTo(sum, measure, Number(day), times);
  return sum;
}

/** Answers how much of a measure lies between two days, both included, without walking through the days each time. */
export class Tally {
  readonly #of = new Map<string, { days: number[]; sums: number[] }>();

  constructor(history: History) {
    for (const [measure, byDay] of Object.entries(history)) {
      const days = Object.keys(byDay)
        .map(Number)
        .sort((a, b) => a - b);
      const sums = [0];
      for (const day of days) sums.push(sums.at(-1)! + byDay[day]!);
      this.#of.set(measure, { days, sums });
    }
  }

  between(measure: GrowthMeasure, from: number, to: number): number {
    const found = this.#of.get(measure);
    if (!found || to < from) return 0;
    const { days, sums } = found;
    return sums[firstFrom(days, to + 1)]! - sums[firstFrom(days, from)]!;
  }
}

/** Place of the first day that is not before `day`. */
function firstFrom(days: readonly number[], day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]! < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
