/** Update operators on arrays: $push, $addToSet, $pull, $pullAll. */
import { BSONRegExp } from 'bson';
import { exactInt } from '../../bson/numbers';
import { isDoc, isNumeric, type Doc, type Maybe, typeName, type Value } from '../../bson/value';
import { badValue, typeMismatch } from '../../errors';
import type { Context } from '../env';
import { compileTest } from '../match/filter';
import { isOperatorDoc } from '../match/field';
import { show } from '../show';
import { idOf, lastPart, type Operation } from './operation';

type Compare = (a: Value, b: Value) => number;

export function push(operand: Value, ctx: Context): Operation {
  const modifiers = isDoc(operand) && operand.has('$each') ? parsePush(operand, ctx) : undefined;
  const { each, position, slice, compare } = modifiers ?? { each: [operand] };
  return {
    onMissing: 'create',
    apply(current, at, path) {
      if (current !== undefined && !Array.isArray(current))
        throw badValue(
          `The field '${path}' must be an array but is of type ${typeName(current)} in document ${idOf(at.root)}`,
        );
      const before = current ?? [];
      let after = insertAt(before, each, position);
      if (compare) after.sort(compare);
      if (slice !== undefined) after = slice >= 0 ? after.slice(0, slice) : after.slice(slice);
      return current !== undefined && sameItems(before, after) ? current : after;
    },
  };
}

function insertAt(array: Value[], items: Value[], position: number | undefined): Value[] {
  if (position === undefined || position >= array.length) return [...array, ...items];
  const at = position >= 0 ? position : Math.max(0, array.length + position);
  return [...array.slice(0, at), ...items, ...array.slice(at)];
}

const sameItems = (a: Value[], b: Value[]): boolean => a.length === b.length && a.every((v, i) => v === b[i]);

function parsePush(spec: Doc, ctx: Context) {
  const each = spec.get('$each')!;
  if (!Array.isArray(each))
    throw badValue(`The argument to $each in $push must be an array but it was of type: ${typeName(each)}`);
  for (const [name] of spec)
    if (!['$each', '$slice', '$sort', '$position'].includes(name))
      throw badValue(`Unrecognized clause in $push: ${name}`);
  const whole = (name: '$slice' | '$position'): number | undefined => {
    const v = spec.get(name);
    if (v === undefined) return undefined;
    const n = isNumeric(v) ? exactInt(v) : undefined;
    if (n === undefined)
      throw badValue(
        name === '$slice'
          ? `The value for $slice must be an integer value but was given type: ${typeName(v)}`
          : `The value for $position must be an integer value, not of type: ${typeName(v)}`,
      );
    return n;
  };
  const sort = spec.get('$sort');
  return {
    each,
    position: whole('$position'),
    slice: whole('$slice'),
    compare: sort === undefined ? undefined : pushOrder(sort, ctx),
  };
}

/** `$sort` of $push: ±1 for whole elements, or fields, which do not look into arrays. */
function pushOrder(sort: Value, ctx: Context): Compare {
  const direction = (v: Value): number | undefined => {
    const n = isNumeric(v) ? exactInt(v) : undefined;
    return n === 1 || n === -1 ? n : undefined;
  };
  if (isNumeric(sort)) {
    const d = direction(sort);
    if (d === undefined) throw badValue('The $sort element value must be either 1 or -1');
    return (a, b) => d * ctx.order.compare(a, b);
  }
  if (!isDoc(sort))
    throw badValue(
      'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields',
    );
  if (sort.size === 0) throw badValue('The $sort pattern is empty when it should be a set of fields.');
  const keys = [...sort].map(([path, v]) => {
    const d = direction(v);
    if (d === undefined) throw badValue('The $sort element value must be either 1 or -1');
    const parts = path.split('.');
    if (parts.includes(''))
      throw badValue(`The $sort field is a dotted field but has an empty part: ${path}`);
    return { parts, d };
  });
  const at = (v: Value, parts: string[]): Maybe => {
    let x: Maybe = v;
    for (const part of parts) x = isDoc(x) ? x.get(part) : Array.isArray(x) ? x[Number(part)] : undefined;
    return x ?? null;
  };
  return (a, b) => {
    for (const { parts, d } of keys) {
      const c = ctx.order.compare(at(a, parts), at(b, parts));
      if (c !== 0) return d * c;
    }
    return 0;
  };
}

export function addToSet(operand: Value, ctx: Context): Operation {
  let items = [operand];
  if (isDoc(operand) && operand.keys().next().value === '$each') {
    const each = operand.get('$each')!;
    if (!Array.isArray(each))
      throw typeMismatch(
        `The argument to $each in $addToSet must be an array but it was of type ${typeName(each)}`,
      );
    if (operand.size > 1)
      throw badValue(`Found unexpected fields after $each in $addToSet: ${show(operand)}`);
    items = each;
  }
  const { order } = ctx;
  return {
    onMissing: 'create',
    apply(current, _at, path) {
      if (current !== undefined && !Array.isArray(current))
        throw badValue(
          `Cannot apply $addToSet to non-array field. Field named '${lastPart(path)}' has non-array type ${typeName(current)}`,
        );
      const before = current ?? [];
      const fresh: Value[] = [];
      if (before.length + items.length <= 16) {
        for (const item of items)
          if (!before.some((v) => order.equal(v, item)) && !fresh.some((v) => order.equal(v, item)))
            fresh.push(item);
      } else {
        const seen = new Set(before.map((v) => order.key(v)));
        for (const item of items) {
          const key = order.key(item);
          if (!seen.has(key)) fresh.push(item);
          seen.add(key);
        }
      }
      return fresh.length === 0 && current !== undefined ? current : [...before, ...fresh];
    },
  };
}

export function pull(operand: Value, ctx: Context): Operation {
  const unwanted = pullTest(operand, ctx);
  return removing(unwanted);
}

export function pullAll(operand: Value, ctx: Context): Operation {
  if (!Array.isArray(operand))
    throw badValue(`$pullAll requires an array argument but was given a ${typeName(operand)}`);
  const keys = new Set(operand.map((v) => ctx.order.key(v)));
  return removing((v) => keys.has(ctx.order.key(v)));
}

function removing(unwanted: (v: Value) => boolean): Operation {
  return {
    onMissing: 'strict',
    apply(current) {
      if (current === undefined) return undefined;
      if (!Array.isArray(current)) throw badValue('Cannot apply $pull to a non-array value');
      const kept = current.filter((v) => !unwanted(v));
      return kept.length === current.length ? current : kept;
    },
  };
}

/** A document is a query on elements that are documents; operators and expressions test the element itself. */
function pullTest(operand: Value, ctx: Context): (v: Value) => boolean {
  if (operand instanceof BSONRegExp || (isOperatorDoc(operand) && !isWholeQuery(operand))) {
    const test = compileTest(new Map([['', operand]]), ctx);
    return (v) => test(new Map([['', v]]), null);
  }
  if (isDoc(operand)) {
    const test = compileTest(operand, ctx);
    return (v) => isDoc(v) && test(v, null);
  }
  return (v) => ctx.order.equal(v, operand);
}

const isWholeQuery = (spec: Doc): boolean =>
  ['$and', '$or', '$nor', '$expr', '$comment'].includes(spec.keys().next().value!);
