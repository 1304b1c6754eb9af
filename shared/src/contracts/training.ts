import { z } from 'zod';
import { KOC_TIERS, PUBLISHING_STATES } from '../types';
import { tidyLines } from '../rules/text';
import { contract } from './contract';
import { id, instant, pageOf, paging } from './common';
import { picture } from './pictures';

const whole = z.number().int();
const line = (max: number) => z.string().trim().min(1).max(max);
const lines = (max: number) =>
  z
    .string()
    .max(max * 2)
    .transform(tidyLines)
    .pipe(z.string().max(max));
const partId = z.string().regex(/^[\w-]{1,24}$/);

const section = z.strictObject({
  id: partId,
  title: z.string().trim().max(40),
  text: lines(1_200),
  picture: picture.optional(),
});

const question = z.strictObject({
  id: partId,
  kind: z.enum(['single', 'multi']),
  text: line(120),
  options: z
    .array(z.strictObject({ id: partId, text: line(80) }))
    .min(2)
    .max(6),
  /** Ids of the right options; one for `single`, all that must be chosen for `multi`. */
  correct: z.array(partId).min(1).max(6),
  /** Read after answering, whatever was answered. */
  explanation: lines(300),
});

const content = {
  title: line(40),
  intro: lines(200),
  /** For KOCs only, or for every member who would like to become one. */
  audience: z.enum(['members', 'kocs']),
  sections: z.array(section).max(12),
  questions: z.array(question).max(5),
  /** Of all questions, how many in a hundred have to be right. */
  passPercent: whole.min(1).max(100),
};

/** What a lesson says; the server judges by it. */
export const lessonContent = z.strictObject(content);
export type LessonContent = z.output<typeof lessonContent>;

const lesson = z.object({
  id,
  state: z.enum(PUBLISHING_STATES),
  ...content,
  revision: whole,
  /** The version that people learn from; 0: none yet. */
  version: whole,
  changed: z.boolean(),
  updatedAt: instant,
  updatedBy: z.string(),
  publishedAt: instant.optional(),
  /** People who tried the quiz, and those of them who passed. */
  tried: whole,
  passed: whole,
});
export type LessonView = z.output<typeof lesson>;

const item = z.strictObject({ id: partId, text: line(80), help: z.string().trim().max(200).optional() });

const checklistInput = {
  title: line(40),
  note: lines(200),
  /** The activity that it prepares. */
  activityId: id.optional(),
  /** KOCs of these tiers; none named: all KOCs. */
  tiers: z.array(z.enum(KOC_TIERS)).max(3),
  dueAt: instant.optional(),
  items: z.array(item).min(1).max(20),
};

const checklist = z.object({
  id,
  ...checklistInput,
  activityTitle: z.string().optional(),
  state: z.enum(['open', 'closed']),
  revision: whole,
  createdAt: instant,
  /** KOCs it is meant for now, those who began, those who are through. */
  people: whole,
  begun: whole,
  finished: whole,
});
export type ChecklistView = z.output<typeof checklist>;

export const training = {
  lessons: contract({
    method: 'GET',
    path: '/api/lessons',
    summary: 'Lessons, the latest changed first, and how many passed',
    access: 'koc.read',
    input: z.strictObject({
      ...paging,
      state: z.enum(PUBLISHING_STATES).optional(),
      q: z.string().max(60).optional(),
    }),
    output: pageOf(lesson),
  }),
  lesson: contract({
    method: 'GET',
    path: '/api/lessons/:id',
    summary: 'One lesson, and how often each question was answered wrongly',
    access: 'koc.read',
    input: z.strictObject({ id }),
    output: z.object({
      lesson,
      versions: z.array(z.object({ version: whole, at: instant, by: z.string() })),
      questions: z.array(z.object({ id: partId, text: z.string(), answered: whole, wrong: whole })),
    }),
  }),
  saveLesson: contract({
    method: 'POST',
    path: '/api/lessons',
    summary: 'A new draft, or a change of one; people learn from it once it is published',
    access: 'koc.write',
    input: z.strictObject({ id: id.optional(), revision: whole.optional(), ...content }),
    output: lesson,
    refusals: ['version_moved_on', 'picture_unknown', 'state_forbids'],
  }),
  publishLesson: contract({
    method: 'POST',
    path: '/api/lessons/:id/publish',
    summary: 'Makes the draft the next version; whoever passed an earlier one stays passed',
    access: 'koc.write',
    input: z.strictObject({ id, revision: whole }),
    output: lesson,
    refusals: ['version_moved_on', 'lesson_incomplete', 'state_forbids'],
  }),
  archiveLesson: contract({
    method: 'POST',
    path: '/api/lessons/:id/archive',
    summary: 'Nobody learns from it any more; passes stay',
    access: 'koc.write',
    input: z.strictObject({ id }),
    output: lesson,
    refusals: ['state_forbids'],
  }),
  learners: contract({
    method: 'GET',
    path: '/api/lessons/:id/learners',
    summary: 'Who tried the quiz, the latest first',
    access: 'koc.read',
    input: z.strictObject({ id, ...paging, passed: z.enum(['yes', 'no']).optional() }),
    output: pageOf(
      z.object({
        personId: id,
        nickname: z.string(),
        tries: whole,
        bestPercent: whole,
        passedAt: instant.optional(),
        passedVersion: whole.optional(),
        lastAt: instant,
      }),
    ),
  }),
  checklists: contract({
    method: 'GET',
    path: '/api/checklists',
    summary: 'Check-lists, newest first, and how far KOCs are',
    access: 'koc.read',
    input: z.strictObject({ ...paging, state: z.enum(['open', 'closed']).optional() }),
    output: pageOf(checklist),
  }),
  saveChecklist: contract({
    method: 'POST',
    path: '/api/checklists',
    summary: 'A new check-list, or a change of one; ticks of items that stay, stay',
    access: 'koc.write',
    input: z.strictObject({ id: id.optional(), revision: whole.optional(), ...checklistInput }),
    output: checklist,
    refusals: ['version_moved_on', 'activity_unknown', 'checklist_closed', 'due_in_past', 'item_ids_twice'],
  }),
  closeChecklist: contract({
    method: 'POST',
    path: '/api/checklists/:id/close',
    summary: 'Closes it: KOCs see it no more, what they ticked stays',
    access: 'koc.write',
    input: z.strictObject({ id }),
    output: checklist,
    refusals: ['checklist_closed'],
  }),
  progress: contract({
    method: 'GET',
    path: '/api/checklists/:id/progress',
    summary: 'Every KOC it is meant for, with what they ticked',
    access: 'koc.read',
    input: z.strictObject({ id, ...paging }),
    output: pageOf(
      z.object({
        personId: id,
        nickname: z.string(),
        tier: z.enum(KOC_TIERS),
        done: whole,
        total: whole,
        ticks: z.array(z.object({ itemId: partId, at: instant })),
        finishedAt: instant.optional(),
      }),
    ),
  }),
  remind: contract({
    method: 'POST',
    path: '/api/checklists/:id/remind',
    summary: 'Tells those who are not through yet, at most once a day',
    access: 'koc.write',
    input: z.strictObject({ id }),
    output: z.object({ told: whole }),
    refusals: ['checklist_closed'],
  }),
};

