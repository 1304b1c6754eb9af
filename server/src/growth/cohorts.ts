import { DAY_MS } from '@kouyi/shared/rules/time';
import {
  GROWTH_STAGES,
  GROWTH_STANDING_NAMES,
  GROWTH_STANDINGS,
  type GrowthStage,
} from '@kouyi/shared/types';
import { now } from '../kernel/clock';
import { keptAnswers } from '../kernel/kept';
import { native } from '../kernel/store';
import { type MoveRow, Moves } from './model';

/** So many days back it is looked at who came into a stage. */
const COHORT_DAYS = 90;
/** Moves looked at, the latest first: a brand that has more in these days is counted over fewer days, and says so. */
const MOST_READ = 300_000;

type Step = Pick<MoveRow, 'personId' | 'from' | 'to' | 'groupId'>;

/** Who came into a stage and was at home in one group then; how many of them came into the next since. */
export interface Cohort {
  stage: GrowthStage;
  groupId?: string;
  entered: number;
  wentOn: number;
}

interface Way {
  /** The group in which they were at home when they first came into each stage; by its place among the stages. */
  readonly homes: Map<number, string | undefined>;
  readonly wentOn: Set<number>;
}

/**
 * Cohorts of moves, told from the earliest to the latest. Who passes a stage in one move came into it, too; who comes
 * back into a stage counts with the first time; falling into a stage from above is no coming.
 */
export function cohortsOf(moves: Iterable<Step>): Cohort[] {
  const ways = new Map<string, Way>();
  for (const { personId, from, to, groupId } of moves) {
    const [low, high] = [GROWTH_STANDINGS.indexOf(from), GROWTH_STANDINGS.indexOf(to)];
    if (high <= low) continue;
    const way = ways.get(personId) ?? { homes: new Map<number, string | undefined>(), wentOn: new Set() };
    ways.set(personId, way);
    // The place of a stage among the stages is one less than its place among the standings, which begin with none.
    for (let stage = low; stage < high; stage += 1) {
      if (way.homes.has(stage - 1)) way.wentOn.add(stage - 1);
      if (!way.homes.has(stage)) way.homes.set(stage, groupId);
    }
  }
  const cells = new Map<string, Cohort>();
  for (const { homes, wentOn } of ways.values())
    for (const [place, groupId] of homes) {
      const key = `${place} ${groupId ?? ''}`;
      const cell = cells.get(key) ?? {
        stage: GROWTH_STAGES[place]!,
        ...(groupId === undefined ? {} : { groupId }),
        entered: 0,
        wentOn: 0,
      };
      cell.entered += 1;
      if (wentOn.has(place)) cell.wentOn += 1;
      cells.set(key, cell);
    }
  return [...cells.values()];
}

interface Recent {
  readonly days: number;
  readonly cells: readonly Cohort[];
}

const kept = keptAnswers<Recent>(1);

/** The cohorts of the last days for the whole brand, kept for a moment: every branch is cut out of the same ones. */
export const recentCohorts = (): Promise<Recent> =>
  kept('all', async () => {
    const at = now().getTime();
    const rows = await native(Moves)
      .find(
        { at: { $gt: new Date(at - COHORT_DAYS * DAY_MS) } },
        { projection: { personId: 1, from: 1, to: 1, groupId: 1, at: 1 } },
      )
      .sort({ at: -1, _id: -1 })
      .limit(MOST_READ)
      .toArray();
    const since = rows.length === MOST_READ ? rows.at(-1)!.at.getTime() : at - COHORT_DAYS * DAY_MS;
    return { days: Math.max(1, Math.floor((at - since) / DAY_MS)), cells: cohortsOf(rows.reverse()) };
  });

/** How many of those who came into a stage went on to the next, with what was counted in words. */
export function conversionFrom(stage: GrowthStage, own: readonly Cohort[], days: number) {
  const cells = own.filter((cell) => cell.stage === stage);
  const sum = (field: 'entered' | 'wentOn'): number => cells.reduce((total, cell) => total + cell[field], 0);
  const [entered, wentOn] = [sum('entered'), sum('wentOn')];
  const name = `「${GROWTH_STANDING_NAMES[stage]}」`;
  if (entered === 0) return { entered, wentOn, words: `近 ${days} 天没有人走到${name}` };
  const percent = Math.round((100 * wentOn) / entered);
  return {
    entered,
    wentOn,
    percent,
    words: `近 ${days} 天走到${name}的 ${entered} 位里，${wentOn} 位后来走到了这里（${percent}%）`,
  };
}
