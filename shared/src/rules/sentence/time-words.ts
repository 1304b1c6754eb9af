/** Reads the words of time, without yet asking which instant they mean. */
import { MINUTE_MS, HOUR_MS } from '../time';
import { NUM, numberOf } from './numbers';
import type { Source } from './source';

/** A date as it was said. */
export type DateWords =
  /** `fromStart`: 次日 counts from the day of the start, not from today. */
  | { type: 'offset'; days: number; fromStart?: boolean }
  | { type: 'weekday'; weekday: number; week?: number }
  | { type: 'weekend'; week?: number }
  | { type: 'date'; year?: number; month?: number; date: number };

export type DayPart = 'dawn' | 'morning' | 'noon' | 'afternoon' | 'evening' | 'midnight';

/** `exact`: written in a way that can only be the 24-hour clock (20:00, 08:00, 20点). */
export interface ClockWords {
  hour: number;
  minute: number;
  exact: boolean;
  /** 8:00 – the 24-hour clock unless 晚 or 下午 stands before it. */
  colon?: boolean;
}

/** A point in time as it was said; what was not said is absent. */
export interface PointWords {
  date?: DateWords;
  part?: DayPart;
  clock?: ClockWords;
  /** From now: 现在 (0), 半小时后. */
  afterMs?: number;
}

export type Amount = { ms: number } | { days: number };

export type TimeItem = { at: number; length: number } & (
  | { type: 'point'; point: PointWords }
  | { type: 'range'; from: PointWords; to: PointWords }
  | { type: 'end'; point: PointWords }
  | { type: 'repeat'; weekdays?: number[] }
  | { type: 'duration'; amount: Amount; inRow: boolean }
);

type Got<T> = { value: T; end: number } | undefined;

const sticky = (pattern: string): ((text: string, at: number) => RegExpExecArray | null) => {
  const regex = new RegExp(pattern, 'y');
  return (text, at) => {
    regex.lastIndex = at;
    return regex.exec(text);
  };
};

const WEEKDAYS: Record<string, number> = { 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7, 末: 6 };
const weekdayOf = (char: string): number => WEEKDAYS[char] ?? Number(char);
const WEEKS: Record<string, number> = { 上: -1, 这: 0, 本: 0, 下: 1, 下下: 2 };

const OFFSETS: [string, number][] = [
  ['大后天', 3],
  ['后天', 2],
  ['明天', 1],
  ['明日', 1],
  ['次日', 1],
  ['第二天', 1],
  ['翌日', 1],
  ['今天', 0],
  ['今日', 0],
  ['当天', 0],
  ['前天', -2],
  ['昨天', -1],
  ['昨日', -1],
];
const offset = sticky(OFFSETS.map(([word]) => word).join('|'));
const shortOffset = sticky('(大?后|明|今|昨)(?=晚|早|夜|晨)');
const weekday = sticky('(下下|上|这|本|下)?个?(?:周|星期|礼拜)([一二三四五六日天]|[1-7](?![\\d点]))');
const weekend = sticky('(下下|上|这|本|下)?个?周末');
const fullDate = sticky(
  '(\\d{4})\\s*[年/.-]\\s*(\\d{1,2}|[一二三四五六七八九十]{1,2})\\s*[月/.-]\\s*(\\d{1,2}|[一二三四五六七八九十廿]{1,3})(?:[日号]|(?![\\d日号]))',
);
const monthDate = sticky(
  '(\\d{1,2}|[一二三四五六七八九十]{1,2})月(\\d{1,2}|[一二三四五六七八九十]{1,3})(?:[日号]|(?![\\d月日号]))',
);
const slashDate = sticky('(\\d{1,2})[/.](\\d{1,2})(?![\\d/.%积分])');
const onlyDate = sticky('(\\d{1,2}|[一二三四五六七八九十]{1,3})[号日](?![店楼线位群])');

