/** Type expressions: $convert and its short forms, $type, $isNumber. */
import { Code, Decimal128, Double, ObjectId, Timestamp } from 'bson';
import {
  decimalParts,
  exactLong,
  fitsLong,
  isZero,
  type Num,
  toNumber,
  truncateToLong,
} from '../../bson/numbers';
import { packDecimal } from '../../bson/decimal';
import { isNumeric, type Maybe, type Value, typeName } from '../../bson/value';
import { MongoError } from '../../errors';
import { dateFromText } from './dates';
import { isoDate, zoneOf } from './date-text';
import { type Build, named, nullish, type Operators, unary } from './common';
import { numberText } from './strings';

type Target = 'double' | 'string' | 'objectId' | 'bool' | 'date' | 'int' | 'long' | 'decimal';

const TARGETS: ReadonlyMap<string | number, Target> = new Map<string | number, Target>([
  ['double', 'double'],
  [1, 'double'],
  ['string', 'string'],
  [2, 'string'],
  ['objectId', 'objectId'],
  [7, 'objectId'],
  ['bool', 'bool'],
  [8, 'bool'],
  ['date', 'date'],
  [9, 'date'],
  ['int', 'int'],
  [16, 'int'],
  ['long', 'long'],
  [18, 'long'],
  ['decimal', 'decimal'],
  [19, 'decimal'],
]);

const failure = (message: string) => new MongoError(241, 'ConversionFailure', message);
const SUFFIX = 'in $convert with no onError value';
const unsupported = (v: Value, to: Target) =>
  failure(`Unsupported conversion from ${typeName(v)} to ${to} ${SUFFIX}`);

/** Converts a value that is not null. Error 241 when it cannot be. */
export function convertTo(v: Value, to: Target): Value {
  switch (to) {
    case 'bool':
      return typeof v === 'boolean' ? v : isNumeric(v) ? !isZero(v) : true;
    case 'string':
      return toText(v);
    case 'date':
      return toDateValue(v);
    case 'objectId':
      if (v instanceof ObjectId) return v;
      if (typeof v !== 'string') throw unsupported(v, to);
      if (!/^[0-9a-fA-F]{24}$/.test(v))
        throw failure(
          `Failed to parse objectId '${v}' ${SUFFIX}: Invalid string length for parsing to OID, expected 24 but found ${v.length}`,
        );
      return new ObjectId(v);
    default:
      return toNumeric(v, to);
  }
}

function toText(v: Value): string {
  if (typeof v === 'string') return v;
  if (typeof v === 'boolean') return String(v);
  if (isNumeric(v)) return numberText(v);
  if (v instanceof ObjectId) return v.toHexString();
  if (v instanceof Date) return isoDate(v);
  throw unsupported(v, 'string');
}

function toDateValue(v: Value): Date {
  if (v instanceof Date) return v;
  if (v instanceof ObjectId) return v.getTimestamp();
  if (v instanceof Timestamp) return new Date(v.t * 1000);
  if (typeof v === 'string') return dateFromText(v, zoneOf('UTC'));
  if (isNumeric(v) && typeof v !== 'number') {
    const ms = truncateToLong(v);
    const date = new Date(Number(ms ?? NaN));
    if (Number.isNaN(date.getTime()))
      throw failure(`Conversion would overflow target type ${SUFFIX}: ${numberText(v)}`);
    return date;
  }
  throw unsupported(v, 'date');
}

function toNumeric(v: Value, to: 'double' | 'int' | 'long' | 'decimal'): Num {
  if (typeof v === 'boolean') return ofType(v ? 1 : 0, to);
  if (isNumeric(v)) return ofType(v, to);
  if (typeof v === 'string') return parse(v, to);
  if (v instanceof Date && to !== 'int') return ofType(BigInt(v.getTime()), to);
  throw unsupported(v, to);
}

