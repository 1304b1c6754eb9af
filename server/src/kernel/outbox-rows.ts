import type { DomainEvent } from './events';
import { newId } from './ids';
import { insertRows, Mixed, model, native, type ClientSession } from './store';

/** An event on its way to its reactions, written in the transaction that caused it. */
export interface OutboxRow {
  _id: string;
  type: string;
  payload: unknown;
  at: Date;
  /** Present until every reaction has a receipt; the partial index is what the dispatcher pages by. */
  pending?: true;
  dueAt: Date;
  attempts: number;
  /** Which dispatcher works on it, and until when that counts. */
  claim?: string;
  claimedUntil?: Date;
  /** The last failure, kept for the console. */
  error?: string;
  /** Set when tried too often: a person must look. */
  parked?: true;
  /** Done rows go after a week. */
  expireAt?: Date;
}

export const OutboxRows = model<OutboxRow>(
  'outbox',
  {
    type: String,
    payload: Mixed,
    at: Date,
    pending: Boolean,
    dueAt: Date,
    attempts: Number,
    claim: String,
    claimedUntil: Date,
    error: String,
    parked: Boolean,
    expireAt: Date,
  },
  [
    { keys: { dueAt: 1 }, options: { partialFilterExpression: { pending: true } } },
    { keys: { parked: 1, at: -1 }, options: { partialFilterExpression: { parked: true } } },
    { keys: { expireAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
);

let wake: () => void = () => undefined;

/** Called after a commit that wrote rows, so that reactions need not wait for the sweep. */
export const wakeOutbox = (): void => wake();

/** The dispatcher of this process puts itself here; without one, rows wait for another process. */
export const onOutboxWake = (listener: () => void): void => {
  wake = listener;
};

export const appendOutbox = (
  session: ClientSession,
  events: readonly DomainEvent[],
  at: Date,
): Promise<unknown> =>
  insertRows(
    session,
    OutboxRows,
    events.map(({ type, payload }) => ({
      _id: newId('evt'),
      type,
      payload,
      at,
      dueAt: at,
      pending: true as const,
      attempts: 0,
    })),
  );

/** How far reactions are behind: what is due and not done, since when, and what was given up. */
export async function outboxHealth(at: Date): Promise<{ waiting: number; oldestAt?: Date; parked: number }> {
  const due = { pending: true as const, dueAt: { $lte: at } };
  const [waiting, oldest, parked] = await Promise.all([
    native(OutboxRows).countDocuments(due, { limit: COUNTED_UP_TO }),
    native(OutboxRows).find(due).sort({ dueAt: 1 }).limit(1).next(),
    native(OutboxRows).countDocuments({ parked: true }),
  ]);
  return { waiting, ...(oldest ? { oldestAt: oldest.dueAt } : {}), parked };
}

/** Beyond this many it no longer matters how many. */
const COUNTED_UP_TO = 10_000;
