import type { AgeBand, BoxDesign, BoxState, PrizeDesign, PrizeKind } from '@kouyi/shared/types';
import type { RoundPool } from '@kouyi/shared/rules/draw';
import type { Sealed } from '../kernel/seal';
import { Mixed, model } from '../kernel/store';

/** A box as its operator knows it. */
export interface BoxDoc {
  _id: string;
  version: number;
  state: BoxState;
  design: BoxDesign;
  /** Copies of parts of the design, for lists and for the clock. */
  name: string;
  endAt: Date;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  openedAt?: Date;
  closedAt?: Date;
}
export const Boxes = model<BoxDoc>(
  'draw_boxes',
  {
    version: Number,
    state: String,
    design: Mixed,
    name: String,
    endAt: Date,
    createdAt: Date,
    createdBy: String,
    updatedAt: Date,
    openedAt: Date,
    closedAt: Date,
  },
  [
    { keys: { createdAt: -1, _id: -1 } },
    { keys: { state: 1, createdAt: -1, _id: -1 } },
    // The clock: what is over.
    { keys: { state: 1, endAt: 1 } },
    // What a phone still shows: what ended lately.
    { keys: { state: 1, closedAt: -1 } },
  ],
);

/**
 * The table that draws: everything of an open box that one draw may change. One document a box, written by whole
 * batches and by whoever edits, pauses or closes, so that of two writers one always sees the other.
 */
export interface TableDoc {
  _id: string;
  state: BoxState;
  /** Of the box's design. */
  version: number;
  roundId: string;
  roundNumber: number;
  /** Draws in this round, and the chain after the last of them. */
  seq: number;
  chain: string;
  oddsVersion: number;
  /** Items left by prize, of those that can run out. */
  left: Record<string, number>;
  reserveLeft: number;
  /** Over all rounds. */
  draws: number;
  people: number;
  wins: number;
  costFen: number;
  /**
   * Given by chance, by prize, and by the guarantee; what came back unclaimed is taken off. The next round draws from
   * the design's stock without these; within a round the pool stays what was committed.
   */
  given: Record<string, number>;
  guaranteed: number;
  rev: number;
}
export const Tables = model<TableDoc>('draw_tables', {
  state: String,
  version: Number,
  roundId: String,
  roundNumber: Number,
  seq: Number,
  chain: String,
  oddsVersion: Number,
  left: Mixed,
  reserveLeft: Number,
  draws: Number,
  people: Number,
  wins: Number,
  costFen: Number,
  given: Mixed,
  guaranteed: Number,
  rev: Number,
});

/** One line of a frozen odds table. */
export type OddsLine = Pick<PrizeDesign, 'id' | 'kind' | 'name' | 'valueFen' | 'rare' | 'picture'> & {
  weight: number;
  /** Items left when it came into force. */
  left?: number;
};

export type OddsReason = 'opened' | 'edited' | 'sold_out' | 'new_round';

/** A version of the odds: frozen, dated, kept. */
export interface OddsDoc {
  _id: string;
  boxId: string;
  version: number;
  roundId: string;
  at: Date;
  reason: OddsReason;
  /** What happened, for people. */
  line: string;
  lines: OddsLine[];
}
export const Odds = model<OddsDoc>(
  'draw_odds',
  { boxId: String, version: Number, roundId: String, at: Date, reason: String, line: String, lines: [Mixed] },
  [{ keys: { boxId: 1, at: -1, _id: -1 } }, { keys: { roundId: 1, version: 1 } }],
);

/** One round: committed before its first draw, revealed after its last. */
export interface RoundDoc {
  _id: string;
  boxId: string;
  number: number;
  state: 'open' | 'closed';
  openedAt: Date;
  /** When it is to end at the latest. */
  endsAt: Date;
  closedAt?: Date;
  commitment: string;
  pool: RoundPool;
  poolText: string;
  /** The prizes as they were when the round began. */
  prizes: PrizeDesign[];
  /** The server's seed until it is revealed. */
  sealedSeed?: Sealed;
  serverSeed?: string;
  /** Set when it is closed. */
  draws?: number;
  chain?: string;
}
export const Rounds = model<RoundDoc>(
  'draw_rounds',
  {
    boxId: String,
    number: Number,
    state: String,
    openedAt: Date,
    endsAt: Date,
    closedAt: Date,
    commitment: String,
    pool: Mixed,
    poolText: String,
    prizes: [Mixed],
    sealedSeed: Mixed,
    serverSeed: String,
    draws: Number,
    chain: String,
  },
  [
    { keys: { boxId: 1, openedAt: -1, _id: -1 } },
    // The clock: rounds whose time is over.
    { keys: { endsAt: 1 }, options: { partialFilterExpression: { state: 'open' } } },
  ],
);

/**
 * One draw: the record of what was given, and of the request that it answers. Its id follows from the person and the
 * key of the request. Append-only; kept for at least three years, and never removed by the product.
 */
