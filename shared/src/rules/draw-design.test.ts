import type { BoxDesign } from '../types';
import { reserveNeeded, validateBox, worstCostFen } from './draw-design';
import { BOX_TEMPLATES } from './draw-templates';
import { boxInWords, obstacleInWords } from './draw-words';

const NOW = new Date('2026-11-20T02:00:00Z');
const design = (change: (box: BoxDesign) => void = () => undefined): BoxDesign => {
  const box = structuredClone(BOX_TEMPLATES[0]!.design(NOW));
  change(box);
  return box;
};
const problems = (change: (box: BoxDesign) => void) =>
  validateBox(design(change), NOW).map(({ field, code }) => `${field} ${code}`);

describe('a box can be opened', () => {
  test.each(BOX_TEMPLATES.map((template) => [template.name, template] as const))(
    'from the template %s as it is',
    (_name, template) => {
      expect(validateBox(template.design(NOW), NOW)).toEqual([]);
    },
  );

  test.each<[string, (box: BoxDesign) => void]>([
    ['name name_missing', (box) => (box.name = ' ')],
    ['window.endAt window_past', (box) => (box.window.endAt = '2026-11-20T01:00:00Z')],
    ['prizes prizes_missing', (box) => (box.prizes = [])],
    ['prizes.3.weight weight_missing', (box) => (box.prizes[3]!.weight = 0)],
    ['prizes.1.weight weight_missing', (box) => (box.prizes[1]!.weight = 1.5)],
    ['prizes.0.valueFen prize_too_valuable', (box) => (box.prizes[0]!.valueFen = 5_000_001)],
    ['budgetFen budget_below_stock', (box) => (box.budgetFen -= 1)],
    ['prizes.0.stock stock_missing', (box) => delete box.prizes[0]!.stock],
    ['prizes.3.stock stock_needless', (box) => (box.prizes[3]!.stock = 1)],
    ['prizes.1.points points_missing', (box) => delete box.prizes[1]!.points],
    ['prizes.1.couponId coupon_missing', (box) => (box.prizes[1]!.kind = 'coupon')],
    ['prizes.2.id prize_id_duplicate', (box) => (box.prizes[2]!.id = 'p50')],
    ['fallbackPrizeId fallback_missing', (box) => (box.fallbackPrizeId = 'gone')],
    ['guarantee.prizeId guarantee_prize_nothing', (box) => (box.guarantee!.prizeId = 'none')],
    ['guarantee.reserved guarantee_reserve_short', (box) => (box.guarantee!.reserved -= 1)],
    ['limits.totalDraws guarantee_needs_total', (box) => delete box.limits.totalDraws],
    [
      'limits.perPersonPerDay limits_contradict',
      (box) => Object.assign(box.limits, { perPerson: 1, perPersonPerDay: 2 }),
    ],
  ])('but not with %s', (expected, change) => {
    expect(problems(change)).toContain(expected);
  });

  test('a cosmetic needs its declaration, each part of it', () => {
    expect(problems((box) => (box.prizes[0]!.cosmetic = true))).toEqual([
      'prizes.0.quality.filingNumber quality_missing',
      'prizes.0.quality.maker quality_missing',
      'prizes.0.quality.usableUntil quality_missing',
    ]);
    const declared = { filingNumber: '国妆网备进字 1', maker: '某某公司', usableUntil: '2027-06-30' };
    expect(problems((box) => Object.assign(box.prizes[0]!, { cosmetic: true, quality: declared }))).toEqual(
      [],
    );
    const old = { ...declared, usableUntil: '2026-11-01' };
    expect(problems((box) => Object.assign(box.prizes[0]!, { cosmetic: true, quality: old }))).toEqual([
      'prizes.0.quality.usableUntil quality_expired',
    ]);
  });

  test('nothing to win is no box', () => {
    expect(
      problems((box) => {
        box.prizes = box.prizes.slice(3);
        delete box.guarantee;
      }),
    ).toContain('prizes no_win');
  });

  test('a prize that only the guarantee gives may have no weight of its own', () => {
    expect(problems((box) => (box.prizes[0]!.weight = 0))).toEqual([]);
  });
});

test('the reserve covers the most that any order of draws can need', () => {
  // The worst case: everybody draws exactly as often as the guarantee says, and never wins by chance.
  for (const [total, after] of [
    [100, 10],
    [99, 10],
    [7, 7],
    [6, 7],
  ] as const) {
    let hits = 0;
    for (let left = total; left >= after; left -= after) hits += 1;
    expect(reserveNeeded(total, after)).toBe(hits);
  }
});

test('the worst cost counts stock and reserve', () => {
  expect(worstCostFen(design())).toBe(300 * (100 + 300) + 50 * 400 + 10 * 2_000);
});

test('what a customer reads names guarantee, fallback, limits and age', () => {
  const lines = boxInWords(design()).join('\n');
  for (const part of [
    '第 10 次必得「精华小样」',
    '归「谢谢参与」',
    '每人每天最多 1 次',
    '8 岁以下',
    '一共 3000 次',
  ])
    expect(lines).toContain(part);
  expect(obstacleInWords('person_limit', { limit: 3 })).toContain('3 次');
});
