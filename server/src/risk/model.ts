import { Mixed, model } from '../kernel/store';

/** One join of a flood. */
export interface Evidence {
  groupId: string;
  at: Date;
}

/** One blacklisting, from its reason to its end. Never removed. */
export interface BlacklistRow {
  _id: string;
  personId: string;
  /** Which rule did it; absent: a person. */
  rule?: 'join_flood';
  reason: string;
  by: string;
  at: Date;
  evidence: Evidence[];
  liftedAt?: Date;
  liftedBy?: string;
  liftReason?: string;
}
export const Blacklist = model<BlacklistRow>(
  'blacklist',
  {
    personId: String,
    rule: String,
    reason: String,
    by: String,
    at: Date,
    evidence: Mixed,
    liftedAt: Date,
    liftedBy: String,
    liftReason: String,
  },
  [
    // The list, newest first.
    { keys: { at: -1, _id: -1 } },
    // Whether a person was let off after a flood.
    { keys: { personId: 1, at: -1 } },
  ],
);

/** Who is on the blacklist now; the id is the person's, so nobody is on it twice, on any shard. */
export interface BlacklistedRow {
  _id: string;
  /** The blacklisting in force. */
  rowId: string;
  /** Set where it is another identity's, with whom this one is seen as one: the mark lasts as long as that does. */
  via?: string;
}
export const Blacklisted = model<BlacklistedRow>('blacklisted', { rowId: String, via: String });

/** A join, kept for as long as late events may still complete a flood. */
export interface JoinRow {
  _id: string;
  personId: string;
  groupId: string;
  at: Date;
  storedAt: Date;
}
export const Joins = model<JoinRow>(
  'risk_joins',
  { personId: String, groupId: String, at: Date, storedAt: Date },
  [
    // The joins of a person around a moment.
    { keys: { personId: 1, at: 1 } },
    { keys: { storedAt: 1 }, options: { expireAfterSeconds: 7 * 86_400 } },
  ],
);
