import { z } from 'zod';
import { GROWTH_STAGES, KOC_TIERS, MOMENT_STATES, WISH_KINDS, WISH_STATES } from '../types';
import { tidyLines } from '../rules/text';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging } from './common';

const whole = z.number().int();
const said = (max: number) =>
  z
    .string()
    .max(max * 2)
    .transform(tidyLines)
    .pipe(z.string().min(2).max(max));

const followUp = z.object({ at: instant, by: z.string(), text: z.string() });

const wish = z.object({
  id,
  kind: z.enum(WISH_KINDS),
  state: z.enum(WISH_STATES),
  personId: id,
  nickname: z.string(),
  /** What the person wrote; empty once they are deleted. */
  text: z.string(),
  at: instant,
  answer: z.string().optional(),
  answeredAt: instant.optional(),
  answeredBy: z.string().optional(),
  points: whole.optional(),
  followUps: z.array(followUp),
});
export type WishView = z.output<typeof wish>;

const audience = z.discriminatedUnion('to', [
  /** KOCs of these tiers; none named: all. */
  z.strictObject({ to: z.literal('kocs'), tiers: z.array(z.enum(KOC_TIERS)).max(3) }),
  /** Whoever stands at one of these stages of growth when they are told. */
  z.strictObject({ to: z.literal('stages'), stages: z.array(z.enum(GROWTH_STAGES)).min(1).max(4) }),
  z.strictObject({ to: z.literal('people'), personIds: z.array(id).min(1).max(200) }),
]);
export type MomentAudience = z.output<typeof audience>;

const momentInput = {
  title: z.string().trim().min(2).max(30),
  text: said(300),
  startAt: instant,
  /** A place in words, or the group in which it happens. */
  place: z.string().trim().max(60),
  groupId: id.optional(),
  audience,
  /** So many hours before it begins they are told. */
  tellHoursBefore: whole.min(1).max(14 * 24),
};

const moment = z.object({
  id,
  ...momentInput,
  groupName: z.string().optional(),
  /** In one Chinese line. */
  audienceWords: z.string(),
  state: z.enum(MOMENT_STATES),
  revision: whole,
  /** When they are told, or were. */
  tellAt: instant,
  told: whole,
  cancelReason: z.string().optional(),
  followUps: z.array(followUp),
  createdBy: z.string(),
});
export type MomentView = z.output<typeof moment>;

export const wishes = {
  list: contract({
    method: 'GET',
    path: '/api/wishes',
    summary:
      'Wishes and suggestions of people in my reach; open ones longest waiting first, others latest first',
    access: 'koc.read',
    input: z.strictObject({
      ...paging,
      kind: z.enum(WISH_KINDS).optional(),
      state: z.enum(WISH_STATES).default('open'),
      personId: id.optional(),
    }),
    output: pageOf(wish),
  }),
  counts: contract({
    method: 'GET',
    path: '/api/wishes/counts',
    summary: 'How many wait for an answer',
    access: 'koc.read',
    input: empty,
    output: z.object({ wish: whole, suggestion: whole, longestSince: instant.optional() }),
  }),
  answer: contract({
    method: 'POST',
    path: '/api/wishes/:id/answer',
    summary: 'Grants a wish, adopts a suggestion, or declines either; the person reads the answer',
    access: 'koc.write',
    input: z.strictObject({
      id,
      yes: z.boolean(),
      answer: said(300),
      /** A thank-you in points; only with a yes. */
      points: whole.min(0).max(10_000).default(0),
    }),
    output: wish,
    refusals: ['state_forbids', 'points_need_yes'],
  }),
  followUp: contract({
    method: 'POST',
    path: '/api/wishes/:id/follow-ups',
    summary: 'Tells the person what came of it',
    access: 'koc.write',
    input: z.strictObject({ id, text: said(300), requestKey: z.string().min(8).max(80) }),
    output: wish,
    refusals: ['not_answered_yet', 'follow_ups_full'],
  }),
  moments: contract({
    method: 'GET',
    path: '/api/moments',
    summary: 'Exclusive moments: those to come, next first, or those that are over, latest first',
    access: 'koc.read',
    input: z.strictObject({ ...paging, when: z.enum(['coming', 'over']).default('coming') }),
    output: pageOf(moment),
  }),
  saveMoment: contract({
    method: 'POST',
    path: '/api/moments',
    summary: 'Plans a moment, or changes one that nobody was told of',
    access: 'koc.write',
    input: z.strictObject({ id: id.optional(), revision: whole.optional(), ...momentInput }),
    output: moment,
    refusals: ['moment_in_past', 'group_unknown', 'person_unknown', 'version_moved_on', 'state_forbids'],
  }),
  cancelMoment: contract({
    method: 'POST',
    path: '/api/moments/:id/cancel',
    summary: 'Calls a moment off; whoever was told of it reads why',
    access: 'koc.write',
    input: z.strictObject({ id, reason: said(200) }),
    output: moment,
    refusals: ['state_forbids'],
  }),
  followUpMoment: contract({
    method: 'POST',
    path: '/api/moments/:id/follow-ups',
    summary: 'A word afterwards to those who were told of it',
    access: 'koc.write',
    input: z.strictObject({ id, text: said(300), requestKey: z.string().min(8).max(80) }),
    output: moment,
    refusals: ['moment_not_over', 'follow_ups_full'],
  }),
};

const memberWish = wish.omit({ personId: true, nickname: true, answeredBy: true }).extend({
  followUps: z.array(followUp.omit({ by: true })),
});
export type MemberWish = z.output<typeof memberWish>;

/** What members tell the brand, and what it plans for them; joins `contracts.member`. */
export const memberWishes = {
  wishes: contract({
    method: 'GET',
    path: '/api/member/wishes',
    summary: 'My wishes and suggestions, newest first, and how many more I may tell today',
    access: 'member',
    input: z.strictObject({ ...paging, kind: z.enum(WISH_KINDS).optional() }),
    output: pageOf(memberWish).extend({ leftToday: whole }),
  }),
  makeWish: contract({
    method: 'POST',
    path: '/api/member/wishes',
    summary: 'Tells a wish or a suggestion; once a request key',
    access: 'member',
    input: z.strictObject({
      kind: z.enum(WISH_KINDS),
      text: z.string().trim().min(4).max(300),
      requestKey: z.string().min(8).max(80),
    }),
    output: memberWish,
    refusals: ['text_unclean', 'too_many_today', 'too_many_open'],
  }),
  withdrawWish: contract({
    method: 'POST',
    path: '/api/member/wishes/:id/withdraw',
    summary: 'Takes back one that nobody has answered',
    access: 'member',
    input: z.strictObject({ id }),
    output: memberWish,
    refusals: ['state_forbids'],
  }),
  moments: contract({
    method: 'GET',
    path: '/api/member/moments',
    summary: 'Moments for me that I was told of and that are to come, next first',
    access: 'member',
    input: empty,
    output: z.object({
      items: z.array(
        z.object({
          id,
          title: z.string(),
          text: z.string(),
          startAt: instant,
          place: z.string(),
          groupName: z.string().optional(),
        }),
      ),
    }),
  }),
};
