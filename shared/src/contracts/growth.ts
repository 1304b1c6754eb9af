import { z } from 'zod';
import {
  GROWTH_MEASURES,
  GROWTH_PROPOSAL_KINDS,
  GROWTH_PROPOSAL_STATES,
  GROWTH_STAGES,
  KOC_TIERS,
  REACH_WAYS,
} from '../types';
import { contract } from './contract';
import { empty, id, instant, lines, pageOf, paging } from './common';
import { move, personGrowth, share, standing } from './growth-parts';

const count = z.number().int();
const reason = z.string().trim().min(2).max(200);

const row = z.object({
  id,
  nickname: z.string(),
  stage: standing,
  since: instant,
  /** Where they take part: the unit of the group of their latest participation. */
  unitName: z.string().optional(),
  score: z.number().optional(),
  reached: count,
  activated: count,
  /** Share of campaigns in which their people acted again. */
  reuse: share.optional(),
  /** A stage is about to be lost. */
  warnedUntil: instant.optional(),
});
export type GrowthRow = z.output<typeof row>;

const listInput = {
  stage: standing.optional(),
  unitId: id.optional(),
  q: z.string().trim().max(60).optional(),
};

const proposal = z.object({
  id,
  personId: id,
  nickname: z.string(),
  kind: z.enum(GROWTH_PROPOSAL_KINDS),
  state: z.enum(GROWTH_PROPOSAL_STATES),
  at: instant,
  /** Why it is proposed. */
  reason: z.string(),
  score: z.number().optional(),
  decidedAt: instant.optional(),
  decidedBy: z.string().optional(),
  answer: z.string().optional(),
});
export type GrowthProposalView = z.output<typeof proposal>;

const whole = (min: number, max: number) => z.number().int().min(min).max(max);
const stageRule = z.strictObject({
  conditions: z
    .array(
      z.strictObject({
        measure: z.enum(GROWTH_MEASURES),
        need: whole(1, 10_000),
        windowDays: whole(1, 365),
      }),
    )
    .min(1)
    .max(8),
  atLeast: whole(1, 8).optional(),
});
/** The rules of growth. */
const growthRules = z.strictObject({
  stages: z.strictObject({
    active: stageRule,
    sharing: stageRule,
    exclusive: stageRule,
    koc: stageRule,
  }),
  graceDays: whole(0, 180),
  warnDays: whole(0, 60),
  activationDays: whole(1, 60),
  freshDays: whole(0, 180),
  coverageDays: whole(7, 365),
  coverageTarget: whole(1, 10_000),
  reuseDays: whole(7, 180),
  reuseK: whole(1, 1_000),
  coverageWeight: whole(0, 100),
  onGraduation: z.enum(['propose', 'appoint']),
});

const rulesVersion = z.object({
  version: count,
  rules: growthRules,
  /** From the beginning of which day (Shanghai) it counts. */
  from: instant,
  savedAt: instant,
  savedBy: z.string(),
  /** It counts now. */
  current: z.boolean(),
});

/** Counted by moves, not by who stands where today. */
const conversion = z.object({
  /** Came into the stage before within the time looked at, or passed it. */
  entered: count,
  /** Of those, came into this one since. */
  wentOn: count,
  /** Absent while nobody entered. */
  percent: count.optional(),
  /** What was counted, and over how long. */
  words: z.string(),
});

const unitRow = z.object({
  unitId: id,
  name: z.string(),
  kind: z.string(),
  /** People in each stage. */
  people: z.record(z.enum(GROWTH_STAGES), count),
  /** Of those who have a score. */
  averageScore: z.number().optional(),
});

