import { settleOrders, releaseDue } from '../../../server/src/commission/commands';
import { saveCommissionSettings } from '../../../server/src/commission/settings';
import type { Config } from '../../../server/src/config';
import { withStore } from '../../../server/src/database';
import { system } from '../../../server/src/kernel/actor';
import { useClock } from '../../../server/src/kernel/clock';
import { asSystem } from '../../../server/src/kernel/command';
import { appointKoc } from '../../../server/src/koc';
import { account, balancesOf } from '../../../server/src/ledger';
import { takeOrders } from '../../../server/src/orders';
import { orderIdOf } from '../../../server/src/orders/rules';
import { createKey, ensureFirstRun, startOrg, stopOrg } from '../../../server/src/org';
import { signInByWeChat } from '../../../server/src/people/sessions';
import { createRule, saveProducts } from '../../../server/src/products';
import { ordersOf, parentOf, PAYS, type ToldOrder } from './orders';

export const ADMIN_PASSWORD = 'a long first password';
const DAY_MS = 86_400_000;
const context = { actor: system('test') };

/** Somebody who earned, with a phone in hand. */
export interface Earner {
  readonly personId: string;
  readonly openid: string;
  readonly token: string;
  /** What may be withdrawn before anything goes wrong. */
  readonly availableFen: number;
}

/** A brand that has sold for a month, before the first kill. */
export interface Brand {
  readonly earners: readonly Earner[];
  readonly orders: readonly ToldOrder[];
  readonly shop: { keyId: string; secret: string };
}

/** Makes it by the product's own commands on an empty data folder. */
export const makeBrand = (config: Config, size: { orders: number; kocs: number }): Promise<Brand> =>
  withStore(config, async () => {
    const now = Date.now();
    await startOrg();
    await ensureFirstRun({ brandName: '测试', adminPassword: ADMIN_PASSWORD, demo: false });
    const { id: keyId, secret } = await createKey(context, { name: '商城', rights: ['orders.write'] });
    // Rules and KOCs count from when they were made: a month ago.
    const back = useClock(() => new Date(now - 30 * DAY_MS));
    const { people, codes } = await shopOfAMonth(size.kocs).finally(back);
    const orders = ordersOf(size.orders, { codes, now });
    const early = orders.filter(({ early: is }) => is);
    for (let i = 0; i < early.length; i += 100)
      await takeOrders(
        context,
        early.slice(i, i + 100).map(({ payment: raw }) => ({ raw, shop: keyId, source: keyId })),
      );
    // The reactions do the same once more when the server is up.
    for (let i = 0; i < early.length; i += 100) {
      const ids = early.slice(i, i + 100).map(({ number }) => orderIdOf(keyId, number));
      await asSystem('test', (tx) => settleOrders(tx, ids));
    }
    await releaseDue();
    const balances = await balancesOf(people.map(({ personId }) => account.kocAvailable(personId)));
    const earners: Earner[] = [];
    for (const { personId, openid } of people) {
      const { token } = await signInByWeChat(context, { openid, consent: '2026-11' });
      earners.push({
        personId,
        openid,
        token,
        availableFen: balances.get(account.kocAvailable(personId))!,
      });
    }
    stopOrg();
    return { earners, orders, shop: { keyId, secret } };
  });

async function shopOfAMonth(kocs: number) {
  await saveProducts(context, {
    products: ['a', 'b'].map((code) => ({
      code,
      name: `商品 ${code}`,
      category: 'c',
      priceFen: 9_900,
      skus: [],
      onSale: true,
    })),
  });
  await createRule(context, {
    name: '全部',
    rate: { basisPoints: PAYS.basisPoints },
    from: new Date(Date.now() - 30 * DAY_MS),
  });
  await saveCommissionSettings(context, {
    windowDays: 15,
    touch: 'last',
    ownPurchase: 'refuse',
    staff: 'exclude',
    levels: 2,
    secondSharePercent: PAYS.secondSharePercent,
    afterSaleDays: PAYS.afterSaleDays,
  });
  const people: { personId: string; openid: string }[] = [];
  const codes: string[] = [];
  for (let i = 0; i < kocs; i += 1) {
    const openid = `o-koc-${i}`;
    const { personId } = await signInByWeChat(context, { openid, consent: '2026-11' });
    people.push({ personId, openid });
    const parent = parentOf(i);
    const parentId = parent === undefined ? undefined : people[parent]!.personId;
    codes.push((await appointKoc(context, { personId, tier: 'starter', parentId })).code);
  }
  return { people, codes };
}
