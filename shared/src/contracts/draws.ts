import { z } from 'zod';
import { AGE_BANDS, AGE_GATES, BOX_STATES, type BoxDesign, DRAW_OBSTACLES, PRIZE_KINDS } from '../types';
import { contract } from './contract';
import { done, empty, id, instant, pageOf, paging, points } from './common';

const hhmm = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const fen = z.number().int().min(0).max(100_000_000_000);
const whole = z.number().int().min(0).max(1_000_000_000);
const count = z.number().int().min(1).max(100_000_000);
const prizeId = z.string().regex(/^[a-z0-9_-]{1,24}$/);
/** 64 hex digits: SHA-256 or 32 random bytes. */
const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
/** What a person may choose; no colon, which separates seed and number in what is hashed. */
const clientSeed = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const requestKey = z.string().min(8).max(80);

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
const oddsRow = z.object({
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

const odds = z.object({
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

const obstacle = z.object({ code: z.enum(DRAW_OBSTACLES), message: z.string() });

const round = z.object({
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
const draw = z.object({
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
  /** Up to four prizes worth most. */
  topPrizes: z.array(z.object({ name: z.string(), picture: z.string().optional() })),
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
    refusals: ['chances_not_for_points', 'points_too_few', 'key_used_differently', ...DRAW_OBSTACLES],
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
  }),
};
