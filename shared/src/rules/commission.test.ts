import fc from 'fast-check';
import { commissionNow, commissionOf, type CommissionRule, keptOf, partsOf, rulesFor } from './commission';

const at = (day: number) => new Date(Date.UTC(2026, 10, day));
const rule = (id: string, more: Partial<CommissionRule> = {}): CommissionRule => ({
  id,
  name: id,
  rate: { basisPoints: 1_000 },
  from: at(1),
  ...more,
});
const item = { productId: 'p', category: 'c', quantity: 1, paidFen: 10_000 };
const firstOf = (rules: CommissionRule[], day = 10, tier: 'starter' | 'gold' = 'gold') =>
  rulesFor(rules, item, { tier, at: at(day) })[0]?.id;

describe('which rule pays', () => {
  test('a product beats a category beats everything; then a tier; then the later begun', () => {
    const rules = [
      rule('all'),
      rule('all-gold', { tier: 'gold' }),
      rule('category', { category: 'c' }),
      rule('category-gold', { category: 'c', tier: 'gold' }),
      rule('product', { productId: 'p' }),
      rule('product-gold', { productId: 'p', tier: 'gold' }),
    ];
    const order = ['product-gold', 'product', 'category-gold', 'category', 'all-gold', 'all'];
    expect(rulesFor(rules, item, { tier: 'gold', at: at(10) }).map(({ id }) => id)).toEqual(order);
    expect(firstOf(rules, 10, 'starter')).toBe('product');
    expect(firstOf([rule('old'), rule('new', { from: at(5) })])).toBe('new');
  });

  test('from its first moment, not at its last, and only for what it names', () => {
    const rules = [rule('a', { from: at(5), to: at(7) })];
    expect([4, 5, 6, 7].map((day) => firstOf(rules, day))).toEqual([undefined, 'a', 'a', undefined]);
    expect(firstOf([rule('other', { productId: 'q' }), rule('other-category', { category: 'd' })])).toBe(
      undefined,
    );
  });

  test('the order in which rules are listed decides nothing', () => {
    const some = fc.uniqueArray(
      fc.record({
        id: fc.string({ minLength: 1, maxLength: 3 }),
        productId: fc.option(fc.constant('p'), { nil: undefined }),
        category: fc.option(fc.constant('c'), { nil: undefined }),
        tier: fc.option(fc.constant('gold' as const), { nil: undefined }),
        day: fc.integer({ min: 1, max: 9 }),
      }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (given, order) => {
        const rules = given.map(({ day, ...more }) => rule(more.id, { ...more, from: at(day) }));
        const shuffled = rules
          .map((each) => ({ each, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        expect(firstOf(shuffled)).toBe(firstOf(rules));
      }),
    );
  });
});

describe('how much', () => {
  const fen = fc.integer({ min: 0, max: 100_000_000 });

  test('shares are rounded to the nearest fen, so many fen a piece never exceed what was paid', () => {
    expect(commissionOf({ quantity: 1, paidFen: 999 }, { basisPoints: 1_000 })).toBe(100);
    expect(commissionOf({ quantity: 1, paidFen: 994 }, { basisPoints: 1_000 })).toBe(99);
    expect(commissionOf({ quantity: 3, paidFen: 10_000 }, { fenPerPiece: 500 })).toBe(1_500);
    expect(commissionOf({ quantity: 3, paidFen: 1_000 }, { fenPerPiece: 500 })).toBe(1_000);
  });

  test('the parts always add up to the whole, before and after any refunds, and only fall with more of them', () => {
    const lines = fc.array(
      fc.record({ paid: fen, share: fc.nat(1_000), refund: fc.nat(1_000), more: fc.nat(1_000) }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(lines, fc.option(fc.nat(30), { nil: undefined }), (given, share) => {
        const at = (refundOf: (line: (typeof given)[number]) => number) =>
          commissionNow(
            given.map((line) => ({
              paidFen: line.paid,
              refundedFen: Math.floor((line.paid * Math.min(1_000, refundOf(line))) / 1_000),
              commissionFen: Math.floor((line.paid * line.share) / 1_000),
            })),
            share,
          );
        const now = at(({ refund }) => refund);
        const later = at(({ refund, more }) => refund + more);
        for (const each of [now, later]) {
          expect(each.parts.reduce((sum, part) => sum + part.wholeFen, 0)).toBe(each.wholeFen);
          expect(each.parts.reduce((sum, part) => sum + part.keptFen, 0)).toBe(each.keptFen);
          for (const part of each.parts) {
            expect(part.keptFen).toBeGreaterThanOrEqual(0);
            expect(part.keptFen).toBeLessThanOrEqual(part.wholeFen);
          }
        }
        expect(later.keptFen).toBeLessThanOrEqual(now.keptFen);
        later.parts.forEach((part, i) => expect(part.keptFen).toBeLessThanOrEqual(now.parts[i]!.keptFen));
      }),
    );
  });

  test('nothing refunded keeps all, everything refunded keeps nothing', () => {
    fc.assert(
      fc.property(fen, fen, (commission, paidFen) => {
        expect(keptOf(commission, { paidFen, refundedFen: 0 })).toBe(commission);
        if (paidFen > 0) expect(keptOf(commission, { paidFen, refundedFen: paidFen })).toBe(0);
      }),
    );
    expect(partsOf(100, undefined)).toEqual([100]);
    expect(partsOf(101, 30)).toEqual([71, 30]);
  });
});
