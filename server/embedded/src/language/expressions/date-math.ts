/** Adding, counting and truncating by calendar units in a time zone. */
import { type Maybe, typeName } from '../../bson/value';
import { DAY, fromLocal, HOUR, MINUTE, utcFrom, type Zone } from './date-text';
import { location } from './common';

export const UNITS = [
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
] as const;
export type Unit = (typeof UNITS)[number];

const FIXED: Partial<Record<Unit, number>> = { hour: HOUR, minute: MINUTE, second: 1000, millisecond: 1 };
const MONTHS: Partial<Record<Unit, number>> = { year: 12, quarter: 3, month: 1 };
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** 0 for Sunday. Names may be cut to three letters, in any case. */
export function weekdayOf(v: Maybe, name: string): number {
  if (typeof v !== 'string')
    throw location(5439015, `${name} requires 'startOfWeek' to be a string, but got ${typeName(v)}`);
  const text = v.toLowerCase();
  const found = WEEKDAYS.findIndex((d) => d === text || d.slice(0, 3) === text);
  if (found < 0)
    throw location(
      5439016,
      `${name} parameter 'startOfWeek' value cannot be recognized as a day of a week: ${v}`,
    );
  return found;
}

/** Adds units; days and longer keep the local time of day, months end on their last day at the latest. */
export function addUnits(ms: number, unit: Unit, amount: number, zone: Zone): number {
  const fixed = FIXED[unit];
  if (fixed !== undefined) return ms + amount * fixed;
  const local = ms + zone(ms);
  const months = MONTHS[unit];
  if (months === undefined) return fromLocal(local + amount * (unit === 'week' ? 7 : 1) * DAY, zone);
  const d = new Date(local);
  const target = d.getUTCMonth() + amount * months;
  const last = new Date(utcFrom(d.getUTCFullYear(), target + 1, 0, 0)).getUTCDate();
  const timeOfDay = local - Math.floor(local / DAY) * DAY;
  return fromLocal(utcFrom(d.getUTCFullYear(), target, Math.min(d.getUTCDate(), last), timeOfDay), zone);
}

/** How many starts of a unit lie between two moments. */
export function diffUnits(from: number, to: number, unit: Unit, zone: Zone, startOfWeek: number): number {
  const [a, b] = [from + zone(from), to + zone(to)];
  const months = MONTHS[unit];
  if (months !== undefined) {
    const index = (ms: number) => {
      const d = new Date(ms);
      return Math.floor((d.getUTCFullYear() * 12 + d.getUTCMonth()) / months);
    };
    return index(b) - index(a);
  }
  const days = (ms: number) => Math.floor(ms / DAY);
  if (unit === 'day') return days(b) - days(a);
  // 1970-01-01 was a Thursday.
  if (unit === 'week') {
    const week = (ms: number) => Math.floor((days(ms) + 4 - startOfWeek) / 7);
    return week(b) - week(a);
  }
  const fixed = FIXED[unit]!;
  if (unit === 'hour') {
    // Hours pass in real time; a zone off the full hour only shifts where they start.
    const shift = zone(from);
    return Math.floor((to + shift) / fixed) - Math.floor((from + shift) / fixed);
  }
  return Math.floor(to / fixed) - Math.floor(from / fixed);
}

/** The start of the bin that a moment is in; bins are counted from 2000-01-01 local time. */
export function truncateTo(ms: number, unit: Unit, bin: number, zone: Zone, startOfWeek: number): number {
  const offset = zone(ms);
  const local = ms + offset;
  const reference = utcFrom(2000, 0, 1, 0);
  const floorTo = (n: number, step: number) => Math.floor(n / step) * step;
  const months = MONTHS[unit];
  if (months !== undefined) {
    const d = new Date(local);
    const index = (d.getUTCFullYear() - 2000) * 12 + d.getUTCMonth();
    return fromLocal(utcFrom(2000, floorTo(index, months * bin), 1, 0), zone);
  }
  if (unit === 'day' || unit === 'week') {
    // 2000-01-01 was a Saturday: weeks are counted from the first start of a week on or after it.
    const start = unit === 'week' ? reference + ((startOfWeek + 1) % 7) * DAY : reference;
    const step = bin * (unit === 'week' ? 7 : 1) * DAY;
    return fromLocal(start + floorTo(local - start, step), zone);
  }
  return reference + floorTo(local - reference, bin * FIXED[unit]!) - offset;
}
