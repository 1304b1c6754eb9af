/** Object expressions: $mergeObjects, $getField, $setField, $unsetField, $objectToArray, $arrayToObject. */
import { isDoc, type Doc, type Maybe, type Value, typeName } from '../../bson/value';
import { show } from '../show';
import {
  type Build,
  type Compiler,
  type Ex,
  location,
  nullish,
  type Operators,
  unary,
  variadic,
} from './common';

function mergeObjects(values: Maybe[]): Doc {
  const out: Doc = new Map();
  // A single operand that is an array expression is a list of objects only in accumulators; here it is an error.
  for (const v of values) {
    if (nullish(v)) continue;
    if (!isDoc(v))
      throw location(
        40400,
        `$mergeObjects requires object inputs, but input ${show(v)} is of type ${typeName(v)}`,
      );
    for (const [name, value] of v) out.set(name, value);
  }
  return out;
}

/** The name of a field in $getField and its kin: a constant string. */
function constantField(operand: Value, c: Compiler, name: string, code: number): string {
  if (typeof operand === 'string' && operand.startsWith('$'))
    throw location(code, `${name} requires 'field' to evaluate to a constant, but got a field path`);
  const v = c.compile(operand)(new Map());
  if (typeof v !== 'string')
    throw location(code + 1, `${name} requires 'field' to evaluate to type String, but got ${typeName(v)}`);
  return v;
}

const getField: Build = (operand, c) => {
  let field: Value = operand;
  let input: Ex = c.compile('$$CURRENT');
  if (isDoc(operand) && (operand.has('field') || operand.has('input'))) {
    for (const key of operand.keys())
      if (key !== 'field' && key !== 'input')
        throw location(3041701, `$getField found an unknown argument: ${key}`);
    const given = operand.get('field');
    if (given === undefined) throw location(3041702, "$getField requires 'field' to be specified");
    const from = operand.get('input');
    if (from === undefined) throw location(3041703, "$getField requires 'input' to be specified");
    field = given;
    input = c.compile(from);
  }
  const name = constantField(field, c, '$getField', 5654600);
  return (root) => {
    const v = input(root);
    if (isDoc(v)) return v.get(name);
    return v === null ? null : undefined;
  };
};

const setter =
  (unsets: boolean): Build =>
  (operand, c, name) => {
    if (!isDoc(operand)) throw location(4161100, `${name} only supports an object as its argument`);
    const known = unsets ? ['field', 'input'] : ['field', 'input', 'value'];
    for (const key of operand.keys())
      if (!known.includes(key)) throw location(4161101, `${name} found an unknown argument: ${key}`);
    for (const key of known)
      if (!operand.has(key))
        throw location(
          key === 'field' ? 4161102 : key === 'input' ? 4161109 : 4161103,
          `${name} requires '${key}' to be specified`,
        );
    const field = constantField(operand.get('field')!, c, name, 4161106);
    const input = c.compile(operand.get('input')!);
    const value: Ex = unsets ? () => undefined : c.compile(operand.get('value')!);
    return (root) => {
      const v = input(root);
      if (nullish(v)) return null;
      if (!isDoc(v)) throw location(4161105, `${name} requires 'input' to evaluate to type Object`);
      const out = new Map(v);
      const next = value(root);
      if (next === undefined) out.delete(field);
      else out.set(field, next);
      return out;
    };
  };

function objectToArray(v: Maybe): Maybe {
  if (nullish(v)) return null;
  if (!isDoc(v)) throw location(40390, `$objectToArray requires a document input, found: ${typeName(v)}`);
  return [...v].map(
    ([k, value]) =>
      new Map<string, Value>([
        ['k', k],
        ['v', value],
      ]),
  );
}

function arrayToObject(v: Maybe): Maybe {
  if (nullish(v)) return null;
  if (!Array.isArray(v))
    throw location(40386, `$arrayToObject requires an array input, found: ${typeName(v)}`);
  const out: Doc = new Map();
  const pairs = Array.isArray(v[0]);
  for (const item of v) {
    const [key, value] = pairs ? pair(item) : entry(item);
    if (key.includes('\0'))
      throw location(pairs ? 4940400 : 4940401, 'Key field cannot contain an embedded null byte');
    out.set(key, value);
  }
  return out;
}

function pair(item: Value): [string, Value] {
  if (!Array.isArray(item))
    throw location(
      40396,
      `$arrayToObject requires a consistent input format. Elements must all be arrays or all be objects. Array was detected, now found: ${typeName(item)}`,
    );
  if (item.length !== 2)
    throw location(
      40397,
      `$arrayToObject requires an array of size 2 arrays,found array of size: ${item.length}`,
    );
  const [k, v] = item as [Value, Value];
  if (typeof k !== 'string')
    throw location(
      40395,
      `$arrayToObject requires an array of key-value pairs, where the key must be of type string. Found key type: ${typeName(k)}`,
    );
  return [k, v];
}

function entry(item: Value): [string, Value] {
  if (!isDoc(item))
    throw location(
      Array.isArray(item) ? 40391 : 40398,
      `Unrecognised input type format for $arrayToObject: ${typeName(item)}`,
    );
  if (item.size !== 2)
    throw location(
      40392,
      `$arrayToObject requires an object keys of 'k' and 'v'. Found incorrect number of keys:${item.size}`,
    );
  const [k, v] = [item.get('k'), item.get('v')];
  if (k === undefined || v === undefined)
    throw location(
      40393,
      `$arrayToObject requires an object with keys 'k' and 'v'. Missing either or both keys from: ${show(item)}`,
    );
  if (typeof k !== 'string')
    throw location(
      40394,
      `$arrayToObject requires an object with keys 'k' and 'v', where the value of 'k' must be of type string. Found type: ${typeName(k)}`,
    );
  return [k, v];
}

export const objects: Operators = {
  $mergeObjects: variadic(mergeObjects),
  $getField: getField,
  $setField: setter(false),
  $unsetField: setter(true),
  $objectToArray: unary(objectToArray),
  $arrayToObject: unary(arrayToObject),
};
