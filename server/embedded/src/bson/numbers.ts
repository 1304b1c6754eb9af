/**
 * MongoDB's four numeric types: exact comparison across them and arithmetic with its promotions
 * (int → long on overflow, long + double = double, decimal wins).
 */
import { Decimal128, Double } from 'bson';
import {
  addDecimals,
  compareDecimals,
  type DecimalParts,
  divideDecimals,
  exactDouble,
  finite,
  multiplyDecimals,
  negateDecimal,
  packDecimal,
  remainderDecimals,
  roundedDouble,
  truncateDecimal,
  unpackDecimal,
} from './decimal';

/** A number of any of the four types. */
export type Num = number | bigint | Double | Decimal128;

export const INT_MAX = 2147483647;
export const INT_MIN = -2147483648;
export const LONG_MAX = 9223372036854775807n;
export const LONG_MIN = -9223372036854775808n;

export const fitsInt = (n: number): boolean => n >= INT_MIN && n <= INT_MAX;
export const fitsLong = (n: bigint): boolean => n >= LONG_MIN && n <= LONG_MAX;

/** An int if it fits, otherwise a long. `n` must be a safe integer. */
export const intOrLong = (n: number): number | bigint => (fitsInt(n) ? n + 0 : BigInt(n));

/** The double nearest to `n`. */
export function toNumber(n: Num): number {
  if (typeof n === 'number') return n;
  if (typeof n === 'bigint') return Number(n);
  if (n instanceof Double) return n.value;
  return decimalToNumber(unpackDecimal(n));
}

export function decimalToNumber(p: DecimalParts): number {
  if (p.kind === 'nan') return NaN;
  const sign = p.negative ? -1 : 1;
  return sign * (p.kind === 'infinity' ? Infinity : Number(`${p.coefficient}e${p.exponent}`));
}

export const isNaNValue = (n: Num): boolean => Number.isNaN(toNumber(n));

/** Exact parts of any number. */
export function exactParts(n: Num): DecimalParts {
  if (n instanceof Decimal128) return unpackDecimal(n);
  if (typeof n === 'bigint') return finite(n < 0n, n < 0n ? -n : n, 0);
  return exactDouble(typeof n === 'number' ? n : n.value);
}

/** Parts as MongoDB's arithmetic sees them: doubles are rounded to 15 digits first. */
export const decimalParts = (n: Num): DecimalParts =>
  n instanceof Double ? roundedDouble(n.value) : exactParts(n);

/** −1, 0, 1 by exact value across types; NaN is below everything, equal to NaN; −0 equals 0. */
export function compareNumbers(a: Num, b: Num): number {
  if (a instanceof Decimal128 || b instanceof Decimal128)
    return compareDecimals(exactParts(a), exactParts(b));
  const x = a instanceof Double ? a.value : a;
  const y = b instanceof Double ? b.value : b;
  // JavaScript compares bigint and number by exact mathematical value.
  if (x < y) return -1;
  if (x > y) return 1;
  if (x == y) return 0;
  const leftNaN = x !== x;
  return leftNaN ? (y !== y ? 0 : -1) : 1;
}

/** A string that is equal exactly for numbers that compare equal. */
export function numberKey(n: Num): string {
  if (typeof n === 'number') return String(n);
  if (typeof n === 'bigint') return n.toString();
  if (n instanceof Double) return doubleKey(n.value);
  const parts = unpackDecimal(n);
  if (parts.kind !== 'finite') return doubleKey(decimalToNumber(parts));
  if (parts.coefficient === 0n) return '0';
  let { coefficient, exponent } = parts;
  while (coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent += 1;
  }
  if (exponent >= 0 && exponent < 40) return String(truncateDecimal(parts));
  const near = decimalToNumber(parts);
  if (Number.isFinite(near) && compareDecimals(exactDouble(near), parts) === 0) return doubleKey(near);
  return `${parts.negative ? '-' : ''}${coefficient}d${exponent}`;
}

function doubleKey(x: number): string {
  if (x === 0) return '0';
  return Number.isInteger(x) && Math.abs(x) > 9007199254740991 ? BigInt(x).toString() : String(x);
}

/** What a long result became when it left the 64 bits: the caller widens to double or raises its own error. */
export const OVERFLOW = Symbol('overflow');
export type MaybeOverflow = Num | typeof OVERFLOW;

const longOrOverflow = (n: bigint): MaybeOverflow => (fitsLong(n) ? n : OVERFLOW);

