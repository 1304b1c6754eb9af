import { codeOf, doc, env, text } from './literals';
import { compileFilter, compileProjection, compileSort, valuesAt } from '.';

/** [projection, document, result] */
const table: [object, object, string][] = [
  [{}, { _id: 1, a: 2 }, '{_id: 1, a: 2}'],
  [{ a: 1 }, { _id: 1, b: 3, a: 2 }, '{_id: 1, a: 2}'],
  [{ b: 1, a: 1 }, { a: 1, b: 2 }, '{a: 1, b: 2}'],
  [{ a: 1, _id: 0 }, { _id: 1, a: 2 }, '{a: 2}'],
  [{ a: 0 }, { _id: 1, a: 2, b: 3 }, '{_id: 1, b: 3}'],
  [{ _id: 0 }, { _id: 1, a: 2 }, '{a: 2}'],
  [{ _id: 1 }, { _id: 1, a: 2 }, '{_id: 1}'],
  [{ a: 0, _id: 1 }, { _id: 1, a: 2, b: 1 }, '{_id: 1, b: 1}'],
  [{ 'a.b': 1 }, { a: { b: 1, c: 2 } }, '{a: {b: 1}}'],
  [{ a: { b: 1 } }, { a: { b: 1, c: 2 } }, '{a: {b: 1}}'],
  [{ 'a.b': 1 }, { a: [{ b: 1, c: 1 }, 5, { c: 2 }, [{ b: 3 }]] }, '{a: [{b: 1}, {}, [{b: 3}]]}'],
  [{ 'a.b': 1 }, { a: 5 }, '{}'],
  [{ 'a.b': 0 }, { a: [{ b: 1, c: 1 }, 5] }, '{a: [{c: 1}, 5]}'],
  [{ a: { $slice: 1 } }, { _id: 1, a: [1, 2], b: 1 }, '{_id: 1, a: [1], b: 1}'],
  [{ a: { $slice: -1 } }, { a: [1, 2] }, '{a: [2]}'],
  [{ a: { $slice: [1, 1] } }, { a: [1, 2, 3] }, '{a: [2]}'],
  [{ a: { $slice: 1 }, b: 1 }, { _id: 1, a: [1, 2], b: 1, c: 1 }, '{_id: 1, a: [1], b: 1}'],
  [
    { a: { $elemMatch: { b: 2 } } },
    { _id: 1, a: [{ b: 1 }, { b: 2 }, { b: 2, c: 1 }], z: 1 },
    '{_id: 1, a: [{b: 2}]}',
  ],
  [{ a: { $elemMatch: { $gt: 1 } } }, { _id: 1, a: [1] }, '{_id: 1}'],
  [{ x: '$a' }, { _id: 1, a: 2 }, '{_id: 1, x: 2}'],
  [{ a: 1, n: { $size: '$a' } }, { a: [1, 2] }, '{a: [1, 2], n: 2}'],
  [{ x: 'text' }, { _id: 1 }, '{_id: 1, x: "text"}'],
  [{ 'a.x': '$k' }, { k: 9, a: [{ b: 1 }, 2] }, '{a: [{x: 9}, {x: 9}]}'],
];

test.each(table)('%j of %j is %s', (spec, document, expected) => {
  expect(text(compileProjection(doc(spec), env())(doc(document)))).toBe(expected);
});

test('the positional projection shows the element that matched', () => {
  const query = compileFilter(doc({ 'a.b': 2 }), env());
  const project = compileProjection(doc({ 'a.$': 1 }), env(), query);
  expect(text(project(doc({ _id: 1, a: [{ b: 1 }, { b: 2 }] })))).toBe('{_id: 1, a: [{b: 2}]}');
});

/** [projection, code] */
const refused: [object, number][] = [
  [{ a: 1, b: 0 }, 31254],
  [{ a: 0, b: 1 }, 31253],
  [{ a: 1, 'a.b': 1 }, 31249],
  [{ 'a.b': 1, a: 1 }, 31250],
  [{ a: {} }, 51270],
  [{ 'a.$': 1, 'b.$': 1 }, 31276],
  [{ 'a.b': { $elemMatch: { c: 1 } } }, 31275],
  [{ a: { $meta: 'textScore' } }, 115],
];

test.each(refused)('projection %j is refused with %s', (spec, code) => {
  expect(codeOf(() => compileProjection(doc(spec), env()))).toBe(code);
});

/** [sort, documents in, order out] */
const sorts: [object, object[], string][] = [
  [
    { a: 1 },
    [{ a: 2 }, { a: 1 }, {}, { a: null }, { a: [] }, { a: 'x' }],
    '{a: []} {} {a: null} {a: 1} {a: 2} {a: "x"}',
  ],
  [{ a: 1 }, [{ a: 2 }, { a: [3, 1] }], '{a: [3, 1]} {a: 2}'],
  [{ a: -1 }, [{ a: 2 }, { a: [3, 1] }], '{a: [3, 1]} {a: 2}'],
  [{ 'a.b': 1 }, [{ a: [{ b: 5 }, { b: 2 }] }, { a: { b: 3 } }], '{a: [{b: 5}, {b: 2}]} {a: {b: 3}}'],
  [
    { 'a.x': 1, 'a.y': 1 },
    [
      {
        a: [
          { x: 1, y: 9 },
          { x: 2, y: 0 },
        ],
      },
      { a: { x: 1, y: 5 } },
    ],
    '{a: {x: 1, y: 5}} {a: [{x: 1, y: 9}, {x: 2, y: 0}]}',
  ],
  [
    { a: 1, b: -1 },
    [
      { a: 1, b: 1 },
      { a: 1, b: 2 },
    ],
    '{a: 1, b: 2} {a: 1, b: 1}',
  ],
  [{ 'a.1': 1 }, [{ a: [0, 9] }, { a: [9, 0] }], '{a: [9, 0]} {a: [0, 9]}'],
];

test.each(sorts)('sort %j of %j gives %s', (spec, documents, expected) => {
  const { compare } = compileSort(doc(spec), env());
  expect(
    documents
      .map((x) => doc(x))
      .sort(compare)
      .map(text)
      .join(' '),
  ).toBe(expected);
});

test('sorting refuses parallel arrays and directions other than ±1', () => {
  const sorter = compileSort(doc({ a: 1, b: 1 }), env());
  expect(codeOf(() => sorter.compare(doc({ a: [1], b: [1] }), doc({})))).toBe(2);
  expect(codeOf(() => compileSort(doc({ a: 2 }), env()))).toBe(15975);
});

test('distinct values look into arrays once, and into indexes', () => {
  const values = (x: object, path: string) => text(valuesAt(doc(x), path));
  expect(values({ a: [1, [2], null] }, 'a')).toBe('[1, [2], null]');
  expect(values({ a: [{ b: 1 }, { b: [2, 3] }, 4] }, 'a.b')).toBe('[1, 2, 3]');
  expect(values({ a: [{ b: 1 }, { b: 2 }] }, 'a.1.b')).toBe('[2]');
  expect(values({ a: [] }, 'a')).toBe('[]');
});
