import { z } from 'zod';
import { KOC_TIERS, LINK_CHANNELS } from '../types';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging } from './common';

const fen = z.number().int().min(0).max(1_000_000_000);
/** Hundredths of a percent: 1,000 is 10 %. */
const basisPoints = z.number().int().min(0).max(5_000);
const text = (max: number) => z.string().trim().min(1).max(max);

const productInput = {
  /** The shop's own number of the product; never changes. */
  code: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,40}$/),
  name: text(80),
  category: text(40),
  priceFen: fen,
  /** What it costs the brand; never shown to customers. */
  costFen: fen.optional(),
  /** Numbers by which orders name it; the code itself always does. */
  skus: z.array(z.string().trim().min(1).max(64)).max(50).default([]),
  /** Page of the mini-program that sells it. */
  page: z.string().trim().max(200).optional(),
  onSale: z.boolean().default(true),
};
const product = z.object({
  id,
  code: z.string(),
  name: z.string(),
  category: z.string(),
  priceFen: fen,
  costFen: fen.optional(),
  skus: z.array(z.string()),
  page: z.string().optional(),
  onSale: z.boolean(),
  hasPicture: z.boolean(),
  updatedAt: instant,
});
export type ProductView = z.output<typeof product>;

/** A share of what was paid, or so many fen a piece. */
const rate = z.union([z.strictObject({ basisPoints }), z.strictObject({ fenPerPiece: fen })]);
const ruleInput = z.strictObject({
  name: text(40),
  rate,
  /** Absent: every product. */
  productId: id.optional(),
  /** Absent: every category. */
  category: text(40).optional(),
  /** Absent: every tier. */
  tier: z.enum(KOC_TIERS).optional(),
  from: instant,
  /** Absent: until it is ended. */
  to: instant.optional(),
});
const rule = z.object({
  id,
  name: z.string(),
  rate,
  productId: id.optional(),
  productName: z.string().optional(),
  category: z.string().optional(),
  tier: z.enum(KOC_TIERS).optional(),
  from: instant,
  to: instant.optional(),
  /** In one Chinese line: whom and what it is for. */
  words: z.string(),
});
export type CommissionRuleView = z.output<typeof rule>;

const link = z.object({
  id,
  code: z.string(),
  url: z.string(),
  kocId: id,
  kocName: z.string(),
  productId: id.optional(),
  productName: z.string().optional(),
  material: z.string().optional(),
  channel: z.enum(LINK_CHANNELS),
  createdAt: instant,
  expiresAt: instant.optional(),
  clicks: z.number().int(),
  visits: z.number().int(),
});
export type LinkView = z.output<typeof link>;
const linkInput = {
  productId: id.optional(),
  /** Which piece of content carries it, in the writer's words or a material's id. */
  material: z.string().trim().max(80).optional(),
  channel: z.enum(LINK_CHANNELS).default('other'),
};
const code = z.string().regex(/^[0-9a-z]{4,32}$/);
/** Bytes of a picture. */
const picture = z.custom<Uint8Array>();

