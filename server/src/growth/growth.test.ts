import fc from 'fast-check';
import { DAY_MS, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import {
  GROWTH_MEASURES,
  type GrowthRules,
  type GrowthStage,
  type GrowthStanding,
} from '@kouyi/shared/types';
import { decilesOf, type Pair, rankCorrelation, withoutOverlap } from './calibration';
import { cohortsOf, conversionFrom } from './cohorts';
import { DEFAULT_GROWTH } from './default-rules';
import { addTo, type History, Tally, together } from './history';
import { type Act, type Contact, countedOf, first, outcomeOf } from './reach-rules';
import { type Book, rulesOn, standingOn } from './stages';
import { percentileOf, standardInWords, standardOf } from './standard';

const TODAY = 24_000;

const rules: fc.Arbitrary<GrowthRules> = fc
  .record({
    needs: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }),
    windows: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 4, maxLength: 4 }),
    measures: fc.array(fc.constantFrom(...GROWTH_MEASURES), { minLength: 4, maxLength: 4 }),
    graceDays: fc.integer({ min: 0, max: 12 }),
  })
  .map(({ needs, windows, measures, graceDays }) => {
    const stage = (i: number) => ({
      conditions: [{ measure: measures[i]!, need: needs[i]!, windowDays: windows[i]! }],
    });
    return {
      ...DEFAULT_GROWTH,
      stages: { active: stage(0), sharing: stage(1), exclusive: stage(2), koc: stage(3) },
      graceDays,
      warnDays: 0,
    };
  });

const book: fc.Arbitrary<Book> = fc
  .tuple(rules, fc.option(fc.tuple(rules, fc.integer({ min: -30, max: 30 })), { nil: undefined }))
  .map(([from, change]) => [
    { version: 0, fromDay: -1e6, rules: from },
    ...(change ? [{ version: 1, fromDay: TODAY + change[1], rules: change[0] }] : []),
  ]);

const counts = fc.array(
  fc.record({
    measure: fc.constantFrom(...GROWTH_MEASURES),
    day: fc.integer({ min: TODAY - 60, max: TODAY }),
    times: fc.integer({ min: 1, max: 3 }),
  }),
  { maxLength: 40 },
);

const historyOf = (
  told: readonly { measure: (typeof GROWTH_MEASURES)[number]; day: number; times: number }[],
) => {
  const history: History = {};
  for (const { measure, day, times } of told) addTo(history, measure, day, times);
  return history;
};

