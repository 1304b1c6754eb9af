/** Array expressions without inner expressions. */
import { exactInt } from '../../bson/numbers';
import { isDoc, isNumeric, type Maybe, type Value, typeName } from '../../bson/value';
import { MongoError } from '../../errors';
import { show } from '../show';
import {
  binary,
  type Build,
  type Compiler,
  location,
  nullish,
  type Operators,
  unary,
  variadic,
} from './common';

/** Values that one expression may create; more would hold the server's memory. */
const MAX_RANGE = 1_000_000;

/** A whole number of 32 bits, or the error given. */
function intOf(v: Maybe, code: number, message: string): number {
  const n = isNumeric(v) ? exactInt(v) : undefined;
  if (n === undefined) throw location(code, message);
  return n;
}

function arrayElemAt(a: Maybe, i: Maybe): Maybe {
  if (nullish(a) || nullish(i)) return null;
  if (!Array.isArray(a))
    throw location(28689, `$arrayElemAt's first argument must be an array, but is ${typeName(a)}`);
  if (!isNumeric(i))
    throw location(28690, `$arrayElemAt's second argument must be a numeric value, but is ${typeName(i)}`);
  const n = intOf(
    i,
    28691,
    `$arrayElemAt's second argument must be representable as a 32-bit integer: ${show(i)}`,
  );
  return a[n < 0 ? a.length + n : n];
}

const end = (name: string, last: boolean): Build =>
  unary((v) => {
    if (nullish(v)) return null;
    if (!Array.isArray(v))
      throw location(28689, `${name}'s argument must be an array, but is ${typeName(v)}`);
    return v[last ? v.length - 1 : 0];
  });

function concatArrays(values: Maybe[]): Maybe {
  const out: Value[] = [];
  let empty = false;
  for (const v of values) {
    if (nullish(v)) empty = true;
    else if (!Array.isArray(v))
      throw location(28664, `$concatArrays only supports arrays, not ${typeName(v)}`);
    else if (!empty) for (const item of v) out.push(item);
    if (empty) return null;
  }
  return out;
}

function indexOfArray([array, wanted, from, to]: Maybe[], c: Compiler): Maybe {
  if (nullish(array)) return null;
  if (!Array.isArray(array))
    throw location(40090, `$indexOfArray requires an array as a first argument, found: ${typeName(array)}`);
  const [start, stop] = bounds('$indexOfArray', from, to, array.length);
  for (let i = start; i < stop; i++) if (c.ctx.order.equal(array[i], wanted)) return i;
  return -1;
}

/** The optional start and end of the $indexOf family. */
export function bounds(name: string, from: Maybe, to: Maybe, length: number): [number, number] {
  const check = (v: Maybe, which: string, fallback: number): number => {
    if (v === undefined) return fallback;
    const n = intOf(
      v,
      40096,
      `${name} requires an integral ${which} index, found a value of type: ${typeName(v)}, with value: ${show(v)}`,
    );
    if (n < 0) throw location(40097, `${name} requires a nonnegative ${which} index, found: ${n}`);
    return n;
  };
  return [check(from, 'starting', 0), Math.min(length, check(to, 'ending', length))];
}

function range([from, to, step]: Maybe[], c: Compiler): Maybe {
  const whole = (v: Maybe, code: number, which: string) => {
    if (!isNumeric(v))
      throw location(code, `$range requires a numeric ${which} value, found value of type: ${typeName(v)}`);
    return intOf(
      v,
      code + 1,
      `$range requires ${which === 'starting' ? 'a' : 'an'} ${which} value that can be represented as a 32-bit integer, found value: ${show(v)}`,
    );
  };
  const start = whole(from, 34443, 'starting');
  const stop = whole(to, 34445, 'ending');
  const by = step === undefined ? 1 : whole(step, 34447, 'step');
  if (by === 0) throw location(34449, '$range requires a non-zero step value');
  const count = Math.max(0, Math.ceil((stop - start) / by));
  if (count > MAX_RANGE)
    throw new MongoError(
      146,
      'ExceededMemoryLimit',
      `$range would create ${count} values; the embedded database stops at ${MAX_RANGE}`,
    );
  c.ctx.env.budget.charge(count * 8);
  c.ctx.env.budget.release(count * 8);
  return Array.from({ length: count }, (_, i) => start + i * by);
}

