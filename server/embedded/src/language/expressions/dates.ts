/** Date expressions. */
import { ObjectId, Timestamp } from 'bson';
import { exactInt, exactLong } from '../../bson/numbers';
import { isDoc, isNumeric, type Doc, type Maybe, type Value, typeName } from '../../bson/value';
import { MongoError } from '../../errors';
import { show } from '../show';
import { addUnits, diffUnits, truncateTo, type Unit, UNITS, weekdayOf } from './date-math';
import { type Build, type Compiler, type Ex, location, named, nullish, type Operators } from './common';
import {
  dayOfYear,
  DAY,
  formatDate,
  fromLocal,
  HOUR,
  isoDay,
  isoWeek,
  MINUTE,
  parseFormatted,
  parseIso,
  utcFrom,
  weekOfYear,
  type Zone,
  zoneOf,
} from './date-text';

/** The moment of a date, timestamp or object id. Error 16006 for anything else. */
export function toDate(v: Maybe): Date {
  if (v instanceof Date) return v;
  if (v instanceof Timestamp) return new Date(v.t * 1000);
  if (v instanceof ObjectId) return v.getTimestamp();
  throw location(16006, `can't convert from BSON type ${typeName(v)} to Date`);
}

/** A zone expression: missing means UTC, null gives null. */
function zoneExpression(spec: Value | undefined, c: Compiler): (root: Doc) => Zone | null {
  const utc = zoneOf('UTC');
  if (spec === undefined) return () => utc;
  const ex = c.compile(spec);
  return (root) => {
    const v = ex(root);
    if (nullish(v)) return null;
    if (typeof v !== 'string')
      throw location(40517, `timezone must evaluate to a string, found ${typeName(v)}`);
    return zoneOf(v);
  };
}

/** $year and its kin: of a date, or of {date, timezone}. `local` shows local time in its UTC fields. */
const part =
  (f: (local: Date) => Maybe): Build =>
  (operand, c, name) => {
    let date: Value = operand;
    let zone: Value | undefined;
    if (isDoc(operand) && !operand.keys().next().value?.startsWith('$')) {
      const parts = named(name, operand, ['date', 'timezone'], [], {
        shape: 40535,
        unknown: 40535,
        missing: 40539,
      });
      if (parts.date === undefined)
        throw location(40539, `missing 'date' argument to ${name}, provided: ${show(operand)}`);
      date = parts.date;
      zone = parts.timezone;
    } else if (Array.isArray(operand)) {
      if (operand.length !== 1)
        throw location(
          40536,
          `${name} accepts exactly one argument if given an array, but was given ${operand.length}`,
        );
      date = operand[0]!;
    }
    const ex = c.compile(date);
    const zoneAt = zoneExpression(zone, c);
    return (root) => {
      const v = ex(root);
      if (nullish(v)) return null;
      const at = zoneAt(root);
      if (!at) return null;
      const ms = toDate(v).getTime();
      return f(new Date(ms + at(ms)));
    };
  };

const dateToString: Build = (operand, c, name) => {
  const p = named(name, operand, ['date', 'format', 'timezone', 'onNull'], [], {
    shape: 18629,
    unknown: 18534,
    missing: 18628,
  });
  if (p.date === undefined) throw location(18628, "Missing 'date' parameter to $dateToString");
  const date = c.compile(p.date);
  const format = p.format === undefined ? undefined : c.compile(p.format);
  const zoneAt = zoneExpression(p.timezone, c);
  const onNull: Ex = p.onNull === undefined ? () => null : c.compile(p.onNull);
  const plain = p.timezone === undefined;
  return (root) => {
    const v = date(root);
    const zone = zoneAt(root);
    const pattern = format?.(root);
    if (format && !nullish(pattern) && typeof pattern !== 'string')
      throw location(
        18533,
        `$dateToString requires that 'format' be a string, found: ${typeName(pattern)} with value ${show(pattern)}`,
      );
    if (nullish(v)) return onNull(root);
    if (!zone || (format && nullish(pattern))) return null;
    const isUtc = plain || zone === zoneOf('UTC') || zone === zoneOf('GMT') || zone === zoneOf('Z');
    return formatDate(
      toDate(v),
      (pattern as string | undefined) ?? `%Y-%m-%dT%H:%M:%S.%L${isUtc ? 'Z' : ''}`,
      zone,
    );
  };
};