describe('stages', () => {
  test('a tally answers what counting one by one answers', () => {
    fc.assert(
      fc.property(
        counts,
        fc.constantFrom(...GROWTH_MEASURES),
        fc.integer({ min: TODAY - 70, max: TODAY + 5 }),
        fc.nat(80),
        (told, measure, from, length) => {
          const one = told
            .filter((each) => each.measure === measure && each.day >= from && each.day <= from + length)
            .reduce((sum, { times }) => sum + times, 0);
          expect(new Tally(historyOf(told)).between(measure, from, from + length)).toBe(one);
        },
      ),
    );
  });

  test('until and due tell the truth: nothing changes before the day on which to look again', () => {
    fc.assert(
      fc.property(counts, book, (told, rulesBook) => {
        const history = historyOf(told);
        const standing = standingOn(history, rulesBook, TODAY);
        const until = standing.due ?? TODAY + 60;
        for (let day = TODAY + 1; day < Math.min(until, TODAY + 60); day += 1)
          expect(standingOn(history, rulesBook, day).stage).toBe(standing.stage);
        if (rulesOn(rulesBook, TODAY + 1_000).version !== rulesOn(rulesBook, TODAY).version) return;
        for (const { stage, held, until: last } of standing.states) {
          if (!held) continue;
          const lowest = Math.min(
            ...standing.states
              .slice(0, standing.states.findIndex((each) => each.stage === stage) + 1)
              .map((each) => each.until!),
          );
          const holdsOn = (day: number) =>
            standingOn(history, rulesBook, day).states.find((each) => each.stage === stage)!.held;
          expect(last).toBeGreaterThanOrEqual(TODAY);
          expect(holdsOn(lowest)).toBe(true);
          expect(holdsOn(lowest + 1)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a stage stands on those below it, and more is never worse', () => {
    fc.assert(
      fc.property(counts, counts, book, (told, more, rulesBook) => {
        const before = standingOn(historyOf(told), rulesBook, TODAY).states;
        const after = standingOn(historyOf([...told, ...more]), rulesBook, TODAY).states;
        for (const [i, { held }] of before.entries()) {
          if (held) expect(before.slice(0, i).every((below) => below.held)).toBe(true);
          if (held) expect(after[i]!.held).toBe(true);
        }
      }),
    );
  });

  test('identities together are the sum, but a day on which both acted is one', () => {
    const both = together([
      { activeDays: { 1: 1, 2: 1 }, shares: { 1: 2 } },
      { activeDays: { 2: 1 }, shares: { 1: 1 } },
    ]);
    expect(both).toEqual({ activeDays: { 1: 1, 2: 1 }, shares: { 1: 3 } });
  });
});

describe('reach', () => {
  const at = (minutes: number) => new Date(shanghaiInstant(TODAY).getTime() + minutes * 60_000);
  const contact = fc
    .record({ minutes: fc.integer({ min: -20_000, max: 20_000 }), koc: fc.constantFrom('a', 'b', 'c') })
    .map(({ minutes, koc }): Contact => ({
      personId: 'p',
      kocId: koc,
      at: at(minutes),
      way: 'link',
      ref: koc,
    }));

  test('the first contact is the same whatever the order', () => {
    fc.assert(
      fc.property(fc.array(contact, { minLength: 1, maxLength: 8 }), (contacts) => {
        const forwards = contacts.reduce(first);
        const backwards = [...contacts].reverse().reduce(first);
        expect([forwards.kocId, forwards.at]).toEqual([backwards.kocId, backwards.at]);
        expect(contacts.every((each) => each.at >= forwards.at)).toBe(true);
      }),
    );
  });

  test('activation is what the words say, act by act', () => {
    const acts = fc.array(fc.tuple(fc.integer({ min: -60_000, max: 60_000 }), fc.constantFrom('x', 'y')), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(acts, (minutes) => {
        const moments = minutes.map(([minute, ref]): Act => ({
          kind: 'activity',
          ref,
          day: shanghaiDay(at(minute)),
          from: at(minute),
          to: at(minute),
        }));
        const { activationDays, freshDays } = DEFAULT_GROWTH;
        const outcome = outcomeOf(at(0), moments, DEFAULT_GROWTH);
        const before = moments.some(({ from }) => from < at(0) && +at(0) - +from <= freshDays * DAY_MS);
        const after = moments.filter(
          ({ from }) => from >= at(0) && +from - +at(0) <= activationDays * DAY_MS,
        );
        expect(outcome.activatedAt !== undefined).toBe(!before && after.length > 0);
        const counted = countedOf(
          { personId: 'p', kocId: 'a', at: at(0), way: 'link', ref: 'a' },
          moments,
          outcome,
        );
        if (!outcome.activatedAt) expect(counted.repeats).toEqual({});
        else expect(Object.keys(counted.repeats)).not.toContain(outcome.activatedBy);
      }),
    );
  });
});

describe('the standard', () => {
  test('the score lies between 0 and 100 and never falls when more people come or come again', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.array(fc.nat(9), { maxLength: 20 }),
        fc.nat(100),
        (activated, people, weight) => {
          const facts = (more: number, again: number) => ({
            reached: activated + more,
            activated: activated + more,
            campaigns: people.map((each, i) => ({ activityId: String(i), people: each + again })),
          });
          const scored = (more: number, again: number) =>
            standardOf(facts(more, again), { ...DEFAULT_GROWTH, coverageWeight: weight }).score;
          expect(scored(0, 0)).toBeGreaterThanOrEqual(0);
          expect(scored(0, 0)).toBeLessThanOrEqual(100);
          expect(scored(1, 0)).toBeGreaterThanOrEqual(scored(0, 0));
          expect(scored(0, 1)).toBeGreaterThanOrEqual(scored(0, 0));
        },
      ),
    );
  });

  test('told in words, the parts add up to the score', () => {
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.array(fc.nat(9), { maxLength: 20 }),
        fc.nat(100),
        (activated, people, weight) => {
          const rules = { ...DEFAULT_GROWTH, coverageWeight: weight };
          const campaigns = people.map((each, i) => ({ activityId: String(i), people: each }));
          const standard = standardOf({ reached: activated, activated, campaigns }, rules);
          const { sum } = standardInWords(standard, rules);
          const [covered, again, score] = sum.map((line) =>
            Math.round(Number(/([\d.]+) 分/.exec(line)![1]) * 10),
          );
          expect(covered! + again!).toBe(score);
          expect(score).toBe(Math.round(standard.score * 10));
          expect(sum.join()).not.toMatch(/ln|log/);
        },
      ),
    );
  });

  test('a place among the others is only said when there are enough of them', () => {
    expect(percentileOf({ below: 3, same: 0, others: 4 })).toBeUndefined();
    expect(percentileOf({ below: 9, same: 0, others: 9 })).toBe(100);
    expect(percentileOf({ below: 0, same: 10, others: 10 })).toBe(50);
  });
});

