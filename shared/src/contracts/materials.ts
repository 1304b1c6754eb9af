import { z } from 'zod';
import { LINK_CHANNELS, MATERIAL_PARTS, PUBLISHING_STATES } from '../types';
import { tidyLines } from '../rules/text';
import { contract } from './contract';
import { empty, id, instant, lines, pageOf, paging } from './common';
import { picture } from './pictures';

const whole = z.number().int();
const part = z.string().max(2_000).transform(tidyLines).pipe(z.string().max(600));
const tag = z.string().trim().min(1).max(12);

const content = {
  title: z.string().trim().min(1).max(40),
  /** Text to copy; one that is empty is left out. */
  parts: z.strictObject({ experience: part, service: part, value: part }),
  /** A moment of WeChat takes nine. */
  pictures: z.array(picture).max(9),
  /** What it is about; its link leads there. */
  productId: id.optional(),
  tags: z.array(tag).max(8),
};

/** What forwarding brought, as far as the links tell. */
const brought = z.object({
  /** Once for a KOC and a day. */
  forwards: whole,
  people: whole,
  visits: whole,
  orders: whole,
  paidFen: whole,
});

const material = z.object({
  id,
  state: z.enum(PUBLISHING_STATES),
  ...content,
  productName: z.string().optional(),
  /** Grows with every change of the draft; send it back with the next one. */
  revision: whole,
  /** The version that KOCs see or saw last; 0: none yet. */
  version: whole,
  /** The draft says something else than that version. */
  changed: z.boolean(),
  updatedAt: instant,
  updatedBy: z.string(),
  publishedAt: instant.optional(),
  brought,
});
export type MaterialView = z.output<typeof material>;

export const materials = {
  list: contract({
    method: 'GET',
    path: '/api/materials',
    summary: 'Materials, the latest changed first, with what they brought',
    access: 'koc.read',
    input: z.strictObject({
      ...paging,
      q: z.string().max(40).optional(),
      state: z.enum(PUBLISHING_STATES).optional(),
      tag: tag.optional(),
      productId: id.optional(),
    }),
    output: pageOf(material),
  }),
  tags: contract({
    method: 'GET',
    path: '/api/materials/tags',
    summary: 'Tags in use',
    access: 'koc.read',
    input: empty,
    output: z.object({ items: z.array(z.string()) }),
  }),
  exportCsv: contract({
    method: 'GET',
    path: '/api/materials/export.csv',
    summary: 'All materials with their texts and what they brought',
    access: 'koc.read',
    input: empty,
    output: lines,
    produces: 'text/csv; charset=utf-8',
  }),
  get: contract({
    method: 'GET',
    path: '/api/materials/:id',
    summary: 'One material with its versions and the KOCs who forwarded it most',
    access: 'koc.read',
    input: z.strictObject({ id }),
    output: z.object({
      material,
      versions: z.array(z.object({ version: whole, at: instant, by: z.string(), title: z.string() })),
      days: z.array(z.object({ day: z.string(), forwards: whole })),
      top: z.array(z.object({ kocId: id, nickname: z.string(), forwards: whole, visits: whole })),
    }),
  }),
  save: contract({
    method: 'POST',
    path: '/api/materials',
    summary: 'A new draft, or a change of one; what KOCs see changes only by publishing',
    access: 'koc.write',
    input: z.strictObject({ id: id.optional(), revision: whole.optional(), ...content }),
    output: material,
    refusals: ['version_moved_on', 'product_unknown', 'picture_unknown', 'state_forbids'],
  }),
  publish: contract({
    method: 'POST',
    path: '/api/materials/:id/publish',
    summary: 'Makes the draft what KOCs see, as the next version',
    access: 'koc.write',
    input: z.strictObject({ id, revision: whole }),
    output: material,
    refusals: ['version_moved_on', 'material_empty', 'state_forbids'],
  }),
  archive: contract({
    method: 'POST',
    path: '/api/materials/:id/archive',
    summary: 'Takes it away from KOCs; links that are out there go on counting',
    access: 'koc.write',
    input: z.strictObject({ id }),
    output: material,
    refusals: ['state_forbids'],
  }),
};

const memberMaterial = z.object({
  id,
  version: whole,
  title: z.string(),
  /** The parts that have a text, in the order in which they are read. */
  parts: z.array(z.object({ part: z.enum(MATERIAL_PARTS), name: z.string(), text: z.string() })),
  /** `url` is the path of the picture on this server, readable without signing in. */
  pictures: z.array(picture.extend({ url: z.string() })),
  product: z.object({ id, name: z.string(), priceFen: whole, hasPicture: z.boolean() }).optional(),
  tags: z.array(z.string()),
  publishedAt: instant,
  forwardedToday: z.boolean(),
  /** What I brought with it so far. */
  mine: z.object({ forwards: whole, visits: whole, orders: whole }),
});
export type MemberMaterial = z.output<typeof memberMaterial>;

/** What a KOC does with materials; joins `contracts.member`. */
export const memberMaterials = {
  materials: contract({
    method: 'GET',
    path: '/api/member/materials',
    summary: 'Materials that I may forward as a KOC, newest first, and the tags to choose by',
    access: 'member',
    input: z.strictObject({ ...paging, productId: id.optional(), tag: tag.optional() }),
    output: pageOf(memberMaterial).extend({ tags: z.array(z.string()) }),
    refusals: ['materials_for_kocs'],
  }),
  material: contract({
    method: 'GET',
    path: '/api/member/materials/:id',
    summary: 'One material that I may forward',
    access: 'member',
    input: z.strictObject({ id }),
    output: memberMaterial,
    refusals: ['materials_for_kocs'],
  }),
  forwardMaterial: contract({
    method: 'POST',
    path: '/api/member/materials/:id/forward',
    summary: 'I forward it now: counted once a day; answers with the text to paste and my tracked link',
    access: 'member',
    input: z.strictObject({
      id,
      channel: z.enum(LINK_CHANNELS).default('moments'),
      /** Which parts to copy; all that have a text where none is named. */
      parts: z.array(z.enum(MATERIAL_PARTS)).max(3).default([]),
    }),
    output: z.object({
      /** The chosen parts with the link behind them. */
      text: z.string(),
      /** Code and address of the link; poster and code picture come from `myPoster` and `myLinkCode`. */
      code: z.string(),
      url: z.string(),
      /** Whether this was the first time today. */
      counted: z.boolean(),
      material: memberMaterial,
    }),
    refusals: ['materials_for_kocs', 'material_gone'],
  }),
};
