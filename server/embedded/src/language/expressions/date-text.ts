/** Dates as text and in time zones: offsets by Olson name (through Intl) or ±HH:MM. */
import { location } from './common';

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** `2024-01-31T00:00:00.000Z`. */
export const isoDate = (d: Date): string => d.toISOString();

/** Milliseconds to add to UTC to get local time, at a moment. */
export type Zone = (utcMs: number) => number;

const zones = new Map<string, Zone>();
const MAX_CACHED = 1000;

/** The zone of a name. Error 40485 for one that is not known. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  const zone = parseZone(name);
  if (zones.size >= MAX_CACHED) zones.clear();
  zones.set(name, zone);
  return zone;
}

function parseZone(name: string): Zone {
  if (name === 'UTC' || name === 'GMT' || name === 'Z') return () => 0;
  const fixed = /^([+-])(\d{2})(?::?(\d{2}))?$/.exec(name);
  if (fixed) {
    const offset = (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * HOUR + Number(fixed[3] ?? 0) * MINUTE);
    return () => offset;
  }
  let format: Intl.DateTimeFormat;
  try {
    if (!/^[A-Za-z]/.test(name)) throw new RangeError(name);
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw location(40485, `unrecognized time zone identifier: "${name}"`);
  }
  return cached(format);
}

/** Offsets change at most on quarter hours; formatting is slow, so each quarter is asked once. */
function cached(format: Intl.DateTimeFormat): Zone {
  const offsets = new Map<number, number>();
  return (utcMs) => {
    const slot = Math.floor(utcMs / (15 * MINUTE));
    let offset = offsets.get(slot);
    if (offset === undefined) {
      offset = offsetAt(format, slot * 15 * MINUTE);
      if (offsets.size >= 10 * MAX_CACHED) offsets.clear();
      offsets.set(slot, offset);
    }
    return offset;
  };
}

function offsetAt(format: Intl.DateTimeFormat, utcMs: number): number {
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(utcMs)) part[type] = value;
  const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year);
  const local = utcFrom(
    year,
    Number(part.month) - 1,
    Number(part.day),
    Number(part.hour) * HOUR + Number(part.minute) * MINUTE + Number(part.second) * 1000,
  );
  return local - utcMs;
}

/** Like Date.UTC, but years 0 to 99 mean themselves; month and day carry. */
export function utcFrom(year: number, month: number, day: number, ms: number): number {
  const d = new Date(0);
  d.setUTCFullYear(year, month, day);
  return d.getTime() + ms;
}

/** The moment that local time shows; where clocks jump, the offset just before. */
export function fromLocal(localMs: number, zone: Zone): number {
  const first = localMs - zone(localMs - zone(localMs));
  // Across a jump the two guesses differ; the earlier offset is the one MongoDB's library takes.
  return first;
}

/** Monday = 1 … Sunday = 7. */
export const isoDay = (local: Date): number => local.getUTCDay() || 7;

/** ISO week and the year it belongs to. */
export function isoWeek(local: Date): { year: number; week: number } {
  const day = Math.floor(local.getTime() / DAY);
  const thursday = new Date((day + 4 - isoDay(local)) * DAY);
  const year = thursday.getUTCFullYear();
  const first = utcFrom(year, 0, 1, 0);
  return { year, week: 1 + Math.floor((thursday.getTime() - first) / (7 * DAY)) };
}

/** 1 … 366. */
export const dayOfYear = (local: Date): number =>
  1 + Math.floor((local.getTime() - utcFrom(local.getUTCFullYear(), 0, 1, 0)) / DAY);

