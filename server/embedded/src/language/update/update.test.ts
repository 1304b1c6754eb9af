import { BSONRegExp } from 'bson';
import { codeOf, D, d, doc, env, L, text } from '../literals';
import { compileFilter, compileUpdate, upsertBase } from '..';

/** [update, before, after as text] */
const table: [object, object, string][] = [
  [{ $set: { a: 1 } }, {}, '{a: 1}'],
  [{ $set: { b: 1, a: 2 } }, { _id: 1 }, '{_id: 1, a: 2, b: 1}'],
  [{ $set: { b: 1 }, $inc: { a: 2 } }, { _id: 1 }, '{_id: 1, a: 2, b: 1}'],
  [{ $set: { 'a.10': 1, 'a.9': 2 } }, { a: {} }, '{a: {9: 2, 10: 1}}'],
  [{ $set: { 'a.b.c': 1 } }, {}, '{a: {b: {c: 1}}}'],
  [{ $set: { 'a.0': 1 } }, {}, '{a: {0: 1}}'],
  [{ $set: { 'a.1': 9 } }, { a: [1, 2] }, '{a: [1, 9]}'],
  [{ $set: { 'a.3': 9 } }, { a: [1] }, '{a: [1, null, null, 9]}'],
  [{ $set: { 'a.0.b': 9 } }, { a: [{ b: 1 }] }, '{a: [{b: 9}]}'],
  [{ $set: { a: d(1) } }, { a: 1 }, '{a: 1d}'],
  [{ $unset: { a: '' } }, { a: 1, b: 2 }, '{b: 2}'],
  [{ $unset: { $a: '' } }, { $a: 1, b: 2 }, '{b: 2}'],
  [{ $unset: { 'a.b': 1 } }, { a: { b: 1 } }, '{a: {}}'],
  [{ $unset: { 'a.0': 1 } }, { a: [1, 2] }, '{a: [null, 2]}'],
  [{ $unset: { 'a.b': 1 } }, { a: 5 }, '{a: 5}'],
  [{ $setOnInsert: { a: 1 } }, { b: 1 }, '{b: 1}'],
  [{ $inc: { a: 1 } }, { a: 1 }, '{a: 2}'],
  [{ $inc: { a: 1 } }, { a: 2147483647 }, '{a: 2147483648L}'],
  [{ $inc: { a: L(1) } }, { a: 1 }, '{a: 2L}'],
  [{ $inc: { a: d(0.5) } }, { a: L(1) }, '{a: 1.5d}'],
  [{ $inc: { a: D('0.1') } }, { a: 1 }, '{a: 1.1D}'],
  [{ $inc: { a: 1 } }, {}, '{a: 1}'],
  [{ $inc: { 'a.b': 1 } }, { a: { b: L(5) } }, '{a: {b: 6L}}'],
  [{ $inc: { 'a.0': 1 } }, { a: [1] }, '{a: [2]}'],
  [{ $mul: { a: 3 } }, { a: 4 }, '{a: 12}'],
  [{ $mul: { a: 65536 } }, { a: 65536 }, '{a: 4294967296L}'],
  [{ $mul: { a: L(3) } }, {}, '{a: 0L}'],
  [{ $mul: { a: d(1.5) } }, {}, '{a: 0d}'],
  [{ $mul: { a: D('2') } }, { a: D('1.10') }, '{a: 2.20D}'],
  [{ $min: { a: 1 } }, { a: 2 }, '{a: 1}'],
  [{ $min: { a: 3 } }, { a: 2 }, '{a: 2}'],
  [{ $max: { a: 'x' } }, { a: 2 }, '{a: "x"}'],
  [{ $min: { a: 1 } }, {}, '{a: 1}'],
  [{ $min: { a: 1 } }, { a: null }, '{a: null}'],
  [{ $max: { a: d(2) } }, { a: 2 }, '{a: 2}'],
  [{ $rename: { a: 'b' } }, { a: 1, b: 2 }, '{b: 1}'],
  [{ $rename: { a: 'c' } }, { a: 1, b: 2 }, '{b: 2, c: 1}'],
  [{ $rename: { 'a.x': 'b.y' } }, { a: { x: 1 } }, '{a: {}, b: {y: 1}}'],
  [{ $rename: { q: 'r' } }, { a: 1 }, '{a: 1}'],
  [{ $currentDate: { a: true } }, {}, '{a: 2026-01-02T03:04:05.678Z}'],
  [{ $push: { a: 1 } }, {}, '{a: [1]}'],
  [{ $push: { a: [1] } }, { a: [0] }, '{a: [0, [1]]}'],
  [{ $push: { a: { $each: [1, 2] } } }, { a: [0] }, '{a: [0, 1, 2]}'],
  [{ $push: { a: { $each: [9], $position: 0 } } }, { a: [1, 2] }, '{a: [9, 1, 2]}'],
  [{ $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 2] }, '{a: [1, 9, 2]}'],
  [{ $push: { a: { $each: [9], $position: 99 } } }, { a: [1, 2] }, '{a: [1, 2, 9]}'],
  [{ $push: { a: { $each: [3, 1], $sort: 1 } } }, { a: [2] }, '{a: [1, 2, 3]}'],
  [{ $push: { a: { $each: [3], $slice: -2 } } }, { a: [1, 2] }, '{a: [2, 3]}'],
  [{ $push: { a: { $each: [], $slice: 1 } } }, { a: [1, 2] }, '{a: [1]}'],
  [{ $push: { a: { $each: [], $slice: 0 } } }, { a: [1, 2] }, '{a: []}'],
  [
    { $push: { a: { $each: [{ s: 1 }], $sort: { s: -1 }, $slice: 2 } } },
    { a: [{ s: 3 }, { s: 2 }] },
    '{a: [{s: 3}, {s: 2}]}',
  ],
  [{ $addToSet: { a: 1 } }, { a: [d(1)] }, '{a: [1d]}'],
  [{ $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1] }, '{a: [1, 2]}'],
  [{ $addToSet: { a: { b: 1, c: 2 } } }, { a: [{ c: 2, b: 1 }] }, '{a: [{c: 2, b: 1}, {b: 1, c: 2}]}'],
  [{ $addToSet: { a: [1] } }, {}, '{a: [[1]]}'],
  [{ $addToSet: { a: { $each: [] } } }, {}, '{a: []}'],
  [{ $pull: { a: 1 } }, { a: [1, 2, d(1)] }, '{a: [2]}'],
  [{ $pull: { a: { $gt: 1 } } }, { a: [1, 2, 3] }, '{a: [1]}'],
  [{ $pull: { a: { b: 1 } } }, { a: [{ b: 1, c: 2 }, { b: 2 }, 1] }, '{a: [{b: 2}, 1]}'],
  [{ $pull: { a: { $in: [1, 2] } } }, { a: [1, 3] }, '{a: [3]}'],
  [{ $pull: { a: [1] } }, { a: [[1], 1] }, '{a: [1]}'],
  [{ $pull: { a: new BSONRegExp('^x') } }, { a: ['xa', 'b'] }, '{a: ["b"]}'],
  [{ $pull: { a: { b: { $gte: 2 } } } }, { a: [{ b: 1 }, { b: 3 }] }, '{a: [{b: 1}]}'],
  [{ $pull: { a: 1 } }, {}, '{}'],
  [{ $pullAll: { a: [1, 2] } }, { a: [1, 2, 3, L(1)] }, '{a: [3]}'],
  [{ $pop: { a: 1 } }, { a: [1, 2] }, '{a: [1]}'],
  [{ $pop: { a: -1 } }, { a: [1, 2] }, '{a: [2]}'],
  [{ $pop: { a: 1 } }, {}, '{}'],
  [{ $bit: { a: { and: 6 } } }, { a: 3 }, '{a: 2}'],
  [{ $bit: { a: { or: L(4) } } }, { a: 3 }, '{a: 7L}'],
  [{ $bit: { a: { xor: 5 } } }, {}, '{a: 5}'],
  [{ $set: { 'a.$[]': 0 } }, { a: [1, 2] }, '{a: [0, 0]}'],
  [{ $inc: { 'a.$[].b': 1 } }, { a: [{ b: 1 }, { b: 2 }] }, '{a: [{b: 2}, {b: 3}]}'],
  [{ $set: {} }, { a: 1 }, '{a: 1}'],
  [{ a: 2 }, { _id: 1, b: 1 }, '{_id: 1, a: 2}'],
  [{}, { _id: 1, b: 1 }, '{_id: 1}'],
  [{ b: 1, _id: 1 }, { _id: 1 }, '{_id: 1, b: 1}'],
  [{ $set: { _id: 1, a: 1 } }, { _id: 1 }, '{_id: 1, a: 1}'],
];