function slice([array, first, second]: Maybe[]): Maybe {
  if (nullish(array) || first === null || second === null) return null;
  if (first === undefined) return null;
  if (!Array.isArray(array))
    throw location(28724, `First argument to $slice must be an array, but is of type: ${typeName(array)}`);
  if (!isNumeric(first))
    throw location(
      28725,
      `Second argument to $slice must be a numeric value, but is of type: ${typeName(first)}`,
    );
  const n = intOf(
    first,
    28726,
    `Second argument to $slice can't be represented as a 32-bit integer: ${show(first)}`,
  );
  if (second === undefined) return n >= 0 ? array.slice(0, n) : array.slice(n);
  if (!isNumeric(second))
    throw location(28727, `Third argument to $slice must be numeric, but is of type: ${typeName(second)}`);
  const count = intOf(
    second,
    28728,
    `Third argument to $slice can't be represented as a 32-bit integer: ${show(second)}`,
  );
  if (count <= 0) throw location(28729, `Third argument to $slice must be positive: ${count}`);
  const start = n >= 0 ? n : Math.max(0, array.length + n);
  return array.slice(start, start + count);
}

function size(v: Maybe): Maybe {
  if (!Array.isArray(v))
    throw location(17124, `The argument to $size must be an array, but was of type: ${typeName(v)}`);
  return v.length;
}

function reverse(v: Maybe): Maybe {
  if (nullish(v)) return null;
  if (!Array.isArray(v))
    throw location(34435, `The argument to $reverseArray must be an array, but was of type: ${typeName(v)}`);
  return v.toReversed();
}

const isIn: Build = binary((wanted, array, c) => {
  if (!Array.isArray(array))
    throw location(40081, `$in requires an array as a second argument, found: ${typeName(array)}`);
  return array.some((v) => c.ctx.order.equal(v, wanted));
});

const zip: Build = (operand, c) => {
  if (!isDoc(operand))
    throw location(34460, `$zip only supports an object as an argument, found ${typeName(operand)}`);
  for (const key of operand.keys())
    if (!['inputs', 'useLongestLength', 'defaults'].includes(key))
      throw location(34464, `$zip found an unknown argument: ${key}`);
  const inputs = operand.get('inputs');
  const longest = operand.get('useLongestLength') ?? false;
  const defaults = operand.get('defaults');
  if (!Array.isArray(inputs))
    throw location(34461, `inputs must be an array of expressions, found ${typeName(inputs)}`);
  if (inputs.length === 0) throw location(34465, '$zip requires at least one input array');
  if (typeof longest !== 'boolean')
    throw location(34463, `useLongestLength must be a bool, found ${typeName(longest)}`);
  if (defaults !== undefined) {
    if (!Array.isArray(defaults))
      throw location(34462, `defaults must be an array of expressions, found ${typeName(defaults)}`);
    if (!longest) throw location(34466, 'cannot specify defaults unless useLongestLength is true');
    if (defaults.length !== inputs.length)
      throw location(34467, 'defaults and inputs must have the same length');
  }
  const lists = inputs.map((v) => c.compile(v));
  const fillers = defaults?.map((v) => c.compile(v));
  return (root) => {
    const arrays: Value[][] = [];
    for (const ex of lists) {
      const v = ex(root);
      if (nullish(v)) return null;
      if (!Array.isArray(v)) throw location(34468, `$zip found a non-array expression in input: ${show(v)}`);
      arrays.push(v);
    }
    const lengths = arrays.map((a) => a.length);
    const length = longest ? Math.max(...lengths) : Math.min(...lengths);
    return Array.from({ length }, (_, i) =>
      arrays.map((a, k): Value => a[i] ?? fillers?.[k]?.(root) ?? null),
    );
  };
};

export const arrays: Operators = {
  $arrayElemAt: binary(arrayElemAt),
  $first: end('$first', false),
  $last: end('$last', true),
  $concatArrays: variadic(concatArrays),
  $in: isIn,
  $indexOfArray: variadic(indexOfArray, 2, 4),
  $isArray: unary((v) => Array.isArray(v)),
  $range: variadic(range, 2, 3),
  $slice: variadic(slice, 2, 3),
  $size: unary(size),
  $reverseArray: unary(reverse),
  $zip: zip,
};
