import { asSystem, command, type CommandContext, type Tx } from '../kernel/command';
import { Combiner } from '../kernel/combiner';
import { derivedId, inputHash } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { seal, unsealText } from '../kernel/seal';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { buyersAwaited, orderPaid, orderRefunded, ordersChanged } from './events';
import { factOf } from './facts';
import { Orders, Quarantine, type QuarantineRow } from './model';
import { type Incoming, type LineResult, type Plan, planLines } from './plan';
import { refuse } from './rules';

/** Takes lines inside the open transaction: changed orders, events, quarantine. */
async function takeLines(tx: Tx, lines: readonly Incoming[]): Promise<readonly LineResult[]> {
  const plan = await planLines(lines, tx.now, tx.session);
  await saveOrders(tx, plan.changed);
  await quarantine(
    tx,
    plan.results.flatMap((each, i) => (each.result === 'quarantined' ? { ...lines[i]!, ...each } : [])),
  );
  return plan.results;
}

/** Keeps orders as they shall be, and tells what changed. */
export async function saveOrders(tx: Tx, changed: Plan['changed']): Promise<void> {
  if (changed.length === 0) return;
  await native(Orders).bulkWrite(
    changed.map(({ after: { _id, ...replacement } }) => ({
      replaceOne: { filter: { _id }, replacement, upsert: true },
    })),
    { session: tx.session, ordered: false, ignoreUndefined: true },
  );
  tx.emit(ordersChanged({ orderIds: changed.map(({ after }) => after._id) }));
  const waiting = changed.filter(({ after }) => after.buyerHint !== undefined);
  if (waiting.length > 0) tx.emit(buyersAwaited({ orderIds: waiting.map(({ after }) => after._id) }));
  const paid = changed.filter(
    ({ before, after }) =>
      after.payment && (before?.payment?.hash !== after.payment.hash || before.personId !== after.personId),
  );
  const refunded = changed.filter(
    ({ before, after }) => after.derived.refundedFen !== (before?.derived.refundedFen ?? 0),
  );
  if (paid.length > 0) tx.emit(orderPaid({ orders: paid.map(({ after }) => factOf(after)) }));
  if (refunded.length > 0) tx.emit(orderRefunded({ orders: refunded.map(({ after }) => factOf(after)) }));
}

const LINE = 'order-line';

async function quarantine(tx: Tx, aside: readonly (Incoming & LineResult)[]): Promise<void> {
  if (aside.length === 0) return;
  await native(Quarantine).bulkWrite(
    aside.map(({ raw, shop, source, orderId, code, message }) => ({
      updateOne: {
        filter: { _id: quarantineId(source, raw) },
        update: {
          $inc: { times: 1 },
          $set: { at: tx.now, code: code!, message: message!, state: 'open' as const },
          $setOnInsert: {
            source,
            shop,
            ...(orderId === undefined ? {} : { orderId }),
            line: seal(JSON.stringify(raw), LINE),
          },
        },
        upsert: true,
      },
    })),
    { session: tx.session },
  );
}

const quarantineId = (source: string, raw: unknown): string => derivedId('qrn', source, inputHash(raw));

/** A quarantined line as it came, as text. */
export const lineText = (row: QuarantineRow): string => unsealText(row.line, LINE);

/** Calls are taken together: one transaction for what arrived within a few milliseconds, up to so many calls. */
const calls = new Combiner<readonly Incoming[], readonly LineResult[]>({
  name: 'orders',
  maxBatch: 8,
  gatherMs: 5,
  concurrency: 1,
  maxQueued: 200,
  run: (_key, batch) =>
    asSystem('orders.take', async (tx) => {
      const results = await takeLines(tx, batch.flat());
      let at = 0;
      return batch.map((lines) => results.slice(at, (at += lines.length)));
    }),
});

/**
 * Takes lines in any order, any number of times; a poison line is quarantined and the others go on. Answers when
 * all of it is stored. @throws Refusal `queue_full` (503) when too many wait, `not_allowed`.
 */
export function takeOrders(
  context: CommandContext,
  lines: readonly Incoming[],
): Promise<readonly LineResult[]> {
  assertEverywhere(context.actor, 'orders.write');
  calls.assertRoomFor(1);
  return calls.add('all', lines);
}

/** Lines from a file, taken by a member of staff: one transaction for all of them. */
export const importLines = command('orders.import', {
  may: (actor) => assertEverywhere(actor, 'orders.write'),
  async run({ lines, file }: { lines: readonly Incoming[]; file: string }, tx) {
    const results = await takeLines(tx, lines);
    const taken = results.filter(({ result }) => result !== 'quarantined').length;
    tx.audit({ subject: `orders:${file}`, after: { lines: lines.length, taken } });
    return results;
  },
});

/** Takes a quarantined line once more. @throws Refusal `not_found`, `quarantine_closed` (409). */
export const retryQuarantined = command('orders.retry', {
  may: (actor) => assertEverywhere(actor, 'orders.write'),
  async run({ id }: { id: string }, tx): Promise<LineResult> {
    const row = await openRow(tx, id);
    const [result] = await retryRows(tx, [row]);
    tx.audit({ subject: id, after: { result: result!.result } });
    return result!;
  },
});

/** Takes quarantined lines once more; those that are taken now are closed, the others keep waiting. */
export async function retryRows(tx: Tx, rows: readonly QuarantineRow[]): Promise<readonly LineResult[]> {
  const lines = rows.map((row) => ({
    raw: JSON.parse(lineText(row)) as unknown,
    shop: row.shop,
    source: row.source,
  }));
  const results = await takeLines(tx, lines);
  const taken = rows.filter((_row, i) => results[i]!.result !== 'quarantined').map(({ _id }) => _id);
  await native(Quarantine).updateMany(
    { _id: { $in: taken } },
    { $set: { state: 'retried' } },
    { session: tx.session },
  );
  return results;
}

/** Puts a line away for good. @throws Refusal `not_found`, `quarantine_closed` (409). */
export const dismissQuarantined = command('orders.dismiss', {
  may: (actor) => assertEverywhere(actor, 'orders.write'),
  async run({ id, reason }: { id: string; reason: string }, tx) {
    const row = await openRow(tx, id);
    await native(Quarantine).updateOne(
      { _id: id },
      { $set: { state: 'dismissed', reason } },
      { session: tx.session },
    );
    tx.audit({ subject: id, before: { code: row.code }, after: { reason } });
  },
});

async function openRow(tx: Tx, id: string): Promise<QuarantineRow> {
  const row = await native(Quarantine).findOne({ _id: id }, { session: tx.session });
  if (!row) throw refuseAnywhere('not_found');
  if (row.state !== 'open') throw refuse('quarantine_closed');
  return row;
}
