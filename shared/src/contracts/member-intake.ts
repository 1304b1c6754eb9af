import { z } from 'zod';
import { tidyLines } from '../rules/text';
import { contract } from './contract';
import { done, empty, id, instant } from './common';
import { localId, questionnaireContent } from './intake-content';

const answerValue = z.union([
  z.string().max(4_000).transform(tidyLines),
  z.number(),
  z.boolean(),
  z.array(localId).max(30).readonly(),
]);

const session = z.object({
  id,
  questionnaireId: id,
  version: z.number().int(),
  state: z.enum(['open', 'done']),
  startedAt: instant,
  content: z.object({
    title: z.string(),
    intro: z.string(),
    minutes: z.number().int(),
    notice: z.string(),
    careDays: z.number().int(),
    sections: questionnaireContent.shape.sections,
  }),
  answers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  /** The question one was at last, on whatever phone. */
  on: z.string().optional(),
});
export type IntakeSession = z.output<typeof session>;

const report = z.object({
  sessionId: id,
  questionnaireId: id,
  title: z.string(),
  at: instant,
  result: z.object({
    id: z.string(),
    name: z.string(),
    line: z.string(),
    means: z.string(),
    thisWeek: z.array(z.string()),
  }),
  dimensions: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      low: z.string(),
      high: z.string(),
      /** 0 (low) to 100 (high). */
      percent: z.number().int(),
    }),
  ),
  notice: z.string(),
  careUntil: instant.optional(),
});
export type IntakeReport = z.output<typeof report>;
/** For other contracts that show a report. */
export const intakeReport = report;

const uploaded = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'a file');

/** What a member does with questionnaires, part of `contracts.member`. */
export const memberIntake = {
  intakes: contract({
    method: 'GET',
    path: '/api/member/intakes',
    summary: 'Questionnaires I can answer, and how far I am',
    access: 'member',
    input: empty,
    output: z.object({
      items: z.array(
        z.object({
          id,
          title: z.string(),
          intro: z.string(),
          minutes: z.number().int(),
          careDays: z.number().int(),
          mine: z
            .object({
              sessionId: id,
              state: z.enum(['open', 'done']),
              at: instant,
              answered: z.number().int(),
              resultName: z.string().optional(),
            })
            .optional(),
        }),
      ),
    }),
  }),
  startIntake: contract({
    method: 'POST',
    path: '/api/member/intakes/:id/start',
    summary:
      'Begins, or goes on where I stopped on whatever phone; `again` begins anew after one that is done',
    access: 'member',
    input: z.strictObject({
      id,
      source: z
        .string()
        .regex(/^[\w.:-]{1,40}$/)
        .optional(),
      again: z.boolean().optional(),
    }),
    output: session,
    refusals: ['questionnaire_closed'],
  }),
  intakeSession: contract({
    method: 'GET',
    path: '/api/member/intake-sessions/:id',
    summary: 'One of my sessions with its questions and my answers',
    access: 'member',
    input: z.strictObject({ id }),
    output: session,
  }),
  answerIntake: contract({
    method: 'POST',
    path: '/api/member/intake-sessions/:id/answers',
    summary: 'Keeps answers, also late and again: the one given last counts; null takes one back',
    access: 'member',
    input: z.strictObject({
      id,
      version: z.number().int(),
      answers: z
        .array(z.strictObject({ questionId: localId, value: answerValue.nullable(), at: instant }))
        .max(100),
      /** The question on the screen, for going on elsewhere. */
      on: localId.optional(),
    }),
    output: z.object({ answered: z.number().int() }),
    refusals: [
      'session_done',
      'version_wrong',
      'question_unknown',
      'answer_hidden',
      'answer_kind_wrong',
      'answer_not_a_choice',
      'answer_too_many',
      'answer_out_of_range',
      'answer_too_long',
      'answer_empty',
      'consent_needed',
      'photo_unknown',
    ],
  }),
  finishIntake: contract({
    method: 'POST',
    path: '/api/member/intake-sessions/:id/finish',
    summary: 'Makes the result; again gives the same',
    access: 'member',
    input: z.strictObject({ id }),
    output: report,
    refusals: ['answers_missing'],
  }),
  intakeResult: contract({
    method: 'GET',
    path: '/api/member/intake-sessions/:id/result',
    summary: 'My result: scores, plain words, what to do this week',
    access: 'member',
    input: z.strictObject({ id }),
    output: report,
    refusals: ['session_open'],
  }),
  sendPhoto: contract({
    method: 'POST',
    path: '/api/member/intake-sessions/:id/photo',
    summary:
      'Keeps a photo as the answer to a question, with consent: made small, without its hidden data, sealed',
    access: 'member',
    input: z.strictObject({
      id,
      questionId: localId,
      consent: z.enum(['yes', 'no']),
      file: uploaded,
    }),
    output: z.object({ photoId: id }),
    refusals: [
      'photo_consent_needed',
      'photo_not_an_image',
      'photo_too_many_pixels',
      'session_done',
      'question_unknown',
    ],
    upload: { field: 'file', maxBytes: 10 * 1024 * 1024 },
  }),
  photo: contract({
    method: 'GET',
    path: '/api/member/photos/:id',
    summary: 'A photo of mine, as a data URL',
    access: 'member',
    input: z.strictObject({ id }),
    output: z.object({ dataUrl: z.string() }),
  }),
  deletePhoto: contract({
    method: 'DELETE',
    path: '/api/member/photos/:id',
    summary: 'Takes my consent back and removes the photo for good, also after the test is done',
    access: 'member',
    input: z.strictObject({ id }),
    output: done,
  }),
  myPhotos: contract({
    method: 'GET',
    path: '/api/member/photos',
    summary: 'Photos of mine that are kept, and what I agreed to',
    access: 'member',
    input: empty,
    output: z.object({
      items: z.array(
        z.object({ id, at: instant, title: z.string(), consentText: z.string(), sessionId: id }),
      ),
    }),
  }),
};
