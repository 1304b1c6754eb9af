import type { Tx } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { Coupons, Reservations, reservationId, Stocks } from './model';
import { refuse } from './rules';

/**
 * Holds back coupons for somebody who promises them: an activity (`activity:…`) at launch, a box (`box:…`) when it
 * opens. `total` is all that the holder promises, with what was given to it already: asking again with another number
 * changes what is held back.
 * @throws Refusal `coupon_stock_short` with what is left, `coupon_not_open`, `not_found`, all with `field`.
 */
export async function reserveCoupons(
  tx: Tx,
  wish: { couponId: string; holder: string; total: number; field: string },
): Promise<void> {
  const { couponId, holder, total, field } = wish;
  const options = { session: tx.session };
  const coupon = await native(Coupons).findOne({ _id: couponId }, options);
  const stock = await native(Stocks).findOne({ _id: couponId }, options);
  if (!coupon || !stock) throw refuseAnywhere('not_found', { field });
  const _id = reservationId(couponId, holder);
  const had = (await native(Reservations).findOne({ _id }, options)) ?? { left: 0, given: 0 };
  const wanted = Math.max(0, total - had.given);
  const more = wanted - had.left;
  const { name } = coupon.rule;
  if (more > 0 && coupon.state !== 'open') throw refuse('coupon_not_open', { field, details: { name } });
  const left = stock.stock - stock.issued - stock.reserved;
  if (more > left)
    throw refuse('coupon_stock_short', {
      field,
      details: { name, left: left + had.left, needed: wanted },
    });
  if (more !== 0) await native(Stocks).updateOne({ _id: couponId }, { $inc: { reserved: more } }, options);
  await native(Reservations).updateOne(
    { _id },
    { $set: { couponId, holder, left: wanted, given: had.given }, $unset: { releaseAt: 1 } },
    { ...options, upsert: true },
  );
}

/** What a holder held back of coupons that it does not promise any more goes back at once. */
export async function releaseOthers(tx: Tx, holder: string, couponIds: readonly string[]): Promise<void> {
  const others = await native(Reservations)
    .find({ holder, couponId: { $nin: [...couponIds] }, left: { $gt: 0 } }, { session: tx.session })
    .toArray();
  for (const { couponId } of others)
    await reserveCoupons(tx, { couponId, holder, total: 0, field: 'couponId' });
}

/** What a holder has not used goes back at `at`: late messages of an activity still count for a while. */
export const releaseLater = (tx: Tx, holder: string, at: Date): Promise<unknown> =>
  native(Reservations).updateMany({ holder }, { $set: { releaseAt: at } }, { session: tx.session });

/** Gives back what is left of one reservation. */
export async function releaseReservation(tx: Tx, id: string): Promise<void> {
  const options = { session: tx.session };
  const gone = await native(Reservations).findOneAndDelete({ _id: id, releaseAt: { $lte: tx.now } }, options);
  if (gone && gone.left > 0)
    await native(Stocks).updateOne({ _id: gone.couponId }, { $inc: { reserved: -gone.left } }, options);
}
