/** Arithmetic expressions, with MongoDB's numeric types. */
import { Decimal128, Double } from 'bson';
import { finite, packDecimal, pow10, shiftRight, sqrtDecimal, unpackDecimal } from '../../bson/decimal';
import {
  divideNumbers,
  fitsLong,
  intOrLong,
  isZero,
  multiplyNumbers,
  type Num,
  OVERFLOW,
  remainderNumbers,
  subtractNumbers,
  toNumber,
  truncateToLong,
} from '../../bson/numbers';
import { Summation } from '../summation';
import { isNumeric, type Maybe, typeName, type Value } from '../../bson/value';
import { badValue, notSupported, typeMismatch } from '../../errors';
import { binary, type Build, location, nullish, type Operators, unary, variadic } from './common';
import { show } from '../show';

/** Milliseconds a number adds to a date. */
function milliseconds(n: Num): number {
  const ms = n instanceof Double ? Math.round(n.value) : Number(truncateToLong(n) ?? NaN);
  if (!Number.isFinite(ms)) throw badValue(`cannot add ${show(n)} to a date`);
  return ms;
}

function add(values: Maybe[]): Maybe {
  let date: Date | undefined;
  const sum = new Summation();
  let missing = false;
  for (const v of values) {
    if (isNumeric(v)) sum.add(v);
    else if (v instanceof Date) {
      if (date) throw typeMismatch('only one date allowed in an $add expression');
      date = v;
    } else if (nullish(v)) missing = true;
    else throw typeMismatch(`$add only supports numeric or date types, not ${typeName(v)}`);
    if (missing) return null;
  }
  if (!date) return sum.total();
  return shifted(date, milliseconds(sum.total()));
}

function shifted(date: Date, ms: number): Date {
  const out = new Date(date.getTime() + ms);
  if (Number.isNaN(out.getTime())) throw location(16555, 'date overflow in $add');
  return out;
}

function subtract(a: Maybe, b: Maybe): Maybe {
  if (nullish(a) || nullish(b)) return null;
  if (isNumeric(a) && isNumeric(b)) {
    const difference = subtractNumbers(a, b);
    return difference === OVERFLOW ? new Double(toNumber(a) - toNumber(b)) : difference;
  }
  if (a instanceof Date) {
    if (b instanceof Date) return BigInt(a.getTime() - b.getTime());
    if (isNumeric(b)) return shifted(a, -milliseconds(b));
  }
  throw typeMismatch(`can't $subtract ${typeName(b)} from ${typeName(a)}`);
}

function multiply(values: Maybe[]): Maybe {
  let product: Num = 1;
  for (const v of values) {
    if (nullish(v)) return null;
    if (!isNumeric(v)) throw typeMismatch(`$multiply only supports numeric types, not ${typeName(v)}`);
    const next = multiplyNumbers(product, v);
    product = next === OVERFLOW ? new Double(toNumber(product) * toNumber(v)) : next;
  }
  return product;
}

