import type { Outcome } from '@kouyi/shared/types';
import { type Decided, DecideAgain, mainOutcome, planParticipations } from '../activities';
import { groupDirectory } from '../groups';
import { indexBy } from '../kernel/collections';
import { Combiner } from '../kernel/combiner';
import { asSystem } from '../kernel/command';
import { now } from '../kernel/clock';
import { log } from '../kernel/log';
import { metrics } from '../kernel/metrics';
import { publishRoom } from '../kernel/room-feed';
import { isDuplicateKey, native, rowsByIds } from '../kernel/store';
import { Journal, type JournalRow } from './model';
import { PartitionLost, PartitionOwner } from './partitions';
import { planSentences } from './sentences';
import { sightingsOf } from './sightings';

/** What came of a message: undefined where no rule listens. */
export interface Verdict {
  readonly outcome?: Outcome;
  readonly decided?: Decided;
}

const RECOVER_AT_ONCE = 1_000;
const GATHER_MS = 8;
/** So many waiting messages are a fraction of a second of work. */
const CALM_BELOW = 400;
const CALM_WAIT_MS = 1_000;
const MAX_TRIES = 25;
/** Pending rows younger than this are on their way through memory. */
const SWEEP_AFTER_MS = 2_000;
const SWEEP_MS = 1_000;

/** How the engine works. */
export interface EngineOptions {
  readonly partitions: number;
  readonly maxQueued: number;
  /** Nobody else works on this database: whoever held a partition before is gone, its lease need not run out. */
  readonly alone: boolean;
  /** Messages in one transaction. */
  readonly maxBatch: number;
  /** Transactions at once, over all partitions: the database is the bottleneck, and waiting makes batches larger. */
  readonly batchesAtOnce: number;
}

/**
 * The engine: decides the journal's rows of the partitions it owns, in batches, each exactly once: the row's
 * `pending` mark goes in the transaction that writes what was decided.
 */
export class Engine {
  readonly #owner: PartitionOwner;
  readonly #combiner: Combiner<JournalRow, Verdict>;
  /** Rows that are being stored, to be handed over then. */
  readonly #expected = new Set<string>();
  /** Rows on their way through memory; bounded by the queue. */
  readonly #inFlight = new Set<string>();
  /** For each look that is reading, the rows that left memory since it began: what it read about them is old. */
  readonly #looks = new Set<Set<string>>();
  #sweeper: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;
  #stopped = false;

