import { type Actor, reachOf } from '../kernel/actor';
import { refuseAnywhere } from '../kernel/refusals';
import { groupDirectory, type GroupFacts } from './directory';

/** Whether the actor's roles reach the unit that the group belongs to. */
export function reachesGroup(actor: Actor, group: GroupFacts): boolean {
  const reach = reachOf(actor);
  return reach === undefined || reach.has(group.unitId);
}

/** @throws Refusal `not_found` for a group that does not exist or lies outside the actor's branch. */
export function assertReachesGroup(actor: Actor, groupId: string): GroupFacts {
  const group = groupDirectory.get(groupId);
  if (!group || !reachesGroup(actor, group)) throw refuseAnywhere('not_found');
  return group;
}

/** Ids of the groups an actor reaches; undefined: all. */
export function reachableGroupIds(actor: Actor): string[] | undefined {
  const reach = reachOf(actor);
  if (reach === undefined) return undefined;
  const ids: string[] = [];
  for (const group of groupDirectory.all()) if (reach.has(group.unitId)) ids.push(group.id);
  return ids;
}
