import type { Right } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { reachFor } from '../org';
import { staffIdOf } from './advisers';
import { type ThreadRow, Threads } from './model';

/** The filter for threads an actor sees: their own, and those of people in their branch. */
export function within(actor: Actor, right: Right): Record<string, unknown> {
  const reach = reachFor(actor, right);
  if (reach === undefined) return {};
  return { $or: [{ adviserId: staffIdOf(actor) ?? '' }, { unitIds: { $in: [...reach] } }] };
}

/** One thread in reach. @throws Refusal `not_found`. */
export async function threadFor(actor: Actor, right: Right, id: string): Promise<ThreadRow> {
  const row = await native(Threads).findOne({ _id: id, ...within(actor, right) });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}

/** @throws Refusal `not_allowed` unless it is one's own. */
export function assertOwn(actor: Actor, { personId }: { personId: string }): void {
  if (actor.kind !== 'member' || actor.personId !== personId) throw refuseAnywhere('not_allowed');
}