describe('calibration', () => {
  const pair = (personId: string, day: number, score: number, orders: number): Pair => ({
    personId,
    day,
    score,
    orders,
    fen: orders * 100,
    activated: orders,
  });

  test('windows of one person never overlap, and every person keeps their first', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat(400))), (told) => {
        const pairs = told.map(([who, day]) => pair(who, day, 1, 1));
        const kept = withoutOverlap(pairs);
        for (const who of new Set(told.map(([each]) => each))) {
          const days = kept.filter(({ personId }) => personId === who).map(({ day }) => day);
          expect(days[0]).toBe(Math.min(...told.filter(([each]) => each === who).map(([, day]) => day)));
          for (const [i, day] of days.entries())
            if (i > 0) expect(day - days[i - 1]!).toBeGreaterThanOrEqual(60);
        }
      }),
    );
  });

  test('deciles hold everybody once, in order of the score', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { minLength: 10, maxLength: 137 }), (scores) => {
        const deciles = decilesOf(scores.map((score, i) => pair(`p${i}`, 0, score, 1)));
        expect(deciles).toHaveLength(10);
        expect(deciles.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(scores.length);
        for (const [i, { fromScore }] of deciles.entries())
          if (i > 0) expect(fromScore).toBeGreaterThanOrEqual(deciles[i - 1]!.toScore);
      }),
    );
  });

  test('rank correlation knows order from its opposite and from nothing', () => {
    expect(rankCorrelation([1, 2, 3, 4], [10, 20, 30, 40])).toBe(1);
    expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
    expect(rankCorrelation([1, 2, 3, 4], [5, 5, 5, 5])).toBe(0);
    expect(rankCorrelation([1, 1, 2, 2], [1, 2, 1, 2])).toBe(0);
  });
});

describe('the funnel', () => {
  const move = (personId: string, from: GrowthStanding, to: GrowthStanding, groupId = 'a') => ({
    personId,
    from,
    to,
    groupId,
  });
  const from = (stage: GrowthStage, moves: Parameters<typeof cohortsOf>[0], groupId?: string) => {
    const cells = cohortsOf(moves).filter((cell) => groupId === undefined || cell.groupId === groupId);
    const { entered, wentOn, percent } = conversionFrom(stage, cells, 90);
    return [entered, wentOn, percent];
  };

  test('follows the same people: who came into a stage, and who of them came into the next', () => {
    const moves = [
      move('early', 'active', 'sharing'),
      move('lin', 'none', 'active'),
      move('chen', 'none', 'active'),
      move('lin', 'active', 'sharing'),
    ];
    // Whoever was active before these days is in nobody's cohort of the active, however far they come now.
    expect(from('active', moves)).toEqual([2, 1, 50]);
    expect(from('sharing', moves)).toEqual([2, 0, 0]);
    expect(from('exclusive', moves)).toEqual([0, 0, undefined]);
    expect(conversionFrom('active', cohortsOf(moves), 90).words).toBe(
      '近 90 天走到「活跃」的 2 位里，1 位后来走到了这里（50%）',
    );
  });

  test('a jump passes every stage between, a fall enters none, and who comes again is the same person', () => {
    expect(from('sharing', [move('lin', 'none', 'koc')])).toEqual([1, 1, 100]);
    expect(from('active', [move('lin', 'sharing', 'active')])).toEqual([0, 0, undefined]);
    const again = [
      move('lin', 'none', 'active'),
      move('lin', 'active', 'none'),
      move('lin', 'none', 'active'),
      move('lin', 'active', 'sharing'),
      move('lin', 'sharing', 'active'),
      move('lin', 'active', 'sharing'),
    ];
    expect(from('active', again)).toEqual([1, 1, 100]);
  });

  test('somebody counts where they were at home when they came', () => {
    const moves = [move('lin', 'none', 'active', 'a'), move('lin', 'active', 'sharing', 'b')];
    expect(from('active', moves, 'a')).toEqual([1, 1, 100]);
    expect(from('active', moves, 'b')).toEqual([0, 0, undefined]);
  });
});
