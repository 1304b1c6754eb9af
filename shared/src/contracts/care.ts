import { z } from 'zod';
import { tidyLines } from '../rules/text';
import { contract } from './contract';
import { done, empty, id, instant, pageOf, paging } from './common';
import { intakeReport } from './member-intake';

const threadState = z.enum(['waiting', 'answered', 'closed']);
const text = z.string().max(4_000).transform(tidyLines).pipe(z.string().min(1).max(1_000));
const requestKey = z.string().min(8).max(80);

const message = z.object({
  id,
  at: instant,
  by: z.enum(['person', 'adviser', 'system']),
  name: z.string(),
  text: z.string(),
});

const rating = z.object({ stars: z.number().int(), text: z.string(), at: instant });

const row = z.object({
  id,
  state: threadState,
  personId: id,
  nickname: z.string(),
  adviser: z.object({ id, name: z.string() }).optional(),
  unitName: z.string(),
  title: z.string(),
  resultName: z.string(),
  openedAt: instant,
  /** Since when the person waits for an answer. */
  waitingSince: instant.optional(),
  lastLine: z.string(),
  rating: rating.optional(),
});
export type CareThreadRow = z.output<typeof row>;

const script = z.object({ id, title: z.string(), text: z.string(), updatedAt: instant });

export const care = {
  threads: contract({
    method: 'GET',
    path: '/api/care/threads',
    summary:
      'Threads in my reach; those waiting come with who waits longest first, others with the latest first',
    access: 'care.read',
    input: z.strictObject({
      ...paging,
      state: threadState.default('waiting'),
      mine: z.enum(['yes', 'no']).default('no'),
    }),
    output: pageOf(row),
  }),
  counts: contract({
    method: 'GET',
    path: '/api/care/counts',
    summary: 'How many wait for me, for anybody in my reach, and since when',
    access: 'care.read',
    input: empty,
    output: z.object({
      mine: z.number().int(),
      waiting: z.number().int(),
      longestSince: instant.optional(),
      onDuty: z.boolean(),
      /** Whether I am given threads at all. */
      adviser: z.boolean(),
    }),
  }),
  thread: contract({
    method: 'GET',
    path: '/api/care/threads/:id',
    summary: 'One thread: report with answers and photos, what was written, care period',
    access: 'care.read',
    input: z.strictObject({ id }),
    output: z.object({
      thread: row,
      report: intakeReport,
      answers: z.array(z.object({ title: z.string(), answer: z.string() })),
      photos: z.array(z.object({ id, title: z.string() })),
      /** The person took photos back. */
      photosRemoved: z.number().int(),
      messages: z.array(message),
    }),
  }),
  photo: contract({
    method: 'GET',
    path: '/api/care/threads/:id/photos/:photoId',
    summary: 'A photo of the report',
    access: 'care.read',
    input: z.strictObject({ id, photoId: id }),
    output: z.custom<Uint8Array>(),
    produces: 'image/jpeg',
  }),
  reply: contract({
    method: 'POST',
    path: '/api/care/threads/:id/messages',
    summary: 'Writes to the person, who is told; once a request key',
    access: 'care.write',
    input: z.strictObject({ id, text, requestKey }),
    output: message,
    refusals: ['state_forbids', 'promotion_in_care'],
  }),
  close: contract({
    method: 'POST',
    path: '/api/care/threads/:id/close',
    summary: 'Closes a thread; the person may rate it, and may write again',
    access: 'care.write',
    input: z.strictObject({ id }),
    output: row,
    refusals: ['state_forbids'],
  }),
  reopen: contract({
    method: 'POST',
    path: '/api/care/threads/:id/reopen',
    summary: 'Opens a closed thread again',
    access: 'care.write',
    input: z.strictObject({ id }),
    output: row,
    refusals: ['state_forbids'],
  }),
  assign: contract({
    method: 'POST',
    path: '/api/care/threads/:id/assign',
    summary: 'Gives a thread to another adviser',
    access: 'care.write',
    input: z.strictObject({ id, adviserId: id }),
    output: row,
    refusals: ['adviser_unknown', 'state_forbids'],
  }),
  advisers: contract({
    method: 'GET',
    path: '/api/care/advisers',
    summary: 'Advisers: who is on duty, where, with how many open threads',
    access: 'care.read',
    input: empty,
    output: z.object({
      items: z.array(
        z.object({
          id,
          name: z.string(),
          onDuty: z.boolean(),
          units: z.array(z.string()),
          open: z.number().int(),
        }),
      ),
    }),
  }),
  duty: contract({
    method: 'PUT',
    path: '/api/care/duty',
    summary: 'Says whether I take new threads; who goes off duty hands over those that wait',
    access: 'care.write',
    input: z.strictObject({ onDuty: z.boolean() }),
    output: z.object({ onDuty: z.boolean(), handedOver: z.number().int() }),
    refusals: ['not_an_adviser'],
  }),
  scripts: contract({
    method: 'GET',
    path: '/api/care/scripts',
    summary: 'Ready scripts',
    access: 'care.read',
    input: empty,
    output: z.object({ items: z.array(script) }),
  }),
  saveScript: contract({
    method: 'POST',
    path: '/api/care/scripts',
    summary: 'Adds a ready script, or changes one',
    access: 'care.write',
    input: z.strictObject({ id: id.optional(), title: z.string().trim().min(1).max(40), text }),
    output: script,
    refusals: ['too_many_scripts', 'promotion_in_care'],
  }),
  deleteScript: contract({
    method: 'DELETE',
    path: '/api/care/scripts/:id',
    summary: 'Removes a ready script',
    access: 'care.write',
    input: z.strictObject({ id }),
    output: done,
  }),
};

const memberThread = z.object({
  id,
  state: threadState,
  sessionId: id,
  title: z.string(),
  resultName: z.string(),
  adviserName: z.string().optional(),
  openedAt: instant,
  lastLine: z.string(),
  lastAt: instant,
  canRate: z.boolean(),
  rating: rating.optional(),
});
export type MemberThread = z.output<typeof memberThread>;

/** What a member does with threads, part of `contracts.member`. */
export const memberCare = {
  threads: contract({
    method: 'GET',
    path: '/api/member/threads',
    summary: 'My threads with advisers, latest first; or the one of a test',
    access: 'member',
    input: z.strictObject({ ...paging, sessionId: id.optional() }),
    output: pageOf(memberThread),
  }),
  thread: contract({
    method: 'GET',
    path: '/api/member/threads/:id',
    summary: 'One thread of mine with everything written in it',
    access: 'member',
    input: z.strictObject({ id }),
    output: z.object({ thread: memberThread, messages: z.array(message) }),
  }),
  askAdviser: contract({
    method: 'POST',
    path: '/api/member/threads/:id/messages',
    summary: 'Writes to my adviser; a closed thread opens again; once a request key',
    access: 'member',
    input: z.strictObject({ id, text, requestKey }),
    output: message,
    refusals: ['thread_full'],
  }),
  rateThread: contract({
    method: 'POST',
    path: '/api/member/threads/:id/rating',
    summary: 'Says how helpful it was, once an adviser has answered; the last rating counts',
    access: 'member',
    input: z.strictObject({
      id,
      stars: z.number().int().min(1).max(5),
      text: z.string().max(400).transform(tidyLines).default(''),
    }),
    output: memberThread,
    refusals: ['not_answered_yet'],
  }),
};
