import {
  GROWTH_MEASURE_NAMES,
  GROWTH_STAGES,
  type GrowthCondition,
  type GrowthRules,
  type GrowthStage,
  type GrowthStageRule,
  type GrowthStanding,
} from '@kouyi/shared/types';
import { type History, Tally } from './history';

/** Rules with the Shanghai day from which they count. */
interface RulesFrom {
  readonly version: number;
  readonly fromDay: number;
  readonly rules: GrowthRules;
}

/** All versions, the earliest first; the first counts since ever. */
export type Book = readonly [RulesFrom, ...RulesFrom[]];

/** The rules that count on a day. */
export const rulesOn = (book: Book, day: number): RulesFrom =>
  book.findLast(({ fromDay }) => fromDay <= day) ?? book[0];

/** One stage as it stands for somebody on a day. */
interface StageState {
  readonly stage: GrowthStage;
  /** All that it asks for is met on this very day. */
  readonly met: boolean;
  /** The latest day within the grace on which it was; absent: none. */
  readonly lastMet?: number;
  /** It and every stage below were met within the grace. */
  readonly held: boolean;
  /** The last day on which it is held when nothing else happens; only of what is held. */
  readonly until?: number;
}

export interface Standing {
  /** The highest stage held. */
  readonly stage: GrowthStanding;
  readonly states: readonly StageState[];
  /** The first day after today on which time alone may change something, or a warning is due; absent: none. */
  readonly due?: number;
}

const have = (tally: Tally, { measure, windowDays }: GrowthCondition, day: number): number =>
  tally.between(measure, day - windowDays + 1, day);

const asked = ({ conditions, atLeast }: GrowthStageRule): number =>
  Math.min(atLeast ?? conditions.length, conditions.length);

const isMet = (tally: Tally, rule: GrowthStageRule, day: number): boolean => {
  let met = 0;
  for (const condition of rule.conditions) if (have(tally, condition, day) >= condition.need) met += 1;
  return met >= asked(rule);
};

/**
 * Where somebody stands on a day. A stage is held while on some day within the grace everything that it and the
 * stages below ask for was met, by the rules that counted on that day. It follows from the history alone: in what
 * order and how often it was told leaves no trace.
 */
export function standingOn(history: History, book: Book, today: number): Standing {
  const tally = new Tally(history);
  const { rules } = rulesOn(book, today);
  const states: StageState[] = [];
  let below: boolean = true;
  for (const stage of GROWTH_STAGES) {
    const lastMet = lastMetDay(tally, book, stage, today, rules.graceDays);
    const held: boolean = below && lastMet !== undefined;
    const met = lastMet === today;
    states.push({
      stage,
      met,
      held,
      ...(lastMet === undefined ? {} : { lastMet }),
      ...(below && lastMet !== undefined
        ? { until: (met ? lastDayMet(tally, rules.stages[stage], today) : lastMet) + rules.graceDays }
        : {}),
    });
    below = held;
  }
  const stage: GrowthStanding = states.findLast(({ held }) => held)?.stage ?? 'none';
  return { stage, states, ...dueOf(states, book, today, rules.warnDays) };
}

function lastMetDay(
  tally: Tally,
  book: Book,
  stage: GrowthStage,
  today: number,
  graceDays: number,
): number | undefined {
  for (let day = today; day >= today - graceDays; day -= 1)
    if (isMet(tally, rulesOn(book, day).rules.stages[stage], day)) return day;
  return undefined;
}

/** Until when it stays met if nothing else happens: windows only ever lose, so that the day can be halved down to. */
function lastDayMet(tally: Tally, rule: GrowthStageRule, today: number): number {
  let low = today;
  let high = today + Math.max(...rule.conditions.map(({ windowDays }) => windowDays));
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isMet(tally, rule, middle)) low = middle;
    else high = middle;
  }
  return low;
}

function dueOf(states: readonly StageState[], book: Book, today: number, warnDays: number): { due?: number } {
  const days = [
    ...states.flatMap(({ until }) => (until === undefined ? [] : [until + 1, until + 1 - warnDays])),
    ...book.map(({ fromDay }) => fromDay),
  ].filter((day) => day > today);
  return days.length === 0 ? {} : { due: Math.min(...days) };
}

/** One condition with what somebody has of it on a day. */
interface ConditionState {
  readonly words: string;
  readonly have: number;
  readonly need: number;
  readonly met: boolean;
}

/** 近 30 天有 4 天参加活动或下单. */
function conditionInWords({ measure, need, windowDays }: GrowthCondition): string {
  const { name, unit } = GROWTH_MEASURE_NAMES[measure];
  return `近 ${windowDays} 天，${name} ${need} ${unit}`;
}

/** What a stage asks for, one by one. */
export function conditionsOn(tally: Tally, rule: GrowthStageRule, day: number): ConditionState[] {
  return rule.conditions.map((condition) => {
    const got = have(tally, condition, day);
    return {
      words: conditionInWords(condition),
      have: got,
      need: condition.need,
      met: got >= condition.need,
    };
  });
}

/** Why somebody meets a stage on a day: what they have of what was asked. */
export function metInWords(history: History, rule: GrowthStageRule, day: number): string {
  const tally = new Tally(history);
  return rule.conditions
    .filter((condition) => have(tally, condition, day) >= condition.need)
    .slice(0, 3)
    .map((condition) => {
      const { name, unit } = GROWTH_MEASURE_NAMES[condition.measure];
      return `近 ${condition.windowDays} 天${name} ${have(tally, condition, day)} ${unit}（要 ${condition.need}）`;
    })
    .join('；');
}

/** What somebody lacks of a stage on a day; empty where nothing is lacking. */
export function missingInWords(history: History, rule: GrowthStageRule, day: number): string {
  const tally = new Tally(history);
  const open = rule.conditions.filter((condition) => have(tally, condition, day) < condition.need);
  const lacking = asked(rule) - (rule.conditions.length - open.length);
  if (lacking <= 0) return '';
  const parts = open.map((condition) => {
    const { name, unit } = GROWTH_MEASURE_NAMES[condition.measure];
    return `${name}再有 ${condition.need - have(tally, condition, day)} ${unit}`;
  });
  return lacking === open.length ? parts.join('，') : `${parts.join('，或')}（其中 ${lacking} 样）`;
}
