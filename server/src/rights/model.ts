import type { RightRule } from '@kouyi/shared/contracts';
import type { KocTier, RightClaimState, RightKind } from '@kouyi/shared/types';
import type { Sealed } from '../kernel/seal';
import { Mixed, model } from '../kernel/store';

/** A right in the catalogue. */
export interface RightRow {
  _id: string;
  rule: RightRule;
  state: 'open' | 'closed';
  /** Grows with every change. */
  version: number;
  createdAt: Date;
  closedAt?: Date;
}

export const Rights = model<RightRow>(
  'koc_rights',
  { rule: Mixed, state: String, version: Number, createdAt: Date, closedAt: Date },
  [{ keys: { createdAt: -1, _id: -1 } }, { keys: { state: 1, createdAt: -1, _id: -1 } }],
);

/** One thing that happened to a claim; `by` is a name for people. */
export interface ClaimStep {
  at: Date;
  by: string;
  words: string;
}

/** Somebody claimed a right. It keeps what was promised, whatever becomes of the right. */
export interface ClaimRow {
  /** Follows from the KOC and their request key. */
  _id: string;
  inputHash: string;
  rightId: string;
  kocId: string;
  /** The identity that claimed: points and coupons go there. */
  personId: string;
  tier: KocTier;
  kind: RightKind;
  name: string;
  gives: string;
  rule: Pick<RightRule, 'points' | 'couponId' | 'budget'>;
  /** 2036-11, 2036-Q4, once. */
  period: string;
  state: RightClaimState;
  steps: ClaimStep[];
  /** What the KOC wants who delivers to know; sealed, because it may be an address. */
  note?: Sealed;
  /** What staff wrote when they handed it over, or why not. */
  words?: string;
  at: Date;
  /** Until when somebody must have decided. */
  dueAt?: Date;
  /** Approved: until when it should be handed over. */
  deliverBy?: Date;
  endedAt?: Date;
}

export const Claims = model<ClaimRow>(
  'koc_right_claims',
  {
    inputHash: String,
    rightId: String,
    kocId: String,
    personId: String,
    tier: String,
    kind: String,
    name: String,
    gives: String,
    rule: Mixed,
    period: String,
    state: String,
    steps: Mixed,
    note: Mixed,
    words: String,
    at: Date,
    dueAt: Date,
    deliverBy: Date,
    endedAt: Date,
  },
  [
    { keys: { at: -1, _id: -1 } },
    { keys: { state: 1, at: -1, _id: -1 } },
    { keys: { kocId: 1, at: -1, _id: -1 } },
    { keys: { rightId: 1, state: 1, at: -1, _id: -1 } },
    // What nobody has decided in time.
    { keys: { dueAt: 1 }, options: { partialFilterExpression: { dueAt: { $exists: true } } } },
    // What was promised and not handed over in time.
    { keys: { deliverBy: 1 }, options: { partialFilterExpression: { deliverBy: { $exists: true } } } },
  ],
);

/** How often a KOC has claimed a right in a period; written by every claim, so that two at once can't be one too many. */
export interface UseRow {
  _id: string;
  rightId: string;
  kocId: string;
  period: string;
  used: number;
}
export const Uses = model<UseRow>(
  'koc_right_uses',
  { rightId: String, kocId: String, period: String, used: Number },
  [{ keys: { kocId: 1 } }],
);
