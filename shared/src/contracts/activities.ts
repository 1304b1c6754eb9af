import { z } from 'zod';
import { ACTIVITY_KINDS, ACTIVITY_STATES, type ActivityRule, OUTCOMES } from '../types';
import { contract } from './contract';
import { empty, id, instant, lines, pageOf, paging, points } from './common';

const hhmm = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const word = z.string().min(1).max(40);
const count = z.number().int().min(1).max(10_000_000);
const option = { trigger: word, label: z.string().min(1).max(60) };

/** The rule an operator writes; `ActivityRule` in shared/types says what each part means. */
export const activityRule = z.strictObject({
  title: z.string().max(60),
  kind: z.enum(ACTIVITY_KINDS),
  triggers: z.array(word).max(20),
  where: z.strictObject({
    everywhere: z.boolean(),
    groupIds: z.array(id).max(10_000),
    tags: z.array(z.string().max(40)).max(50),
    unitIds: z.array(id).max(200),
    exceptGroupIds: z.array(id).max(10_000),
  }),
  window: z.strictObject({
    startAt: instant,
    endAt: instant,
    dailyHours: z.strictObject({ from: hhmm, to: hhmm }).optional(),
    weekdays: z.array(z.number().int().min(1).max(7)).max(7).optional(),
  }),
  who: z.strictObject({
    members: z.enum(['anyone', 'first_timers', 'returning']),
    minDaysInGroup: z.number().int().min(0).max(3650),
    excludeStaff: z.boolean(),
  }),
  audience: z.strictObject({ segmentId: id, name: z.string().min(1).max(60) }).optional(),
  limits: z.strictObject({
    perPerson: count.optional(),
    perPersonPerDay: count.optional(),
    perGroup: z
      .union([z.strictObject({ count }), z.strictObject({ sharePercent: z.number().int().min(1).max(100) })])
      .optional(),
    total: count.optional(),
    budgetPoints: z.number().int().min(0).max(1_000_000_000).optional(),
  }),
  reward: z.strictObject({
    points: z.number().int().min(0).max(100_000),
    box: z.strictObject({ id, gives: z.enum(['chance', 'draw']) }).optional(),
    couponId: id.optional(),
  }),
  answer: z.strictObject({
    everyPeople: z.number().int().min(1).max(10_000),
    everySeconds: z.number().int().min(1).max(3600),
    text: z.string().min(1).max(500),
    closingText: z.string().max(500).optional(),
  }),
  priority: z.number().int().min(0).max(100),
  checkIn: z
    .strictObject({
      makeUpsPerMonth: z.number().int().min(0).max(31),
      makeUpWithinDays: z.number().int().min(0).max(31),
      milestones: z
        .array(
          z.strictObject({
            days: z.number().int().min(2).max(366),
            points: z.number().int().min(1).max(100_000),
          }),
        )
        .max(20),
    })
    .optional(),
  vote: z.strictObject({ options: z.array(z.strictObject(option)).max(20) }).optional(),
  relay: z.strictObject({ prompt: z.string().max(100), textRequired: z.boolean() }).optional(),
  quiz: z
    .strictObject({
      question: z.string().max(200),
      options: z.array(z.strictObject({ ...option, correct: z.boolean() })).max(10),
    })
    .optional(),
}) satisfies z.ZodType<ActivityRule>;

export const activity = z.object({
  id,
  version: z.number().int(),
  state: z.enum(ACTIVITY_STATES),
  rule: activityRule,
  /** The rule in plain Chinese, part by part. */
  words: z.array(z.object({ part: z.string(), line: z.string() })),
  groupCount: z.number().int(),
  counted: z.number().int(),
  pointsGiven: points,
  createdAt: instant,
  createdBy: z.string(),
  createdByName: z.string(),
  updatedAt: instant,
});
export type ActivityView = z.output<typeof activity>;

export const problem = z.object({ field: z.string(), code: z.string(), message: z.string() });

export const conflict = z.object({
  activityId: id,
  title: z.string(),
  triggers: z.array(z.string()),
  groups: z.array(z.object({ id, name: z.string() })),
  /** When both run, in words. */
  when: z.string(),
  /** Whether this activity, rather than the other, would answer. */
  wins: z.boolean(),
});

const sentenceResult = z.object({
  draft: activityRule.partial().nullable(),
  understood: z.array(z.object({ text: z.string(), part: z.string(), meaning: z.string() })),
  ignored: z.array(z.string()),
  questions: z.array(z.object({ field: z.string(), question: z.string() })),
  refusals: z.array(z.object({ code: z.string(), message: z.string() })),
});

