import { MongoError } from '../errors';
import type { Catalog } from './catalog';
import { DirectStore } from './direct';
import type { Environment } from './environment';
import { Blocked, type Locks } from './locks';
import { Snapshot } from './view';

interface Job {
  run: (store: DirectStore) => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** A batch stops taking jobs after this long, so that reads are served in between. */
const BATCH_MS = 25;

/**
 * The one writer. Jobs that arrive while the disk is busy share the next LMDB commit; each is answered only
 * when that commit is on the disk. A job is a synchronous function that checks everything before its first
 * write, so a job that refuses leaves nothing behind and needs no rollback.
 */
export class Committer {
  /** Batches that are on the disk. */
  committed = 0;
  batches = 0;
  private readonly queue: Job[] = [];
  private scheduled = false;
  private started = 0;
  private inFlight = 0;
  private failed: Error | undefined;
  private idle: (() => void)[] = [];

  constructor(
    private readonly env: Environment,
    private readonly catalog: Catalog,
    private readonly locks: Locks,
    /** Called when a batch cannot be finished: nothing of it may be acknowledged, so the server must stop. */
    private readonly onFatal: (error: Error) => void,
  ) {}

  /** Runs `run` in a coming batch; settles when the batch is durable. Refusals of `run` reject. */
  submit<T>(run: (store: DirectStore) => T): Promise<T> {
    if (this.failed) return Promise.reject(shuttingDown());
    return new Promise<T>((resolve, reject) => {
      this.queue.push({ run, resolve: resolve as (value: unknown) => void, reject });
      this.schedule();
    });
  }

  /** Like `submit`, but waits for open transactions that hold what the job wants to write. */
  async submitWaiting<T>(run: (store: DirectStore) => T, deadlineMs: number): Promise<T> {
    for (;;) {
      try {
        return await this.submit(run);
      } catch (error) {
        if (!(error instanceof Blocked)) throw error;
        await before(error.until, deadlineMs);
      }
    }
  }

  snapshot(): Snapshot {
    return new Snapshot(this.env, this.catalog, this.committed);
  }

  /** Settles when everything submitted so far is done. */
  async drain(): Promise<void> {
    while (this.queue.length > 0 || this.inFlight > 0) await new Promise<void>((r) => this.idle.push(r));
  }

  private schedule(): void {
    if (this.scheduled || this.queue.length === 0) return;
    this.scheduled = true;
    this.inFlight++;
    const done: (() => void)[] = [];
    const number = ++this.started;
    this.env.root
      .transaction(() => this.runBatch(number, done))
      .then(
        () => {
          this.committed = Math.max(this.committed, number);
          // The next read must see what is about to be acknowledged.
          this.env.root.resetReadTxn();
          for (const settle of done) settle();
          this.settled();
        },
        (error: unknown) => {
          this.fail(error);
          this.settled();
        },
      );
  }

  private settled(): void {
    this.inFlight--;
    const waiting = this.idle;
    this.idle = [];
    for (const wake of waiting) wake();
    this.schedule();
  }

  private runBatch(number: number, done: (() => void)[]): void {
    this.scheduled = false;
    this.batches++;
    const store = new DirectStore(this.env, this.catalog, number, this.locks);
    const until = performance.now() + BATCH_MS;
    let taken = 0;
    while (taken < this.queue.length) {
      const job = this.queue[taken++]!;
      const before = store.writes;
      try {
        const value = job.run(store);
        done.push(() => job.resolve(value));
      } catch (error) {
        if (store.writes !== before && !(error instanceof MongoError) && !(error instanceof Blocked)) {
          // A refusal comes before the write it refuses; anything else broke in the middle of a write, and half
          // a write must not reach the disk.
          this.fail(error);
          throw error;
        }
        done.push(() => job.reject(error));
      }
      if (performance.now() > until) break;
    }
    this.queue.splice(0, taken);
    this.catalog.flush(this.env);
  }

  private fail(error: unknown): void {
    this.failed = error instanceof Error ? error : new Error(String(error));
    for (const job of this.queue.splice(0)) job.reject(shuttingDown());
    this.onFatal(this.failed);
  }
}

const shuttingDown = () =>
  new MongoError(91, 'ShutdownInProgress', 'The server stops because a commit has failed');

/** Waits for a promise, but not beyond a moment (ms since epoch): then 50 MaxTimeMSExpired. */
export async function before(until: Promise<void>, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new MongoError(50, 'MaxTimeMSExpired', 'operation exceeded time limit while waiting for a lock'),
        ),
      Math.max(0, deadlineMs - Date.now()),
    );
  });
  try {
    await Promise.race([until, late]);
  } finally {
    clearTimeout(timer);
  }
}
