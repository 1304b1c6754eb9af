import { z } from 'zod';
import { GROWTH_STAGES, GROWTH_STANDINGS, KOC_TIERS } from '../types';
import { instant } from './common';

/** Shapes of growth that both a member and staff read. */

const count = z.number().int();
/** Where somebody stands, or stood. */
export const standing = z.enum(GROWTH_STANDINGS);
/** Between 0 and 1. */
export const share = z.number();

const condition = z.object({
  /** 近 30 天有 4 天参加活动或下单. */
  words: z.string(),
  have: count,
  need: count,
  met: z.boolean(),
});

const pathStep = z.object({
  stage: z.enum(GROWTH_STAGES),
  name: z.string(),
  reached: z.boolean(),
  /** When they came into this stage or beyond, of the stay they are in now. */
  since: instant.optional(),
  conditions: z.array(condition),
  /** How many of the conditions are asked for; as many as there are: all. */
  atLeast: count,
  /** What is still missing, or until when the stage is kept, in one line. */
  words: z.string(),
});

/** One move as everybody reads it. */
export const move = z.object({ at: instant, from: standing, to: standing, reason: z.string() });

/** Graduation standard: how far somebody reaches, and how often those come again. */
const standard = z.object({
  coverage: z.object({ reached: count, activated: count, words: z.string() }),
  reusability: z.object({
    share,
    acted: count,
    campaigns: count,
    k: count,
    windowDays: count,
    words: z.string(),
  }),
  /** 0–100, one decimal. */
  score: z.number(),
  /** How it comes about in plain words, a line for each part and one for the whole. */
  sum: z.array(z.string()),
  /** The formula with these numbers in it. */
  formula: z.string(),
  /** Share of peers below, in percent; absent while there are too few to compare with. */
  percentile: count.optional(),
  /** People who share or more, and so have a score. */
  peers: count,
  at: instant,
});

/** Everything about somebody's growth, the same for themself and for staff. */
export const personGrowth = {
  stage: standing,
  /** Until when a stage is kept that is no longer met, with what to do. */
  warning: z.object({ stage: z.enum(GROWTH_STAGES), until: instant, words: z.string() }).optional(),
  koc: z.object({ tier: z.enum(KOC_TIERS), since: instant, code: z.string() }).optional(),
  path: z.array(pathStep),
  standing: standard.optional(),
  /** The latest, newest first. */
  moves: z.array(move),
};
