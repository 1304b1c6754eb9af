import { MINUTE_MS, shanghaiInstant } from '@kouyi/shared/rules/time';

/** How lively each hour of a day is (Shanghai), relative to the others: twenty-four of them. */
export type ByHour = readonly number[];

/** When people pay: around lunch, and after dinner. */
export const ORDERS_BY_HOUR: ByHour = [
  1, 0, 0, 0, 0, 0, 1, 3, 5, 6, 7, 7, 9, 7, 5, 5, 5, 6, 7, 9, 13, 14, 10, 5,
];

/** An instant of a Shanghai day, likelier in a lively hour. `chance` answers from 0 up to 1, and is asked twice. */
export function momentOf(day: number, byHour: ByHour, chance: () => number): Date {
  let left = chance() * byHour.reduce((sum, weight) => sum + weight, 0);
  const hour = byHour.findIndex((weight) => (left -= weight) < 0);
  return new Date(shanghaiInstant(day, hour * 60).getTime() + Math.floor(chance() * 60 * MINUTE_MS));
}
