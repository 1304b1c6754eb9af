import sharp from 'sharp';
import { type CommandContext, command, type Tx } from '../kernel/command';
import { storage } from '../adapters/storage';
import { newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { productsSaved } from './events';
import { CommissionRules, type CommissionRuleRow, Products, type ProductRow, Skus } from './model';
import { productIdOf, refuse } from './rules';

/** A product as somebody writes it. */
export type ProductInput = Pick<ProductRow, 'code' | 'name' | 'category' | 'priceFen' | 'skus' | 'onSale'> & {
  costFen?: number | undefined;
  page?: string | undefined;
};

/** Adds products, or changes those with the same code; all of them or none. @throws Refusal `sku_taken` (409). */
export const saveProducts = command('products.save', {
  may: (actor) => assertEverywhere(actor, 'products.write'),
  async run({ products }: { products: readonly ProductInput[] }, tx) {
    const saved: ProductRow[] = [];
    for (const product of products) saved.push(await saveOne(product, tx));
    tx.emit(productsSaved({ productIds: saved.map(({ _id }) => _id) }));
    return saved;
  },
});

async function saveOne(input: ProductInput, tx: Tx): Promise<ProductRow> {
  const options = { session: tx.session };
  const _id = productIdOf(input.code);
  const before = await native(Products).findOne({ _id }, options);
  const row: ProductRow = {
    _id,
    code: input.code,
    name: input.name,
    category: input.category,
    priceFen: input.priceFen,
    skus: [...new Set([input.code, ...input.skus])],
    onSale: input.onSale,
    ...(input.costFen === undefined ? {} : { costFen: input.costFen }),
    ...(input.page ? { page: input.page } : {}),
    ...(before?.pictureAt ? { pictureAt: before.pictureAt } : {}),
    createdAt: before?.createdAt ?? tx.now,
    updatedAt: tx.now,
  };
  await claimSkus(row, tx);
  const { _id: _, ...fields } = row;
  await native(Products).replaceOne({ _id }, fields, { ...options, upsert: true });
  tx.audit({ subject: _id, ...(before ? { before: auditable(before) } : {}), after: auditable(row) });
  return row;
}

async function claimSkus({ _id: productId, skus, category, costFen }: ProductRow, tx: Tx): Promise<void> {
  const options = { session: tx.session };
  const taken = await native(Skus).findOne({ _id: { $in: skus }, productId: { $ne: productId } }, options);
  if (taken) {
    const other = await native(Products).findOne({ _id: taken.productId }, options);
    throw refuse('sku_taken', { field: 'skus', details: { sku: taken._id, name: other?.name ?? '' } });
  }
  const old = await native(Products).findOne({ _id: productId }, options);
  const dropped = (old?.skus ?? []).filter((sku) => !skus.includes(sku));
  await native(Skus).bulkWrite(
    [
      ...dropped.map((_id) => ({ deleteOne: { filter: { _id } } })),
      ...skus.map((_id) => ({
        replaceOne: {
          filter: { _id },
          replacement: { productId, category, ...(costFen === undefined ? {} : { costFen }) },
          upsert: true,
        },
      })),
    ],
    options,
  );
}

const auditable = ({ code, name, category, priceFen, costFen, skus, onSale }: ProductRow) => ({
  code,
  name,
  category,
  priceFen,
  costFen,
  skus,
  onSale,
});

/** How pictures are kept: square enough for a poster, small enough for a phone. */
const PICTURE_SIDE = 900;
const PICTURE_PIXELS_MAX = 40_000_000;

/** Where the picture of a product lies in the storage. */
export const pictureKey = (productId: string): string => `products/${productId}`;

const markPicture = command('products.set-picture', {
  may: (actor) => assertEverywhere(actor, 'products.write'),
  async run({ id }: { id: string }, tx) {
    const row = await native(Products).findOneAndUpdate(
      { _id: id },
      { $set: { pictureAt: tx.now, updatedAt: tx.now } },
      { session: tx.session, returnDocument: 'after' },
    );
    if (!row) throw refuseAnywhere('not_found');
    tx.audit({ subject: id, after: { picture: tx.now } });
    return row;
  },
});

/** Sets the picture, made small and without what the camera wrote in it. @throws Refusal `picture_unreadable`. */
export async function setPicture(
  context: CommandContext,
  { id, base64 }: { id: string; base64: string },
): Promise<ProductRow> {
  assertEverywhere(context.actor, 'products.write');
  if (!(await native(Products).findOne({ _id: id }))) throw refuseAnywhere('not_found');
  let png: Buffer;
  try {
    png = await sharp(Buffer.from(base64, 'base64'), { limitInputPixels: PICTURE_PIXELS_MAX })
      .rotate()
      .resize({ width: PICTURE_SIDE, height: PICTURE_SIDE, fit: 'inside', withoutEnlargement: true })
      .png({ palette: true, quality: 90 })
      .toBuffer();
  } catch {
    throw refuse('picture_unreadable', { field: 'base64' });
  }
  await storage().put(pictureKey(id), png, { sealed: false });
  return markPicture(context, { id });
}

type RuleInput = Omit<CommissionRuleRow, '_id' | 'createdAt' | 'productId' | 'category' | 'tier' | 'to'> & {
  productId?: string | undefined;
  category?: string | undefined;
  tier?: CommissionRuleRow['tier'] | undefined;
  to?: Date | undefined;
};

/** A clock of a browser may be behind: so late is not the past. */
const GRACE_MS = 5 * 60_000;

/**
 * A new commission rule, from now on or later: orders paid before keep what they were promised.
 * @throws Refusal `rule_backdated`, `rule_window_empty` or `product_unknown`.
 */
export const createRule = command('products.create-rule', {
  may: (actor) => assertEverywhere(actor, 'products.write'),
  async run(input: RuleInput, tx) {
    const { name, rate, productId, category, tier, to } = input;
    if (input.from.getTime() < tx.now.getTime() - GRACE_MS) throw refuse('rule_backdated', { field: 'from' });
    const from = new Date(Math.max(input.from.getTime(), tx.now.getTime()));
    if (to !== undefined && to <= from) throw refuse('rule_window_empty', { field: 'to' });
    if (
      productId !== undefined &&
      !(await native(Products).findOne({ _id: productId }, { session: tx.session }))
    )
      throw refuse('product_unknown', { field: 'productId' });
    const row: CommissionRuleRow = {
      _id: newId('cmr'),
      name,
      rate,
      ...(productId === undefined ? {} : { productId }),
      ...(category === undefined ? {} : { category }),
      ...(tier === undefined ? {} : { tier }),
      from,
      ...(to === undefined ? {} : { to }),
      createdAt: tx.now,
    };
    await native(CommissionRules).insertOne(row, { session: tx.session });
    tx.audit({ subject: row._id, after: { name, rate, productId, category, tier, from, to } });
    return row;
  },
});

/** Ends a rule, now or at a later moment. @throws Refusal `not_found`, `rule_ended` (409) or `rule_backdated`. */
export const endRule = command('products.end-rule', {
  may: (actor) => assertEverywhere(actor, 'products.write'),
  async run({ id, at }: { id: string; at?: Date | undefined }, tx) {
    const row = await native(CommissionRules).findOne({ _id: id }, { session: tx.session });
    if (!row) throw refuseAnywhere('not_found');
    if (row.to !== undefined && row.to <= tx.now) throw refuse('rule_ended');
    const wanted = at ?? tx.now;
    if (wanted.getTime() < tx.now.getTime() - GRACE_MS) throw refuse('rule_backdated', { field: 'at' });
    // Never before now: an order of a moment ago was promised by this rule, and is worked out anew when it is refunded.
    const to = new Date(Math.max(wanted.getTime(), tx.now.getTime()));
    await native(CommissionRules).updateOne({ _id: id }, { $set: { to } }, { session: tx.session });
    tx.audit({ subject: id, before: { to: row.to }, after: { to } });
    return { ...row, to };
  },
});
