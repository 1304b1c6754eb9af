import { z } from 'zod';
import { contract } from './contract';
import { empty, id, instant, paging } from './common';

const notice = z.object({
  id,
  at: instant,
  title: z.string(),
  text: z.string(),
  /** Page of the mini-program that it is about, from the root: `/intake/result/index?id=…`. */
  page: z.string().optional(),
  read: z.boolean(),
});
export type NoticeView = z.output<typeof notice>;

/** What a member is told, part of `contracts.member`. */
export const memberNotices = {
  notices: contract({
    method: 'GET',
    path: '/api/member/notices',
    summary: 'What I was told, newest first, and how much of it is unread',
    access: 'member',
    input: z.strictObject({ ...paging }),
    output: z.object({
      unread: z.number().int(),
      items: z.array(notice),
      nextCursor: z.string().optional(),
    }),
  }),
  readNotices: contract({
    method: 'POST',
    path: '/api/member/notices/read',
    summary: 'Marks what I was told as read: these, or everything up to now',
    access: 'member',
    input: z.strictObject({ ids: z.array(id).max(200).optional() }),
    output: z.object({ unread: z.number().int() }),
  }),
  subscribing: contract({
    method: 'GET',
    path: '/api/member/subscribe',
    summary: 'Which subscribe message the phone may ask consent for, and how many I agreed to are left',
    access: 'member',
    input: empty,
    output: z.object({ templateId: z.string().optional(), left: z.number().int() }),
  }),
  subscribe: contract({
    method: 'POST',
    path: '/api/member/subscribe',
    summary: 'Counts one consent that the phone just got: WeChat allows one message for it',
    access: 'member',
    input: z.strictObject({ templateId: z.string().min(1).max(80), requestKey: z.string().min(8).max(80) }),
    output: z.object({ left: z.number().int() }),
    refusals: ['template_unknown'],
  }),
};

export const notices = {
  ofPerson: contract({
    method: 'GET',
    path: '/api/people/:id/notices',
    summary: 'What a person was told, what was held back, and why; newest first',
    access: 'people.read',
    input: z.strictObject({ id, ...paging }),
    output: z.object({
      items: z.array(
        z.object({
          id,
          at: instant,
          kind: z.enum(['service', 'promotion']),
          title: z.string(),
          text: z.string(),
          told: z.boolean(),
          /** The gate’s decision in words. */
          reason: z.string(),
          /** What became of the WeChat message, in words; absent: none was tried. */
          push: z.string().optional(),
          readAt: instant.optional(),
        }),
      ),
      nextCursor: z.string().optional(),
    }),
  }),
};
