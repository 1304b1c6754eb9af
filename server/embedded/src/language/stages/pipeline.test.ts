import type { Doc } from '../../bson/value';
import { Budget, BREATH, compileMergeApply, compilePipeline, type Env } from '..';
import { codeOf, d, doc, env, L, text } from '../literals';

const others: Record<string, object[]> = {
  items: [
    { _id: 1, k: 'a', n: 1 },
    { _id: 2, k: 'b', n: 2 },
    { _id: 3, k: ['a', 'c'], n: 3 },
    { _id: 4, n: 4 },
  ],
};
const withReads = (more: Partial<Env> = {}): Env =>
  env({ read: (name) => (others[name] ?? []).map((x) => doc(x)), random: () => 0.5, ...more });

function run(stages: object[], documents: object[], e = withReads()): string {
  const out = compilePipeline(
    stages.map((s) => doc(s)),
    e,
  ).run(documents.map((x) => doc(x)));
  return [...out]
    .filter((x): x is Doc => x !== BREATH)
    .map(text)
    .join(' ');
}

const nums = [{ a: 3 }, { a: 1 }, { a: 2 }];

/** [stages, documents, result] */
const table: [object[], object[], string][] = [
  [[{ $match: { a: { $gt: 1 } } }], nums, '{a: 3} {a: 2}'],
  [[{ $sort: { a: 1 } }], nums, '{a: 1} {a: 2} {a: 3}'],
  [[{ $sort: { a: 1 } }, { $limit: 2 }], nums, '{a: 1} {a: 2}'],
  [[{ $sort: { a: -1 } }, { $skip: 1 }, { $limit: 1 }], nums, '{a: 2}'],
  [[{ $skip: 2 }], nums, '{a: 2}'],
  [[{ $count: 'n' }], nums, '{n: 3}'],
  [[{ $count: 'n' }], [], ''],
  [[{ $project: { a: 1, b: { $add: ['$a', 1] } } }], [{ _id: 1, a: 1 }], '{_id: 1, a: 1, b: 2}'],
  [[{ $project: { _id: 0 } }], [{ _id: 1, a: 1 }], '{a: 1}'],
  [[{ $set: { 'a.b': 1, c: '$nope' } }], [{ a: [{}, 5], c: 1 }], '{a: [{b: 1}, {b: 1}]}'],
  [[{ $addFields: { a: { b: { $literal: 1 } } } }], [{ a: { c: 1 } }], '{a: {c: 1, b: 1}}'],
  [[{ $unset: ['a', 'b.c'] }], [{ a: 1, b: { c: 1, d: 1 } }], '{b: {d: 1}}'],
  [[{ $replaceRoot: { newRoot: '$a' } }], [{ a: { b: 1 } }], '{b: 1}'],
  [[{ $replaceWith: { x: '$a' } }], [{ a: 1 }], '{x: 1}'],
  [[{ $unwind: '$a' }], [{ a: [1, 2] }, { a: [] }, {}, { a: null }, { a: 5 }], '{a: 1} {a: 2} {a: 5}'],
  [
    [{ $unwind: { path: '$a', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } }],
    [{ a: [7] }, { a: [] }, { a: null }],
    '{a: 7, i: 0L} {i: null} {a: null, i: null}',
  ],
  [
    [{ $group: { _id: '$k', n: { $sum: '$v' } } }],
    [
      { k: 1, v: 1 },
      { k: d(1), v: 2 },
      { k: 2, v: d(0.5) },
    ],
    '{_id: 1, n: 3} {_id: 2, n: 0.5d}',
  ],
  [[{ $group: { _id: '$k', n: { $sum: 1 } } }], [{}, { k: null }], '{_id: null, n: 2}'],
  [
    [{ $group: { _id: { a: '$a' }, n: { $sum: 1 } } }],
    [{}, { a: null }],
    '{_id: {}, n: 1} {_id: {a: null}, n: 1}',
  ],
  [
    [{ $group: { _id: null, s: { $sum: '$a' }, m: { $avg: '$a' }, lo: { $min: '$a' }, hi: { $max: '$a' } } }],
    [{ a: 1 }, { a: L(2) }, { a: 'x' }, {}],
    '{_id: null, s: 3L, m: 1.5d, lo: 1, hi: "x"}',
  ],
  [
    [
      {
        $group: { _id: null, f: { $first: '$a' }, l: { $last: '$b' }, p: { $push: '$a' }, c: { $count: {} } },
      },
    ],
    [{ b: 1 }, { a: 2 }],
    '{_id: null, f: null, l: null, p: [2], c: 2}',
  ],
  [
    [{ $group: { _id: null, s: { $addToSet: '$a' } } }],
    [{ a: 1 }, { a: d(1) }, { a: 2 }],
    '{_id: null, s: [1, 2]}',
  ],
  [
    [{ $group: { _id: null, o: { $mergeObjects: '$a' } } }],
    [{ a: { x: 1 } }, { a: null }, { a: { x: 2, y: 1 } }],
    '{_id: null, o: {x: 2, y: 1}}',
  ],
  [
    [
      {
        $group: {
          _id: null,
          t: { $top: { sortBy: { a: -1 }, output: '$a' } },
          b: { $bottomN: { n: 2, sortBy: { a: -1 }, output: '$a' } },
        },
      },
    ],
    nums,
    '{_id: null, t: 3, b: [2, 1]}',
  ],
  [
    [
      {
        $group: {
          _id: null,
          f: { $firstN: { n: 2, input: '$a' } },
          x: { $maxN: { n: 2, input: '$a' } },
          m: { $lastN: { n: 1, input: '$a' } },
        },
      },
    ],
    nums,
    '{_id: null, f: [3, 1], x: [3, 2], m: [2]}',
  ],
  [
    [{ $group: { _id: null, p: { $stdDevPop: '$a' }, s: { $stdDevSamp: '$a' } } }],
    nums,
    '{_id: null, p: 0.816496580927726d, s: 1d}',
  ],
  [
    [{ $group: { _id: null, s: { $sum: '$a' } } }],
    Array.from({ length: 10 }, () => ({ a: d(0.1) })),
    '{_id: null, s: 1d}',
  ],
  [[{ $sortByCount: '$a' }], [{ a: 1 }, { a: 2 }, { a: 2 }], '{_id: 2, count: 2} {_id: 1, count: 1}'],
  [[{ $bucket: { groupBy: '$a', boundaries: [0, 2, 4] } }], nums, '{_id: 0, count: 1} {_id: 2, count: 2}'],
  [
    [{ $bucket: { groupBy: '$a', boundaries: [0, 2], default: 'x', output: { s: { $sum: '$a' } } } }],
    nums,
    '{_id: 0, s: 1} {_id: "x", s: 5}',
  ],
  [
    [{ $bucketAuto: { groupBy: '$a', buckets: 2 } }],
    [...nums, { a: 4 }],
    '{_id: {min: 1, max: 3}, count: 2} {_id: {min: 3, max: 4}, count: 2}',
  ],
  [[{ $facet: { x: [{ $count: 'n' }], y: [{ $limit: 1 }] } }], nums, '{x: [{n: 3}], y: [{a: 3}]}'],
  [
    [{ $lookup: { from: 'items', localField: 'k', foreignField: 'k', as: 'r' } }, { $set: { r: '$r.n' } }],
    [{ k: 'a' }, { k: ['b', 'c'] }, {}, { k: [] }],
    '{k: "a", r: [1, 3]} {k: ["b", "c"], r: [2, 3]} {r: [4]} {k: [], r: [4]}',
  ],
  [
    [
      {
        $lookup: {
          from: 'items',
          let: { x: '$k' },
          pipeline: [{ $match: { $expr: { $eq: ['$k', '$$x'] } } }, { $project: { n: 1, _id: 0 } }],
          as: 'r',
        },
      },
    ],
    [{ k: 'a' }, { k: 'b' }],
    '{k: "a", r: [{n: 1}]} {k: "b", r: [{n: 2}]}',
  ],
  [
    [
      {
        $lookup: {
          from: 'items',
          localField: 'k',
          foreignField: 'k',
          pipeline: [{ $match: { n: { $gt: 1 } } }, { $project: { n: 1 } }],
          as: 'x.r',
        },
      },
    ],
    [{ k: 'a' }],
    '{k: "a", x: {r: [{_id: 3, n: 3}]}}',
  ],
  [
    [{ $unionWith: { coll: 'items', pipeline: [{ $match: { n: 1 } }] } }],
    [{ a: 1 }],
    '{a: 1} {_id: 1, k: "a", n: 1}',
  ],
  [[{ $sample: { size: 5 } }, { $count: 'n' }], nums, '{n: 3}'],
];

