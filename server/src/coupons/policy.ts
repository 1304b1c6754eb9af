import type { CouponRule, Right } from '@kouyi/shared/types';
import type { Actor } from '../kernel/actor';
import { refuseAnywhere } from '../kernel/refusals';
import { mayAt, reachFor, unitDirectory } from '../org';
import type { CouponDoc } from './model';
import { refuse } from './rules';

/**
 * The filter for coupons that staff with this right see: those of their units, those good everywhere, and those good
 * at a store of theirs.
 */
export function withinSight(actor: Actor, right: Right = 'coupons.read'): Record<string, unknown> {
  const reach = reachFor(actor, right);
  if (reach === undefined) return {};
  const around = new Set([...reach, ...[...reach].flatMap((id) => unitDirectory.pathOf(id))]);
  return {
    $or: [
      { unitId: { $in: [...reach] } },
      { 'rule.stores.everywhere': true },
      { 'rule.stores.unitIds': { $in: [...around] } },
    ],
  };
}

/** Whether staff see a coupon; the same rule as `withinSight`. */
export function maySee(actor: Actor, { unitId, rule }: Pick<CouponDoc, 'unitId' | 'rule'>): boolean {
  const reach = reachFor(actor, 'coupons.read');
  if (reach === undefined || reach.has(unitId) || rule.stores.everywhere) return true;
  return rule.stores.unitIds.some(
    (id) =>
      [...reach].some((mine) => mine === id || unitDirectory.pathOf(mine).includes(id)) || reach.has(id),
  );
}

/** @throws Refusal `not_allowed` unless the actor may change coupons of this unit. */
export function assertMayWrite(actor: Actor, unitId: string): void {
  if (!mayAt(actor, 'coupons.write', unitId)) throw refuseAnywhere('not_allowed');
}

/** @throws Refusal `unit_unknown`: nobody makes a coupon good at a store that is not theirs. */
export function assertStores(actor: Actor, { stores }: CouponRule): void {
  const reach = reachFor(actor, 'coupons.write');
  if (stores.everywhere && reach !== undefined) throw refuse('unit_unknown', { field: 'rule.stores' });
  for (const id of stores.unitIds)
    if (!unitDirectory.has(id) || (reach !== undefined && !reach.has(id)))
      throw refuse('unit_unknown', { field: 'rule.stores' });
}

/** @throws Refusal `store_out_of_reach` (403) unless the actor may redeem at this store. */
export function assertAtStore(actor: Actor, storeId: string): void {
  if (!unitDirectory.has(storeId) || !mayAt(actor, 'redeem.use', storeId))
    throw refuse('store_out_of_reach', { field: 'storeId' });
}

/** Stores at which the actor may redeem, by name. */
export function storesFor(actor: Actor): { id: string; name: string }[] {
  const reach = reachFor(actor, 'redeem.use');
  return [...unitDirectory.all()]
    .filter(
      ({ _id, kind }) => (kind === 'store' || kind === 'partner') && (reach === undefined || reach.has(_id)),
    )
    .map(({ _id, name }) => ({ id: _id, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
}
