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

/** What works rows off in this process. */
interface Worker {
  readonly poke: () => void;
  readonly drain: () => Promise<void>;
}
let worker: Worker | undefined;
let held = false;

/** Called after a commit that wrote rows, so that reactions need not wait for the sweep. */
export const wakeOutbox = (): void => worker?.poke();

/** The dispatcher of this process puts itself here, undefined when it stops; without one, rows wait for another process. */
export const outboxWorkedBy = (dispatcher: Worker | undefined): void => void (worker = dispatcher);

/**
 * From now on rows gather, and nothing in this process reacts to them by itself, until what is answered is called.
 * What many commands wrote is then reacted to at once, by `drainOutbox`, for a fraction of the work.
 */
export function holdOutbox(): () => void {
  held = true;
  return () => {
    held = false;
    wakeOutbox();
  };
}

/** Whether rows gather just now. */
export const outboxIsHeld = (): boolean => held;

/** Resolves when what is due has been reacted to, held or not; answers whether nothing is left for later either. */
export async function drainOutbox(): Promise<boolean> {
  await worker?.drain();
  return (await native(OutboxRows).findOne({ pending: true }, { projection: { _id: 1 } })) === null;
}

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
