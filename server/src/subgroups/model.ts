import type { SubGroupState } from '@kouyi/shared/types';
import { model, Mixed } from '../kernel/store';

/** One thing that was done to a sub-group; `by` is a name for people. */
export interface SubGroupStep {
  at: Date;
  by: string;
  words: string;
}

/** A group that a KOC runs, or wishes to. */
export interface SubGroupRow {
  /** Follows from the KOC and their request key. */
  _id: string;
  kocId: string;
  name: string;
  /** What it is for, in the KOC's words. */
  purpose?: string;
  channel: 'simulator' | 'wechat';
  state: SubGroupState;
  inputHash: string;
  /** Set once it is a real group. */
  groupId?: string;
  /** What friends type: six letters and digits, upper case. */
  joinCode: string;
  joinUrl?: string;
  /** Where the QR code of the real group lies in the storage. */
  qrKey?: string;
  qrUntil?: Date;
  steps: SubGroupStep[];
  createdAt: Date;
  openedAt?: Date;
  endedAt?: Date;
}

export const SubGroups = model<SubGroupRow>(
  'sub_groups',
  {
    kocId: String,
    name: String,
    purpose: String,
    channel: String,
    state: String,
    inputHash: String,
    groupId: String,
    joinCode: String,
    joinUrl: String,
    qrKey: String,
    qrUntil: Date,
    steps: Mixed,
    createdAt: Date,
    openedAt: Date,
    endedAt: Date,
  },
  [
    { keys: { createdAt: -1, _id: -1 } },
    { keys: { state: 1, createdAt: -1, _id: -1 } },
    { keys: { kocId: 1, createdAt: -1, _id: -1 } },
    { keys: { joinCode: 1 } },
    { keys: { groupId: 1 }, options: { partialFilterExpression: { groupId: { $exists: true } } } },
  ],
);

/** Whoever came into a sub-group while a KOC ran it; once for ever, so that leaving and coming back counts once. */
export interface JoinRow {
  /** Follows from the sub-group and the person. */
  _id: string;
  subGroupId: string;
  groupId: string;
  kocId: string;
  personId: string;
  at: Date;
  /** By the code in the mini-program, or seen coming into the group. */
  by: 'code' | 'group';
}

export const Joins = model<JoinRow>(
  'sub_group_joins',
  { subGroupId: String, groupId: String, kocId: String, personId: String, at: Date, by: String },
  [{ keys: { personId: 1 } }, { keys: { kocId: 1, at: -1 } }],
);

/** Somebody who might become a KOC, and why. */
export interface CandidateRow {
  personId: string;
  days: number;
  brought: number;
}

/** A group with too few KOCs, as it was last worked out; the id is the group's. */
export interface SuggestionRow {
  _id: string;
  members: number;
  prospects: number;
  kocs: number;
  wanted: number;
  candidates: CandidateRow[];
  at: Date;
}
export const Suggestions = model<SuggestionRow>(
  'koc_suggestions',
  { members: Number, prospects: Number, kocs: Number, wanted: Number, candidates: Mixed, at: Date },
  [{ keys: { at: -1, _id: -1 } }, { keys: { 'candidates.personId': 1 } }],
);

/** Somebody said no to a group (`personId` absent) or to one person in it, for a while. */
export interface DismissalRow {
  /** `groupId` or `groupId:personId`. */
  _id: string;
  groupId: string;
  personId?: string;
  reason: string;
  by: string;
  at: Date;
  until: Date;
}
export const Dismissals = model<DismissalRow>(
  'koc_dismissals',
  { groupId: String, personId: String, reason: String, by: String, at: Date, until: Date },
  [{ keys: { groupId: 1 } }, { keys: { personId: 1 }, options: { sparse: true } }],
);
