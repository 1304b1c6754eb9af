import {
  clockText,
  HOUR_MS,
  MINUTE_MS,
  shanghaiDay,
  shanghaiParts,
  WEEKDAY_NAMES,
} from '@kouyi/shared/rules/time';

const two = (n: number): string => String(n).padStart(2, '0');

/** '20:41' in Shanghai. */
const clock = (iso: string): string => clockText(shanghaiParts(new Date(iso)).minuteOfDay);

/** 今天, 明天, 周三 (within six days), 12月3日, or with the year when it is another one. */
export const dayWord = (iso: string, nowMs: number): string => {
  const at = shanghaiParts(new Date(iso));
  const now = shanghaiParts(new Date(nowMs));
  const days = at.day - now.day;
  if (days === 0) return '今天';
  if (days === 1) return '明天';
  if (days === -1) return '昨天';
  if (days > 1 && days < 7) return WEEKDAY_NAMES[at.weekday] ?? '';
  const date = `${at.month}月${at.date}日`;
  return at.year === now.year ? date : `${at.year}年${date}`;
};

/** 11月, or with the year when it is another one. */
export const monthWord = (iso: string, nowMs: number): string => {
  const { year, month } = shanghaiParts(new Date(iso));
  return year === shanghaiParts(new Date(nowMs)).year ? `${month}月` : `${year}年${month}月`;
};

/** 今天 20:41. */
export const dayAndClock = (iso: string, nowMs: number): string => `${dayWord(iso, nowMs)} ${clock(iso)}`;

/** 2026年11月3日. */
export const fullDate = (iso: string): string => {
  const at = shanghaiParts(new Date(iso));
  return `${at.year}年${at.month}月${at.date}日`;
};

/** The day and clock of an end; the last instant of a day is told as that day, not as the next day's midnight. */
const endWord = (closesAt: string, nowMs: number): string =>
  clock(closesAt) === '00:00'
    ? dayWord(new Date(Date.parse(closesAt) - 1).toISOString(), nowMs)
    : `${dayAndClock(closesAt, nowMs)} `;

/**
 * How long it still goes, or when it ended.
 *
 * @example untilWord('…', now) // '20:41 后结束' (minutes and seconds), '今天 21:00 结束', '周三结束', '昨天 21:00 结束了'
 */
export const untilWord = (closesAt: string, nowMs: number): string => {
  const left = Date.parse(closesAt) - nowMs;
  if (left <= 0) return `${endWord(closesAt, nowMs)}结束了`;
  if (left < HOUR_MS)
    return `${two(Math.floor(left / MINUTE_MS))}:${two(Math.floor((left % MINUTE_MS) / 1000))} 后结束`;
  return `${endWord(closesAt, nowMs)}结束`;
};

/** When something that has not begun will. */
export const fromWord = (opensAt: string, nowMs: number): string => {
  const left = Date.parse(opensAt) - nowMs;
  if (left <= 0) return '马上开始';
  if (left < HOUR_MS) return `${Math.max(1, Math.round(left / MINUTE_MS))} 分钟后开始`;
  return `${dayAndClock(opensAt, nowMs)} 开始`;
};

/** Whole days from the first instant to now, counted by Shanghai dates; at least 1. */
export const daysSince = (iso: string, nowMs: number): number =>
  Math.max(1, shanghaiDay(new Date(nowMs)) - shanghaiDay(new Date(iso)) + 1);