export interface DrawDoc {
  _id: string;
  boxId: string;
  roundId: string;
  roundNumber: number;
  seq: number;
  personId: string;
  player: string;
  clientSeed: string;
  nonce: number;
  oddsVersion: number;
  missesBefore: number;
  /** As they were: a receipt stands alone. */
  boxName: string;
  commitment: string;
  prizeId: string;
  prizeName: string;
  kind: PrizeKind;
  valueFen: number;
  costFen: number;
  won: boolean;
  guaranteed: boolean;
  rare?: boolean;
  points?: number;
  couponId?: string;
  picture?: string;
  /** For what is to be claimed. */
  claimDays?: number;
  at: Date;
  chain: string;
  /** Where the chance came from. */
  groupId?: string;
  activityId?: string;
  /** Of the request: the same key with another input is refused. */
  inputHash: string;
}
export const Draws = model<DrawDoc>(
  'draws',
  {
    boxId: String,
    roundId: String,
    roundNumber: Number,
    seq: Number,
    personId: String,
    player: String,
    clientSeed: String,
    nonce: Number,
    oddsVersion: Number,
    missesBefore: Number,
    boxName: String,
    commitment: String,
    prizeId: String,
    prizeName: String,
    kind: String,
    valueFen: Number,
    costFen: Number,
    won: Boolean,
    guaranteed: Boolean,
    rare: Boolean,
    points: Number,
    couponId: String,
    picture: String,
    claimDays: Number,
    at: Date,
    chain: String,
    groupId: String,
    activityId: String,
    inputHash: String,
  },
  [
    // A person's draws, newest first, of all boxes or one.
    { keys: { personId: 1, at: -1, _id: -1 } },
    { keys: { personId: 1, boxId: 1, at: -1, _id: -1 } },
    // A box's draws, newest first.
    { keys: { boxId: 1, at: -1, _id: -1 } },
    // A round in order, for export.
    { keys: { roundId: 1, seq: 1 } },
  ],
);

/** Where chances of a person came from, so that a group's limit and its announcements know. Oldest first. */
export interface ChanceLot {
  groupId?: string;
  activityId?: string;
  left: number;
}

/** What one person did with one box. */
export interface PlayerDoc {
  _id: string;
  boxId: string;
  personId: string;
  draws: number;
  /** Draws without a win since the last win. */
  misses: number;
  /** Draws on the last day on which they drew. */
  today?: { day: number; draws: number };
  /** The last round in which they drew, and the number of their last draw in it. */
  roundId?: string;
  nonce: number;
  clientSeed?: string;
  lots: ChanceLot[];
}
export const Players = model<PlayerDoc>(
  'draw_players',
  {
    boxId: String,
    personId: String,
    draws: Number,
    misses: Number,
    today: Mixed,
    roundId: String,
    nonce: Number,
    clientSeed: String,
    lots: [Mixed],
  },
  [{ keys: { personId: 1 } }],
);

/** Draws of a box whose chance came from one group, where the box has a limit for that. */
export interface GroupCountDoc {
  _id: string;
  boxId: string;
  draws: number;
}
export const GroupCounts = model<GroupCountDoc>('draw_group_counts', { boxId: String, draws: Number });

/** One minute of a box, for the live board. */
export interface DrawMinuteDoc {
  _id: string;
  boxId: string;
  minute: Date;
  draws: number;
  wins: number;
  costFen: number;
  /** Items left over all prizes after the minute's last draw. */
  left: number;
}
export const DrawMinutes = model<DrawMinuteDoc>(
  'draw_minutes',
  { boxId: String, minute: Date, draws: Number, wins: Number, costFen: Number, left: Number },
  [{ keys: { boxId: 1, minute: -1 } }],
);

/** What a person declared about their age; the id is the person's. */
export interface AgeDoc {
  _id: string;
  band: AgeBand;
  at: Date;
}
export const Ages = model<AgeDoc>('draw_ages', { band: String, at: Date });

/** Winners of one box in one group that were not announced yet. */
export interface NewsDoc {
  _id: string;
  boxId: string;
  groupId: string;
  activityId?: string;
  winners: { personId: string; prizeName: string }[];
  /** Draws and wins since the last line, those beyond the kept names included. */
  draws: number;
  wins: number;
  /** Lines said so far: names the next one. */
  lines: number;
  dueAt?: Date;
}
export const News = model<NewsDoc>(
  'draw_news',
  {
    boxId: String,
    groupId: String,
    activityId: String,
    winners: [Mixed],
    draws: Number,
    wins: Number,
    lines: Number,
    dueAt: Date,
  },
  [{ keys: { dueAt: 1 }, options: { sparse: true } }],
);

/** The id of somebody’s chances and misses in a box. */
export const playerId = (boxId: string, personId: string): string => `${boxId}:${personId}`;
/** The id of a frozen version of a box’s odds. */
export const oddsId = (boxId: string, version: number): string => `${boxId}:${version}`;
/** The id of how many draws of a box a group has had. */
export const groupCountId = (boxId: string, groupId: string): string => `${boxId}:${groupId}`;
