import { now } from '../kernel/clock';
import { asSystem, type Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { log } from '../kernel/log';
import { metrics } from '../kernel/metrics';
import { dropLease, takeLease } from '../kernel/schedule';
import { insertRows, native } from '../kernel/store';
import { applyFacts, lookAgain } from './apply';
import type { Fact } from './history';
import { Inbox, type InboxRow, Profiles } from './model';
import { bookFor, forgetBook } from './rule-book';

/** Facts in one row of the inbox, and people looked at by the clock in one transaction. */
const BATCH = 200;
/** Facts in one transaction: a backlog is worked off in few of them, without holding anybody up for long. */
const TAKEN_AT_ONCE = 400;
/** How often the one who works looks without being woken: other processes can't wake it. */
const SWEEP_MS = 500;
const LEASE = 'tags';
const LEASE_MS = 15_000;
/** After so many failures a row waits for a person to look into the log. */
const MAX_ATTEMPTS = 12;

/** Keeps facts for the engine in the transaction that learned of them, and wakes it after. `at`: when they were told. */
export async function receiveFacts(tx: Tx, facts: readonly Fact[], at = tx.now): Promise<void> {
  if (facts.length === 0) return;
  const rows: InboxRow[] = [];
  for (let i = 0; i < facts.length; i += BATCH)
    rows.push({
      _id: newId('fin'),
      at,
      facts: facts.slice(i, i + BATCH),
      attempts: 0,
      dueAt: tx.now,
    });
  await insertRows(tx.session, Inbox, rows);
  tx.afterCommit(() => tagEngine.wake());
}

/**
 * Takes facts from the inbox into profiles, and looks again at people whose day has come or whose rules changed. One
 * process at a time does it, by a lease; two would be right as well, only slower.
 */
export class TagEngine {
  readonly #owner = newId('own');
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #paused = false;
  #leaseUntil = 0;
  #rowsAtOnce = TAKEN_AT_ONCE;
  /** Rules asked since the start; for the bench. */
  evaluations = 0;
  /** Facts that said something new since the start. */
  taken = 0;

  /** `heard` is told of every row that was taken in, and how long after it was told: for the bench. */
  constructor(readonly heard: (facts: number, lagMs: number) => void = () => undefined) {}

  start(): void {
    this.#stopped = false;
    this.#timer = setInterval(() => this.wake(), SWEEP_MS);
    this.wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
    if (this.#leaseUntil > 0) await dropLease(LEASE, this.#owner);
    this.#leaseUntil = 0;
    forgetBook();
  }

  /** Facts are taken down and wait until `resume`: whoever tells weeks in seconds need not look at everybody daily. */
  async pause(): Promise<void> {
    this.#paused = true;
    await this.#running;
  }

  resume(): void {
    this.#paused = false;
    this.wake();
  }

  wake(): void {
    if (this.#stopped || !this.#timer) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#untilDone()
      .catch((error: unknown) => log.error({ err: error }, 'tags: round failed; the sweep tries again'))
      .finally(() => {
        this.#running = undefined;
        if (!this.#again) return;
        this.#again = false;
        this.wake();
      });
  }

  /** Resolves when nothing that is due is left; for tests and the demo. */
  async drain(): Promise<void> {
    await this.#running;
    while (await this.#round());
  }

  async #untilDone(): Promise<void> {
    while (!this.#stopped && !this.#paused && (await this.#mine()) && (await this.#round()));
  }

  async #mine(): Promise<boolean> {
    const at = now().getTime();
    if (at < this.#leaseUntil - LEASE_MS / 2) return true;
    const fence = await takeLease(LEASE, this.#owner, LEASE_MS);
    this.#leaseUntil = fence === undefined ? 0 : at + LEASE_MS;
    return fence !== undefined;
  }

  /** One transaction's worth of the most urgent; false: there is nothing. */
  async #round(): Promise<boolean> {
    return (await this.#takeIn()) || (await this.#byClock()) || (await this.#byRules());
  }

  async #takeIn(): Promise<boolean> {
    const due = await native(Inbox)
      .find({ dueAt: { $lte: now() } })
      .sort({ dueAt: 1, at: 1 })
      .limit(this.#rowsAtOnce)
      .toArray();
    if (due.length === 0) return false;
    let facts = 0;
    const rows = due.filter((row, i) => {
      facts += row.facts.length;
      return i === 0 || facts <= TAKEN_AT_ONCE;
    });
    // Behind a backlog, rows that can't be taken yet are not read again and again.
    this.#rowsAtOnce = Math.min(TAKEN_AT_ONCE, Math.ceil((due.length * TAKEN_AT_ONCE) / Math.max(1, facts)));
    try {
      await this.#apply(rows);
    } catch (error) {
      for (const row of rows) await this.#applyAlone(row, error);
    }
    return true;
  }

  async #apply(rows: readonly InboxRow[]): Promise<void> {
    const stop = metrics.tagSeconds.startTimer();
    const { facts, evaluations } = await asSystem('tags.take-in', async (tx) => {
      const applied = await applyFacts(
        tx,
        rows.flatMap((row) => row.facts),
      );
      await native(Inbox).deleteMany({ _id: { $in: rows.map(({ _id }) => _id) } }, { session: tx.session });
      return applied;
    });
    stop();
    this.taken += facts;
    this.evaluations += evaluations;
    const at = now().getTime();
    for (const row of rows) {
      const lagMs = Math.max(0, at - row.at.getTime());
      metrics.tagLagSeconds.observe(lagMs / 1000);
      this.heard(row.facts.length, lagMs);
    }
  }

  /** A row that can't be taken in holds up nobody else; it is tried again, ever later. */
  async #applyAlone(row: InboxRow, first: unknown): Promise<void> {
    try {
      await this.#apply([row]);
    } catch (error) {
      log.error({ err: error, first, row: row._id }, 'tags: facts not taken in; they are tried again');
      const attempts = row.attempts + 1;
      const waitMs = attempts >= MAX_ATTEMPTS ? 86_400_000 : Math.min(600_000, 1_000 * 2 ** attempts);
      await native(Inbox).updateOne(
        { _id: row._id },
        { $set: { attempts, dueAt: new Date(now().getTime() + waitMs) } },
      );
    }
  }

  async #byClock(): Promise<boolean> {
    const due = await native(Profiles)
      .find({ dueAt: { $lte: now() } }, { projection: { _id: 1 } })
      .sort({ dueAt: 1 })
      .limit(BATCH)
      .toArray();
    return this.#lookAgain(due);
  }

  async #byRules(): Promise<boolean> {
    const { version } = await bookFor();
    const stale = await native(Profiles)
      .find({ book: { $lt: version } }, { projection: { _id: 1 } })
      .limit(BATCH)
      .toArray();
    return this.#lookAgain(stale);
  }

  async #lookAgain(found: readonly { _id: string }[]): Promise<boolean> {
    if (found.length === 0) return false;
    await asSystem('tags.look-again', async (tx) => {
      this.evaluations += await lookAgain(
        tx,
        found.map(({ _id }) => _id),
      );
    });
    return true;
  }
}

/** The engine of this process. */
export const tagEngine = new TagEngine();
