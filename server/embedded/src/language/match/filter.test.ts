import { BSONRegExp, Binary, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { codeOf, D, d, doc, env, L } from '../literals';
import { compileFilter } from './filter';

const re = (p: string, o = '') => new BSONRegExp(p, o);
const id = new ObjectId('64b000000000000000000001');
const when = new Date(1000);

/** [query, document, matches] */
const table: [object, object, boolean][] = [
  // equality and numeric types
  [{ a: 1 }, { a: 1 }, true],
  [{ a: 1 }, { a: d(1) }, true],
  [{ a: 1 }, { a: L(1) }, true],
  [{ a: 1 }, { a: D('1.0') }, true],
  [{ a: d(0.1) }, { a: D('0.1') }, false],
  [{ a: d(0.5) }, { a: D('0.50') }, true],
  [{ a: L('9007199254740993') }, { a: d(9007199254740992) }, false],
  [{ a: 0 }, { a: d(-0) }, true],
  [{ a: d(NaN) }, { a: d(NaN) }, true],
  [{ a: 1 }, { a: true }, false],
  [{ a: 1 }, { a: '1' }, false],
  [{ a: id }, { a: new ObjectId('64b000000000000000000001') }, true],
  [{ a: when }, { a: new Date(1000) }, true],
  [{ a: when }, { a: new Timestamp({ t: 1, i: 0 }) }, false],
  // null and missing
  [{ a: null }, {}, true],
  [{ a: null }, { a: null }, true],
  [{ a: null }, { a: 0 }, false],
  [{ a: null }, { a: [] }, false],
  [{ a: null }, { a: [null] }, true],
  [{ 'a.b': null }, {}, true],
  [{ 'a.b': null }, { a: 1 }, true],
  [{ 'a.b': null }, { a: [] }, false],
  [{ 'a.b': null }, { a: [1] }, false],
  [{ 'a.b': null }, { a: [{ c: 1 }] }, true],
  [{ 'a.b': null }, { a: [{ b: 1 }, { c: 1 }] }, true],
  [{ 'a.b': null }, { a: [{ b: 1 }] }, false],
  [{ a: { $ne: null } }, { a: [null, 1] }, false],
  [{ a: { $gte: null } }, {}, true],
  [{ a: { $gt: null } }, { a: 1 }, false],
  [{ a: { $lte: null } }, { a: null }, true],
  // arrays
  [{ a: 1 }, { a: [1, 2] }, true],
  [{ a: [1, 2] }, { a: [1, 2] }, true],
  [{ a: [1, 2] }, { a: [2, 1] }, false],
  [{ a: [1, 2] }, { a: [[1, 2], 3] }, true],
  [{ a: [1] }, { a: [d(1)] }, true],
  [{ a: 1 }, { a: [[1]] }, false],
  [{ a: [] }, { a: [] }, true],
  [{ a: [] }, { a: [[]] }, true],
  [{ 'a.0': 1 }, { a: [1, 2] }, true],
  [{ 'a.1': 1 }, { a: [1, 2] }, false],
  [{ 'a.0': 1 }, { a: [[1]] }, false],
  [{ 'a.0': [1] }, { a: [[1]] }, true],
  [{ 'a.0.0': 1 }, { a: [[1]] }, true],
  [{ 'a.0.b': 1 }, { a: [{ b: 1 }] }, true],
  [{ 'a.1.b': 1 }, { a: [{ b: 1 }] }, false],
  [{ 'a.b': 1 }, { a: [{ b: 2 }, { b: 1 }] }, true],
  [{ 'a.b': 1 }, { a: [{ b: [3, 1] }] }, true],
  [{ 'a.b': 1 }, { a: [[{ b: 1 }]] }, false],
  [{ 'a.0': 1 }, { a: { 0: 1 } }, true],
  [{ 'a.0': 1 }, { a: [{ 0: 1 }] }, true],
  [{ 'a.00': 1 }, { a: [1] }, false],
  [{ a: { $gt: 1, $lt: 3 } }, { a: [0, 5] }, true],
  // documents
  [{ a: { b: 1, c: 2 } }, { a: { b: 1, c: 2 } }, true],
  [{ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }, false],
  [{ a: { b: 1 } }, { a: { b: 1, c: 2 } }, false],
  [{ a: {} }, { a: {} }, true],
  [{ a: {} }, { a: { b: 1 } }, false],
  // comparison stays inside a type
  [{ a: { $gt: 1 } }, { a: '2' }, false],
  [{ a: { $lt: 1 } }, {}, false],
  [{ a: { $lt: 1 } }, { a: null }, false],
  [{ a: { $gte: 2 } }, { a: d(2) }, true],
  [{ a: { $gt: d(1.5) } }, { a: D('1.51') }, true],
  [{ a: { $gt: 'a' } }, { a: 'b' }, true],
  [{ a: { $lt: d(NaN) } }, { a: 1 }, false],
  [{ a: { $lte: d(NaN) } }, { a: d(NaN) }, true],
  [{ a: { $lt: 5 } }, { a: d(NaN) }, false],
  [{ a: { $gt: [1, 2] } }, { a: [1, 3] }, true],
  [{ a: { $gt: [1, 2] } }, { a: 5 }, false],
  [{ a: { $gt: { b: 1 } } }, { a: { b: 2 } }, true],
  [{ a: { $gt: new MinKey() } }, { a: 1 }, true],
  [{ a: { $lt: new MaxKey() } }, { a: 'x' }, true],
  [{ a: { $lt: new MinKey() } }, { a: 1 }, false],
  [{ a: { $gt: false } }, { a: true }, true],
  [{ a: { $gt: 1 } }, { a: true }, false],
  // $ne, $in, $nin
  [{ a: { $ne: 1 } }, {}, true],
  [{ a: { $ne: 1 } }, { a: [1, 2] }, false],
  [{ a: { $in: [1, 2] } }, { a: d(2) }, true],
  [{ a: { $in: [1, null] } }, {}, true],
  [{ a: { $in: [] } }, { a: 1 }, false],
  [{ a: { $nin: [] } }, { a: 1 }, true],
  [{ a: { $in: [[1]] } }, { a: [1] }, true],
  [{ a: { $in: [re('^x')] } }, { a: 'xy' }, true],
  [{ a: { $in: [re('^x')] } }, { a: ['y', 'xa'] }, true],
  [{ a: { $nin: [re('^x'), 3] } }, { a: 'xy' }, false],
  [{ a: { $in: [1, 2, 3, 4, 5, 6] } }, { a: L(6) }, true],
  [{ a: { $in: [1, 2, 3, 4, 5, null] } }, {}, true],
  [{ a: { $in: [1, 2, 3, 4, 5, 6] } }, {}, false],
  [{ a: { $nin: [1] } }, {}, true],
  // $exists, $type, $size, $mod
  [{ a: { $exists: true } }, { a: null }, true],
  [{ a: { $exists: false } }, { a: null }, false],
  [{ a: { $exists: 0 } }, {}, true],
  [{ a: { $exists: '' } }, { a: 1 }, true],
  [{ 'a.b': { $exists: false } }, { a: [] }, true],
  [{ 'a.b': { $exists: true } }, { a: [{ b: 1 }, {}] }, true],
  [{ a: { $type: 'number' } }, { a: D('1') }, true],
  [{ a: { $type: 'int' } }, { a: d(1) }, false],
  [{ a: { $type: 16 } }, { a: 1 }, true],
  [{ a: { $type: 'array' } }, { a: [] }, true],
  [{ a: { $type: 'string' } }, { a: [1, 'x'] }, true],
  [{ a: { $type: ['null', 'bool'] } }, { a: true }, true],
  [{ a: { $type: 'null' } }, {}, false],
  [{ a: { $size: 2 } }, { a: [1, 2] }, true],
  [{ a: { $size: 0 } }, { a: [] }, true],
  [{ a: { $size: 1 } }, { a: [[1, 2]] }, true],
  [{ a: { $size: 2 } }, { a: [[1, 2]] }, false],
  [{ a: { $size: 1 } }, {}, false],
  [{ a: { $mod: [4, 0] } }, { a: 8 }, true],
  [{ a: { $mod: [4, d(0.9)] } }, { a: d(8.7) }, true],
  [{ a: { $mod: [4, -1] } }, { a: -5 }, true],
  [{ a: { $mod: [4, 3] } }, { a: -5 }, false],
  [{ a: { $mod: [2, 0] } }, { a: '2' }, false],
  // $elemMatch, $all, $not
  [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 5] }, false],
  [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 2] }, true],
  [{ a: { $elemMatch: { b: 1, c: 2 } } }, { a: [{ b: 1 }, { c: 2 }] }, false],
  [{ a: { $elemMatch: { b: 1, c: 2 } } }, { a: [{ b: 1, c: 2 }] }, true],
  [{ a: { $elemMatch: { b: 1 } } }, { a: { b: 1 } }, false],
  [{ a: { $elemMatch: { 0: 1 } } }, { a: [[1]] }, true],
  [{ a: { $elemMatch: { $elemMatch: { $eq: 1 } } } }, { a: [[1]] }, true],
  [{ a: { $elemMatch: { $not: { $gt: 1 } } } }, { a: [5, 0] }, true],
  [{ a: { $elemMatch: { $or: [{ b: 1 }, { b: 2 }] } } }, { a: [{ b: 2 }] }, true],
  [{ a: { $elemMatch: {} } }, { a: [1] }, false],
  [{ a: { $elemMatch: { $ne: 1 } } }, { a: [1, 2] }, true],
  [{ a: { $all: [1, 2] } }, { a: [2, 1, 3] }, true],
  [{ a: { $all: [1] } }, { a: 1 }, true],
  [{ a: { $all: [] } }, { a: [] }, false],
  [{ a: { $all: [[1, 2]] } }, { a: [1, 2] }, true],
  [{ a: { $all: [re('^x'), 'y'] } }, { a: ['xa', 'y'] }, true],
  [{ a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { b: 2 } }] } }, { a: [{ b: 1 }, { b: 2 }] }, true],
  [{ a: { $all: [null] } }, {}, true],
  [{ a: { $not: { $gt: 5 } } }, {}, true],
  [{ a: { $not: { $gt: 5 } } }, { a: [1, 9] }, false],
  [{ a: { $not: re('^x') } }, { a: 'y' }, true],
  [{ a: { $not: { $exists: true } } }, {}, true],
  // logic
  [{ $and: [{ a: 1 }, { b: 2 }] }, { a: 1, b: 2 }, true],
  [{ $or: [{ a: 1 }, { b: 2 }] }, { b: 2 }, true],
  [{ $nor: [{ a: 1 }, { b: 2 }] }, { a: 3 }, true],
  [{ $comment: 'why', a: 1 }, { a: 1 }, true],
  [{}, {}, true],
  // regular expressions
  [{ a: re('B', 'i') }, { a: 'abc' }, true],
  [{ a: re('^b$', 'm') }, { a: 'a\nb\nc' }, true],
  [{ a: re('^b$') }, { a: 'a\nb' }, false],
  [{ a: re('b$') }, { a: 'a b\n' }, true],
  [{ a: re('a.b') }, { a: 'a\nb' }, false],
  [{ a: re('a.b', 's') }, { a: 'a\nb' }, true],
  [{ a: re('a b # c', 'x') }, { a: 'ab' }, true],
  [{ a: re('x') }, { a: re('x') }, true],
  [{ a: re('x') }, { a: re('x', 'i') }, false],
  [{ a: { $eq: re('x') } }, { a: 'x' }, false],
  [{ a: re('x') }, { a: 5 }, false],
  [{ a: { $regex: 'X', $options: 'i' } }, { a: 'x' }, true],
  [{ a: { $options: 'i', $regex: 'X' } }, { a: 'x' }, true],
  [{ a: re('(?i)AB') }, { a: 'ab' }, true],
  [{ a: re('^[[:alpha:]]+$') }, { a: 'abc' }, true],
  [{ a: re('\\Aa\\z') }, { a: 'a' }, true],
  [{ a: re('^.$') }, { a: '😀' }, true],
  [{ a: re('a{,2}') }, { a: 'a{,2}' }, true],
  [{ a: re('\\-\\_\\@') }, { a: '-_@' }, true],
  [{ a: re('^扣一$') }, { a: '扣一' }, true],
  // $expr
  [{ $expr: { $eq: ['$a', '$b'] } }, { a: 1, b: d(1) }, true],
  [{ $expr: { $gt: ['$a', '$b'] } }, { a: 'x', b: 1 }, true],
  [{ $expr: { $eq: ['$a', null] } }, {}, false],
  [{ $expr: { $lt: ['$a', 0] } }, {}, true],
  [{ $expr: '$a' }, { a: '' }, true],
  [{ $expr: '$a' }, { a: d(0) }, false],
  // bits
  [{ a: { $bitsAllSet: [0, 2] } }, { a: 5 }, true],
  [{ a: { $bitsAnySet: 6 } }, { a: 4 }, true],
  [{ a: { $bitsAllClear: [1] } }, { a: d(5) }, true],
  [{ a: { $bitsAnyClear: [0, 1] } }, { a: 3 }, false],
  [{ a: { $bitsAllSet: [70] } }, { a: -1 }, true],
  [{ a: { $bitsAllSet: [0] } }, { a: new Binary(Buffer.from([1])) }, true],
  [{ a: { $bitsAllSet: [0] } }, { a: d(1.5) }, false],
];

