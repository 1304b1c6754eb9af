import { DAY_MS, MINUTE_MS, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import type { KocTier, LinkChannel } from '@kouyi/shared/types';
import { groupBy } from '../kernel/collections';
import { now } from '../kernel/clock';
import { appointKoc, kocsAmong } from '../koc';
import { takeOrders } from '../orders';
import {
  commissionRules,
  createLink,
  createRule,
  productsBySku,
  saveProducts,
  setPicture,
} from '../products';
import { PRODUCTS } from './catalogue';
import { daysBefore, operator } from './ground';
import { openedBy } from './passers';
import { type Sale, salesUntil } from './sales';
import { paint } from './still-life';
import type { Chapter } from './story';

/** Which of the customers became KOCs, the second brought by the first, and in which tier. */
const KOCS: readonly [place: number, tier: KocTier][] = [
  [2, 'gold'],
  [7, 'starter'],
  [20, 'starter'],
  [600, 'silver'],
  [705, 'starter'],
  [900, 'starter'],
];
/** Who buys: of each pair the first is led to it by a link, the second comes by themselves. */
const BUYERS = { from: 24, pairs: 95 };
/** What every KOC passes on, and where: the place of a product in the catalogue. */
const PASSED_ON: readonly [product: number, channel: LinkChannel][] = [
  [0, 'group'],
  [0, 'poster'],
  [4, 'moments'],
];
/** Links open a while before what is bought through them, those of a part of a day together; others only look. */
const PARTS_OF_A_DAY = 3;
const OPENED_BEFORE_MS = 9 * MINUTE_MS;
const LOOKERS = 5;
/** The courier is there at ten past four, two days later. */
const SHIPPED_AFTER_DAYS = 2;
const COURIER_AT_MINUTE = 16 * 60 + 10;
const REFUND_EVERY = 17;
const REFUND_FEN = 5_900;

/** The customers who are KOCs; the first brought the second. */
export const kocsOf = (people: readonly string[]): string[] => KOCS.map(([place]) => people[place]!);

const buyerOf = ({ buyer, led }: Sale, people: readonly string[]): string =>
  people[BUYERS.from + 2 * Math.floor(buyer * BUYERS.pairs) + (led === undefined ? 1 : 0)]!;

const orderIdOf = ({ number }: Sale): string => `CL2026-${number}`;

/** The last order up to so many days ago that no KOC's link led to, as the shop numbers it. */
export function orderOfNobody(at: Date, ago: number): string {
  const until = shanghaiDay(at) - ago;
  const sales = salesUntil(at).filter(({ led, paidAt }) => led === undefined && shanghaiDay(paidAt) <= until);
  return orderIdOf(sales.at(-1)!);
}

/**
 * A small shop of six weeks: products with their pictures, two rules, KOCs with links that are opened, orders that come
 * in one by one and grow from week to week, some of them refunded, and a line of today that can't be taken. What is
 * there already is left as it is.
 */
export const shopChapters = (people: readonly string[], at: Date): Chapter[] => {
  const kocs = kocsOf(people);
  const sales = salesUntil(at);
  let made: Promise<string[][]> | undefined;
  const codeOf = async ({ led, number }: Sale): Promise<string | undefined> => {
    if (led === undefined) return undefined;
    const codes = await (made ??= linksOf(kocs));
    return codes[Math.floor(led * kocs.length)]![number % PASSED_ON.length];
  };
  const tellAll = async (told: readonly Sale[], delivered: boolean): Promise<unknown> =>
    take(
      await Promise.all(
        told.map(async (sale) => {
          const refCode = await codeOf(sale);
          const buyer = { personId: buyerOf(sale, people) };
          return { ...asTold(sale, delivered), buyer, ...(refCode === undefined ? {} : { refCode }) };
        }),
      ),
    );
  return [
    { at: daysBefore(at, 42), tell: openShop },
    { at: daysBefore(at, 40), tell: () => appointKocs(kocs) },
    ...partsOfDays(sales.filter(({ led }) => led !== undefined)).map((led): Chapter => ({
      at: new Date(led[0]!.paidAt.getTime() - OPENED_BEFORE_MS),
      tell: () =>
        Promise.all(
          led.map(async (sale) =>
            openedBy((await codeOf(sale))!, [buyerOf(sale, people)], sale.number % LOOKERS),
          ),
        ),
    })),
    ...sales.map((sale): Chapter => ({ at: sale.paidAt, tell: () => tellAll([sale], false) })),
    // The shop says once more what became of those of a day.
    ...[...groupBy(sales, ({ paidAt }) => shanghaiDay(paidAt))].flatMap(([day, sold]): Chapter[] => {
      const shipped = shanghaiInstant(day + SHIPPED_AFTER_DAYS, COURIER_AT_MINUTE);
      return shipped < at ? [{ at: shipped, tell: () => tellAll(sold, true) }] : [];
    }),
    { at, tell: () => take([unknownLine()]) },
  ];
};

const partsOfDays = (sales: readonly Sale[]): Sale[][] => [
  ...groupBy(sales, ({ paidAt }) => Math.floor((paidAt.getTime() / DAY_MS) * PARTS_OF_A_DAY)).values(),
];

async function openShop(): Promise<void> {
  if ((await productsBySku(PRODUCTS.map(({ code }) => code))).size < PRODUCTS.length) {
    const products = PRODUCTS.map(({ look: _look, ...product }) => ({ ...product, skus: [], onSale: true }));
    const saved = await saveProducts(operator(), { products });
    await Promise.all(
      saved.map(async ({ _id: id }, i) => {
        const base64 = (await paint(PRODUCTS[i]!.look)).toString('base64');
        await setPicture(operator(), { id, base64 });
      }),
    );
  }
  if ((await commissionRules()).length > 0) return;
  const from = now();
  await createRule(operator(), { name: '全场', rate: { basisPoints: 1_000 }, from });
  await createRule(operator(), { name: '咖啡加码', category: '咖啡', rate: { basisPoints: 1_500 }, from });
}

async function appointKocs(kocs: readonly string[]): Promise<void> {
  const had = await kocsAmong(kocs);
  for (const [i, personId] of kocs.entries())
    if (!had.has(personId))
      await appointKoc(operator(), {
        personId,
        tier: KOCS[i]![1],
        ...(i === 1 ? { parentId: kocs[0]! } : {}),
      });
}

/** The codes of each KOC's links; the same link is made once. */
async function linksOf(kocs: readonly string[]): Promise<string[][]> {
  const products = await productsBySku(PRODUCTS.map(({ code }) => code));
  return Promise.all(
    kocs.map((kocId) =>
      Promise.all(
        PASSED_ON.map(async ([product, channel]) => {
          const { productId } = products.get(PRODUCTS[product]!.code)!;
          return (await createLink(operator(), { kocId, productId, channel }))._id;
        }),
      ),
    ),
  );
}

const take = (raws: readonly object[]): Promise<unknown> =>
  takeOrders(
    operator(),
    raws.map((raw) => ({ raw, shop: 'demo', source: 'demo' })),
  );

/** An order as the shop tells it; the same each time it is told, but for what has happened since. */
function asTold(sale: Sale, delivered: boolean): object {
  const { number, paidAt, product, quantity, paidFen } = sale;
  const nextDay = new Date(paidAt.getTime() + DAY_MS).toISOString();
  return {
    orderId: orderIdOf(sale),
    paidAt: paidAt.toISOString(),
    items: [{ sku: product.code, name: product.name, quantity, paidFen }],
    ...(delivered ? { shippedAt: nextDay } : {}),
    ...(delivered && number % REFUND_EVERY === 0
      ? { refunds: [{ refundId: `TK-${number}`, at: nextDay, amountFen: Math.min(REFUND_FEN, paidFen) }] }
      : {}),
  };
}

const unknownLine = (): object => ({
  orderId: 'CL2026-0999',
  paidAt: now().toISOString(),
  items: [{ sku: 'ZP-NEW', quantity: 1, paidFen: 12_900 }],
});
