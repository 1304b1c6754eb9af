import { DAY_MS, HOUR_MS } from '@kouyi/shared/rules/time';
import { now } from '../kernel/clock';
import type { KocTier } from '@kouyi/shared/types';
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
import { seededChance, seedOf } from '../adapters/simulator';
import { PRODUCTS } from './catalogue';
import { daysBefore, operator } from './ground';
import { paint } from './still-life';
import type { Chapter } from './story';

/** Which of the customers became KOCs, the second brought by the first, and in which tier; and which of them buy. */
const KOCS: readonly [place: number, tier: KocTier][] = [
  [2, 'gold'],
  [7, 'starter'],
  [20, 'starter'],
  [600, 'silver'],
  [705, 'starter'],
  [900, 'starter'],
];
const BUYERS = { from: 24, count: 190 };
/** Some buy again and again: the first in the line rather than the last. */
const FAITH = 1.6;
/** Days before today on which orders come in, and how many; the shop grows. */
const ORDER_DAYS: readonly [ago: number, orders: number][] = [
  [37, 5],
  [33, 6],
  [29, 8],
  [26, 9],
  [22, 11],
  [19, 12],
  [16, 14],
  [13, 16],
  [10, 18],
  [7, 20],
  [5, 22],
  [3, 24],
  [2, 24],
  [1, 26],
  [0.05, 15],
];
const SHIPPED_AFTER_DAYS = 2;
const FIRST_NUMBER = 1_001;
/** How many orders come through a KOC's link. */
const LED = 0.62;
const REFUND_EVERY = 17;
const REFUND_FEN = 5_900;

/** The customers who are KOCs; the first brought the second. */
export const kocsOf = (people: readonly string[]): string[] => KOCS.map(([place]) => people[place]!);

/**
 * A small shop of six weeks: products with their pictures, two rules, KOCs with links, orders that grow from week to week, some of them
 * refunded, and a line of today that can't be taken. What is there already is left as it is.
 */
export const shopChapters = (people: readonly string[], at: Date): Chapter[] => {
  const kocs = kocsOf(people);
  return [
    { at: daysBefore(at, 42), tell: openShop },
    { at: daysBefore(at, 40), tell: () => appointKocs(kocs) },
    ...ORDER_DAYS.flatMap(([ago]): Chapter[] => {
      const raws = (delivered: boolean) => ordersOf({ people, kocs, at, ago, delivered });
      return [
        { at: daysBefore(at, ago), tell: async () => take(await raws(false)) },
        // The shop says once more what became of them.
        ...(ago > SHIPPED_AFTER_DAYS
          ? [{ at: daysBefore(at, ago - SHIPPED_AFTER_DAYS), tell: async () => take(await raws(true)) }]
          : []),
      ];
    }),
    { at, tell: () => take([unknownLine()]) },
  ];
};

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

/** The code of a KOC's link to the first product; the same link is made once. */
async function codesOf(kocs: readonly string[]): Promise<string[]> {
  const productId = (await productsBySku([PRODUCTS[0]!.code])).get(PRODUCTS[0]!.code)!.productId;
  const codes: string[] = [];
  for (const kocId of kocs)
    codes.push((await createLink(operator(), { kocId, productId, channel: 'group' }))._id);
  return codes;
}

const take = (raws: readonly object[]): Promise<unknown> =>
  takeOrders(
    operator(),
    raws.map((raw) => ({ raw, shop: 'demo', source: 'demo' })),
  );

/** What chance made of an order: who bought what, and whose link led there, as a share of the line of KOCs. */
function saleOf(number: number) {
  const chance = seededChance(seedOf(`order ${number}`));
  const product = PRODUCTS[Math.floor(chance() * PRODUCTS.length)]!;
  const quantity = chance() < 0.25 ? 2 : 1;
  const paidFen = quantity * (product.priceFen - (chance() < 0.4 ? 500 : 0));
  const earlierMs = Math.floor(chance() * HOUR_MS);
  const led = chance() < LED ? chance() ** 1.6 : undefined;
  return { product, quantity, paidFen, earlierMs, led, buyer: Math.floor(chance() ** FAITH * BUYERS.count) };
}

/** Numbers of the orders that came in so many days ago. */
function numbersOf(ago: number): number[] {
  const before = ORDER_DAYS.slice(
    0,
    ORDER_DAYS.findIndex((day) => day[0] === ago),
  );
  const first = FIRST_NUMBER + before.reduce((sum, [, count]) => sum + count, 0);
  const count = ORDER_DAYS[before.length]?.[1] ?? 0;
  return Array.from({ length: count }, (_, i) => first + i);
}

/** An order of that day that no KOC's link led to, as the shop numbers it. */
export const orderOfNobody = (ago: number): string =>
  `CL2026-${numbersOf(ago).find((number) => saleOf(number).led === undefined)!}`;

/** Orders as the shop tells them; the same each time they are told, but for what has happened since. */
async function ordersOf(told: {
  people: readonly string[];
  kocs: readonly string[];
  at: Date;
  ago: number;
  delivered: boolean;
}): Promise<object[]> {
  const { people, kocs, at, ago, delivered } = told;
  const codes = await codesOf(kocs);
  return numbersOf(ago).map((number) => {
    const { product, quantity, paidFen, earlierMs, led, buyer } = saleOf(number);
    const paidAt = new Date(daysBefore(at, ago).getTime() - earlierMs);
    const nextDay = new Date(paidAt.getTime() + DAY_MS).toISOString();
    const back = delivered && number % REFUND_EVERY === 0;
    return {
      orderId: `CL2026-${number}`,
      paidAt: paidAt.toISOString(),
      buyer: { personId: people[BUYERS.from + buyer]! },
      items: [{ sku: product.code, name: product.name, quantity, paidFen }],
      ...(led === undefined ? {} : { refCode: codes[Math.floor(led * codes.length)] }),
      ...(delivered ? { shippedAt: nextDay } : {}),
      ...(back
        ? { refunds: [{ refundId: `TK-${number}`, at: nextDay, amountFen: Math.min(REFUND_FEN, paidFen) }] }
        : {}),
    };
  });
}

const unknownLine = (): object => ({
  orderId: 'CL2026-0999',
  paidAt: now().toISOString(),
  items: [{ sku: 'ZP-NEW', quantity: 1, paidFen: 12_900 }],
});
