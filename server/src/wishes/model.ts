import type { MomentAudience } from '@kouyi/shared/contracts';
import type { MomentState, WishKind, WishState } from '@kouyi/shared/types';
import { Mixed, model } from '../kernel/store';

/** A word about what came of something. */
export interface FollowUp {
  id: string;
  at: Date;
  by: string;
  text: string;
}

/** A wish or a suggestion; the id follows from who told it with which request key. */
export interface WishRow {
  _id: string;
  personId: string;
  /** Where the person was seen when they told it: the queue of a branch. */
  unitIds: string[];
  kind: WishKind;
  text: string;
  state: WishState;
  at: Date;
  answer?: string;
  answeredAt?: Date;
  answeredBy?: string;
  points?: number;
  followUps: FollowUp[];
}
export const Wishes = model<WishRow>(
  'wishes',
  {
    personId: String,
    unitIds: [String],
    kind: String,
    text: String,
    state: String,
    at: Date,
    answer: String,
    answeredAt: Date,
    answeredBy: String,
    points: Number,
    followUps: Mixed,
  },
  [
    // The queue: everybody's, of one kind, a branch's.
    { keys: { state: 1, at: 1, _id: 1 } },
    { keys: { state: 1, kind: 1, at: 1, _id: 1 } },
    { keys: { unitIds: 1, state: 1, at: 1, _id: 1 } },
    // A person's own, newest first.
    { keys: { personId: 1, at: -1, _id: -1 } },
  ],
);

/** Something exclusive at a time. */
export interface MomentRow {
  _id: string;
  title: string;
  text: string;
  startAt: Date;
  place: string;
  groupId?: string;
  audience: MomentAudience;
  tellHoursBefore: number;
  tellAt: Date;
  state: Exclude<MomentState, 'done'>;
  revision: number;
  told: number;
  cancelReason?: string;
  followUps: FollowUp[];
  createdBy: string;
}
export const Moments = model<MomentRow>(
  'moments',
  {
    title: String,
    text: String,
    startAt: Date,
    place: String,
    groupId: String,
    audience: Mixed,
    tellHoursBefore: Number,
    tellAt: Date,
    state: String,
    revision: Number,
    told: Number,
    cancelReason: String,
    followUps: Mixed,
    createdBy: String,
  },
  [
    { keys: { startAt: 1, _id: 1 } },
    // Who is named in it, for those who leave.
    { keys: { 'audience.personIds': 1 }, options: { sparse: true } },
    // Those that people are to be told of.
    { keys: { tellAt: 1 }, options: { partialFilterExpression: { state: 'planned' } } },
  ],
);

/** Somebody who was told of a moment; the id follows from both. */
export interface GuestRow {
  _id: string;
  momentId: string;
  personId: string;
  startAt: Date;
  toldAt: Date;
}
export const Guests = model<GuestRow>(
  'moment_guests',
  { momentId: String, personId: String, startAt: Date, toldAt: Date },
  [
    // Whom a change is told to.
    { keys: { momentId: 1 } },
    // What is to come for a person.
    { keys: { personId: 1, startAt: 1 } },
  ],
);
