/** What a query asks of one field: `{ field: value }` and `{ field: { $op: … } }`. */
import { BSONRegExp } from 'bson';
import { isNumeric, isDoc, type Doc, type Maybe, type Value } from '../../bson/value';
import { compareNumbers } from '../../bson/numbers';
import { badValue, MongoError, notSupported } from '../../errors';
import type { Context } from '../env';
import { type Leaf, type Path, someAt } from '../paths';
import {
  bits,
  compares,
  equals,
  hasSize,
  isIn,
  isOfType,
  matchesRegex,
  modulo,
  type Test,
} from './predicates';
import type { DocTest } from './filter';

/** A condition on the values of a field. A leaf that is not `traverse` sees an array only as a whole. */
export type Condition =
  | { kind: 'leaf'; traverse: boolean; leaf: Leaf }
  | { kind: 'not'; of: Condition[] }
  | { kind: 'all'; of: Condition[] }
  | { kind: 'never' };

const leaf = (test: Test, traverse = true): Condition => ({ kind: 'leaf', traverse, leaf: test });
const not = (...of: Condition[]): Condition => ({ kind: 'not', of });

/** Whether a document means operators: its first field begins with $ and it is not a DBRef. */
export function isOperatorDoc(v: Value): v is Doc {
  if (!isDoc(v) || v.size === 0) return false;
  const first = v.keys().next().value!;
  return first.startsWith('$') && first !== '$ref' && first !== '$id' && first !== '$db';
}

/** Conditions of `{ field: value }`. */
export function parseField(name: string, value: Value, ctx: Context, compile: Compile): Condition[] {
  if (value instanceof BSONRegExp) return [leaf(matchesRegex(value))];
  if (!isOperatorDoc(value)) return [leaf(equals(value, ctx.order))];
  const out: Condition[] = [];
  for (const [operator, operand] of value)
    out.push(...parseOperator(name, operator, operand, value, ctx, compile));
  return out;
}

/** Compiles a whole filter; passed in, because $elemMatch contains filters. */
export type Compile = (filter: Doc, ctx: Context) => DocTest;

const REFUSED = new Set([
  '$near',
  '$nearSphere',
  '$geoNear',
  '$geoWithin',
  '$geoIntersects',
  '$within',
  '$maxDistance',
  '$minDistance',
  '$geometry',
  '$text',
  '$where',
]);

function parseOperator(
  name: string,
  operator: string,
  operand: Value,
  siblings: Doc,
  ctx: Context,
  compile: Compile,
): Condition[] {
  const { order } = ctx;
  switch (operator) {
    case '$eq':
      return [leaf(equals(operand, order))];
    case '$ne':
      if (operand instanceof BSONRegExp) throw badValue("Can't have regex as arg to $ne.");
      return [not(leaf(equals(operand, order)))];
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      if (operand instanceof BSONRegExp)
        throw badValue(`Can't have RegEx as arg to predicate over field '${name}'.`);
      return [leaf(compares(operator, operand, order))];
    case '$in':
      return [leaf(isIn(listOf('$in', operand), order))];
    case '$nin':
      return [not(leaf(isIn(listOf('$nin', operand), order)))];
    case '$exists':
      return [truthy(operand) ? leaf((v) => v !== undefined) : not(leaf((v) => v !== undefined))];
    case '$type':
      return [leaf(isOfType(operand))];
    case '$size':
      return [leaf(hasSize(operand), false)];
    case '$mod':
      return [leaf(modulo(operand))];
    case '$regex':
      return [leaf(matchesRegex(regexOf(operand, siblings.get('$options'))))];
    case '$options':
      if (!siblings.has('$regex')) throw badValue('$options needs a $regex');
      return [];
    case '$all':
      return [parseAll(name, operand, ctx, compile)];
    case '$elemMatch':
      return [parseElemMatch(name, operand, ctx, compile)];
    case '$not':
      return [parseNot(name, operand, ctx, compile)];
    case '$bitsAllSet':
    case '$bitsAnySet':
    case '$bitsAllClear':
    case '$bitsAnyClear':
      return [leaf(bits(operator, operand))];
    case '$comment':
      return [];
    case '$expr':
    case '$jsonSchema':
    default:
      if (REFUSED.has(operator)) throw notSupported(operator);
      throw badValue(`unknown operator: ${operator}`);
  }
}

function listOf(operator: string, operand: Value): Value[] {
  if (!Array.isArray(operand)) throw badValue(`${operator} needs an array`);
  if (operand.some(isOperatorDoc)) throw badValue(`cannot nest $ under ${operator}`);
  return operand;
}

/** Truth as the query parser sees it: everything but false, null and zero. */
export const truthy = (v: Maybe): boolean =>
  v !== undefined && v !== null && v !== false && !(isNumeric(v) && compareNumbers(v, 0) === 0);