test.each(table)('%j on %j: %s', (query, document, expected) => {
  expect(compileFilter(doc(query), env()).test(doc(document))).toBe(expected);
});

/** [query, index that the positional operator takes] */
const positions: [object, object, number | undefined][] = [
  [{ a: 2 }, { a: [1, 2] }, 1],
  [{ 'a.b': 2 }, { a: [{ b: 1 }, { b: 2 }] }, 1],
  [{ 'a.b': 2 }, { a: [{ b: 1 }, { b: [0, 2] }] }, 1],
  [{ a: { $elemMatch: { b: 3 } } }, { a: [{}, {}, { b: 3 }] }, 2],
  [{ $and: [{ x: 1 }, { a: 2 }] }, { x: 1, a: [1, 2] }, 1],
  [{ a: { $ne: 7 } }, { a: [1] }, undefined],
  [{ x: 1 }, { x: 1, a: [1] }, undefined],
];

test.each(positions)('%j on %j matched at %s', (query, document, expected) => {
  expect(compileFilter(doc(query), env()).match(doc(document))).toEqual({ positional: expected });
});

/** [query, code] */
const refused: [object, number][] = [
  [{ a: { $foo: 1 } }, 2],
  [{ $foo: 1 }, 2],
  [{ a: { $gt: 1, b: 2 } }, 2],
  [{ a: { $in: 1 } }, 2],
  [{ a: { $in: [{ $gt: 1 }] } }, 2],
  [{ $and: [] }, 2],
  [{ $or: {} }, 2],
  [{ $or: [1] }, 2],
  [{ a: { $not: 1 } }, 2],
  [{ a: { $not: {} } }, 2],
  [{ a: { $ne: re('x') } }, 2],
  [{ a: { $gt: re('x') } }, 2],
  [{ a: { $options: 'i' } }, 2],
  [{ a: { $regex: 1 } }, 2],
  [{ a: { $regex: '(' } }, 51091],
  [{ a: { $regex: 'a', $options: 'g' } }, 51108],
  [{ a: { $size: -1 } }, 2],
  [{ a: { $size: 'x' } }, 2],
  [{ a: { $mod: [0, 1] } }, 2],
  [{ a: { $mod: [1] } }, 2],
  [{ a: { $type: 'foo' } }, 2],
  [{ a: { $type: [] } }, 9],
  [{ a: { $elemMatch: 1 } }, 2],
  [{ a: { $all: 1 } }, 2],
  [{ a: { $all: [{ $gt: 1 }] } }, 2],
  [{ $where: 'true' }, 115],
  [{ $text: { $search: 'x' } }, 115],
  [{ a: { $near: [0, 0] } }, 115],
  [{ $jsonSchema: {} }, 115],
  [{ $expr: { $foo: 1 } }, 168],
];

test.each(refused)('%j is refused with %s', (query, code) => {
  expect(codeOf(() => compileFilter(doc(query), env()))).toBe(code);
});

test('a pattern that may backtrack without end refuses a long subject instead of running', () => {
  const evil = compileFilter(doc({ a: re('^(a+)+$') }), env());
  expect(evil.test(doc({ a: 'aaaa' }))).toBe(true);
  expect(codeOf(() => evil.test(doc({ a: `${'a'.repeat(100)}b` })))).toBe(2);
});

test('a collation decides equality, order and membership', () => {
  const e = env({ collation: doc({ locale: 'en', strength: 2 }) });
  expect(compileFilter(doc({ a: 'ABC' }), e).test(doc({ a: 'abc' }))).toBe(true);
  expect(compileFilter(doc({ a: { $in: ['x', 'y', 'z', 'v', 'ABC'] } }), e).test(doc({ a: 'abc' }))).toBe(
    true,
  );
  expect(compileFilter(doc({ a: { $gt: 'ABC' } }), e).test(doc({ a: 'abd' }))).toBe(true);
  expect(
    codeOf(() => compileFilter(doc({}), env({ collation: doc({ locale: 'en', alternate: 'shifted' }) }))),
  ).toBe(115);
});
