/**
 * From words of time to a window. Every default is said openly; what has two readings is asked; what lies in the past
 * or contradicts itself is refused by name.
 *
 * The choices, in one place:
 * - only a start was said → one hour; a repetition without a last day → 30 days; only an end → from now on;
 * - a bare hour from 1 to 11 without 早上/晚上 is asked, unless only one reading fits the other end of the range or
 *   only one still lies ahead today; 12点 is noon, 晚上12点 midnight; 20:00 and 20点 are the 24-hour clock;
 * - a bare weekday is the next one, today included while its hour is ahead; 这周三 that has passed is refused;
 * - a date without a year that passed less than half a year ago is refused, an older one is next year's;
 * - an end before the start is the next morning if that makes at most 12 hours, and is refused otherwise.
 */
import type { WindowRule } from '../../types';
import {
  clockText,
  DAY_MS,
  dayOf,
  hoursSpan,
  isRealDate,
  mondayOf,
  monthOf,
  nextOpening,
  opensOnDay,
  shanghaiDay,
  shanghaiInstant,
  shanghaiParts,
  weekdayOfDay,
} from '../time';
import { durationInWords, momentInWords, weekdaysInWords, windowInWords } from '../words';
import type { Question, Refusal } from './amounts';
import type { Source } from './source';
import type { Amount, ClockWords, DateWords, DayPart, PointWords, TimeItem } from './time-words';

export interface TimeReading {
  window?: WindowRule;
  /** Whether it opens again and again: daily hours, weekdays or several whole days. */
  repeats: boolean;
  refusals: Refusal[];
  questions: Question[];
}

/** Carries a refusal or question out of the resolving; never leaves this file. */
class Stop {
  constructor(
    readonly refusal?: Refusal,
    readonly question?: Question,
  ) {}
}
const refuse = (code: string, message: string): never => {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a jump within this file, not an error
  throw new Stop({ code, message });
};
const ask = (field: string, question: string): never => {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a jump within this file, not an error
  throw new Stop(undefined, { field, question });
};

const DEFAULT_MINUTES = 60;
const DEFAULT_DAYS = 30;

/** What was said, gathered; each thing at most once. */
interface Said {
  from?: PointWords;
  to?: PointWords;
  dates?: { first: DateWords; last?: DateWords };
  end?: PointWords;
  repeat?: { weekdays?: number[] };
  amount?: Amount;
  inRow: boolean;
}

/** Words for a date that need a calendar we do not keep: holidays, ends of months, the lunar year. */
const VAGUE =
  /[\u4e00-\u9fff]{0,2}节(?![日目])|节日|节前|节后|年底|年末|年初|月底|月末|月初|下个?月|明年|后年|元旦|除夕|春节|国庆|五一|六一|七夕|双(?:十一|十二|\d{1,2})|\d{3}大促|周年庆?|农历|[正腊]月|大年|初[一二三四五六七八九十]|假期|放假|隔天|隔周|每个?月|每年/;

/** Reads the taken words of time as one window and notes what they mean. */
export const resolveTime = (source: Source, items: readonly TimeItem[], now: Date): TimeReading => {
  const vague = VAGUE.exec(source.rest)?.[0];
  const reading: TimeReading = { repeats: false, refusals: [], questions: [] };
  const notes: string[] = [];
  try {
    // A date in words that we do not know must not leave the rest of the time to mean another day.
    if (vague !== undefined) ask('window.startAt', `“${vague}”是哪一天？写成 12月25日 这样。`);
    const said = gather(items);
    reading.window = build(said, now, notes);
    const year = shanghaiParts(new Date(reading.window.startAt)).year;
    if (year !== shanghaiParts(now).year) notes.unshift(`${year} 年`);
    reading.repeats = reading.window.dailyHours !== undefined || reading.window.weekdays !== undefined;
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    if (stop.refusal) reading.refusals.push(stop.refusal);
    if (stop.question) reading.questions.push(stop.question);
  }
  items.forEach((item, i) => {
    const whole =
      reading.window && i === 0 ? [windowInWords(reading.window), ...notes].join('；') : partInWords(item);
    source.note(item.at, item.length, 'time', whole);
  });
  return reading;
};

