import type { GateSettings } from '@kouyi/shared/contracts';
import { Mixed, model } from '../kernel/store';
import type { LineKind } from './rules';

export type LineState = 'queued' | 'sent' | 'refused' | 'failed';

/** One line the bot wants to say, from its plan to what became of it. Never deleted while it can be asked about. */
export interface OutgoingDoc {
  /** Derived from the planner's key. */
  _id: string;
  groupId: string;
  kind: LineKind;
  text: string;
  card?: { activityId: string; title: string; boxId?: string };
  cause: { activityId?: string; messageId?: string };
  /** When what the line reacts to happened. */
  causedAt: Date;
  createdAt: Date;
  /** Its place in the group's queue: when it was meant to be said. Never moves. */
  plannedFor: Date;
  /** Order among lines that were planned for the same moment. */
  seq: number;
  /** When it is looked at next; moves with waits and retries. */
  dueAt: Date;
  state: LineState;
  /** Present while queued; the partial indexes are what the deliverer pages by. */
  pending?: true;
  /** Failed tries; a line that has some holds those behind it. */
  attempts: number;
  claim?: string;
  claimedUntil?: Date;
  sentAt?: Date;
  /** The gate's last decision. */
  code?: string;
  reason?: string;
}

export const Outgoing = model<OutgoingDoc>(
  'outgoing',
  {
    groupId: String,
    kind: String,
    text: String,
    card: { activityId: String, title: String, boxId: String },
    cause: { activityId: String, messageId: String },
    causedAt: Date,
    createdAt: Date,
    plannedFor: Date,
    seq: Number,
    dueAt: Date,
    state: String,
    pending: Boolean,
    attempts: Number,
    claim: String,
    claimedUntil: Date,
    sentAt: Date,
    code: String,
    reason: String,
  },
  [
    // Which groups have something due.
    { keys: { dueAt: 1 }, options: { partialFilterExpression: { pending: true } } },
    // The queue of one group.
    { keys: { groupId: 1, plannedFor: 1, seq: 1 }, options: { partialFilterExpression: { pending: true } } },
    // Caps, gaps and the room's lines.
    { keys: { groupId: 1, sentAt: -1, _id: -1 }, options: { partialFilterExpression: { state: 'sent' } } },
    // The log, whole, by group and by state.
    { keys: { createdAt: -1, _id: -1 } },
    { keys: { groupId: 1, createdAt: -1, _id: -1 } },
    { keys: { state: 1, createdAt: -1, _id: -1 } },
    // Traces and live boards ask what an activity or a message made the bot say.
    { keys: { 'cause.activityId': 1, createdAt: -1 } },
    { keys: { 'cause.messageId': 1, createdAt: -1 } },
  ],
);

/** The brand's one document of settings. */
export interface GateSettingsDoc {
  _id: 'gate';
  settings: GateSettings;
  updatedAt: Date;
}

export const GateSettingsRows = model<GateSettingsDoc>('gate_settings', { settings: Mixed, updatedAt: Date });
