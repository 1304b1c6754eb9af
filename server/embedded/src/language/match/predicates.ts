/** Tests of one value: equality, comparison, $in, $type, $mod, $bits…. */
import { Binary, BSONRegExp, BSONSymbol, Code, MaxKey, MinKey, ObjectId } from 'bson';
import { type Order, typeRank } from '../../bson/compare';
import { compareNumbers, exactLong, isNaNValue, truncateToLong } from '../../bson/numbers';
import { isNumeric, type Maybe, typeName, type Value } from '../../bson/value';
import { badValue, MongoError } from '../../errors';
import { compileBsonRegex } from '../regex';
import { show } from '../show';

export type Test = (v: Maybe) => boolean;

/** `$eq`, whole value against whole value; null also matches a missing field. */
export function equals(rhs: Value, order: Order): Test {
  if (rhs === null) return (v) => v === null || v === undefined;
  switch (typeof rhs) {
    case 'number':
      return (v) => (typeof v === 'number' ? v === rhs : isNumeric(v) && compareNumbers(v, rhs) === 0);
    case 'boolean':
      return (v) => v === rhs;
    case 'string':
      return (v) => v === rhs || ((typeof v === 'string' || v instanceof BSONSymbol) && order.equal(v, rhs));
    default:
  }
  if (rhs instanceof ObjectId) return (v) => v === rhs || (v instanceof ObjectId && v.equals(rhs));
  return (v) => v !== undefined && order.equal(v, rhs);
}

export type Relation = '$gt' | '$gte' | '$lt' | '$lte';

/** A comparison: only values of the same kind compare, and NaN only equals NaN. */
export function compares(relation: Relation, rhs: Value, order: Order): Test {
  const less = relation === '$lt' || relation === '$lte';
  const orEqual = relation === '$gte' || relation === '$lte';
  if (rhs === null) return (v) => orEqual && (v === null || v === undefined);
  if (rhs instanceof MinKey || rhs instanceof MaxKey) {
    const others = rhs instanceof MaxKey ? less : !less;
    return (v) => (v?.constructor === rhs.constructor ? orEqual : others);
  }
  if (isNumeric(rhs) && isNaNValue(rhs)) return (v) => orEqual && isNumeric(v) && isNaNValue(v);
  const accept = (c: number) => (c === 0 ? orEqual : c < 0 === less);
  if (isNumeric(rhs)) {
    if (typeof rhs === 'number')
      return (v) =>
        typeof v === 'number'
          ? accept(v - rhs)
          : isNumeric(v) && !isNaNValue(v) && accept(compareNumbers(v, rhs));
    return (v) => isNumeric(v) && !isNaNValue(v) && accept(compareNumbers(v, rhs));
  }
  const rank = typeRank(rhs);
  return (v) => v !== undefined && typeRank(v) === rank && accept(order.compare(v, rhs));
}

/** A regular expression as a query means it: strings that match, or that very expression. */
export function matchesRegex(regex: BSONRegExp): Test {
  const compiled = compileBsonRegex(regex);
  return (v) => {
    if (typeof v === 'string') return compiled.test(v);
    if (v instanceof BSONSymbol) return compiled.test(v.value);
    return v instanceof BSONRegExp && v.pattern === regex.pattern && v.options === regex.options;
  };
}

/** `$in`: any of the values, or any of the regular expressions. */
export function isIn(list: Value[], order: Order): Test {
  const regexes = list.filter((v) => v instanceof BSONRegExp).map(matchesRegex);
  const plain = list.filter((v) => !(v instanceof BSONRegExp));
  const inPlain = inValues(plain, order);
  if (regexes.length === 0) return inPlain;
  return (v) => inPlain(v) || regexes.some((test) => test(v));
}

function inValues(list: Value[], order: Order): Test {
  if (list.length <= 4) {
    const tests = list.map((v) => equals(v, order));
    return (v) => tests.some((test) => test(v));
  }
  const keys = new Set(list.map((v) => order.key(v)));
  const hasNull = list.includes(null);
  return (v) => (v === undefined ? hasNull : keys.has(order.key(v)));
}

const TYPE_NUMBERS: ReadonlyMap<number, string> = new Map([
  [1, 'double'],
  [2, 'string'],
  [3, 'object'],
  [4, 'array'],
  [5, 'binData'],
  [6, 'undefined'],
  [7, 'objectId'],
  [8, 'bool'],
  [9, 'date'],
  [10, 'null'],
  [11, 'regex'],
  [12, 'dbPointer'],
  [13, 'javascript'],
  [14, 'symbol'],
  [15, 'javascriptWithScope'],
  [16, 'int'],
  [17, 'timestamp'],
  [18, 'long'],
  [19, 'decimal'],
  [-1, 'minKey'],
  [127, 'maxKey'],
]);
const TYPE_NAMES = new Set(TYPE_NUMBERS.values());

