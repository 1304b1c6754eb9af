/**
 * Time as the brand's people read it: Asia/Shanghai. China has kept UTC+8 without summer time since 1991, so the
 * zone is an addition here; `Intl` time zones are missing in parts of the WeChat runtime. Instants before 1991-09-15
 * would be an hour off in summer; nothing in the product is that old.
 */
import type { DailyHours, WindowRule } from '../types';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * HOUR_MS;

/** Weekday names, index 1 = Monday … 7 = Sunday. */
export const WEEKDAY_NAMES = ['', '周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;

/** The wall clock in Shanghai. `month` 1–12, `weekday` 1 = Monday … 7 = Sunday, `day` = days since 1970-01-01. */
export interface ShanghaiParts {
  year: number;
  month: number;
  date: number;
  hour: number;
  minute: number;
  second: number;
  weekday: number;
  day: number;
  minuteOfDay: number;
}

/** Days since 1970-01-01 of the Shanghai date on which the instant lies. */
export const shanghaiDay = (at: Date): number => Math.floor((at.getTime() + OFFSET_MS) / DAY_MS);

/** The instant at which the Shanghai day begins, plus minutes. */
export const shanghaiInstant = (day: number, minuteOfDay = 0): Date =>
  new Date(day * DAY_MS + minuteOfDay * MINUTE_MS - OFFSET_MS);

/** The day number of a date. Days and months beyond their range roll over, as in `Date.UTC`. */
export const dayOf = (year: number, month: number, date: number): number =>
  Date.UTC(year, month - 1, date) / DAY_MS;

/** Whether such a date exists (no 30 February). */
export const isRealDate = (year: number, month: number, date: number): boolean => {
  const at = new Date(Date.UTC(year, month - 1, date));
  return at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
};

/** 1 = Monday … 7 = Sunday; 1970-01-01 was a Thursday. */
export const weekdayOfDay = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** '2026-11-21'. */
export const dayToText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The day number of 'YYYY-MM-DD', or undefined if it is no real date. */
export const textToDay = (text: string): number | undefined => {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!found) return undefined;
  const [year, month, date] = [Number(found[1]), Number(found[2]), Number(found[3])];
  return isRealDate(year, month, date) ? dayOf(year, month, date) : undefined;
};

/** The wall clock in Shanghai at an instant. */
export const shanghaiParts = (at: Date): ShanghaiParts => {
  const local = new Date(at.getTime() + OFFSET_MS);
  const day = shanghaiDay(at);
  const [hour, minute] = [local.getUTCHours(), local.getUTCMinutes()];
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    date: local.getUTCDate(),
    hour,
    minute,
    second: local.getUTCSeconds(),
    weekday: weekdayOfDay(day),
    day,
    minuteOfDay: hour * 60 + minute,
  };
};

/** Minutes since midnight of 'HH:MM' (00:00–24:00), or undefined if malformed. */
export const clockMinutes = (text: string): number | undefined => {
  const found = /^(\d{2}):(\d{2})$/.exec(text);
  if (!found) return undefined;
  const [hour, minute] = [Number(found[1]), Number(found[2])];
  return hour < 24 && minute < 60 ? hour * 60 + minute : hour === 24 && minute === 0 ? 1440 : undefined;
};

/** 'HH:MM' of minutes since midnight; 1440 is '24:00'. */
export const clockText = (minuteOfDay: number): string =>
  `${String(Math.floor(minuteOfDay / 60)).padStart(2, '0')}:${String(minuteOfDay % 60).padStart(2, '0')}`;

/** First minute of a day's opening, and last (exclusive), which is beyond 1440 when the hours cross midnight. */
export const hoursSpan = (hours: DailyHours | undefined): { from: number; to: number } => {
  if (!hours) return { from: 0, to: 1440 };
  const from = clockMinutes(hours.from) ?? 0;
  const to = clockMinutes(hours.to) ?? 1440;
  return { from, to: to <= from ? to + 1440 : to };
};

/** Whether opening hours begin on that day. */
export const opensOnDay = (window: WindowRule, day: number): boolean =>
  !window.weekdays || window.weekdays.length === 0 || window.weekdays.includes(weekdayOfDay(day));

