import { DAY_MS } from '@kouyi/shared/rules/time';
import {
  GROWTH_STAGES,
  GROWTH_STANDING_NAMES,
  GROWTH_STANDINGS,
  type GrowthStage,
  type GrowthStanding,
} from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { keptAnswers } from '../kernel/kept';
import { native } from '../kernel/store';
import { groupDirectory } from '../groups';
import { reachFor, unitDirectory } from '../org';
import { type Cohort, conversionFrom, recentCohorts } from './cohorts';
import { openProposals } from './facts';
import { Growers, Moves } from './model';
import { direction } from './rules';

const WEEK_MS = 7 * DAY_MS;

/** People of one stage who are at home in one group. */
interface Cell {
  stage: GrowthStage;
  groupId?: string;
  people: number;
  scored: number;
  scoreSum: number;
}

interface Flow {
  from: GrowthStanding;
  to: GrowthStanding;
  groupId?: string;
  people: number;
}

const cellsKept = keptAnswers<Cell[]>(1);
const flowsKept = keptAnswers<Flow[]>(1);

/** The whole brand in one look, kept for a moment: every branch is cut out of the same cells. */
const cells = (): Promise<Cell[]> =>
  cellsKept('all', async () => {
    const rows = await native(Growers)
      .aggregate<{
        _id: { stage: GrowthStage; groupId?: string };
        people: number;
        scored: number;
        sum: number;
      }>([
        { $match: { stage: { $in: [...GROWTH_STAGES] } } },
        {
          $group: {
            _id: { stage: '$stage', groupId: '$home.groupId' },
            people: { $sum: 1 },
            scored: { $sum: { $cond: [{ $gt: ['$score', -1] }, 1, 0] } },
            sum: { $sum: '$score' },
          },
        },
      ])
      .toArray();
    return rows.map(({ _id, people, scored, sum }) => ({ ..._id, people, scored, scoreSum: sum }));
  });

const flows = (): Promise<Flow[]> =>
  flowsKept('all', async () => {
    const rows = await native(Moves)
      .aggregate<{ _id: { from: GrowthStanding; to: GrowthStanding; groupId?: string }; people: number }>([
        { $match: { at: { $gt: new Date(now().getTime() - WEEK_MS) } } },
        { $group: { _id: { from: '$from', to: '$to', groupId: '$groupId' }, people: { $sum: 1 } } },
      ])
      .toArray();
    return rows.map(({ _id, people }) => ({ ..._id, people }));
  });

const unitOf = (groupId: string | undefined): string | undefined =>
  groupId === undefined ? undefined : groupDirectory.get(groupId)?.unitId;

/** Units that are looked at: within reach, and of the chosen one if any; undefined: everything, homeless people too. */
export function unitsLookedAt(actor: Actor, unitId?: string): ReadonlySet<string> | undefined {
  const reach = reachFor(actor, 'koc.read');
  if (unitId === undefined || unitId === unitDirectory.rootId) return reach;
  const below = unitDirectory.below([unitId]);
  return reach === undefined ? below : new Set([...below].filter((id) => reach.has(id)));
}

/** Groups of these units. */
export const groupsOfUnits = (units: ReadonlySet<string>): string[] =>
  [...groupDirectory.all()].filter(({ unitId }) => units.has(unitId)).map(({ id }) => id);

/** Funnel, moves of seven days, and units against their peers. */
export async function board(actor: Actor, unitId?: string) {
  const units = unitsLookedAt(actor, unitId);
  const inside = ({ groupId }: { groupId?: string }): boolean =>
    units === undefined || units.has(unitOf(groupId) ?? '');
  const [all, moved, cohorts, waiting] = await Promise.all([
    cells(),
    flows(),
    recentCohorts(),
    openProposals(),
  ]);
  return {
    stages: funnel(all.filter(inside), moved.filter(inside), {
      days: cohorts.days,
      own: cohorts.cells.filter(inside),
    }),
    openProposals: reachFor(actor, 'koc.write') === undefined ? waiting : 0,
    units: unitRows(all, units),
  };
}

function funnel(
  own: readonly Cell[],
  moved: readonly Flow[],
  cohorts: { days: number; own: readonly Cohort[] },
) {
  const people = (stage: GrowthStage): number =>
    own.reduce((sum, cell) => sum + (cell.stage === stage ? cell.people : 0), 0);
  const counts = GROWTH_STAGES.map(people);
  const beyond = counts.map((_, i) => counts.slice(i).reduce((sum, each) => sum + each, 0));
  return GROWTH_STAGES.map((stage, i) => ({
    stage,
    name: GROWTH_STANDING_NAMES[stage],
    people: counts[i]!,
    reached: beyond[i]!,
    ...(i > 0 ? { conversion: conversionFrom(GROWTH_STAGES[i - 1]!, cohorts.own, cohorts.days) } : {}),
    up: sumOf(moved, ({ from, to }) => isAt(to, stage) && direction(from, to) > 0),
    down: sumOf(moved, ({ from, to }) => isAt(from, stage) && direction(from, to) < 0),
  }));
}

const isAt = (standing: GrowthStanding, stage: GrowthStage): boolean =>
  GROWTH_STANDINGS.indexOf(standing) === GROWTH_STANDINGS.indexOf(stage);
const sumOf = (moved: readonly Flow[], which: (flow: Flow) => boolean): number =>
  moved.reduce((sum, flow) => sum + (which(flow) ? flow.people : 0), 0);

/** Every unit with what is at home in it or below, regions before stores, the best score first. */
function unitRows(all: readonly Cell[], units: ReadonlySet<string> | undefined) {
  const byUnit = new Map<string, Cell[]>();
  for (const cell of all)
    for (const unit of unitDirectory.pathOf(unitOf(cell.groupId) ?? ''))
      byUnit.set(unit, [...(byUnit.get(unit) ?? []), cell]);
  return [...unitDirectory.all()]
    .filter(({ _id }) => (units === undefined || units.has(_id)) && byUnit.has(_id))
    .map(({ _id, name, kind }) => {
      const own = byUnit.get(_id)!;
      const scored = own.reduce((sum, cell) => sum + cell.scored, 0);
      const total = own.reduce((sum, cell) => sum + cell.scoreSum, 0);
      const people = Object.fromEntries(
        GROWTH_STAGES.map((stage) => [
          stage,
          own.reduce((sum, cell) => sum + (cell.stage === stage ? cell.people : 0), 0),
        ]),
      ) as Record<GrowthStage, number>;
      return {
        unitId: _id,
        name,
        kind,
        people,
        ...(scored > 0 ? { averageScore: Math.round((10 * total) / scored) / 10 } : {}),
      };
    })
    .sort(
      (a, b) =>
        KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (b.averageScore ?? -1) - (a.averageScore ?? -1),
    );
}

const KINDS: readonly string[] = ['hq', 'region', 'store', 'partner'];
