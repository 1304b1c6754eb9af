import { anyOf, native, type ClientSession } from '../kernel/store';
import type { OrderFact } from './events';
import { Orders, type OrderRow } from './model';

/** An order as others react to it. */
export const factOf = ({ _id, payment, derived, personId, shop }: OrderRow): OrderFact => ({
  orderId: _id,
  ...(personId === undefined ? {} : { personId }),
  at: payment!.paidAt,
  paidFen: derived.paidFen,
  refundedFen: derived.refundedFen,
  items: payment!.items.map((item, i) => ({
    sku: item.sku,
    ...(item.productId === undefined ? {} : { productId: item.productId }),
    ...(item.category === undefined ? {} : { category: item.category }),
    quantity: item.quantity,
    paidFen: item.paidFen,
    refundedFen: derived.refundedByLine[i]!,
    ...(item.costFen === undefined ? {} : { costFen: item.costFen }),
  })),
  ...(payment!.couponCode === undefined ? {} : { couponCode: payment!.couponCode }),
  source: shop,
});

/** Orders by id, as they are now; unknown ones are absent. */
export async function ordersById(
  ids: Iterable<string>,
  session?: ClientSession,
): Promise<Map<string, OrderRow>> {
  const rows = await native(Orders)
    .find({ _id: { $in: [...new Set(ids)] } }, session ? { session } : {})
    .toArray();
  return new Map(rows.map((row) => [row._id, row]));
}

/** Orders that these people paid since a moment, in no order. */
export async function ordersSince(
  personIds: readonly string[],
  since: Date,
  session?: ClientSession,
): Promise<OrderFact[]> {
  const rows = await native(Orders)
    .find({ personId: anyOf(personIds) }, session ? { session } : {})
    .toArray();
  return rows.filter(({ payment }) => payment && payment.paidAt >= since).map(factOf);
}

/** Orders with this number of a shop, whichever shop: hardly ever more than one. */
export const ordersByNumber = (number: string): Promise<OrderRow[]> =>
  native(Orders).find({ number }).limit(5).toArray();

/** What is kept here about a person, for the export of their data. */
export async function orderDataOf(personId: string) {
  const rows = await native(Orders).find({ personId }).sort({ arrivedAt: 1 }).limit(5_000).toArray();
  return rows.map(({ number, shop, payment, derived }) => ({
    number,
    shop,
    paidAt: payment?.paidAt,
    paidFen: derived.paidFen,
    refundedFen: derived.refundedFen,
    state: derived.state,
  }));
}
