import { shanghaiDay } from '@kouyi/shared/rules/time';
import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { Days } from './model';

/** Adds to the figures of a coupon's day; keys of `bySource` and `byStore` are dotted paths. Part of the transaction. */
export const addToDay = async (tx: Tx, couponId: string, add: Record<string, number>): Promise<void> => {
  const day = shanghaiDay(tx.now);
  await native(Days).updateOne(
    { _id: `${couponId}:${day}` },
    { $inc: add, $setOnInsert: { couponId, day } },
    { session: tx.session, upsert: true },
  );
};