const partInWords = (item: TimeItem): string => {
  if (item.type === 'repeat') return weekdaysInWords(item.weekdays);
  if (item.type === 'duration')
    return `${item.inRow ? '连续' : '一共'} ${'ms' in item.amount ? durationInWords(item.amount.ms) : `${item.amount.days} 天`}`;
  if (item.type === 'end') return '到这时结束';
  return item.type === 'range' ? '从几时到几时' : '什么时候';
};

const hasTime = (point: PointWords): boolean =>
  point.clock !== undefined || point.part !== undefined || point.afterMs !== undefined;

const twoTimes = (): never =>
  refuse('two_times', '说了不止一个时间，一次建一个活动；要重复就说“每天”或“每周三”。');

const gather = (items: readonly TimeItem[]): Said => {
  const said: Said = { inRow: false };
  const setDates = (first: DateWords, last?: DateWords) => {
    if (
      said.dates &&
      last === undefined &&
      said.dates.last === undefined &&
      neighbours(said.dates.first, first)
    ) {
      said.dates.last = first;
      return;
    }
    if (said.dates && JSON.stringify(said.dates) !== JSON.stringify({ first, ...(last ? { last } : {}) }))
      twoTimes();
    said.dates = { first, ...(last ? { last } : {}) };
  };
  const setFrom = (point: PointWords) => {
    if (point.date) setDates(point.date);
    if (!hasTime(point)) return;
    const { date: _, ...time } = point;
    // "今晚 … 8点": the part of the day and the hour may stand apart.
    if (said.from?.part && !said.from.clock && time.clock && !time.part)
      said.from = { ...time, part: said.from.part };
    else if (said.from?.clock && !said.from.part && time.part && !time.clock) said.from.part = time.part;
    else if (said.from && JSON.stringify(said.from) !== JSON.stringify(time)) twoTimes();
    else said.from = time;
  };
  for (const item of items) {
    if (item.type === 'repeat') {
      if (said.repeat && JSON.stringify(said.repeat.weekdays) !== JSON.stringify(item.weekdays)) twoTimes();
      said.repeat = item.weekdays ? { weekdays: item.weekdays } : {};
    } else if (item.type === 'duration') {
      if (said.amount && JSON.stringify(said.amount) !== JSON.stringify(item.amount))
        refuse('two_durations', '做多久说了两次，留一个再说一遍。');
      said.amount = item.amount;
      said.inRow ||= item.inRow;
    } else if (item.type === 'end') {
      if (said.end) twoTimes();
      said.end = item.point;
    } else if (item.type === 'point') setFrom(item.point);
    else if (!hasTime(item.from) && !hasTime(item.to)) {
      if (!item.to.date || !item.from.date) twoTimes();
      setDates(item.from.date!, item.to.date);
    } else {
      setFrom(item.from);
      if (said.to || (said.end && !hasTime(item.from))) twoTimes();
      // "今天到明晚8点" begins with the day and ends at the hour.
      if (hasTime(item.from)) said.to = item.to;
      else said.end = item.to;
    }
  }
  return said;
};

/** "明天和后天", "周六周日": two dates that follow each other are a stretch. */
const neighbours = (a: DateWords, b: DateWords): boolean =>
  (a.type === 'offset' && b.type === 'offset' && b.days === a.days + 1) ||
  (a.type === 'weekday' &&
    b.type === 'weekday' &&
    (b.week === undefined || a.week === b.week) &&
    b.weekday === a.weekday + 1);

const dayInWords = (day: number): string => momentInWords(shanghaiInstant(day)).slice(0, -5);

