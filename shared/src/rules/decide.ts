/**
 * What one message means to one activity. Pure: the same facts give the same decision, so a stored decision is
 * explained by deciding again.
 */
import type { ActivityRule, GroupLimit, Outcome } from '../types';
import { checkInPoints } from './streak';
import { matchRule } from './text';
import { DAY_MS, isWithinWindow, shanghaiDay } from './time';

export { canMakeUp, checkInPoints, runsOf, streakOf } from './streak';
export type { MakeUpDecision, MakeUpFacts, MakeUpRefusal } from './streak';

/** Everything that a decision may look at. */
export interface DecisionFacts {
  rule: ActivityRule;
  /** Event time, not time of arrival. */
  at: Date;
  /** The message; raw, tidied or normalised. */
  text: string;
  person: {
    blacklisted: boolean;
    isStaff: boolean;
    /** In any activity, before this one. */
    hasTakenPartBefore: boolean;
    /** Whether they are in the segment that the rule is for; known only where there is one. */
    inAudience?: boolean;
    /** Unknown where the channel does not say; then the rule of days in the group cannot hold anybody back. */
    joinedGroupAt?: Date;
  };
  /** `countedInGroup`: counted participations against the group limit; of the whole activity, for a check-in of the day. */
  group: { memberCount: number; countedInGroup: number };
  /**
   * This person's counted participations in this activity, and in a quiz the wrong answers too: an answer is an
   * attempt, right or wrong. `days`: their Shanghai days in order, made-up ones included; a day may repeat.
   */
  mine: { count: number; days: readonly number[]; countToday?: number };
  /** What is left of the limits that span groups; undefined: no such limit. */
  quota: { totalLeft?: number; budgetLeft?: number };
  /** Stretches of event time during which the activity was paused; without `to` it still is. */
  pauses: readonly { from: Date; to?: Date }[];
  /** Title of an activity of higher priority that takes this trigger in this group. */
  outrankedBy?: string;
}

/** One look at the facts. */
export interface Reason {
  check:
    | 'trigger'
    | 'priority'
    | 'window'
    | 'pause'
    | 'blacklist'
    | 'staff'
    | 'members'
    | 'audience'
    | 'days_in_group'
    | 'once_a_day'
    | 'person'
    | 'person_day'
    | 'text'
    | 'answer'
    | 'group'
    | 'total'
    | 'budget'
    | 'reward';
  passed: boolean;
  detail: Record<string, string | number | boolean>;
}

/** The decision: what it was, what it gives, and every look taken on the way, in order. */
export interface Decision {
  outcome: Outcome;
  /** Points to grant; 0 unless counted. For a check-in the difference that this day makes. */
  points: number;
  /** Shanghai day number of the event. */
  dayNumber: number;
  /** The trigger as the rule writes it. */
  trigger: string;
  /** Vote and quiz: the trigger of the option that was chosen. */
  option?: string;
  /** Relay: what the person added. */
  text?: string;
  reasons: Reason[];
}

/** So many people a group limit lets in: a share is rounded down, but never below one. */
export const groupCap = (limit: GroupLimit, memberCount: number): number =>
  'count' in limit ? limit.count : Math.max(1, Math.floor((memberCount * limit.sharePercent) / 100));

type Look = [check: Reason['check'], failed: Outcome | undefined, detail: Reason['detail']];

/**
 * Decides one message. Undefined: it does not speak to this rule at all. The looks are taken in a fixed order and
 * the first that fails decides; the order goes from what holds for all (time, pause) over the person to what is
 * scarce (group, total, budget), so that nobody uses up a place who would be refused anyway.
 *
 * A vote counts once per person by `limits.perPerson`; a wrong answer in a quiz counts as the attempt
 * (`wrong_answer`, no points, no place of the group or the total used). A check-in counts once per Shanghai date
 * of event time whatever the limits say, and a late one gives what the new set of days is worth more than the old.
 */
export const decideParticipation = (facts: DecisionFacts): Decision | undefined => {
  const match = matchRule(facts.rule, facts.text);
  if (!match) return undefined;
  const dayNumber = shanghaiDay(facts.at);
  const points = worth(facts, dayNumber);
  const reasons: Reason[] = [{ check: 'trigger', passed: true, detail: { trigger: match.trigger } }];
  const decision = (outcome: Outcome): Decision => ({
    outcome,
    points: outcome === 'counted' ? points : 0,
    dayNumber,
    trigger: match.trigger,
    ...(facts.rule.kind === 'vote' || facts.rule.kind === 'quiz' ? { option: match.trigger } : {}),
    ...(facts.rule.kind === 'relay' && match.rest !== '' ? { text: match.rest } : {}),
    reasons,
  });
  const looking: Looking = { ...facts, dayNumber, points, match };
  for (const looks of [looksAtTime, looksAtPerson, looksAtAttempts, looksAtContent, looksAtPlaces]) {
    for (const [check, failed, detail] of looks(looking)) {
      reasons.push({ check, passed: failed === undefined, detail });
      if (failed !== undefined) return decision(failed);
    }
  }
  reasons.push({ check: 'reward', passed: true, detail: { points } });
  return decision('counted');
};

