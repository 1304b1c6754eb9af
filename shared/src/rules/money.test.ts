import fc from 'fast-check';
import { assertWhole, fenOf, NotWholeError, pointsText, splitByWeights, sumWhole, yuan } from './money';

test('an amount that is not whole is a bug and says so', () => {
  for (const bad of [0.1, NaN, Infinity, 2 ** 53]) expect(() => assertWhole(bad)).toThrow(NotWholeError);
  expect(Object.is(assertWhole(-0), 0)).toBe(true);
  expect(() => sumWhole([Number.MAX_SAFE_INTEGER, 1])).toThrow(NotWholeError);
  expect(sumWhole([1, 2, 3])).toBe(6);
});

test.each([
  [0, '0.00'],
  [5, '0.05'],
  [-5, '-0.05'],
  [123456, '1,234.56'],
  [100000000, '1,000,000.00'],
])('%i fen are %s yuan', (fen, text) => {
  expect(yuan(fen)).toBe(text);
  expect(fenOf(text)).toBe(fen);
});
test.each(['', '1.234', '1,23', 'a', '1e3', '.5', '1,234,5'])('%j is no sum of money', (text) =>
  expect(fenOf(text)).toBeUndefined(),
);
test('points read with separators', () => expect(pointsText(-1234567)).toBe('-1,234,567'));

test('yuan and fen are two ways to say the same', () => {
  fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), (fen) => expect(fenOf(yuan(fen))).toBe(fen)));
});

describe('a split', () => {
  const weights = fc
    .array(fc.nat(1e6), { minLength: 1, maxLength: 12 })
    .filter((all) => all.some((w) => w > 0));
  test('loses nothing, invents nothing, and is fair to within one', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), weights, (amount, parts) => {
        const shares = splitByWeights(amount, parts);
        const sum = parts.reduce((a, b) => a + b, 0);
        expect(sumWhole(shares)).toBe(assertWhole(amount));
        shares.forEach((share, i) => {
          expect(Math.abs(share - (amount * parts[i]!) / sum)).toBeLessThan(1 + 1e-6);
          if (parts[i] === 0) expect(share).toBe(0);
        });
      }),
    );
  });
  test('the larger remainder gets the spare fen, then the earlier', () => {
    expect(splitByWeights(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(splitByWeights(10, [1, 2, 4])).toEqual([1, 3, 6]);
    expect(splitByWeights(-100, [1, 1, 1])).toEqual([-34, -33, -33]);
    expect(splitByWeights(Number.MAX_SAFE_INTEGER, [1, 0])).toEqual([Number.MAX_SAFE_INTEGER, 0]);
    expect(() => splitByWeights(1, [0, 0])).toThrow(RangeError);
    expect(() => splitByWeights(1, [-1, 2])).toThrow(RangeError);
  });
});
