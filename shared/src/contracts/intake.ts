import { z } from 'zod';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging } from './common';
import { questionnaireContent } from './intake-content';

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
    input: z.strictObject({ ...paging, q: z.string().max(60).optional() }),
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
