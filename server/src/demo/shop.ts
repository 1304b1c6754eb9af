import { setTimeout as wait } from 'node:timers/promises';
import { SIMULATOR } from '../adapters/simulator';
import { now } from '../kernel/clock';
import type { CommandContext } from '../kernel/command';
import { appointKoc, kocsAmong } from '../koc';
import { takeOrders } from '../orders';
import { personExists, personIdOf } from '../people';
import { commissionRules, createLink, createRule, productsBySku, saveProducts } from '../products';

const PRODUCTS = [
  { code: 'JH-50', name: '焕颜修护精华 50ml', category: '护肤', priceFen: 32_900, costFen: 6_800 },
  { code: 'PM-120', name: '氨基酸洁面泡沫 120g', category: '护肤', priceFen: 8_900, costFen: 1_900 },
  { code: 'MB-5', name: '积雪草舒缓面膜 5 片', category: '护肤', priceFen: 6_900, costFen: 1_500 },
  { code: 'KF-10', name: '挂耳咖啡 10 包', category: '咖啡', priceFen: 5_900, costFen: 1_700 },
];

/** Customers who became KOCs, the second brought by the first; and some who buy. */
const KOCS = ['demo-3', 'demo-8', 'demo-21'];
const BUYERS = ['demo-5', 'demo-12', 'demo-17', 'demo-30', 'demo-41', 'demo-52'];
const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 100;

/**
 * A small shop: products, two rules, KOCs with links, and the orders of an evening with a refund and a line that can't
 * be taken. What is there already is left as it is.
 */
export async function seedShop(context: CommandContext): Promise<void> {
  if ((await productsBySku(PRODUCTS.map(({ code }) => code))).size < PRODUCTS.length)
    await saveProducts(context, {
      products: PRODUCTS.map((product) => ({ ...product, skus: [], onSale: true })),
    });
  if ((await commissionRules()).length === 0) {
    const from = now();
    await createRule(context, { name: '全场', rate: { basisPoints: 1_000 }, from });
    await createRule(context, { name: '咖啡加码', category: '咖啡', rate: { basisPoints: 1_500 }, from });
  }
  const ids = KOCS.map((userId) => personIdOf(SIMULATOR, userId));
  if (!(await untilKnown(ids))) return;
  const had = await kocsAmong(ids);
  for (const [i, personId] of ids.entries())
    if (!had.has(personId))
      await appointKoc(context, {
        personId,
        tier: i === 0 ? 'gold' : 'starter',
        ...(i === 1 ? { parentId: ids[0] } : {}),
      });
  const { _id: productId } = (
    await saveProducts(context, { products: [{ ...PRODUCTS[0]!, skus: [], onSale: true }] })
  )[0]!;
  const links = [];
  for (const kocId of ids) links.push(await createLink(context, { kocId, productId, channel: 'group' }));
  await takeOrders(context, ordersBy(links.map(({ _id }) => _id)));
}

/** People become known a moment after their groups; somebody who never does leaves the shop without KOCs. */
async function untilKnown(ids: readonly string[]): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    if ((await Promise.all(ids.map(personExists))).every(Boolean)) return true;
    await wait(LOOK_EVERY_MS);
  }
  return false;
}

function ordersBy(codes: readonly string[]) {
  const at = now().toISOString();
  const orders = BUYERS.map((userId, i) => {
    const product = PRODUCTS[i % PRODUCTS.length]!;
    return {
      orderId: `CL2026-${1001 + i}`,
      paidAt: at,
      buyer: { channel: SIMULATOR, userId },
      items: [{ sku: product.code, name: product.name, quantity: 1, paidFen: product.priceFen - 500 }],
      ...(i < 5 ? { refCode: codes[i % codes.length] } : {}),
      ...(i === 2 ? { refunds: [{ refundId: 'TK-1', at, amountFen: 2_000 }] } : {}),
      ...(i === 3 ? { shippedAt: at } : {}),
    };
  });
  const unknown = {
    orderId: 'CL2026-1099',
    paidAt: at,
    items: [{ sku: 'ZP-NEW', quantity: 1, paidFen: 100 }],
  };
  return [...orders, unknown].map((raw) => ({ raw, shop: 'demo', source: 'demo' }));
}
