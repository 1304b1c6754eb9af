import fc from 'fast-check';
import { Binary, BSONRegExp, Code, Decimal128, Double, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import type { Doc, Value } from '../src/bson/value';

const numbers: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.integer({ min: -2147483648, max: 2147483647 }),
  fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }),
  fc.bigInt({ min: (1n << 53n) - 3n, max: (1n << 53n) + 3n }),
  fc.double().map((d) => new Double(d)),
  fc.constantFrom(0, -0, 0.1, 0.5, 1e308, NaN, Infinity, -Infinity).map((d) => new Double(d)),
  fc
    .constantFrom(
      '0',
      '-0',
      '0.1',
      '0.5',
      '1E+6111',
      '-1E-6176',
      '9007199254740993',
      '9007199254740992.5',
      'NaN',
      'Infinity',
      '-Infinity',
      '1.0',
      '5',
      '-5.00',
    )
    .map((s) => Decimal128.fromString(s)),
);

const texts = fc.oneof(
  fc.constantFrom('', 'a', 'ab', 'b', 'a\u0000', 'a\u0000b', 'é', '𝔸'),
  fc.string({ maxLength: 6 }),
);

const simple: fc.Arbitrary<Value> = fc.oneof(
  numbers,
  texts,
  fc.constant(null),
  fc.boolean(),
  fc.constantFrom(new ObjectId('5'.repeat(24)), new ObjectId('6'.repeat(24))),
  fc.constantFrom(-1, 0, 1, 86_400_000).map((ms) => new Date(ms)),
  fc.uint8Array({ maxLength: 3 }).map((b) => new Binary(b, 0)),
  fc.constantFrom(new Timestamp({ t: 1, i: 2 }), new Timestamp({ t: 1, i: 1 })),
  fc.constantFrom(new BSONRegExp('a', ''), new BSONRegExp('a', 'i'), new BSONRegExp('b', '')),
  fc.constantFrom(new Code('a'), new Code('b')),
  fc.constantFrom(new MinKey(), new MaxKey()),
);

/** Any value this server stores, biased towards values that are close to one another. */
export const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value; doc: Doc }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    simple,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('doc'),
  ),
  doc: fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'x'), tie('value')), { maxLength: 2 })
    .map((e) => new Map(e)),
})).value;

/** A value that is no array; one that can be an `_id`. */
export const scalarOrDoc: fc.Arbitrary<Value> = anyValue.filter((v) => !Array.isArray(v));
