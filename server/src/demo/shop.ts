import { DAY_MS, HOUR_MS } from '@kouyi/shared/rules/time';
import { now } from '../kernel/clock';
import { appointKoc, kocsAmong } from '../koc';
import { takeOrders } from '../orders';
import { commissionRules, createLink, createRule, productsBySku, saveProducts } from '../products';
import { seededChance, seedOf } from '../adapters/simulator';
import { daysBefore, operator } from './ground';
import type { Chapter } from './story';

const PRODUCTS = [
  { code: 'JH-50', name: '焕颜修护精华 50ml', category: '护肤', priceFen: 32_900, costFen: 6_800 },
  { code: 'PM-120', name: '氨基酸洁面泡沫 120g', category: '护肤', priceFen: 8_900, costFen: 1_900 },
  { code: 'MB-5', name: '积雪草舒缓面膜 5 片', category: '护肤', priceFen: 6_900, costFen: 1_500 },
  { code: 'KF-10', name: '挂耳咖啡 10 包', category: '咖啡', priceFen: 5_900, costFen: 1_700 },
];

/** Which of the customers became KOCs, the second brought by the first; and which of them buy. */
const KOCS = [2, 7, 20];
const BUYERS = { from: 24, count: 48 };
/** Days before today on which orders come in, and how many; the shop grows. */
const ORDER_DAYS: readonly [ago: number, orders: number][] = [
  [37, 2],
  [33, 2],
  [29, 3],
  [26, 3],
  [22, 4],
  [19, 4],
  [16, 5],
  [13, 5],
  [10, 6],
  [7, 6],
  [5, 7],
  [3, 8],
  [2, 8],
  [1, 9],
  [0.05, 6],
];
const SHIPPED_AFTER_DAYS = 2;
const REFUND_EVERY = 9;

/** The customers who are KOCs; the first brought the second. */
export const kocsOf = (people: readonly string[]): string[] => KOCS.map((index) => people[index]!);

/**
 * A small shop of six weeks: products, two rules, KOCs with links, orders that grow from week to week, some of them
 * refunded, and a line of today that can't be taken. What is there already is left as it is.
 */
export const shopChapters = (people: readonly string[], at: Date): Chapter[] => {
  const kocs = kocsOf(people);
  let number = 1_000;
  return [
    { at: daysBefore(at, 42), tell: openShop },
    { at: daysBefore(at, 40), tell: () => appointKocs(kocs) },
    ...ORDER_DAYS.flatMap(([ago, count]): Chapter[] => {
      const first = number + 1;
      number += count;
      const raws = (delivered: boolean) => ordersOf({ first, count, people, kocs, at, ago, delivered });
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
  if ((await productsBySku(PRODUCTS.map(({ code }) => code))).size < PRODUCTS.length)
    await saveProducts(operator(), {
      products: PRODUCTS.map((product) => ({ ...product, skus: [], onSale: true })),
    });
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
        tier: i === 0 ? 'gold' : 'starter',
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

/** Orders as the shop tells them; the same each time they are told, but for what has happened since. */
async function ordersOf(told: {
  first: number;
  count: number;
  people: readonly string[];
  kocs: readonly string[];
  at: Date;
  ago: number;
  delivered: boolean;
}): Promise<object[]> {
  const { first, count, people, kocs, at, ago, delivered } = told;
  const codes = await codesOf(kocs);
  return Array.from({ length: count }, (_, i) => {
    const number = first + i;
    const chance = seededChance(seedOf(`order ${number}`));
    const product = PRODUCTS[Math.floor(chance() * PRODUCTS.length)]!;
    const quantity = chance() < 0.25 ? 2 : 1;
    const paidFen = quantity * (product.priceFen - (chance() < 0.4 ? 500 : 0));
    const paidAt = new Date(daysBefore(at, ago).getTime() - Math.floor(chance() * HOUR_MS));
    const code = chance() < 0.75 ? codes[Math.floor(chance() ** 1.6 * codes.length)] : undefined;
    const back = delivered && number % REFUND_EVERY === 0;
    return {
      orderId: `CL2026-${number}`,
      paidAt: paidAt.toISOString(),
      buyer: { personId: people[BUYERS.from + Math.floor(chance() * BUYERS.count)]! },
      items: [{ sku: product.code, name: product.name, quantity, paidFen }],
      ...(code === undefined ? {} : { refCode: code }),
      ...(delivered ? { shippedAt: new Date(paidAt.getTime() + DAY_MS).toISOString() } : {}),
      ...(back
        ? {
            refunds: [
              {
                refundId: `TK-${number}`,
                at: new Date(paidAt.getTime() + DAY_MS).toISOString(),
                amountFen: Math.min(2_000, paidFen),
              },
            ],
          }
        : {}),
    };
  });
}

const unknownLine = (): object => ({
  orderId: 'CL2026-0999',
  paidAt: now().toISOString(),
  items: [{ sku: 'ZP-NEW', quantity: 1, paidFen: 100 }],
});