const conversionFailure = (message: string) => new MongoError(241, 'ConversionFailure', message);

/** Reads a date string: ISO 8601, or by a format. Error 241 for what it cannot read. */
export function dateFromText(text: string, zone: Zone, format?: string, zoneGiven = false): Date {
  const parsed = format === undefined ? parseIso(text) : parseFormatted(text, format);
  if (!parsed)
    throw conversionFailure(
      `Error parsing date string '${text}'; the embedded database reads ISO 8601 and the format given, nothing looser`,
    );
  if (parsed.offsetMs !== undefined && zoneGiven)
    throw conversionFailure(
      `Error parsing date string '${text}'; you cannot pass in a date/time string with time zone information ('') together with a timezone argument`,
    );
  const ms =
    parsed.offsetMs === undefined ? fromLocal(parsed.localMs, zone) : parsed.localMs - parsed.offsetMs;
  return new Date(ms);
}

const dateFromString: Build = (operand, c, name) => {
  const p = named(name, operand, ['dateString', 'format', 'timezone', 'onError', 'onNull'], [], {
    shape: 40540,
    unknown: 40541,
    missing: 40542,
  });
  if (p.dateString === undefined) throw location(40542, "Missing 'dateString' parameter to $dateFromString");
  const text = c.compile(p.dateString);
  const format = p.format === undefined ? undefined : c.compile(p.format);
  const zoneAt = zoneExpression(p.timezone, c);
  const onNull: Ex = p.onNull === undefined ? () => null : c.compile(p.onNull);
  const onError = p.onError === undefined ? undefined : c.compile(p.onError);
  return (root) => {
    const v = text(root);
    if (nullish(v)) return onNull(root);
    const zone = zoneAt(root);
    const pattern = format?.(root);
    if (!zone || (format && nullish(pattern))) return null;
    try {
      if (typeof v !== 'string')
        throw conversionFailure(
          `$dateFromString requires that 'dateString' be a string, found: ${typeName(v)} with value ${show(v)}`,
        );
      return dateFromText(v, zone, pattern as string | undefined, p.timezone !== undefined);
    } catch (e) {
      if (onError && e instanceof MongoError && e.code === 241) return onError(root);
      throw e;
    }
  };
};

const PARTS = [
  'year',
  'month',
  'day',
  'hour',
  'minute',
  'second',
  'millisecond',
  'isoWeekYear',
  'isoWeek',
  'isoDayOfWeek',
  'timezone',
] as const;

