import { changeRows, native, withoutId } from '../kernel/store';
import { asSystem, type Tx } from '../kernel/command';
import { QuotaLeases, Quotas } from './model';

/** What a batch needs of the limits that span groups, per activity. */
export interface Need {
  readonly activityId: string;
  readonly partition: number;
  /** Participations. */
  readonly total: number;
  readonly points: number;
}

/** What a partition holds and may spend; undefined: no such limit. */
export interface Held {
  total?: number;
  points?: number;
}

/** As many partitions as the settings allow. */
const PARTITIONS_MAX = 64;

const leaseId = (activityId: string, partition: number): string => `${activityId}:${partition}`;

/** Where much is left, a partition takes more than it needs now, so that it asks less often. */
const SPARE_SHARE = 1 / 64;
const SPARE_MAX = 500;

/**
 * Makes sure that the partition holds what it needs, as far as there is any: first from what nobody holds, then,
 * when that is used up, from what other partitions hold and have not spent. Limit = left + held + spent, always,
 * and a participation is refused only when both are gone: the first 50 are 50, on any number of processes.
 * Its own short transaction, so that the activity's quota is never locked while a batch is decided.
 */
export const leaseQuota = (need: Need): Promise<Held> =>
  asSystem('activities.lease-quota', async ({ session }) => {
    const options = { session };
    const quota = await native(Quotas).findOne({ _id: need.activityId }, options);
    if (!quota) return {};
    const id = leaseId(need.activityId, need.partition);
    const leases = await native(QuotaLeases).find({ activityId: need.activityId }, options).toArray();
    const mine = leases.find((lease) => lease._id === id) ?? {
      _id: id,
      activityId: need.activityId,
      total: 0,
      points: 0,
    };
    const others = leases.filter((lease) => lease._id !== id);
    const changed = new Set<{ _id: string; total: number; points: number }>();
    let quotaChanged = false;
    const take = (unit: 'total' | 'points', leftField: 'totalLeft' | 'pointsLeft'): void => {
      const left = quota[leftField];
      if (left === undefined) return;
      const missing = need[unit] - mine[unit];
      if (missing <= 0) return;
      const spare = Math.min(SPARE_MAX, Math.floor(Math.max(0, left) * SPARE_SHARE));
      const taken = Math.min(Math.max(0, left), missing + spare);
      if (taken > 0) {
        quota[leftField] = left - taken;
        mine[unit] += taken;
        quotaChanged = true;
        changed.add(mine);
      }
      for (const other of others) {
        const still = need[unit] - mine[unit];
        if (still <= 0) break;
        const moved = Math.min(other[unit], still);
        if (moved === 0) continue;
        other[unit] -= moved;
        mine[unit] += moved;
        changed.add(other).add(mine);
      }
    };
    take('total', 'totalLeft');
    take('points', 'pointsLeft');
    if (quotaChanged) await native(Quotas).replaceOne({ _id: quota._id }, withoutId(quota), options);
    for (const lease of changed) {
      await native(QuotaLeases).updateOne(
        { _id: lease._id },
        { $set: { activityId: need.activityId, total: lease.total, points: lease.points } },
        { ...options, upsert: true },
      );
    }
    return {
      ...(quota.totalLeft === undefined ? {} : { total: mine.total }),
      ...(quota.pointsLeft === undefined ? {} : { points: mine.points }),
    };
  });

/**
 * Marks that a partition counts in groups where nobody took part before, in the batch's transaction. An edit touches
 * all marks (`touchMarks`), so it can't miss participations that are being committed beside it.
 */
export async function markBegun(tx: Tx, activityIds: readonly string[], partition: number): Promise<void> {
  await changeRows(
    tx.session,
    QuotaLeases,
    activityIds.map((activityId) => ({
      q: { _id: leaseId(activityId, partition) },
      u: { $inc: { begun: 1 }, $setOnInsert: { activityId, total: 0, points: 0 } },
      upsert: true,
    })),
  );
}