/** a + b with MongoDB's promotion. */
export function addNumbers(a: Num, b: Num): MaybeOverflow {
  if (typeof a === 'number' && typeof b === 'number') return intOrLong(a + b);
  if (a instanceof Decimal128 || b instanceof Decimal128)
    return packDecimal(addDecimals(decimalParts(a), decimalParts(b)));
  if (a instanceof Double || b instanceof Double) return new Double(toNumber(a) + toNumber(b));
  return longOrOverflow(BigInt(a) + BigInt(b));
}

/** a − b with MongoDB's promotion. */
export function subtractNumbers(a: Num, b: Num): MaybeOverflow {
  if (typeof a === 'number' && typeof b === 'number') return intOrLong(a - b);
  if (a instanceof Decimal128 || b instanceof Decimal128)
    return packDecimal(addDecimals(decimalParts(a), negateDecimal(decimalParts(b))));
  if (a instanceof Double || b instanceof Double) return new Double(toNumber(a) - toNumber(b));
  return longOrOverflow(BigInt(a) - BigInt(b));
}

/** a · b with MongoDB's promotion. */
export function multiplyNumbers(a: Num, b: Num): MaybeOverflow {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    return fitsInt(product) ? product + 0 : BigInt(a) * BigInt(b);
  }
  if (a instanceof Decimal128 || b instanceof Decimal128)
    return packDecimal(multiplyDecimals(decimalParts(a), decimalParts(b)));
  if (a instanceof Double || b instanceof Double) return new Double(toNumber(a) * toNumber(b));
  return longOrOverflow(BigInt(a) * BigInt(b));
}

/** a / b: a double, or a decimal when one of them is. Division by zero is the caller's to refuse. */
export function divideNumbers(a: Num, b: Num): Double | Decimal128 {
  if (a instanceof Decimal128 || b instanceof Decimal128)
    return divideDecimals(decimalParts(a), decimalParts(b));
  return new Double(toNumber(a) / toNumber(b));
}

/** a mod b, truncated, sign of a. A zero divisor is the caller's to refuse. */
export function remainderNumbers(a: Num, b: Num): Num {
  if (a instanceof Decimal128 || b instanceof Decimal128)
    return packDecimal(remainderDecimals(decimalParts(a), decimalParts(b)));
  if (a instanceof Double || b instanceof Double) return new Double(toNumber(a) % toNumber(b));
  if (typeof a === 'number' && typeof b === 'number') return (a % b) + 0;
  return BigInt(a) % BigInt(b);
}

export const isZero = (n: Num): boolean => compareNumbers(n, 0) === 0;

/** Toward zero as a long; undefined when it does not fit or is not finite. */
export function truncateToLong(n: Num): bigint | undefined {
  if (typeof n === 'number') return BigInt(n);
  if (typeof n === 'bigint') return n;
  if (n instanceof Double) {
    if (!Number.isFinite(n.value)) return undefined;
    const whole = BigInt(Math.trunc(n.value));
    return fitsLong(whole) ? whole : undefined;
  }
  const whole = truncateDecimal(unpackDecimal(n));
  return whole !== undefined && fitsLong(whole) ? whole : undefined;
}

/** The value as a JS integer when it is integral and exactly a 32-bit integer, otherwise undefined. */
export function exactInt(n: Num): number | undefined {
  const whole = truncateToLong(n);
  if (whole === undefined || whole < BigInt(INT_MIN) || whole > BigInt(INT_MAX)) return undefined;
  const value = Number(whole);
  return compareNumbers(n, value) === 0 ? value : undefined;
}

/** The value as a long when it is integral and fits, otherwise undefined. */
export function exactLong(n: Num): bigint | undefined {
  const whole = truncateToLong(n);
  return whole !== undefined && compareNumbers(n, whole) === 0 ? whole : undefined;
}

/** Adds doubles with the error carried along, as MongoDB's $sum, $avg and $add do. */
export class DoubleDouble {
  private sum = 0;
  private rest = 0;
  private plain = 0;

  add(x: number): void {
    this.plain += x;
    const high = x + this.rest;
    const c = error(x, this.rest, high);
    const total = this.sum + high;
    const d = error(this.sum, high, total);
    const low = c + d;
    this.sum = total + low;
    this.rest = low - (this.sum - total);
  }

  addInteger(n: bigint): void {
    const high = Number(n >> 32n) * 4294967296;
    this.add(high);
    this.add(Number(n & 0xffffffffn));
  }

  /** What `value` leaves out. */
  get residue(): number {
    return Number.isFinite(this.rest) ? this.rest : 0;
  }

  get value(): number {
    return Number.isNaN(this.sum) || !Number.isFinite(this.sum) ? this.plain : this.sum;
  }
}

function error(a: number, b: number, sum: number): number {
  const bb = sum - a;
  return a - (sum - bb) + (b - bb);
}
