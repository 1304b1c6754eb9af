import fc from 'fast-check';
import { buckets, weekOnWeek } from './buckets';

const minute = fc.record({
  at: fc.integer({ min: 0, max: 20_000 }).map((n) => new Date(1_760_000_000_000 + n * 60_000).toISOString()),
  counted: fc.integer({ min: 0, max: 500 }),
});

describe('the points of the chart', () => {
  test('hold exactly what the minutes hold, without holes', () => {
    fc.assert(
      fc.property(
        fc.array(minute, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 0, max: 60_000_000 }),
        (minutes, more) => {
          const { width, points } = buckets(minutes, 1_760_000_000_000 + more);
          const sum = (rows: readonly { counted: number }[]) =>
            rows.reduce((all, { counted }) => all + counted, 0);
          expect(sum(points)).toBe(sum(minutes));
          for (let i = 1; i < points.length; i += 1)
            expect((points[i]?.at ?? 0) - (points[i - 1]?.at ?? 0)).toBe(width.ms);
        },
      ),
    );
  });

  test('are no finer than what is known: an evening kept by the hour is not three spikes in a flat line', () => {
    const hour = (n: number, counted: number) => ({ at: new Date(n * 3_600_000).toISOString(), counted });
    const { width, points } = buckets([], 22 * 3_600_000, [hour(19, 27), hour(20, 31), hour(21, 22)]);
    expect(width.name).toBe('每小时');
    expect(points.slice(-4).map(({ counted }) => counted)).toEqual([27, 31, 22, 0]);
  });

  test('begin days at midnight in Shanghai', () => {
    const { width, points } = buckets(
      [
        { at: '2026-10-01T15:59:00.000Z', counted: 1 },
        { at: '2026-10-01T16:00:00.000Z', counted: 2 },
      ],
      Date.parse('2026-11-01T00:00:00.000Z'),
    );
    expect(width.name).toBe('每天');
    expect(points.map(({ counted }) => counted).filter((n) => n > 0)).toEqual([1, 2]);
  });
});

describe('today beside the same day a week ago', () => {
  const now = Date.parse('2026-11-22T12:40:00+08:00');
  const join = (at: string, counted: number) => ({ at: new Date(at).toISOString(), counted });
  const joins = [
    join('2026-11-14T23:59:00+08:00', 100),
    join('2026-11-15T00:00:00+08:00', 1),
    join('2026-11-15T11:59:00+08:00', 2),
    join('2026-11-15T12:00:00+08:00', 100),
    join('2026-11-22T00:00:00+08:00', 4),
    join('2026-11-22T12:39:00+08:00', 100),
  ];

  test('both end at the last full hour in Shanghai', () => {
    expect(weekOnWeek(joins, Date.parse('2026-11-15T00:00:00+08:00'), now)).toEqual({
      today: 4,
      lastWeek: 3,
      hour: 12,
    });
  });

  test('nothing is compared with a week that was not played', () => {
    expect(weekOnWeek(joins, Date.parse('2026-11-15T00:00:01+08:00'), now)).toBeUndefined();
    expect(weekOnWeek(joins, 0, Date.parse('2026-11-22T00:30:00+08:00'))).toBeUndefined();
  });
});
