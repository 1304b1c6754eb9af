import { z } from 'zod';
import { ACTIVITY_KINDS, ACTIVITY_STATES, OUTCOMES } from '../types';
import { contract } from './contract';
import { done, empty, id, instant, paging, points } from './common';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** An activity as a member sees it in a list. */
const card = z.object({
  id,
  title: z.string(),
  kind: z.enum(ACTIVITY_KINDS),
  state: z.enum(ACTIVITY_STATES),
  /** Groups of mine it runs in. */
  groups: z.array(z.object({ id, name: z.string(), botCanRead: z.boolean(), botCanPost: z.boolean() })),
  trigger: z.string(),
  /** One warm sentence: what to do. */
  line: z.string(),
  points,
  /** The box whose chances it gives, or that it draws from. */
  boxId: id.optional(),
  opensAt: instant,
  closesAt: instant,
  openNow: z.boolean(),
  counted: z.number().int(),
  limit: z.number().int().optional(),
  left: z.number().int().optional(),
  /** My accepted participations; 0: not yet. */
  mine: z.number().int(),
  /** My place among the counted, from 1, when I took part once. */
  myPlace: z.number().int().optional(),
});
export type ActivityCard = z.output<typeof card>;

const checkInSummary = z.object({
  activityId: id,
  title: z.string(),
  streak: z.number().int(),
  checkedInToday: z.boolean(),
  nextMilestone: z.object({ inDays: z.number().int(), points }).optional(),
  pointsPerDay: points,
  /** Monday to Sunday of this week. */
  week: z.array(z.object({ day, state: z.enum(['done', 'made_up', 'missed', 'today', 'future', 'off']) })),
});

const entry = z.object({
  id,
  at: instant,
  points,
  balance: points.optional(),
  /** Why, in one line: 「咖啡 3 群」扣1打卡 · 第 12 天. */
  reason: z.string(),
  activityId: id.optional(),
  groupName: z.string().optional(),
});