export const products = {
  list: contract({
    method: 'GET',
    path: '/api/products',
    summary: 'Products, the latest changed first',
    access: 'products.read',
    input: z.strictObject({
      ...paging,
      q: z.string().max(60).optional(),
      category: z.string().max(40).optional(),
      onSale: z.enum(['yes', 'no']).optional(),
    }),
    output: pageOf(product),
  }),
  categories: contract({
    method: 'GET',
    path: '/api/products/categories',
    summary: 'Categories in use',
    access: 'products.read',
    input: empty,
    output: z.object({ items: z.array(z.string()) }),
  }),
  save: contract({
    method: 'POST',
    path: '/api/products',
    summary: 'Adds a product, or changes the one with this code',
    access: 'products.write',
    input: z.strictObject(productInput),
    output: product,
    refusals: ['sku_taken'],
  }),
  setPicture: contract({
    method: 'PUT',
    path: '/api/products/:id/picture',
    summary: 'The picture on posters and cards: PNG, JPEG or WebP, at most 1 MB',
    access: 'products.write',
    input: z.strictObject({ id, base64: z.base64().max(1_400_000) }),
    output: product,
    refusals: ['picture_unreadable'],
  }),
  picture: contract({
    method: 'GET',
    path: '/api/public/products/:id/picture',
    summary: 'The picture of a product',
    access: 'public',
    // Another `v` with another picture, so that nobody is shown one that was replaced.
    input: z.strictObject({ id, v: z.string().max(40).optional() }),
    output: picture,
    produces: 'image/png',
  }),
  importCsv: contract({
    method: 'POST',
    path: '/api/products/import',
    summary: 'Products from a CSV file (UTF-8 or GBK); a dry run says what each line would change',
    access: 'products.write',
    input: z.strictObject({ base64: z.base64().max(1_900_000), dryRun: z.boolean() }),
    output: z.object({
      encoding: z.enum(['utf-8', 'gbk']),
      rows: z.array(
        z.object({
          line: z.number().int(),
          code: z.string(),
          name: z.string(),
          effect: z.enum(['new', 'changed', 'same', 'wrong']),
          problems: z.array(z.string()),
        }),
      ),
      saved: z.number().int(),
    }),
    refusals: ['csv_malformed', 'csv_not_text', 'csv_empty', 'csv_too_long', 'csv_column_missing'],
  }),
  rules: contract({
    method: 'GET',
    path: '/api/commission-rules',
    summary: 'Commission rules, the most particular first',
    access: 'products.read',
    input: z.strictObject({ ...paging, ended: z.enum(['yes', 'no']).default('no') }),
    output: pageOf(rule),
  }),
  createRule: contract({
    method: 'POST',
    path: '/api/commission-rules',
    summary: 'A new commission rule from a date; never for orders paid already',
    access: 'products.write',
    input: ruleInput,
    output: rule,
    refusals: ['rule_backdated', 'rule_window_empty', 'product_unknown'],
  }),
  endRule: contract({
    method: 'POST',
    path: '/api/commission-rules/:id/end',
    summary: 'Ends a commission rule, from now or a later moment',
    access: 'products.write',
    input: z.strictObject({ id, at: instant.optional() }),
    output: rule,
    refusals: ['rule_backdated', 'rule_ended'],
  }),
  links: contract({
    method: 'GET',
    path: '/api/links',
    summary: 'Tracked links, newest first',
    access: 'products.read',
    input: z.strictObject({ ...paging, kocId: id.optional(), productId: id.optional() }),
    output: pageOf(link),
  }),
  createLink: contract({
    method: 'POST',
    path: '/api/links',
    summary: 'A tracked link of a KOC; asking again for the same gives the same link',
    access: 'products.write',
    input: z.strictObject({ kocId: id, ...linkInput, expiresAt: instant.optional() }),
    output: link,
    refusals: ['koc_unknown', 'product_unknown'],
  }),
  linkCode: contract({
    method: 'GET',
    path: '/api/links/:code/code.png',
    summary: 'The mini-program code of a link, or its QR code without WeChat keys',
    access: 'products.read',
    input: z.strictObject({ code }),
    output: picture,
    produces: 'image/png',
  }),
  linkPoster: contract({
    method: 'GET',
    path: '/api/links/:code/poster.png',
    summary: 'The poster of a link',
    access: 'products.read',
    input: z.strictObject({ code, words: z.string().max(60).optional() }),
    output: picture,
    produces: 'image/png',
  }),
};

/** What a member does with links; joins `contracts.member`. */
export const memberLinks = {
  products: contract({
    method: 'GET',
    path: '/api/member/products',
    summary: 'Products that I may recommend, with what they would bring me at my tier',
    access: 'member',
    input: z.strictObject({ ...paging, q: z.string().max(60).optional() }),
    output: pageOf(
      z.object({
        id,
        name: z.string(),
        category: z.string(),
        priceFen: fen,
        hasPicture: z.boolean(),
        /** What one piece at this price brings; 0 when no rule fits or I am no KOC. */
        commissionFen: z.number().int(),
      }),
    ),
  }),
  myLinks: contract({
    method: 'GET',
    path: '/api/member/links',
    summary: 'My tracked links, newest first',
    access: 'member',
    input: z.strictObject({ ...paging }),
    output: pageOf(link),
  }),
  createMyLink: contract({
    method: 'POST',
    path: '/api/member/links',
    summary: 'My tracked link for a product and a place; asking again gives the same link',
    access: 'member',
    input: z.strictObject(linkInput),
    output: link,
    refusals: ['not_a_koc', 'product_unknown'],
  }),
  visitLink: contract({
    method: 'POST',
    path: '/api/member/links/:code/visit',
    summary: 'I came through this code (the scene of a mini-program code); kept as a touch',
    access: 'member',
    input: z.strictObject({ code }),
    output: z.object({ kocName: z.string(), productId: id.optional(), page: z.string().optional() }),
    refusals: ['link_expired'],
  }),
  myPoster: contract({
    method: 'GET',
    path: '/api/member/links/:code/poster.png',
    summary: 'My poster: product, my words, my code',
    access: 'member',
    input: z.strictObject({ code, words: z.string().max(60).optional() }),
    output: picture,
    produces: 'image/png',
  }),
  myLinkCode: contract({
    method: 'GET',
    path: '/api/member/links/:code/code.png',
    summary: 'The code of my link alone',
    access: 'member',
    input: z.strictObject({ code }),
    output: picture,
    produces: 'image/png',
  }),
};
