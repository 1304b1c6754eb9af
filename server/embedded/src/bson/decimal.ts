/**
 * IEEE 754-2008 decimal128 arithmetic on bigints: 34 digits, round half to even, as MongoDB's Decimal128.
 *
 * A value is taken apart into sign, coefficient and exponent, computed exactly, and rounded once on the way back.
 */
import { Decimal128 } from 'bson';

/** The parts of a finite decimal (value = ±coefficient · 10^exponent), or a special value. */
export type DecimalParts =
  | { kind: 'finite'; negative: boolean; coefficient: bigint; exponent: number }
  | { kind: 'infinity'; negative: boolean }
  | { kind: 'nan' };

const DIGITS = 34;
const LIMIT = 10n ** 34n;
const MAX_EXPONENT = 6111;
const MIN_EXPONENT = -6176;
const BIAS = 6176;

const NAN: DecimalParts = { kind: 'nan' };
const powers = new Map<number, bigint>();

/** 10^n for n ≥ 0. */
export function pow10(n: number): bigint {
  const known = powers.get(n);
  if (known !== undefined) return known;
  const value = 10n ** BigInt(n);
  if (n < 400) powers.set(n, value);
  return value;
}

export const finite = (negative: boolean, coefficient: bigint, exponent: number): DecimalParts => ({
  kind: 'finite',
  negative,
  coefficient,
  exponent,
});

const infinity = (negative: boolean): DecimalParts => ({ kind: 'infinity', negative });

/** Reads the 16 little-endian bytes. Non-canonical coefficients count as zero, as the standard says. */
export function unpackDecimal(value: Decimal128): DecimalParts {
  const view = new DataView(value.bytes.buffer, value.bytes.byteOffset, 16);
  const low = view.getBigUint64(0, true);
  const high = view.getBigUint64(8, true);
  const negative = high >> 63n === 1n;
  const top = Number((high >> 58n) & 0x1fn);
  if (top === 0x1f) return NAN;
  if (top === 0x1e) return infinity(negative);
  if (top >> 3 === 3) return finite(negative, 0n, Number((high >> 47n) & 0x3fffn) - BIAS);
  const coefficient = ((high & 0x1ffffffffffffn) << 64n) | low;
  return finite(negative, coefficient < LIMIT ? coefficient : 0n, Number((high >> 49n) & 0x3fffn) - BIAS);
}

/** Divides by 10^places, rounding half to even; `sticky` says that nonzero digits were already lost below. */
export function shiftRight(coefficient: bigint, places: number, sticky = false): bigint {
  if (places <= 0) return coefficient;
  const unit = pow10(places);
  const quotient = coefficient / unit;
  const rest = coefficient - quotient * unit;
  const twice = rest * 2n;
  const up = twice > unit || (twice === unit && (sticky || (quotient & 1n) === 1n));
  return up ? quotient + 1n : quotient;
}

const digitsOf = (n: bigint): number => (n === 0n ? 0 : n.toString().length);

/** Rounds to 34 digits and the exponent range and encodes. `sticky`: the true magnitude is a little larger. */
export function packDecimal(parts: DecimalParts, sticky = false): Decimal128 {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  if (parts.kind === 'nan') {
    view.setBigUint64(8, 0x7c00000000000000n, true);
    return new Decimal128(bytes);
  }
  const sign = parts.negative ? 1n << 63n : 0n;
  const overflowed = () => {
    view.setBigUint64(8, sign | 0x7800000000000000n, true);
    return new Decimal128(bytes);
  };
  if (parts.kind === 'infinity') return overflowed();
  let { coefficient, exponent } = parts;
  const drop = Math.max(digitsOf(coefficient) - DIGITS, MIN_EXPONENT - exponent, 0);
  if (drop > 0) {
    const far = drop > 6200;
    coefficient = far ? 0n : shiftRight(coefficient, drop, sticky);
    exponent += drop;
    if (coefficient >= LIMIT) {
      coefficient /= 10n;
      exponent += 1;
    }
  }
  if (coefficient === 0n) exponent = Math.min(Math.max(exponent, MIN_EXPONENT), MAX_EXPONENT);
  while (exponent > MAX_EXPONENT) {
    if (coefficient * 10n >= LIMIT) return overflowed();
    coefficient *= 10n;
    exponent -= 1;
  }
  view.setBigUint64(0, coefficient & 0xffffffffffffffffn, true);
  view.setBigUint64(8, sign | (BigInt(exponent + BIAS) << 49n) | (coefficient >> 64n), true);
  return new Decimal128(bytes);
}

