import type { Right } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { refuseAnywhere } from '../kernel/refusals';
import { reachFor } from '../org';
import type { ActivityDoc } from './model';
import { reachesUnits } from './rule-book';

/** Staff who read activities in a branch only see those that run in a group of it, and their own. */
export function maySee(actor: Actor, activity: Pick<ActivityDoc, 'rule' | 'createdBy'>): boolean {
  const reach = reachFor(actor, 'activities.read');
  if (!reach) return true;
  if (actor.kind === 'staff' && activity.createdBy === actor.staffId) return true;
  return reachesUnits(activity.rule.where, reach);
}

/** @throws Refusal `not_found` when the activity is out of reach: it is not even said to exist. */
export function assertMaySee(
  actor: Actor,
  activity: ActivityDoc | null | undefined,
): asserts activity is ActivityDoc {
  if (!activity || !maySee(actor, activity)) throw refuseAnywhere('not_found');
}

/**
 * @throws Refusal `not_allowed` when the rule would run in a group where the actor does not hold the right: who
 * reads a region and writes in one store writes in that store only.
 */
export function assertMayPlace(actor: Actor, activity: Pick<ActivityDoc, 'rule'>, right: Right): void {
  const reach = reachFor(actor, right);
  if (!reach) return;
  if (reachesUnits(activity.rule.where, reach, true)) {
    throw refuseAnywhere('not_allowed', { field: 'rule.where' });
  }
}

/** @throws Refusal `not_allowed` unless the actor holds the right; the server itself may everything. */
export function assertRight(actor: Actor, right: Right): void {
  if (actor.kind === 'system') return;
  if ((actor.kind === 'staff' || actor.kind === 'key') && actor.rights.includes(right)) return;
  throw refuseAnywhere('not_allowed');
}
