import { DAY_MS, shanghaiDay, weekdayOfDay } from '@kouyi/shared/rules/time';
import { seededChance, seedOf } from '../adapters/simulator';
import { PRODUCTS } from './catalogue';
import { momentOf, ORDERS_BY_HOUR } from './hours';

/** The shop has sold since so many days ago; a few a day at first, and so many a day now. */
const SHOP_DAYS = 37;
const AT_FIRST = 2;
const BY_NOW = 11;
const WEEKEND = 1.3;
/** How many are led to what they buy by a KOC's link. */
const LED = 0.62;
/** The first of the KOCs lead more than the last, and the first of the buyers buy more often. */
const ZEAL = 1.6;
const FAITH = 1.6;
const FIRST_NUMBER = 1_001;

/** An order as chance made it. */
export interface Sale {
  readonly number: number;
  readonly paidAt: Date;
  readonly product: (typeof PRODUCTS)[number];
  readonly quantity: number;
  readonly paidFen: number;
  /** Whose link led there, as a share of the line of KOCs; undefined: nobody's. */
  readonly led: number | undefined;
  /** Which buyer, as a share of the line of those who are led, or of those who come by themselves. */
  readonly buyer: number;
}

/** How many buy on a day: more from week to week, and most at the weekend. */
function salesOn(day: number, today: number): number {
  const grown = Math.max(0, 1 - (today - day) / SHOP_DAYS);
  const weekend = weekdayOfDay(day) >= 6 ? WEEKEND : 1;
  return Math.round((AT_FIRST + (BY_NOW - AT_FIRST) * grown ** 1.3) * weekend);
}

/** Every sale of the shop up to an instant, oldest first and numbered so. The same for the same day. */
export function salesUntil(at: Date): Sale[] {
  const today = shanghaiDay(at);
  const paid: Date[] = [];
  for (let day = today - SHOP_DAYS; day <= today; day += 1) {
    const chance = seededChance(seedOf(`orders ${day - today}`));
    for (let i = salesOn(day, today); i > 0; i -= 1) paid.push(momentOf(day, ORDERS_BY_HOUR, chance));
  }
  const began = at.getTime() - SHOP_DAYS * DAY_MS;
  return paid
    .filter((moment) => moment < at && moment.getTime() > began)
    .sort((a, b) => a.getTime() - b.getTime())
    .map((paidAt, i) => ({ number: FIRST_NUMBER + i, paidAt, ...boughtIn(FIRST_NUMBER + i) }));
}

function boughtIn(number: number): Omit<Sale, 'number' | 'paidAt'> {
  const chance = seededChance(seedOf(`order ${number}`));
  const product = PRODUCTS[Math.floor(chance() * PRODUCTS.length)]!;
  const quantity = chance() < 0.25 ? 2 : 1;
  const paidFen = quantity * (product.priceFen - (chance() < 0.4 ? 500 : 0));
  const led = chance() < LED ? chance() ** ZEAL : undefined;
  return { product, quantity, paidFen, led, buyer: chance() ** FAITH };
}
