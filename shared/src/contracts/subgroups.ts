import { z } from 'zod';
import { KOC_TIERS, SUB_GROUP_STATES } from '../types';
import { contract } from './contract';
import { id, instant, pageOf, paging } from './common';
import { health, joinCode, member, picture, reason, today } from './subgroup-parts';

const count = z.number().int();

const subGroup = z.object({
  id,
  name: z.string(),
  state: z.enum(SUB_GROUP_STATES),
  words: z.string(),
  kocId: id,
  kocName: z.string(),
  kocTier: z.enum(KOC_TIERS).optional(),
  channel: z.enum(['simulator', 'wechat']),
  purpose: z.string().optional(),
  groupId: id.optional(),
  groupName: z.string().optional(),
  members: count,
  active7d: count,
  newcomers7d: count,
  health: health.optional(),
  joinCode: joinCode.optional(),
  joinUrl: z.string().optional(),
  hasQr: z.boolean(),
  qrUntil: instant.optional(),
  createdAt: instant,
  openedAt: instant.optional(),
  endedAt: instant.optional(),
});
export type SubGroupView = z.output<typeof subGroup>;

const candidate = z.object({
  personId: id,
  name: z.string(),
  /** Days of the last 30 on which they took part in this group. */
  days: count,
  /** People who came through them. */
  brought: count,
  why: z.string(),
});

const suggestion = z.object({
  groupId: id,
  groupName: z.string(),
  unitName: z.string(),
  members: count,
  /** Members who are neither KOC nor staff. */
  prospects: count,
  kocs: count,
  /** One for every 20 prospects. */
  wanted: count,
  missing: count,
  words: z.string(),
  candidates: z.array(candidate),
  at: instant,
});
export type KocSuggestion = z.output<typeof suggestion>;

/** How the group's own QR code or join link gets in; at least one of them for a real group. */
const joining = {
  joinUrl: z.url().max(500).optional(),
  /** PNG, JPEG or WebP, at most 1 MB. */
  qrBase64: z.base64().max(1_400_000).optional(),
  qrUntil: instant.optional(),
};

export const subGroups = {
  list: contract({
    method: 'GET',
    path: '/api/sub-groups',
    summary: 'Sub-groups of KOCs, the latest first',
    access: 'koc.read',
    input: z.strictObject({
      ...paging,
      state: z.enum(SUB_GROUP_STATES).optional(),
      kocId: id.optional(),
      q: z.string().max(60).optional(),
    }),
    output: pageOf(subGroup).extend({
      /** How many wait for a real group, and how many for another KOC. */
      requested: count,
      adrift: count,
    }),
  }),
  get: contract({
    method: 'GET',
    path: '/api/sub-groups/:id',
    summary: 'One sub-group with what was done to it',
    access: 'koc.read',
    input: z.strictObject({ id }),
    output: z.object({
      subGroup,
      today: z.array(today),
      steps: z.array(z.object({ at: instant, by: z.string(), words: z.string() })),
    }),
  }),
  members: contract({
    method: 'GET',
    path: '/api/sub-groups/:id/members',
    summary: 'Who is in it, the latest joined first',
    access: 'koc.read',
    input: z.strictObject({ id, ...paging }),
    output: pageOf(member),
  }),
  qr: contract({
    method: 'GET',
    path: '/api/sub-groups/:id/qr.jpg',
    summary: 'The QR code of the real group',
    access: 'koc.read',
    input: z.strictObject({ id }),
    output: picture,
    produces: 'image/jpeg',
    refusals: ['sub_group_qr_none'],
  }),
  attach: contract({
    method: 'POST',
    path: '/api/sub-groups/:id/attach',
    summary: 'Gives a requested sub-group its real group and the way in; the KOC is told',
    access: 'koc.write',
    input: z.strictObject({ id, groupId: id, ...joining }),
    output: subGroup,
    refusals: ['state_forbids', 'group_taken', 'join_way_missing', 'photo_not_an_image'],
  }),
  setJoining: contract({
    method: 'PUT',
    path: '/api/sub-groups/:id/joining',
    summary: 'Another QR code or join link for a real group: WeChat’s own expire after seven days',
    access: 'koc.write',
    input: z.strictObject({ id, ...joining }),
    output: subGroup,
    refusals: ['state_forbids', 'join_way_missing', 'photo_not_an_image'],
  }),
  decline: contract({
    method: 'POST',
    path: '/api/sub-groups/:id/decline',
    summary: 'No group for this request, with the reason that the KOC reads',
    access: 'koc.write',
    input: z.strictObject({ id, reason }),
    output: subGroup,
    refusals: ['state_forbids'],
  }),
  handOver: contract({
    method: 'POST',
    path: '/api/sub-groups/:id/hand-over',
    summary: 'Another KOC runs it from now on; both are told',
    access: 'koc.write',
    input: z.strictObject({ id, kocId: id, reason }),
    output: subGroup,
    refusals: ['state_forbids', 'not_a_koc', 'sub_groups_most', 'same_koc'],
  }),
  close: contract({
    method: 'POST',
    path: '/api/sub-groups/:id/close',
    summary: 'Nobody runs it as a sub-group any more; the group itself stays',
    access: 'koc.write',
    input: z.strictObject({ id, reason }),
    output: subGroup,
    refusals: ['state_forbids'],
  }),
  suggestions: contract({
    method: 'GET',
    path: '/api/koc-suggestions',
    summary:
      'Groups with fewer than one KOC for every 20 prospects, and whom to ask; the latest worked out first',
    access: 'koc.read',
    input: z.strictObject({ ...paging }),
    output: pageOf(suggestion),
  }),
  suggestion: contract({
    method: 'GET',
    path: '/api/koc-suggestions/:groupId',
    summary: 'The same for one group, worked out now',
    access: 'koc.read',
    input: z.strictObject({ groupId: id }),
    output: suggestion,
  }),
  approveSuggestion: contract({
    method: 'POST',
    path: '/api/koc-suggestions/:groupId/approve',
    summary: 'Makes a candidate a KOC',
    access: 'koc.write',
    input: z.strictObject({ groupId: id, personId: id }),
    output: suggestion,
    refusals: ['not_a_candidate', 'already_koc'],
  }),
  dismissSuggestion: contract({
    method: 'POST',
    path: '/api/koc-suggestions/:groupId/dismiss',
    summary: 'Not this person, or not this group, for a while; the reason is kept',
    access: 'koc.write',
    input: z.strictObject({
      groupId: id,
      personId: id.optional(),
      reason,
      days: z.number().int().min(7).max(365).default(60),
    }),
    output: suggestion,
  }),
};
