import { z } from 'zod';
import { GROUP_HEALTH_LEVELS, KOC_TIERS, SUB_GROUP_STATES, TODAY_KINDS } from '../types';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging } from './common';

const count = z.number().int();
/** What friends type or scan to join; six letters and digits that nobody mixes up. */
const joinCode = z.string().trim().min(4).max(12);
const name = z.string().trim().min(2).max(30);
const reason = z.string().trim().min(2).max(200);
/** Bytes of a picture. */
const picture = z.custom<Uint8Array>();

const health = z.object({
  /** 0–100. */
  score: count,
  level: z.enum(GROUP_HEALTH_LEVELS),
  /** One sentence: how it is. */
  words: z.string(),
  /** The sum in words and numbers: 本周活跃 6/12 人（54 分）+ … = 78 分. */
  formula: z.string(),
  /** What would help most now. */
  tip: z.string(),
});

const today = z.object({
  id: z.string(),
  kind: z.enum(TODAY_KINDS),
  title: z.string(),
  /** To be copied and sent as it is. */
  text: z.string(),
  /** Why today, in one line. */
  why: z.string(),
  /** The material it comes from. */
  materialId: id.optional(),
  activityId: id.optional(),
});
export type TodayMessage = z.output<typeof today>;

const mine = z.object({
  id,
  name: z.string(),
  state: z.enum(SUB_GROUP_STATES),
  /** Where it stands and what comes next, in plain words. */
  words: z.string(),
  groupId: id.optional(),
  /** People in it now. */
  members: count,
  /** Different people who wrote or took part in the last 7 days. */
  active7d: count,
  /** Who came in the last 7 days. */
  newcomers7d: count,
  /** Only of an open one. */
  health: health.optional(),
  /** Only of an open one. */
  joinCode: joinCode.optional(),
  /** Opens the join page with the code filled in; to be copied. */
  joinLink: z.string().optional(),
  /** Until when the group's own QR code is good; absent: there is none, or it has no end. */
  qrUntil: instant.optional(),
  today: z.array(today),
  createdAt: instant,
  openedAt: instant.optional(),
});
export type MySubGroup = z.output<typeof mine>;

const member = z.object({
  personId: id,
  name: z.string(),
  joinedAt: instant,
  /** Came by my code. */
  byCode: z.boolean(),
  isKoc: z.boolean(),
  messages7d: count,
  participations7d: count,
  /** Their latest message or participation of the last 30 days. */
  lastActiveAt: instant.optional(),
});
export type SubGroupMember = z.output<typeof member>;

/** What a KOC does with groups of their own, and how friends get in; joins `contracts.member`. */
export const memberSubGroups = {
  subGroups: contract({
    method: 'GET',
    path: '/api/member/sub-groups',
    summary: 'My sub-groups with what to send today; at most twenty',
    access: 'member',
    input: empty,
    output: z.object({
      items: z.array(mine),
      mayOpen: z.boolean(),
      /** Why I may not open one, or how many more I may. */
      words: z.string(),
    }),
  }),
  subGroupByCode: contract({
    method: 'GET',
    path: '/api/member/sub-groups/by-code/:code',
    summary: 'Which group a code belongs to, before I join',
    access: 'member',
    input: z.strictObject({ code: joinCode }),
    output: z.object({
      name: z.string(),
      kocName: z.string(),
      members: count,
      joined: z.boolean(),
      /** `at_once`: joining by the code puts me in; `by_picture`: I scan the group's own QR code. */
      way: z.enum(['at_once', 'by_picture']),
      words: z.string(),
    }),
    refusals: ['sub_group_code_unknown', 'sub_group_closed'],
  }),
  subGroupQr: contract({
    method: 'GET',
    path: '/api/member/sub-groups/by-code/:code/qr.jpg',
    summary: 'The QR code of the real group behind a code',
    access: 'member',
    input: z.strictObject({ code: joinCode }),
    output: picture,
    produces: 'image/jpeg',
    refusals: ['sub_group_code_unknown', 'sub_group_closed', 'sub_group_qr_none'],
  }),
  subGroup: contract({
    method: 'GET',
    path: '/api/member/sub-groups/:id',
    summary: 'One sub-group of mine',
    access: 'member',
    input: z.strictObject({ id }),
    output: mine,
  }),
  subGroupMembers: contract({
    method: 'GET',
    path: '/api/member/sub-groups/:id/members',
    summary: 'Who is in a sub-group of mine, the latest joined first',
    access: 'member',
    input: z.strictObject({ id, ...paging }),
    output: pageOf(member),
  }),
  subGroupCode: contract({
    method: 'GET',
    path: '/api/member/sub-groups/:id/code.png',
    summary:
      'The code by which friends join, as a picture: a mini-program code, or a QR code without WeChat keys',
    access: 'member',
    input: z.strictObject({ id }),
    output: picture,
    produces: 'image/png',
    refusals: ['sub_group_closed', 'code_unavailable'],
  }),
  openSubGroup: contract({
    method: 'POST',
    path: '/api/member/sub-groups',
    summary:
      'Opens a sub-group: on the simulator it is there at once, elsewhere it is asked for; the same request key is the same group',
    access: 'member',
    input: z.strictObject({
      name,
      /** What it is for; the operator reads it. */
      purpose: z.string().trim().max(200).optional(),
      /** Absent: the simulator for whoever came from it, a real WeChat group for everybody else. */
      channel: z.enum(['simulator', 'wechat']).optional(),
      requestKey: z.string().min(8).max(80),
    }),
    output: mine,
    refusals: ['not_a_koc', 'sub_groups_most', 'sub_group_blacklisted', 'key_used_differently'],
  }),
  joinSubGroup: contract({
    method: 'POST',
    path: '/api/member/sub-groups/join',
    summary: 'Joins the group of a code: at once on the simulator, elsewhere by the group’s own QR code',
    access: 'member',
    input: z.strictObject({ code: joinCode }),
    output: z.object({
      name: z.string(),
      kocName: z.string(),
      groupId: id.optional(),
      outcome: z.enum(['joined', 'already_in', 'scan_to_join']),
      words: z.string(),
      /** Where the QR code of the real group is, for `scan_to_join`. */
      qrPath: z.string().optional(),
      /** A link that opens the real group's join page, for `scan_to_join`. */
      joinUrl: z.string().optional(),
    }),
    refusals: ['sub_group_code_unknown', 'sub_group_closed', 'sub_group_blacklisted'],
  }),
  closeSubGroup: contract({
    method: 'POST',
    path: '/api/member/sub-groups/:id/close',
    summary: 'I don’t run this one any more; the group itself stays',
    access: 'member',
    input: z.strictObject({ id, reason }),
    output: mine,
    refusals: ['state_forbids'],
  }),
};

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
    input: z.strictObject({ ...paging, state: z.enum(SUB_GROUP_STATES).optional(), kocId: id.optional() }),
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