function ofType(n: Num, to: 'double' | 'int' | 'long' | 'decimal'): Num {
  if (to === 'decimal') return n instanceof Decimal128 ? n : packDecimal(decimalParts(n));
  if (to === 'double') {
    if (n instanceof Double) return n;
    const x = toNumber(n);
    if (!Number.isFinite(x) && n instanceof Decimal128 && !/NaN|Inf/i.test(n.toString()))
      throw failure(`Conversion would overflow target type ${SUFFIX}: ${numberText(n)}`);
    return new Double(x);
  }
  const x = toNumber(n);
  if (Number.isNaN(x)) throw failure(`Attempt to convert NaN value to integer type ${SUFFIX}`);
  if (!Number.isFinite(x) && (n instanceof Double || /Inf/i.test(n.toString())))
    throw failure(`Attempt to convert infinity value to integer type ${SUFFIX}`);
  const whole = truncateToLong(n);
  const fits = whole !== undefined && (to === 'long' || (whole >= -2147483648n && whole <= 2147483647n));
  if (!fits) throw failure(`Conversion would overflow target type ${SUFFIX}: ${numberText(n)}`);
  return to === 'int' ? Number(whole) : whole;
}

function parse(text: string, to: 'double' | 'int' | 'long' | 'decimal'): Num {
  const bad = (why: string) => failure(`Failed to parse number '${text}' ${SUFFIX}: ${why}`);
  if (/^[+-]?0x/i.test(text)) throw failure(`Illegal hexadecimal input ${SUFFIX}: ${text}`);
  if (to === 'int' || to === 'long') {
    if (!/^[+-]?\d+$/.test(text)) throw bad(text === '' ? 'No digits' : 'Did not consume whole string.');
    const whole = BigInt(text.replace(/^\+/, ''));
    if (to === 'long' ? !fitsLong(whole) : whole < -2147483648n || whole > 2147483647n) throw bad('Overflow');
    return to === 'int' ? Number(whole) : whole;
  }
  const special = /^([+-]?)(?:(inf(?:inity)?)|nan)$/i.exec(text);
  if (!special && !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text))
    throw bad(text === '' ? 'Empty string' : 'Did not consume whole string.');
  const sign = special?.[1] === '-' ? '-' : '';
  if (to === 'decimal')
    return Decimal128.fromStringWithRounding(special ? (special[2] ? `${sign}Infinity` : 'NaN') : text);
  const x = special ? (special[2] ? Number(`${sign}Infinity`) : NaN) : Number(text);
  if (!special && !Number.isFinite(x)) throw bad('Out of range');
  return new Double(x);
}

const short = (to: Target): Build => unary((v) => (nullish(v) ? null : convertTo(v, to)));

function targetOf(v: Value): Target {
  const key = typeof v === 'string' ? v : isNumeric(v) ? Number(exactLong(v) ?? NaN) : undefined;
  if (key === undefined)
    throw new MongoError(
      9,
      'FailedToParse',
      `$convert's 'to' argument must be a string or number, but is ${typeName(v)}`,
    );
  const target = TARGETS.get(key);
  if (target) return target;
  if (typeof key === 'string') throw new MongoError(2, 'BadValue', `Unknown type name: ${key}`);
  throw new MongoError(
    9,
    'FailedToParse',
    `In $convert, numeric value for 'to' does not correspond to a BSON type: ${key}`,
  );
}

const convert: Build = (operand, c, name) => {
  const p = named(name, operand, ['input', 'to', 'onError', 'onNull'], ['input', 'to'], {
    shape: 9,
    unknown: 9,
    missing: 9,
  });
  const input = c.compile(p.input!);
  const to = c.compile(p.to!);
  const onNull = p.onNull === undefined ? () => null : c.compile(p.onNull);
  const onError = p.onError === undefined ? undefined : c.compile(p.onError);
  return (root) => {
    const v = input(root);
    const wanted = to(root);
    if (nullish(v)) return onNull(root);
    if (nullish(wanted)) return null;
    const target = targetOf(wanted);
    try {
      return convertTo(v, target);
    } catch (e) {
      if (onError && e instanceof MongoError && e.code === 241) return onError(root);
      throw e;
    }
  };
};

function typeText(v: Maybe): string {
  return v instanceof Code && v.scope ? 'javascriptWithScope' : typeName(v);
}

export const conversions: Operators = {
  $convert: convert,
  $toBool: short('bool'),
  $toDate: short('date'),
  $toDecimal: short('decimal'),
  $toDouble: short('double'),
  $toInt: short('int'),
  $toLong: short('long'),
  $toObjectId: short('objectId'),
  $toString: short('string'),
  $type: unary(typeText),
  $isNumber: unary((v) => isNumeric(v)),
};
