import type { ClientSession } from '../kernel/store';
import { native } from '../kernel/store';
import { account, auditSources } from '../ledger';
import { Issues, Redemptions } from './model';

const OURS = /^fen:coupon:(?<couponId>[^:]+):liability$/;

/** Minus the worth of what people hold, by coupon. */
async function owed(match: { couponId?: string }, session?: ClientSession): Promise<Map<string, number>> {
  const rows = await native(Issues)
    .aggregate<{ _id: string; worthFen: number }>(
      [
        { $match: { ...match, state: 'held' } },
        { $group: { _id: '$couponId', worthFen: { $sum: '$worthFen' } } },
      ],
      session ? { session } : {},
    )
    .toArray();
  return new Map(rows.map(({ _id, worthFen }) => [account.couponLiability(_id), -worthFen]));
}

/** Minus what was taken off at tills. */
async function given(session?: ClientSession): Promise<number> {
  const [sum] = await native(Redemptions)
    .aggregate<{ cutFen: number }>(
      [{ $match: { undoneAt: { $exists: false } } }, { $group: { _id: null, cutFen: { $sum: '$cutFen' } } }],
      session ? { session } : {},
    )
    .toArray();
  return sum ? -sum.cutFen : 0;
}

/** The audit of the books compares them with the coupons people hold and those that were used. */
export function auditCoupons(): void {
  auditSources.register('coupons', {
    speaksFor: (name) => OURS.test(name) || name === account.couponsGiven,
    totals: async () => (await owed({})).set(account.couponsGiven, await given()),
    async totalOf(name, session) {
      if (name === account.couponsGiven) return given(session);
      const couponId = OURS.exec(name)?.groups?.['couponId'];
      return couponId === undefined ? 0 : ((await owed({ couponId }, session)).get(name) ?? 0);
    },
  });
}