const template = z.object({
  id,
  title: z.string(),
  kind: z.enum(ACTIVITY_KINDS),
  why: z.string(),
  rule: activityRule,
});

const csvRow = z.object({
  line: z.number().int(),
  title: z.string(),
  words: z.array(z.object({ part: z.string(), line: z.string() })),
  problems: z.array(problem),
});

const joins = z.object({ at: instant, counted: z.number().int() });
const live = z.object({
  activityId: id,
  state: z.enum(ACTIVITY_STATES),
  counted: z.number().int(),
  people: z.number().int(),
  members: z.number().int(),
  /** Accepted participations of the last two days, by minute. */
  perMinute: z.array(joins),
  /** Those before, by hour. */
  earlier: z.array(joins),
  /** The fullest minute of all. */
  peak: joins.optional(),
  /** When the bot spoke, for marks in the chart. */
  answers: z.array(z.object({ at: instant, groupId: id })),
  firstTimers: z.number().int(),
  notCounted: z.array(z.object({ outcome: z.enum(OUTCOMES), times: z.number().int() })),
  pointsGiven: points,
  budgetPoints: points.optional(),
  totalLeft: z.number().int().optional(),
  groupCount: z.number().int(),
  /** The liveliest, at most two hundred of them. */
  groups: z.array(
    z.object({
      groupId: id,
      name: z.string(),
      members: z.number().int(),
      counted: z.number().int(),
      people: z.number().int(),
      firstTimers: z.number().int(),
      pointsGiven: points,
      /** Milliseconds from the first participation to the bot's first answer. */
      firstAnswerMs: z.number().int().optional(),
    }),
  ),
  /** Per option, for votes and quizzes. */
  options: z.array(z.object({ trigger: z.string(), label: z.string(), times: z.number().int() })),
});
export type LiveView = z.output<typeof live>;

const participation = z.object({
  id,
  at: instant,
  personId: id,
  personName: z.string(),
  groupId: id,
  groupName: z.string(),
  outcome: z.enum(OUTCOMES),
  points,
  option: z.string().optional(),
  text: z.string().optional(),
});

const one = z.strictObject({ id });