const readDate = (text: string, at: number): Got<DateWords> => {
  const end = (match: RegExpExecArray) => at + match[0].length;
  let match = offset(text, at);
  if (match) {
    const days = OFFSETS.find(([word]) => word === match![0])![1];
    const fromStart = /次日|第二天|翌日/.test(match[0]);
    return { value: { type: 'offset', days, ...(fromStart ? { fromStart } : {}) }, end: end(match) };
  }
  match = shortOffset(text, at);
  if (match)
    return {
      value: { type: 'offset', days: { 大后: 3, 后: 2, 明: 1, 今: 0, 昨: -1 }[match[1]!]! },
      end: end(match),
    };
  match = weekend(text, at);
  if (match)
    return { value: { type: 'weekend', ...(match[1] ? { week: WEEKS[match[1]]! } : {}) }, end: end(match) };
  match = weekday(text, at);
  if (match)
    return {
      value: {
        type: 'weekday',
        weekday: weekdayOf(match[2]!),
        ...(match[1] ? { week: WEEKS[match[1]]! } : {}),
      },
      end: end(match),
    };
  match = fullDate(text, at);
  if (match) return dateOf(end(match), match[3]!, match[2], match[1]);
  match = monthDate(text, at) ?? slashDate(text, at);
  if (match) return dateOf(end(match), match[2]!, match[1]);
  match = onlyDate(text, at);
  return match ? dateOf(end(match), match[1]!) : undefined;
};

const dateOf = (end: number, date: string, month?: string, year?: string): Got<DateWords> => {
  const day = numberOf(date);
  const monthNumber = month === undefined ? undefined : numberOf(month);
  if (day === undefined || (month !== undefined && monthNumber === undefined)) return undefined;
  return {
    end,
    value: {
      type: 'date',
      date: day,
      ...(monthNumber === undefined ? {} : { month: monthNumber }),
      ...(year === undefined ? {} : { year: Number(year) }),
    },
  };
};

const PARTS: [string, DayPart][] = [
  ['凌晨', 'dawn'],
  ['清晨|清早|早上|早晨|大早上|上午|晨间|早(?!起|鸟|餐|安)', 'morning'],
  ['中午|正午', 'noon'],
  ['下午|午后', 'afternoon'],
  ['半夜|午夜|深夜', 'midnight'],
  ['傍晚|晚上|晚间|夜里|夜晚|夜间|晚(?!安|餐)|夜(?!宵)', 'evening'],
];
const parts = PARTS.map(([words, part]) => ({ read: sticky(`(?:${words})的?`), part }));
const readPart = (text: string, at: number): Got<DayPart> => {
  for (const { read, part } of parts) {
    const match = read(text, at);
    if (match) return { value: part, end: at + match[0].length };
  }
  return undefined;
};

const HOUR = '(\\d{1,2}|二十[一二三四]?|十[一二三四五六七八九]?|[零〇一二两三四五六七八九])';
const MINUTE = '(\\d{1,2}|[二三四五]?十[一二三四五六七八九]?|[零〇]?[一二三四五六七八九])';
const JOIN = '\\s*(?:到|至|-|—|–|~|〜|－)+\\s*';
const colonClock = sticky('(\\d{1,2}):(\\d{2})(?::\\d{2})?(?![\\d:])');
const spokenClock = sticky(
  `${HOUR}(?:点钟|点整|点|时(?!间|段|候|长|光))(?:(半)|([一三1-3])刻|${MINUTE}分?(?![\\d个人名位次天积]))?钟?`,
);
// "晚上8-9点": the first 点 may be left out.
const bareClock = sticky(
  `${HOUR}(?=${JOIN}(?:凌晨|早上|上午|中午|下午|晚上|晚)?${HOUR.replace('(', '(?:')}[点时])`,
);

