import { z } from 'zod';
import { BOX_STATES, PRIZE_KINDS } from '../types';
import { contract } from './contract';
import { done, empty, id, instant, pageOf, paging } from './common';
import { boxDesign, draw, odds, oddsRow, requestKey, round } from './draw-parts';

const problem = z.object({ field: z.string(), code: z.string(), message: z.string() });

/** What a design promises and costs, before anybody draws. */
const boxPreview = z.object({
  problems: z.array(problem),
  /** Exactly what a customer will see; empty while weights are incomplete. */
  odds: z.array(oddsRow),
  rules: z.array(z.string()),
  /** Of one draw, in fen, to a hundredth. */
  expectedCostPerDrawFen: z.number(),
  /** The share of draws that win, 0 … 1, without the guarantee. */
  winShare: z.number(),
  /** Everything given away: stock and reserve. */
  worstCostFen: z.number().int(),
  worstValueFen: z.number().int(),
  budgetFen: z.number().int(),
  /** Prizes there are, with the reserve. */
  items: z.number().int(),
  /** Draws after which the scarcest prize runs out, on average. */
  firstSoldOut: z.object({ prizeName: z.string(), afterDraws: z.number().int() }).optional(),
  /** The reserve that the guarantee needs. */
  reserveNeeded: z.number().int().optional(),
});
export type BoxPreview = z.output<typeof boxPreview>;

const box = z.object({
  id,
  version: z.number().int(),
  state: z.enum(BOX_STATES),
  design: boxDesign,
  draws: z.number().int(),
  wins: z.number().int(),
  costFen: z.number().int(),
  oddsVersion: z.number().int(),
  round: round.optional(),
  createdAt: instant,
  createdBy: z.string(),
  updatedAt: instant,
  openedAt: instant.optional(),
  closedAt: instant.optional(),
});
export type BoxView = z.output<typeof box>;

const stockLine = z.object({
  prizeId: z.string(),
  name: z.string(),
  kind: z.enum(PRIZE_KINDS),
  /** Without the reserve; absent: never runs out. */
  stock: z.number().int().optional(),
  left: z.number().int().optional(),
  given: z.number().int(),
  /** Given by the guarantee, and what is left for it. */
  guaranteed: z.number().int(),
  reserveLeft: z.number().int().optional(),
  costFen: z.number().int(),
  /** What chance alone would have given by now. */
  expected: z.number(),
});

const boxLive = z.object({
  box,
  draws: z.number().int(),
  people: z.number().int(),
  wins: z.number().int(),
  drawsPerMinute: z.number().int(),
  /** One point a minute, the last two hours in which something happened. */
  perMinute: z.array(
    z.object({
      at: instant,
      draws: z.number().int(),
      wins: z.number().int(),
      costFen: z.number().int(),
      /** Items left over all prizes at the end of the minute. */
      left: z.number().int(),
    }),
  ),
  stock: z.array(stockLine),
  costFen: z.number().int(),
  expectedCostFen: z.number().int(),
  budgetFen: z.number().int(),
  chancesOut: z.number().int(),
  /** At the pace of the last ten minutes; absent: nothing runs out soon. */
  runsOut: z.object({ prizeName: z.string(), inMinutes: z.number().int() }).optional(),
});
export type BoxLive = z.output<typeof boxLive>;

const record = z.object({
  ...draw.shape,
  personId: id,
  personName: z.string(),
  groupName: z.string().optional(),
  costFen: z.number().int(),
});

const one = z.strictObject({ id });