function divide(a: Maybe, b: Maybe): Maybe {
  if (nullish(a) || nullish(b)) return null;
  if (!isNumeric(a) || !isNumeric(b))
    throw typeMismatch(`$divide only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  if (isZero(b)) throw badValue("can't $divide by zero");
  return divideNumbers(a, b);
}

function mod(a: Maybe, b: Maybe): Maybe {
  if (nullish(a) || nullish(b)) return null;
  if (!isNumeric(a) || !isNumeric(b))
    throw location(16611, `$mod only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
  if (isZero(b)) throw location(16610, "can't $mod by zero");
  return remainderNumbers(a, b);
}

/** A function of one number that gives a double; decimals by `decimal`, or refused. */
const real = (f: (x: number) => number, check?: (n: Num) => void, decimal?: (d: Decimal128) => Num): Build =>
  unary((v, _c, name) => {
    if (nullish(v)) return null;
    if (!isNumeric(v)) throw location(28765, `${name} only supports numeric types, not ${typeName(v)}`);
    check?.(v);
    if (!(v instanceof Decimal128)) return new Double(f(toNumber(v)));
    if (!decimal) throw notSupported(`${name} of a decimal`);
    return decimal(v);
  });

function abs(v: Maybe): Maybe {
  if (nullish(v)) return null;
  if (!isNumeric(v)) throw location(28765, `$abs only supports numeric types, not ${typeName(v)}`);
  if (typeof v === 'number') return intOrLong(Math.abs(v));
  if (typeof v === 'bigint') {
    if (v < 0n && !fitsLong(-v)) throw location(28680, "can't take $abs of long long min");
    return v < 0n ? -v : v;
  }
  if (v instanceof Double) return new Double(Math.abs(v.value));
  const parts = unpackDecimal(v);
  return parts.kind === 'nan' ? v : packDecimal({ ...parts, negative: false });
}

type Mode = 'floor' | 'ceil' | 'trunc' | 'even';

/** A decimal rounded to `places` digits after the point. */
function roundDecimal(d: Decimal128, places: number, mode: Mode): Decimal128 {
  const parts = unpackDecimal(d);
  if (parts.kind !== 'finite' || parts.exponent >= -places) return d;
  const drop = -places - parts.exponent;
  let coefficient: bigint;
  if (drop > 100) coefficient = 0n;
  else if (mode === 'even') coefficient = shiftRight(parts.coefficient, drop);
  else coefficient = parts.coefficient / pow10(drop);
  const inexact = drop > 100 ? parts.coefficient !== 0n : coefficient * pow10(drop) !== parts.coefficient;
  if (inexact && ((mode === 'floor' && parts.negative) || (mode === 'ceil' && !parts.negative)))
    coefficient += 1n;
  return packDecimal(finite(parts.negative, coefficient, -places));
}

const whole = (f: (x: number) => number, mode: Mode): Build =>
  unary((v, _c, name) => {
    if (nullish(v)) return null;
    if (!isNumeric(v)) throw location(28765, `${name} only supports numeric types, not ${typeName(v)}`);
    if (v instanceof Double) return new Double(f(v.value));
    return v instanceof Decimal128 ? roundDecimal(v, 0, mode) : v;
  });

/** $round and $trunc: to a number of places, negative ones before the point. */
const rounding = (mode: 'even' | 'trunc'): Build =>
  variadic(
    ([v, digits], _c, name) => {
      if (nullish(v)) return null;
      if (!isNumeric(v)) throw location(51081, `${name} only supports numeric types, not ${typeName(v)}`);
      if (digits === null) return null;
      const places = digits === undefined ? 0 : placesOf(digits, name);
      if (v instanceof Decimal128) return roundDecimal(v, places, mode);
      if (v instanceof Double) return new Double(roundDouble(v.value, places, mode));
      return places >= 0 ? v : roundInteger(v, -places, mode);
    },
    1,
    2,
  );

function placesOf(v: Value, name: string): number {
  const n = isNumeric(v) ? toNumber(v) : NaN;
  if (!Number.isInteger(n)) throw location(51082, `precision argument to  ${name} must be a integral value`);
  if (n < -20 || n > 100)
    throw location(51083, `cannot apply ${name} with precision value ${n} value must be in [-20, 100]`);
  return n;
}

/** Doubles are rounded by their decimal value, as MongoDB does, so that 2.675 rounds by what it really holds. */
function roundDouble(x: number, places: number, mode: 'even' | 'trunc'): number {
  if (!Number.isFinite(x) || x === 0) return x;
  if (places === 0 && mode === 'trunc') return Math.trunc(x);
  const decimal = Decimal128.fromStringWithRounding(String(x));
  const rounded = roundDecimal(decimal, places, mode);
  const out = Number(rounded.toString());
  return out === 0 && x < 0 ? -0 : out;
}

function roundInteger(v: number | bigint, places: number, mode: 'even' | 'trunc'): Num {
  const n = BigInt(v);
  const unit = pow10(places);
  const magnitude = n < 0n ? -n : n;
  const kept = (mode === 'even' ? shiftRight(magnitude, places) : magnitude / unit) * unit;
  const out = n < 0n ? -kept : kept;
  if (!fitsLong(out)) throw location(51080, 'invalid conversion from Decimal128 result in $round');
  return typeof v === 'number' ? intOrLong(Number(out)) : out;
}

function pow(a: Maybe, b: Maybe): Maybe {
  if (nullish(a) || nullish(b)) return null;
  if (!isNumeric(a)) throw location(28762, `$pow's base must be numeric, not ${typeName(a)}`);
  if (!isNumeric(b)) throw location(28763, `$pow's exponent must be numeric, not ${typeName(b)}`);
  if (isZero(a) && toNumber(b) < 0)
    throw location(28764, '$pow cannot take a base of 0 and a negative exponent');
  if (a instanceof Decimal128 || b instanceof Decimal128) throw notSupported('$pow of a decimal');
  if (a instanceof Double || b instanceof Double) return new Double(jsPow(toNumber(a), toNumber(b)));
  if (b < 0 && a != 1 && a != -1) return new Double(toNumber(a) ** toNumber(b));
  return integerPow(a, b);
}

/** C's pow: 1 to any power is 1, also to NaN and infinity, where JavaScript has NaN. */
const jsPow = (a: number, b: number): number =>
  a === 1 || (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) ? 1 : a ** b;

/** Exact while it fits a long: int if both are ints and it fits; a double beyond. */
function integerPow(a: number | bigint, b: number | bigint): Num {
  const base = BigInt(a);
  const exponent = BigInt(b);
  const wide = typeof a === 'bigint' || typeof b === 'bigint';
  let result: bigint;
  if (base === 0n || base === 1n) result = exponent === 0n ? 1n : base;
  else if (base === -1n) result = exponent % 2n === 0n ? 1n : -1n;
  else if (exponent > 63n) return new Double(Number(a) ** Number(b));
  else result = base ** exponent;
  if (!fitsLong(result)) return new Double(Number(a) ** Number(b));
  return wide || result > 2147483647n || result < -2147483648n ? result : Number(result);
}

function log(a: Maybe, b: Maybe): Maybe {
  if (nullish(a) || nullish(b)) return null;
  if (!isNumeric(a)) throw location(28756, `$log's argument must be numeric, not ${typeName(a)}`);
  if (!isNumeric(b)) throw location(28757, `$log's base must be numeric, not ${typeName(b)}`);
  const [x, base] = [toNumber(a), toNumber(b)];
  if (!(x > 0) && !Number.isNaN(x))
    throw location(28758, `$log's argument must be a positive number, but is ${show(a)}`);
  if ((!(base > 0) || base === 1) && !Number.isNaN(base))
    throw location(28759, `$log's base must be a positive number not equal to 1, but is ${show(b)}`);
  if (a instanceof Decimal128 || b instanceof Decimal128) throw notSupported('$log of a decimal');
  return new Double(Math.log(x) / Math.log(base));
}

const positive = (name: string, code: number) => (n: Num) => {
  const x = toNumber(n);
  if (x <= 0) throw location(code, `${name}'s argument must be a positive number, but is ${show(n)}`);
};

const bitwise = (name: string, f: (a: bigint, b: bigint) => bigint, start: bigint): Build =>
  variadic((values) => {
    let out = start;
    let wide = false;
    for (const v of values) {
      if (nullish(v)) return null;
      if (typeof v !== 'number' && typeof v !== 'bigint')
        throw typeMismatch(`${name} only supports int and long operands.`);
      wide ||= typeof v === 'bigint';
      out = f(out, BigInt(v));
    }
    return wide ? BigInt.asIntN(64, out) : Number(BigInt.asIntN(32, out));
  });

const rand: Build = (operand, { ctx }) => {
  const empty = operand instanceof Map ? operand.size === 0 : Array.isArray(operand) && operand.length === 0;
  if (!empty) throw location(3040501, '$rand does not currently accept arguments');
  const random = ctx.env.random ?? Math.random;
  return () => new Double(random());
};

export const arithmetic: Operators = {
  $add: variadic(add),
  $subtract: binary(subtract),
  $multiply: variadic(multiply),
  $divide: binary(divide),
  $mod: binary(mod),
  $abs: unary(abs),
  $ceil: whole(Math.ceil, 'ceil'),
  $floor: whole(Math.floor, 'floor'),
  $round: rounding('even'),
  $trunc: rounding('trunc'),
  $exp: real(Math.exp),
  $ln: real(Math.log, positive('$ln', 28766)),
  $log10: real(Math.log10, positive('$log10', 28761)),
  $log: binary(log),
  $pow: binary(pow),
  $sqrt: real(
    Math.sqrt,
    (n) => {
      if (toNumber(n) < 0) throw location(28714, "$sqrt's argument must be greater than or equal to 0");
    },
    (d) => sqrtDecimal(unpackDecimal(d)),
  ),
  $bitAnd: bitwise('$bitAnd', (a, b) => a & b, -1n),
  $bitOr: bitwise('$bitOr', (a, b) => a | b, 0n),
  $bitXor: bitwise('$bitXor', (a, b) => a ^ b, 0n),
  $bitNot: unary((v) => {
    if (nullish(v)) return null;
    if (typeof v === 'number') return ~v;
    if (typeof v === 'bigint') return ~v;
    throw typeMismatch(`$bitNot only supports int and long, not: ${typeName(v)}.`);
  }),
  $rand: rand,
};
