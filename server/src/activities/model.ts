import type { ActivityKind, ActivityRule, ActivityState, Outcome } from '@kouyi/shared/types';
import type { DecisionFacts } from '@kouyi/shared/rules/decide';
import { Mixed, model } from '../kernel/store';

/** A span of event time in which an activity was paused; without `to` it still is. */
export interface Pause {
  from: Date;
  to?: Date;
}

/** An activity as it is now. Earlier rules are kept as versions. */
export interface ActivityDoc {
  _id: string;
  version: number;
  state: ActivityState;
  rule: ActivityRule;
  /** Copies of parts of the rule, for lists and for the clock. */
  title: string;
  kind: ActivityKind;
  startAt: Date;
  endAt: Date;
  pauses: Pause[];
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  /** When it was ended, by the clock or by a person. */
  closedAt?: Date;
}

/** A frozen rule. Decisions name the version they used. */
export interface ActivityVersion {
  _id: string;
  activityId: string;
  version: number;
  rule: ActivityRule;
  at: Date;
  by: string;
}

/** What one person did in one activity; `rev` guards against two writers. */
export interface ProgressDoc {
  _id: string;
  activityId: string;
  personId: string;
  /** Counted participations; in a quiz wrong answers too. */
  attempts: number;
  counted: number;
  points: number;
  /** Check-ins: Shanghai day numbers, sorted, made-up ones included. */
  days: number[];
  madeUp: number[];
  /** Participations by Shanghai day, where a limit per day needs them. */
  perDay: Record<string, number>;
  /** Place among the counted of the first participation, from 1, in its group. */
  place?: number;
  firstAt?: Date;
  rev: number;
}

/** Numbers of one activity in one group. Written by the owner of the group's partition. */
export interface TallyDoc {
  _id: string;
  activityId: string;
  groupId: string;
  counted: number;
  people: number;
  firstTimers: number;
  points: number;
  outcomes: Partial<Record<Outcome, number>>;
  options: Record<string, number>;
  /** Counted by Shanghai day, for check-ins. */
  perDay: Record<string, number>;
  first?: { name: string; at: Date };
  firstToday?: { day: number; name: string; at: Date };
  /** Since the bot's last answer. */
  unanswered: number;
  unansweredNames: string[];
  answerDueAt?: Date;
  lastMessageId?: string;
  firstCountedAt?: Date;
  rev: number;
}

/** Numbers of an activity in a group where nobody took part yet. */
export const newTally = (activityId: string, groupId: string): TallyDoc => ({
  _id: tallyId(activityId, groupId),
  activityId,
  groupId,
  counted: 0,
  people: 0,
  firstTimers: 0,
  points: 0,
  outcomes: {},
  options: {},
  perDay: {},
  unanswered: 0,
  unansweredNames: [],
  rev: 0,
});

/** Counted participations of one minute, one row a partition, so that no two writers share it. */
export interface MinuteDoc {
  _id: string;
  activityId: string;
  minute: Date;
  counted: number;
}

/** What a decision kept of its facts, so that it can be run again. */
export type KeptFacts = Omit<DecisionFacts, 'rule' | 'at' | 'text'> & {
  /** Set where the activity was ended before its rule's own end. */
  readonly endedAt?: string;
};

/** One decision about one message. Counted ones are the participations and are kept; the others go after 30 days. */
export interface DecisionDoc {
  _id: string;
  activityId: string;
  version: number;
  groupId: string;
  personId: string;
  messageId?: string;
  name: string;
  at: Date;
  decidedAt: Date;
  outcome: Outcome;
  points: number;
  day: number;
  option?: string;
  text?: string;
  firstTime?: boolean;
  facts?: KeptFacts;
  expireAt?: Date;
}

/** The first participation of a person in any activity. */
export interface FirstTimeDoc {
  _id: string;
  activityId: string;
  at: Date;
}

/** What is left of limits that span groups, and was not leased to a partition. */
export interface QuotaDoc {
  _id: string;
  totalLeft?: number;
  pointsLeft?: number;
}

/** Leased to a partition and not spent yet. */
export interface QuotaLeaseDoc {
  _id: string;
  activityId: string;
  total: number;
  points: number;
  /** Grows when the partition begins to count in another group: a moment that an edit must not overlook. */
  begun?: number;
}