/** What staff do with boxes. */
export const draws = {
  templates: contract({
    method: 'GET',
    path: '/api/boxes/templates',
    summary: 'Boxes to begin from; each design is ready to be changed and saved',
    access: 'draws.read',
    input: empty,
    output: z.object({
      items: z.array(z.object({ key: z.string(), name: z.string(), line: z.string(), design: boxDesign })),
    }),
  }),
  preview: contract({
    method: 'POST',
    path: '/api/boxes/preview',
    summary: 'Odds as the customer will see them, expected and worst cost, and every problem; saves nothing',
    access: 'draws.read',
    input: z.strictObject({ design: boxDesign, boxId: id.optional() }),
    output: boxPreview,
  }),
  list: contract({
    method: 'GET',
    path: '/api/boxes',
    summary: 'Boxes, newest first',
    access: 'draws.read',
    input: z.strictObject({
      ...paging,
      state: z.enum(BOX_STATES).optional(),
      q: z.string().max(60).optional(),
    }),
    output: pageOf(box),
  }),
  create: contract({
    method: 'POST',
    path: '/api/boxes',
    summary: 'Saves a draft',
    access: 'draws.write',
    input: z.strictObject({ design: boxDesign, requestKey: id.optional() }),
    output: box,
  }),
  get: contract({
    method: 'GET',
    path: '/api/boxes/:id',
    summary: 'One box',
    access: 'draws.read',
    input: one,
    output: box,
  }),
  update: contract({
    method: 'PUT',
    path: '/api/boxes/:id',
    summary: 'Saves a design; of an open box it ends the round, reveals its seed and begins another',
    access: 'draws.write',
    input: z.strictObject({ id, version: z.number().int(), design: boxDesign }),
    output: box,
    refusals: ['version_moved_on', 'box_invalid', 'guarantee_frozen', 'stock_below_given', 'state_forbids'],
  }),
  copy: contract({
    method: 'POST',
    path: '/api/boxes/:id/copy',
    summary: 'A new draft with the same design',
    access: 'draws.write',
    input: one,
    output: box,
  }),
  open: contract({
    method: 'POST',
    path: '/api/boxes/:id/open',
    summary: 'Publishes odds and commitment; customers may draw in its hours',
    access: 'draws.run',
    input: one,
    output: box,
    refusals: ['box_invalid', 'state_forbids'],
  }),
  pause: contract({
    method: 'POST',
    path: '/api/boxes/:id/pause',
    summary: 'Nobody draws until resumed',
    access: 'draws.run',
    input: one,
    output: box,
    refusals: ['state_forbids'],
  }),
  resume: contract({
    method: 'POST',
    path: '/api/boxes/:id/resume',
    summary: 'A paused box goes on',
    access: 'draws.run',
    input: one,
    output: box,
    refusals: ['state_forbids'],
  }),
  close: contract({
    method: 'POST',
    path: '/api/boxes/:id/close',
    summary: 'Ends the box for good and reveals the seed; what is left of the budget goes back',
    access: 'draws.run',
    input: one,
    output: box,
    refusals: ['state_forbids'],
  }),
  rotate: contract({
    method: 'POST',
    path: '/api/boxes/:id/rotate',
    summary: 'Ends the round now, reveals its seed and begins the next',
    access: 'draws.run',
    input: one,
    output: box,
    refusals: ['state_forbids'],
  }),
  odds: contract({
    method: 'GET',
    path: '/api/boxes/:id/odds',
    summary: 'Every version of the odds, newest first',
    access: 'draws.read',
    input: z.strictObject({ id, ...paging }),
    output: pageOf(odds),
  }),
  rounds: contract({
    method: 'GET',
    path: '/api/boxes/:id/rounds',
    summary: 'Rounds, newest first',
    access: 'draws.read',
    input: z.strictObject({ id, ...paging }),
    output: pageOf(round),
  }),
  exportRound: contract({
    method: 'GET',
    path: '/api/boxes/:id/rounds/:roundId/export.json',
    summary: 'A closed round with every draw, for verify-draws',
    access: 'draws.read',
    input: z.strictObject({ id, roundId: id }),
    output: z.string(),
    produces: 'application/json; charset=utf-8',
    refusals: ['round_still_open'],
  }),
  live: contract({
    method: 'GET',
    path: '/api/boxes/:id/live',
    summary: 'Draws per minute, stock, cost against budget',
    access: 'draws.read',
    input: one,
    output: boxLive,
  }),
  records: contract({
    method: 'GET',
    path: '/api/boxes/:id/draws',
    summary: 'Every draw, newest first',
    access: 'draws.read',
    input: z.strictObject({
      id,
      ...paging,
      personId: id.optional(),
      won: z.enum(['yes', 'no']).optional(),
    }),
    output: pageOf(record),
  }),
  grantChances: contract({
    method: 'POST',
    path: '/api/boxes/:id/chances',
    summary: 'Gives chances by hand',
    access: 'draws.run',
    input: z.strictObject({
      id,
      personIds: z.array(id).min(1).max(200),
      chances: z.number().int().min(1).max(100),
      reason: z.string().min(1).max(100),
      requestKey,
    }),
    output: z.object({ people: z.number().int(), chances: z.number().int() }),
    refusals: ['key_used_differently', 'state_forbids'],
  }),
  resetAge: contract({
    method: 'POST',
    path: '/api/people/:id/age/reset',
    summary: 'Takes back what a person declared about their age, so that they can declare it again',
    access: 'draws.run',
    input: z.strictObject({ id, reason: z.string().min(1).max(200) }),
    output: done,
    refusals: ['age_not_declared'],
  }),
};
