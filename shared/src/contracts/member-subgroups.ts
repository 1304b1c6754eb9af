import { z } from 'zod';
import { SUB_GROUP_STATES } from '../types';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging } from './common';
import { health, joinCode, member, picture, reason, today } from './subgroup-parts';

const count = z.number().int();
const name = z.string().trim().min(2).max(30);

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
