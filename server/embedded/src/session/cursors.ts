import { randomBytes } from 'node:crypto';
import { MongoError } from '../errors';
import { BREATH } from '../language';
import type { Session } from './sessions';

/** Encoded documents on their way to a client, and breaths. */
export type ByteFlow = Iterator<Buffer | typeof BREATH>;

const MAX_CURSORS = 5_000;
/** A cursor nobody asks for is closed after this. */
const CURSOR_TIMEOUT_MS = 10 * 60_000;
/** After this, what an idle cursor still has to give is read into memory, so that it pins no old pages. */
const PIN_LIMIT_MS = 20_000;
const MAX_IDLE_BYTES = 32 * 1024 * 1024;
/** What one batch may hold, as MongoDB: one document more than 16 MB must not fit. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024 - 16 * 1024;

/** Counts only the time in which somebody works, so that a slow client does not use up a query's time. */
export class ActiveClock {
  private total = 0;
  private since: number | undefined;

  start(): void {
    this.since ??= performance.now();
  }

  stop(): void {
    this.total = this.read();
    this.since = undefined;
  }

  /** Milliseconds worked. */
  readonly read = (): number => this.total + (this.since === undefined ? 0 : performance.now() - this.since);
}

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An open result. */
export class Cursor {
  id = 0n;
  lastUsedMs = Date.now();
  busy = false;
  noTimeout = false;
  private pending: Buffer | undefined;
  private done = false;

  constructor(
    readonly ns: string,
    private rows: ByteFlow,
    private readonly release: () => void,
    readonly clock: ActiveClock,
    readonly owner: { session: Session | undefined; transaction: bigint | undefined },
  ) {}

  get exhausted(): boolean {
    return this.done && !this.pending;
  }

  /** The next documents: at most `size` of them and 16 MB. Lets others in while it works. */
  async batch(size: number): Promise<Buffer[]> {
    const out: Buffer[] = [];
    let bytes = 0;
    this.clock.start();
    try {
      while (out.length < size) {
        const next = this.pending ?? this.step();
        if (next === BREATH) {
          await breathe();
          continue;
        }
        if (next === undefined) break;
        this.pending = undefined;
        if (bytes + next.length > MAX_BATCH_BYTES && out.length > 0) {
          this.pending = next;
          break;
        }
        bytes += next.length + 12;
        out.push(next);
      }
    } catch (error) {
      this.close();
      throw error;
    } finally {
      this.clock.stop();
      this.lastUsedMs = Date.now();
    }
    return out;
  }

  /** Looks one document ahead, so that a result that ends here needs no further question. */
  async peek(): Promise<void> {
    this.pending ??= await this.next();
  }

  close(): void {
    if (this.done) return;
    this.done = true;
    this.pending = undefined;
    this.rows.return?.();
    this.release();
  }

  /** Reads the rest into memory and lets go of the snapshot; false when the rest is too big. */
  async materialise(): Promise<boolean> {
    const rest: Buffer[] = [];
    let bytes = 0;
    for (let row = await this.next(); row; row = await this.next()) {
      rest.push(row);
      bytes += row.length;
      if (bytes > MAX_IDLE_BYTES) return false;
    }
    this.rows = rest[Symbol.iterator]();
    this.done = false;
    return true;
  }

  private async next(): Promise<Buffer | undefined> {
    for (;;) {
      const next = this.step();
      if (next !== BREATH) return next;
      await breathe();
    }
  }

  private step(): Buffer | typeof BREATH | undefined {
    if (this.done) return undefined;
    const step = this.rows.next();
    if (!step.done) return step.value;
    this.done = true;
    this.release();
    return undefined;
  }
}

/** Open cursors of the server. */
export class Cursors {
  private readonly open = new Map<bigint, Cursor>();
  private readonly unpinned = new WeakSet<Cursor>();
  timedOut = 0;

  get size(): number {
    return this.open.size;
  }

  /** Keeps a cursor for getMore; refused beyond a limit, so that forgotten cursors cannot eat the machine. */
  keep(cursor: Cursor): void {
    if (this.open.size >= MAX_CURSORS) {
      cursor.close();
      throw new MongoError(398, 'ResourceExhausted', `too many open cursors (limit ${MAX_CURSORS})`);
    }
    do cursor.id = randomBytes(8).readBigInt64LE(0) & 0x7fffffffffffffffn;
    while (cursor.id === 0n || this.open.has(cursor.id));
    this.open.set(cursor.id, cursor);
  }

  get(id: bigint): Cursor | undefined {
    return this.open.get(id);
  }

  kill(id: bigint): boolean {
    const cursor = this.open.get(id);
    if (!cursor) return false;
    this.open.delete(id);
    cursor.close();
    return true;
  }

  forget(cursor: Cursor): void {
    this.open.delete(cursor.id);
  }

  /** Kills what belongs to a session, or to one of its transactions. */
  killOf(session: Session, transaction?: bigint): void {
    for (const [id, cursor] of this.open) {
      if (cursor.owner.session !== session) continue;
      if (transaction !== undefined && cursor.owner.transaction !== transaction) continue;
      this.kill(id);
    }
  }

  killIn(matches: (ns: string) => boolean): void {
    for (const [id, cursor] of this.open) if (matches(cursor.ns)) this.kill(id);
  }

  /** Closes forgotten cursors; frees the pages of idle ones. */
  async expire(): Promise<void> {
    const now = Date.now();
    for (const [id, cursor] of [...this.open]) {
      if (cursor.busy) continue;
      const idleMs = now - cursor.lastUsedMs;
      if (idleMs > CURSOR_TIMEOUT_MS && !cursor.noTimeout) {
        this.timedOut++;
        this.kill(id);
      } else if (
        idleMs > PIN_LIMIT_MS &&
        !this.unpinned.has(cursor) &&
        cursor.owner.transaction === undefined
      ) {
        this.unpinned.add(cursor);
        cursor.busy = true;
        const fits = await cursor.materialise().catch(() => false);
        cursor.busy = false;
        if (!fits) this.kill(id);
      }
    }
  }
}
