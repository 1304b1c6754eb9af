import { z } from 'zod';
import { AGE_BANDS, AGE_GATES, BOX_STATES, DRAW_OBSTACLES } from '../types';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging, points } from './common';
import { clientSeed, draw, odds, requestKey, round } from './draw-parts';

const obstacle = z.object({ code: z.enum(DRAW_OBSTACLES), message: z.string() });

const guaranteeProgress = z.object({
  afterDraws: z.number().int(),
  /** Draws without a win so far. */
  misses: z.number().int(),
  /** Draws until it is met at the latest; 1: the next one. */
  drawsLeft: z.number().int(),
  prizeName: z.string(),
});

/** A box in a list. */
const boxCard = z.object({
  id,
  name: z.string(),
  line: z.string(),
  state: z.enum(BOX_STATES),
  openNow: z.boolean(),
  opensAt: instant.optional(),
  closesAt: instant,
  /** Chances of mine. */
  chances: z.number().int(),
  /** Up to four prizes worth most, with the odds that hold now: in words, and as a part of one. */
  topPrizes: z.array(
    z.object({
      name: z.string(),
      picture: z.string().optional(),
      percent: z.string(),
      share: z.number().min(0).max(1),
    }),
  ),
  picture: z.string().optional(),
  obstacle: obstacle.optional(),
});
export type BoxCard = z.output<typeof boxCard>;

const memberBox = z.object({
  ...boxCard.shape,
  /** Everything a person should know before drawing, line by line. */
  rules: z.array(z.string()),
  hours: z.string(),
  odds,
  /** What takes over the odds of a prize that runs out. */
  fallbackPrizeName: z.string(),
  guarantee: guaranteeProgress.optional(),
  limits: z.object({
    perPerson: z.number().int().optional(),
    perPersonLeft: z.number().int().optional(),
    perPersonPerDay: z.number().int().optional(),
    perPersonPerDayLeft: z.number().int().optional(),
    drawsLeft: z.number().int().optional(),
  }),
  /** What one more chance costs in points; absent: not for points. */
  chancePoints: points.optional(),
  age: z.object({ gate: z.enum(AGE_GATES), declared: z.enum(AGE_BANDS).optional() }),
  round: round.optional(),
  myClientSeed: z.string(),
  /** The number my next draw will have in this round. */
  myNextNonce: z.number().int(),
});
export type MemberBox = z.output<typeof memberBox>;

/** What a person does with boxes in the mini-program. */
export const memberDraws = {
  boxes: contract({
    method: 'GET',
    path: '/api/member/boxes',
    summary: 'Boxes that are open, open soon, or hold chances of mine',
    access: 'member',
    input: empty,
    output: z.object({ items: z.array(boxCard), serverTime: instant }),
  }),
  box: contract({
    method: 'GET',
    path: '/api/member/boxes/:id',
    summary: 'One box before drawing: odds, guarantee, limits, commitment',
    access: 'member',
    input: z.strictObject({ id }),
    output: memberBox,
  }),
  draw: contract({
    method: 'POST',
    path: '/api/member/boxes/:id/draw',
    summary: 'Draws once. The same request key gives the same result for ever',
    access: 'member',
    input: z.strictObject({ id, requestKey }),
    output: z.object({
      draw,
      chancesLeft: z.number().int(),
      guarantee: guaranteeProgress.optional(),
      /** Set when the key was used before: this is that result. */
      again: z.boolean(),
    }),
    refusals: [...DRAW_OBSTACLES, 'key_used_differently'],
  }),
  buyChances: contract({
    method: 'POST',
    path: '/api/member/boxes/:id/chances',
    summary: 'Chances for points',
    access: 'member',
    input: z.strictObject({ id, count: z.number().int().min(1).max(10), requestKey }),
    output: z.object({ chances: z.number().int(), points }),
    refusals: [
      'chances_not_for_points',
      'points_too_few',
      'chances_enough',
      'key_used_differently',
      ...DRAW_OBSTACLES,
    ],
  }),
  draws: contract({
    method: 'GET',
    path: '/api/member/draws',
    summary: 'My draws, newest first, of all boxes or one',
    access: 'member',
    input: z.strictObject({ ...paging, boxId: id.optional() }),
    output: pageOf(draw),
  }),
  fairness: contract({
    method: 'GET',
    path: '/api/member/boxes/:id/fairness',
    summary: 'One round with my draws in it and all odds it used; default: the round that is open',
    access: 'member',
    input: z.strictObject({ id, roundId: id.optional() }),
    output: z.object({
      boxName: z.string(),
      round,
      odds: z.array(odds),
      mine: z.array(draw),
      myClientSeed: z.string(),
      /** All rounds of the box, newest first, at most 50. */
      rounds: z.array(
        z.object({ id, number: z.number().int(), state: z.enum(['open', 'closed']), openedAt: instant }),
      ),
    }),
  }),
  setClientSeed: contract({
    method: 'PUT',
    path: '/api/member/boxes/:id/client-seed',
    summary: 'My own part of the chance, from my next draw on',
    access: 'member',
    input: z.strictObject({ id, clientSeed: z.string().max(200) }),
    output: z.object({ clientSeed }),
    refusals: ['client_seed_malformed'],
  }),
  declareAge: contract({
    method: 'POST',
    path: '/api/member/age',
    summary: 'Declares my age once; boxes ask for it before the first draw',
    access: 'member',
    input: z.strictObject({ band: z.enum(AGE_BANDS) }),
    output: z.object({ band: z.enum(AGE_BANDS), at: instant }),
    refusals: ['age_declared_before'],
  }),
};

/** Open to everybody: whoever suspects a box can check its rounds. */
export const fairness = {
  round: contract({
    method: 'GET',
    path: '/api/fair/rounds/:id',
    summary:
      'A closed round with every draw, as the JSON file that verify-draws checks; people are pseudonyms',
    access: 'public',
    input: z.strictObject({ id }),
    output: z.string(),
    produces: 'application/json; charset=utf-8',
    refusals: ['round_still_open'],
  }),
};
