import { asSystem, type Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { kocsAmong, type KocRow, tierAt } from '../koc';
import { post } from '../ledger';
import { factOf, type OrderRow, ordersById } from '../orders';
import { commissionRules } from '../products';
import { decideOrders } from './decide';
import { ordersBrought } from './events';
import { Commissions, type CommissionRow } from './model';
import { availableAtOf, bookingOf, codeOf, payLines, payParts } from './rules';
import { commissionSettings } from './settings';

/** Decides and books orders as they are now; doing it again changes nothing. */
export async function settleOrders(tx: Tx, orderIds: readonly string[]): Promise<void> {
  const orders = [...(await ordersById(orderIds, tx.session)).values()].filter(({ payment }) => payment);
  if (orders.length === 0) return;
  const known = await commissionsOf(
    orders.map(({ _id }) => _id),
    tx,
  );
  const settings = await commissionSettings(tx.session);
  const open = orders.filter((order) => needsDecision(order, known.get(order._id)));
  const { decisions, kocs } = await decideOrders(
    open,
    (order) => known.get(order._id)?.rules ?? settings,
    tx.session,
  );
  const { afterSaleDays: days, ...attribution } = settings;
  const rows = orders.map((order): CommissionRow => {
    const had = known.get(order._id);
    const decision = decisions.get(order._id) ?? had!.decision;
    const { rules, afterSaleDays } = had ?? { rules: attribution, afterSaleDays: days };
    return {
      _id: order._id,
      number: order.number,
      ...(order.personId === undefined ? {} : { buyerId: order.personId }),
      paidAt: order.payment!.paidAt,
      decidedOn: decidedOn(order),
      decision,
      decidedAt: decisions.has(order._id) ? tx.now : had!.decidedAt,
      ...(had?.decidedBy === undefined ? {} : { decidedBy: had.decidedBy }),
      rules,
      afterSaleDays,
      lines: [],
      wholeFen: 0,
      keptFen: 0,
      parts: [],
      kocIds: [],
      state: 'void',
      availableAt: availableAtOf(order, afterSaleDays),
      ...(had?.releasedAt ? { releasedAt: had.releasedAt } : {}),
      booked: had?.booked ?? [],
      ...(had?.toldOf === undefined ? {} : { toldOf: had.toldOf }),
    };
  });
  await bookRows(tx, rows, new Map(orders.map((order) => [order._id, order])), kocs);
}

/** A decision stands until the payment it was made about is told otherwise; staff's own stands for good. */
const needsDecision = (order: OrderRow, had: CommissionRow | undefined): boolean =>
  !had || (had.decision.by !== 'staff' && had.decidedOn !== decidedOn(order));

/** Which telling of the payment, by whom, a decision is about. */
const decidedOn = ({ payment, personId }: OrderRow): string => `${payment!.hash}/${personId ?? ''}`;

/** The commissions of these orders, by order; orders without one are absent. */
export async function commissionsOf(
  orderIds: readonly string[],
  tx?: Tx,
): Promise<Map<string, CommissionRow>> {
  const rows = await native(Commissions)
    .find({ _id: { $in: [...orderIds] } }, tx ? { session: tx.session } : {})
    .toArray();
  return new Map(rows.map((row) => [row._id, row]));
}

/** Computes what decided orders pay, books the difference to what is booked, and saves them. */
export async function bookRows(
  tx: Tx,
  rows: readonly CommissionRow[],
  orders: ReadonlyMap<string, OrderRow>,
  known: ReadonlyMap<string, KocRow> = new Map(),
): Promise<void> {
  const missing = rows.flatMap(({ decision }) => decision.kocId ?? []).filter((id) => !known.has(id));
  const kocs = new Map([...known, ...(await kocsAmong(missing, tx.session))]);
  const rules = rows.some(({ decision }) => decision.kocId) ? await commissionRules(tx.session) : [];
  const paid = rows.map((row) => {
    const { payment, derived } = orders.get(row._id)!;
    const koc = row.decision.kocId === undefined ? undefined : kocs.get(row.decision.kocId);
    const lines = koc
      ? payLines(
          payment!.items.map((item, i) => ({ ...item, refundedFen: derived.refundedByLine[i]! })),
          rules,
          { tier: tierAt(koc, row.paidAt), at: row.paidAt },
        )
      : [];
    const { wholeFen, keptFen, parts } = payParts(row.decision, lines);
    const viaCode = codeOf(row.decision);
    const { viaCode: _, toldOf: _before, ...rest } = row;
    const { kocId } = row.decision;
    return withState({
      ...rest,
      ...(kocId === undefined ? {} : { toldOf: kocId }),
      ...(viaCode === undefined ? {} : { viaCode }),
      lines,
      wholeFen,
      keptFen,
      parts,
      kocIds: parts.map(({ kocId }) => kocId),
    });
  });
  await saveBooked(tx, paid);
  tellWhoBrought(tx, rows, paid, orders);
}

/** `paid`: the same rows with what they pay now. */
function tellWhoBrought(
  tx: Tx,
  rows: readonly CommissionRow[],
  paid: readonly CommissionRow[],
  orders: ReadonlyMap<string, OrderRow>,
): void {
  const brought = rows.flatMap(({ _id, decision: { kocId }, toldOf: before }, i) =>
    kocId === undefined && before === undefined
      ? []
      : {
          order: factOf(orders.get(_id)!),
          commissionFen: paid[i]!.keptFen,
          ...(kocId === undefined ? {} : { kocId }),
          ...(before === undefined || before === kocId ? {} : { before }),
        },
  );
  if (brought.length > 0) tx.emit(ordersBrought({ orders: brought }));
}

const withState = (row: CommissionRow): CommissionRow => ({
  ...row,
  state: row.keptFen === 0 ? 'void' : row.releasedAt ? 'available' : 'pending',
});

async function saveBooked(tx: Tx, rows: readonly CommissionRow[]): Promise<void> {
  const bookings = rows.map((row) => ({ row, ...bookingOf(row, tx.now) }));
  await post(
    tx,
    bookings.flatMap(({ posts }) => posts),
  );
  await native(Commissions).bulkWrite(
    bookings.map(({ row: { _id, ...row }, booked }) => ({
      replaceOne: { filter: { _id }, replacement: { ...row, booked }, upsert: true },
    })),
    { session: tx.session, ordered: false, ignoreUndefined: true },
  );
}

/** Orders released in one transaction. */
const RELEASED = 200;

/** What waits no longer: the after-sale period has ended, the commission becomes available. */
export async function releaseDue(): Promise<void> {
  while ((await asSystem('commission.release', release)) === RELEASED);
}

async function release(tx: Tx): Promise<number> {
  const rows = await native(Commissions)
    .find({ state: 'pending', availableAt: { $lte: tx.now } }, { session: tx.session })
    .sort({ availableAt: 1 })
    .limit(RELEASED)
    .toArray();
  if (rows.length > 0)
    await saveBooked(
      tx,
      rows.map((row) => withState({ ...row, releasedAt: tx.now })),
    );
  return rows.length;
}