const worth = (facts: DecisionFacts, day: number): number => {
  if (facts.rule.kind !== 'check_in') return facts.rule.reward.points;
  return checkInPoints(facts.rule, [...facts.mine.days, day]) - checkInPoints(facts.rule, facts.mine.days);
};

type Looking = DecisionFacts & {
  dayNumber: number;
  points: number;
  match: { trigger: string; rest: string };
};

const looksAtTime = ({ rule, at, pauses, outrankedBy }: Looking): Look[] => {
  const place = isWithinWindow(rule.window, at);
  const pause = pauses.find(({ from, to }) => at >= from && (to === undefined || at < to));
  return [
    ['window', place === 'inside' ? undefined : place, { at: at.toISOString() }],
    ['pause', pause ? 'paused' : undefined, pause ? { from: pause.from.toISOString() } : {}],
    ...(outrankedBy === undefined ? [] : [['priority', 'lower_priority', { winner: outrankedBy }] as Look]),
  ];
};

const looksAtPerson = ({ rule, at, person }: Looking): Look[] => {
  const { members, minDaysInGroup, excludeStaff } = rule.who;
  const looks: Look[] = [['blacklist', person.blacklisted ? 'blacklisted' : undefined, {}]];
  if (excludeStaff) looks.push(['staff', person.isStaff ? 'staff_excluded' : undefined, {}]);
  if (members === 'first_timers')
    looks.push(['members', person.hasTakenPartBefore ? 'only_first_time' : undefined, { members }]);
  if (members === 'returning')
    looks.push(['members', person.hasTakenPartBefore ? undefined : 'not_first_time', { members }]);
  if (rule.audience)
    looks.push([
      'audience',
      person.inAudience ? undefined : 'outside_audience',
      { segment: rule.audience.name },
    ]);
  if (minDaysInGroup > 0 && person.joinedGroupAt) {
    const days = Math.floor((at.getTime() - person.joinedGroupAt.getTime()) / DAY_MS);
    looks.push([
      'days_in_group',
      days < minDaysInGroup ? 'too_new_in_group' : undefined,
      { days, needed: minDaysInGroup },
    ]);
  }
  return looks;
};

const looksAtAttempts = ({ rule, mine, dayNumber }: Looking): Look[] => {
  const { perPerson, perPersonPerDay } = rule.limits;
  const today = mine.countToday ?? mine.days.filter((day) => day === dayNumber).length;
  const looks: Look[] = [];
  if (rule.kind === 'check_in')
    looks.push(['once_a_day', today > 0 ? 'already_counted' : undefined, { today }]);
  if (perPerson !== undefined) {
    const failed = perPerson === 1 ? 'already_counted' : 'person_limit';
    looks.push([
      'person',
      mine.count >= perPerson ? failed : undefined,
      { count: mine.count, limit: perPerson },
    ]);
  }
  if (perPersonPerDay !== undefined)
    looks.push([
      'person_day',
      today >= perPersonPerDay ? 'person_day_limit' : undefined,
      { count: today, limit: perPersonPerDay },
    ]);
  return looks;
};

const looksAtContent = ({ rule, match }: Looking): Look[] => {
  const looks: Look[] = [];
  if (rule.kind === 'relay' && rule.relay?.textRequired)
    looks.push(['text', match.rest === '' ? 'text_missing' : undefined, { prompt: rule.relay.prompt }]);
  if (rule.kind === 'quiz') {
    const right =
      rule.quiz?.options.some((option) => option.trigger === match.trigger && option.correct) ?? false;
    looks.push(['answer', right ? undefined : 'wrong_answer', { option: match.trigger }]);
  }
  return looks;
};

const looksAtPlaces = ({ rule, group, quota, points }: Looking): Look[] => {
  const looks: Look[] = [];
  if (rule.limits.perGroup) {
    const limit = groupCap(rule.limits.perGroup, group.memberCount);
    const count = group.countedInGroup;
    looks.push([
      'group',
      count >= limit ? 'group_limit' : undefined,
      { count, limit, members: group.memberCount },
    ]);
  }
  if (quota.totalLeft !== undefined)
    looks.push(['total', quota.totalLeft <= 0 ? 'total_limit' : undefined, { left: quota.totalLeft }]);
  if (quota.budgetLeft !== undefined)
    looks.push([
      'budget',
      quota.budgetLeft < points ? 'budget_spent' : undefined,
      { left: quota.budgetLeft, points },
    ]);
  return looks;
};