const dateFromParts: Build = (operand, c, name) => {
  const p = named(name, operand, PARTS, [], { shape: 40519, unknown: 40518, missing: 40516 });
  const iso = p.isoWeekYear !== undefined;
  if (!iso && p.year === undefined)
    throw location(40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
  for (const key of iso ? (['year', 'month', 'day'] as const) : (['isoWeek', 'isoDayOfWeek'] as const))
    if (p[key] !== undefined)
      throw location(
        iso ? 40489 : 40525,
        iso
          ? '$dateFromParts does not allow mixing natural dates with ISO dates'
          : '$dateFromParts does not allow mixing natural dates with ISO dates',
      );
  const exs = Object.fromEntries(
    PARTS.filter((k) => k !== 'timezone' && p[k] !== undefined).map((k) => [k, c.compile(p[k]!)]),
  );
  const zoneAt = zoneExpression(p.timezone, c);
  return (root) => {
    const n: Record<string, number> = {};
    for (const [key, ex] of Object.entries(exs)) {
      const v = ex(root);
      if (nullish(v)) return null;
      const whole = isNumeric(v) ? exactInt(v) : undefined;
      if (whole === undefined)
        throw location(
          40515,
          `'${key}' must evaluate to an integer, found ${typeName(v)} with value ${show(v)}`,
        );
      if (/ear$/.test(key) ? whole < 1 || whole > 9999 : whole < -32768 || whole > 32767)
        throw location(
          /ear$/.test(key) ? 40523 : 31034,
          `'${key}' must evaluate to a value in the range [${/ear$/.test(key) ? '1, 9999' : '-32768, 32767'}]; value ${whole} is not in range`,
        );
      n[key] = whole;
    }
    const zone = zoneAt(root);
    if (!zone) return null;
    const time =
      (n.hour ?? 0) * HOUR + (n.minute ?? 0) * MINUTE + (n.second ?? 0) * 1000 + (n.millisecond ?? 0);
    const day = iso
      ? isoStart(n.isoWeekYear!) + ((n.isoWeek ?? 1) - 1) * 7 * DAY + ((n.isoDayOfWeek ?? 1) - 1) * DAY
      : utcFrom(n.year!, (n.month ?? 1) - 1, n.day ?? 1, 0);
    return new Date(fromLocal(day + time, zone));
  };
};

/** Monday of ISO week 1. */
function isoStart(year: number): number {
  const fourth = new Date(utcFrom(year, 0, 4, 0));
  return fourth.getTime() - (isoDay(fourth) - 1) * DAY;
}

const dateToParts: Build = (operand, c, name) => {
  const p = named(name, operand, ['date', 'timezone', 'iso8601'], [], {
    shape: 40524,
    unknown: 40520,
    missing: 40522,
  });
  if (p.date === undefined) throw location(40522, "Missing 'date' parameter to $dateToParts");
  const date = c.compile(p.date);
  const zoneAt = zoneExpression(p.timezone, c);
  const isoEx: Ex = p.iso8601 === undefined ? () => false : c.compile(p.iso8601);
  return (root) => {
    const v = date(root);
    const zone = zoneAt(root);
    const iso = isoEx(root);
    if (nullish(v) || !zone || nullish(iso)) return null;
    if (typeof iso !== 'boolean')
      throw location(40521, `iso8601 must evaluate to a bool, found ${typeName(iso)}`);
    const ms = toDate(v).getTime();
    const d = new Date(ms + zone(ms));
    const week = isoWeek(d);
    const head: [string, Value][] = iso
      ? [
          ['isoWeekYear', week.year],
          ['isoWeek', week.week],
          ['isoDayOfWeek', isoDay(d)],
        ]
      : [
          ['year', d.getUTCFullYear()],
          ['month', d.getUTCMonth() + 1],
          ['day', d.getUTCDate()],
        ];
    return new Map<string, Value>([
      ...head,
      ['hour', d.getUTCHours()],
      ['minute', d.getUTCMinutes()],
      ['second', d.getUTCSeconds()],
      ['millisecond', d.getUTCMilliseconds()],
    ]);
  };
};

function unitOf(v: Maybe, name: string): Unit {
  if (typeof v !== 'string')
    throw location(5439013, `${name} expects string as a time unit, got ${typeName(v)}`);
  const unit = UNITS.find((u) => u === v);
  if (!unit) throw new MongoError(9, 'FailedToParse', `unknown time unit value: ${v}`);
  return unit;
}

const dateAdd =
  (sign: 1 | -1): Build =>
  (operand, c, name) => {
    const p = named(
      name,
      operand,
      ['startDate', 'unit', 'amount', 'timezone'],
      ['startDate', 'unit', 'amount'],
      {
        shape: 5166400,
        unknown: 5166401,
        missing: 5166402,
      },
    );
    const [start, unit, amount] = [p.startDate!, p.unit!, p.amount!].map((v) => c.compile(v)) as [Ex, Ex, Ex];
    const zoneAt = zoneExpression(p.timezone, c);
    return (root) => {
      const [d, u, a] = [start(root), unit(root), amount(root)];
      const zone = zoneAt(root);
      if (nullish(d) || nullish(u) || nullish(a) || !zone) return null;
      if (!(d instanceof Date || d instanceof Timestamp || d instanceof ObjectId))
        throw location(5166403, `${name} requires startDate to be convertible to a date`);
      const n = isNumeric(a) ? exactLong(a) : undefined;
      if (n === undefined) throw location(5166405, `${name} expects integer amount of time units`);
      const out = new Date(addUnits(toDate(d).getTime(), unitOf(u, name), sign * Number(n), zone));
      if (Number.isNaN(out.getTime())) throw location(5166406, `${name} overflowed`);
      return out;
    };
  };

const dateDiff: Build = (operand, c, name) => {
  const p = named(
    name,
    operand,
    ['startDate', 'endDate', 'unit', 'timezone', 'startOfWeek'],
    ['startDate', 'endDate', 'unit'],
    {
      shape: 5166301,
      unknown: 5166302,
      missing: 5166303,
    },
  );
  const [start, end, unit] = [p.startDate!, p.endDate!, p.unit!].map((v) => c.compile(v)) as [Ex, Ex, Ex];
  const week: Ex = p.startOfWeek === undefined ? () => 'sunday' : c.compile(p.startOfWeek);
  const zoneAt = zoneExpression(p.timezone, c);
  return (root) => {
    const [a, b, u] = [start(root), end(root), unit(root)];
    const zone = zoneAt(root);
    if (nullish(a) || nullish(b) || nullish(u) || !zone) return null;
    const by = unitOf(u, name);
    const first = by === 'week' ? week(root) : 'sunday';
    if (nullish(first)) return null;
    for (const [v, which] of [
      [a, 'startDate'],
      [b, 'endDate'],
    ] as const)
      if (!(v instanceof Date || v instanceof Timestamp || v instanceof ObjectId))
        throw location(5166307, `${name} requires '${which}' to be a date, but got ${typeName(v)}`);
    return BigInt(diffUnits(toDate(a).getTime(), toDate(b).getTime(), by, zone, weekdayOf(first, name)));
  };
};

const dateTrunc: Build = (operand, c, name) => {
  const p = named(name, operand, ['date', 'unit', 'binSize', 'timezone', 'startOfWeek'], ['date', 'unit'], {
    shape: 5439007,
    unknown: 5439008,
    missing: 5439009,
  });
  const [date, unit] = [p.date!, p.unit!].map((v) => c.compile(v)) as [Ex, Ex];
  const size: Ex = p.binSize === undefined ? () => 1 : c.compile(p.binSize);
  const week: Ex = p.startOfWeek === undefined ? () => 'sunday' : c.compile(p.startOfWeek);
  const zoneAt = zoneExpression(p.timezone, c);
  return (root) => {
    const [v, u, s] = [date(root), unit(root), size(root)];
    const zone = zoneAt(root);
    if (nullish(v) || nullish(u) || nullish(s) || !zone) return null;
    const by = unitOf(u, name);
    const first = by === 'week' ? week(root) : 'sunday';
    if (nullish(first)) return null;
    if (!(v instanceof Date || v instanceof Timestamp || v instanceof ObjectId))
      throw location(5439012, `${name} requires 'date' to be a date, but got ${typeName(v)}`);
    const bin = isNumeric(s) ? exactLong(s) : undefined;
    if (bin === undefined)
      throw location(
        5439017,
        `${name} requires 'binSize' to be a 64-bit integer, but got value '${show(s)}' of type ${typeName(s)}`,
      );
    if (bin <= 0n)
      throw location(5439018, `${name} requires 'binSize' to be greater than 0, but got value ${bin}`);
    return new Date(truncateTo(toDate(v).getTime(), by, Number(bin), zone, weekdayOf(first, name)));
  };
};

export const dates: Operators = {
  $year: part((d) => d.getUTCFullYear()),
  $month: part((d) => d.getUTCMonth() + 1),
  $dayOfMonth: part((d) => d.getUTCDate()),
  $dayOfWeek: part((d) => d.getUTCDay() + 1),
  $dayOfYear: part(dayOfYear),
  $hour: part((d) => d.getUTCHours()),
  $minute: part((d) => d.getUTCMinutes()),
  $second: part((d) => d.getUTCSeconds()),
  $millisecond: part((d) => d.getUTCMilliseconds()),
  $week: part(weekOfYear),
  $isoWeek: part((d) => isoWeek(d).week),
  $isoWeekYear: part((d) => BigInt(isoWeek(d).year)),
  $isoDayOfWeek: part(isoDay),
  $dateToString: dateToString,
  $dateFromString: dateFromString,
  $dateFromParts: dateFromParts,
  $dateToParts: dateToParts,
  $dateAdd: dateAdd(1),
  $dateSubtract: dateAdd(-1),
  $dateDiff: dateDiff,
  $dateTrunc: dateTrunc,
};