const standing = z.object({
  state: z.enum(['new', 'tried', 'passed']),
  tries: whole,
  bestPercent: whole,
  passedAt: instant.optional(),
});

const memberChecklist = z.object({
  id,
  title: z.string(),
  note: z.string(),
  activity: z.object({ id, title: z.string() }).optional(),
  dueAt: instant.optional(),
  overdue: z.boolean(),
  done: whole,
  total: whole,
  finishedAt: instant.optional(),
  items: z.array(
    z.object({ id: partId, text: z.string(), help: z.string().optional(), tickedAt: instant.optional() }),
  ),
});
export type MemberChecklist = z.output<typeof memberChecklist>;

/** How people learn; joins `contracts.member`. */
export const memberTraining = {
  lessons: contract({
    method: 'GET',
    path: '/api/member/lessons',
    summary: 'Lessons for me, the latest first, and how far I am',
    access: 'member',
    input: z.strictObject({ ...paging }),
    output: pageOf(
      z.object({
        id,
        title: z.string(),
        intro: z.string(),
        /** Path of the first picture on this server. */
        cover: z.string().optional(),
        sections: whole,
        questions: whole,
        minutes: whole,
        publishedAt: instant,
        mine: standing,
      }),
    ).extend({ passed: whole, total: whole }),
  }),
  lesson: contract({
    method: 'GET',
    path: '/api/member/lessons/:id',
    summary: 'One lesson: what to read, then what is asked, without the answers',
    access: 'member',
    input: z.strictObject({ id }),
    output: z.object({
      id,
      version: whole,
      title: z.string(),
      intro: z.string(),
      passPercent: whole,
      sections: z.array(
        z.object({
          id: partId,
          title: z.string(),
          text: z.string(),
          picture: picture.extend({ url: z.string() }).optional(),
        }),
      ),
      questions: z.array(
        z.object({
          id: partId,
          kind: z.enum(['single', 'multi']),
          text: z.string(),
          options: z.array(z.object({ id: partId, text: z.string() })),
        }),
      ),
      mine: standing,
    }),
  }),
  answerQuiz: contract({
    method: 'POST',
    path: '/api/member/lessons/:id/answers',
    summary: 'My answers to all questions, judged; once a request key, as often as I like, up to 20 a day',
    access: 'member',
    input: z.strictObject({
      id,
      version: whole,
      answers: z
        .array(z.strictObject({ questionId: partId, options: z.array(partId).min(1).max(6) }))
        .min(1)
        .max(5),
      requestKey: z.string().min(8).max(80),
    }),
    output: z.object({
      percent: whole,
      passed: z.boolean(),
      right: whole,
      total: whole,
      questions: z.array(
        z.object({
          id: partId,
          right: z.boolean(),
          chosen: z.array(partId),
          /** Shown once it was answered rightly, or the quiz is passed. */
          correct: z.array(partId).optional(),
          explanation: z.string(),
        }),
      ),
      mine: standing,
    }),
    refusals: ['lesson_changed', 'answers_incomplete', 'option_unknown', 'too_many_tries'],
  }),
  checklists: contract({
    method: 'GET',
    path: '/api/member/checklists',
    summary: 'Open check-lists for me as a KOC, what is due first at the top; none for whoever is no KOC',
    access: 'member',
    input: z.strictObject({}),
    output: z.object({ items: z.array(memberChecklist) }),
  }),
  tickItem: contract({
    method: 'POST',
    path: '/api/member/checklists/:id/items/:itemId',
    summary: 'Ticks an item of mine, or takes the tick back',
    access: 'member',
    input: z.strictObject({ id, itemId: partId, done: z.boolean().default(true) }),
    output: memberChecklist,
    refusals: ['checklist_closed', 'item_unknown'],
  }),
};
