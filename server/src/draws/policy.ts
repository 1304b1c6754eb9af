import type { Right } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { refuseAnywhere } from '../kernel/refusals';
import { assertEverywhere } from '../org';

/**
 * Boxes belong to the whole brand: who changes or runs them holds the right at the root.
 * @throws Refusal `not_allowed`; the server itself may everything.
 */
export function assertMay(actor: Actor, right: Extract<Right, `draws.${string}`>): void {
  if (actor.kind === 'system') return;
  if ((actor.kind !== 'staff' && actor.kind !== 'key') || !actor.rights.includes(right))
    throw refuseAnywhere('not_allowed');
  assertEverywhere(actor, right);
}
