import type {
  GrowthProposalKind,
  GrowthProposalState,
  GrowthRules,
  GrowthStage,
  GrowthStanding,
  ReachWay,
} from '@kouyi/shared/types';
import { Mixed, model } from '../kernel/store';
import type { History } from './history';
import type { Counted } from './reach-rules';
import type { Standard } from './standard';

/** Staff put somebody into a stage until a Shanghai day, which still belongs to it. */
interface ManualMove {
  to: GrowthStanding;
  untilDay: number;
  by: string;
  reason: string;
}

/** How somebody grows; the id is the person's. Of several identities the one that stands for them has the stage. */
export interface GrowerRow {
  _id: string;
  /** What this identity did; see `history.ts`. */
  history: History;
  stage: GrowthStanding;
  /** Since when they are in it. */
  since: Date;
  /** By the rules alone they stand at the last stage, or once did. */
  graduated?: boolean;
  manual?: ManualMove;
  /** Version of the rules by which they were looked at. */
  book: number;
  /** When time alone may change something. */
  dueAt?: Date;
  /** The stage about whose loss they were told, and the last day on which it is kept. */
  warned?: { stage: GrowthStage; untilDay: number };
  /** Seen as one with this person, who has the stage of both. */
  oneWith?: string;
  /** The group of their latest participation. */
  home?: { groupId: string; at: Date };
  /** The standard as it was last worked out. */
  standard?: Standard;
  /** For the list by score. */
  score?: number;
  standardAt?: Date;
  /**
   * Somebody they reached came or acted: the standard is to be worked out again. Another text with every such news, so
   * that what was told while it was worked out is not forgotten.
   */
  stale?: string;
}
export const Growers = model<GrowerRow>(
  'growth_people',
  {
    history: Mixed,
    stage: String,
    since: Date,
    graduated: Boolean,
    manual: Mixed,
    book: Number,
    dueAt: Date,
    warned: Mixed,
    oneWith: String,
    home: Mixed,
    standard: Mixed,
    score: Number,
    standardAt: Date,
    stale: String,
  },
  [
    // Lists of a stage, the latest come first; the funnel counts on it.
    { keys: { stage: 1, since: -1, _id: -1 } },
    // Lists by score, and everybody's place among their peers.
    { keys: { score: -1, _id: -1 }, options: { partialFilterExpression: { score: { $exists: true } } } },
    // Whom the clock has to look at, and whom a new version of the rules.
    { keys: { dueAt: 1 }, options: { sparse: true } },
    { keys: { book: 1 } },
    { keys: { stale: 1 }, options: { sparse: true } },
    // Lists of a branch, and of everybody.
    { keys: { 'home.groupId': 1, stage: 1 } },
    { keys: { since: -1, _id: -1 } },
  ],
);

/** The first contact of an identity with anybody; the id is the reached person's. */
export interface ReachRow {
  _id: string;
  kocId: string;
  at: Date;
  way: ReachWay;
  ref: string;
  activatedAt?: Date;
  activatedBy?: string;
  /** Why it does not count, or not yet. */
  why?: 'was_here' | 'not_yet' | 'too_late' | 'self' | 'elsewhere';
  /** What it counts for now in the history of `kocId`; absent: nothing. */
  counted?: Counted;
  /** When others were last told what it counts for. */
  toldAt?: Date;
}
export const Reached = model<ReachRow>(
  'growth_reached',
  {
    kocId: String,
    at: Date,
    way: String,
    ref: String,
    activatedAt: Date,
    activatedBy: String,
    why: String,
    counted: Mixed,
    toldAt: Date,
  },
  [
    // Whom somebody reached, newest first.
    { keys: { kocId: 1, at: -1, _id: -1 } },
  ],
);

