/** Set expressions. Results hold no duplicates, in the order of first appearance. */
import { type Maybe, type Value, typeName } from '../../bson/value';
import { binary, location, nullish, type Operators, truth, unary, variadic } from './common';

function arrayOf(v: Maybe, code: number, what: string): Value[] {
  if (Array.isArray(v)) return v;
  throw location(code, `${what} ${typeName(v)}`);
}

const all = (values: Maybe[], name: string, code: number): Value[][] =>
  values.map((v) => arrayOf(v, code, `All operands of ${name} must be arrays. One argument is of type:`));

export const sets: Operators = {
  $setUnion: variadic((values, c) => {
    if (values.some(nullish)) return null;
    const out = new Map<string, Value>();
    for (const list of all(values, '$setUnion', 17043))
      for (const v of list) {
        const key = c.ctx.order.key(v);
        if (!out.has(key)) out.set(key, v);
      }
    return [...out.values()].sort((a, b) => c.ctx.order.compare(a, b));
  }),
  $setIntersection: variadic((values, c) => {
    if (values.some(nullish)) return null;
    const [first, ...rest] = all(values, '$setIntersection', 17047);
    const others = rest.map((list) => new Set(list.map((v) => c.ctx.order.key(v))));
    const out = new Map<string, Value>();
    for (const v of first ?? []) {
      const key = c.ctx.order.key(v);
      if (!out.has(key) && others.every((set) => set.has(key))) out.set(key, v);
    }
    return [...out.values()].sort((a, b) => c.ctx.order.compare(a, b));
  }),
  $setDifference: binary((a, b, c) => {
    if (nullish(a) || nullish(b)) return null;
    const left = arrayOf(
      a,
      17048,
      'both operands of $setDifference must be arrays. First argument is of type:',
    );
    const right = arrayOf(
      b,
      17049,
      'both operands of $setDifference must be arrays. Second argument is of type:',
    );
    const seen = new Set(right.map((v) => c.ctx.order.key(v)));
    return left.filter((v) => {
      const key = c.ctx.order.key(v);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }),
  $setEquals: variadic((values, c) => {
    const lists = all(values, '$setEquals', 17044).map(
      (list) => new Set(list.map((v) => c.ctx.order.key(v))),
    );
    const [first, ...rest] = lists as [Set<string>, ...Set<string>[]];
    return rest.every((set) => set.size === first.size && [...set].every((key) => first.has(key)));
  }, 2),
  $setIsSubset: binary((a, b, c) => {
    const left = arrayOf(
      a,
      17046,
      'both operands of $setIsSubset must be arrays. First argument is of type:',
    );
    const right = arrayOf(
      b,
      17042,
      'both operands of $setIsSubset must be arrays. Second argument is of type:',
    );
    const keys = new Set(right.map((v) => c.ctx.order.key(v)));
    return left.every((v) => keys.has(c.ctx.order.key(v)));
  }),
  $allElementsTrue: unary((v) =>
    arrayOf(v, 17040, "$allElementsTrue's argument must be an array, but is").every(truth),
  ),
  $anyElementTrue: unary((v) =>
    arrayOf(v, 17041, "$anyElementTrue's argument must be an array, but is").some(truth),
  ),
};
