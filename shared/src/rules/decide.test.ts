import fc from 'fast-check';
import type { ActivityRule, Outcome } from '../types';
import { newRule } from './blank';
import {
  canMakeUp,
  checkInPoints,
  decideParticipation,
  groupCap,
  runsOf,
  streakOf,
  type DecisionFacts,
} from './decide';
import { dayOf, shanghaiDay } from './time';

const at = (text: string) => new Date(`${text}+08:00`);
const NOW = at('2026-11-21T20:10');
const rule = (more: Partial<ActivityRule> = {}): ActivityRule => ({
  ...newRule('sign_up', at('2026-11-21T20:00')),
  title: '周六咖啡',
  reward: { points: 5 },
  ...more,
});
const facts = (more: Partial<DecisionFacts> = {}): DecisionFacts => ({
  rule: rule(),
  at: NOW,
  text: '1',
  person: { blacklisted: false, isStaff: false, hasTakenPartBefore: false },
  group: { memberCount: 50, countedInGroup: 0 },
  mine: { count: 0, days: [] },
  quota: {},
  pauses: [],
  ...more,
});
const outcomeOf = (more: Partial<DecisionFacts>): Outcome | undefined =>
  decideParticipation(facts(more))?.outcome;
const checkIn = (more: Partial<ActivityRule> = {}): ActivityRule => ({
  ...newRule('check_in', at('2026-11-01T00:00')),
  window: { startAt: at('2026-11-01T00:00').toISOString(), endAt: at('2027-02-01T00:00').toISOString() },
  reward: { points: 5 },
  checkIn: { makeUpsPerMonth: 2, makeUpWithinDays: 7, milestones: [{ days: 7, points: 50 }] },
  ...more,
});
const days = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