/** The day that a date means. `after`: for the end of a stretch, the day it must not lie before. */
const dayFor = (date: DateWords, today: number, after?: number): number => {
  if (date.type === 'offset') return (date.fromStart ? (after ?? today) : today) + date.days;
  if (date.type === 'weekday' || date.type === 'weekend') {
    const wanted = date.type === 'weekend' ? 6 : date.weekday;
    if (date.week !== undefined) return mondayOf(today) + date.week * 7 + wanted - 1;
    const from = after ?? today;
    // A weekend that has begun is still this weekend.
    if (date.type === 'weekend' && weekdayOfDay(from) === 7) return from;
    return from + ((wanted - weekdayOfDay(from) + 7) % 7);
  }
  const base = monthOf(after ?? today);
  if (date.month === undefined) {
    const here = dayOf(base.year, base.month, date.date);
    if (date.date < 1 || date.date > 31) noSuchDate(date);
    if (here >= (after ?? today) && isRealDate(base.year, base.month, date.date)) return here;
    const next = monthOf(dayOf(base.year, base.month + 1, 1));
    if (!isRealDate(next.year, next.month, date.date)) noSuchDate(date);
    return dayOf(next.year, next.month, date.date);
  }
  const year = date.year ?? base.year;
  if (
    !isRealDate(year, date.month, date.date) &&
    !(date.year === undefined && date.month === 2 && date.date === 29)
  )
    noSuchDate(date);
  const day = dayOf(year, date.month, date.date);
  if (date.year !== undefined || day >= (after ?? today)) return day;
  // Half a year or more ago can only mean next year; less is more likely a slip, and is refused as past.
  const nextYear = dayOf(year + 1, date.month, date.date);
  if (after !== undefined) return nextYear - after <= 183 ? nextYear : day;
  return today - day > 183 ? nextYear : day;
};

const noSuchDate = (date: { month?: number; date: number }): never =>
  refuse(
    'no_such_date',
    `没有 ${date.month === undefined ? '' : `${date.month} 月 `}${date.date} 日这一天，看看是不是写错了。`,
  );

const tooBig = (clock: ClockWords): boolean =>
  clock.hour > 24 || clock.minute > 59 || (clock.hour === 24 && clock.minute > 0);

/** Minutes since the midnight that begins the day; beyond 1440 for 晚上12点 and 晚上1点. Undefined: two readings. */
const minutesOf = (clock: ClockWords, part: DayPart | undefined): number | undefined => {
  const { hour, minute } = clock;
  if (tooBig(clock))
    refuse('no_such_time', `没有 ${hour}:${String(minute).padStart(2, '0')} 这个时间，看看是不是写错了。`);
  const at = (h: number) => h * 60 + minute;
  const contradicts = () => refuse('time_contradicts', `“${hour} 点”和说的时段对不上，改一下再说一遍。`);
  switch (part) {
    case undefined:
      return clock.exact || clock.colon || hour === 12 ? at(hour) : undefined;
    case 'dawn':
      return hour === 12 ? at(0) : hour < 7 ? at(hour) : contradicts();
    case 'morning':
      return hour <= 12 ? at(hour) : contradicts();
    case 'noon':
      return hour < 4 ? at(hour + 12) : hour >= 10 && hour <= 15 ? at(hour) : contradicts();
    case 'afternoon':
      return hour >= 1 && hour <= 11 ? at(hour + 12) : hour >= 12 && hour < 20 ? at(hour) : contradicts();
    case 'evening':
    case 'midnight':
      if (hour === 0 || hour === 12 || hour === 24) return at(24);
      return hour < 5 ? at(hour + 24) : hour < 12 ? at(hour + 12) : hour >= 17 ? at(hour) : contradicts();
  }
};