test.each(table)('%j of %j gives %s', (stages, documents, expected) => {
  expect(run(stages, documents)).toBe(expected);
});

describe('a $lookup for want of an index', () => {
  const join = { from: 'items', localField: 'k', foreignField: 'k', as: 'r' };
  const byVariable = {
    from: 'items',
    let: { x: '$k' },
    pipeline: [{ $match: { n: { $lt: 3 }, $expr: { $eq: ['$k', '$$x'] } } }],
    as: 'r',
  };
  const counting = (more: Partial<Env> = {}) => {
    const asked: (Doc | undefined)[] = [];
    const all = others.items!.map((x) => doc(x));
    const read: Env['read'] = (_name, match) => (asked.push(match), all);
    return { asked, e: env({ read, scans: () => true, ...more }) };
  };
  const locals: object[] = [
    { k: 'a' },
    { k: d(1) },
    { k: ['b', 'c'] },
    { k: null },
    {},
    { k: [] },
    { k: [['a', 'c']] },
    { k: 'A' },
  ];

  /** [stages, times the other side is read]; a variable that is missing or an array is not looked up. */
  const joins: [object[], number][] = [
    [[{ $lookup: join }, { $set: { r: '$r._id' } }], 2],
    [[{ $lookup: { ...join, pipeline: [{ $match: { n: { $gt: 1 } } }] } }], 2],
    [[{ $lookup: { ...join, foreignField: 'k.x' } }], 2],
    [[{ $lookup: byVariable }], 6],
  ];
  test.each(joins)('%j finds the same and reads the other side %s times', (stages, times) => {
    const { asked, e } = counting();
    expect(run(stages, locals, e)).toBe(run(stages, locals));
    expect(asked).toHaveLength(times);
  });

  test('sees what a collation sees', () => {
    const collation = doc({ locale: 'en', strength: 2 });
    const { e } = counting({ collation });
    expect(run([{ $lookup: join }, { $project: { n: { $size: '$r' } } }], [{}, { k: 'A' }], e)).toBe(
      '{n: 1} {n: 2}',
    );
  });

  test('goes on reading when the other side does not fit into memory', () => {
    const { asked, e } = counting({ budget: new Budget({ maxBytes: 2_000 }) });
    expect(run([{ $lookup: join }, { $set: { r: '$r._id' } }], locals, e)).toBe(
      run([{ $lookup: join }, { $set: { r: '$r._id' } }], locals),
    );
    expect(asked).toHaveLength(locals.length + 1);
  });
});

