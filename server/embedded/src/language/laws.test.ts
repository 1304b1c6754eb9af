import { BSONRegExp, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { canonicalKey, compareValues, identical } from '../bson/compare';
import { encode, isPlainReplacement, keepFields, pick, withIdOf } from '../bson/codec';
import type { Doc, Value } from '../bson/value';
import {
  BREATH,
  compileFilter,
  compilePipeline,
  compileProjection,
  compileSort,
  compileUpdate,
  evaluateExpression,
  keptFields,
} from '.';
import { D, d, doc, env, L, text } from './literals';

const numbers: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.integer(),
  fc
    .constantFrom(0, -0, 1, 0.1, 0.5, 2 ** 53, 2 ** 53 + 2, NaN, Infinity, -Infinity, 1e300, 5e-324)
    .map((x) => new Double(x)),
  fc.double().map((x) => new Double(x)),
  fc.bigInt({ min: -3n, max: 3n }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc
    .constantFrom(
      '0',
      '-0',
      '1',
      '1.00',
      '0.1',
      '0.5',
      '9007199254740993',
      '1E+40',
      'NaN',
      'Infinity',
      '1E-6000',
    )
    .map((s) => Decimal128.fromString(s)),
);
const scalars: fc.Arbitrary<Value> = fc.oneof(
  numbers,
  fc.constantFrom<Value>(null, true, false, '', 'a', 'B', '\ufffd', '😀', '扣一', new MinKey(), new MaxKey()),
  fc.string({ unit: 'grapheme', maxLength: 3 }),
  fc.constantFrom<Value>(
    new Date(0),
    new Date(1),
    new Timestamp({ t: 1, i: 2 }),
    new BSONRegExp('a', 'i'),
    new ObjectId('64b000000000000000000001'),
  ),
);
const values: fc.Arbitrary<Value> = fc.letrec<{ v: Value }>((tie) => ({
  v: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.array(tie('v'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), tie('v')), { maxLength: 3 })
      .map((e): Value => new Map(e)),
  ),
})).v;
const docs = fc
  .record({ a: values, b: values }, { requiredKeys: [] })
  .map((r): Doc => new Map(Object.entries(r)));
const paths = fc.constantFrom('a', 'b', 'a.b', 'a.0', 'a.b.c', 'a.0.b');
const conditions: fc.Arbitrary<Doc> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne'),
      values.filter((v) => !(v instanceof BSONRegExp)),
    )
    .map(([op, v]): Doc => new Map([[op, v]])),
  fc.array(scalars, { maxLength: 6 }).map((list): Doc => new Map([['$in', list]])),
  fc.boolean().map((b): Doc => new Map([['$exists', b]])),
  fc.integer({ min: 0, max: 3 }).map((n): Doc => new Map([['$size', n]])),
  fc
    .constantFrom('int', 'number', 'array', 'object', 'null', 'string')
    .map((t): Doc => new Map([['$type', t]])),
);
const e = env();
const test2 = (filter: Doc, document: Doc) => compileFilter(filter, e).test(document);

test('comparison is a total order, and keys agree with it', () => {
  fc.assert(
    fc.property(values, values, values, (a, b, c) => {
      const ab = Math.sign(compareValues(a, b));
      expect(ab === 0 ? 0 : -ab).toBe(Math.sign(compareValues(b, a)));
      expect(compareValues(a, a)).toBe(0);
      if (ab <= 0 && compareValues(b, c) <= 0) expect(compareValues(a, c)).toBeLessThanOrEqual(0);
      expect(canonicalKey(a) === canonicalKey(b)).toBe(ab === 0);
      if (identical(a, b)) expect(ab).toBe(0);
    }),
    { numRuns: 2000 },
  );
});

test('numbers compare by value across types', () => {
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      expect(canonicalKey(a) === canonicalKey(b)).toBe(compareValues(a, b) === 0);
    }),
    { numRuns: 3000 },
  );
  expect(compareValues(L('9007199254740993'), d(9007199254740992))).toBe(1);
  expect(compareValues(D('0.1'), d(0.1))).toBe(-1);
  expect(compareValues(d(NaN), d(-Infinity))).toBe(-1);
});

test('the types sort as MongoDB sorts them', () => {
  const order: Value[] = [
    new MinKey(),
    null,
    1,
    'a',
    doc({}),
    [],
    new ObjectId(),
    false,
    new Date(0),
    new Timestamp({ t: 0, i: 1 }),
    new BSONRegExp('a'),
    new MaxKey(),
  ];
  expect(order.toReversed().sort(compareValues)).toEqual(order);
  expect(compareValues(undefined, null)).toBe(-1);
});

test('a negated condition matches exactly the other documents', () => {
  fc.assert(
    fc.property(paths, conditions, docs, (path, condition, document) => {
      const plain = test2(new Map([[path, condition]]), document);
      expect(test2(new Map([[path, new Map([['$not', condition]])]]), document)).toBe(!plain);
      expect(test2(new Map([['$nor', [new Map([[path, condition]])]]]), document)).toBe(!plain);
    }),
    { numRuns: 1500 },
  );
});

test('$in is the or of its equalities, $all the and', () => {
  const plain = scalars.filter((v) => !(v instanceof BSONRegExp));
  fc.assert(
    fc.property(paths, fc.array(plain, { minLength: 1, maxLength: 8 }), docs, (path, list, document) => {
      const each = list.map((v) => test2(new Map([[path, new Map([['$eq', v]])]]), document));
      expect(test2(new Map([[path, new Map([['$in', list]])]]), document)).toBe(each.some(Boolean));
      expect(test2(new Map([[path, new Map([['$all', list]])]]), document)).toBe(each.every(Boolean));
    }),
    { numRuns: 1000 },
  );
});