/** Weeks begin on Sundays; days before the first Sunday are in week 0. */
export const weekOfYear = (local: Date): number =>
  Math.floor((dayOfYear(local) - 1 + 7 - local.getUTCDay()) / 7);

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** $dateToString's format. Errors 18535, 18536, 18537. */
export function formatDate(date: Date, format: string, zone: Zone): string {
  const offset = zone(date.getTime());
  const local = new Date(date.getTime() + offset);
  const minutes = Math.trunc(Math.abs(offset) / MINUTE);
  const sign = offset < 0 ? '-' : '+';
  const fields: Record<string, () => string> = {
    d: () => pad(local.getUTCDate(), 2),
    G: () => pad(isoWeek(local).year, 4),
    H: () => pad(local.getUTCHours(), 2),
    j: () => pad(dayOfYear(local), 3),
    L: () => pad(local.getUTCMilliseconds(), 3),
    m: () => pad(local.getUTCMonth() + 1, 2),
    M: () => pad(local.getUTCMinutes(), 2),
    S: () => pad(local.getUTCSeconds(), 2),
    u: () => String(isoDay(local)),
    U: () => pad(weekOfYear(local), 2),
    V: () => pad(isoWeek(local).week, 2),
    w: () => String(local.getUTCDay() + 1),
    Y: () => {
      const year = local.getUTCFullYear();
      if (year < 0 || year > 9999)
        throw location(
          18537,
          `Could not convert date to string: date component was outside the supported range of 0-9999: ${year}`,
        );
      return pad(year, 4);
    },
    z: () => `${sign}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`,
    Z: () => String(offset < 0 ? -minutes : minutes).replace(/^(?=\d)/, '+'),
    b: () => MONTHS[local.getUTCMonth()]!.slice(0, 3),
    B: () => MONTHS[local.getUTCMonth()]!,
    '%': () => '%',
  };
  if (/(?:^|[^%])(?:%%)*%$/.test(format)) throw location(18535, "Unmatched '%' at end of format string");
  return format.replace(/%([^])/g, (_m, c: string) => {
    const field = Object.hasOwn(fields, c) ? fields[c] : undefined;
    if (!field) throw location(18536, `Invalid format character '%${c}' in format string`);
    return field();
  });
}

/** The parts a date string gives; month and day as people write them. */
export interface ParsedDate {
  localMs: number;
  /** Offset written in the string. */
  offsetMs?: number;
}

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Reads ISO 8601 dates; undefined for anything else. */
export function parseIso(text: string): ParsedDate | undefined {
  const m = ISO.exec(text.trim());
  if (!m) return undefined;
  const [, y, mo, d, h = '0', mi = '0', s = '0', fraction = '', zone] = m as unknown as string[];
  return assemble([y, mo, d, h, mi, s, fraction.padEnd(3, '0').slice(0, 3)].map(Number), zone);
}

function assemble(n: number[], zone: string | undefined): ParsedDate | undefined {
  const [year, month, day, hour, minute, second, ms] = n as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 59)
    return undefined;
  const localMs = utcFrom(year, month - 1, day, hour * HOUR + minute * MINUTE + second * 1000 + ms);
  return zone === undefined ? { localMs } : { localMs, offsetMs: zoneOf(zone.toUpperCase())(0) };
}

const READERS: Record<string, string> = {
  Y: '(\\d{4})',
  m: '(\\d{2})',
  d: '(\\d{2})',
  H: '(\\d{2})',
  M: '(\\d{2})',
  S: '(\\d{2})',
  L: '(\\d{1,3})',
  z: '([+-]\\d{2}:?\\d{2}|Z)',
  b: '([A-Za-z]{3})',
  B: '([A-Za-z]+)',
};

/** Reads a date by a format of $dateFromString; undefined when it does not fit. Error 18536 for a specifier it does not know. */
export function parseFormatted(text: string, format: string): ParsedDate | undefined {
  const order: string[] = [];
  const source = format.replace(/%([^])|[\\^$.*+?()[\]{}|]/g, (m, c: string | undefined) => {
    if (c === undefined) return `\\${m}`;
    if (c === '%') return '%';
    const reader = Object.hasOwn(READERS, c) ? READERS[c] : undefined;
    if (!reader) throw location(18536, `Invalid format character '%${c}' in format string`);
    order.push(c);
    return reader;
  });
  const m = new RegExp(`^${source}$`).exec(text);
  if (!m) return undefined;
  const got: Record<string, string> = {};
  order.forEach((c, i) => (got[c] = m[i + 1]!));
  const name = got.b ?? got.B;
  const month =
    name === undefined
      ? Number(got.m ?? 1)
      : 1 + MONTHS.findIndex((x) => (got.B ? x : x.slice(0, 3)).toLowerCase() === name.toLowerCase());
  if (got.Y === undefined) return undefined;
  const numbers = [
    Number(got.Y),
    month,
    Number(got.d ?? 1),
    Number(got.H ?? 0),
    Number(got.M ?? 0),
    Number(got.S ?? 0),
    Number(got.L ?? 0),
  ];
  return assemble(numbers, got.z);
}
