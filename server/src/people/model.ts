import { derivedId } from '../kernel/ids';
import type { Sealed } from '../kernel/seal';
import { Mixed, model } from '../kernel/store';

/** How a person is known outside: `channel:simulator`, `openid`, `unionid` … A value is never logged. */
export interface Identity {
  kind: string;
  value: string;
}

/** A person as we know them. The id follows from the first identity, so that the hot path needs no look-up. */
export interface PersonRow {
  _id: string;
  nickname: string;
  /** When the nickname was seen, so that an older message brings no older name back. */
  nicknameAt: Date;
  /** Pieces of the nickname by which a search finds it; absent: they are deleted. */
  nameKeys?: string[];
  identities: Identity[];
  /** Groups they were seen in, the latest `GROUPS_KEPT`: who reaches one of them reaches the person. */
  seenIn: string[];
  createdAt: Date;
  /** Whom they are seen as one with: the person they were merged into, and the one who stands for all of them. */
  mergedInto?: string;
  rootId?: string;
  /** Groups in which those were seen for whom they stand; absent: they stand for nobody but themself. */
  seenWith?: string[];
  /** End of the care period, in which no promotion may reach them. */
  careUntil?: Date;
  /** A number they proved to be theirs; found by its hash among the identities. */
  phone?: Sealed;
  /** The person asked to be deleted: what is left carries no name. They come back only by signing in, as somebody new. */
  deletedAt?: Date;
  /** How often whoever signs in by this openid came back after a deletion: their id now follows from it. */
  returns?: number;
}
export const People = model<PersonRow>(
  'people',
  {
    nickname: String,
    nicknameAt: Date,
    nameKeys: { type: [String], default: undefined },
    identities: Mixed,
    seenIn: [String],
    createdAt: Date,
    mergedInto: String,
    rootId: String,
    seenWith: { type: [String], default: undefined },
    careUntil: Date,
    phone: Mixed,
    deletedAt: Date,
    returns: Number,
  },
  [
    // The list, newest first.
    { keys: { createdAt: -1, _id: -1 } },
    // The list of a branch: people of its groups, newest first.
    { keys: { seenIn: 1, createdAt: -1, _id: -1 } },
    { keys: { seenWith: 1, createdAt: -1, _id: -1 }, options: { sparse: true } },
    // Everybody who is seen as one.
    { keys: { rootId: 1 }, options: { sparse: true } },
    // Search by part of the name, newest first.
    { keys: { nameKeys: 1, createdAt: -1, _id: -1 } },
    // Search by identity.
    { keys: { 'identities.value': 1 } },
  ],
);

/** That two people were found to be one, and that this was taken back. Never removed, so that no proof does it again. */
export interface MergeRow {
  _id: string;
  into: string;
  personId: string;
  proof: 'unionid' | 'staff';
  reason: string;
  by: string;
  at: Date;
  undoneAt?: Date;
  undoneBy?: string;
  undoneReason?: string;
}
export const Merges = model<MergeRow>(
  'person_merges',
  {
    into: String,
    personId: String,
    proof: String,
    reason: String,
    by: String,
    at: Date,
    undoneAt: Date,
    undoneBy: String,
    undoneReason: String,
  },
  [{ keys: { personId: 1, at: -1 } }, { keys: { into: 1, at: -1 } }],
);

/** A session of the mini-program. The id is the hash of the token. */
export interface MemberSessionRow {
  _id: string;
  personId: string;
  createdAt: Date;
  seenAt: Date;
  until: Date;
}
export const MemberSessions = model<MemberSessionRow>(
  'member_sessions',
  { personId: String, createdAt: Date, seenAt: Date, until: Date },
  [{ keys: { personId: 1, createdAt: 1 } }, { keys: { until: 1 }, options: { expireAfterSeconds: 0 } }],
);

/** That a person agreed to a version of the texts. Kept after deletion, without a name, as proof. */
export interface ConsentRow {
  _id: string;
  personId: string;
  version: string;
  at: Date;
  withdrawnAt?: Date;
}
export const Consents = model<ConsentRow>(
  'consents',
  { personId: String, version: String, at: Date, withdrawnAt: Date },
  [{ keys: { personId: 1, at: -1 } }],
);

/** The id of whoever has this user id in this channel: the same for ever, without a look-up. */
export const personIdOf = (channel: string, userId: string): string => derivedId('psn', channel, userId);
