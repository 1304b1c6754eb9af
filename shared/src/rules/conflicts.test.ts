import fc from 'fast-check';
import type { ActivityRule, WindowRule } from '../types';
import { newRule } from './blank';
import { byPriority, conflictsWith, overlaps, type PlacedRule } from './conflicts';
import { isWithinWindow } from './time';

const at = (text: string) => new Date(`${text}+08:00`);
const placed = (id: string, more: Partial<ActivityRule> = {}, groupIds = ['g1', 'g2']): PlacedRule => ({
  id,
  groupIds,
  rule: { ...newRule('sign_up', at('2026-11-21T20:00')), title: id, ...more },
});
const window = (from: string, to: string, more: Partial<WindowRule> = {}): WindowRule => ({
  startAt: at(from).toISOString(),
  endAt: at(to).toISOString(),
  ...more,
});

describe('two activities meet only in a common word, group and minute', () => {
  test('扣1 and １ are one word, and it is said who gets it', () => {
    const conflict = overlaps(
      placed('早', { triggers: ['扣1', '来了'] }),
      placed('晚', { triggers: ['１'], priority: 1 }, ['g2']),
    );
    expect(conflict).toMatchObject({ triggers: ['扣1'], groupIds: ['g2'], winnerId: '晚', loserId: '早' });
    expect(conflict?.when).toBe('11月21日（周六）20:00起 1 小时');
    expect(conflict?.message).toContain('会算给「晚」');
  });

  test.each<[string, PlacedRule]>([
    ['another word', placed('b', { triggers: ['2'] })],
    ['another group', placed('b', {}, ['g9'])],
    ['right after', placed('b', { window: window('2026-11-21T21:00', '2026-11-21T22:00') })],
    [
      'another hour',
      placed('b', {
        window: window('2026-11-20T00:00', '2026-11-30T00:00', {
          dailyHours: { from: '08:00', to: '20:00' },
        }),
      }),
    ],
    [
      'another weekday',
      placed('b', {
        window: window('2026-11-20T00:00', '2026-11-30T00:00', { weekdays: [1, 2, 3, 4, 5, 7] }),
      }),
    ],
    [
      'a vote that listens to other options',
      placed('b', { kind: 'vote', vote: { options: [{ trigger: '2', label: 'x' }] } }),
    ],
  ])('not with %s', (_, other) => expect(overlaps(placed('a'), other)).toBeUndefined());

  test('hours that cross midnight meet the next morning', () => {
    const night = placed('夜', {
      window: window('2026-11-20T00:00', '2026-11-24T00:00', { dailyHours: { from: '22:00', to: '02:00' } }),
    });
    const dawn = placed('晨', {
      window: window('2026-11-20T00:00', '2026-11-24T00:00', { dailyHours: { from: '01:00', to: '03:00' } }),
    });
    // Four mornings: the window opens at 00:00 of the 20th, inside the hours that began the evening before.
    expect(overlaps(night, dawn)?.spans).toHaveLength(4);
    expect(conflictsWith(night, [dawn, night, placed('x', {}, [])])).toHaveLength(1);
  });

  test('an instant is in a stretch exactly if both are open', () => {
    const hour = fc.integer({ min: 0, max: 23 }).map((h) => `${String(h).padStart(2, '0')}:00`);
    const some = fc.record({
      from: hour,
      to: hour,
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    });
    fc.assert(
      fc.property(some, some, fc.integer({ min: 0, max: 14 * 48 }), (x, y, half) => {
        const make = (id: string, w: typeof x) =>
          placed(id, {
            window: window('2026-11-16T00:00', '2026-11-29T00:00', { dailyHours: w, weekdays: w.days }),
          });
        const [a, b] = [make('a', x), make('b', y)];
        const instant = new Date(at('2026-11-16T00:00').getTime() + half * 1_800_000);
        const both = [a, b].every(({ rule }) => isWithinWindow(rule.window, instant) === 'inside');
        const spans = overlaps(a, b)?.spans ?? [];
        expect(spans.some(({ from, to }) => instant >= from && instant < to)).toBe(both);
      }),
    );
  });
});

test('priority decides, then the later start, then the id: a total order', () => {
  const late = window('2026-11-21T20:30', '2026-11-21T21:00');
  const sorted = [placed('b'), placed('a'), placed('c', { window: late }), placed('d', { priority: 5 })].sort(
    byPriority,
  );
  expect(sorted.map(({ id }) => id)).toEqual(['d', 'c', 'a', 'b']);
});