const readClock = (text: string, at: number): Got<ClockWords> => {
  if (/\d/.test(text[at] ?? '') && /[\d.:]/.test(text[at - 1] ?? '')) return undefined;
  const colon = colonClock(text, at);
  if (colon) {
    const hour = Number(colon[1]);
    const exact = hour > 12 || hour === 0 || colon[1]!.startsWith('0');
    const value = { hour, minute: Number(colon[2]), exact, colon: true };
    return { value, end: at + colon[0].length };
  }
  const spoken = spokenClock(text, at) ?? bareClock(text, at);
  if (!spoken) return undefined;
  const hour = numberOf(spoken[1]!.replace(/^0(?=\d)/, ''));
  if (hour === undefined) return undefined;
  const quarters = spoken[3] ? numberOf(spoken[3]) : undefined;
  const minute = spoken[2]
    ? 30
    : quarters
      ? quarters * 15
      : spoken[4]
        ? (numberOf(spoken[4].replace(/^[零〇]/, '')) ?? 0)
        : 0;
  const exact = hour > 12 || hour === 0 || /^0\d/.test(spoken[1]!);
  return { value: { hour, minute, exact }, end: at + spoken[0].length };
};

const AMOUNT = `(?:半个?小时|半个?钟头?|半天|${NUM}个?半(?:小时|钟头)|${NUM}(?:个)?(?:小时|钟头)半?|${NUM}刻钟|${NUM}分钟|${NUM}(?:天|日(?!到|至))|${NUM}个?(?:星期|礼拜|周)|${NUM}个月)`;
const amountAfter = sticky(`(${AMOUNT})(?:之后|以后|过后|后)`);
const amountFor = sticky(
  `(?:持续|限时|时长|为期|历时|(连续|连着|连)|总共|一共|共|做|开|进行)?\\s*(?::|是|为)?\\s*(${AMOUNT})(?!内|前)`,
);

const amountOf = (text: string): Amount | undefined => {
  const number = numberOf(new RegExp(`^${NUM}`).exec(text)?.[0] ?? '');
  if (/^半天/.test(text)) return undefined;
  if (/小时|钟头|个钟/.test(text)) {
    const half = /半/.test(text) ? 0.5 : 0;
    return number === undefined && half === 0 ? undefined : { ms: ((number ?? 0) + half) * HOUR_MS };
  }
  if (number === undefined) return undefined;
  if (/刻钟$/.test(text)) return { ms: number * 15 * MINUTE_MS };
  if (/分钟$/.test(text)) return { ms: number * MINUTE_MS };
  if (/个月$/.test(text)) return { days: number * 30 };
  return { days: /周|星期|礼拜/.test(text) ? number * 7 : number };
};

const nowWords = sticky('现在|马上|立刻|立即|即刻|此刻|这会儿|即日');
const of = sticky('\\s*的?\\s*');

const readPoint = (text: string, at: number): Got<PointWords> => {
  const now = nowWords(text, at);
  if (now) return { value: { afterMs: 0 }, end: at + now[0].length };
  const after = amountAfter(text, at);
  if (after) {
    const amount = amountOf(after[1]!);
    const end = at + after[0].length;
    if (amount && 'ms' in amount) return { value: { afterMs: amount.ms }, end };
    if (amount) return withClock(text, end, { date: { type: 'offset', days: amount.days } });
  }
  const date = readDate(text, at);
  if (date) return withClock(text, date.end, { date: date.value });
  return withClock(text, at, {});
};

const withClock = (text: string, at: number, point: PointWords): Got<PointWords> => {
  const skip = (from: number) => from + (point.date ? of(text, from)![0].length : 0);
  let end = at;
  const part = readPart(text, skip(at));
  if (part) end = part.end;
  const clockAt = part ? end + /^\s*/.exec(text.slice(end))![0].length : skip(at);
  const clock = readClock(text, clockAt);
  if (clock) end = clock.end;
  const value = { ...point, ...(part ? { part: part.value } : {}), ...(clock ? { clock: clock.value } : {}) };
  return value.date || value.part || value.clock ? { value, end } : undefined;
};

const everyDay = sticky('每一?天|每日|天天|每(?=晚|早|个?晚上|个?早上|夜)个?');
const everyWeek = sticky(
  '(?:每个?|每逢)(?:周|星期|礼拜)([一二三四五六日天末1-7](?:(?:[、,和及跟]|到|至|-|~)?(?:周|星期|礼拜)?[一二三四五六日天])*)',
);
const workdays = sticky('(?:每个?)?(?:工作日|上班日)');
const join = sticky(JOIN);
const started = sticky('\\s*(?:开始|起|开抢|开抽|开启)?\\s*[,，]?');
const endBefore = sticky('(?:截止到|截止至|截止|一直到|直到|到|至)\\s*');
const endAfter = sticky('\\s*(?:截止|结束|为止|之前|以前|前)');

