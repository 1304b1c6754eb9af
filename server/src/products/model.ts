import type { KocTier, LinkChannel } from '@kouyi/shared/types';
import type { CommissionRate } from '@kouyi/shared/rules/commission';
import { Mixed, model } from '../kernel/store';

/** What the brand sells; the id follows from the shop's own number. */
export interface ProductRow {
  _id: string;
  code: string;
  name: string;
  category: string;
  priceFen: number;
  costFen?: number;
  skus: string[];
  page?: string;
  onSale: boolean;
  /** When its picture was set; absent: it has none. */
  pictureAt?: Date;
  createdAt: Date;
  updatedAt: Date;
}
export const Products = model<ProductRow>(
  'products',
  {
    code: String,
    name: String,
    category: String,
    priceFen: Number,
    costFen: Number,
    skus: [String],
    page: String,
    onSale: Boolean,
    pictureAt: Date,
    createdAt: Date,
    updatedAt: Date,
  },
  [
    // The list, the latest changed first; and that of one category.
    { keys: { updatedAt: -1, _id: -1 } },
    { keys: { category: 1, updatedAt: -1, _id: -1 } },
  ],
);

/** Which product a number on an order means; the id is the number, so that no two products share one. */
export interface SkuRow {
  _id: string;
  productId: string;
  category: string;
  costFen?: number;
}
export const Skus = model<SkuRow>('product_skus', { productId: String, category: String, costFen: Number });

/** A commission rule. Never edited: it is ended, and another one begins. */
export interface CommissionRuleRow {
  _id: string;
  name: string;
  rate: CommissionRate;
  productId?: string;
  category?: string;
  tier?: KocTier;
  from: Date;
  to?: Date;
  createdAt: Date;
}
export const CommissionRules = model<CommissionRuleRow>('commission_rules', {
  name: String,
  rate: Mixed,
  productId: String,
  category: String,
  tier: String,
  from: Date,
  to: Date,
  createdAt: Date,
});

/** A tracked link; the id is its short code. */
export interface LinkRow {
  _id: string;
  kocId: string;
  productId?: string;
  material?: string;
  channel: LinkChannel;
  createdAt: Date;
  expiresAt?: Date;
}
export const Links = model<LinkRow>(
  'links',
  {
    kocId: String,
    productId: String,
    material: String,
    channel: String,
    createdAt: Date,
    expiresAt: Date,
  },
  [
    { keys: { createdAt: -1, _id: -1 } },
    // A KOC's own links; those to a product.
    { keys: { kocId: 1, createdAt: -1, _id: -1 } },
    { keys: { productId: 1, createdAt: -1, _id: -1 } },
  ],
);

/** Somebody came through a link. Known people only: a click of nobody is but counted. */
export interface TouchRow {
  _id: string;
  personId: string;
  code: string;
  kocId: string;
  at: Date;
  /** When the link stops to count. */
  expiresAt?: Date;
}
export const Touches = model<TouchRow>(
  'link_touches',
  { personId: String, code: String, kocId: String, at: Date, expiresAt: Date },
  [
    // The touches of a buyer within the window.
    { keys: { personId: 1, at: -1 } },
    // Whom a KOC brought, newest first.
    { keys: { kocId: 1, at: -1 } },
  ],
);

/** Clicks and visits of one link on one Shanghai day. */
export interface LinkDayRow {
  _id: string;
  code: string;
  day: number;
  clicks: number;
  visits: number;
}
export const LinkDays = model<LinkDayRow>(
  'link_days',
  { code: String, day: Number, clicks: Number, visits: Number },
  [{ keys: { code: 1, day: 1 } }],
);