test('setting, unsetting, extremes and sets change nothing the second time', () => {
  const operators = fc.constantFrom('$set', '$unset', '$min', '$max', '$addToSet');
  fc.assert(
    fc.property(operators, fc.constantFrom('a', 'b', 'c.d'), values, docs, (operator, path, v, document) => {
      const updater = compileUpdate(new Map([[operator, new Map([[path, v]])]]), e, {});
      let once: Doc;
      try {
        once = updater.apply(document, { isInsert: false });
      } catch {
        return; // A document that the operator refuses.
      }
      expect(updater.apply(once, { isInsert: false })).toBe(once);
    }),
    { numRuns: 1000 },
  );
});

test('$set makes the equality query match', () => {
  fc.assert(
    fc.property(
      values.filter((v) => !(v instanceof BSONRegExp)),
      docs,
      (v, document) => {
        const after = compileUpdate(new Map([['$set', new Map([['a', v]])]]), e, {}).apply(document, {
          isInsert: false,
        });
        expect(test2(new Map([['a', new Map([['$eq', v]])]]), after)).toBe(true);
      },
    ),
  );
});

test('$sort agrees with its comparison, is stable, and a limit only cuts it', () => {
  fc.assert(
    fc.property(
      fc.array(
        docs.filter((x) => !Array.isArray(x.get('b'))),
        { maxLength: 20 },
      ),
      fc.integer({ min: 1, max: 10 }),
      (list, n) => {
        const spec = doc({ a: 1, b: -1 });
        const { compare } = compileSort(spec, e);
        const run = (...stages: Doc[]) =>
          [...compilePipeline(stages, e).run(list)].filter((x) => x !== BREATH);
        const sorted = list.toSorted(compare);
        expect(run(new Map([['$sort', spec]]))).toEqual(sorted);
        const limited = run(new Map([['$sort', spec]]), new Map([['$limit', n]]));
        limited.forEach((x, i) => expect(x).toBe(sorted[i]));
        expect(limited).toHaveLength(Math.min(n, list.length));
      },
    ),
    { numRuns: 300 },
  );
});

test('arithmetic keeps the wider type', () => {
  const of: Record<string, Value> = { int: 2, long: L(2), double: d(2), decimal: D('2') };
  const names = Object.keys(of);
  for (const x of names)
    for (const y of names) {
      const wider = names[Math.max(names.indexOf(x), names.indexOf(y))]!;
      for (const operator of ['$add', '$subtract', '$multiply', '$mod']) {
        const expression: Value = new Map([['$type', new Map([[operator, [of[x]!, of[y]!]]])]]);
        expect([x, operator, y, evaluateExpression(expression, new Map(), e)]).toEqual([
          x,
          operator,
          y,
          wider,
        ]);
      }
    }
});

test('decimal arithmetic is exact where 34 digits hold the result', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
      fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
      (a, b) => {
        const run = (operator: string) =>
          text(evaluateExpression(new Map([[operator, [D(String(a)), D(String(b))]]]), new Map(), e));
        expect(compareValues(D(run('$add').slice(0, -1)), L(a + b))).toBe(0);
        expect(compareValues(D(run('$multiply').slice(0, -1)), D(String(a * b)))).toBe(0);
      },
    ),
  );
});

describe('what is done with bytes is what would be done with the document', () => {
  const withId = docs.map((document): Doc => new Map<string, Value>([['_id', 7], ...document, ['c', 'end']]));

  test('a plain projection', () => {
    const specs = fc
      .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'a.b', '_id'), fc.constantFrom<Value>(1, true, 0))
      .map((fields): Doc => new Map(Object.entries(fields)));
    let plain = 0;
    fc.assert(
      fc.property(withId, specs, (document, spec) => {
        fc.pre(compiles(() => compileProjection(spec, e)));
        const kept = keptFields(spec, e);
        if (!kept || spec.size === 0) return;
        plain += 1;
        expect(keepFields(encode(document), kept)).toEqual(encode(compileProjection(spec, e)(document)));
      }),
      { numRuns: 1000 },
    );
    expect(plain).toBeGreaterThan(100);
  });

  test('a filter that sees only the fields it reads', () => {
    const filters = fc
      .array(fc.tuple(paths, fc.oneof(conditions, values)), { minLength: 1, maxLength: 3 })
      .map((parts): Doc => new Map<string, Value>(parts));
    const any = fc.oneof(
      filters,
      fc.array(filters, { minLength: 1, maxLength: 2 }).map((parts): Doc => new Map([['$or', parts]])),
      fc.array(filters, { minLength: 1, maxLength: 2 }).map((parts): Doc => new Map([['$nor', parts]])),
    );
    fc.assert(
      fc.property(withId, any, (document, filter) => {
        fc.pre(compiles(() => compileFilter(filter, e)));
        const matcher = compileFilter(filter, e);
        if (filter.has('$nor')) expect(matcher.reads).toBeUndefined();
        else expect(matcher.test(pick(encode(document), matcher.reads!))).toBe(matcher.test(document));
      }),
      { numRuns: 2000 },
    );
  });

  test('a replacement', () => {
    fc.assert(
      fc.property(withId, docs, (document, update) => {
        expect(isPlainReplacement(encode(update))).toBe(true);
        expect(withIdOf(encode(document), encode(update))).toEqual(
          encode(compileUpdate(update, e).apply(document, { isInsert: false })),
        );
      }),
    );
    for (const update of [
      doc({ _id: 7 }),
      new Map<string, Value>([
        ['a', 1],
        ['$b', 1],
      ]),
    ])
      expect(isPlainReplacement(encode(update))).toBe(false);
  });
});

/** What is refused has no result to compare. */
function compiles(compile: () => unknown): boolean {
  try {
    compile();
    return true;
  } catch {
    return false;
  }
}