function regexOf(operand: Value, options: Maybe): BSONRegExp {
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string');
  const checked = options ?? '';
  for (const flag of checked)
    if (!'imsxu'.includes(flag))
      throw new MongoError(51108, 'Location51108', `invalid flag in regex options: ${flag}`);
  if (operand instanceof BSONRegExp) {
    if (operand.options !== '' && options !== undefined)
      throw new MongoError(51075, 'Location51075', 'options set in both $regex and $options');
    return new BSONRegExp(operand.pattern, operand.options || checked);
  }
  if (typeof operand !== 'string') throw badValue('$regex has to be a string');
  if (operand.includes('\0'))
    throw new MongoError(51109, 'Location51109', 'Regular expression cannot contain an embedded null byte');
  return new BSONRegExp(operand, checked);
}

function parseNot(name: string, operand: Value, ctx: Context, compile: Compile): Condition {
  if (operand instanceof BSONRegExp) return not(leaf(matchesRegex(operand)));
  if (!isDoc(operand)) throw badValue('$not needs a regex or a document');
  if (operand.size === 0) throw badValue('$not cannot be empty');
  const parts: Condition[] = [];
  for (const [operator, value] of operand) {
    if (!operator.startsWith('$')) throw badValue(`unknown operator: ${operator}`);
    parts.push(...parseOperator(name, operator, value, operand, ctx, compile));
  }
  return not(...parts);
}

function parseAll(name: string, operand: Value, ctx: Context, compile: Compile): Condition {
  if (!Array.isArray(operand)) throw badValue('$all needs an array');
  if (operand.length === 0) return { kind: 'never' };
  const isElemMatch = (v: Value) => isDoc(v) && v.keys().next().value === '$elemMatch';
  if (isElemMatch(operand[0]!)) {
    const of = operand.map((item) => {
      if (!isElemMatch(item)) throw badValue('$all/$elemMatch has to be consistent');
      return parseElemMatch(name, (item as Doc).get('$elemMatch')!, ctx, compile);
    });
    return { kind: 'all', of };
  }
  return {
    kind: 'all',
    of: operand.map((item) => {
      if (isOperatorDoc(item)) throw badValue('no $ expressions in $all');
      return leaf(item instanceof BSONRegExp ? matchesRegex(item) : equals(item, ctx.order));
    }),
  };
}

const WHOLE_QUERY = new Set([
  '$and',
  '$or',
  '$nor',
  '$expr',
  '$comment',
  '$where',
  '$jsonSchema',
  '$alwaysTrue',
  '$alwaysFalse',
  '$sampleRate',
  '$text',
]);

function parseElemMatch(name: string, operand: Value, ctx: Context, compile: Compile): Condition {
  if (!isDoc(operand)) throw badValue('$elemMatch needs an Object');
  let test: Test;
  if (isOperatorDoc(operand) && !WHOLE_QUERY.has(operand.keys().next().value!)) {
    const parts = parseField(name, operand, ctx, compile);
    test = (v) => parts.every((part) => holds(part, v));
  } else {
    if (operand.has('$where') || operand.has('$text'))
      throw badValue('$where and $text are not allowed inside $elemMatch');
    const inner = compile(operand, ctx);
    test = (v) => (isDoc(v) ? inner(v, null) : Array.isArray(v) && inner(arrayAsDoc(v), null));
  }
  const find: Leaf = (v, rec) => {
    if (!Array.isArray(v)) return false;
    const index = v.findIndex(test);
    if (index >= 0 && rec) rec.index = index;
    return index >= 0;
  };
  return { kind: 'leaf', traverse: false, leaf: find };
}

/** An array seen as a document with the fields "0", "1", …. */
const arrayAsDoc = (items: Value[]): Doc => new Map(items.map((v, i) => [String(i), v]));

/** A condition on one element by itself, as inside `$elemMatch: { $gt: … }`. */
function holds(condition: Condition, v: Maybe): boolean {
  switch (condition.kind) {
    case 'leaf':
      return condition.leaf(v, null);
    case 'not':
      return !condition.of.every((c) => holds(c, v));
    case 'all':
      return condition.of.every((c) => holds(c, v));
    default:
      return false;
  }
}

/** A condition at a path of a document. */
export function atPath(path: Path, condition: Condition): DocTest {
  switch (condition.kind) {
    case 'leaf':
      return path.parts.length === 1 ? atName(path.text, condition) : deep(path, condition);
    case 'not': {
      const tests = condition.of.map((c) => atPath(path, c));
      return (doc) => !tests.every((test) => test(doc, null));
    }
    case 'all': {
      const tests = condition.of.map((c) => atPath(path, c));
      return (doc, rec) => tests.every((test) => test(doc, rec));
    }
    default:
      return () => false;
  }
}

function deep(path: Path, { leaf: test, traverse }: Extract<Condition, { kind: 'leaf' }>): DocTest {
  return (doc, rec) => someAt(doc, path, traverse, test, rec);
}

/** The common case, without the walk. */
function atName(name: string, { leaf: test, traverse }: Extract<Condition, { kind: 'leaf' }>): DocTest {
  return (doc, rec) => {
    const v = doc.get(name);
    if (traverse && Array.isArray(v)) {
      for (let k = 0; k < v.length; k++) {
        if (!test(v[k], rec)) continue;
        if (rec) rec.index = k;
        return true;
      }
    }
    return test(v, rec);
  };
}