/** Makes the open transaction and every batch that begins to count somewhere meet: one of them is tried again. */
export const touchMarks = (tx: Tx, activityId: string): Promise<unknown> =>
  native(QuotaLeases).bulkWrite(
    Array.from({ length: PARTITIONS_MAX }, (_, partition) => ({
      updateOne: {
        filter: { _id: leaseId(activityId, partition) },
        update: { $inc: { begun: 1 }, $setOnInsert: { activityId, total: 0, points: 0 } },
        upsert: true,
      },
    })),
    { session: tx.session, ordered: false },
  );

/** Spends what a batch used, in the batch's transaction. False: somebody took the lease back; decide again. */
export async function spendQuota(tx: Tx, used: Need): Promise<boolean> {
  const spent = await native(QuotaLeases).updateOne(
    {
      _id: leaseId(used.activityId, used.partition),
      ...(used.total > 0 ? { total: { $gte: used.total } } : {}),
      ...(used.points > 0 ? { points: { $gte: used.points } } : {}),
    },
    { $inc: { total: -used.total, points: -used.points } },
    { session: tx.session },
  );
  return spent.matchedCount === 1;
}

/**
 * Spends points of an activity's budget outside a batch: from what nobody holds, then from what partitions hold.
 * False: not so much is left. True also where there is no budget.
 */
export async function spendPoints(tx: Tx, activityId: string, points: number): Promise<boolean> {
  const options = { session: tx.session };
  const quota = await native(Quotas).findOne({ _id: activityId }, options);
  if (quota?.pointsLeft === undefined) return true;
  const leases = await native(QuotaLeases)
    .find({ activityId, points: { $gt: 0 } }, options)
    .toArray();
  let missing = points - Math.max(0, Math.min(points, quota.pointsLeft));
  if (missing > leases.reduce((sum, lease) => sum + lease.points, 0)) return false;
  await native(Quotas).updateOne({ _id: activityId }, { $inc: { pointsLeft: missing - points } }, options);
  for (const lease of leases) {
    const taken = Math.min(missing, lease.points);
    if (taken === 0) break;
    missing -= taken;
    await native(QuotaLeases).updateOne({ _id: lease._id }, { $inc: { points: -taken } }, options);
  }
  return true;
}

/** What is left of an activity's limits, held leases included. */
export async function quotaLeft(activityIds: readonly string[]): Promise<Map<string, Held>> {
  const ids = [...activityIds];
  const [quotas, leases] = await Promise.all([
    native(Quotas)
      .find({ _id: { $in: ids } })
      .toArray(),
    native(QuotaLeases)
      .find({ activityId: { $in: ids } })
      .toArray(),
  ]);
  const left = new Map<string, Held>();
  for (const { _id, totalLeft, pointsLeft } of quotas) {
    const held = leases.filter((lease) => lease.activityId === _id);
    left.set(_id, {
      ...(totalLeft === undefined
        ? {}
        : { total: Math.max(0, totalLeft + held.reduce((sum, lease) => sum + lease.total, 0)) }),
      ...(pointsLeft === undefined
        ? {}
        : { points: Math.max(0, pointsLeft + held.reduce((sum, lease) => sum + lease.points, 0)) }),
    });
  }
  return left;
}

/**
 * Sets the limits of an activity when it is launched or edited; what was counted stays counted. Held leases go
 * back first, so that a smaller limit holds at once.
 */
export async function resetQuota(
  tx: Tx,
  activityId: string,
  limits: { total?: number | undefined; points?: number | undefined; usedTotal: number; usedPoints: number },
): Promise<void> {
  const options = { session: tx.session };
  await native(QuotaLeases).updateMany({ activityId }, { $set: { total: 0, points: 0 } }, options);
  const quota = {
    ...(limits.total === undefined ? {} : { totalLeft: limits.total - limits.usedTotal }),
    ...(limits.points === undefined ? {} : { pointsLeft: limits.points - limits.usedPoints }),
  };
  if (Object.keys(quota).length === 0) await native(Quotas).deleteOne({ _id: activityId }, options);
  else await native(Quotas).replaceOne({ _id: activityId }, quota, { ...options, upsert: true });
}