const whichHalf = (hour: number, field: string): never => {
  const [early, late] = hour < 5 ? ['凌晨', '下午'] : hour === 5 ? ['早上', '下午'] : ['早上', '晚上'];
  return ask(
    field,
    `${hour} 点是${early}还是${late}？写成“${early}${hour}点”“${late}${hour}点”，或者 ${hour + 12}:00 这样。`,
  );
};

const PART_NAMES: Record<DayPart, string> = {
  dawn: '凌晨',
  morning: '早上',
  noon: '中午',
  afternoon: '下午',
  evening: '晚上',
  midnight: '半夜',
};

interface Hours {
  from?: number;
  to?: number;
}

/** The hours of a day that were said. `ahead`: minute of today before which nothing can start, if today is meant. */
const hoursOf = (said: Said, ahead: number | undefined): Hours => {
  const from = said.from;
  if (!from || from.afterMs !== undefined) return {};
  if (!from.clock) return ask('window.startAt', `${PART_NAMES[from.part!]}几点开始？到几点？`);
  const endPoint = said.to ?? (said.end && !said.end.date ? said.end : undefined);
  const to = endPoint?.clock;
  let start = minutesOf(from.clock, from.part);
  if (start === undefined && to?.exact && to.hour > 12 && !endPoint?.part)
    start = from.clock.hour * 60 + from.clock.minute;
  if (start === undefined) {
    const half = from.clock.hour * 60 + from.clock.minute;
    const fitting = [half, half + 720].filter((minute) => ahead === undefined || minute > ahead);
    start =
      ahead !== undefined && fitting.length === 1
        ? fitting[0]!
        : whichHalf(from.clock.hour, 'window.startAt');
  }
  if (!to) {
    if (endPoint?.part) ask('window.endAt', `到${PART_NAMES[endPoint.part]}几点结束？`);
    return { from: start };
  }
  if (endPoint.date?.type === 'offset' && endPoint.date.fromStart)
    return { from: start, to: 1440 * endPoint.date.days + nextDayMinute(to, endPoint.part) };
  if (endPoint.date) return { from: start };
  return { from: start, to: endOf(start, to, endPoint.part, from.part) };
};

/** 次日2点 is the 24-hour clock: whoever means the afternoon of the next day says so. */
const nextDayMinute = (clock: ClockWords, part: DayPart | undefined): number =>
  minutesOf(clock, part) ?? clock.hour * 60 + clock.minute;

/** The end of a range whose end has no date of its own: in the part of the day of its start unless it says another. */
const endOf = (
  start: number,
  to: ClockWords,
  own: DayPart | undefined,
  inherited: DayPart | undefined,
): number => {
  const day = start >= 1440 ? 1440 : 0;
  if (own !== undefined || to.exact || (inherited === undefined && (to.colon || to.hour === 12))) {
    const end = minutesOf(to, own)!;
    return end <= start && end + 1440 - start <= 720 ? end + 1440 : end;
  }
  if (inherited === 'evening' || inherited === 'midnight') return minutesOf(to, inherited)!;
  const half = (to.hour % 12) * 60 + to.minute + day;
  const fitting = [half, half + 720].filter((minute) => minute > start);
  if (inherited !== undefined) {
    // "上午9点到11点" stays in the morning; "上午10点到2点" can only be the afternoon, but nobody said so: asked.
    const same =
      to.hour === 12 ? 720 + to.minute : inherited === 'morning' || inherited === 'dawn' ? half : half + 720;
    return same > start ? same : fitting.length > 0 ? whichHalf(to.hour, 'window.endAt') : same;
  }
  return fitting.length === 1
    ? fitting[0]!
    : fitting.length === 2
      ? whichHalf(to.hour, 'window.endAt')
      : half;
};

