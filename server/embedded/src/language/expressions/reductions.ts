/** Accumulators used as expressions: $sum, $avg, $min, $max, $stdDev…, $firstN, $lastN, $minN, $maxN. */
import { type Maybe, type Value, isNumeric, typeName } from '../../bson/value';
import { Deviation, Summation } from '../summation';
import { type Build, type Compiler, location, named, nullish, type Operators, variadic } from './common';
import { positiveCount } from '../counts';

/** One operand that is an array stands for its elements. */
const spread =
  (f: (values: Maybe[], c: Compiler) => Maybe): Build =>
  (operand, c, name) => {
    if (!Array.isArray(operand)) {
      const ex = c.compile(operand);
      return (root) => {
        const v = ex(root);
        return f(Array.isArray(v) ? v : [v], c);
      };
    }
    if (operand.length === 1) {
      const ex = c.compile(operand[0]!);
      return (root) => {
        const v = ex(root);
        return f(Array.isArray(v) ? v : [v], c);
      };
    }
    return variadic(f)(operand, c, name);
  };

const summed = (values: Maybe[]): Summation => {
  const sum = new Summation();
  for (const v of values) if (isNumeric(v)) sum.add(v);
  return sum;
};

const extreme = (sign: 1 | -1): Build =>
  spread((values, c) => {
    let best: Maybe;
    for (const v of values)
      if (!nullish(v) && (best === undefined || sign * c.ctx.order.compare(v, best) < 0)) best = v;
    return best ?? null;
  });

const deviation = (sample: boolean): Build =>
  spread((values) => {
    const d = new Deviation();
    for (const v of values) if (isNumeric(v)) d.add(v);
    return d.result(sample);
  });

const some =
  (pick: (list: Value[], n: number, c: Compiler) => Value[]): Build =>
  (operand, c, name) => {
    const { n, input } = named(name, operand, ['n', 'input'], ['n', 'input'], {
      shape: 5787801,
      unknown: 5787901,
      missing: 5787906,
    });
    const count = c.compile(n!);
    const list = c.compile(input!);
    return (root) => {
      const v = list(root);
      if (!Array.isArray(v))
        throw location(5788200, `Input must be an array, but was of type: ${typeName(v)}`);
      return pick(v, positiveCount(name, count(root)), c);
    };
  };

const sortedBy = (sign: 1 | -1): Build =>
  some((list, n, c) =>
    list
      .filter((v) => v !== null)
      .sort((a, b) => sign * c.ctx.order.compare(a, b))
      .slice(0, n),
  );

export const reductions: Operators = {
  $sum: spread((values) => summed(values).total()),
  $avg: spread((values) => summed(values).average()),
  $min: extreme(1),
  $max: extreme(-1),
  $stdDevPop: deviation(false),
  $stdDevSamp: deviation(true),
  $firstN: some((list, n) => list.slice(0, n)),
  $lastN: some((list, n) => list.slice(-n)),
  $minN: sortedBy(1),
  $maxN: sortedBy(-1),
};