  constructor(options: EngineOptions) {
    this.#combiner = new Combiner({
      name: 'engine',
      maxBatch: options.maxBatch,
      gatherMs: GATHER_MS,
      concurrency: options.batchesAtOnce,
      maxQueued: options.maxQueued,
      run: (partition, rows) => this.#decide(Number(partition), rows),
    });
    this.#owner = new PartitionOwner(options, (partition) => void this.#recover(partition).catch(logSweep));
  }

  async start(): Promise<void> {
    await this.#owner.start();
    this.#sweeper = setInterval(() => {
      this.#sweeping ??= this.#sweep()
        .catch(logSweep)
        .finally(() => (this.#sweeping = undefined));
    }, SWEEP_MS);
  }

  /** Decides what was taken, then gives the partitions back. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#sweeper);
    await this.#sweeping;
    await this.#combiner.drain();
    await this.#owner.stop();
  }

  /** Resolves when every stored row of this process's partitions is decided. */
  async drain(): Promise<void> {
    do {
      await this.#combiner.drain();
      await Promise.all(this.#owner.owned().map((partition) => this.#recover(partition, 0)));
    } while (this.#combiner.waiting > 0);
    await this.#combiner.drain();
  }

  /** Resolves when all that this process has taken is decided; unlike `drain` it does not look for what others left. */
  decided(): Promise<void> {
    return this.#combiner.drain();
  }

  /** @throws Refusal `queue_full` (503) */
  assertRoomFor(count: number): void {
    this.#combiner.assertRoomFor(count);
  }

  /** Waits, for a moment at most, until what was taken before is nearly decided. */
  calm(): Promise<void> {
    return this.#combiner.calm(CALM_BELOW, CALM_WAIT_MS);
  }

  /** Whether this process decides a partition's rows now. */
  owns(partition: number): boolean {
    return !this.#stopped && this.#owner.owns(partition);
  }

  /**
   * Says which rows this process is about to store and to hand over: however long that takes, the sweep must not take
   * them up in between. Answers what ends it.
   */
  expect(rows: readonly JournalRow[]): () => void {
    for (const { _id } of rows) this.#expected.add(_id);
    return () => {
      for (const { _id } of rows) this.#left(this.#expected, _id);
    };
  }

  #left(from: Set<string>, id: string): void {
    from.delete(id);
    for (const leftMeanwhile of this.#looks) leftMeanwhile.add(id);
  }

  #isKnown(id: string): boolean {
    return this.#expected.has(id) || this.#inFlight.has(id);
  }

  /** Hands a stored row over. Undefined if another process owns its partition: that one will find it. */
  take(row: JournalRow): Promise<Verdict> | undefined {
    if (!this.owns(row.partition)) return undefined;
    this.#inFlight.add(row._id);
    return this.#combiner.add(String(row.partition), row).finally(() => this.#left(this.#inFlight, row._id));
  }

  async #sweep(): Promise<void> {
    for (const partition of this.#owner.owned()) await this.#recover(partition);
  }

  /** Takes up rows that nobody is working on: left by a crash, or stored by a process that owns no partition. */
  async #recover(partition: number, olderThanMs = SWEEP_AFTER_MS): Promise<void> {
    if (this.#stopped) return;
    const leftMeanwhile = new Set<string>();
    this.#looks.add(leftMeanwhile);
    const isLeftOver = (id: string): boolean => !this.#isKnown(id) && !leftMeanwhile.has(id);
    try {
      // Under load most of what is pending is known here: only of what is not the rows themselves are read.
      const pending = await native(Journal)
        .find(
          { partition, pending: true, receivedAt: { $lte: new Date(now().getTime() - olderThanMs) } },
          { projection: { _id: 1 }, batchSize: RECOVER_AT_ONCE + 1 },
        )
        .sort({ receivedAt: 1 })
        .limit(RECOVER_AT_ONCE)
        .toArray();
      const ids = pending.map(({ _id }) => _id).filter(isLeftOver);
      const rows = indexBy(await rowsByIds(Journal, ids), ({ _id }) => _id);
      for (const id of ids) {
        const row = rows.get(id);
        // A row that is decided by now would make the whole batch fail that it gets into.
        if (!row?.pending || !isLeftOver(id)) continue;
        if (!this.#combiner.hasRoomFor(1)) break;
        this.take(row)?.catch((error: unknown) =>
          log.error({ err: error, partition }, 'left pending; the sweep takes it up again'),
        );
      }
    } finally {
      this.#looks.delete(leftMeanwhile);
    }
  }

  async #decide(partition: number, rows: readonly JournalRow[]): Promise<Verdict[]> {
    try {
      return await this.#decideTogether(partition, rows);
    } catch (error) {
      if (error instanceof PartitionLost || rows.length === 1) throw error;
      log.error({ err: error, partition, rows: rows.length }, 'batch failed; deciding one by one');
      const verdicts: Verdict[] = [];
      for (const row of rows) verdicts.push(await this.#decideAlone(partition, row));
      return verdicts;
    }
  }

  /** A row that can't be decided must not hold up its partition: it is marked and shown to people. */
  async #decideAlone(partition: number, row: JournalRow): Promise<Verdict> {
    try {
      return (await this.#decideTogether(partition, [row]))[0]!;
    } catch (error) {
      if (error instanceof PartitionLost) throw error;
      log.error({ err: error, row: row._id }, 'message could not be decided');
      const failed = (error instanceof Error ? error.message : String(error)).slice(0, 300);
      await native(Journal).updateOne({ _id: row._id }, { $set: { failed }, $unset: { pending: 1 } });
      return {};
    }
  }

  async #decideTogether(partition: number, rows: readonly JournalRow[]): Promise<Verdict[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#once(partition, rows);
      } catch (error) {
        const again = error instanceof DecideAgain || isDuplicateKey(error);
        if (!again || tries >= MAX_TRIES) throw error;
        log.debug({ partition, tries }, 'facts moved on; deciding again');
      }
    }
  }

  async #once(partition: number, rows: readonly JournalRow[]): Promise<Verdict[]> {
    const messages = rows.filter((row) => row.kind === 'message').flatMap(asIncoming);
    const [sentences, plan] = await Promise.all([
      planSentences(messages),
      planParticipations(messages, partition),
    ]);
    const decided = plan?.decided ?? [];
    const seen = sightingsOf(rows, plan);
    const at = now();
    await asSystem('bot.batch', async (tx) => {
      await this.#owner.fence(tx, partition);
      await plan?.write(tx);
      await sentences?.write(tx);
      if (seen) tx.emit(seen);
      const left = await native(Journal).updateMany(
        { _id: { $in: rows.map((row) => row._id) }, pending: true },
        { $set: { decidedAt: at }, $unset: { pending: 1 } },
        { session: tx.session },
      );
      // Somebody decided some of them: this process lost the partition and has not noticed yet.
      if (left.matchedCount !== rows.length)
        throw new PartitionLost(`rows of partition ${partition} are decided already`);
    });
    return this.#verdicts(rows, decided);
  }

  #verdicts(rows: readonly JournalRow[], decided: readonly Decided[]): Verdict[] {
    const byMessage = new Map<string, Decided[]>();
    for (const each of decided) {
      const had = byMessage.get(each.incoming.messageId);
      if (had) had.push(each);
      else byMessage.set(each.incoming.messageId, [each]);
    }
    const at = now().getTime();
    return rows.map((row) => {
      metrics.decideSeconds.observe(Math.max(0, at - row.receivedAt.getTime()) / 1000);
      const main = mainOutcome(byMessage.get(row._id) ?? []);
      if (!main) return {};
      const { outcome } = main.decision;
      publishRoom(row.groupId, { type: 'outcome', groupId: row.groupId, messageId: row._id, outcome });
      return { outcome, decided: main };
    });
  }
}

const logSweep = (error: unknown): void =>
  log.error({ err: error }, 'sweep failed; the next one tries again');

const asIncoming = (row: JournalRow) => {
  const group = groupDirectory.get(row.groupId);
  return group
    ? [
        {
          messageId: row._id,
          group,
          userId: row.userId,
          personId: row.personId,
          name: row.name,
          text: row.text,
          at: row.at,
        },
      ]
    : [];
};