test.each(table)('%j on %j gives %s', (update, before, after) => {
  const original = doc(before);
  const copy = text(original);
  const result = compileUpdate(doc(update), env(), {}).apply(original, { isInsert: false });
  expect(text(result)).toBe(after);
  expect(text(original)).toBe(copy);
  if (after === copy) expect(result).toBe(original);
});

/** [update, array filters, before, after] */
const filtered: [object, object[], object, string][] = [
  [{ $set: { 'a.$[x]': 0 } }, [{ x: { $gt: 1 } }], { a: [1, 2, 3] }, '{a: [1, 0, 0]}'],
  [{ $set: { 'a.$[x].b': 0 } }, [{ 'x.c': 1 }], { a: [{ c: 1 }, { c: 2 }] }, '{a: [{c: 1, b: 0}, {c: 2}]}'],
  [
    { $inc: { 'a.$[x].b.$[y]': 1 } },
    [{ 'x.k': 1 }, { y: 5 }],
    { a: [{ k: 1, b: [5, 6] }] },
    '{a: [{k: 1, b: [6, 6]}]}',
  ],
  [{ $set: { 'a.$[x]': 9 } }, [{ $or: [{ x: 1 }, { x: 2 }] }], { a: [1, 2, 3] }, '{a: [9, 9, 3]}'],
];

