import { randomUUID } from 'node:crypto';
import { appointKoc } from '../../src/koc';
import { system } from '../../src/kernel/actor';
import { native } from '../../src/kernel/store';
import { Orders } from '../../src/orders/model';
import { createKey, ensureFirstRun, startOrg, stopOrg } from '../../src/org';
import { People } from '../../src/people/model';
import { createRule, saveProducts } from '../../src/products';

/** What the load needs to know of the brand. */
export interface BenchShop {
  readonly keyId: string;
  readonly secret: string;
  readonly skus: readonly string[];
  /** Codes of KOCs that buyers type. */
  readonly codes: readonly string[];
  /** How many orders there are more or fewer than there should be. */
  missing(expected: number): Promise<number>;
}

const context = { actor: system('bench') };
const KOCS = 200;
const PRODUCTS = 300;

/** Makes products, rules, KOCs (half of them with a parent) and a key, through the product's own commands. */
export async function makeShop(): Promise<BenchShop> {
  await startOrg();
  await ensureFirstRun({ brandName: '压测', adminPassword: 'bench password', demo: false });
  const skus = Array.from({ length: PRODUCTS }, (_, i) => `sku-${i}`);
  await saveProducts(context, {
    products: skus.map((code, i) => ({
      code,
      name: `商品 ${i}`,
      category: `分类 ${i % 12}`,
      priceFen: 1_000 + i,
      skus: [],
      onSale: true,
    })),
  });
  for (let i = 0; i < 12; i += 1)
    await createRule(context, {
      name: `规则 ${i}`,
      rate: { basisPoints: 500 + 50 * i },
      ...(i === 0 ? {} : { category: `分类 ${i}` }),
      from: new Date(),
    });
  const people = Array.from({ length: KOCS }, () => `psn_${randomUUID().slice(0, 18)}`);
  const at = new Date();
  await native(People).insertMany(
    people.map((_id) => ({
      _id,
      nickname: _id,
      nicknameAt: at,
      identities: [],
      seenIn: [],
      createdAt: at,
    })),
  );
  const codes: string[] = [];
  for (const [i, personId] of people.entries()) {
    const parentId = i % 2 === 1 ? people[i - 1] : undefined;
    codes.push((await appointKoc(context, { personId, tier: 'starter', parentId })).code);
  }
  const { id: keyId, secret } = await createKey(context, { name: 'bench', rights: ['orders.write'] });
  stopOrg();
  return {
    keyId,
    secret,
    skus,
    codes,
    missing: async (expected) => expected - (await native(Orders).countDocuments({})),
  };
}