function typeAlias(spec: Value): string {
  if (typeof spec === 'string') {
    if (spec === 'number' || TYPE_NAMES.has(spec)) return spec;
    throw badValue(`Unknown type name alias: ${spec}`);
  }
  if (!isNumeric(spec))
    throw new MongoError(14, 'TypeMismatch', 'type must be represented as a number or a string');
  const code = exactLong(spec);
  const name = code === undefined ? undefined : TYPE_NUMBERS.get(Number(code));
  if (code === 0n) throw badValue('Invalid numerical type code: 0. Instead use {$exists:false}.');
  if (name === undefined) throw badValue(`Invalid numerical type code: ${show(spec)}`);
  return name;
}

/** `$type`. */
export function isOfType(spec: Value): Test {
  const aliases = (Array.isArray(spec) ? spec : [spec]).map(typeAlias);
  if (aliases.length === 0) throw new MongoError(9, 'FailedToParse', '$type must match at least one type');
  const types = new Set(
    aliases.flatMap((a) => (a === 'number' ? ['int', 'long', 'double', 'decimal'] : [a])),
  );
  return (v) => {
    if (v === undefined) return false;
    if (v instanceof Code) return types.has(v.scope ? 'javascriptWithScope' : 'javascript');
    return types.has(typeName(v));
  };
}

/** `$mod: [divisor, remainder]`, both cut to longs. */
export function modulo(spec: Value): Test {
  if (!Array.isArray(spec)) throw badValue('malformed mod, needs to be an array');
  if (spec.length < 2) throw badValue('malformed mod, not enough elements');
  if (spec.length > 2) throw badValue('malformed mod, too many elements');
  const [divisor, remainder] = spec.map((v, i) => {
    if (!isNumeric(v)) throw badValue(`malformed mod, ${i === 0 ? 'divisor' : 'remainder'} not a number`);
    const whole = truncateToLong(v);
    if (whole === undefined)
      throw badValue(
        `malformed mod, ${i === 0 ? 'divisor' : 'remainder'} value is invalid :: caused by :: Unable to coerce NaN/Inf to integral type`,
      );
    return whole;
  }) as [bigint, bigint];
  if (divisor === 0n) throw badValue('divisor cannot be 0');
  const small = Number(divisor);
  const rest = Number(remainder);
  const exact = Number.isSafeInteger(small) && Number.isSafeInteger(rest);
  return (v) => {
    if (typeof v === 'number' && exact) return v % small == rest;
    if (!isNumeric(v)) return false;
    const whole = truncateToLong(v);
    return whole !== undefined && whole % divisor === remainder;
  };
}

/** `$bitsAllSet` and its kin: a mask, an array of positions, or binary data. */
export function bits(name: string, spec: Value): Test {
  const mask = bitMask(name, spec);
  const set = name.endsWith('Set');
  const all = name.includes('All');
  return (v) => {
    const isSet = bitReader(v);
    if (!isSet) return false;
    return all ? mask.every((p) => isSet(p) === set) : mask.some((p) => isSet(p) === set);
  };
}

function bitReader(v: Maybe): ((position: number) => boolean) | undefined {
  if (v instanceof Binary) {
    const bytes = v.value();
    return (p) => ((bytes[p >> 3] ?? 0) >> (p & 7)) % 2 === 1;
  }
  if (!isNumeric(v)) return undefined;
  const whole = exactLong(v);
  if (whole === undefined) return undefined;
  // Negative numbers are sign-extended.
  return (p) => ((whole >> BigInt(Math.min(p, 63))) & 1n) === 1n;
}

function bitMask(name: string, spec: Value): number[] {
  const out: number[] = [];
  if (Array.isArray(spec)) {
    for (const item of spec) {
      const position = isNumeric(item) ? exactLong(item) : undefined;
      if (position === undefined || position < 0n || position > 2147483647n)
        throw badValue(`bit positions must be an integer >= 0 but got: ${show(item)}`);
      out.push(Number(position));
    }
    return out;
  }
  if (spec instanceof Binary) {
    const bytes = spec.value();
    for (let p = 0; p < bytes.length * 8; p++) if ((bytes[p >> 3]! >> (p & 7)) % 2 === 1) out.push(p);
    return out;
  }
  if (!isNumeric(spec))
    throw badValue(`${name} takes an Array, a number, or a BinData but received: ${show(spec)}`);
  const whole = exactLong(spec);
  if (whole === undefined)
    throw new MongoError(9, 'FailedToParse', `Expected an integer: ${name}: ${show(spec)}`);
  if (whole < 0n)
    throw new MongoError(9, 'FailedToParse', `Expected a non-negative number in: ${name}: ${show(spec)}`);
  for (let p = 0; p < 63; p++) if ((whole >> BigInt(p)) & 1n) out.push(p);
  return out;
}

/** `$size`. */
export function hasSize(spec: Value): Test {
  if (!isNumeric(spec)) throw badValue(`Failed to parse $size. Expected a number in: $size: ${show(spec)}`);
  const size = exactLong(spec);
  if (size === undefined) throw badValue(`Failed to parse $size. Expected an integer: $size: ${show(spec)}`);
  if (size < 0n)
    throw badValue(`Failed to parse $size. Expected a non-negative number in: $size: ${show(spec)}`);
  return (v) => Array.isArray(v) && v.length === Number(size);
}
