import type { Raw, Reply } from '../bson/codec';
import { isDoc, type Doc, type Value } from '../bson/value';
import type { Engine } from '../engine';
import { MongoError } from '../errors';
import { Budget, compileFilter, evaluateExpression, isSimpleCollation, type Env } from '../language';
import { planQuery } from '../plan/planner';
import { matches } from '../plan/scan';
import { BREATH } from '../language';
import { ActiveClock } from '../session/cursors';
import type { Session } from '../session/sessions';
import type { Transaction } from '../session/transaction';
import type { Connection } from '../wire/connection';
import { Blocked } from '../storage/locks';
import type { Store } from '../storage/store';
import type { Snapshot, View } from '../storage/view';
import { before } from '../storage/committer';
import { docArg, intArg, nameOf } from './args';
import { nsOf } from './namespace';

/** The longest any operation may take when the client sets no limit, ms. */
export const DEFAULT_MAX_TIME_MS = 5 * 60_000;

/** One command on its way: what was asked, by whom, and what it may use. */
export class Call {
  readonly startedMs = Date.now();
  readonly clock = new ActiveClock();
  readonly deadlineMs: number;
  session: Session | undefined;
  transaction: Transaction | undefined;
  /** Set for a retryable write outside a transaction. */
  txnNumber: bigint | undefined;
  private snapshot: Snapshot | undefined;

  constructor(
    readonly engine: Engine,
    readonly connection: Connection,
    readonly name: string,
    readonly body: Doc,
    /** Documents that came beside the command, still encoded. */
    readonly sequences: ReadonlyMap<string, Raw[]>,
  ) {
    const limit = intArg(body, 'maxTimeMS') ?? 0;
    if (limit < 0) throw new MongoError(2, 'BadValue', 'maxTimeMS must be non-negative');
    this.maxTimeMs = limit > 0 ? Math.min(limit, DEFAULT_MAX_TIME_MS) : DEFAULT_MAX_TIME_MS;
    this.deadlineMs = this.startedMs + this.maxTimeMs;
    this.clock.start();
    this.budget = new Budget({ deadlineMs: this.maxTimeMs, now: this.clock.read });
  }

  readonly maxTimeMs: number;
  readonly budget: Budget;

  get db(): string {
    const db = this.body.get('$db');
    return typeof db === 'string' ? db : 'test';
  }

  /** The namespace the command's first field names. */
  get ns(): string {
    return nsOf(this.db, this.body.get([...this.body.keys()][0]!));
  }

  /** A consistent picture: the transaction's, or the newest, pinned until the command ends. */
  view(): View {
    if (this.transaction) return this.transaction.store;
    return (this.snapshot ??= this.engine.committer.snapshot());
  }

  /** Hands the pinned picture over to somebody who will release it. */
  takeSnapshot(): () => void {
    const { snapshot } = this;
    this.snapshot = undefined;
    return () => snapshot?.release();
  }

  finish(): void {
    this.clock.stop();
    this.snapshot?.release();
    this.snapshot = undefined;
  }

  /** What compiled queries need. */
  env(o: { collation?: Doc | undefined; variables?: Doc | undefined } = {}): Env {
    const env: Env = { now: new Date(this.startedMs), budget: this.budget, random: Math.random };
    if (o.collation && !isSimpleCollation(o.collation)) env.collation = o.collation;
    env.read = (collection, match) => this.read(env, collection, match);
    env.scans = (collection, match) => {
      const view = this.view();
      const c = view.collection(nsOf(this.db, collection));
      const collated = env.collation !== undefined;
      return c !== undefined && planQuery(view, c, { filter: match, collated }).kind === 'COLLSCAN';
    };
    const given = o.variables ?? docArg(this.body, 'let');
    if (given) {
      const variables: Doc = new Map();
      for (const [name, expression] of given) {
        const value = evaluateExpression(expression, new Map(), env);
        if (value !== undefined) variables.set(name, value);
      }
      env.variables = variables;
    }
    return env;
  }

  /** Other collections, for $lookup and $unionWith. */
  private *read(env: Env, collection: string, match?: Doc) {
    const view = this.view();
    const c = view.collection(nsOf(this.db, collection));
    if (!c) return;
    const filter = match ?? new Map<string, Value>();
    const plan = planQuery(view, c, { filter, collated: env.collation !== undefined });
    const matcher = filter.size > 0 ? compileFilter(filter, env) : undefined;
    for (const row of matches(view, c, plan, matcher, this.budget)) yield row === BREATH ? row : row.doc;
  }

  /**
   * Runs a write until it is durable (in a transaction: until it is noted there). `run` may refuse, and may be
   * run again when an open transaction is in its way.
   */
  async write<T>(run: (store: Store) => T): Promise<T> {
    const { transaction } = this;
    if (transaction) return run(transaction.store);
    return this.engine.committer.submitWaiting(run, this.deadlineMs);
  }

  /** Waits until somebody in the way has ended. */
  wait(blocked: Blocked): Promise<void> {
    return before(blocked.until, this.deadlineMs);
  }

  /** Lets other work go on. */
  breathe(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

/** A command of the server. */
export interface Command {
  name: string;
  aliases?: readonly string[];
  /** The fields it knows, besides those every command takes. */
  fields: readonly string[];
  /** Allowed inside a transaction. */
  inTransaction?: boolean;
  /** May be retried by its txnNumber. */
  retryable?: boolean;
  /** Allowed before logging in. */
  open?: boolean;
  run(call: Call): Promise<Reply> | Reply;
}

/** The concern of a command, checked: this server has one member that always writes to disk. */
export function checkConcerns(call: Call): Doc | undefined {
  const read = docArg(call.body, 'readConcern')?.get('level');
  if (
    read !== undefined &&
    !['local', 'available', 'majority', 'linearizable', 'snapshot'].includes(nameOf(read))
  ) {
    throw new MongoError(9, 'FailedToParse', `readConcern level '${nameOf(read)}' is not known`);
  }
  if (read === 'snapshot' && !call.transaction) {
    throw new MongoError(
      72,
      'InvalidOptions',
      'readConcern level snapshot outside a transaction is not supported by the embedded database; use MongoDB for it',
    );
  }
  const w = docArg(call.body, 'writeConcern')?.get('w');
  if (typeof w === 'string' && w !== 'majority') {
    return concernError(
      79,
      'UnknownReplWriteConcern',
      `No write concern mode named '${w}' found in replica set configuration`,
    );
  }
  if (w !== undefined && typeof w !== 'string' && !isDoc(w) && Number(w) > 1) {
    return concernError(100, 'UnsatisfiableWriteConcern', 'Not enough data-bearing nodes');
  }
  return undefined;
}

const concernError = (code: number, codeName: string, errmsg: string): Doc =>
  new Map<string, Value>([
    ['code', code],
    ['codeName', codeName],
    ['errmsg', errmsg],
  ]);
