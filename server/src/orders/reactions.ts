import { redeemCoupon } from '../coupons';
import { system } from '../kernel/actor';
import type { Tx } from '../kernel/command';
import { on } from '../kernel/outbox';
import { Refusal } from '../kernel/refusals';
import { native } from '../kernel/store';
import { ROOT_UNIT_ID } from '../org';
import { personDeleted, unionidsOf } from '../people';
import { personCame } from '../people/events';
import { productsSaved } from '../products/events';
import { findBuyers, unionidsAwaited } from './buyers';
import { retryRows } from './commands';
import { buyersAwaited, orderPaid } from './events';
import { Orders, Quarantine } from './model';

/** Lines tried again at once when products were added; what is left comes with the next. */
const RETRIED = 200;

export const reactions = [
  on(productsSaved, 'orders.retry-unknown-products', async (_events, tx) => {
    const rows = await native(Quarantine)
      .find({ code: 'product_unknown', state: 'open' }, { session: tx.session })
      .sort({ at: 1 })
      .limit(RETRIED)
      .toArray();
    if (rows.length > 0) await retryRows(tx, rows);
  }),
  // A coupon that was used in the shop is used up here, once by the order.
  on(orderPaid, 'orders.redeem-coupons', async (events, tx) => {
    for (const { orderId, couponCode: code, paidFen } of events.flatMap(({ payload }) => payload.orders))
      if (code !== undefined) await redeem(tx, { orderId, code, paidFen });
  }),
  // A sign-in and an order of one moment don't see each other: whichever is stored later finds the other.
  on(personCame, 'orders.find-buyers', async (events, tx) => {
    const came = events.flatMap(({ payload }) => (payload.signedIn ? payload.personId : []));
    await findBuyers(tx, await unionidsOf(came));
  }),
  on(buyersAwaited, 'orders.look-for-buyers', async (events, tx) => {
    const orderIds = events.flatMap(({ payload }) => payload.orderIds);
    await findBuyers(tx, await unionidsAwaited(tx, orderIds));
  }),
  // The books keep amounts without a name; what shops sent besides goes with the person.
  on(personDeleted, 'orders.forget-buyers', async (events, tx) => {
    await native(Orders).updateMany(
      { personId: { $in: events.map(({ payload }) => payload.personId) } },
      {
        $unset: { personId: 1, 'payment.personId': 1, buyerFoundAt: 1, extra: 1 },
        $set: { extraFields: [] },
      },
      { session: tx.session },
    );
  }),
];

/** An order can't be undone because its coupon does not fit: that is written on the order for people. */
async function redeem(tx: Tx, order: { orderId: string; code: string; paidFen: number }): Promise<void> {
  const { orderId, code, paidFen: orderFen } = order;
  try {
    const by = system('orders');
    await redeemCoupon.as(tx, by, {
      code,
      storeId: ROOT_UNIT_ID,
      orderFen,
      receipt: orderId,
      requestKey: orderId,
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await native(Orders).updateOne(
      { _id: orderId },
      { $set: { couponNote: error.message_zh } },
      { session: tx.session },
    );
  }
}
