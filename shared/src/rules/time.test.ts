import fc from 'fast-check';
import type { WindowRule } from '../types';
import {
  addMonths,
  clockMinutes,
  clockText,
  dayOf,
  DAY_MS,
  dayToText,
  isWithinWindow,
  monthWeeks,
  mondayOf,
  nextOpening,
  openSpans,
  shanghaiDay,
  shanghaiInstant,
  shanghaiParts,
  textToDay,
  weekdayOfDay,
} from './time';

const at = (text: string) => new Date(`${text}+08:00`);
const window = (more: Partial<WindowRule> = {}): WindowRule => ({
  startAt: at('2026-11-16T00:00').toISOString(),
  endAt: at('2026-11-30T00:00').toISOString(),
  ...more,
});
const anyWindow = fc
  .record({
    start: fc.integer({ min: 0, max: 20 * 1440 }),
    length: fc.integer({ min: 1, max: 20 * 1440 }),
    hours: fc.option(fc.tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 1440 })), {
      nil: undefined,
    }),
    weekdays: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), { nil: undefined }),
  })
  .map(({ start, length, hours, weekdays }): WindowRule => {
    const base = at('2026-11-01T00:00').getTime();
    return {
      startAt: new Date(base + start * 60_000).toISOString(),
      endAt: new Date(base + (start + length) * 60_000).toISOString(),
      ...(hours ? { dailyHours: { from: clockText(hours[0]), to: clockText(hours[1]) } } : {}),
      ...(weekdays ? { weekdays } : {}),
    };
  });

describe('days are Shanghai days', () => {
  test('midnight in Shanghai begins the day, not midnight in UTC', () => {
    expect(dayToText(shanghaiDay(new Date('2026-11-21T15:59:59Z')))).toBe('2026-11-21');
    expect(dayToText(shanghaiDay(new Date('2026-11-21T16:00:00Z')))).toBe('2026-11-22');
    expect(shanghaiParts(at('2026-11-21T22:50'))).toMatchObject({
      month: 11,
      date: 21,
      hour: 22,
      minute: 50,
      weekday: 6,
    });
  });

  test('day numbers and texts are two ways to say the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8_000, max: 60_000 }), (day) => {
        expect(textToDay(dayToText(day))).toBe(day);
        expect(shanghaiDay(shanghaiInstant(day))).toBe(day);
        expect(shanghaiDay(new Date(shanghaiInstant(day).getTime() - 1))).toBe(day - 1);
        expect(weekdayOfDay(day + 7)).toBe(weekdayOfDay(day));
        expect(weekdayOfDay(mondayOf(day))).toBe(1);
      }),
    );
    expect(textToDay('2026-02-30')).toBeUndefined();
  });

  test.each([
    ['00:00', 0],
    ['23:59', 1439],
    ['24:00', 1440],
    ['24:01', undefined],
    ['9:00', undefined],
    ['12:60', undefined],
  ])('%s is minute %s of the day', (text, minutes) => expect(clockMinutes(text)).toBe(minutes));

  test('a month is whole weeks that hold each of its days once', () => {
    const weeks = monthWeeks({ year: 2026, month: 11 });
    expect(weeks[0]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      dayOf(2026, 11, 1),
    ]);
    expect(weeks.flat().filter((day) => day !== undefined)).toHaveLength(30);
    expect(addMonths({ year: 2026, month: 11 }, 2)).toEqual({ year: 2027, month: 1 });
    expect(addMonths({ year: 2026, month: 1 }, -1)).toEqual({ year: 2025, month: 12 });
  });
});

describe('a window is open or says why not', () => {
  test('the start belongs to it, the end does not', () => {
    expect(isWithinWindow(window(), at('2026-11-15T23:59:59'))).toBe('not_started');
    expect(isWithinWindow(window(), at('2026-11-16T00:00'))).toBe('inside');
    expect(isWithinWindow(window(), at('2026-11-30T00:00'))).toBe('ended');
  });

  test('hours across midnight belong to the evening on which they begin', () => {
    const saturdays = window({ dailyHours: { from: '22:00', to: '02:00' }, weekdays: [6] });
    expect(isWithinWindow(saturdays, at('2026-11-21T22:00'))).toBe('inside');
    expect(isWithinWindow(saturdays, at('2026-11-22T01:59'))).toBe('inside');
    expect(isWithinWindow(saturdays, at('2026-11-22T02:00'))).toBe('outside_hours');
    expect(isWithinWindow(saturdays, at('2026-11-21T01:00'))).toBe('outside_hours');
    expect(nextOpening(saturdays, at('2026-11-22T02:00'))).toEqual(at('2026-11-28T22:00'));
    expect(nextOpening(saturdays, at('2026-11-22T01:00'))).toEqual(at('2026-11-22T01:00'));
    expect(nextOpening(saturdays, at('2026-11-29T02:00'))).toBeUndefined();
  });

  test('equal hours are a whole day from then on', () => {
    const allDay = window({ dailyHours: { from: '08:00', to: '08:00' } });
    expect(isWithinWindow(allDay, at('2026-11-20T07:59'))).toBe('inside');
    expect(isWithinWindow(allDay, at('2026-11-16T07:59'))).toBe('inside');
  });

  test('whole days in a row are one stretch', () => {
    const range = { from: at('2026-11-01T00:00'), to: at('2026-12-31T00:00') };
    expect(openSpans(window(), range)).toHaveLength(1);
    expect(openSpans(window({ weekdays: [1, 2, 3, 4, 5] }), range)).toHaveLength(2);
    expect(openSpans(window({ dailyHours: { from: '20:00', to: '21:00' } }), range)).toHaveLength(14);
  });

  test('stretches, the place of an instant and the next opening tell one story', () => {
    fc.assert(
      fc.property(anyWindow, fc.integer({ min: 0, max: 45 * 1440 }), (rule, minute) => {
        const instant = new Date(at('2026-10-30T00:00').getTime() + minute * 60_000);
        const spans = openSpans(rule, { from: at('2026-10-25T00:00'), to: at('2027-01-10T00:00') });
        const inside = isWithinWindow(rule, instant) === 'inside';
        expect(spans.some(({ from, to }) => instant >= from && instant < to)).toBe(inside);
        const next = nextOpening(rule, instant);
        expect(next?.getTime()).toBe(
          inside ? instant.getTime() : spans.find(({ from }) => from >= instant)?.from.getTime(),
        );
        if (next) expect(next.getTime() - instant.getTime()).toBeLessThan(60 * DAY_MS);
      }),
      { numRuns: 400 },
    );
  });
});
