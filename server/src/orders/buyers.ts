import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { peopleByAccount } from '../people';
import { hintOf, unionidOf } from './awaited';
import { saveOrders } from './commands';
import { Orders, type OrderRow } from './model';

/** The unionids that these orders wait for. */
export async function unionidsAwaited(tx: Tx, orderIds: readonly string[]): Promise<string[]> {
  const rows = await native(Orders)
    .find({ _id: { $in: [...orderIds] }, buyerHint: { $exists: true } }, { session: tx.session })
    .toArray();
  return rows.flatMap(({ payment }) => (payment?.awaited ? unionidOf(payment.awaited) : []));
}

/**
 * Orders that wait for these unionids get their buyer, as far as we know them by now. Whose order it is is decided
 * anew by that, once: a buyer who was found stays.
 */
export async function findBuyers(tx: Tx, unionids: readonly string[]): Promise<void> {
  const people = await peopleByAccount(unionids);
  const byHint = new Map([...people].map(([unionid, personId]) => [hintOf(unionid), personId]));
  if (byHint.size === 0) return;
  const rows = await native(Orders)
    .find({ buyerHint: { $in: [...byHint.keys()] } }, { session: tx.session })
    .toArray();
  await saveOrders(
    tx,
    rows.map((before) => ({ before, after: withBuyer(before, byHint.get(before.buyerHint!)!, tx.now) })),
  );
}

function withBuyer({ buyerHint: _, ...row }: OrderRow, personId: string, at: Date): OrderRow {
  const { awaited: __, ...payment } = row.payment!;
  return { ...row, payment: { ...payment, personId }, personId, buyerFoundAt: at, changedAt: at };
}
