import { Decimal128, Double } from 'bson';
import type { KeyWriter } from './keys';

/**
 * Keys of numbers, exact across int32, int64, double and decimal.
 *
 * A number is stored as the greatest double that is not above it (8 bytes that sort), followed by 00 when the
 * number *is* that double, or by 01 and the number's decimal digits when it lies between two doubles. Every
 * int32 and double is its own double; only big int64s and most decimals need digits.
 */

const view = new DataView(new ArrayBuffer(8));

/** A finite decimal number: sign, coefficient, power of ten. */
interface Exact {
  negative: boolean;
  digits: bigint;
  exponent: number;
}

/** Appends a number's key. */
export function encodeNumber(out: KeyWriter, v: number | bigint | Double | Decimal128): void {
  if (typeof v === 'number') return exactDouble(out, v);
  if (v instanceof Double) return exactDouble(out, v.value);
  if (typeof v === 'bigint') {
    const near = Number(v);
    const whole = BigInt(near);
    if (whole === v) return exactDouble(out, near);
    return between(out, whole > v ? below(near) : near, {
      negative: v < 0n,
      digits: v < 0n ? -v : v,
      exponent: 0,
    });
  }
  encodeDecimal(out, v);
}

function encodeDecimal(out: KeyWriter, v: Decimal128): void {
  const text = v.toString();
  if (text === 'NaN') return exactDouble(out, NaN);
  if (text.endsWith('Infinity')) return exactDouble(out, text.startsWith('-') ? -Infinity : Infinity);
  const exact = parseDecimal(text);
  if (exact.digits === 0n) return exactDouble(out, 0);
  const near = Number(text);
  const order = compareToDouble(exact, near);
  if (order === 0) return exactDouble(out, near);
  between(out, order < 0 ? below(near) : near, exact);
}

function parseDecimal(text: string): Exact {
  const match = /^(-?)(\d*)(?:\.(\d*))?(?:E([+-]?\d+))?$/i.exec(text);
  if (!match) throw new Error(`not a decimal: ${text}`);
  const fraction = match[3] ?? '';
  return {
    negative: match[1] === '-',
    digits: BigInt((match[2] ?? '') + fraction || '0'),
    exponent: Number(match[4] ?? 0) - fraction.length,
  };
}

/** The sign of (decimal − double), without rounding. */
function compareToDouble(a: Exact, d: number): number {
  if (d === Infinity) return -1;
  if (d === -Infinity) return 1;
  // d = mantissa × 2^power with a whole mantissa.
  let power = 0;
  let mantissa = d;
  if (d !== 0) {
    view.setFloat64(0, d);
    const bits = view.getBigUint64(0);
    const biased = Number((bits >> 52n) & 0x7ffn);
    const fraction = bits & ((1n << 52n) - 1n);
    const whole = biased === 0 ? fraction : fraction | (1n << 52n);
    power = (biased === 0 ? 1 : biased) - 1075;
    mantissa = Number(whole) * (d < 0 ? -1 : 1);
  }
  let left = a.negative ? -a.digits : a.digits;
  let right = BigInt(mantissa);
  if (a.exponent >= 0) left *= 10n ** BigInt(a.exponent);
  else right *= 10n ** BigInt(-a.exponent);
  if (power >= 0) right <<= BigInt(power);
  else left <<= BigInt(-power);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The next double below. */
function below(d: number): number {
  if (d === Infinity) return Number.MAX_VALUE;
  if (d === 0) return -Number.MIN_VALUE;
  view.setFloat64(0, d);
  const bits = view.getBigUint64(0);
  view.setBigUint64(0, d > 0 ? bits - 1n : bits + 1n);
  return view.getFloat64(0);
}

function sortable(out: KeyWriter, d: number): void {
  if (Number.isNaN(d)) {
    // NaN sorts below every number.
    out.u64(0n);
    return;
  }
  view.setFloat64(0, d === 0 ? 0 : d);
  const high = view.getUint32(0);
  if (high & 0x80000000) {
    out.u32(~high);
    out.u32(~view.getUint32(4));
  } else {
    out.u32(high | 0x80000000);
    out.u32(view.getUint32(4));
  }
}

function exactDouble(out: KeyWriter, d: number): void {
  sortable(out, d);
  out.byte(0);
}

function between(out: KeyWriter, floor: number, exact: Exact): void {
  sortable(out, floor);
  out.byte(1);
  const start = out.at;
  const digits = exact.digits.toString();
  // Read as 0.digits × 10^scale, so that comparing scale and then digits compares the numbers.
  const scale = digits.length + exact.exponent;
  out.byte(((scale + 0x8000) >> 8) & 0xff);
  out.byte((scale + 0x8000) & 0xff);
  for (const c of digits.replace(/0+$/, '')) out.byte(c.charCodeAt(0));
  out.byte(0);
  if (exact.negative) out.invertFrom(start);
}