test.each(filtered)('%j with %j on %j gives %s', (update, filters, before, after) => {
  const updater = compileUpdate(doc(update), env(), { arrayFilters: filters.map((f) => doc(f)) });
  expect(text(updater.apply(doc(before), { isInsert: false }))).toBe(after);
});

/** [pipeline, before, after] */
const pipelines: [object[], object, string][] = [
  [[{ $set: { b: { $add: ['$a', 1] } } }], { _id: 1, a: 1 }, '{_id: 1, a: 1, b: 2}'],
  [[{ $unset: 'a' }], { _id: 1, a: 1 }, '{_id: 1}'],
  [[{ $replaceWith: { c: '$a' } }], { _id: 1, a: 1 }, '{_id: 1, c: 1}'],
  [[{ $project: { a: 1 } }], { _id: 1, a: 1, b: 2 }, '{_id: 1, a: 1}'],
  [[{ $set: { 'x.y': '$a' } }], { _id: 1, a: 1 }, '{_id: 1, a: 1, x: {y: 1}}'],
];

test.each(pipelines)('%j on %j gives %s', (stages, before, after) => {
  const updater = compileUpdate(
    stages.map((s) => doc(s)),
    env(),
    {},
  );
  expect(text(updater.apply(doc(before), { isInsert: false }))).toBe(after);
});

/** [update, document, code] */
const refused: [object, object, number][] = [
  [{ $set: { a: 1, 'a.b': 2 } }, {}, 40],
  [{ $set: { a: 1 }, $inc: { a: 1 } }, {}, 40],
  [{ $set: { 'a.b': 1 } }, { a: 5 }, 28],
  [{ $set: { 'a.b': 1 } }, { a: null }, 28],
  [{ $set: { 'a.b': 1 } }, { a: [] }, 28],
  [{ $pull: { 'a.b': 1 } }, { a: 5 }, 28],
  [{ $pop: { 'a.b': 1 } }, { a: 5 }, 28],
  [{ $set: { _id: 2 } }, { _id: 1 }, 66],
  [{ $unset: { _id: 1 } }, { _id: 1 }, 66],
  [{ $rename: { _id: 'b' } }, { _id: 1 }, 66],
  [{ _id: 2 }, { _id: 1 }, 66],
  [{ $inc: { a: 'x' } }, {}, 14],
  [{ $inc: { a: 1 } }, { a: 'x' }, 14],
  [{ $inc: { a: 1 } }, { a: null }, 14],
  [{ $inc: { a: L(1) } }, { a: L('9223372036854775807') }, 2],
  [{ $mul: { a: L(2) } }, { a: L('9223372036854775807') }, 2],
  [{ $push: { a: 1 } }, { a: 1 }, 2],
  [{ $push: { a: { $each: 1 } } }, {}, 2],
  [{ $push: { a: { $each: [], $foo: 1 } } }, {}, 2],
  [{ $addToSet: { a: 1 } }, { a: 1 }, 2],
  [{ $addToSet: { a: { $each: 1 } } }, {}, 14],
  [{ $pull: { a: 1 } }, { a: 1 }, 2],
  [{ $pop: { a: 1 } }, { a: 1 }, 14],
  [{ $pop: { a: 2 } }, { a: [] }, 9],
  [{ $foo: { a: 1 } }, {}, 9],
  [{ $set: 1 }, {}, 9],
  [{ $set: { a: 1 }, b: 1 }, {}, 9],
  [{ a: 1, $set: { b: 1 } }, {}, 52],
  [{ $set: { $a: 1 } }, {}, 52],
  [{ $rename: { a: '$a' } }, { a: 1 }, 52],
  [{ $set: { '': 1 } }, {}, 56],
  [{ $set: { 'a..b': 1 } }, {}, 56],
  [{ $set: { 'a.$': 1 } }, { a: [1] }, 2],
  [{ $set: { '$.a': 1 } }, {}, 2],
  [{ $set: { 'a.$.b.$': 1 } }, {}, 2],
  [{ $set: { 'a.$[x]': 1 } }, { a: [] }, 2],
  [{ $set: { 'a.$[]': 1 } }, { a: 5 }, 2],
  [{ $set: { 'a.$[]': 1 } }, {}, 2],
  [{ $set: { 'a.2000000': 1 } }, { a: [] }, 34],
  [{ $rename: { a: 'a' } }, {}, 2],
  [{ $rename: { a: 1 } }, {}, 2],
  [{ $rename: { 'a.0': 'b' } }, { a: [1] }, 2],
  [{ $bit: { a: { and: d(1) } } }, {}, 2],
  [{ $bit: { a: { and: 1 } } }, { a: d(1) }, 2],
  [{ $currentDate: { a: 1 } }, {}, 2],
];

