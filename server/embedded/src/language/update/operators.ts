/** Update operators on one value: $set, $unset, $inc, $mul, $min, $max, $currentDate, $bit, $rename. */
import { Double, Decimal128, Timestamp } from 'bson';
import { identical } from '../../bson/compare';
import { addNumbers, type MaybeOverflow, multiplyNumbers, type Num, OVERFLOW } from '../../bson/numbers';
import { isDoc, isNumeric, type Maybe, typeName, type Value } from '../../bson/value';
import { badValue, failedToParse, typeMismatch } from '../../errors';
import type { Context } from '../env';
import { plainValueAt } from '../paths';
import { show } from '../show';
import { idOf, lastPart, type Operation } from './operation';

/** The same reference when the bytes are the same: that is what makes an update a no-op. */
const keep = (before: Maybe, after: Value): Value =>
  before !== undefined && identical(before, after) ? before : after;

export const set = (value: Value): Operation => ({
  onMissing: 'create',
  apply: (current) => keep(current, value),
});

export const setOnInsert = (value: Value): Operation => ({
  onMissing: 'lenient',
  apply: (current, at) => (at.isInsert ? keep(current, value) : current),
});

export const unset = (): Operation => ({ onMissing: 'lenient', apply: () => undefined });

/** Takes the value from another path; the tree removes that one itself. */
export function renameFrom(source: string): Operation {
  const parts = source.split('.');
  return {
    onMissing: 'lenient',
    apply(current, at, path) {
      let v: Maybe = at.root;
      for (const part of parts) {
        if (Array.isArray(v)) throw throughArray('source', source, parts, at.root);
        v = isDoc(v) ? v.get(part) : undefined;
      }
      if (v === undefined) return current;
      const target = path.split('.');
      for (let i = 1; i < target.length; i++)
        if (Array.isArray(plainValueAt(at.root, target.slice(0, i))))
          throw throughArray('destination', path, target, at.root);
      return keep(current, v);
    },
  };
}

function throughArray(which: string, path: string, parts: string[], root: Map<string, Value>) {
  return badValue(
    `The ${which} field cannot be an array element, '${path}' in doc with _id: ${show(root.get('_id'))} has an array field called '${parts[0]}'`,
  );
}

/** `$inc` and `$mul`. */
export function arithmetic(name: '$inc' | '$mul', field: string, operand: Value): Operation {
  const verb = name === '$inc' ? 'increment' : 'multiply';
  if (!isNumeric(operand))
    throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${field}: ${show(operand)}}`);
  return {
    onMissing: 'create',
    apply(current, at, path) {
      if (current === undefined) return name === '$inc' ? operand : zeroLike(operand);
      if (!isNumeric(current))
        throw typeMismatch(
          `Cannot apply ${name} to a value of non-numeric type. ${idOf(at.root)} has the field '${lastPart(path)}' of non-numeric type ${typeName(current)}`,
        );
      const result: MaybeOverflow =
        name === '$inc' ? addNumbers(current, operand) : multiplyNumbers(current, operand);
      if (result === OVERFLOW)
        throw badValue(
          `Failed to apply ${name} operations to current value (${show(current)}) for document ${idOf(at.root)}`,
        );
      return keep(current, result);
    },
  };
}

function zeroLike(n: Num): Num {
  if (typeof n === 'number') return 0;
  if (typeof n === 'bigint') return 0n;
  return n instanceof Double ? new Double(0) : Decimal128.fromString('0');
}

/** `$min` and `$max`, in the order of values. */
export function extreme(name: '$min' | '$max', operand: Value, ctx: Context): Operation {
  const wanted = name === '$min' ? -1 : 1;
  return {
    onMissing: 'create',
    apply: (current) =>
      current === undefined || Math.sign(ctx.order.compare(operand, current)) === wanted ? operand : current,
  };
}

export function currentDate(operand: Value, ctx: Context): Operation {
  let type: Maybe = 'date';
  if (isDoc(operand)) {
    for (const [name] of operand)
      if (name !== '$type') throw badValue(`Unrecognized $currentDate option: ${name}`);
    type = operand.get('$type');
    if (type !== 'date' && type !== 'timestamp')
      throw badValue(
        "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}",
      );
  } else if (typeof operand !== 'boolean')
    throw badValue(
      `${typeName(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  const { now } = ctx.env;
  const value =
    type === 'date'
      ? now
      : new Timestamp({ t: Math.floor(now.getTime() / 1000), i: (now.getTime() % 1000) + 1 });
  return { onMissing: 'create', apply: () => value };
}

type BitName = 'and' | 'or' | 'xor';

export function bit(field: string, operand: Value): Operation {
  if (!isDoc(operand))
    throw badValue(
      `The $bit modifier is not compatible with a ${typeName(operand)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  const steps = [...operand].map(([name, v]) => {
    if (name !== 'and' && name !== 'or' && name !== 'xor')
      throw badValue(
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator: {${name}: ${show(v)}}`,
      );
    if (typeof v !== 'number' && typeof v !== 'bigint')
      throw badValue(
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(v)}' is not supported here: {${name}: ${show(v)}}`,
      );
    return [name, v] as const;
  });
  if (steps.length === 0)
    throw badValue(
      `You must pass in at least one bitwise operation. The format is: {$bit: {${field}: {and/or/xor: #}}`,
    );
  return {
    onMissing: 'create',
    apply(current, at, path) {
      let v: Maybe = current ?? 0;
      if (current === null || (typeof v !== 'number' && typeof v !== 'bigint'))
        throw badValue(
          `Cannot apply $bit to a value of non-integral type.${idOf(at.root)} has the field ${lastPart(path)} of non-integer type ${typeName(current)}`,
        );
      for (const [name, mask] of steps) v = combine(name, v, mask);
      return keep(current, v);
    },
  };
}

function combine(name: BitName, a: number | bigint, b: number | bigint): number | bigint {
  if (typeof a === 'number' && typeof b === 'number')
    return name === 'and' ? a & b : name === 'or' ? a | b : a ^ b;
  const [x, y] = [BigInt(a), BigInt(b)];
  return name === 'and' ? x & y : name === 'or' ? x | y : x ^ y;
}

/** `$pop` wants 1 or −1. */
export function pop(field: string, operand: Value): Operation {
  if (!isNumeric(operand)) throw failedToParse(`Expected a number in: ${field}: ${show(operand)}`);
  const side = Number(operand.toString());
  if (side !== 1 && side !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${show(operand)}`);
  return {
    onMissing: 'strict',
    apply(current, _at, path) {
      if (current === undefined) return undefined;
      if (!Array.isArray(current))
        throw typeMismatch(`Path '${path}' contains an element of non-array type '${typeName(current)}'`);
      if (current.length === 0) return current;
      return side === 1 ? current.slice(0, -1) : current.slice(1);
    },
  };
}