/** What a reached person did on one day in one campaign, or with one order. */
export interface ActRow {
  _id: string;
  personId: string;
  kind: 'activity' | 'order';
  ref: string;
  day: number;
  from: Date;
  to: Date;
  /** An order that was wholly refunded. */
  void?: boolean;
}
export const Acts = model<ActRow>(
  'growth_acts',
  { personId: String, kind: String, ref: String, day: Number, from: Date, to: Date, void: Boolean },
  [
    { keys: { personId: 1, day: 1 } },
    // No window and no grace is longer.
    { keys: { to: 1 }, options: { expireAfterSeconds: 600 * 86_400 } },
  ],
);

/** That something was counted which may be told twice; the id says what. */
interface OnceRow {
  _id: string;
  personId: string;
  at: Date;
}
export const Onces = model<OnceRow>('growth_once', { personId: String, at: Date }, [
  { keys: { personId: 1 } },
  { keys: { at: 1 }, options: { expireAfterSeconds: 600 * 86_400 } },
]);

/** Who moved when and why. Never edited. */
export interface MoveRow {
  _id: string;
  personId: string;
  from: GrowthStanding;
  to: GrowthStanding;
  at: Date;
  reason: string;
  by: string;
  /** Group in which they were at home then, for a branch's list. */
  groupId?: string;
  /** To or from sharing and beyond: that somebody came and went among the active is news to nobody. */
  beyond?: true;
}
export const Moves = model<MoveRow>(
  'growth_moves',
  {
    personId: String,
    from: String,
    to: String,
    at: Date,
    reason: String,
    by: String,
    groupId: String,
    beyond: Boolean,
  },
  [
    { keys: { at: -1, _id: -1 } },
    { keys: { personId: 1, at: -1, _id: -1 } },
    { keys: { beyond: 1, at: -1, _id: -1 }, options: { partialFilterExpression: { beyond: true } } },
  ],
);

/** One version of the rules. Never edited. */
export interface RulesRow {
  _id: string;
  version: number;
  fromDay: number;
  rules: GrowthRules;
  savedAt: Date;
  savedBy: string;
}
export const RulesRows = model<RulesRow>(
  'growth_rules',
  { version: Number, fromDay: Number, rules: Mixed, savedAt: Date, savedBy: String },
  [{ keys: { version: 1 } }],
);

/** What an operator is asked. One may be open for a person. */
export interface ProposalRow {
  _id: string;
  personId: string;
  kind: GrowthProposalKind;
  state: GrowthProposalState;
  at: Date;
  reason: string;
  score?: number;
  decidedAt?: Date;
  decidedBy?: string;
  answer?: string;
}
export const Proposals = model<ProposalRow>(
  'growth_proposals',
  {
    personId: String,
    kind: String,
    state: String,
    at: Date,
    reason: String,
    score: Number,
    decidedAt: Date,
    decidedBy: String,
    answer: String,
  },
  [{ keys: { at: -1, _id: -1 } }, { keys: { state: 1, at: -1, _id: -1 } }, { keys: { personId: 1, at: -1 } }],
);

/** The standard of one person as it was at the end of a Monday's eve; later, what they brought after it. */
export interface SnapshotRow extends Standard {
  _id: string;
  personId: string;
  day: number;
  at: Date;
  stage: GrowthStanding;
  wasKoc: boolean;
  /** Of the 60 days after it. */
  outcome?: { orders: number; fen: number; activated: number };
  /** The day on which the outcome is known; gone when it is there. */
  outcomeDay?: number;
}
export const Snapshots = model<SnapshotRow>(
  'growth_snapshots',
  {
    personId: String,
    day: Number,
    at: Date,
    stage: String,
    wasKoc: Boolean,
    reached: Number,
    activated: Number,
    acted: Number,
    campaigns: Number,
    share: Number,
    score: Number,
    outcome: Mixed,
    outcomeDay: Number,
  },
  [
    { keys: { personId: 1, day: -1 } },
    // Whose outcome can be known by now.
    { keys: { outcomeDay: 1 }, options: { sparse: true } },
    // Calibration reads what has one, by day.
    { keys: { wasKoc: 1, day: 1 } },
  ],
);
