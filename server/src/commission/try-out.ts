import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import { type CommissionRule, commissionOf, rateInWords, rulesFor } from '@kouyi/shared/rules/commission';
import { yuan } from '@kouyi/shared/rules/money';
import { now } from '../kernel/clock';
import { kocsAmong, refuseKoc, tierAt } from '../koc';
import { nicknames } from '../people';
import { commissionRules, productsById, productsBySku } from '../products';
import { secondLevel } from '@kouyi/shared/rules/attribution';
import { kocFacts } from './decide';
import { payLines, payParts } from './rules';
import { commissionSettings } from './settings';

type TryOut = (typeof contracts)['commission']['tryOut'];

/** What an order would pay now or at a moment, and by which rules; nothing is written. @throws `koc_unknown`. */
export async function tryOut({
  at: atText,
  kocId,
  tier: given,
  items,
}: InputOf<TryOut>): Promise<OutputOf<TryOut>> {
  const at = atText === undefined ? now() : new Date(atText);
  const [rules, skus, settings] = await Promise.all([
    commissionRules(),
    productsBySku(items.map(({ sku }) => sku)),
    commissionSettings(),
  ]);
  const products = await productsById([...skus.values()].map(({ productId }) => productId));
  const koc = kocId === undefined ? undefined : (await kocsAmong([kocId])).get(kocId);
  if (kocId !== undefined && !koc) throw refuseKoc('koc_unknown', { field: 'kocId' });
  const tier = koc ? tierAt(koc, at) : (given ?? 'starter');
  const full = items.map((item) => {
    const found = skus.get(item.sku);
    return {
      ...item,
      refundedFen: 0,
      ...(found ? { productId: found.productId, category: found.category } : {}),
    };
  });
  const lines = payLines(full, rules, { tier, at });
  const { then } = await kocFacts(koc ? [koc._id] : []);
  const second = koc
    ? secondLevel(koc._id, { paidAt: at, buyerId: undefined, kocs: then }, settings)
    : undefined;
  const { wholeFen, parts } = payParts({ kocId: koc?._id ?? '', ...(second ? { second } : {}) }, lines);
  const names = await nicknames(parts.map((part) => part.kocId));
  return {
    commissionFen: wholeFen,
    parts: parts.map((part) => ({
      level: part.level,
      name: names.get(part.kocId) ?? '这位 KOC',
      fen: part.wholeFen,
    })),
    lines: full.map((item, i) => {
      const [rule, ...others] = rulesFor(rules, item, { tier, at });
      const productName = item.productId === undefined ? undefined : products.get(item.productId)?.name;
      return {
        sku: item.sku,
        ...(productName === undefined ? {} : { productName }),
        paidFen: item.paidFen,
        commissionFen: lines[i]!.commissionFen,
        ...(rule ? { ruleId: rule.id } : {}),
        words:
          productName === undefined ? `SKU「${item.sku}」不在商品里；${lines[i]!.words}` : lines[i]!.words,
        others: others.map((other) => stoodBack(other, rule!, commissionOf(item, other.rate))),
      };
    }),
  };
}

const stoodBack = (other: CommissionRule, rule: CommissionRule, fen: number): string => {
  const why =
    rule.productId !== other.productId
      ? '指定商品的规则优先'
      : rule.category !== other.category
        ? '指定分类的规则优先'
        : rule.tier !== other.tier
          ? '指定等级的规则优先'
          : '后开始的规则优先';
  return `${other.name}（${rateInWords(other.rate)}，会是 ${yuan(fen)} 元）：${why}`;
};
