import type { CommissionRuleView, LinkView, ProductView } from '@kouyi/shared/contracts';
import { maskedName } from '@kouyi/shared/rules/address';
import { byPrecedence, commissionOf, rulesFor } from '@kouyi/shared/rules/commission';
import { now } from '../kernel/clock';
import { newestPage, type Page, type PageRequest, searchPattern } from '../kernel/paging';
import { refuseAnywhere } from '../kernel/refusals';
import { anyOf, native } from '../kernel/store';
import { kocsAmong, tierAt } from '../koc';
import { nicknames, peopleWithin } from '../people';
import { commissionRules, productsById } from './catalogue';
import { urlOf } from './codes';
import {
  type CommissionRuleRow,
  LinkDays,
  type LinkRow,
  Links,
  Products,
  type ProductRow,
  Touches,
} from './model';
import { ruleInWords } from './rules';

/** One product as the console shows it. */
export const productView = (row: ProductRow): ProductView => ({
  id: row._id,
  code: row.code,
  name: row.name,
  category: row.category,
  priceFen: row.priceFen,
  ...(row.costFen === undefined ? {} : { costFen: row.costFen }),
  skus: row.skus,
  ...(row.page ? { page: row.page } : {}),
  onSale: row.onSale,
  hasPicture: row.pictureAt !== undefined,
  updatedAt: row.updatedAt.toISOString(),
});

type ProductQuery = PageRequest & {
  q?: string | undefined;
  category?: string | undefined;
  onSale?: 'yes' | 'no' | undefined;
};

const productsFound = <V>({ q, category, onSale, ...page }: ProductQuery, view: (row: ProductRow) => V) =>
  newestPage(
    Products,
    'updatedAt',
    {
      ...(q ? { $or: [{ name: searchPattern(q) }, { code: searchPattern(q) }] } : {}),
      ...(category ? { category } : {}),
      ...(onSale ? { onSale: onSale === 'yes' } : {}),
    },
    page,
    (shown) => shown.map(view),
  );

/** Products, the latest changed first. */
export const productPage = (query: ProductQuery) => productsFound(query, productView);

/** Categories in use, by name. */
export const categories = async (): Promise<string[]> =>
  (await Products.distinct('category')).map(String).sort((a, b) => a.localeCompare(b, 'zh'));

/** Products on sale as a KOC sees them, with what one piece brings at their tier. */
export async function recommendable(personId: string, query: ProductQuery) {
  const koc = (await kocsAmong([personId])).get(personId);
  const at = now();
  const rules = koc && !koc.endedAt ? await commissionRules() : [];
  return productsFound({ ...query, onSale: 'yes' }, ({ _id, name, category, priceFen, pictureAt }) => {
    const item = { productId: _id, category, quantity: 1, paidFen: priceFen };
    const [rule] = koc ? rulesFor(rules, item, { tier: tierAt(koc, at), at }) : [];
    return {
      id: _id,
      name,
      category,
      priceFen,
      hasPicture: pictureAt !== undefined,
      commissionFen: rule ? commissionOf(item, rule.rate) : 0,
    };
  });
}

/** One rule as the console shows it. */
export const ruleView = async (row: CommissionRuleRow): Promise<CommissionRuleView> =>
  (await ruleViews([row]))[0]!;

async function ruleViews(
  rows: readonly Omit<CommissionRuleRow, 'createdAt'>[],
): Promise<CommissionRuleView[]> {
  const products = await productsById(rows.flatMap(({ productId }) => productId ?? []));
  return rows.map((row) => {
    const productName = row.productId === undefined ? undefined : products.get(row.productId)?.name;
    return {
      id: row._id,
      name: row.name,
      rate: row.rate,
      ...(row.productId === undefined ? {} : { productId: row.productId }),
      ...(productName === undefined ? {} : { productName }),
      ...(row.category === undefined ? {} : { category: row.category }),
      ...(row.tier === undefined ? {} : { tier: row.tier }),
      from: row.from.toISOString(),
      ...(row.to ? { to: row.to.toISOString() } : {}),
      words: ruleInWords(row, productName),
    };
  });
}