const signed = (p: { negative: boolean; coefficient: bigint }) =>
  p.negative ? -p.coefficient : p.coefficient;

/** a + b. */
export function addDecimals(a: DecimalParts, b: DecimalParts): DecimalParts {
  if (a.kind === 'nan' || b.kind === 'nan') return NAN;
  if (a.kind === 'infinity') return b.kind === 'infinity' && a.negative !== b.negative ? NAN : a;
  if (b.kind === 'infinity') return b;
  const [hi, lo] = a.exponent >= b.exponent ? [a, b] : [b, a];
  const gap = hi.exponent - lo.exponent;
  // Beyond this gap the small one only matters for rounding direction; a stand-in digit is enough.
  if (gap > 200 && hi.coefficient !== 0n) {
    const stretched = finite(hi.negative, hi.coefficient * pow10(100), hi.exponent - 100);
    if (lo.coefficient === 0n) return packedParts(stretched);
    const nudge = lo.negative ? -1n : 1n;
    const sum = signed(stretched as { negative: boolean; coefficient: bigint }) + nudge;
    return finite(sum < 0n, sum < 0n ? -sum : sum, hi.exponent - 100);
  }
  if (gap > 200) return finite(lo.negative, lo.coefficient, lo.exponent);
  const sum = signed(hi) * pow10(gap) + signed(lo);
  const negative = sum === 0n ? a.negative && b.negative : sum < 0n;
  return finite(negative, sum < 0n ? -sum : sum, lo.exponent);
}

const packedParts = (p: DecimalParts): DecimalParts => unpackDecimal(packDecimal(p));

/** −a. */
export const negateDecimal = (a: DecimalParts): DecimalParts =>
  a.kind === 'nan' ? a : { ...a, negative: !a.negative };

/** a · b. */
export function multiplyDecimals(a: DecimalParts, b: DecimalParts): DecimalParts {
  if (a.kind === 'nan' || b.kind === 'nan') return NAN;
  const negative = a.negative !== b.negative;
  if (a.kind === 'infinity' || b.kind === 'infinity') {
    const zero =
      (a.kind === 'finite' && a.coefficient === 0n) || (b.kind === 'finite' && b.coefficient === 0n);
    return zero ? NAN : infinity(negative);
  }
  return finite(negative, a.coefficient * b.coefficient, a.exponent + b.exponent);
}

/** a / b, correctly rounded; an exact quotient keeps the preferred exponent, as the standard asks. */
export function divideDecimals(a: DecimalParts, b: DecimalParts): Decimal128 {
  if (a.kind === 'nan' || b.kind === 'nan') return packDecimal(NAN);
  const negative = a.negative !== b.negative;
  if (a.kind === 'infinity') return packDecimal(b.kind === 'infinity' ? NAN : infinity(negative));
  if (b.kind === 'infinity') return packDecimal(finite(negative, 0n, MIN_EXPONENT));
  if (b.coefficient === 0n) return packDecimal(a.coefficient === 0n ? NAN : infinity(negative));
  const ideal = a.exponent - b.exponent;
  if (a.coefficient === 0n) return packDecimal(finite(negative, 0n, ideal));
  const scale = Math.max(0, DIGITS + 3 + digitsOf(b.coefficient) - digitsOf(a.coefficient));
  const numerator = a.coefficient * pow10(scale);
  let quotient = numerator / b.coefficient;
  const inexact = quotient * b.coefficient !== numerator;
  let exponent = ideal - scale;
  if (!inexact) {
    while (exponent < ideal && quotient % 10n === 0n) {
      quotient /= 10n;
      exponent += 1;
    }
  }
  return packDecimal(finite(negative, quotient, exponent), inexact);
}

/** The remainder of truncated division, with the sign of `a`. */
export function remainderDecimals(a: DecimalParts, b: DecimalParts): DecimalParts {
  if (a.kind !== 'finite' || b.kind === 'nan') return NAN;
  if (b.kind === 'infinity') return a;
  if (b.coefficient === 0n) return NAN;
  const exponent = Math.min(a.exponent, b.exponent);
  const left = a.coefficient * pow10(a.exponent - exponent);
  const right = b.coefficient * pow10(b.exponent - exponent);
  return finite(a.negative, left % right, exponent);
}

