/** Days in a row: what they are worth, how long a streak is, and when a missed day may be made up. */
import type { ActivityRule } from '../types';
import { hoursSpan, monthOf, opensOnDay, shanghaiDay, shanghaiInstant } from './time';

type StreakRule = Pick<ActivityRule, 'reward' | 'checkIn' | 'window'>;

/** A day on which the activity can be joined at all: its weekday, or the morning after hours that cross midnight. */
const isOpenDay = (rule: Pick<ActivityRule, 'window'>, day: number): boolean =>
  opensOnDay(rule.window, day) ||
  (hoursSpan(rule.window.dailyHours).to > 1440 && opensOnDay(rule.window, day - 1));

const nextOpenDay = (rule: Pick<ActivityRule, 'window'>, day: number, step: 1 | -1 = 1): number => {
  let next = day + step;
  // Seven days hold every weekday; weekdays that name no real day would otherwise run for ever.
  for (let i = 0; i < 7 && !isOpenDay(rule, next); i += 1) next += step;
  return next;
};

/**
 * The lengths of the runs of days in a row, oldest first. Days on which the activity is closed by its weekdays
 * neither count nor break a run: a check-in on working days goes from Friday to Monday. Order and repeats of `days`
 * do not matter.
 */
export const runsOf = (rule: Pick<ActivityRule, 'window'>, days: readonly number[]): number[] => {
  const runs: number[] = [];
  let expected: number | undefined;
  for (const day of [...new Set(days)].sort((a, b) => a - b)) {
    if (!isOpenDay(rule, day)) continue;
    if (day === expected) runs[runs.length - 1]! += 1;
    else runs.push(1);
    expected = nextOpenDay(rule, day);
  }
  return runs;
};

/**
 * All points that a set of check-in days deserves: the reward for every day, plus each milestone once for every
 * full stretch of its length within a run (7 days in a row once, 14 twice).
 *
 * Why not "once per run": a late or made-up day can join two runs that had each earned the milestone, and the total
 * would fall. With full stretches it never does: joining runs of a and b days by one day gives
 * ⌊(a+b+1)/m⌋ ≥ ⌊a/m⌋ + ⌊b/m⌋, and every other added day lengthens a run or begins one. So a day's grant
 * (new total − old total) is never negative, the sum of grants does not depend on the order in which events arrive,
 * and nobody earns more by breaking a streak on purpose.
 */
export const checkInPoints = (rule: StreakRule, days: readonly number[]): number => {
  const runs = runsOf(rule, days);
  const daily = new Set(days).size * rule.reward.points;
  return (rule.checkIn?.milestones ?? []).reduce(
    (sum, milestone) =>
      sum +
      milestone.points *
        runs.reduce((times, run) => times + Math.floor(run / Math.max(1, milestone.days)), 0),
    daily,
  );
};

/**
 * Days in a row up to today. A streak lives until its day has passed: if today is not among the days yet, it is the
 * streak up to the open day before. Without a rule every day is open.
 */
export const streakOf = (
  days: readonly number[],
  today: number,
  rule?: Pick<ActivityRule, 'window'>,
): number => {
  const given = new Set(days);
  const before = (day: number) => (rule ? nextOpenDay(rule, day, -1) : day - 1);
  let day = given.has(today) ? today : before(today);
  let streak = 0;
  for (; given.has(day); day = before(day)) streak += 1;
  return streak;
};

export type MakeUpRefusal =
  | 'not_check_in'
  | 'make_up_off'
  | 'make_up_not_past'
  | 'make_up_too_old'
  | 'make_up_closed_day'
  | 'already_counted'
  | 'make_up_used_up';

/** All days are Shanghai day numbers. `days` includes the made-up ones. */
export interface MakeUpFacts {
  days: readonly number[];
  madeUp: readonly number[];
  today: number;
  /** The missed day. */
  date: number;
}

/** `left`: make-ups that remain in the calendar month of the missed day, after this one if it is allowed. */
export type MakeUpDecision =
  | { allowed: true; points: number; left: number }
  | { allowed: false; refusal: MakeUpRefusal; message: string; left: number };

const opensAtAll = (rule: Pick<ActivityRule, 'window'>, day: number): boolean => {
  const { startAt, endAt } = rule.window;
  const inSpan = shanghaiDay(new Date(startAt)) <= day && shanghaiInstant(day).getTime() < Date.parse(endAt);
  return inSpan && isOpenDay(rule, day);
};

/**
 * Whether a missed day may be made up, and what that is worth. Counted by the calendar month of the **missed** day,
 * so that the first of a month brings no second helping for the month before.
 */
export const canMakeUp = (rule: ActivityRule, facts: MakeUpFacts): MakeUpDecision => {
  const allowance = rule.checkIn?.makeUpsPerMonth ?? 0;
  const month = monthOf(facts.date);
  const used = facts.madeUp.filter((day) => {
    const of = monthOf(day);
    return of.year === month.year && of.month === month.month;
  }).length;
  const left = Math.max(0, allowance - used);
  const no = (refusal: MakeUpRefusal, message: string): MakeUpDecision => ({
    allowed: false,
    refusal,
    message,
    left,
  });
  const back = rule.checkIn?.makeUpWithinDays ?? 0;
  if (rule.kind !== 'check_in') return no('not_check_in', '只有打卡活动可以补卡。');
  if (allowance === 0) return no('make_up_off', '这个活动不能补卡，从今天继续就好。');
  if (facts.date >= facts.today)
    return no('make_up_not_past', '只能补以前漏掉的日子，今天直接在群里打卡就行。');
  if (!opensAtAll(rule, facts.date)) return no('make_up_closed_day', '那天活动没有开放，不用补。');
  if (facts.days.includes(facts.date)) return no('already_counted', '那天已经打过卡了，不用补。');
  if (facts.today - facts.date > back) return no('make_up_too_old', `只能补最近 ${back} 天里漏掉的日子。`);
  if (left === 0) return no('make_up_used_up', `${month.month} 月的 ${allowance} 次补卡已经用完了。`);
  const points = checkInPoints(rule, [...facts.days, facts.date]) - checkInPoints(rule, facts.days);
  return { allowed: true, points, left: left - 1 };
};
