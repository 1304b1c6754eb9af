import type { ActivityRule } from '@kouyi/shared/types';
import { type GroupFacts, groupDirectory, groupsOfPerson } from '../groups';
import { indexBy } from '../kernel/collections';
import { native } from '../kernel/store';
import type { Selves } from '../people';
import { Progress, type ProgressDoc, progressId } from './model';
import { placeOf } from './rule-book';
import { byHowFar, runsIn } from './rules';

/** Groups a person is in now, by any of their identities. */
export async function groupsNow(selves: Selves): Promise<GroupFacts[]> {
  const [own, ...others] = await Promise.all(selves.map((personId) => groupsOfPerson(personId)));
  const rows = [...own!, ...others.flat()];
  const now = new Set(rows.filter((row) => !row.leftAt).map((row) => row.groupId));
  return [...now].flatMap((groupId) => groupDirectory.get(groupId) ?? []);
}

/**
 * Of each activity the progress of the identity that came furthest: counts of several don't add up to one, because
 * the rules counted them apart.
 */
export async function furthestProgress(
  activityIds: readonly string[],
  selves: Selves,
): Promise<Map<string, ProgressDoc>> {
  const rows = await native(Progress)
    .find({ _id: { $in: activityIds.flatMap((id) => selves.map((self) => progressId(id, self))) } })
    .toArray();
  // The last one stands.
  return indexBy(rows.sort(byHowFar), ({ activityId }) => activityId);
}

/** The groups of these in which a rule runs. */
export const inMine = (rule: ActivityRule, mine: readonly GroupFacts[]): GroupFacts[] =>
  mine.filter((group) => runsIn(rule.where, placeOf(group)));
