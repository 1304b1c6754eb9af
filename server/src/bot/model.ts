import { model } from '../kernel/store';

/** One event of a channel, stored before its sender is acknowledged. `_id` is `partition:channel:eventId`. */
export interface JournalRow {
  _id: string;
  partition: number;
  channel: string;
  eventId: string;
  groupId: string;
  userId: string;
  personId: string;
  name?: string;
  kind: 'message' | 'join' | 'leave';
  text: string;
  at: Date;
  receivedAt: Date;
  /** Present until decided; a crash leaves it, and the owner of the partition decides it then. */
  pending?: true;
  /** Set with the decision, when some rule saw it. */
  decidedAt?: Date;
  /** Failed too often to hold up its partition; a person must look. */
  failed?: string;
}

export const Journal = model<JournalRow>(
  'journal',
  {
    partition: Number,
    channel: String,
    eventId: String,
    groupId: String,
    userId: String,
    personId: String,
    name: String,
    kind: String,
    text: String,
    at: Date,
    receivedAt: Date,
    pending: Boolean,
    decidedAt: Date,
    failed: String,
  },
  [
    // What a new owner of a partition has to decide.
    { keys: { partition: 1, receivedAt: 1 }, options: { partialFilterExpression: { pending: true } } },
    // Rooms and their history.
    { keys: { groupId: 1, at: -1, _id: -1 } },
    // What could not be decided, for those who must look.
    { keys: { failed: 1 }, options: { sparse: true } },
    // A person's own text, for export and deletion.
    { keys: { personId: 1 } },
    // What is said in a group is kept as long as it can be asked "why?"; a redelivery that late is refused.
    { keys: { receivedAt: 1 }, options: { expireAfterSeconds: 31 * 86_400 } },
  ],
);

/** Who works which partition; the fence in it is checked inside every batch's transaction. */
export interface PartitionRow {
  _id: string;
  owner: string;
  fence: number;
  until: Date;
  batches: number;
}

export const Partitions = model<PartitionRow>('bot_partitions', {
  owner: String,
  fence: Number,
  until: Date,
  batches: Number,
});

/** A draft that a member of staff made by a sentence in a group and has not confirmed yet. */
export interface PendingSentence {
  _id: string;
  activityId: string;
  expireAt: Date;
}

export const PendingSentences = model<PendingSentence>(
  'bot_pending_sentences',
  { activityId: String, expireAt: Date },
  [{ keys: { expireAt: 1 }, options: { expireAfterSeconds: 0 } }],
);
