import type { LiveView } from '@kouyi/shared/contracts';
import type { Outcome } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { outgoingCausedBy } from '../gate';
import { groupDirectory, reachableGroupIds } from '../groups';
import { reachFor } from '../org';
import { joinsOf } from './joins';
import { quotaLeft } from './quota';
import { groupsOf } from './rule-book';
import { type GroupNumbers, optionsOf, talliesOf, votesIn } from './totals';
import { getActivity } from './views';

/** An activity may run in ten thousand groups; nobody reads that far down. */
const GROUPS_SHOWN = 200;

/** Numbers while it runs and after. All of them are rolled up as decisions are written; nothing is scanned. */
export async function liveView(actor: Actor, id: string): Promise<LiveView> {
  const doc = await getActivity(actor, id);
  const reach = reachFor(actor, 'activities.read');
  const [tallies, joins, said, quota] = await Promise.all([
    talliesOf(id),
    joinsOf(id, reachableGroupIds(actor, 'activities.read')),
    outgoingCausedBy({ activityId: id, from: doc.createdAt, to: new Date(doc.endAt.getTime() + 86_400_000) }),
    quotaLeft([id]),
  ]);
  const seen = tallies.filter(
    (tally) => !reach || reach.has(groupDirectory.get(tally.groupId)?.unitId ?? ''),
  );
  const byGroup = new Map(seen.map((tally) => [tally.groupId, tally]));
  const groups = groupsOf(doc.rule.where).filter((group) => !reach || reach.has(group.unitId));
  const answered = firstAnswers(said);
  const left = quota.get(id);
  return {
    activityId: id,
    state: doc.state,
    counted: sum(seen, (tally) => tally.counted),
    people: sum(seen, (tally) => tally.people),
    members: groups.reduce((total, group) => total + group.memberCount, 0),
    ...joins,
    answers: said
      .filter((line) => line.sentAt && (!reach || reach.has(groupDirectory.get(line.groupId)?.unitId ?? '')))
      .map((line) => ({ at: line.sentAt!.toISOString(), groupId: line.groupId })),
    firstTimers: sum(seen, (tally) => tally.firstTimers),
    notCounted: notCounted(seen),
    pointsGiven: sum(seen, (tally) => tally.points),
    ...(doc.rule.limits.budgetPoints === undefined ? {} : { budgetPoints: doc.rule.limits.budgetPoints }),
    ...(left?.total === undefined ? {} : { totalLeft: left.total }),
    groups: groups
      .map((group) => groupLine(group, byGroup.get(group.id), answered.get(group.id)))
      .sort((a, b) => b.counted - a.counted || b.members - a.members)
      .slice(0, GROUPS_SHOWN),
    groupCount: groups.length,
    options: optionsOf(doc.rule, votesIn(seen)),
  };
}

function groupLine(
  group: { id: string; name: string; memberCount: number },
  tally: GroupNumbers | undefined,
  answeredAt: Date | undefined,
) {
  const firstAnswerMs =
    tally?.firstCountedAt && answeredAt ? answeredAt.getTime() - tally.firstCountedAt.getTime() : undefined;
  return {
    groupId: group.id,
    name: group.name,
    members: group.memberCount,
    counted: tally?.counted ?? 0,
    people: tally?.people ?? 0,
    firstTimers: tally?.firstTimers ?? 0,
    pointsGiven: tally?.points ?? 0,
    ...(firstAnswerMs === undefined || firstAnswerMs < 0 ? {} : { firstAnswerMs }),
  };
}

function firstAnswers(said: readonly { groupId: string; sentAt?: Date }[]): Map<string, Date> {
  const first = new Map<string, Date>();
  for (const { groupId, sentAt } of said) if (sentAt && !first.has(groupId)) first.set(groupId, sentAt);
  return first;
}

function notCounted(tallies: readonly GroupNumbers[]): { outcome: Outcome; times: number }[] {
  const times = new Map<Outcome, number>();
  for (const tally of tallies) {
    for (const [outcome, n] of Object.entries(tally.outcomes) as [Outcome, number][]) {
      if (outcome !== 'counted') times.set(outcome, (times.get(outcome) ?? 0) + n);
    }
  }
  return [...times].map(([outcome, n]) => ({ outcome, times: n })).sort((a, b) => b.times - a.times);
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