/** [stages, code] */
const refused: [object[], number][] = [
  [[{ $foo: 1 }], 40324],
  [[{ $match: {}, $limit: 1 }], 40323],
  [[{ $changeStream: {} }], 115],
  [[{ $setWindowFields: {} }], 115],
  [[{ $graphLookup: {} }], 115],
  [[{ $limit: 0 }], 15958],
  [[{ $limit: -1 }], 5107201],
  [[{ $skip: -1 }], 5107200],
  [[{ $out: 'x' }, { $match: {} }], 40601],
  [[{ $group: { a: { $sum: 1 } } }], 15955],
  [[{ $group: { _id: 1, a: 1 } }], 40234],
  [[{ $group: { _id: 1, a: { $foo: 1 } } }], 15952],
  [[{ $group: { _id: 1, 'a.b': { $sum: 1 } } }], 40235],
  [[{ $unwind: 'a' }], 28818],
  [[{ $sort: {} }], 15976],
  [[{ $count: '' }], 40157],
  [[{ $project: {} }], 51272],
  [[{ $bucket: { groupBy: '$a', boundaries: [2, 1] } }], 40194],
  [[{ $facet: { a: [{ $out: 'x' }] } }], 40600],
  [[{ $lookup: { from: 'x', as: 'y' } }], 9],
  [[{ $lookup: { from: 'x', as: 'y', pipeline: [{ $out: 'z' }] } }], 51047],
];

test.each(refused)('%j is refused with %s', (stages, code) => {
  expect(codeOf(() => run(stages, []))).toBe(code);
});

test('leading stages are offered to the planner', () => {
  const compile = (...stages: object[]) =>
    compilePipeline(
      stages.map((s) => doc(s)),
      withReads(),
    );
  const p = compile(
    { $match: { a: 1 } },
    { $match: { b: 2 } },
    { $sort: { c: 1 } },
    { $skip: 2 },
    { $limit: 3 },
  );
  expect(text(p.leadingMatch)).toBe('{$and: [{a: 1}, {b: 2}]}');
  expect(text(p.leadingSort)).toBe('{c: 1}');
  expect(p.leadingLimit).toBe(5);
  expect(compile({ $match: { a: 1 } }, { $group: { _id: 1, n: { $sum: 1 } } }).countOnly).toBe(true);
  expect(compile({ $group: { _id: '$a', n: { $sum: 1 } } }).countOnly).toBe(false);
  expect(compile({ $match: {} }, { $out: 'x' }).output).toEqual({ kind: 'out', spec: { collection: 'x' } });
});

test('memory and time are bounded', () => {
  const big = Array.from({ length: 100 }, () => ({ a: 'x'.repeat(1000) }));
  expect(
    codeOf(() => run([{ $sort: { a: 1 } }], big, withReads({ budget: new Budget({ maxBytes: 10_000 }) }))),
  ).toBe(292);
  const late = new Budget({ deadlineMs: 5, now: () => 6 });
  expect(codeOf(() => run([{ $match: {} }], big, withReads({ budget: late })))).toBe(50);
});

test('$merge changes an existing document as whenMatched says', () => {
  const apply = (whenMatched: 'replace' | 'merge' | 'keepExisting' | 'fail' | Doc[]) =>
    compileMergeApply({ collection: 'x', on: ['_id'], whenMatched, whenNotMatched: 'insert' }, env())(
      doc({ _id: 1, a: 1 }),
      doc({ _id: 1, b: 2 }),
    );
  expect(text(apply('replace') as Doc)).toBe('{_id: 1, b: 2}');
  expect(text(apply('merge') as Doc)).toBe('{_id: 1, a: 1, b: 2}');
  expect(apply('keepExisting')).toBe('keep');
  expect(codeOf(() => apply('fail'))).toBe(11000);
  expect(text(apply([doc({ $set: { c: { $add: ['$a', '$$new.b'] } } })]) as Doc)).toBe(
    '{_id: 1, a: 1, c: 3}',
  );
});