/** Square root, correctly rounded; NaN below zero. */
export function sqrtDecimal(a: DecimalParts): Decimal128 {
  if (a.kind === 'nan') return packDecimal(a);
  if (a.kind === 'infinity') return packDecimal(a.negative ? NAN : a);
  if (a.coefficient === 0n) return packDecimal(finite(a.negative, 0n, Math.floor(a.exponent / 2)));
  if (a.negative) return packDecimal(NAN);
  const ideal = Math.floor(a.exponent / 2);
  let shift = Math.max(0, 2 * DIGITS + 6 - digitsOf(a.coefficient));
  if ((a.exponent - shift) % 2 !== 0) shift += 1;
  const radicand = a.coefficient * pow10(shift);
  let root = integerRoot(radicand);
  const inexact = root * root !== radicand;
  let exponent = (a.exponent - shift) / 2;
  while (!inexact && exponent < ideal && root % 10n === 0n) {
    root /= 10n;
    exponent += 1;
  }
  return packDecimal(finite(false, root, exponent), inexact);
}

function integerRoot(n: bigint): bigint {
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) return x;
    x = next;
  }
}

/** −1, 0, 1 by value; NaN is below everything and equal to itself. */
export function compareDecimals(a: DecimalParts, b: DecimalParts): number {
  if (a.kind === 'nan') return b.kind === 'nan' ? 0 : -1;
  if (b.kind === 'nan') return 1;
  const sa = signOf(a);
  const sb = signOf(b);
  if (sa !== sb) return sa < sb ? -1 : 1;
  if (sa === 0) return 0;
  if (a.kind === 'infinity') return b.kind === 'infinity' ? 0 : sa;
  if (b.kind === 'infinity') return -sb;
  const ma = digitsOf(a.coefficient) + a.exponent;
  const mb = digitsOf(b.coefficient) + b.exponent;
  if (ma !== mb) return ma < mb ? -sa : sa;
  const gap = a.exponent - b.exponent;
  const left = gap > 0 ? a.coefficient * pow10(gap) : a.coefficient;
  const right = gap < 0 ? b.coefficient * pow10(-gap) : b.coefficient;
  if (left === right) return 0;
  return left < right ? -sa : sa;
}

function signOf(a: Exclude<DecimalParts, { kind: 'nan' }>): number {
  if (a.kind === 'finite' && a.coefficient === 0n) return 0;
  return a.negative ? -1 : 1;
}

const doubleView = new DataView(new ArrayBuffer(8));

/** The exact decimal expansion of a double (up to 767 digits). */
export function exactDouble(x: number): DecimalParts {
  if (Number.isNaN(x)) return NAN;
  if (!Number.isFinite(x)) return infinity(x < 0);
  const negative = x < 0 || Object.is(x, -0);
  if (Number.isSafeInteger(x)) return finite(negative, BigInt(Math.abs(x)), 0);
  doubleView.setFloat64(0, x);
  const bits = doubleView.getBigUint64(0);
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = field === 0 ? fraction : fraction | 0x10000000000000n;
  const power = (field === 0 ? 1 : field) - 1075;
  if (power >= 0) return finite(negative, mantissa << BigInt(power), 0);
  return finite(negative, mantissa * 5n ** BigInt(-power), power);
}

/** As MongoDB converts a double in arithmetic: 15 significant digits, trailing zeros and all. */
export function roundedDouble(x: number): DecimalParts {
  if (!Number.isFinite(x) || x === 0) return exactDouble(x);
  const [digits, power] = x.toExponential(14).split('e') as [string, string];
  const whole = BigInt(digits.replace('-', '').replace('.', ''));
  return finite(x < 0, whole, Number(power) - 14);
}

/** The integer part, toward zero; undefined for NaN and infinity, and for magnitudes of 10^40 and above. */
export function truncateDecimal(a: DecimalParts): bigint | undefined {
  if (a.kind !== 'finite') return undefined;
  if (a.coefficient === 0n) return 0n;
  if (digitsOf(a.coefficient) + a.exponent > 40) return undefined;
  const magnitude =
    a.exponent >= 0
      ? a.coefficient * pow10(a.exponent)
      : -a.exponent > 400
        ? 0n
        : a.coefficient / pow10(-a.exponent);
  return a.negative ? -magnitude : magnitude;
}
