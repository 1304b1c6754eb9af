import fc from 'fast-check';
import { type RoundPool, totalWeight } from './draw';
import { drawOne, fractionText, heirOf, oddsOf, percentText, stockOf } from './draw-odds';

const SEED = '3c'.repeat(32);
const pool: RoundPool = {
  prizes: [
    { id: 'star', weight: 1, stock: 2, win: true },
    { id: 'cup', weight: 9, stock: 3, win: true },
    { id: 'none', weight: 90, win: false },
  ],
  fallbackPrizeId: 'none',
};

const pools = fc
  .array(fc.record({ weight: fc.integer({ min: 1, max: 20 }), stock: fc.integer({ min: 0, max: 12 }) }), {
    minLength: 1,
    maxLength: 5,
  })
  .chain((wins) =>
    fc.record({
      wins: fc.constant(wins),
      none: fc.integer({ min: 0, max: 60 }),
      afterDraws: fc.option(fc.integer({ min: 2, max: 6 }), { nil: undefined }),
      fallback: fc.nat({ max: wins.length - 1 }),
    }),
  )
  .map(({ wins, none, afterDraws, fallback }): RoundPool => ({
    prizes: [
      ...wins.map((prize, i) => ({ id: `p${i}`, ...prize, win: true })),
      ...(none > 0 ? [{ id: 'none', weight: none, win: false }] : []),
    ],
    fallbackPrizeId: none > 0 && fallback % 2 === 0 ? 'none' : `p${fallback}`,
    ...(afterDraws === undefined ? {} : { guarantee: { afterDraws, prizeId: 'p0', reserved: 1_000 } }),
  }));

describe('odds', () => {
  test('what ran out passes its weight to the stated fallback, openly; the total never changes', () => {
    expect(oddsOf(pool, { left: { star: 0, cup: 3 }, reserveLeft: 0 })).toEqual([
      { prizeId: 'star', weight: 0 },
      { prizeId: 'cup', weight: 9 },
      { prizeId: 'none', weight: 91 },
    ]);
    fc.assert(
      fc.property(pools, fc.array(fc.nat({ max: 1 }), { minLength: 6, maxLength: 6 }), (of, gone) => {
        const full = stockOf(of);
        const left = Object.fromEntries(
          Object.entries(full.left).map(([id, had], i) => [id, gone[i] === 1 ? 0 : had]),
        );
        const odds = oddsOf(of, { left, reserveLeft: 0 });
        if (odds.length === 0) return;
        expect(totalWeight(odds)).toBe(totalWeight(of.prizes));
        odds.forEach(({ prizeId, weight }) => {
          if (left[prizeId] === 0) expect(weight).toBe(0);
        });
      }),
    );
  });

  test('if the fallback is gone, too, the first prize left takes over; with nothing left there are no odds', () => {
    const small: RoundPool = { ...pool, prizes: pool.prizes.slice(0, 2), fallbackPrizeId: 'star' };
    expect(heirOf(small, { left: { star: 0, cup: 1 }, reserveLeft: 0 })).toBe('cup');
    expect(oddsOf(small, { left: { star: 0, cup: 0 }, reserveLeft: 0 })).toEqual([]);
  });

  test.each([
    [1, 1_000_000, '1/1000000', '0.0001%'],
    [50, 1_000, '1/20', '5%'],
    [1, 3, '1/3', '33.333333%'],
    [0, 10, '0', '0%'],
    [10, 10, '1', '100%'],
    [1, 1_000_000_000, '1/1000000000', '<0.000001%'],
    [999_999, 1_000_000, '999999/1000000', '99.9999%'],
  ])('%d of %d reads %s and %s', (weight, total, fraction, percent) => {
    expect(fractionText(weight, total)).toBe(fraction);
    expect(percentText(weight, total)).toBe(percent);
  });
});

describe('any number of draws', () => {
  test('never give more than the stock, and the guarantee is always met', () => {
    fc.assert(
      fc.property(pools, fc.array(fc.nat({ max: 3 }), { maxLength: 120 }), (of, people) => {
        let stock = stockOf(of);
        const given = new Map<string, number>();
        const misses = new Map<number, number>();
        const nonces = new Map<number, number>();
        for (const person of people) {
          if (oddsOf(of, stock).length === 0) break;
          const nonce = (nonces.get(person) ?? 0) + 1;
          nonces.set(person, nonce);
          const missesBefore = misses.get(person) ?? 0;
          const drawn = drawOne(of, stock, SEED, { clientSeed: `person-${person}`, nonce, missesBefore });
          stock = drawn.stock;
          misses.set(person, drawn.misses);
          if (!drawn.guaranteed) given.set(drawn.prizeId, (given.get(drawn.prizeId) ?? 0) + 1);
          if (of.guarantee) expect(drawn.misses).toBeLessThan(of.guarantee.afterDraws);
          expect(drawn.soldOut).toBe(!drawn.guaranteed && stock.left[drawn.prizeId] === 0);
        }
        for (const { id, stock: had } of of.prizes)
          if (had !== undefined) {
            expect(given.get(id) ?? 0).toBeLessThanOrEqual(had);
            expect(stock.left[id]).toBe(had - (given.get(id) ?? 0));
          }
      }),
    );
  });

  test('without 谢谢参与 exactly the stock is given, then there are no odds', () => {
    const full: RoundPool = { ...pool, prizes: pool.prizes.slice(0, 2), fallbackPrizeId: 'cup' };
    let stock = stockOf(full);
    let draws = 0;
    while (oddsOf(full, stock).length > 0) {
      draws += 1;
      stock = drawOne(full, stock, SEED, { clientSeed: 'a', nonce: draws, missesBefore: 0 }).stock;
    }
    expect(draws).toBe(5);
    expect(stock.left).toEqual({ star: 0, cup: 0 });
  });

  test('a guarantee adds to chance, it never takes away', () => {
    const sure: RoundPool = {
      ...pool,
      prizes: pool.prizes.map((prize) => ({ ...prize, weight: prize.id === 'cup' ? 100 : 1 })),
      guarantee: { afterDraws: 2, prizeId: 'star', reserved: 1 },
    };
    const nonce = Array.from({ length: 50 }, (_, i) => i + 1).find(
      (each) =>
        drawOne(sure, stockOf(sure), SEED, { clientSeed: 'b', nonce: each, missesBefore: 0 }).prizeId ===
        'cup',
    )!;
    const drawn = drawOne(sure, stockOf(sure), SEED, { clientSeed: 'b', nonce, missesBefore: 1 });
    expect(drawn).toMatchObject({ prizeId: 'cup', guaranteed: false, misses: 0 });
    expect(drawn.stock.reserveLeft).toBe(1);
  });
});