describe('one message, one decision', () => {
  test('a 1 in time counts and gives the points', () => {
    const decision = decideParticipation(facts({ text: '扣１！' }));
    expect(decision).toMatchObject({ outcome: 'counted', points: 5, trigger: '1' });
    expect(decision?.dayNumber).toBe(shanghaiDay(NOW));
    expect(decision?.reasons.every((reason) => reason.passed)).toBe(true);
  });

  test('talk is no decision at all', () =>
    expect(decideParticipation(facts({ text: '1点见' }))).toBeUndefined());

  const person = facts().person;
  const who = rule().who;
  test.each<[Outcome, Partial<DecisionFacts>]>([
    ['not_started', { at: at('2026-11-21T19:59') }],
    ['ended', { at: at('2026-11-21T21:00') }],
    [
      'outside_hours',
      { rule: rule({ window: { ...rule().window, dailyHours: { from: '08:00', to: '09:00' } } }) },
    ],
    ['paused', { pauses: [{ from: at('2026-11-21T20:05') }] }],
    ['counted', { pauses: [{ from: at('2026-11-21T20:05'), to: NOW }] }],
    ['lower_priority', { outrankedBy: '另一个活动' }],
    ['blacklisted', { person: { ...person, blacklisted: true } }],
    ['staff_excluded', { person: { ...person, isStaff: true } }],
    [
      'only_first_time',
      {
        rule: rule({ who: { ...who, members: 'first_timers' } }),
        person: { ...person, hasTakenPartBefore: true },
      },
    ],
    ['not_first_time', { rule: rule({ who: { ...who, members: 'returning' } }) }],
    [
      'too_new_in_group',
      {
        rule: rule({ who: { ...who, minDaysInGroup: 3 } }),
        person: { ...person, joinedGroupAt: at('2026-11-19T20:00') },
      },
    ],
    ['counted', { rule: rule({ who: { ...who, minDaysInGroup: 3 } }) }],
    ['already_counted', { mine: { count: 1, days: [1] } }],
    ['person_limit', { rule: rule({ limits: { perPerson: 3 } }), mine: { count: 3, days: [] } }],
    [
      'person_day_limit',
      {
        rule: rule({ limits: { perPersonPerDay: 2 } }),
        mine: { count: 5, days: [1, shanghaiDay(NOW), shanghaiDay(NOW)] },
      },
    ],
    [
      'counted',
      { rule: rule({ limits: { perPersonPerDay: 2 } }), mine: { count: 5, days: [1, 2, shanghaiDay(NOW)] } },
    ],
    [
      'group_limit',
      { rule: rule({ limits: { perGroup: { count: 10 } } }), group: { memberCount: 50, countedInGroup: 10 } },
    ],
    [
      'group_limit',
      {
        rule: rule({ limits: { perGroup: { sharePercent: 30 } } }),
        group: { memberCount: 50, countedInGroup: 15 },
      },
    ],
    ['total_limit', { quota: { totalLeft: 0 } }],
    ['budget_spent', { quota: { budgetLeft: 4 } }],
    ['counted', { quota: { totalLeft: 1, budgetLeft: 5 } }],
  ])('%s', (outcome, more) => expect(outcomeOf(more)).toBe(outcome));

  test('only what counted gives points, and the last look says why it did not', () => {
    const decision = decideParticipation(facts({ person: { ...person, blacklisted: true } }));
    expect(decision?.points).toBe(0);
    expect(decision?.reasons.at(-1)).toMatchObject({ check: 'blacklist', passed: false });
  });

  test('a relay keeps what was added, and asks for it where it is required', () => {
    const relay = rule({
      kind: 'relay',
      triggers: ['接龙'],
      relay: { prompt: '名字和杯数', textRequired: true },
    });
    expect(decideParticipation(facts({ rule: relay, text: '接龙 Tom 2杯' }))).toMatchObject({
      outcome: 'counted',
      text: 'Tom 2杯',
    });
    expect(outcomeOf({ rule: relay, text: '接龙' })).toBe('text_missing');
  });

  test('a vote says which option, a quiz whether it was right', () => {
    const vote = rule({
      kind: 'vote',
      vote: {
        options: [
          { trigger: '1', label: '拿铁' },
          { trigger: '2', label: '美式' },
        ],
      },
    });
    expect(decideParticipation(facts({ rule: vote, text: '扣2' }))?.option).toBe('2');
    const options = [
      { trigger: 'A', label: '30%', correct: false },
      { trigger: 'B', label: '70%', correct: true },
    ];
    const quiz = rule({ kind: 'quiz', quiz: { question: '补水占几成？', options } });
    expect(outcomeOf({ rule: quiz, text: 'b' })).toBe('counted');
    expect(outcomeOf({ rule: quiz, text: 'A' })).toBe('wrong_answer');
    expect(outcomeOf({ rule: quiz, text: 'b', mine: { count: 1, days: [] } })).toBe('already_counted');
    expect(outcomeOf({ rule: quiz, text: 'A', quota: { totalLeft: 0 } })).toBe('wrong_answer');
  });

  test('the same facts give the same decision, and points only for what counted', () => {
    const any = fc.record({
      minute: fc.integer({ min: -120, max: 120 }),
      text: fc.constantFrom('1', '扣1', '11', '１！', '接龙 a'),
      counted: fc.nat(60),
      count: fc.nat(3),
      left: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
      flags: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    });
    fc.assert(
      fc.property(any, ({ minute, text, counted, count, left, flags }) => {
        const given = facts({
          at: new Date(NOW.getTime() + minute * 60_000),
          text,
          group: { memberCount: 50, countedInGroup: counted },
          mine: { count, days: [] },
          quota: { totalLeft: left, budgetLeft: left },
          person: { blacklisted: flags[0], isStaff: flags[1], hasTakenPartBefore: flags[2] },
        });
        const decision = decideParticipation(given);
        expect(decideParticipation(given)).toEqual(decision);
        if (!decision) return;
        expect(decision.points > 0).toBe(decision.outcome === 'counted');
        expect(decision.reasons.filter((reason) => !reason.passed)).toHaveLength(
          decision.outcome === 'counted' ? 0 : 1,
        );
      }),
    );
  });

  test('a share lets in whole people, never fewer than one', () => {
    expect(groupCap({ sharePercent: 30 }, 50)).toBe(15);
    expect(groupCap({ sharePercent: 30 }, 9)).toBe(2);
    expect(groupCap({ sharePercent: 1 }, 9)).toBe(1);
    expect(groupCap({ count: 8 }, 0)).toBe(8);
  });
});