const build = (said: Said, now: Date, notes: string[]): WindowRule => {
  const today = shanghaiDay(now);
  if (!said.from && !said.dates && !said.repeat && !said.amount && !said.end)
    ask('window.startAt', '什么时候开始，到几点结束？');
  if (said.from?.afterMs !== undefined)
    return fromInstant(said, new Date(now.getTime() + said.from.afterMs), now, notes);
  let first = said.dates ? dayFor(said.dates.first, today) : undefined;
  const weekend = said.dates?.first.type === 'weekend' && !said.dates.last;
  let last = said.dates?.last
    ? dayFor(said.dates.last, today, first)
    : weekend && first !== undefined
      ? first + (weekdayOfDay(first) === 7 ? 0 : 1)
      : undefined;
  const minuteNow = shanghaiParts(now).minuteOfDay;
  const hours = hoursOf(
    said,
    first === undefined ? (said.repeat ? undefined : minuteNow) : first === today ? minuteNow : undefined,
  );
  // The next weekday is a week later once today's hour is gone.
  const bareWeekday =
    said.dates?.first.type === 'weekday' && said.dates.first.week === undefined && !said.dates.last;
  if (bareWeekday && first === today && hours.from !== undefined && hours.from <= minuteNow && !said.repeat)
    first += 7;
  if (first !== undefined && first < today && !(weekend && last !== undefined && last >= today))
    refuse('date_past', `${dayInWords(first)}已经过去了，换一个以后的日子。`);
  if (first !== undefined && last !== undefined && last < first)
    refuse('end_before_start', `结束的日子（${dayInWords(last)}）早于开始的日子（${dayInWords(first)}）。`);
  const days = said.amount && 'days' in said.amount ? said.amount.days : undefined;
  if (days === 0 || (said.amount && 'ms' in said.amount && said.amount.ms === 0))
    refuse('duration_zero', '做多久不能是 0，写个大于 0 的时长。');
  const lastSaid =
    said.end?.date && !hasTime(said.end) ? dayFor(said.end.date, today, first ?? today) : undefined;
  if (lastSaid !== undefined && last === undefined) last = lastSaid;
  const again =
    said.repeat !== undefined ||
    (hours.from !== undefined && last !== undefined) ||
    (days !== undefined && (said.inRow || hours.to !== undefined));
  if (again && hours.from !== undefined)
    return repeating(said, { ...hours, from: hours.from }, { first, last, days }, now, notes);
  if (hours.from === undefined) return wholeDays(said, { first, last, days }, now, notes);
  return once(said, { ...hours, from: hours.from }, first, days, now, notes);
};

const windowOf = (from: Date, to: Date): WindowRule => {
  if (to.getTime() <= from.getTime())
    refuse(
      'end_before_start',
      `结束时间（${momentInWords(to)}）不晚于开始时间（${momentInWords(from)}），改一下再说一遍。`,
    );
  return { startAt: from.toISOString(), endAt: to.toISOString() };
};

const checkAmount = (said: Said, from: Date, to: Date): void => {
  if (said.amount && 'ms' in said.amount && to.getTime() - from.getTime() !== said.amount.ms)
    refuse(
      'duration_contradicts',
      `从 ${momentInWords(from)} 到 ${momentInWords(to)} 是 ${durationInWords(to.getTime() - from.getTime())}，和说的时长对不上。`,
    );
};

/** The instant of a point with its own date; `base` is the day of the start. */
const instantOf = (point: PointWords, base: number, today: number, field: string): Date => {
  const day = point.date ? dayFor(point.date, today, base) : base;
  if (!point.clock) {
    if (point.part) ask(field, `${PART_NAMES[point.part]}几点？`);
    return shanghaiInstant(day + 1);
  }
  const next = point.date?.type === 'offset' && point.date.fromStart;
  const minute = next ? nextDayMinute(point.clock, point.part) : minutesOf(point.clock, point.part);
  return shanghaiInstant(day, minute ?? whichHalf(point.clock.hour, field));
};

const defaultEnd = (from: Date, notes: string[]): Date => {
  notes.push('没说到几点，先按 1 小时');
  return new Date(from.getTime() + DEFAULT_MINUTES * 60_000);
};

