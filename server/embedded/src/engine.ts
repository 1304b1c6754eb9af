import { Timestamp, Long } from 'bson';
import { Budget, compileFilter } from './language';
import { FailPoint, WriteFailPoint } from './failpoint';
import { Cursors } from './session/cursors';
import { Sessions } from './session/sessions';
import { Catalog } from './storage/catalog';
import { Committer } from './storage/committer';
import { openEnvironment, type Environment } from './storage/environment';
import { Locks } from './storage/locks';
import { LmdbView } from './storage/view';

/** How a server is set up. */
export interface EngineOptions {
  dataDir: string;
  /** Allows configureFailPoint. */
  testMode?: boolean;
  /** Clients must log in with this password (SCRAM-SHA-256). */
  password?: string;
  /** The user name that goes with the password. */
  user?: string;
  /** Called when a commit fails half-way; the default kills the process, because nothing may be acknowledged any more. */
  onFatal?: (error: Error) => void;
}

/** The name of the one-member replica set; without one, drivers would not use transactions. */
export const SET_NAME = 'rs0';

/** Everything behind the wire: storage, sessions, cursors and counters of one data directory. */
export class Engine {
  readonly env: Environment;
  readonly catalog: Catalog;
  readonly locks = new Locks();
  readonly committer: Committer;
  readonly sessions: Sessions;
  readonly cursors = new Cursors();
  readonly failPoint = new FailPoint();
  readonly writeFailPoint = new WriteFailPoint();
  readonly startedMs = Date.now();
  /** Commands by name, and documents moved; serverStatus shows them. */
  readonly counters = {
    commands: new Map<string, number>(),
    inserted: 0,
    updated: 0,
    deleted: 0,
    returned: 0,
    aborted: 0,
    committed: 0,
    conflicts: 0,
  };
  /** How many clients there are; set by the server that listens. */
  connections?: () => { current: number; available: number; total: number };
  private clock = 0n;

  constructor(readonly options: EngineOptions) {
    this.env = openEnvironment(options.dataDir);
    this.catalog = new Catalog((filter) =>
      compileFilter(filter, { now: new Date(0), budget: new Budget({ maxBytes: Infinity }) }),
    );
    this.catalog.load(this.env);
    this.committer = new Committer(this.env, this.catalog, this.locks, options.onFatal ?? die);
    this.sessions = new Sessions(this.env, {
      catalog: this.catalog,
      committer: this.committer,
      locks: this.locks,
      latest: () => this.latest(),
    });
  }

  /** The newest committed state; not pinned, so only for reads that finish before anything is awaited. */
  latest(): LmdbView {
    return new LmdbView(this.env, this.catalog, this.committer.committed);
  }

  /** The cluster time: seconds and a counter, always growing. */
  now(): Timestamp {
    const seconds = BigInt(Math.floor(Date.now() / 1000)) << 32n;
    this.clock = this.clock >= seconds ? this.clock + 1n : seconds + 1n;
    return new Timestamp(Long.fromBigInt(this.clock, true));
  }

  count(command: string): void {
    this.counters.commands.set(command, (this.counters.commands.get(command) ?? 0) + 1);
  }

  /** Waits for what has been promised, then closes the files. */
  async close(): Promise<void> {
    for (const session of this.sessions.all()) session.transaction?.abort();
    this.cursors.killIn(() => true);
    await this.committer.drain();
    await this.env.root.close();
  }
}

function die(error: Error): void {
  process.stderr.write(`embedded database: a commit failed, stopping: ${error.stack ?? error.message}\n`);
  process.kill(process.pid, 'SIGKILL');
}