export const member = {
  me: contract({
    method: 'GET',
    path: '/api/member/me',
    summary: 'Who I am',
    access: 'member',
    input: empty,
    output: z.object({
      personId: id,
      nickname: z.string(),
      /** The number I proved to be mine: `138****8000`. */
      phone: z.string().optional(),
      points,
      groups: z.number().int(),
      since: instant,
      brandName: z.string(),
      blacklisted: z.object({ reason: z.string(), at: instant }).optional(),
    }),
  }),
  givePhone: contract({
    method: 'POST',
    path: '/api/member/phone',
    summary: 'Proves my phone number by the code of WeChat’s button; kept sealed, found by a keyed hash',
    access: 'member',
    input: z.strictObject({ code: z.string().min(1).max(200) }),
    output: z.object({ phone: z.string() }),
    refusals: ['phone_code_invalid', 'phone_unavailable', 'wechat_unavailable'],
  }),
  takeBackPhone: contract({
    method: 'DELETE',
    path: '/api/member/phone',
    summary: 'Forgets my phone number',
    access: 'member',
    input: empty,
    output: done,
  }),
  home: contract({
    method: 'GET',
    path: '/api/member/home',
    summary: 'What I can get now, in which group, until when',
    access: 'member',
    input: empty,
    output: z.object({
      brandName: z.string(),
      points,
      now: z.array(card),
      soon: z.array(card),
      /** What became of my latest `1` of the last two hours. */
      latest: z
        .object({
          activityId: id,
          title: z.string(),
          groupName: z.string(),
          at: instant,
          outcome: z.enum(OUTCOMES),
          reason: z.string(),
          points,
        })
        .optional(),
      checkIn: checkInSummary.optional(),
      serverTime: instant,
    }),
  }),
  activity: contract({
    method: 'GET',
    path: '/api/member/activities/:id',
    summary: 'One activity that runs in a group of mine',
    access: 'member',
    input: z.strictObject({ id }),
    output: z.object({
      card,
      words: z.array(z.object({ part: z.string(), line: z.string() })),
      /** My decisions, newest first, each with its reason in words. */
      mine: z.array(
        z.object({
          at: instant,
          groupName: z.string(),
          outcome: z.enum(OUTCOMES),
          reason: z.string(),
          points,
        }),
      ),
      options: z.array(
        z.object({ trigger: z.string(), label: z.string(), times: z.number().int(), mine: z.boolean() }),
      ),
      relay: z.array(z.object({ place: z.number().int(), name: z.string(), text: z.string() })),
      question: z.string().optional(),
    }),
  }),
  join: contract({
    method: 'POST',
    path: '/api/member/activities/:id/join',
    summary: 'The mini-program’s own 扣1, for groups in which the bot can’t read; the same rules decide',
    access: 'member',
    input: z.strictObject({
      id,
      groupId: id,
      text: z.string().min(1).max(200),
      requestKey: z.string().min(8).max(80),
    }),
    output: z.object({
      outcome: z.enum(OUTCOMES),
      reason: z.string(),
      points,
      place: z.number().int().optional(),
    }),
    refusals: ['not_your_group', 'activity_not_here'],
  }),
  checkIns: contract({
    method: 'GET',
    path: '/api/member/check-ins',
    summary: 'A month of one check-in activity (default: the one that runs now)',
    access: 'member',
    input: z.strictObject({
      activityId: id.optional(),
      month: z
        .string()
        .regex(/^\d{4}-\d{2}$/)
        .optional(),
    }),
    output: z.object({
      activities: z.array(z.object({ id, title: z.string(), state: z.enum(ACTIVITY_STATES) })),
      summary: checkInSummary.optional(),
      month: z.string(),
      days: z.array(
        z.object({
          day,
          state: z.enum(['done', 'made_up', 'missed', 'today', 'future', 'off']),
          canMakeUp: z.boolean(),
        }),
      ),
      makeUpsLeft: z.number().int(),
      milestones: z.array(z.object({ days: z.number().int(), points, reached: z.boolean() })),
      pointsFromThis: points,
    }),
  }),
  makeUp: contract({
    method: 'POST',
    path: '/api/member/check-ins/make-up',
    summary: 'Makes up one missed day',
    access: 'member',
    input: z.strictObject({ activityId: id, day }),
    output: z.object({ points, streak: z.number().int(), makeUpsLeft: z.number().int() }),
    refusals: ['make_up_none_left', 'make_up_too_late', 'make_up_not_missed', 'make_up_outside_window'],
  }),
  points: contract({
    method: 'GET',
    path: '/api/member/points',
    summary: 'My points, every entry with its reason, newest first',
    access: 'member',
    input: z.strictObject({ ...paging }),
    output: z.object({ balance: points, items: z.array(entry), nextCursor: z.string().optional() }),
  }),
  groups: contract({
    method: 'GET',
    path: '/api/member/groups',
    summary: 'Groups I am in and what runs there',
    access: 'member',
    input: empty,
    output: z.object({
      items: z.array(
        z.object({
          id,
          name: z.string(),
          members: z.number().int(),
          joinedAt: instant,
          botCanRead: z.boolean(),
          /** Otherwise it counts in silence, and what became of a `1` is only seen here. */
          botCanPost: z.boolean(),
          running: z.array(z.object({ id, title: z.string() })),
        }),
      ),
    }),
  }),
  consents: contract({
    method: 'GET',
    path: '/api/member/consents',
    summary: 'What I agreed to, and when',
    access: 'member',
    input: empty,
    output: z.object({
      items: z.array(z.object({ version: z.string(), at: instant, withdrawnAt: instant.optional() })),
    }),
  }),
  withdrawConsent: contract({
    method: 'POST',
    path: '/api/member/consents/withdraw',
    summary:
      'Takes back what I agreed to and signs me out everywhere; records stay until I delete or agree again',
    access: 'member',
    input: empty,
    output: done,
  }),
  exportMine: contract({
    method: 'GET',
    path: '/api/member/export',
    summary: 'Everything kept about me, as one JSON file',
    access: 'member',
    input: empty,
    output: z.object({ exportedAt: instant, data: z.record(z.string(), z.unknown()) }),
  }),
  deleteMe: contract({
    method: 'DELETE',
    path: '/api/member/me',
    summary: 'Deletes my person: name, messages, decision facts; the books keep amounts without a name',
    access: 'member',
    input: z.strictObject({ confirm: z.literal('删除') }),
    output: done,
  }),
};
