import { type Right, type Role, ROLE_RIGHTS } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { refuseAnywhere } from '../kernel/refusals';
import { reachOfRoles } from './directories';
import { refuse, rightsOf } from './rules';

/**
 * Units in which the actor holds this right; undefined: everywhere. Narrower than `reachOf`: somebody who
 * writes in one store and reads in a region does not write in the region.
 */
export function reachFor(actor: Actor, right: Right): ReadonlySet<string> | undefined {
  if (actor.kind === 'system') return undefined;
  if (actor.kind === 'key') return actor.rights.includes(right) ? undefined : new Set();
  if (actor.kind !== 'staff') return new Set();
  return reachOfRoles(actor.roles.filter(({ role }) => ROLE_RIGHTS[role].includes(right)));
}

/** Whether the actor holds the right at this unit. */
export function mayAt(actor: Actor, right: Right, unitId: string): boolean {
  const reach = reachFor(actor, right);
  return reach === undefined || reach.has(unitId);
}

/** @throws Refusal `not_allowed` unless the actor holds the right everywhere: what it touches has no branch. */
export function assertEverywhere(actor: Actor, right: Right): void {
  if (reachFor(actor, right) !== undefined) throw refuseAnywhere('not_allowed');
}

/** @throws Refusal `unit_unknown` unless the actor may change the org there. */
export function assertUnit(actor: Actor, unitId: string, field: string): void {
  if (!mayAt(actor, 'org.write', unitId)) throw refuse('unit_unknown', { field });
}

/** @throws Refusal `unit_unknown` or `rights_beyond_own`: nobody gives what they don't have, where they don't have it. */
export function assertMayGiveRoles(actor: Actor, roles: readonly { role: Role; unitId: string }[]): void {
  for (const { unitId } of roles) assertUnit(actor, unitId, 'roles');
  for (const right of rightsOf(roles)) assertHolds(actor, right, 'roles');
}

/** @throws Refusal `rights_beyond_own`. */
export function assertHolds(actor: Actor, right: Right, field: string): void {
  const held =
    actor.kind === 'system' ||
    ((actor.kind === 'staff' || actor.kind === 'key') && actor.rights.includes(right));
  if (!held) throw refuse('rights_beyond_own', { field, details: { right } });
}
