import {
  DAY_MS,
  HOUR_MS,
  WEEKDAY_NAMES,
  clockText,
  shanghaiDay,
  shanghaiInstant,
  shanghaiParts,
  textToDay,
} from '@kouyi/shared/rules/time';
import { windowInWords } from '@kouyi/shared/rules/words';
import type { WindowRule } from '@kouyi/shared/types';
import dayjs, { type Dayjs } from 'dayjs';

const two = (n: number): string => String(n).padStart(2, '0');

/** `20:19`, as the clock on the wall in Shanghai showed it, wherever the browser is. */
export const clock = (iso: string): string => clockText(shanghaiParts(new Date(iso)).minuteOfDay);

/** `20:19:04`. */
export const clockSeconds = (iso: string): string =>
  `${clock(iso)}:${two(shanghaiParts(new Date(iso)).second)}`;

/** `今天`, `明天`, `周六`(within six days), `11月22日`, with the year only where it is another one. */
export const dayWords = (iso: string, now = new Date()): string => {
  const at = shanghaiParts(new Date(iso));
  const away = at.day - shanghaiDay(now);
  if (away === 0) return '今天';
  if (away === 1) return '明天';
  if (away === -1) return '昨天';
  const date = `${at.month}月${at.date}日`;
  if (at.year !== shanghaiParts(now).year) return `${at.year}年${date}`;
  return away > 1 && away < 7 ? `${date} ${WEEKDAY_NAMES[at.weekday]}` : date;
};

/** `今天 20:00`. */
export const when = (iso: string, now = new Date()): string => `${dayWords(iso, now)} ${clock(iso)}`;

const isMidnight = (iso: string): boolean => shanghaiParts(new Date(iso)).minuteOfDay === 0;

/** The last moment of a stretch: `今天 20:00`; midnight is the end of the day before, `昨天 24:00`. */
export const until = (iso: string, now = new Date()): string =>
  isMidnight(iso) ? `${dayWords(new Date(Date.parse(iso) - 1).toISOString(), now)} 24:00` : when(iso, now);

/** `今天 20:00–21:00`, `今天 20:00 到 明天 09:00`; whole days are `今天全天` and `11月13日 到 12月12日`. */
export const span = (from: string, to: string): string => {
  const last = new Date(Date.parse(to) - 1).toISOString();
  const sameDay = shanghaiDay(new Date(from)) === shanghaiDay(new Date(last));
  if (isMidnight(from) && isMidnight(to))
    return sameDay ? `${dayWords(from)}全天` : `${dayWords(from)} 到 ${dayWords(last)}`;
  return sameDay ? `${when(from)}–${isMidnight(to) ? '24:00' : clock(to)}` : `${when(from)} 到 ${until(to)}`;
};

/** When something is open: its stretch, or with its weekdays and hours where it has any. */
export const openTimes = (window: WindowRule): string =>
  window.dailyHours || (window.weekdays?.length ?? 0) > 0
    ? windowInWords(window)
    : span(window.startAt, window.endAt);

/** `20:41` below an hour, `3 小时 12 分`, `5 天`; empty once it is over. */
export const left = (iso: string, now: number): string => {
  const ms = Date.parse(iso) - now;
  if (ms <= 0) return '';
  const seconds = Math.floor(ms / 1000);
  if (seconds < 3600) return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  if (ms < DAY_MS) return `${Math.floor(seconds / 3600)} 小时 ${Math.floor((seconds % 3600) / 60)} 分`;
  return `${Math.floor(ms / DAY_MS)} 天`;
};

/** How a chart writes a moment whose points are `widthMs` apart: `20:15`, `昨天 12:00`, `11月5日`. */
export const axisWords =
  (widthMs: number) =>
  (at: number): string => {
    const iso = new Date(at).toISOString();
    return widthMs < HOUR_MS ? clock(iso) : when(iso).replace(/ 00:00$/, '');
  };

/** How a chart of days writes a moment: only midnight is a day; of the moments between it asks for, nothing is said. */
export const wholeDays = (at: number): string => {
  const iso = new Date(at).toISOString();
  return shanghaiParts(new Date(at)).minuteOfDay === 0 ? dayWords(iso) : '';
};

/** `80 毫秒`, `0.8 秒`, `12 秒`, `3 分`. */
export const duration = (ms: number): string => {
  if (ms < 100) return `${Math.max(1, Math.round(ms))} 毫秒`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} 秒`;
  return ms < 120_000 ? `${Math.round(ms / 1000)} 秒` : `${Math.round(ms / 60_000)} 分`;
};

/** For date pickers: a local moment that shows the Shanghai wall clock of the instant. */
export const toPicker = (iso: string): Dayjs | null => {
  if (!iso) return null;
  const at = shanghaiParts(new Date(iso));
  return dayjs(new Date(at.year, at.month - 1, at.date, at.hour, at.minute));
};

/** The instant at which Shanghai's wall clock shows what the picker shows. */
export const fromPicker = (at: Dayjs | null): string => {
  if (!at) return '';
  const day = textToDay(at.format('YYYY-MM-DD'));
  return day === undefined ? '' : shanghaiInstant(day, at.hour() * 60 + at.minute()).toISOString();
};