export const Activities = model<ActivityDoc>(
  'activities',
  {
    version: Number,
    state: String,
    rule: Mixed,
    title: String,
    kind: String,
    startAt: Date,
    endAt: Date,
    pauses: [Mixed],
    createdAt: Date,
    createdBy: String,
    updatedAt: Date,
    closedAt: Date,
  },
  [
    { keys: { createdAt: -1, _id: -1 } },
    { keys: { state: 1, createdAt: -1, _id: -1 } },
    // The clock: what is to start, what is to end.
    { keys: { state: 1, startAt: 1 } },
    { keys: { state: 1, endAt: 1 } },
    { keys: { updatedAt: 1 } },
  ],
);

export const Versions = model<ActivityVersion>(
  'activity_versions',
  { activityId: String, version: Number, rule: Mixed, at: Date, by: String },
  [{ keys: { activityId: 1, version: -1 } }],
);

export const Progress = model<ProgressDoc>(
  'activity_progress',
  {
    activityId: String,
    personId: String,
    attempts: Number,
    counted: Number,
    points: Number,
    days: [Number],
    madeUp: [Number],
    perDay: Mixed,
    place: Number,
    firstAt: Date,
    rev: Number,
  },
  [{ keys: { personId: 1, activityId: 1 } }, { keys: { activityId: 1, firstAt: 1 } }],
);

export const Tallies = model<TallyDoc>(
  'activity_tallies',
  {
    activityId: String,
    groupId: String,
    counted: Number,
    people: Number,
    firstTimers: Number,
    points: Number,
    outcomes: Mixed,
    options: Mixed,
    perDay: Mixed,
    first: Mixed,
    firstToday: Mixed,
    unanswered: Number,
    unansweredNames: [String],
    answerDueAt: Date,
    lastMessageId: String,
    firstCountedAt: Date,
    rev: Number,
  },
  [{ keys: { activityId: 1 } }, { keys: { answerDueAt: 1 }, options: { sparse: true } }],
);

export const Minutes = model<MinuteDoc>(
  'activity_minutes',
  { activityId: String, minute: Date, counted: Number },
  [{ keys: { activityId: 1, minute: 1 } }, { keys: { minute: 1 } }],
);

export const Decisions = model<DecisionDoc>(
  'activity_decisions',
  {
    activityId: String,
    version: Number,
    groupId: String,
    personId: String,
    messageId: String,
    name: String,
    at: Date,
    decidedAt: Date,
    outcome: String,
    points: Number,
    day: Number,
    option: String,
    text: String,
    firstTime: Boolean,
    facts: Mixed,
    expireAt: Date,
  },
  [
    { keys: { activityId: 1, at: -1, _id: -1 } },
    // Of one group; and those that did not count, by why.
    { keys: { activityId: 1, groupId: 1, at: -1, _id: -1 } },
    {
      keys: { activityId: 1, outcome: 1, at: -1, _id: -1 },
      options: { partialFilterExpression: { expireAt: { $exists: true } } },
    },
    { keys: { personId: 1, at: -1, _id: -1 } },
    { keys: { messageId: 1 }, options: { sparse: true } },
    { keys: { expireAt: 1 }, options: { expireAfterSeconds: 0, sparse: true } },
  ],
);

export const FirstTimes = model<FirstTimeDoc>('activity_first_times', { activityId: String, at: Date });
export const Quotas = model<QuotaDoc>('activity_quotas', { totalLeft: Number, pointsLeft: Number });
export const QuotaLeases = model<QuotaLeaseDoc>(
  'activity_quota_leases',
  { activityId: String, total: Number, points: Number, begun: Number },
  [{ keys: { activityId: 1 } }],
);

/** The id of how far somebody is in an activity. */
export const progressId = (activityId: string, personId: string): string => `${activityId}:${personId}`;
/** The id of what an activity came to in a group. */
export const tallyId = (activityId: string, groupId: string): string => `${activityId}:${groupId}`;
/** The id of a version of a rule. */
export const versionId = (activityId: string, version: number): string => `${activityId}:${version}`;