const fromInstant = (said: Said, from: Date, now: Date, notes: string[]): WindowRule => {
  if (said.repeat || said.dates) twoTimes();
  const point = said.to ?? said.end;
  const day = shanghaiDay(from);
  if (point?.afterMs !== undefined) return windowOf(from, new Date(now.getTime() + point.afterMs));
  if (point?.clock && !point.date) {
    const start = shanghaiParts(from).minuteOfDay;
    const to = shanghaiInstant(day, endOf(start, point.clock, point.part, undefined));
    checkAmount(said, from, to);
    return windowOf(from, to);
  }
  if (point) return windowOf(from, instantOf(point, day, shanghaiDay(now), 'window.endAt'));
  if (said.amount)
    return windowOf(
      from,
      new Date(from.getTime() + ('ms' in said.amount ? said.amount.ms : said.amount.days * DAY_MS)),
    );
  return windowOf(from, defaultEnd(from, notes));
};

const once = (
  said: Said,
  hours: Hours & { from: number },
  stated: number | undefined,
  days: number | undefined,
  now: Date,
  notes: string[],
): WindowRule => {
  const today = shanghaiDay(now);
  let day = stated ?? today;
  // "凌晨1点" said in the evening is the coming night.
  if (stated === undefined && said.from?.part === 'dawn' && shanghaiInstant(day, hours.from) <= now) day += 1;
  const from = shanghaiInstant(day, hours.from);
  if (from.getTime() < now.getTime())
    refuse(
      'start_past',
      `开始时间（${momentInWords(from)}）已经过了；想马上开始就说“现在”，想改天就写上“明天”。`,
    );
  const point = said.to?.date ? said.to : said.end?.date ? said.end : undefined;
  if (point) {
    const to = instantOf(point, day, today, 'window.endAt');
    checkAmount(said, from, to);
    return windowOf(from, to);
  }
  if (hours.to !== undefined) {
    const to = shanghaiInstant(day, hours.to);
    checkAmount(said, from, to);
    return windowOf(from, to);
  }
  if (days !== undefined) return windowOf(from, new Date(from.getTime() + days * DAY_MS));
  if (said.amount && 'ms' in said.amount) return windowOf(from, new Date(from.getTime() + said.amount.ms));
  return windowOf(from, defaultEnd(from, notes));
};

interface Days {
  first?: number;
  last?: number;
  days?: number;
}