/** How KOCs grow, for staff. */
export const growth = {
  board: contract({
    method: 'GET',
    path: '/api/growth/board',
    summary: 'Funnel of the stages, moves of seven days, and every unit against its peers',
    access: 'koc.read',
    input: z.strictObject({ unitId: id.optional() }),
    output: z.object({
      stages: z.array(
        z.object({
          stage: z.enum(GROWTH_STAGES),
          name: z.string(),
          /** Whose highest stage it is. */
          people: count,
          /** In it or beyond. */
          reached: count,
          /** Of those who came into the stage before lately, how many are known to have come into this; the first has none. */
          conversion: conversion.optional(),
          /** Of the last seven days, into it from below, and out of it downwards. */
          up: count,
          down: count,
        }),
      ),
      openProposals: count,
      /** With a unit chosen: that unit and what is below it; otherwise all within reach. */
      units: z.array(unitRow),
    }),
  }),
  people: contract({
    method: 'GET',
    path: '/api/growth/people',
    summary: 'People on their way, by score or by when they came into their stage',
    access: 'koc.read',
    input: z.strictObject({ ...paging, ...listInput, sort: z.enum(['score', 'since']).default('score') }),
    output: pageOf(row),
  }),
  exportPeople: contract({
    method: 'GET',
    path: '/api/growth/people.csv',
    summary: 'The same as CSV, all of it',
    access: 'koc.read',
    input: z.strictObject(listInput),
    output: lines,
    produces: 'text/csv',
  }),
  person: contract({
    method: 'GET',
    path: '/api/growth/people/:id',
    summary: 'One person: path, standing, moves and what can be done',
    access: 'koc.read',
    input: z.strictObject({ id }),
    output: z.object({
      id,
      nickname: z.string(),
      ...personGrowth,
      /** Staff moved them; rules take over again at `until`. */
      moved: z.object({ to: standing, by: z.string(), reason: z.string(), until: instant }).optional(),
      proposal: proposal.optional(),
      /** Weeks of the last year, oldest first. */
      weeks: z.array(z.object({ at: instant, score: z.number(), activated: count, reuse: share })),
    }),
  }),
  reached: contract({
    method: 'GET',
    path: '/api/growth/people/:id/reached',
    summary: 'Whom a person reached first, newest first',
    access: 'koc.read',
    input: z.strictObject({ id, ...paging }),
    output: pageOf(
      z.object({
        id,
        nickname: z.string(),
        at: instant,
        way: z.enum(REACH_WAYS),
        activatedAt: instant.optional(),
        /** Why somebody who was reached does not count as activated. */
        words: z.string(),
      }),
    ),
  }),
  moves: contract({
    method: 'GET',
    path: '/api/growth/moves',
    summary: 'Who moved when and why, newest first',
    access: 'koc.read',
    input: z.strictObject({
      ...paging,
      personId: id.optional(),
      /** Only to or from sharing and beyond. */
      beyond: z.enum(['yes', 'no']).default('no'),
    }),
    output: pageOf(move.extend({ id, personId: id, nickname: z.string(), by: z.string() })),
  }),
  move: contract({
    method: 'POST',
    path: '/api/growth/people/:id/move',
    summary: 'Puts a person into a stage by hand until a day; then the rules count again',
    access: 'koc.write',
    input: z.strictObject({
      id,
      to: z.enum(['none', 'active', 'sharing', 'exclusive']),
      days: whole(1, 365).default(30),
      reason,
    }),
    output: z.object({ stage: standing }),
    refusals: ['growth_is_koc', 'growth_same_stage'],
  }),
  proposals: contract({
    method: 'GET',
    path: '/api/growth/proposals',
    summary: 'Whom to appoint or to end, newest first',
    access: 'koc.read',
    input: z.strictObject({ ...paging, state: z.enum(GROWTH_PROPOSAL_STATES).optional() }),
    output: pageOf(proposal),
  }),
  approve: contract({
    method: 'POST',
    path: '/api/growth/proposals/:id/approve',
    summary: 'Does what is proposed: appoints the person with a tier, or ends them as KOC',
    access: 'koc.write',
    input: z.strictObject({ id, tier: z.enum(KOC_TIERS).default('starter'), answer: reason.optional() }),
    output: proposal,
    refusals: ['proposal_decided', 'already_koc', 'staff_excluded', 'koc_ended', 'not_allowed'],
  }),
  refuse: contract({
    method: 'POST',
    path: '/api/growth/proposals/:id/refuse',
    summary: 'Leaves it as it is; the same is not proposed again for 60 days',
    access: 'koc.write',
    input: z.strictObject({ id, answer: reason }),
    output: proposal,
    refusals: ['proposal_decided'],
  }),
  rules: contract({
    method: 'GET',
    path: '/api/growth/rules',
    summary: 'The rules of every stage, all versions, newest first',
    access: 'koc.read',
    input: empty,
    output: z.object({ items: z.array(rulesVersion) }),
  }),
  previewRules: contract({
    method: 'POST',
    path: '/api/growth/rules/preview',
    summary: 'Who would move by these rules, and why; writes nothing',
    access: 'koc.write',
    input: z.strictObject({ rules: growthRules }),
    output: z.object({
      /** So many people were looked at. */
      looked: count,
      /** Not everybody could be looked at. */
      sampled: z.boolean(),
      /** At once, and after the days of grace unless they do something. */
      up: count,
      later: count,
      people: z.array(
        z.object({
          id,
          nickname: z.string(),
          from: standing,
          to: standing,
          when: z.enum(['now', 'later']),
          why: z.string(),
        }),
      ),
    }),
    refusals: ['growth_rules_contradict'],
  }),
  saveRules: contract({
    method: 'POST',
    path: '/api/growth/rules',
    summary: 'A new version, from the beginning of a day that lies ahead, or of today',
    access: 'koc.write',
    input: z.strictObject({
      rules: growthRules,
      from: z.iso.date().optional(),
      /** The version that was edited. */
      baseVersion: count,
    }),
    output: z.object({ items: z.array(rulesVersion) }),
    refusals: ['growth_rules_contradict', 'growth_rules_backdated', 'version_moved_on'],
  }),
  calibration: contract({
    method: 'GET',
    path: '/api/growth/calibration',
    summary: 'Score of past KOCs against what they brought in the 60 days after, by deciles',
    access: 'koc.read',
    input: empty,
    output: z.object({
      /** Pairs of a score and what came of it; windows of one person never overlap. */
      pairs: count,
      people: count,
      /** Fewer than so many, and nothing is claimed. */
      needed: count,
      enough: z.boolean(),
      words: z.string(),
      /** Rank correlation of score and orders (Spearman), −1 to 1; only with enough. */
      rank: z.object({ orders: z.number(), activated: z.number() }).optional(),
      deciles: z.array(
        z.object({
          decile: count,
          pairs: count,
          fromScore: z.number(),
          toScore: z.number(),
          meanScore: z.number(),
          meanOrders: z.number(),
          meanFen: z.number(),
          meanActivated: z.number(),
        }),
      ),
      oldest: instant.optional(),
      newest: instant.optional(),
      /** KOCs whose scores wait for their days to be over, and when the first of them are; absent: nobody's. */
      waiting: z.object({ people: count, at: instant }).optional(),
    }),
  }),
};