export const activities = {
  list: contract({
    method: 'GET',
    path: '/api/activities',
    summary: 'Activities, newest first',
    access: 'activities.read',
    input: z.strictObject({
      ...paging,
      state: z.enum(ACTIVITY_STATES).optional(),
      kind: z.enum(ACTIVITY_KINDS).optional(),
      q: z.string().max(60).optional(),
    }),
    output: pageOf(activity),
  }),
  calendar: contract({
    method: 'GET',
    path: '/api/activities/calendar',
    summary: 'What runs between two instants, with overlaps',
    access: 'activities.read',
    input: z.strictObject({ from: instant, to: instant }),
    output: z.object({
      items: z.array(
        z.object({
          id,
          title: z.string(),
          kind: z.enum(ACTIVITY_KINDS),
          state: z.enum(ACTIVITY_STATES),
          /** Each opening inside the span. */
          openings: z.array(z.object({ from: instant, to: instant })),
          conflictsWith: z.array(id),
        }),
      ),
    }),
  }),
  templates: contract({
    method: 'GET',
    path: '/api/activities/templates',
    summary: 'The template library; each rule is ready to be changed and saved',
    access: 'activities.read',
    input: empty,
    output: z.object({ items: z.array(template) }),
  }),
  sentence: contract({
    method: 'POST',
    path: '/api/activities/sentence',
    summary: 'One Chinese sentence becomes a draft; says what was understood and what not; saves nothing',
    access: 'activities.write',
    input: z.strictObject({ text: z.string().min(1).max(300) }),
    output: sentenceResult,
  }),
  preview: contract({
    method: 'POST',
    path: '/api/activities/preview',
    summary: 'A rule in words, its problems, its conflicts and a sample of the answers; saves nothing',
    access: 'activities.read',
    input: z.strictObject({
      rule: activityRule,
      activityId: id.optional(),
      /** Drafts that are to be launched with it: what it shares with them is a conflict, too. */
      beside: z.array(id).max(200).default([]),
    }),
    output: z.object({
      words: z.array(z.object({ part: z.string(), line: z.string() })),
      problems: z.array(problem),
      conflicts: z.array(conflict),
      groupCount: z.number().int(),
      memberCount: z.number().int(),
      answers: z.array(z.object({ after: z.string(), text: z.string() })),
    }),
  }),
  importCsv: contract({
    method: 'POST',
    path: '/api/activities/import',
    summary: 'Activities from CSV (UTF-8 or GBK, base64); with dryRun nothing is saved; all lines or none',
    access: 'activities.write',
    input: z.strictObject({ base64: z.string().min(1).max(1_400_000), dryRun: z.boolean() }),
    output: z.object({ encoding: z.enum(['utf-8', 'gbk']), rows: z.array(csvRow), created: z.array(id) }),
    refusals: [
      'csv_column_unknown',
      'csv_column_missing',
      'csv_empty',
      'csv_malformed',
      'csv_not_text',
      'formula_refused',
    ],
  }),
  create: contract({
    method: 'POST',
    path: '/api/activities',
    summary: 'Saves a draft',
    access: 'activities.write',
    input: z.strictObject({ rule: activityRule, requestKey: id.optional() }),
    output: activity,
    refusals: ['rule_invalid', 'kind_unavailable'],
  }),
  get: contract({
    method: 'GET',
    path: '/api/activities/:id',
    summary: 'One activity',
    access: 'activities.read',
    input: one,
    output: activity,
  }),
  update: contract({
    method: 'PUT',
    path: '/api/activities/:id',
    summary: 'Saves a new version; a running activity goes on with it from now',
    access: 'activities.write',
    input: z.strictObject({ id, version: z.number().int(), rule: activityRule }),
    output: activity,
    refusals: ['version_moved_on', 'rule_invalid', 'state_forbids'],
  }),
  versions: contract({
    method: 'GET',
    path: '/api/activities/:id/versions',
    summary: 'Every version, newest first',
    access: 'activities.read',
    input: one,
    output: z.object({
      items: z.array(
        z.object({ version: z.number().int(), at: instant, by: z.string(), rule: activityRule }),
      ),
    }),
  }),
  conflicts: contract({
    method: 'GET',
    path: '/api/activities/:id/conflicts',
    summary: 'Overlapping triggers in shared groups, to be seen before launch',
    access: 'activities.read',
    input: one,
    output: z.object({ items: z.array(conflict) }),
  }),
  launch: contract({
    method: 'POST',
    path: '/api/activities/:id/launch',
    summary: 'Draft becomes scheduled, or running if its time has come',
    access: 'activities.run',
    input: z.strictObject({ id, acceptConflicts: z.boolean().default(false) }),
    output: activity,
    refusals: ['rule_invalid', 'conflicts_unseen', 'state_forbids'],
  }),
  pause: contract({
    method: 'POST',
    path: '/api/activities/:id/pause',
    summary: 'Nothing counts until resumed',
    access: 'activities.run',
    input: one,
    output: activity,
    refusals: ['state_forbids'],
  }),
  resume: contract({
    method: 'POST',
    path: '/api/activities/:id/resume',
    summary: 'A paused activity goes on',
    access: 'activities.run',
    input: one,
    output: activity,
    refusals: ['state_forbids'],
  }),
  close: contract({
    method: 'POST',
    path: '/api/activities/:id/close',
    summary: 'Ends an activity now and says so in its groups',
    access: 'activities.run',
    input: one,
    output: activity,
    refusals: ['state_forbids'],
  }),
  archive: contract({
    method: 'POST',
    path: '/api/activities/:id/archive',
    summary: 'Puts a closed activity or a draft away',
    access: 'activities.write',
    input: one,
    output: activity,
    refusals: ['state_forbids'],
  }),
  copy: contract({
    method: 'POST',
    path: '/api/activities/:id/copy',
    summary: 'A new draft with the same rule, moved by whole days (default: to its next future day)',
    access: 'activities.write',
    input: z.strictObject({ id, startAt: instant.optional() }),
    output: activity,
  }),
  live: contract({
    method: 'GET',
    path: '/api/activities/:id/live',
    summary: 'Numbers while it runs and after',
    access: 'activities.read',
    input: one,
    output: live,
  }),
  participations: contract({
    method: 'GET',
    path: '/api/activities/:id/participations',
    summary: 'Every decision about a message, newest first',
    access: 'activities.read',
    input: z.strictObject({ id, ...paging, groupId: id.optional(), outcome: z.enum(OUTCOMES).optional() }),
    output: pageOf(participation),
  }),
  exportCsv: contract({
    method: 'GET',
    path: '/api/activities/:id/export.csv',
    summary: 'All accepted participations as CSV (UTF-8 with BOM, formula-safe)',
    access: 'activities.read',
    input: one,
    output: lines,
    produces: 'text/csv; charset=utf-8',
  }),
};
