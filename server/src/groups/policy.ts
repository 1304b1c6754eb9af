import type { Right } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { refuseAnywhere } from '../kernel/refusals';
import { mayAt, reachFor } from '../org';
import { groupDirectory, type GroupFacts } from './directory';

/** Whether the actor holds the right at the unit that the group belongs to. */
export const reachesGroup = (actor: Actor, group: GroupFacts, right: Right = 'groups.read'): boolean =>
  mayAt(actor, right, group.unitId);

/** @throws Refusal `not_found` for a group that does not exist or lies where the actor lacks the right. */
export function assertReachesGroup(actor: Actor, groupId: string, right: Right = 'groups.read'): GroupFacts {
  const group = groupDirectory.get(groupId);
  if (!group || !reachesGroup(actor, group, right)) throw refuseAnywhere('not_found');
  return group;
}

/** Ids of the groups where the actor holds the right; undefined: all. */
export function reachableGroupIds(actor: Actor, right: Right = 'groups.read'): string[] | undefined {
  const reach = reachFor(actor, right);
  if (reach === undefined) return undefined;
  const ids: string[] = [];
  for (const group of groupDirectory.all()) if (reach.has(group.unitId)) ids.push(group.id);
  return ids;
}
