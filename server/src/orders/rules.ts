import { splitByWeights, sumWhole, yuan } from '@kouyi/shared/rules/money';
import type { OrderLine } from '@kouyi/shared/contracts';
import { ORDER_STATE_NAMES, type OrderState } from '@kouyi/shared/types';
import { derivedId, inputHash } from '../kernel/ids';
import { Refusal, type RefusalText, refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';
import type { Derived, ItemFact, OrderRow, PaymentFact, RefundFact } from './model';

const texts = {
  order_shape_invalid: { zh: '这一行的格式不对：{problem}', en: 'order line does not parse' },
  order_without_items: { zh: '订单没有商品明细，至少要有一件。', en: 'order without items' },
  currency_unknown: { zh: '只支持人民币（CNY），这一行是 {currency}。', en: 'currency is not CNY' },
  shop_not_yours: {
    zh: '「{shop}」是另一个密钥自己的店铺，用它的密钥来送，或给店铺起个名字。',
    en: 'the own shop of another key',
  },
  product_unknown: {
    zh: 'SKU「{sku}」不在商品里。添加商品后，这一行会自动重试。',
    en: 'unknown product',
  },
  refund_above_paid: {
    zh: '退款 {refundId} 超过了还能退的金额 {leftFen}，没有计入。',
    en: 'refund larger than paid',
  },
} satisfies Record<string, RefusalText>;

/** Why a line is put aside. */
export type LineProblem = keyof typeof texts;

export const refuseLine = refusals(texts);

export const refuse = refusals({
  quarantine_closed: { zh: '这一行已经处理过了，请刷新。', en: 'quarantined line is closed', status: 409 },
  csv_column_missing: { zh: '表里缺少「{column}」这一列。', en: 'csv lacks a column' },
});

/** When nothing of a call could be taken, the call is refused by the name of its first problem. */
export const everyLineRefused = (code: LineProblem, message: string, results: readonly unknown[]): Refusal =>
  new Refusal(code, { zh: message, en: texts[code].en }, 'orders', { results });

/** How an order may move. A shop may tell late, and may correct a refund; nothing goes back to before payment. */
export const orderStates = stateTable<OrderState>(
  {
    incomplete: ['paid', 'shipped', 'partly_refunded', 'settled', 'refunded'],
    paid: ['shipped', 'partly_refunded', 'settled', 'refunded'],
    shipped: ['partly_refunded', 'settled', 'refunded'],
    partly_refunded: ['paid', 'shipped', 'settled', 'refunded'],
    settled: ['refunded'],
    refunded: ['paid', 'shipped', 'partly_refunded', 'settled'],
  },
  ORDER_STATE_NAMES,
);

/** Our id of a shop's order. */
export const orderIdOf = (shop: string, number: string): string => derivedId('ord', shop, number);

const KEY = 'key_';

/**
 * Whether a key names the own shop of another key: orders without a shop are under the id of their key, and nobody else
 * may refund them. Shops with a name of their own are told of by any key, and by files.
 */
export const isAnothersShop = (shop: string, source: string): boolean =>
  shop !== source && shop.startsWith(KEY) && source.startsWith(KEY);

/** What one line says, in our words. */
export interface LineFacts {
  readonly payment?: PaymentFact;
  readonly refunds: readonly RefundFact[];
  readonly shippedAt?: Date;
  readonly settledAt?: Date;
}

/** Facts of a line. @throws Refusal of {@link LineProblem}. */
export function factsOf(
  line: OrderLine,
  known: {
    personId: string | undefined;
    awaited?: PaymentFact['awaited'];
    product: (sku: string) => { productId: string; category: string; costFen?: number } | undefined;
  },
): LineFacts {
  if (line.currency !== 'CNY')
    throw refuseLine('currency_unknown', { field: 'currency', details: { currency: line.currency } });
  const more = line.refunds?.length || line.shippedAt || line.settledAt;
  if (line.items?.length === 0 || (!line.items && (line.paidAt || !more)))
    throw refuseLine('order_without_items', { field: 'items' });
  if (line.items && !line.paidAt)
    throw refuseLine('order_shape_invalid', { field: 'paidAt', details: { problem: '缺少付款时间 paidAt' } });
  const payment = line.items && paymentOf(line, itemsOf(line.items, known.product), known);
  return {
    ...(payment ? { payment } : {}),
    refunds: (line.refunds ?? []).map(refundOf),
    ...(line.shippedAt ? { shippedAt: new Date(line.shippedAt) } : {}),
    ...(line.settledAt ? { settledAt: new Date(line.settledAt) } : {}),
  };
}

function itemsOf(
  items: NonNullable<OrderLine['items']>,
  product: (sku: string) => { productId: string; category: string; costFen?: number } | undefined,
): ItemFact[] {
  const used = new Set<string>();
  return items.map(({ lineId: given, sku, name, quantity, paidFen, costFen: said }) => {
    const found = product(sku);
    if (!found) throw refuseLine('product_unknown', { field: 'items', details: { sku } });
    const base = given ?? sku;
    let lineId = base;
    for (let times = 2; used.has(lineId); times += 1) lineId = `${base}#${times}`;
    used.add(lineId);
    const costFen = said ?? (found.costFen === undefined ? undefined : found.costFen * quantity);
    return {
      lineId,
      sku,
      ...(name === undefined ? {} : { name }),
      quantity,
      paidFen,
      ...(costFen === undefined ? {} : { costFen }),
      productId: found.productId,
      category: found.category,
    };
  });
}

function paymentOf(
  line: OrderLine,
  items: ItemFact[],
  { personId, awaited }: Pick<PaymentFact, 'personId' | 'awaited'>,
): PaymentFact {
  const { couponCode, refCode } = line;
  const paidAt = new Date(line.paidAt!);
  const said = items.map(({ lineId, sku, quantity, paidFen }) => [lineId, sku, quantity, paidFen]);
  return {
    paidAt,
    updatedAt: line.updatedAt ? new Date(line.updatedAt) : paidAt,
    hash: inputHash([paidAt.getTime(), said, couponCode, refCode, line.buyer ?? null]),
    ...(personId === undefined ? {} : { personId }),
    ...(awaited ? { awaited } : {}),
    items,
    ...(couponCode ? { couponCode } : {}),
    ...(refCode ? { refCode } : {}),
  };
}

function refundOf({ refundId, at, amountFen, items }: NonNullable<OrderLine['refunds']>[number]): RefundFact {
  const parts = items?.map((item) => ({ lineId: item.lineId, amountFen: item.amountFen }));
  const sum = parts && sumWhole(parts.map((part) => part.amountFen));
  if (amountFen === undefined && sum === undefined)
    throw refuseLine('order_shape_invalid', {
      field: 'refunds',
      details: { problem: `退款 ${refundId} 没有金额` },
    });
  if (amountFen !== undefined && sum !== undefined && amountFen !== sum)
    throw refuseLine('order_shape_invalid', {
      field: 'refunds',
      details: { problem: `退款 ${refundId} 的金额和明细之和不相等` },
    });
  const amount = amountFen ?? sum!;
  return {
    refundId,
    at: new Date(at),
    amountFen: amount,
    ...(parts ? { items: parts } : {}),
    hash: inputHash([refundId, new Date(at).getTime(), amount, parts ?? null]),
  };
}

type Facts = Pick<OrderRow, 'payment' | 'refunds' | 'shippedAt' | 'settledAt'>;

/**
 * What is known after a line: a union in which order and repetition leave no trace. Of two tellings of one payment
 * or refund the later counts, at the same moment the greater hash; of two dates the earlier.
 */
export function mergeFacts(known: Facts, line: LineFacts): Facts {
  const refunds = new Map(known.refunds.map((refund) => [refund.refundId, refund]));
  for (const refund of line.refunds) {
    const had = refunds.get(refund.refundId);
    if (!had || later(refund, had, 'at')) refunds.set(refund.refundId, refund);
  }
  const payment =
    line.payment && (!known.payment || later(line.payment, known.payment, 'updatedAt'))
      ? line.payment
      : known.payment;
  const shippedAt = earlier(known.shippedAt, line.shippedAt);
  const settledAt = earlier(known.settledAt, line.settledAt);
  return {
    ...(payment ? { payment } : {}),
    refunds: [...refunds.values()].sort(byMoment),
    ...(shippedAt ? { shippedAt } : {}),
    ...(settledAt ? { settledAt } : {}),
  };
}

const later = <K extends string>(
  a: Record<K, Date> & { hash: string },
  b: Record<K, Date> & { hash: string },
  field: K,
): boolean =>
  a[field].getTime() > b[field].getTime() || (a[field].getTime() === b[field].getTime() && a.hash > b.hash);

const earlier = (a: Date | undefined, b: Date | undefined): Date | undefined =>
  a && b ? (a < b ? a : b) : (a ?? b);

const byMoment = (a: RefundFact, b: RefundFact): number =>
  a.at.getTime() - b.at.getTime() || (a.refundId < b.refundId ? -1 : Number(a.refundId > b.refundId));

/** What follows from the facts. Refunds are taken in the order of their time, so far as something is left. */
export function derive({ payment, refunds, shippedAt, settledAt }: Facts): Derived {
  if (!payment)
    return { state: 'incomplete', paidFen: 0, refundedFen: 0, refundedByLine: [], refundsAside: [] };
  const paid = payment.items.map(({ paidFen }) => paidFen);
  let refunded = paid.map(() => 0);
  const aside: string[] = [];
  for (const refund of [...refunds].sort(byMoment)) {
    const next = spread(refund, payment.items, refunded);
    if (next) refunded = next;
    else aside.push(refund.refundId);
  }
  const [paidFen, refundedFen] = [sumWhole(paid), sumWhole(refunded)];
  const state: OrderState =
    refundedFen > 0 && refundedFen === paidFen
      ? 'refunded'
      : settledAt
        ? 'settled'
        : refundedFen > 0
          ? 'partly_refunded'
          : shippedAt
            ? 'shipped'
            : 'paid';
  return { state, paidFen, refundedFen, refundedByLine: refunded, refundsAside: aside };
}

/** Refunded by line after one more refund; undefined: it does not fit. */
function spread(
  { amountFen, items: parts }: RefundFact,
  items: readonly ItemFact[],
  refunded: readonly number[],
): number[] | undefined {
  const left = items.map(({ paidFen }, i) => paidFen - refunded[i]!);
  if (parts) {
    const next = [...refunded];
    for (const { lineId, amountFen: amount } of parts) {
      const at = items.findIndex((item) => item.lineId === lineId);
      if (at < 0 || next[at]! + amount > items[at]!.paidFen) return undefined;
      next[at]! += amount;
    }
    return next;
  }
  if (amountFen > sumWhole(left)) return undefined;
  if (amountFen === 0) return [...refunded];
  return splitByWeights(amountFen, left).map((share, i) => refunded[i]! + share);
}

/** The refusal of a refund that does not fit, for whoever sent it; undefined when all of the line's fit. */
export function refundProblem(line: LineFacts, derived: Derived): Refusal | undefined {
  const wrong = line.refunds.find(({ refundId }) => derived.refundsAside.includes(refundId));
  return (
    wrong &&
    refuseLine('refund_above_paid', {
      field: 'refunds',
      details: { refundId: wrong.refundId, leftFen: `${yuan(derived.paidFen - derived.refundedFen)} 元` },
    })
  );
}