const weekdaysOf = (text: string): number[] => {
  const days = new Set<number>();
  let last: number | undefined;
  let through = false;
  for (const char of text) {
    const day = WEEKDAYS[char] ?? (/[1-7]/.test(char) ? Number(char) : undefined);
    if (char === '末') [6, 7].forEach((one) => days.add(one));
    else if (day !== undefined) {
      if (through && last !== undefined) for (let next = last; next <= day; next += 1) days.add(next);
      days.add(day);
      last = day;
      through = false;
    } else if (/[到至~-]/.test(char)) through = true;
  }
  return [...days].sort();
};

/**
 * "周一到周五 早上7点到9点": the hours after the second date belong to every day. "今天到明晚8点": they end the whole,
 * because they stand right at the date and begin no range of their own.
 */
const daysOnly = (text: string, at: number, from: PointWords): Got<PointWords> => {
  if (!from.date || from.clock || from.part) return undefined;
  const date = readDate(text, at);
  const whole = readPoint(text, at);
  if (!date || !whole || whole.end === date.end) return undefined;
  const apart = /^\s/.test(text.slice(date.end)) || join(text, whole.end) !== null;
  return apart ? { value: { date: date.value }, end: date.end } : undefined;
};

const readItem = (text: string, at: number): TimeItem | undefined => {
  const made = <T extends object>(end: number, item: T) => ({ at, length: end - at, ...item });
  let match = everyWeek(text, at);
  if (match) return made(at + match[0].length, { type: 'repeat' as const, weekdays: weekdaysOf(match[1]!) });
  match = workdays(text, at);
  if (match) return made(at + match[0].length, { type: 'repeat' as const, weekdays: [1, 2, 3, 4, 5] });
  match = everyDay(text, at);
  if (match) return made(at + match[0].length, { type: 'repeat' as const });
  match = endBefore(text, at);
  if (match) {
    const point = readPoint(text, at + match[0].length);
    if (point) {
      const tail = endAfter(text, point.end);
      return made(point.end + (tail?.[0].length ?? 0), { type: 'end' as const, point: point.value });
    }
  }
  const from = readPoint(text, at);
  if (from) {
    const pause = started(text, from.end)![0].length;
    const joined = join(text, from.end) ?? (pause > 0 ? join(text, from.end + pause) : null);
    if (joined) {
      const toAt = joined.index + joined[0].length;
      const to = daysOnly(text, toAt, from.value) ?? readPoint(text, toAt);
      if (to) {
        const tail = endAfter(text, to.end);
        return made(to.end + (tail?.[0].length ?? 0), {
          type: 'range' as const,
          from: from.value,
          to: to.value,
        });
      }
    }
    const tail = endAfter(text, from.end);
    if (tail) return made(from.end + tail[0].length, { type: 'end' as const, point: from.value });
    return made(from.end, { type: 'point' as const, point: from.value });
  }
  match = amountFor(text, at);
  const amount = match ? amountOf(match[2]!) : undefined;
  if (match && amount)
    return made(at + match[0].length, { type: 'duration' as const, amount, inRow: match[1] !== undefined });
  return undefined;
};

/** Takes every word of time out of the sentence, in order. */
export const readTimeWords = (source: Source): TimeItem[] => {
  const items: TimeItem[] = [];
  const text = source.rest;
  for (let at = 0; at < text.length;) {
    const inNumber = /\d/.test(text[at]!) && /[\d.]/.test(text[at - 1] ?? '');
    const item = inNumber ? undefined : readItem(text, at);
    if (item && item.length > 0) {
      items.push(item);
      source.take(item.at, item.length, 'time');
      at += item.length;
    } else at += 1;
  }
  return items;
};
