import { createHash } from 'node:crypto';
import { orderLine } from '@kouyi/shared/contracts';
import { payLines, payParts } from '../../../server/src/commission/rules';
import { derive, factsOf, mergeFacts } from '../../../server/src/orders/rules';

const DAY_MS = 86_400_000;

/** How the brand pays in this story: one share of everything, a part of it to whoever brought the KOC. */
export const PAYS = { basisPoints: 1_000, secondSharePercent: 20, afterSaleDays: 7 };
/** The first KOCs earned early; everything of it is refunded after they asked for their money. */
export const FATED = 2;

/** Whom a KOC was brought by; the fated stand alone. */
export const parentOf = (koc: number): number | undefined =>
  koc >= FATED && koc % 2 === 1 ? koc - 1 : undefined;

/** A number from 0 to 1 that a text always has. */
export const chanceOf = (text: string): number =>
  createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;

/** One order of the story, and what the shop tells of it, each line by itself. */
export interface ToldOrder {
  readonly number: string;
  /** Whose code it bears; absent: nobody's. */
  readonly koc?: number;
  /** Paid long ago and told before the first withdrawal. */
  readonly early: boolean;
  readonly payment: object;
  readonly later: readonly object[];
  /** Told when the withdrawals are on their way. */
  readonly afterwards: readonly object[];
}

/** Orders of a shop: a third are early; some are shipped; a quarter are refunded in one, two or all parts. */
export function ordersOf(
  count: number,
  { codes, now }: { codes: readonly string[]; now: number },
): ToldOrder[] {
  return Array.from({ length: count }, (_, i) => {
    const early = i < count / 3;
    const number = `K-${i}`;
    const whose = i % (codes.length + 1);
    const koc = whose < codes.length && (early || whose >= FATED) ? whose : undefined;
    const fated = koc !== undefined && koc < FATED;
    const paidAt = new Date(now - (early || i % 2 === 0 ? 20 : 1) * DAY_MS).toISOString();
    const first = 5_000 + ((i * 37) % 9_000);
    const refund = (n: number, amountFen: number) => ({
      orderId: number,
      refunds: [{ refundId: `R-${i}-${n}`, at: new Date(now - n * 1_000).toISOString(), amountFen }],
    });
    const refunds = fated
      ? []
      : i % 40 === 7
        ? [refund(1, first + 1_999)]
        : i % 20 === 1
          ? [refund(1, 1 + (i % 900)), refund(2, 333)]
          : i % 5 === 0
            ? [refund(1, 1 + ((i * 13) % 4_000))]
            : [];
    return {
      number,
      early,
      ...(koc === undefined ? {} : { koc }),
      payment: {
        orderId: number,
        paidAt,
        buyer: { openid: `o-buyer-${i % 50}` },
        items: [
          { sku: 'a', quantity: 1, paidFen: first },
          { sku: 'b', quantity: 2, paidFen: 1_999 },
        ],
        ...(koc === undefined ? {} : { refCode: codes[koc] }),
      },
      later: [...refunds, ...(i % 3 === 0 ? [{ orderId: number, shippedAt: paidAt }] : [])],
      afterwards: fated ? [refund(1, first + 1_999)] : [],
    };
  });
}

/** What every KOC keeps of these orders, computed from what was told by the rules alone. */
export function keptBy(orders: readonly ToldOrder[], kocs: number): number[] {
  const kept = Array.from({ length: kocs }, () => 0);
  const rule = { id: 'r', name: 'r', rate: { basisPoints: PAYS.basisPoints }, from: new Date(0) };
  const known = { personId: undefined, product: (sku: string) => ({ productId: sku, category: 'c' }) };
  for (const { koc, payment, later, afterwards } of orders) {
    if (koc === undefined) continue;
    const facts = [payment, ...later, ...afterwards]
      .map((line) => factsOf(orderLine.parse(line), known))
      .reduce<Parameters<typeof mergeFacts>[0]>(mergeFacts, { refunds: [] });
    const { refundedByLine } = derive(facts);
    const items = facts.payment!.items.map((item, i) => ({ ...item, refundedFen: refundedByLine[i]! }));
    const lines = payLines(items, [rule], { tier: 'starter', at: facts.payment!.paidAt });
    const parent = parentOf(koc);
    const second =
      parent === undefined
        ? {}
        : { second: { kocId: String(parent), sharePercent: PAYS.secondSharePercent } };
    for (const part of payParts({ kocId: String(koc), ...second }, lines).parts)
      kept[Number(part.kocId)]! += part.keptFen;
  }
  return kept;
}
