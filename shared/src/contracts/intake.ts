import { z } from 'zod';
import { tidyLines } from '../rules/text';
import { type Expression, QUESTION_KINDS } from '../types';
import { contract } from './contract';
import { done, empty, id, instant, pageOf, paging } from './common';

/** Text without control and invisible characters; `most` counts what is left. */
const words = (most: number, least = 0) =>
  z
    .string()
    .max(most * 2 + 100)
    .transform(tidyLines)
    .pipe(z.string().min(least).max(most));
/** Ids inside a questionnaire: they become part of expressions. */
const localId = z
  .string()
  .regex(/^[A-Za-z0-9][\w-]{0,39}$/)
  .refine((text) => !(text in {}), 'a name every object has');
/** JsonLogic as data; the linter says what an expression may hold. */
const expression = z.custom<Expression>((value) => value !== undefined, 'an expression');

const question = z.strictObject({
  id: localId,
  kind: z.enum(QUESTION_KINDS),
  title: words(120),
  help: words(200).optional(),
  required: z.boolean(),
  when: expression.optional(),
  choices: z
    .array(z.strictObject({ id: localId, label: words(80) }))
    .max(30)
    .optional(),
  maxChoices: z.number().int().min(1).max(30).optional(),
  min: z.number().min(-1_000_000).max(1_000_000).optional(),
  max: z.number().min(-1_000_000).max(1_000_000).optional(),
  minLabel: words(20).optional(),
  maxLabel: words(20).optional(),
  unit: words(10).optional(),
  maxLength: z.number().int().min(1).max(1_000).optional(),
  consentText: words(400).optional(),
});

const resultText = {
  id: localId,
  name: words(40),
  line: words(80),
  means: words(600),
  thisWeek: z.array(words(200)).max(6),
};

/** The content of a questionnaire. */
export const questionnaireContent = z.strictObject({
  title: words(40, 1),
  intro: words(300),
  minutes: z.number().int().min(1).max(60),
  sections: z
    .array(z.strictObject({ id: localId, title: words(40), questions: z.array(question).max(60) }))
    .max(20)
    .refine((sections) => sections.flatMap(({ questions }) => questions).length <= 100, '最多 100 道题'),
  dimensions: z
    .array(
      z.strictObject({ id: localId, name: words(20, 1), low: words(12), high: words(12), score: expression }),
    )
    .max(8),
  results: z.array(z.strictObject({ ...resultText, when: expression })).max(40),
  fallback: z.strictObject(resultText),
  careDays: z.number().int().min(0).max(90),
  notice: words(300),
});

const version = z.object({
  version: z.number().int(),
  publishedAt: instant,
  publishedBy: z.string(),
  /** People who begin now get one of those that run; two that run are an A/B test with equal halves. */
  running: z.boolean(),
  questions: z.number().int(),
  started: z.number().int(),
  completed: z.number().int(),
});

const questionnaire = z.object({
  id,
  title: z.string(),
  /** The draft differs from the latest version. */
  changed: z.boolean(),
  versions: z.array(version),
  updatedAt: instant,
  updatedBy: z.string(),
});
export type QuestionnaireView = z.output<typeof questionnaire>;

const draft = z.object({ revision: z.number().int(), content: questionnaireContent });

export const intake = {
  list: contract({
    method: 'GET',
    path: '/api/questionnaires',
    summary: 'Questionnaires, latest changed first',
    access: 'intake.read',
    input: z.strictObject({ ...paging }),
    output: pageOf(questionnaire),
  }),
  templates: contract({
    method: 'GET',
    path: '/api/questionnaires/templates',
    summary: 'What a new questionnaire can start from',
    access: 'intake.read',
    input: empty,
    output: z.object({
      items: z.array(
        z.object({ key: z.string(), title: z.string(), intro: z.string(), questions: z.number().int() }),
      ),
    }),
  }),
  create: contract({
    method: 'POST',
    path: '/api/questionnaires',
    summary: 'A new draft, from a template or a copy',
    access: 'intake.write',
    input: z.strictObject({ template: z.string().max(40).optional(), copyOf: id.optional() }),
    output: questionnaire,
    refusals: ['template_unknown'],
  }),
  get: contract({
    method: 'GET',
    path: '/api/questionnaires/:id',
    summary: 'One questionnaire: its draft and its versions',
    access: 'intake.read',
    input: z.strictObject({ id }),
    output: z.object({ questionnaire, draft }),
  }),
  version: contract({
    method: 'GET',
    path: '/api/questionnaires/:id/versions/:version',
    summary: 'What a version asks; it never changes',
    access: 'intake.read',
    input: z.strictObject({ id, version: z.coerce.number().int().min(1) }),
    output: z.object({ content: questionnaireContent }),
  }),
  saveDraft: contract({
    method: 'PUT',
    path: '/api/questionnaires/:id/draft',
    summary: 'Changes the draft; nobody who answers sees it',
    access: 'intake.write',
    input: z.strictObject({ id, revision: z.number().int(), content: questionnaireContent }),
    output: draft,
    refusals: ['version_moved_on'],
  }),
  publish: contract({
    method: 'POST',
    path: '/api/questionnaires/:id/publish',
    summary: 'Freezes the draft as a version: alone, or beside the one that runs, half of the people each',
    access: 'intake.write',
    input: z.strictObject({ id, revision: z.number().int(), beside: z.boolean() }),
    output: questionnaire,
    refusals: ['version_moved_on', 'questionnaire_has_errors', 'two_run_already', 'nothing_runs'],
  }),
  run: contract({
    method: 'POST',
    path: '/api/questionnaires/:id/run',
    summary: 'Which versions new people get: none, one, or two with equal halves',
    access: 'intake.write',
    input: z.strictObject({ id, versions: z.array(z.number().int().min(1)).max(2) }),
    output: questionnaire,
    refusals: ['version_unknown'],
  }),
  figures: contract({
    method: 'GET',
    path: '/api/questionnaires/:id/figures',
    summary: 'Completion by version and source, drop-off per question, results',
    access: 'intake.read',
    input: z.strictObject({ id }),
    output: z.object({
      versions: z.array(
        z.object({
          version: z.number().int(),
          started: z.number().int(),
          completed: z.number().int(),
          questions: z.array(
            z.object({
              id: z.string(),
              title: z.string(),
              reached: z.number().int(),
              /** Went on from here, with an answer or without one where none was required. */
              passed: z.number().int(),
            }),
          ),
          sources: z.array(
            z.object({ source: z.string(), started: z.number().int(), completed: z.number().int() }),
          ),
          results: z.array(z.object({ id: z.string(), name: z.string(), count: z.number().int() })),
        }),
      ),
    }),
  }),
};

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
