import { fenOf } from '@kouyi/shared/rules/money';
import { clockMinutes, shanghaiInstant, textToDay } from '@kouyi/shared/rules/time';
import type { CommandContext } from '../kernel/command';
import { now } from '../kernel/clock';
import { readCsv } from '../kernel/csv';
import { inputHash } from '../kernel/ids';
import { assertEverywhere } from '../org';
import { importLines } from './commands';
import { type LineResult, planLines } from './plan';
import { refuse } from './rules';

const COLUMNS = {
  orderId: ['订单号', 'order_id'],
  paidAt: ['付款时间', 'paid_at'],
  sku: ['SKU', 'sku', '商品编码'],
  quantity: ['数量', 'quantity'],
  paid: ['实付金额', '实付', 'paid'],
  refundId: ['退款单号', 'refund_id'],
  refundAt: ['退款时间', 'refund_at'],
  refund: ['退款金额', 'refund'],
  shippedAt: ['发货时间', 'shipped_at'],
  settledAt: ['完成时间', 'settled_at'],
  shop: ['店铺', 'shop'],
  unionid: ['买家unionid', 'unionid'],
  openid: ['买家openid', 'openid'],
  refCode: ['推荐码', 'ref_code'],
  couponCode: ['优惠码', 'coupon_code'],
} as const;
type Field = keyof typeof COLUMNS;
type Cells = Partial<Record<Field, string>>;

/** The shop of files, when they don't name one. */
const FILE_SHOP = 'default';

/**
 * Orders from a CSV file, one item a line; lines of one order are put together. A dry run shows what would change.
 * @throws Refusal `csv_malformed`, `csv_empty` or `csv_column_missing`.
 */
export async function importOrders(
  context: CommandContext,
  { base64, dryRun }: { base64: string; dryRun: boolean },
) {
  assertEverywhere(context.actor, 'orders.write');
  const { encoding, rows } = readCsv(base64);
  const grouped = ordersIn(rows);
  const lines = grouped.map(({ raw }) => ({ raw, shop: FILE_SHOP, source: 'csv' }));
  const results = dryRun
    ? (await planLines(lines, now())).results
    : await importLines(context, { lines, file: inputHash(base64) });
  return {
    encoding,
    ...countsOf(results),
    rows: results.map((each, i) => rowView(each, grouped[i]!)),
  };
}

/** How many lines were new, changed an order, said nothing new, or could not be taken. */
export const countsOf = (results: readonly LineResult[]) => {
  const count = (result: LineResult['result']) => results.filter((each) => each.result === result).length;
  return {
    fresh: count('new'),
    changed: count('changed'),
    same: count('same'),
    quarantined: count('quarantined'),
  };
};

const rowView = ({ result, before, after, message }: LineResult, { line, orderId }: Grouped) => ({
  line,
  orderId,
  result,
  ...(before ? { before: before.derived.state } : {}),
  ...(after
    ? {
        after: after.derived.state,
        paidFen: after.derived.paidFen,
        refundedFen: after.derived.refundedFen,
      }
    : {}),
  ...(message === undefined ? {} : { message }),
});

interface Grouped {
  readonly line: number;
  readonly orderId: string;
  readonly raw: Record<string, unknown>;
}

function ordersIn(rows: readonly string[][]): Grouped[] {
  const columns = columnsOf(rows[0]!);
  const orders = new Map<string, { line: number; cells: Cells[] }>();
  rows.slice(1).forEach((row, i) => {
    const cells: Cells = {};
    for (const [field, at] of columns) if (row[at]) cells[field] = row[at].trim();
    const key = `${cells.shop ?? ''}/${cells.orderId ?? `line-${i + 2}`}`;
    const had = orders.get(key);
    if (had) had.cells.push(cells);
    else orders.set(key, { line: i + 2, cells: [cells] });
  });
  return [...orders.values()].map(({ line, cells }) => ({
    line,
    orderId: cells[0]!.orderId ?? '',
    raw: rawOf(cells),
  }));
}

function columnsOf(head: readonly string[]): Map<Field, number> {
  const found = new Map<Field, number>();
  for (const [field, names] of Object.entries(COLUMNS) as [Field, readonly string[]][]) {
    const at = head.findIndex((cell) => names.includes(cell.trim()));
    if (at >= 0) found.set(field, at);
  }
  for (const field of ['orderId', 'paidAt', 'sku', 'quantity', 'paid'] as const)
    if (!found.has(field))
      throw refuse('csv_column_missing', {
        field: COLUMNS[field][0],
        details: { column: COLUMNS[field][0] },
      });
  return found;
}

/** The lines of one order as the door takes them; what is no number or no time is left for the door to refuse. */
function rawOf(lines: readonly Cells[]): Record<string, unknown> {
  const [first] = lines;
  const { orderId, shop, paidAt, shippedAt, settledAt, unionid, openid, refCode, couponCode } = first!;
  const items = lines.flatMap(({ sku, quantity, paid }) =>
    sku ? { sku, quantity: Number(quantity), paidFen: fenOf(paid ?? '') ?? 'x' } : [],
  );
  const refunds = refundsIn(lines);
  const buyer = unionid || openid ? { ...(unionid ? { unionid } : {}), ...(openid ? { openid } : {}) } : null;
  return {
    orderId,
    ...(shop ? { shop } : {}),
    ...(paidAt ? { paidAt: instantOf(paidAt) } : {}),
    items,
    ...(refunds.length > 0 ? { refunds } : {}),
    ...(shippedAt ? { shippedAt: instantOf(shippedAt) } : {}),
    ...(settledAt ? { settledAt: instantOf(settledAt) } : {}),
    ...(buyer ? { buyer } : {}),
    ...(refCode ? { refCode } : {}),
    ...(couponCode ? { couponCode } : {}),
  };
}

/** Refunds of an order's lines; lines with one refund number are one refund, of several items. */
function refundsIn(lines: readonly Cells[]): Record<string, unknown>[] {
  const used = new Map<string, number>();
  const refunds = new Map<string, { at: string | undefined; items: Record<string, unknown>[] }>();
  lines.forEach(({ orderId = '', sku = '', refundId, refundAt, refund }, i) => {
    const times = (used.get(sku) ?? 0) + 1;
    used.set(sku, times);
    if (refund === undefined || refund === '0') return;
    const id = refundId ?? `${orderId}-${i + 1}`;
    const item = { lineId: times === 1 ? sku : `${sku}#${times}`, amountFen: fenOf(refund) ?? 'x' };
    const { at, items = [] } = refunds.get(id) ?? {};
    refunds.set(id, { at: at ?? instantOf(refundAt), items: [...items, item] });
  });
  return [...refunds].map(([refundId, refund]) => ({ refundId, ...refund }));
}

/** '2026-11-22 20:15' or '2026/11/22 20:15:08' in Shanghai as an instant; anything else as it is. */
function instantOf(text: string | undefined): string | undefined {
  const found = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}:\d{2})(?::([0-5]\d))?$/.exec(text ?? '');
  if (!found) return text;
  const [, year, month, date, clock, seconds = '0'] = found;
  const day = textToDay(`${year!}-${month!.padStart(2, '0')}-${date!.padStart(2, '0')}`);
  const minutes = clockMinutes(clock!.padStart(5, '0'));
  if (day === undefined || minutes === undefined) return text;
  return new Date(shanghaiInstant(day, minutes).getTime() + Number(seconds) * 1000).toISOString();
}