test.each(refused)('%j on %j is refused with %s', (update, before, code) => {
  expect(codeOf(() => compileUpdate(doc(update), env(), {}).apply(doc(before), { isInsert: false }))).toBe(
    code,
  );
});

test('an array filter that is not used, or is given twice, is refused', () => {
  const compile = (update: object, ...filters: object[]) =>
    codeOf(() => compileUpdate(doc(update), env(), { arrayFilters: filters.map((f) => doc(f)) }));
  expect(compile({ $set: { a: 1 } }, { x: 1 })).toBe(9);
  expect(compile({ $set: { 'a.$[x]': 1 } }, { x: 1 }, { x: 2 })).toBe(9);
  expect(compile({ $set: { 'a.$[X]': 1 } }, { X: 1 })).toBe(2);
  expect(compile({ b: 1 }, { x: 1 })).toBe(9);
});

test('the positional operator takes the element that the query matched', () => {
  const matcher = compileFilter(doc({ 'a.b': 2 }), env());
  const before = doc({ a: [{ b: 1 }, { b: 2 }] });
  const { positional } = matcher.match(before)!;
  const updater = compileUpdate(doc({ $set: { 'a.$.c': 9 } }), env(), { matcher });
  expect(text(updater.apply(before, { isInsert: false, positional }))).toBe('{a: [{b: 1}, {b: 2, c: 9}]}');
  const both = compileUpdate(doc({ $set: { 'a.$': 1, 'a.1': 2 } }), env(), {});
  expect(codeOf(() => both.apply(before, { isInsert: false, positional }))).toBe(40);
});

/** [query, update, document inserted] */
const upserts: [object, object, string][] = [
  [{ a: 1 }, { $set: { b: 2 } }, '{a: 1, b: 2}'],
  [{ b: 1, a: 2 }, { $set: { c: 1 } }, '{a: 2, b: 1, c: 1}'],
  [{ a: { $eq: 1 }, b: { $gt: 1 } }, { $setOnInsert: { c: 1 } }, '{a: 1, c: 1}'],
  [{ 'a.b': 1 }, { $set: { 'a.c': 2 } }, '{a: {b: 1, c: 2}}'],
  [{ $and: [{ a: 1 }, { b: 2 }] }, { $inc: { n: 1 } }, '{a: 1, b: 2, n: 1}'],
  [{ $or: [{ a: 1 }] }, { $set: { b: 1 } }, '{a: 1, b: 1}'],
  [{ $or: [{ a: 1 }, { a: 2 }] }, { $set: { b: 1 } }, '{b: 1}'],
  [{ a: { $in: [7] } }, { $set: { b: 1 } }, '{a: 7, b: 1}'],
  [{ a: { $all: [7] } }, { $set: { b: 1 } }, '{a: 7, b: 1}'],
  [{ a: { $in: [1, 2] } }, { $set: { b: 1 } }, '{b: 1}'],
  [{ a: new BSONRegExp('x') }, { $set: { b: 1 } }, '{b: 1}'],
  [{ z: 1, _id: 5 }, { $set: { b: 1 } }, '{_id: 5, z: 1, b: 1}'],
  [{ _id: 5, a: 1 }, { b: 1 }, '{_id: 5, b: 1}'],
  [{ a: null }, { $set: { b: 1 } }, '{a: null, b: 1}'],
  [{ _id: 1 }, { $set: { $a: 1 } }, '{_id: 1, $a: 1}'],
  [{ _id: 1 }, { a: 1, $b: 2 }, '{_id: 1, a: 1, $b: 2}'],
];

test.each(upserts)('upsert of %j with %j inserts %s', (query, update, inserted) => {
  const base = upsertBase(doc(query));
  expect(text(compileUpdate(doc(update), env(), {}).apply(base, { isInsert: true }))).toBe(inserted);
});

test('an upsert refuses a path given twice, and one below another', () => {
  expect(codeOf(() => upsertBase(doc({ $and: [{ a: 1 }, { a: 2 }] })))).toBe(54);
  expect(codeOf(() => upsertBase(doc({ a: 1, 'a.b': 2 })))).toBe(54);
  expect(
    codeOf(() => compileUpdate(doc({ $set: { _id: [1] } }), env(), {}).apply(new Map(), { isInsert: true })),
  ).toBe(53);
});
