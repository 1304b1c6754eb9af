import fc from 'fast-check';
import { Decimal128, Double } from 'bson';
import { compareValues } from '../src/bson/compare';
import { checkDocument, decode, encode } from '../src/bson/codec';
import type { Doc, Value } from '../src/bson/value';
import { Budget, compileFilter } from '../src/language';
import { Catalog } from '../src/storage/catalog';
import { changedEntries, entriesOfAll } from '../src/storage/entries';
import { indexKeys } from '../src/storage/index-keys';
import { compoundKey, keyOf } from '../src/storage/keys';
import { anyValue } from './generators';

const sign = (n: number): number => (n < 0 ? -1 : n > 0 ? 1 : 0);

describe('index keys', () => {
  test('sort as MongoDB sorts the values, ascending and descending', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        const order = sign(compareValues(a, b));
        expect(sign(keyOf(a).compare(keyOf(b)))).toBe(order);
        expect(sign(keyOf(a, -1).compare(keyOf(b, -1)))).toBe(-order || 0);
      }),
      { numRuns: 3_000 },
    );
  });

  test('of several fields sort by the first that differs', () => {
    const pair = fc.tuple(anyValue, anyValue);
    fc.assert(
      fc.property(pair, pair, fc.constantFrom<1 | -1>(1, -1), (a, b, direction) => {
        const order = sign(compareValues(a[0], b[0])) || sign(compareValues(a[1], b[1])) * direction;
        const keys = [a, b].map((values) => compoundKey(values, [1, direction]));
        expect(sign(keys[0]!.compare(keys[1]!))).toBe(order || 0);
      }),
      { numRuns: 2_000 },
    );
  });

  const equal: [string, Value, Value][] = [
    ['int and double', 5, new Double(5)],
    ['int and long', 5, 5n],
    ['double and decimal that is exactly it', new Double(0.5), Decimal128.fromString('0.50')],
    ['long and decimal beyond 2^53', 9007199254740993n, Decimal128.fromString('9007199254740993')],
    ['zero and minus zero', 0, new Double(-0)],
  ];
  test.each(equal)('are equal for equal numbers: %s', (_name, a, b) => {
    expect(keyOf(a)).toEqual(keyOf(b));
  });

  const ascending: [string, Value, Value][] = [
    ['a decimal 0.1 is less than the double 0.1', Decimal128.fromString('0.1'), new Double(0.1)],
    ['2^53 and the long after it', new Double(2 ** 53), 9007199254740993n],
    ['NaN before everything', new Double(NaN), new Double(-Infinity)],
    [
      'the greatest double and a decimal above it',
      new Double(Number.MAX_VALUE),
      Decimal128.fromString('1E+400'),
    ],
    ['a decimal above all doubles and infinity', Decimal128.fromString('1E+400'), new Double(Infinity)],
    [
      'minus infinity and a decimal below all doubles',
      new Double(-Infinity),
      Decimal128.fromString('-1E+400'),
    ],
    ['a tiny decimal above zero', 0, Decimal128.fromString('1E-6000')],
    ['a tiny decimal below zero', Decimal128.fromString('-1E-6000'), 0],
  ];
  test.each(ascending)('tell close numbers apart: %s', (_name, a, b) => {
    expect(keyOf(a).compare(keyOf(b))).toBe(-1);
  });
});

describe('the keys of a document', () => {
  const compile = (filter: Doc) =>
    compileFilter(filter, { now: new Date(0), budget: new Budget({ maxBytes: Infinity }) });
  const catalog = new Catalog(compile);
  const index = (id: number, key: [string, number][], more: [string, Value][] = []) =>
    catalog.index(
      id,
      new Map<string, Value>([['name', `i${id}`], ['key', new Map<string, Value>(key)], ...more]),
      0,
      { arrays: 0, cut: false },
    );
  const partial = (filter: [string, Value][]): [string, Value][] => [
    ['partialFilterExpression', new Map(filter)],
  ];
  const indexes = [
    index(1, [['a', 1]]),
    index(2, [
      ['b', 1],
      ['a', -1],
    ]),
    index(3, [['a', 1]], [['sparse', true]]),
    index(4, [['b', -1]], partial([['c', true]])),
    index(5, [['a.x', 1]]),
    index(6, [['a', 1]], partial([['b', new Map<string, Value>([['$exists', true]])]])),
  ];
  const flag = fc.oneof(fc.boolean(), anyValue);
  const documents = fc
    .record({ a: anyValue, b: anyValue, c: flag }, { requiredKeys: [] })
    // Two arrays in one index are refused, which is another story.
    .filter(({ a, b }) => !(Array.isArray(a) && Array.isArray(b)))
    .map((fields) => new Map<string, Value>(Object.entries(fields)));
  // What the fast way must agree with: everything decoded, every path followed.
  const slowly = (doc: Doc) =>
    indexes.map((each) =>
      each.partialMatcher && !each.partialMatcher.test(doc)
        ? { keys: [], arrays: 0, cut: false }
        : indexKeys(doc, each.paths, each.directions, each.sparse),
    );

  test('are the same, made from its bytes or from its values', () => {
    fc.assert(
      fc.property(documents, (doc) => {
        const bytes = encode(doc);
        expect(entriesOfAll(indexes, bytes)).toEqual(slowly(decode(bytes)));
      }),
      { numRuns: 3_000 },
    );
  });

  test('are told as unchanged only where they are', () => {
    fc.assert(
      fc.property(documents, documents, fc.subarray(['a', 'b', 'c']), (before, other, kept) => {
        const after = new Map([...other, ...[...before].filter(([name]) => kept.includes(name))]);
        fc.pre(!(Array.isArray(after.get('a')) && Array.isArray(after.get('b'))));
        const had = slowly(decode(encode(before)));
        const has = slowly(decode(encode(after)));
        const told = changedEntries(indexes, encode(before), encode(after));
        told.forEach((keys, i) => expect(keys ?? had[i]).toEqual(has[i]));
        if (kept.length === 3 && after.size === before.size) expect(told.filter(Boolean)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('BSON', () => {
  test('comes back as it went in', () => {
    fc.assert(
      fc.property(anyValue, (v) => {
        const bytes = encode(new Map([['v', v]]));
        expect(checkDocument(bytes)).toBe(bytes.length);
        expect(encode(decode(bytes))).toEqual(bytes);
      }),
      { numRuns: 1_000 },
    );
  });

  test('that is damaged is refused, never a crash or a hang', () => {
    fc.assert(
      fc.property(anyValue, fc.nat(), fc.integer({ min: 0, max: 255 }), (v, where, what) => {
        const bytes = encode(
          new Map([
            ['v', v],
            ['w', 'text'],
          ]),
        );
        bytes[where % bytes.length] = what;
        let end: number;
        try {
          end = checkDocument(bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.any(Number) as number });
          return;
        }
        // What the check lets through, the decoder can read.
        if (end === bytes.length) expect(() => decode(bytes)).not.toThrow();
      }),
      { numRuns: 3_000 },
    );
  });

  test('deeper than MongoDB allows is refused', () => {
    let doc = new Map<string, Value>();
    for (let i = 0; i < 185; i++) doc = new Map([['a', doc]]);
    expect(() => checkDocument(encode(doc))).toThrow(/nested object depth/);
  });
});