/**
 * Rules, the most particular first; those that are over only when asked for. The cursor is the last rule's id: rules
 * stay, so that a page goes on behind one that has ended meanwhile, too. All of them are read: orders do that anyway.
 * @throws Refusal `cursor_invalid` (400).
 */
export async function rulePage({
  ended,
  cursor,
  limit,
}: PageRequest & { ended: 'yes' | 'no' }): Promise<Page<CommissionRuleView>> {
  const at = now();
  const isOver = ({ to }: { to?: Date }): boolean => to !== undefined && to <= at;
  const rules = await commissionRules();
  const last = rules.find(({ id }) => id === cursor);
  if (cursor !== undefined && !last) throw refuseAnywhere('cursor_invalid', { field: 'cursor' });
  const left = rules
    .filter((rule) => isOver(rule) === (ended === 'yes') && (!last || byPrecedence(last, rule) < 0))
    .sort(byPrecedence);
  const shown = left.slice(0, limit);
  const items = await ruleViews(shown.map(({ id: _id, ...rule }) => ({ _id, ...rule })));
  return left.length > limit ? { items, nextCursor: shown.at(-1)!.id } : { items };
}

/** Links, newest first, with what they brought; `kocIds`: only theirs; `reach`: names only of people in these units. */
export async function linkPage({
  kocIds,
  productId,
  reach,
  ...page
}: PageRequest & {
  kocIds?: readonly string[];
  productId?: string | undefined;
  reach?: ReadonlySet<string> | undefined;
}) {
  return newestPage(
    Links,
    'createdAt',
    {
      $and: [kocIds ? { kocId: anyOf(kocIds) } : {}, productId ? { productId } : {}],
    },
    page,
    (shown) => linkViews(shown, reach),
  );
}

/** One link as people see it. */
export const linkView = async (row: LinkRow): Promise<LinkView> => (await linkViews([row]))[0]!;

async function linkViews(rows: readonly LinkRow[], reach?: ReadonlySet<string>): Promise<LinkView[]> {
  const kocIds = rows.map(({ kocId }) => kocId);
  const [names, within, products, days] = await Promise.all([
    nicknames(kocIds),
    peopleWithin(reach, kocIds),
    productsById(rows.flatMap(({ productId }) => productId ?? [])),
    native(LinkDays)
      .find({ code: { $in: rows.map(({ _id }) => _id) } })
      .toArray(),
  ]);
  return rows.map((row) => {
    const own = days.filter(({ code }) => code === row._id);
    const name = names.get(row.kocId) ?? '';
    const productName = row.productId === undefined ? undefined : products.get(row.productId)?.name;
    return {
      id: row._id,
      code: row._id,
      url: urlOf(row._id),
      kocId: row.kocId,
      kocName: within.has(row.kocId) ? name : maskedName(name),
      ...(row.productId === undefined ? {} : { productId: row.productId }),
      ...(productName === undefined ? {} : { productName }),
      ...(row.material === undefined ? {} : { material: row.material }),
      channel: row.channel,
      createdAt: row.createdAt.toISOString(),
      ...(row.expiresAt ? { expiresAt: row.expiresAt.toISOString() } : {}),
      clicks: own.reduce((sum, each) => sum + each.clicks, 0),
      visits: own.reduce((sum, each) => sum + each.visits, 0),
    };
  });
}

/** What is kept here about a person, for the export of their data: links they made, links they came through. */
export async function linkDataOf(personId: string) {
  const [links, touches] = await Promise.all([
    native(Links).find({ kocId: personId }).sort({ createdAt: 1 }).limit(1_000).toArray(),
    native(Touches).find({ personId }).sort({ at: 1 }).limit(5_000).toArray(),
  ]);
  return {
    links: links.map(({ _id, channel, createdAt, material }) => ({
      code: _id,
      channel,
      createdAt,
      material,
    })),
    visits: touches.map(({ code, at }) => ({ code, at })),
  };
}
