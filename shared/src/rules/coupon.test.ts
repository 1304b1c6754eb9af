import { fc, test as prop } from '@fast-check/jest';
import { COUPON_KINDS, COUPON_STACKINGS, type CouponRule, type CouponTerms } from '../types';
import { couponCutFen, couponWindow, couponWorthFen, mayStack } from './coupon';
import { COUPON_TEMPLATES } from './coupon-templates';
import { validateCoupon } from './coupon-validate';
import { couponCondition, couponHeadline, couponLines, untilInWords } from './coupon-words';
import { DAY_MS } from './time';

const NOW = new Date('2036-11-22T20:00:00+08:00');
const fen = fc.integer({ min: 0, max: 10_000_000 });
const terms: fc.Arbitrary<CouponTerms> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), minFen: fen, cutFen: fen }),
  fc.record({
    kind: fc.constant('discount' as const),
    payPercent: fc.integer({ min: 10, max: 99 }),
    minFen: fen,
    maxCutFen: fen,
  }),
  fc.record({ kind: fc.constant('gift' as const), giftName: fc.string(), costFen: fen, minFen: fen }),
);
const kind = fc.constantFrom(...COUPON_KINDS);
const stackable = fc.record({ kind, stacking: fc.constantFrom(...COUPON_STACKINGS) });
const good = COUPON_TEMPLATES[0]!.rule;

describe('what a coupon takes off', () => {
  prop.prop([terms, fen])('is whole, at most its worth and never more than the order', (of, orderFen) => {
    const cut = couponCutFen(of, orderFen);
    expect(Number.isSafeInteger(cut)).toBe(true);
    expect(cut).toBeGreaterThanOrEqual(0);
    expect(cut).toBeLessThanOrEqual(couponWorthFen(of));
    if (of.kind !== 'gift') expect(cut).toBeLessThanOrEqual(orderFen);
  });

  prop.prop([terms, fen, fen])('does not fall when the order grows', (of, a, b) => {
    const [less, more] = a < b ? [a, b] : [b, a];
    expect(couponCutFen(of, less)).toBeLessThanOrEqual(couponCutFen(of, more));
  });

  test('满30减5 takes 5 yuan; 8.5 折 of 99.99 yuan takes 14.99, at most its cap', () => {
    expect(couponCutFen({ kind: 'cut', minFen: 3_000, cutFen: 500 }, 3_000)).toBe(500);
    const discount = { kind: 'discount', payPercent: 85, minFen: 0, maxCutFen: 2_000 } as const;
    expect(couponCutFen(discount, 9_999)).toBe(1_499);
    expect(couponCutFen(discount, 99_900)).toBe(2_000);
  });
});

describe('when a coupon is good', () => {
  prop.prop([
    fc.integer({ min: 1, max: 366 }),
    fc.integer({ min: 0, max: 30 }),
    fc.integer({ min: 0, max: 86_399 }),
  ])('so many whole days, the last of them to midnight in Shanghai', (days, afterDays, second) => {
    const at = new Date(Date.parse('2036-11-22T00:00:00+08:00') + second * 1000);
    const { from, until } = couponWindow({ kind: 'days', days, afterDays }, at);
    expect(until.getTime()).toBe(Date.parse('2036-11-22T00:00:00+08:00') + (afterDays + days) * DAY_MS);
    expect(from.getTime()).toBeGreaterThanOrEqual(at.getTime());
    expect(until.getTime()).toBeGreaterThan(from.getTime());
  });

  test('says its end as people do', () => {
    expect(untilInWords(new Date('2036-11-29T00:00:00+08:00'))).toBe('11月28日（周五）24:00');
    expect(untilInWords(new Date('2036-11-28T21:30:00+08:00'))).toBe('11月28日（周五）21:30');
  });
});

describe('coupons on one receipt', () => {
  prop.prop([stackable, stackable])('the order in which they are shown does not matter', (a, b) => {
    expect(mayStack(a, b)).toBe(mayStack(b, a));
  });
  prop.prop([stackable, kind])('one that stands alone stands alone', (other, of) => {
    expect(mayStack({ kind: of, stacking: 'alone' }, other)).toBe(false);
  });
  test('one of each kind, where both say so', () => {
    const one = { kind: 'cut', stacking: 'other_kinds' } as const;
    expect(mayStack(one, { kind: 'gift', stacking: 'any' })).toBe(true);
    expect(mayStack(one, { kind: 'cut', stacking: 'any' })).toBe(false);
  });
});

describe('a coupon that is not ready', () => {
  test.each(COUPON_TEMPLATES)('template $id has no problem', ({ rule }) => {
    expect(validateCoupon(rule, NOW)).toEqual([]);
  });

  const bad: [string, Partial<CouponRule>][] = [
    ['name_missing', { name: ' ' }],
    ['cut_above_min', { terms: { kind: 'cut', minFen: 500, cutFen: 500 } }],
    ['cut_missing', { terms: { kind: 'cut', minFen: 500, cutFen: 0 } }],
    ['discount_out_of_range', { terms: { kind: 'discount', payPercent: 100, minFen: 0, maxCutFen: 1 } }],
    ['max_cut_missing', { terms: { kind: 'discount', payPercent: 85, minFen: 0, maxCutFen: 0 } }],
    ['gift_missing', { terms: { kind: 'gift', giftName: '', costFen: 0, minFen: 0 } }],
    ['worth_too_large', { terms: { kind: 'cut', minFen: 0, cutFen: 5_000_001 } }],
    ['days_out_of_range', { validity: { kind: 'days', days: 0, afterDays: 0 } }],
    ['remind_too_early', { remindDaysBefore: 7 }],
    [
      'until_past',
      { validity: { kind: 'fixed', from: '2036-01-01T00:00:00Z', until: '2036-02-01T00:00:00Z' } },
    ],
    [
      'until_before_from',
      { validity: { kind: 'fixed', from: '2037-02-01T00:00:00Z', until: '2037-01-01T00:00:00Z' } },
    ],
    ['stores_missing', { stores: { everywhere: false, unitIds: [] } }],
    ['stores_contradict', { stores: { everywhere: true, unitIds: ['u'] } }],
    ['stock_not_whole', { stock: 0 }],
    ['per_person_not_whole', { perPerson: 0 }],
  ];
  test.each(bad)('%s says what to do', (code, change) => {
    const problems = validateCoupon({ ...good, ...change }, NOW);
    expect(problems.map((each) => each.code)).toContain(code);
    for (const { message, field } of problems) {
      expect(message).toMatch(/[。]$/);
      expect(field).not.toBe('');
    }
  });
});

test('a coupon says what it gives and when it may be used', () => {
  expect(couponHeadline(good.terms)).toBe('减 5 元');
  expect(couponCondition(good.terms)).toBe('满 30 元可用');
  expect(couponCondition({ kind: 'discount', payPercent: 85, minFen: 0, maxCutFen: 2_050 })).toBe(
    '无门槛，最多优惠 20.5 元',
  );
  expect(couponLines(good, (id) => id)).toEqual([
    '到手起 7 天内有效，最后一天到 24:00',
    '所有门店可用',
    '不与其他券同用',
    '每人最多 1 张',
  ]);
});
