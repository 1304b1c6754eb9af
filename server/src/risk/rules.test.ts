import { fc, test as property } from '@fast-check/jest';
import { FLOOD, type Join, joinFlood } from './rules';

const at = (ms: number) => new Date(Date.UTC(2026, 0, 5) + ms);
const join = (group: number, ms: number): Join => ({ groupId: `g${group}`, at: at(ms) });
const many = (count: number, stepMs: number) => Array.from({ length: count }, (_, i) => join(i, i * stepMs));

/** The plainest way to say it: some window that starts at a join holds enough different groups. */
const flooded = (joins: readonly Join[], limit: number, windowMs: number) =>
  joins.some(
    (first) =>
      new Set(
        joins
          .filter(({ at: t }) => t >= first.at && t.getTime() - first.at.getTime() <= windowMs)
          .map(({ groupId }) => groupId),
      ).size >= limit,
  );

describe('a flood of joins', () => {
  test('ten groups in five seconds are one, nine are not, ten in more than five are not', () => {
    expect(joinFlood(many(10, 500))).toHaveLength(10);
    expect(joinFlood(many(9, 1))).toBeUndefined();
    expect(joinFlood([...many(9, 1), join(9, 5_000)])).toHaveLength(10);
    expect(joinFlood([...many(9, 1), join(9, 5_001)])).toBeUndefined();
  });

  test('joining one group again and again is none', () => {
    expect(joinFlood(Array.from({ length: 30 }, (_, i) => join(1, i)))).toBeUndefined();
  });

  const joins = fc.array(fc.record({ group: fc.nat(6), ms: fc.nat(40) }), { maxLength: 30 });
  const limits = fc.record({
    limit: fc.integer({ min: 2, max: 5 }),
    windowMs: fc.integer({ min: 1, max: 12 }),
  });

  property.prop([joins, limits])('is seen exactly when some window holds it', (some, { limit, windowMs }) => {
    const list = some.map(({ group, ms }) => join(group, ms));
    const flood = joinFlood(list, { limit, windowSeconds: windowMs / 1000 });
    expect(flood !== undefined).toBe(flooded(list, limit, windowMs));
    if (!flood) return;
    expect(new Set(flood.map(({ groupId }) => groupId)).size).toBe(flood.length);
    expect(flood.length).toBeGreaterThanOrEqual(limit);
    const times = flood.map(({ at: t }) => t.getTime());
    expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(windowMs);
  });

  property.prop([joins, fc.infiniteStream(fc.nat())])(
    'does not depend on the order of arrival',
    (some, dice) => {
      const list = some.map(({ group, ms }) => join(group, ms));
      const mixed = list
        .map((each) => ({ each, key: dice.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ each }) => each);
      const small = { ...FLOOD, limit: 3, windowSeconds: 0.01 };
      expect(joinFlood(mixed, small)).toEqual(joinFlood(list, small));
    },
  );
});
