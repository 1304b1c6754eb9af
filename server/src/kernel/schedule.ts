import nodeSchedule from 'node-schedule';
import { now } from './clock';
import { newId } from './ids';
import { log } from './log';
import { isDuplicateKey, model, native } from './store';

/** Work that is due by the clock. */
export interface Job {
  readonly name: string;
  /** A due time every so many seconds, counted from the epoch, so that all processes see the same due times. */
  readonly everySeconds: number;
  /**
   * Due times that nobody was there for: `skip` runs only the latest, `each` runs one after another (at most
   * the last 24), for jobs whose work belongs to its due time.
   */
  readonly missed: 'skip' | 'each';
  /** `fence` grows with every change of owner: pass it along where a late owner could do harm. */
  readonly run: (due: { at: Date; fence: number }) => Promise<void>;
}

interface LeaseRow {
  _id: string;
  owner: string;
  fence: number;
  until: Date;
}
interface RunRow {
  _id: string;
  job: string;
  scheduledFor: Date;
  startedAt: Date;
  finishedAt?: Date;
  error?: string;
}

const Leases = model<LeaseRow>('leases', { owner: String, fence: Number, until: Date });
const Runs = model<RunRow>(
  'job_runs',
  { job: String, scheduledFor: Date, startedAt: Date, finishedAt: Date, error: String },
  [
    { keys: { job: 1, scheduledFor: -1 } },
    { keys: { startedAt: 1 }, options: { expireAfterSeconds: 7 * 86_400 } },
  ],
);

const LEASE_MS = 15_000;
const MAX_MISSED = 24;

/**
 * Takes or keeps a lease; answers its fencing number, or undefined while another owner holds it.
 * The number grows by one with each new owner, so that work of an earlier one can be told apart.
 */
export async function takeLease(
  name: string,
  owner: string,
  leaseMs = LEASE_MS,
): Promise<number | undefined> {
  const at = now();
  const until = new Date(at.getTime() + leaseMs);
  const kept = await native(Leases).findOneAndUpdate(
    { _id: name, owner },
    { $set: { until } },
    { returnDocument: 'after' },
  );
  if (kept) return kept.fence;
  try {
    const taken = await native(Leases).findOneAndUpdate(
      { _id: name, until: { $lt: at } },
      { $set: { owner, until }, $inc: { fence: 1 } },
      { upsert: true, returnDocument: 'after' },
    );
    return taken?.fence;
  } catch (error) {
    // Somebody holds it: the upsert met their row.
    if (isDuplicateKey(error)) return undefined;
    throw error;
  }
}

/** Runs that failed since an instant, the latest first, at most fifty. */
export const failedRunsSince = async (since: Date): Promise<{ job: string; at: Date; error: string }[]> =>
  (
    await native(Runs)
      .find({ startedAt: { $gte: since }, error: { $exists: true } })
      .sort({ startedAt: -1 })
      .limit(50)
      .toArray()
  ).map(({ job, startedAt, error }) => ({ job, at: startedAt, error: error ?? '' }));

/** Lets a lease go, so that another process need not wait for its end. */
export const dropLease = async (name: string, owner: string): Promise<void> => {
  await native(Leases).updateOne({ _id: name, owner }, { $set: { until: new Date(0) } });
};

/** Runs jobs at their due times in one process at a time, each due time once. */
export class Scheduler {
  readonly #owner = newId('own');
  readonly #running = new Set<Promise<void>>();
  readonly #busy = new Set<string>();
  readonly #lastDue = new Map<string, number>();
  #ticker: nodeSchedule.Job | undefined;
  #stopped = false;

  /** `mayRun` answers whether anything may run now; what was due meanwhile is found when it may again. */
  constructor(
    readonly jobs: readonly Job[],
    readonly mayRun: () => boolean = () => true,
  ) {}

  /** node-schedule is only the ticker: what is due is computed from the clock and the run records. */
  start(): void {
    this.#ticker = nodeSchedule.scheduleJob(
      { rule: '* * * * * *', tz: 'Asia/Shanghai' },
      () => void this.tick(),
    );
    // A bad spec returns null in silence.
    if (!(this.#ticker as nodeSchedule.Job | null)) throw new Error('the ticker did not start');
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#ticker?.cancel();
    await Promise.all(this.#running);
    if (this.#lastDue.size > 0) await dropLease('scheduler', this.#owner);
  }

  /** Looks what is due and runs it; a job that still runs is left to its next tick. */
  async tick(): Promise<void> {
    if (this.#stopped || !this.mayRun()) return;
    const work = this.#tick().catch((error: unknown) =>
      log.error({ err: error }, 'scheduler tick failed; the next tick tries again'),
    );
    this.#running.add(work);
    await work;
    this.#running.delete(work);
  }

  /** Resolves when all that is due now has run, also what another tick had begun, before or meanwhile; for tests. */
  async drain(): Promise<void> {
    await Promise.all(this.#running);
    await this.tick();
    await Promise.all(this.#running);
  }

  async #tick(): Promise<void> {
    const at = now();
    const due = this.jobs.filter(
      (job) => !this.#busy.has(job.name) && slotOf(job, at) !== this.#lastDue.get(job.name),
    );
    if (due.length === 0) return;
    const fence = await takeLease('scheduler', this.#owner);
    if (fence === undefined) return;
    await Promise.all(due.map((job) => this.#runDue(job, at, fence)));
  }

  async #runDue(job: Job, at: Date, fence: number): Promise<void> {
    this.#busy.add(job.name);
    try {
      for (const slot of await this.#dueSlots(job, at)) {
        const ran = await runSlot(job, slot, fence);
        if (ran) log.debug({ job: job.name, slot }, 'job ran');
      }
      this.#lastDue.set(job.name, slotOf(job, at));
    } finally {
      this.#busy.delete(job.name);
    }
  }

  async #dueSlots(job: Job, at: Date): Promise<number[]> {
    const current = slotOf(job, at);
    if (job.missed === 'skip') return [current];
    const last = await native(Runs).find({ job: job.name }).sort({ scheduledFor: -1 }).limit(1).next();
    const from = last ? slotOf(job, last.scheduledFor) + 1 : current;
    const first = Math.max(from, current - MAX_MISSED + 1);
    return Array.from({ length: Math.max(0, current - first + 1) }, (_, i) => first + i);
  }
}

const slotOf = (job: Job, at: Date): number => Math.floor(at.getTime() / (job.everySeconds * 1000));

/** The run record, unique by due time, is what keeps a due time from running twice. */
async function runSlot(job: Job, slot: number, fence: number): Promise<boolean> {
  const scheduledFor = new Date(slot * job.everySeconds * 1000);
  const _id = `${job.name}:${slot}`;
  // Jobs of every few seconds would fill the collection: their work is idempotent by state and needs no record.
  const recorded = job.everySeconds >= 60;
  if (recorded) {
    try {
      await native(Runs).insertOne({ _id, job: job.name, scheduledFor, startedAt: now() });
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
  try {
    await job.run({ at: scheduledFor, fence });
    if (recorded) await native(Runs).updateOne({ _id }, { $set: { finishedAt: now() } });
  } catch (error) {
    log.error({ err: error, job: job.name }, 'job failed');
    const message = error instanceof Error ? error.message : String(error);
    if (recorded)
      await native(Runs).updateOne({ _id }, { $set: { finishedAt: now(), error: message.slice(0, 500) } });
  }
  return true;
}
