import { model } from '../kernel/store';
import type { NoticeKind } from './rules';

/** One thing told to one person, or held back. The id follows from the key, so that nothing is told twice. */
export interface NoticeRow {
  _id: string;
  personId: string;
  kind: NoticeKind;
  title: string;
  text: string;
  page?: string;
  cause: { kind: string; id: string };
  at: Date;
  /** The gate's decision: told, or kept back for the reason given. */
  told: boolean;
  code: string;
  reason: string;
  /** Present while told and not read: counting is an index scan. */
  unread?: true;
  readAt?: Date;
  /** Present while a push waits to leave. */
  pushing?: true;
  pushDueAt?: Date;
  pushAttempts?: number;
  /** A try whose answer never came: the message may be there already. */
  pushInDoubt?: true;
  claimedUntil?: Date;
  pushState?: 'sent' | 'refused' | 'failed';
  pushReason?: string;
}

export const Notices = model<NoticeRow>(
  'notices',
  {
    personId: String,
    kind: String,
    title: String,
    text: String,
    page: String,
    cause: { kind: String, id: String },
    at: Date,
    told: Boolean,
    code: String,
    reason: String,
    unread: Boolean,
    readAt: Date,
    pushing: Boolean,
    pushDueAt: Date,
    pushAttempts: Number,
    pushInDoubt: Boolean,
    claimedUntil: Date,
    pushState: String,
    pushReason: String,
  },
  [
    // A person's inbox, newest first; staff read what was held back, too.
    { keys: { personId: 1, told: 1, at: -1, _id: -1 } },
    { keys: { personId: 1, at: -1, _id: -1 } },
    { keys: { personId: 1 }, options: { partialFilterExpression: { unread: true }, name: 'unread' } },
    // Pushes that are due.
    { keys: { pushDueAt: 1 }, options: { partialFilterExpression: { pushing: true } } },
  ],
);

/** Consents of a person to one WeChat template; one is one message. `keys` are the last requests counted. */
export interface SubscriptionRow {
  _id: string;
  personId: string;
  templateId: string;
  left: number;
  keys: string[];
}

export const Subscriptions = model<SubscriptionRow>(
  'notice_consents',
  { personId: String, templateId: String, left: Number, keys: [String] },
  [{ keys: { personId: 1 } }],
);

/** The id of somebody’s consent to one kind of push. */
export const subscriptionId = (personId: string, templateId: string): string => `${personId}:${templateId}`;