export type WindowPlace = 'inside' | 'not_started' | 'ended' | 'outside_hours';

/**
 * Where an instant lies. The start belongs to the window, the end does not; the same holds for the hours of a day.
 * Hours that cross midnight belong to the day on which they begin, also for the weekdays.
 */
export const isWithinWindow = (window: WindowRule, at: Date): WindowPlace => {
  const time = at.getTime();
  if (time < Date.parse(window.startAt)) return 'not_started';
  if (time >= Date.parse(window.endAt)) return 'ended';
  const { from, to } = hoursSpan(window.dailyHours);
  const day = shanghaiDay(at);
  const minute = (time + OFFSET_MS - day * DAY_MS) / MINUTE_MS;
  if (minute >= from && minute < to && opensOnDay(window, day)) return 'inside';
  return minute + 1440 < to && minute + 1440 >= from && opensOnDay(window, day - 1)
    ? 'inside'
    : 'outside_hours';
};

/** A stretch of time during which a window is open; `to` does not belong to it. */
export interface OpenSpan {
  from: Date;
  to: Date;
}

/**
 * The stretches between `from` and `to` (clipped to them) during which the window is open, in order, at most `max`.
 * Stretches that touch (whole days in a row) come as one.
 */
export const openSpans = (window: WindowRule, range: { from: Date; to: Date }, max = 1_000): OpenSpan[] => {
  const first = Math.max(Date.parse(window.startAt), range.from.getTime());
  const last = Math.min(Date.parse(window.endAt), range.to.getTime());
  const spans: OpenSpan[] = [];
  if (!(first < last)) return spans;
  if (!window.dailyHours && !window.weekdays?.length) return [{ from: new Date(first), to: new Date(last) }];
  const hours = hoursSpan(window.dailyHours);
  for (let day = shanghaiDay(new Date(first)) - 1; day <= shanghaiDay(new Date(last)); day += 1) {
    if (!opensOnDay(window, day)) continue;
    const from = Math.max(first, shanghaiInstant(day, hours.from).getTime());
    const to = Math.min(last, shanghaiInstant(day, hours.to).getTime());
    if (from >= to) continue;
    const before = spans[spans.length - 1];
    if (before && before.to.getTime() >= from) before.to = new Date(to);
    else if (spans.length >= max) break;
    else spans.push({ from: new Date(from), to: new Date(to) });
  }
  return spans;
};

/** The earliest instant at or after `after` at which the window is open; undefined if it never is again. */
export const nextOpening = (window: WindowRule, after: Date): Date | undefined => {
  const from = new Date(Math.max(after.getTime(), Date.parse(window.startAt)));
  // Nine days hold every weekday once, and the tail of hours that began the day before.
  return openSpans(window, { from, to: new Date(from.getTime() + 9 * DAY_MS) }, 1)[0]?.from;
};

/** A calendar month in Shanghai. */
export interface Month {
  year: number;
  /** 1–12. */
  month: number;
}

/** The month in which a day lies. */
export const monthOf = (day: number): Month => {
  const at = new Date(day * DAY_MS);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1 };
};

/** Day numbers of the first day of the month and of the first day after it. */
export const monthSpan = ({ year, month }: Month): { first: number; next: number } => ({
  first: dayOf(year, month, 1),
  next: dayOf(year, month + 1, 1),
});

/** The month so many months later (or earlier). */
export const addMonths = ({ year, month }: Month, months: number): Month => {
  const index = year * 12 + month - 1 + months;
  return { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
};

/** The month as weeks from Monday to Sunday; days of other months are undefined. */
export const monthWeeks = (of: Month): (number | undefined)[][] => {
  const { first, next } = monthSpan(of);
  const weeks: (number | undefined)[][] = [];
  for (let monday = first - weekdayOfDay(first) + 1; monday < next; monday += 7)
    weeks.push(
      Array.from({ length: 7 }, (_, i) =>
        monday + i >= first && monday + i < next ? monday + i : undefined,
      ),
    );
  return weeks;
};

/** The Monday of the week in which a day lies. */
export const mondayOf = (day: number): number => day - weekdayOfDay(day) + 1;
