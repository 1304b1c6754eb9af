import { streakOf } from '@kouyi/shared/rules/decide';
import { canMakeUp } from '@kouyi/shared/rules/streak';
import {
  dayToText,
  mondayOf,
  monthSpan,
  opensOnDay,
  shanghaiDay,
  shanghaiInstant,
} from '@kouyi/shared/rules/time';
import type { ActivityRule } from '@kouyi/shared/types';
import type { GroupFacts } from '../groups';
import { anyOf, native } from '../kernel/store';
import type { Selves } from '../people';
import { furthestProgress, groupsNow, inMine } from './member-facts';
import { Activities, type ActivityDoc, Progress, type ProgressDoc } from './model';
import { type LiveRule, ruleBook } from './rule-book';

/** The check-in of one activity as the home strip shows it. */
export async function checkInSummary(live: LiveRule, selves: Selves, now: Date) {
  const progress = await furthestProgress([live.id], selves);
  return summaryOf(live.id, live.rule, progress.get(live.id) ?? null, now);
}

function summaryOf(activityId: string, rule: ActivityRule, doc: ProgressDoc | null, now: Date) {
  const today = shanghaiDay(now);
  const days = doc?.days ?? [];
  const streak = streakOf(days, today, rule);
  const checkedInToday = days.includes(today);
  const milestone = nextMilestone(rule, streak);
  const monday = mondayOf(today);
  return {
    activityId,
    title: rule.title,
    streak,
    checkedInToday,
    ...(milestone
      ? { nextMilestone: { inDays: milestone.days - (streak % milestone.days), points: milestone.points } }
      : {}),
    pointsPerDay: rule.reward.points,
    week: Array.from({ length: 7 }, (_, i) => ({
      day: dayToText(monday + i),
      state: dayState(rule, doc, monday + i, today),
    })),
  };
}

/** Milestones count each full stretch of their length, so the next is the one with the fewest days to go. */
const nextMilestone = (rule: ActivityRule, streak: number) =>
  [...(rule.checkIn?.milestones ?? [])].sort(
    (a, b) => a.days - (streak % a.days) - (b.days - (streak % b.days)),
  )[0];

type DayState = 'done' | 'made_up' | 'missed' | 'today' | 'future' | 'off';

function dayState(rule: ActivityRule, doc: ProgressDoc | null, day: number, today: number): DayState {
  if (doc?.madeUp.includes(day)) return 'made_up';
  if (doc?.days.includes(day)) return 'done';
  const begins = shanghaiDay(new Date(rule.window.startAt));
  const over = shanghaiInstant(day).getTime() >= new Date(rule.window.endAt).getTime();
  if (day < begins || over || !opensOnDay(rule.window, day)) return 'off';
  if (day === today) return 'today';
  return day > today ? 'future' : 'missed';
}

/**
 * Check-ins that run or will in these groups, and those the person took part in, the latest first. A brand has more of
 * them than anybody looks through: only what concerns the person is read.
 */
async function checkInsOf(selves: Selves, mine: readonly GroupFacts[]): Promise<ActivityDoc[]> {
  const listening = [...ruleBook.all()].filter(
    ({ rule }) => rule.kind === 'check_in' && inMine(rule, mine).length > 0,
  );
  const took = await native(Progress)
    .find({ personId: anyOf(selves) }, { projection: { activityId: 1 } })
    .toArray();
  const ids = new Set([...listening.map(({ id }) => id), ...took.map(({ activityId }) => activityId)]);
  return native(Activities)
    .find({
      _id: { $in: [...ids] },
      kind: 'check_in',
      state: { $in: ['scheduled', 'running', 'paused', 'closed'] },
    })
    .sort({ startAt: -1 })
    .toArray();
}

/** A month of one check-in, with what can be made up. */
export async function checkInMonth(
  selves: Selves,
  wanted: { activityId?: string | undefined; month?: string | undefined },
  now: Date,
) {
  const mine = await groupsNow(selves);
  const docs = await checkInsOf(selves, mine);
  const progress = await furthestProgress(
    docs.map((doc) => doc._id),
    selves,
  );
  const shown = docs.filter(
    (doc) => inMine(doc.rule, mine).length > 0 && (doc.state !== 'closed' || progress.has(doc._id)),
  );
  const chosen =
    shown.find((doc) => doc._id === wanted.activityId) ??
    shown.find((doc) => doc.state === 'running') ??
    shown[0];
  const today = shanghaiDay(now);
  const month = wanted.month ?? dayToText(today).slice(0, 7);
  const activities = shown.map((doc) => ({ id: doc._id, title: doc.title, state: doc.state }));
  if (!chosen) return { activities, month, days: [], makeUpsLeft: 0, milestones: [], pointsFromThis: 0 };
  const doc = progress.get(chosen._id) ?? null;
  const facts = { days: doc?.days ?? [], madeUp: doc?.madeUp ?? [], today };
  const { first, next } = monthSpan({ year: Number(month.slice(0, 4)), month: Number(month.slice(5, 7)) });
  const streak = streakOf(facts.days, today, chosen.rule);
  return {
    activities,
    summary: summaryOf(chosen._id, chosen.rule, doc, now),
    month,
    days: Array.from({ length: next - first }, (_, i) => ({
      day: dayToText(first + i),
      state: dayState(chosen.rule, doc, first + i, today),
      // Only who took part once has a streak to mend.
      canMakeUp: doc !== null && canMakeUp(chosen.rule, { ...facts, date: first + i }).allowed,
    })),
    makeUpsLeft: canMakeUp(chosen.rule, { ...facts, date: today - 1 }).left,
    milestones: (chosen.rule.checkIn?.milestones ?? []).map(({ days, points }) => ({
      days,
      points,
      reached: streak >= days,
    })),
    pointsFromThis: doc?.points ?? 0,
  };
}
