/** Array expressions that evaluate an inner expression per element: $map, $filter, $reduce, $sortArray. */
import { exactInt } from '../../bson/numbers';
import { isDoc, isNumeric, type Maybe, type Value, typeName } from '../../bson/value';
import { show } from '../show';
import { sorterOf } from '../sort';
import type { Box } from '../env';
import { type Build, type Compiler, location, named, nullish, type Operators, truth } from './common';
import { variableName } from './logic';

/** A scope with one more variable. */
function bind(c: Compiler, as: Value | undefined, fallback: string) {
  const name = as === undefined ? fallback : variableName(typeof as === 'string' ? as : '');
  const box: Box = { v: undefined };
  return { box, scope: new Map(c.ctx.scope).set(name, box) };
}

const map: Build = (operand, c) => {
  const {
    input,
    as,
    in: body,
  } = named('$map', operand, ['input', 'as', 'in'], ['input', 'in'], {
    shape: 16878,
    unknown: 16879,
    missing: 16880,
  });
  const list = c.compile(input!);
  const { box, scope } = bind(c, as, 'this');
  const each = c.compile(body!, scope);
  return (root) => {
    const v = list(root);
    if (nullish(v)) return null;
    if (!Array.isArray(v)) throw location(16883, `input to $map must be an array not ${typeName(v)}`);
    return v.map((item) => {
      box.v = item;
      return each(root) ?? null;
    });
  };
};

const filter: Build = (operand, c) => {
  const { input, as, cond, limit } = named(
    '$filter',
    operand,
    ['input', 'as', 'cond', 'limit'],
    ['input', 'cond'],
    {
      shape: 28646,
      unknown: 28647,
      missing: 28648,
    },
  );
  const list = c.compile(input!);
  const { box, scope } = bind(c, as, 'this');
  const test = c.compile(cond!, scope);
  const bound = limit === undefined ? undefined : c.compile(limit);
  return (root) => {
    const v = list(root);
    if (nullish(v)) return null;
    if (!Array.isArray(v)) throw location(28651, `input to $filter must be an array not ${typeName(v)}`);
    const most = bound ? limitOf(bound(root)) : Infinity;
    const out: Value[] = [];
    for (const item of v) {
      if (out.length >= most) break;
      box.v = item;
      if (truth(test(root))) out.push(item);
    }
    return out;
  };
};

function limitOf(v: Maybe): number {
  if (nullish(v)) return Infinity;
  const n = isNumeric(v) ? exactInt(v) : undefined;
  if (n === undefined)
    throw location(327391, `$filter: limit must be represented as a 32-bit integral value: ${show(v)}`);
  if (n <= 0) throw location(327392, `$filter: limit must be greater than 0: ${n}`);
  return n;
}

const reduce: Build = (operand, c) => {
  const {
    input,
    initialValue,
    in: body,
  } = named('$reduce', operand, ['input', 'initialValue', 'in'], ['input', 'initialValue', 'in'], {
    shape: 40075,
    unknown: 40076,
    missing: 40077,
  });
  const list = c.compile(input!);
  const start = c.compile(initialValue!);
  const item: Box = { v: undefined };
  const value: Box = { v: undefined };
  const step = c.compile(body!, new Map(c.ctx.scope).set('this', item).set('value', value));
  return (root) => {
    const v = list(root);
    if (nullish(v)) return null;
    if (!Array.isArray(v))
      throw location(40080, `$reduce requires that 'input' be an array, found: ${show(v)}`);
    let out = start(root);
    for (const element of v) {
      item.v = element;
      value.v = out;
      out = step(root);
    }
    return out;
  };
};

const sortArray: Build = (operand, c) => {
  const { input, sortBy } = named('$sortArray', operand, ['input', 'sortBy'], ['input', 'sortBy'], {
    shape: 2942500,
    unknown: 2942501,
    missing: 2942502,
  });
  const list = c.compile(input!);
  const { order } = c.ctx;
  let compare: (a: Value, b: Value) => number;
  if (isDoc(sortBy)) {
    const sorter = sorterOf(sortBy, c.ctx);
    const nothing = new Map<string, Value>();
    compare = (a, b) => sorter.compare(isDoc(a) ? a : nothing, isDoc(b) ? b : nothing);
  } else {
    const n = isNumeric(sortBy) ? exactInt(sortBy) : undefined;
    if (n !== 1 && n !== -1) throw location(2942506, 'The $sort element value must be either 1 or -1');
    compare = (a, b) => n * order.compare(a, b);
  }
  return (root) => {
    const v = list(root);
    if (nullish(v)) return null;
    if (!Array.isArray(v))
      throw location(
        2942504,
        `The input argument to $sortArray must be an array, but was of type: ${typeName(v)}`,
      );
    return v.toSorted(compare);
  };
};

export const iteration: Operators = { $map: map, $filter: filter, $reduce: reduce, $sortArray: sortArray };
