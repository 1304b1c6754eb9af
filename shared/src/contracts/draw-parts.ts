import { z } from 'zod';
import { AGE_GATES, type BoxDesign, PRIZE_KINDS } from '../types';
import { id, instant, points } from './common';

const hhmm = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const fen = z.number().int().min(0).max(100_000_000_000);
const whole = z.number().int().min(0).max(1_000_000_000);
const count = z.number().int().min(1).max(100_000_000);
const prizeId = z.string().regex(/^[a-z0-9_-]{1,24}$/);
/** 64 hex digits: SHA-256 or 32 random bytes. */
const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
/** What a person may choose; no colon, which separates seed and number in what is hashed. */
export const clientSeed = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** Made by the phone for one tap: the same key is the same deed. */
export const requestKey = z.string().min(8).max(80);

/** The box an operator designs; `BoxDesign` in shared/types says what each part means. */
export const boxDesign = z.strictObject({
  name: z.string().max(60),
  line: z.string().max(100),
  window: z.strictObject({
    startAt: instant,
    endAt: instant,
    dailyHours: z.strictObject({ from: hhmm, to: hhmm }).optional(),
    weekdays: z.array(z.number().int().min(1).max(7)).max(7).optional(),
  }),
  prizes: z
    .array(
      z.strictObject({
        id: prizeId,
        kind: z.enum(PRIZE_KINDS),
        name: z.string().max(60),
        weight: whole,
        stock: whole.optional(),
        costFen: fen,
        valueFen: fen,
        points: whole.optional(),
        couponId: id.optional(),
        rare: z.boolean().optional(),
        claimDays: z.number().int().min(1).max(366).optional(),
        cosmetic: z.boolean().optional(),
        quality: z
          .strictObject({
            filingNumber: z.string().max(60),
            maker: z.string().max(80),
            usableUntil: z.string().max(10),
          })
          .optional(),
        picture: z.string().max(300).optional(),
      }),
    )
    .max(30),
  fallbackPrizeId: z.string().max(24),
  guarantee: z.strictObject({ afterDraws: whole, prizeId: z.string().max(24), reserved: whole }).optional(),
  limits: z.strictObject({
    perPerson: count.optional(),
    perPersonPerDay: count.optional(),
    perGroup: count.optional(),
    totalDraws: count.optional(),
  }),
  budgetFen: fen,
  ageGate: z.enum(AGE_GATES),
  excludeStaff: z.boolean(),
  chancePoints: count.optional(),
  roundHours: z.number().int().min(1).max(168),
}) satisfies z.ZodType<BoxDesign>;

/** One line of the odds table, computed from the table that draws. */
export const oddsRow = z.object({
  prizeId: z.string(),
  name: z.string(),
  kind: z.enum(PRIZE_KINDS),
  valueFen: z.number().int(),
  rare: z.boolean(),
  picture: z.string().optional(),
  /** `weight` of `total` draws give it; exact. */
  weight: z.number().int(),
  total: z.number().int(),
  /** In lowest terms: 1/1000000; 0 when it has run out. */
  fraction: z.string(),
  /** Exact or with six digits after the point: 0.0001%. */
  percent: z.string(),
  /** Items left; absent: never runs out. */
  left: z.number().int().optional(),
  soldOut: z.boolean(),
});
export type OddsRow = z.output<typeof oddsRow>;

/** Why the odds are as they are. */
const ODDS_REASONS = ['opened', 'edited', 'sold_out', 'new_round'] as const;

/** One version of a box's odds as everybody may read them. */
export const odds = z.object({
  /** Grows by one with every change; each draw names the one it used. */
  version: z.number().int(),
  roundId: id,
  since: instant,
  reason: z.enum(ODDS_REASONS),
  /** In words: 「星河香水」抽完了，它的概率归「谢谢参与」. */
  line: z.string(),
  rows: z.array(oddsRow),
});
export type OddsView = z.output<typeof odds>;

/** A stretch of draws with one secret seed, committed to before and revealed after. */
export const round = z.object({
  id,
  /** From 1 within its box. */
  number: z.number().int(),
  state: z.enum(['open', 'closed']),
  openedAt: instant,
  closedAt: instant.optional(),
  /** Published before the first draw: a hash over server seed, round id and pool. */
  commitment: hex64,
  /** Revealed when the round is closed. */
  serverSeed: hex64.optional(),
  /** The pool at the start of the round, as the text that was hashed. */
  poolText: z.string(),
  draws: z.number().int(),
  /** Hash over all draws in order, from the commitment on; any missing, doubled or moved draw changes it. */
  chain: hex64,
});
export type RoundView = z.output<typeof round>;

/** What makes a result: with the revealed seed anybody can compute it again. */
const proof = z.object({
  roundId: id,
  roundNumber: z.number().int(),
  commitment: hex64,
  clientSeed: z.string(),
  /** From 1, without gaps, per person and round. */
  nonce: z.number().int(),
  /** Place in the round, from 1. */
  seq: z.number().int(),
  oddsVersion: z.number().int(),
  chain: hex64,
});

/** A prize as it was drawn. */
const prize = z.object({
  id: z.string(),
  kind: z.enum(PRIZE_KINDS),
  name: z.string(),
  valueFen: z.number().int(),
  rare: z.boolean(),
  points: points.optional(),
  couponId: id.optional(),
  picture: z.string().optional(),
});

/** One draw as its person sees it. */
export const draw = z.object({
  drawId: id,
  boxId: id,
  boxName: z.string(),
  at: instant,
  prize,
  /** False for 谢谢参与. */
  won: z.boolean(),
  /** Given by the guarantee. */
  guaranteed: z.boolean(),
  /** For what is to be claimed: until when. */
  claimUntil: instant.optional(),
  proof,
});
export type DrawView = z.output<typeof draw>;
