import { fc, test as property } from '@fast-check/jest';
import { type Given, gainsOf, greetingFor, slotOf } from './rules';

describe('rolling up a day', () => {
  const given = fc.record({
    personId: fc.constantFrom('a', 'b', 'c'),
    unitId: fc.constantFrom('u1', 'u2'),
    points: fc.integer({ min: -50, max: 50 }),
    at: fc
      .integer({ min: 0, max: 3 * 86_400 })
      .map((seconds) => new Date(Date.UTC(2026, 0, 5) + seconds * 1000)),
  });

  property.prop([fc.array(given, { maxLength: 50 })])(
    'loses no point and no participation',
    (some: Given[]) => {
      const gains = gainsOf(some);
      const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
      expect(sum(gains.map(({ points }) => points))).toBe(sum(some.map(({ points }) => points)));
      expect(sum(gains.flatMap(({ slots }) => [...slots.values()]))).toBe(some.length);
      expect(new Set(gains.map(({ day, unitId }) => `${day}:${unitId}`)).size).toBe(gains.length);
    },
  );

  test('a day is a Shanghai day: five minutes before and after its midnight are two', () => {
    const at = (iso: string): Given => ({ personId: 'a', unitId: 'u', points: 1, at: new Date(iso) });
    const gains = gainsOf([at('2026-01-05T15:55:00Z'), at('2026-01-05T16:05:00Z')]);
    expect(gains).toHaveLength(2);
    expect(gains[1]!.day - gains[0]!.day).toBe(1);
    expect([slotOf(new Date('2026-01-05T15:55:00Z')), slotOf(new Date('2026-01-05T16:05:00Z'))]).toEqual([
      143, 0,
    ]);
  });

  test('greets by the hour in Shanghai', () => {
    expect(greetingFor('小林', new Date('2026-01-05T00:30:00Z'))).toBe('小林，早上好');
    expect(greetingFor('小林', new Date('2026-01-05T12:30:00Z'))).toBe('小林，晚上好');
  });
});
