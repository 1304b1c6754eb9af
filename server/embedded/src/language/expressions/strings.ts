/** String expressions. */
import { BSONSymbol, Decimal128 } from 'bson';
import { compareStrings } from '../../bson/compare';
import { exactInt, toNumber, type Num } from '../../bson/numbers';
import { isNumeric, type Maybe, typeName } from '../../bson/value';
import { bounds } from './arrays';
import { binary, type Build, location, named, nullish, type Operators, unary, variadic } from './common';
import { isoDate } from './date-text';

/** Text of a value as $toUpper, $substr and their kin read it; null and missing are "". */
function coerced(v: Maybe, code = 16007): string {
  if (nullish(v)) return '';
  if (typeof v === 'string') return v;
  if (v instanceof BSONSymbol) return v.value;
  if (v instanceof Date) return isoDate(v);
  if (isNumeric(v)) return numberText(v);
  throw location(code, `can't convert from BSON type ${typeName(v)} to String`);
}

/** A number as MongoDB writes it into a string. */
export function numberText(n: Num): string {
  if (typeof n === 'number' || typeof n === 'bigint' || n instanceof Decimal128) return n.toString();
  return doubleText(n.value);
}

/** C's "%.16g". */
function doubleText(x: number): string {
  if (Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x > 0 ? 'Infinity' : '-Infinity';
  if (x === 0) return Object.is(x, -0) ? '-0' : '0';
  const [mantissa, power] = x.toExponential(15).split('e') as [string, string];
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 16) {
    const plain = x.toFixed(Math.max(0, 15 - exponent));
    return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain;
  }
  const digits = mantissa.replace(/\.?0+$/, '');
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

const bytesOf = (s: string): Buffer => Buffer.from(s, 'utf8');

/** ASCII letters only, as MongoDB. */
const lower = (s: string): string => s.replace(/[A-Z]+/g, (m) => m.toLowerCase());
const upper = (s: string): string => s.replace(/[a-z]+/g, (m) => m.toUpperCase());

function concat(values: Maybe[]): Maybe {
  let out = '';
  for (const v of values) {
    if (nullish(v)) return null;
    if (typeof v !== 'string') throw location(16702, `$concat only supports strings, not ${typeName(v)}`);
    out += v;
  }
  return out;
}

function strlen(name: string, code: number, length: (s: string) => number): Build {
  return unary((v) => {
    if (typeof v !== 'string')
      throw location(code, `${name} requires a string argument, found: ${typeName(v)}`);
    return length(v);
  });
}

const codePoints = (s: string): number => {
  let n = 0;
  for (const _ of s) n++;
  return n;
};

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

const substrBytes: Build = variadic(
  ([text, from, count]) => {
    const bytes = bytesOf(coerced(text));
    if (!isNumeric(from))
      throw location(
        16034,
        `$substrBytes:  starting index must be a numeric type (is BSON type ${typeName(from)})`,
      );
    if (!isNumeric(count))
      throw location(16035, `$substrBytes:  length must be a numeric type (is BSON type ${typeName(count)})`);
    const start = Math.trunc(toNumber(from));
    const length = Math.trunc(toNumber(count));
    if (start < 0)
      throw location(50752, `$substrBytes:  starting index must be non-negative (got: ${start})`);
    if (isContinuation(bytes[start]))
      throw location(28656, '$substrBytes:  Invalid range, starting index is a UTF-8 continuation byte.');
    if (start >= bytes.length) return '';
    const end = length < 0 ? bytes.length : Math.min(bytes.length, start + length);
    if (isContinuation(bytes[end]))
      throw location(
        28657,
        '$substrBytes:  Invalid range, ending index is in the middle of a UTF-8 character.',
      );
    return bytes.subarray(start, end).toString('utf8');
  },
  3,
  3,
);

const substrCP: Build = variadic(
  ([text, from, count]) => {
    const s = coerced(text);
    if (!isNumeric(from))
      throw location(
        34450,
        `$substrCP: starting index must be a numeric type (is BSON type ${typeName(from)})`,
      );
    const start = exactInt(from);
    if (start === undefined)
      throw location(34451, '$substrCP: starting index cannot be represented as a 32-bit integral value');
    if (!isNumeric(count))
      throw location(34452, `$substrCP: length must be a numeric type (is BSON type ${typeName(count)})`);
    const length = exactInt(count);
    if (length === undefined)
      throw location(34453, '$substrCP: length cannot be represented as a 32-bit integral value');
    if (start < 0) throw location(34455, '$substrCP: the starting index must be nonnegative integer.');
    if (length < 0) throw location(34454, '$substrCP: length must be a nonnegative integer.');
    return Array.from(s)
      .slice(start, start + length)
      .join('');
  },
  3,
  3,
);

const indexOf = (
  name: string,
  codes: [number, number],
  pieces: (s: string) => { length: number; find(t: string, from: number, to: number): number },
): Build =>
  variadic(
    ([text, token, from, to]) => {
      if (nullish(text)) return null;
      if (typeof text !== 'string')
        throw location(codes[0], `${name} requires a string as the first argument, found: ${typeName(text)}`);
      if (typeof token !== 'string')
        throw location(
          codes[1],
          `${name} requires a string as the second argument, found: ${typeName(token)}`,
        );
      const view = pieces(text);
      const [start, stop] = bounds(name, from, to, view.length);
      return start > view.length ? -1 : view.find(token, start, stop);
    },
    2,
    4,
  );

const asBytes = (s: string) => {
  const bytes = bytesOf(s);
  return {
    length: bytes.length,
    find: (t: string, from: number, to: number) => bytes.subarray(0, to).indexOf(bytesOf(t), from),
  };
};

const asCodePoints = (s: string) => {
  const points = Array.from(s);
  return {
    length: points.length,
    find(t: string, from: number, to: number) {
      const units = points.slice(from, Math.max(from, to)).join('');
      const at = units.indexOf(t);
      return at < 0 || from > to ? -1 : from + codePoints(units.slice(0, at));
    },
  };
};

const WHITE = '\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a';

const trim =
  (left: boolean, right: boolean): Build =>
  (operand, c, name) => {
    const { input, chars } = named(name, operand, ['input', 'chars'], ['input'], {
      shape: 50696,
      unknown: 50694,
      missing: 50695,
    });
    const text = c.compile(input!);
    const set = chars === undefined ? undefined : c.compile(chars);
    return (root) => {
      const v = text(root);
      const custom = set ? set(root) : WHITE;
      if (nullish(v)) return null;
      if (typeof v !== 'string')
        throw location(
          50699,
          `${name} requires its input to be a string, got ${show(v)} (of type ${typeName(v)}) instead.`,
        );
      if (nullish(custom)) return null;
      if (typeof custom !== 'string')
        throw location(50700, `${name} requires 'chars' to be a string, got ${typeName(custom)} instead.`);
      const unwanted = new Set(custom);
      const points = Array.from(v);
      let from = 0;
      let to = points.length;
      while (left && from < to && unwanted.has(points[from]!)) from++;
      while (right && to > from && unwanted.has(points[to - 1]!)) to--;
      return points.slice(from, to).join('');
    };
  };

const show = (v: Maybe): string => (typeof v === 'string' ? v : typeName(v));

function split(text: Maybe, separator: Maybe): Maybe {
  if (nullish(text) || nullish(separator)) return null;
  if (typeof text !== 'string')
    throw location(
      40085,
      `$split requires an expression that evaluates to a string as a first argument, found: ${typeName(text)}`,
    );
  if (typeof separator !== 'string')
    throw location(
      40086,
      `$split requires an expression that evaluates to a string as a second argument, found: ${typeName(separator)}`,
    );
  if (separator === '') throw location(40087, '$split requires a non-empty separator');
  return text.split(separator);
}

const replace =
  (everywhere: boolean): Build =>
  (operand, c, name) => {
    const parts = named(name, operand, ['input', 'find', 'replacement'], ['input', 'find', 'replacement'], {
      shape: 51751,
      unknown: 51750,
      missing: 51749,
    });
    const list = (['input', 'find', 'replacement'] as const).map(
      (key) => [key, c.compile(parts[key]!)] as const,
    );
    const codes = { input: 51746, find: 51745, replacement: 51744 };
    return (root) => {
      const values = list.map(([key, ex]) => {
        const v = ex(root);
        if (!nullish(v) && typeof v !== 'string')
          throw location(codes[key], `${name} requires that '${key}' be a string, found: ${typeName(v)}`);
        return v;
      });
      if (values.some(nullish)) return null;
      const [text, find, by] = values as [string, string, string];
      return everywhere ? text.replaceAll(find, () => by) : text.replace(find, () => by);
    };
  };

export const strings: Operators = {
  $concat: variadic(concat),
  $toLower: unary((v) => lower(coerced(v))),
  $toUpper: unary((v) => upper(coerced(v))),
  $strLenBytes: strlen('$strLenBytes', 34473, (s) => bytesOf(s).length),
  $strLenCP: strlen('$strLenCP', 34471, codePoints),
  $strcasecmp: binary((a, b) => Math.sign(compareStrings(upper(coerced(a)), upper(coerced(b))))),
  $substr: substrBytes,
  $substrBytes: substrBytes,
  $substrCP: substrCP,
  $indexOfBytes: indexOf('$indexOfBytes', [40091, 40092], asBytes),
  $indexOfCP: indexOf('$indexOfCP', [40093, 40094], asCodePoints),
  $trim: trim(true, true),
  $ltrim: trim(true, false),
  $rtrim: trim(false, true),
  $split: binary(split),
  $replaceOne: replace(false),
  $replaceAll: replace(true),
};