describe('days in a row', () => {
  const first = dayOf(2026, 11, 2);
  test('every day gives its points, every full stretch its milestone', () => {
    expect(checkInPoints(checkIn(), days(first, 6))).toBe(30);
    expect(checkInPoints(checkIn(), days(first, 7))).toBe(85);
    expect(checkInPoints(checkIn(), days(first, 14))).toBe(170);
    expect(checkInPoints(checkIn(), [...days(first, 7), ...days(first + 8, 7)])).toBe(170);
    expect(checkInPoints(checkIn(), days(first, 15))).toBe(175);
  });

  test('the seventh day gives the milestone on top', () => {
    const seventh = { rule: checkIn(), at: at('2026-11-08T20:00'), mine: { count: 6, days: days(first, 6) } };
    expect(decideParticipation(facts(seventh))).toMatchObject({ outcome: 'counted', points: 55 });
  });

  test('a late day that closes a gap gives the difference', () => {
    const known = [...days(first, 3), ...days(first + 4, 3)];
    const late = { rule: checkIn(), at: at('2026-11-05T20:00'), mine: { count: 6, days: known } };
    expect(decideParticipation(facts(late))?.points).toBe(55);
  });

  test('a day counts once, whatever the limits say', () => {
    const again = { rule: checkIn({ limits: {} }), mine: { count: 1, days: [shanghaiDay(NOW)] } };
    expect(outcomeOf(again)).toBe('already_counted');
  });

  const someDays = fc.uniqueArray(fc.integer({ min: first, max: first + 45 }), { maxLength: 40 });
  const someRule = fc
    .record({
      points: fc.nat(9),
      milestones: fc.array(fc.record({ days: fc.integer({ min: 1, max: 12 }), points: fc.nat(90) }), {
        maxLength: 3,
      }),
      weekdays: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), {
        nil: undefined,
      }),
      night: fc.boolean(),
    })
    .map(({ points, milestones, weekdays, night }) =>
      checkIn({
        reward: { points },
        checkIn: { makeUpsPerMonth: 0, makeUpWithinDays: 0, milestones },
        window: {
          ...checkIn().window,
          ...(weekdays ? { weekdays } : {}),
          ...(night ? { dailyHours: { from: '22:00', to: '02:00' } } : {}),
        },
      }),
    );

  test('adding a day never lowers the total', () => {
    fc.assert(
      fc.property(someRule, someDays, fc.integer({ min: first - 1, max: first + 46 }), (given, set, day) => {
        const gain = checkInPoints(given, [...set, day]) - checkInPoints(given, set);
        expect(gain).toBeGreaterThanOrEqual(set.includes(day) ? 0 : given.reward.points);
      }),
      { numRuns: 500 },
    );
  });

  test('the grants add up to the same total in whatever order the days arrive', () => {
    const shuffled = someDays.chain((set) => fc.shuffledSubarray(set, { minLength: set.length }));
    fc.assert(
      fc.property(someRule, shuffled, (given, order) => {
        let granted = 0;
        order.forEach((day, i) => {
          granted +=
            checkInPoints(given, [...order.slice(0, i), day]) - checkInPoints(given, order.slice(0, i));
        });
        expect(granted).toBe(
          checkInPoints(
            given,
            [...order].sort((a, b) => a - b),
          ),
        );
      }),
    );
  });

  test('a streak lives until its day has passed', () => {
    expect(streakOf(days(first, 3), first + 2)).toBe(3);
    expect(streakOf(days(first, 3), first + 3)).toBe(3);
    expect(streakOf(days(first, 3), first + 4)).toBe(0);
    expect(streakOf([], first)).toBe(0);
  });

  test('a check-in on working days goes from Friday to Monday', () => {
    const workdays = checkIn({ window: { ...checkIn().window, weekdays: [1, 2, 3, 4, 5] } });
    const set = [...days(first, 5), ...days(first + 7, 2)];
    expect(runsOf(workdays, set)).toEqual([7]);
    expect(streakOf(set, first + 8, workdays)).toBe(7);
    expect(streakOf(days(first, 5), first + 6, workdays)).toBe(5);
    expect(streakOf(days(first, 5), first + 8, workdays)).toBe(0);
  });
});

describe('a missed day can be made up', () => {
  const today = dayOf(2026, 11, 21);
  const make = (more: { days?: number[]; madeUp?: number[]; date?: number }, given = checkIn()) =>
    canMakeUp(given, { days: [], madeUp: [], today, date: today - 1, ...more });
  test('within the allowance it gives what it is worth', () => {
    expect(make({ days: days(today - 7, 6) })).toEqual({ allowed: true, points: 55, left: 1 });
  });
  test.each([
    ['make_up_not_past', { date: today }],
    ['make_up_too_old', { date: today - 8 }],
    ['already_counted', { days: [today - 1] }],
    ['make_up_used_up', { madeUp: [today - 2, today - 3], days: [today - 2, today - 3] }],
    ['make_up_closed_day', { date: dayOf(2026, 10, 31) }],
  ])('%s', (refusal, more) => expect(make(more)).toMatchObject({ allowed: false, refusal }));
  test('the allowance is that of the month of the missed day', () => {
    const spent = { madeUp: [dayOf(2026, 10, 20), dayOf(2026, 10, 21)] };
    expect(make(spent)).toMatchObject({ allowed: true, left: 1 });
  });
  test('not without an allowance, and only in a check-in', () => {
    const none = checkIn({ checkIn: { makeUpsPerMonth: 0, makeUpWithinDays: 7, milestones: [] } });
    expect(make({}, none)).toMatchObject({ refusal: 'make_up_off' });
    expect(make({}, rule())).toMatchObject({ refusal: 'not_check_in' });
  });
});
