import { groupBy } from './collections';
import { asSystem, type Tx } from './command';
import { now } from './clock';
import type { EventType } from './events';
import { newId } from './ids';
import { log } from './log';
import { metrics } from './metrics';
import { outboxIsHeld, type OutboxRow, OutboxRows, outboxWorkedBy } from './outbox-rows';
import { insertRows, model, native, rowsByIds } from './store';

/** One event as a reaction sees it. `key` is stable over retries: use it as the idempotency key outside. */
export interface Delivered<P> {
  readonly id: string;
  readonly at: Date;
  readonly payload: P;
  readonly key: string;
}

/** An effect of an event in another domain; see `on`. */
export interface Reaction {
  readonly event: string;
  readonly name: string;
  readonly run: (events: Delivered<never>[], tx: Tx) => Promise<void>;
}

/**
 * Declares a reaction. Its work and its receipt are one transaction, so it happens once however often it is
 * tried. It gets up to 200 events at a time, oldest first, and must not call adapters.
 */
export const on = <P>(
  event: EventType<P>,
  name: string,
  run: (events: Delivered<P>[], tx: Tx) => Promise<void>,
): Reaction => ({ event: event.type, name, run });

interface Receipt {
  _id: string;
  at: Date;
}
const Receipts = model<Receipt>('outbox_receipts', { at: Date }, [
  { keys: { at: 1 }, options: { expireAfterSeconds: 30 * 86_400 } },
]);

const BATCH = 200;
/** After a process has died its rows wait this long for another; a second try before that would be harmless. */
const CLAIM_MS = 20_000;
const SWEEP_MS = 2_000;
/** After so many failures a row is parked and shown to people. */
const MAX_ATTEMPTS = 12;

/** Runs reactions after commit, at least once each, until stopped. */
export class Dispatcher {
  readonly #byEvent = new Map<string, Reaction[]>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(reactions: readonly Reaction[]) {
    const names = new Set<string>();
    for (const reaction of reactions) {
      if (names.has(reaction.name)) throw new Error(`two reactions are named ${reaction.name}`);
      names.add(reaction.name);
      this.#byEvent.set(reaction.event, [...(this.#byEvent.get(reaction.event) ?? []), reaction]);
    }
  }

  start(): void {
    outboxWorkedBy({ poke: () => this.#poke(), drain: () => this.drain() });
    this.#timer = setInterval(() => this.#poke(), SWEEP_MS);
    this.#poke();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    outboxWorkedBy(undefined);
    await this.#running;
  }

  /** Resolves when nothing that is due is left; for tests and for a clean stop. */
  async drain(): Promise<void> {
    for (;;) {
      await this.#running;
      if (this.#stopped || (await this.#round()) === 0) return;
    }
  }

  #poke(): void {
    if (this.#stopped || outboxIsHeld()) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#untilEmpty()
      .catch((error: unknown) => log.error({ err: error }, 'outbox round failed; the sweep tries again'))
      .finally(() => {
        this.#running = undefined;
        if (this.#again) {
          this.#again = false;
          this.#poke();
        }
      });
  }

  async #untilEmpty(): Promise<void> {
    while (!this.#stopped && (await this.#round()) > 0);
  }

  /** Claims and works off one batch; answers how many rows it took. */
  async #round(): Promise<number> {
    const rows = await claimRows();
    if (rows.length === 0) return 0;
    const failed = new Map<string, string>();
    const byEvent = groupBy(rows, (row) => row.type);
    for (const [type, ofType] of byEvent) {
      for (const reaction of this.#byEvent.get(type) ?? []) await this.#react(reaction, ofType, failed);
    }
    await settle(rows, failed);
    return rows.length;
  }

  /** All rows together; if that fails, one by one, so that a poisoned row holds up nobody else. */
  async #react(reaction: Reaction, rows: OutboxRow[], failed: Map<string, string>): Promise<void> {
    try {
      await runOnce(reaction, rows);
    } catch (error) {
      metrics.reactionsFailed.inc({ reaction: reaction.name });
      if (rows.length === 1) {
        const message = error instanceof Error ? error.message : String(error);
        log.error({ err: error, reaction: reaction.name, event: rows[0]!._id }, 'reaction failed');
        failed.set(rows[0]!._id, `${reaction.name}: ${message}`.slice(0, 500));
        return;
      }
      for (const row of rows) await this.#react(reaction, [row], failed);
    }
  }
}

/** Lets go of what a process had claimed that is gone for sure: only where nobody else works on this database. */
export const forgetClaims = async (): Promise<void> => {
  await native(OutboxRows).updateMany(
    { pending: true, claim: { $exists: true } },
    { $unset: { claim: 1, claimedUntil: 1 } },
  );
};

async function claimRows(): Promise<OutboxRow[]> {
  const at = now();
  const free = {
    pending: true as const,
    dueAt: { $lte: at },
    $or: [{ claimedUntil: { $exists: false } }, { claimedUntil: { $lt: at } }],
  };
  const found = await native(OutboxRows)
    .find(free, { projection: { _id: 1 } })
    .sort({ dueAt: 1 })
    .limit(BATCH)
    .toArray();
  if (found.length === 0) return [];
  const claim = newId('clm');
  const ids = found.map((row) => row._id);
  await native(OutboxRows).updateMany(
    { ...free, _id: { $in: ids } },
    { $set: { claim, claimedUntil: new Date(at.getTime() + CLAIM_MS) } },
  );
  return native(OutboxRows)
    .find({ _id: { $in: ids }, claim })
    .sort({ dueAt: 1 })
    .toArray();
}

async function runOnce(reaction: Reaction, rows: OutboxRow[]): Promise<void> {
  const keyOf = (row: OutboxRow) => `${row._id}:${reaction.name}`;
  await asSystem(reaction.name, async (tx) => {
    const options = { session: tx.session };
    const receipts = await rowsByIds(Receipts, rows.map(keyOf), options);
    const had = new Set(receipts.map((receipt) => receipt._id));
    const fresh = rows.filter((row) => !had.has(keyOf(row)));
    if (fresh.length === 0) return;
    const events = fresh.map((row) => ({
      id: row._id,
      at: row.at,
      payload: row.payload as never,
      key: keyOf(row),
    }));
    await reaction.run(events, tx);
    await insertRows(
      tx.session,
      Receipts,
      fresh.map((row) => ({ _id: keyOf(row), at: tx.now })),
    );
  });
}

async function settle(rows: OutboxRow[], failed: Map<string, string>): Promise<void> {
  const at = now();
  const done = rows.filter((row) => !failed.has(row._id)).map((row) => row._id);
  if (done.length > 0) {
    await native(OutboxRows).updateMany(
      { _id: { $in: done } },
      {
        $set: { expireAt: new Date(at.getTime() + 7 * 86_400_000) },
        $unset: { pending: 1, claim: 1, claimedUntil: 1, error: 1 },
      },
    );
  }
  for (const row of rows) {
    const error = failed.get(row._id);
    if (error === undefined) continue;
    const attempts = row.attempts + 1;
    const parked = attempts >= MAX_ATTEMPTS;
    await native(OutboxRows).updateOne(
      { _id: row._id },
      {
        $set: {
          attempts,
          error,
          // Doubling from one second, at most ten minutes.
          dueAt: new Date(at.getTime() + Math.min(600_000, 1_000 * 2 ** attempts)),
          ...(parked ? { parked: true as const } : {}),
        },
        $unset: { claim: 1, claimedUntil: 1, ...(parked ? { pending: 1 as const } : {}) },
      },
    );
  }
}