/** Same hours on several days. */
const repeating = (
  said: Said,
  hours: Hours & { from: number },
  span: Days,
  now: Date,
  notes: string[],
): WindowRule => {
  const today = shanghaiDay(now);
  let { from } = hours;
  let to = hours.to;
  if (to === undefined && said.amount && 'ms' in said.amount) to = from + said.amount.ms / 60_000;
  else if (to !== undefined && said.amount && 'ms' in said.amount && to - from !== said.amount.ms / 60_000)
    refuse('duration_contradicts', '说的时长和几点到几点对不上，留一个再说一遍。');
  if (to === undefined) {
    to = from + DEFAULT_MINUTES;
    notes.push('没说到几点，每次先按 1 小时');
  }
  if (to <= from)
    refuse(
      'end_before_start',
      `每天的结束时间（${clockText(to % 1440)}）不晚于开始时间（${clockText(from % 1440)}），改一下再说一遍。`,
    );
  if (to - from > 1440) refuse('duration_too_long', '每天的时段超过 24 小时了，改短一点。');
  // 晚上12点 belongs to the next date.
  const shift = from >= 1440 ? 1 : 0;
  from -= shift * 1440;
  to -= shift * 1440;
  const weekdays = said.repeat?.weekdays?.map((day) => ((day - 1 + shift) % 7) + 1).sort();
  const rule: WindowRule = {
    startAt: '',
    endAt: '',
    dailyHours: { from: clockText(from), to: clockText(to > 1440 ? to - 1440 : to) },
    ...(weekdays ? { weekdays } : {}),
  };
  const stated = span.first !== undefined;
  const earliest = (span.first ?? today) + shift;
  const opensFrom = (day: number): Date => {
    for (let next = day; next < day + 8; next += 1)
      if (opensOnDay(rule, next) && (stated || shanghaiInstant(next, from) >= now))
        return shanghaiInstant(next, from);
    return shanghaiInstant(day, from);
  };
  let start = opensFrom(earliest);
  // "周末晚上8点" said on Saturday night still has its Sunday.
  if (start < now && span.last !== undefined && said.dates?.first.type === 'weekend')
    start = opensFrom(shanghaiDay(start) + 1);
  if (start < now)
    refuse('start_past', `第一次（${momentInWords(start)}）已经过了，写上从哪天开始，比如“从明天起”。`);
  const firstDay = shanghaiDay(start);
  if (span.days !== undefined && span.last !== undefined && span.last + shift !== firstDay + span.days - 1)
    refuse('duration_contradicts', '说的天数和起止日期对不上，留一个再说一遍。');
  const lastDay =
    span.days !== undefined
      ? firstDay + span.days - 1
      : span.last !== undefined
        ? span.last + shift
        : firstDay + DEFAULT_DAYS - 1;
  if (span.days === undefined && span.last === undefined) notes.push(`没说到哪天，先做 ${DEFAULT_DAYS} 天`);
  if (lastDay < firstDay)
    refuse('end_before_start', `结束的日子（${dayInWords(lastDay)}）早于第一次（${dayInWords(firstDay)}）。`);
  const window = { ...rule, ...windowOf(start, shanghaiInstant(lastDay, hoursSpan(rule.dailyHours).to)) };
  if (!nextOpening(window, now))
    refuse('window_never_opens', '按说的日期和星期，一次也开不了，改一下再说一遍。');
  return window;
};

/** Days without hours: from midnight (or now) to midnight. */
const wholeDays = (said: Said, span: Days, now: Date, notes: string[]): WindowRule => {
  const today = shanghaiDay(now);
  if (said.amount && 'ms' in said.amount && (said.dates || said.repeat)) ask('window.startAt', '几点开始？');
  const weekdays = said.repeat?.weekdays;
  const startDay = span.first ?? today;
  const start = new Date(Math.max(now.getTime(), shanghaiInstant(startDay).getTime()));
  if (said.amount && 'ms' in said.amount) {
    notes.push('没说什么时候开始，先按现在开始');
    return windowOf(start, new Date(start.getTime() + said.amount.ms));
  }
  if (said.end && hasTime(said.end)) {
    if (said.repeat) ask('window.startAt', '每次几点开始？');
    if (!said.dates) notes.push('没说什么时候开始，先按现在开始');
    const end =
      said.end.date || !said.end.clock
        ? instantOf(said.end, startDay, today, 'window.endAt')
        : shanghaiInstant(
            startDay,
            endOf(shanghaiParts(start).minuteOfDay, said.end.clock, said.end.part, undefined),
          );
    return windowOf(start, end);
  }
  if (!said.dates && !said.repeat && said.end) notes.push('没说什么时候开始，先按现在开始');
  if (!said.dates && !said.repeat && span.days !== undefined) notes.push('没说从哪天开始，先按现在开始');
  const lastDay =
    span.last ??
    (span.days !== undefined
      ? startDay + span.days - 1
      : said.repeat
        ? startDay + DEFAULT_DAYS - 1
        : startDay);
  if (said.repeat && span.last === undefined && span.days === undefined)
    notes.push(`没说到哪天，先做 ${DEFAULT_DAYS} 天`);
  if (said.repeat) notes.push('没说几点，先按全天');
  return { ...windowOf(start, shanghaiInstant(lastDay + 1)), ...(weekdays ? { weekdays } : {}) };
};
