/** What a compiled query, update or pipeline needs from the command that runs it. */
import type { Order } from '../bson/compare';
import { MongoError } from '../errors';
import type { Doc, Maybe } from '../bson/value';
import type { Flow } from './flow';
import { orderFor } from './collation';

/** Limits of one operation: time and bytes held in memory. */
export class Budget {
  private used = 0;
  private ticks = 0;
  private readonly deadlineMs: number;
  private readonly maxBytes: number;
  private readonly now: () => number;

  /** `deadlineMs` is a point on the clock `now` (default `Date.now`); `maxBytes` defaults to 100 MB, as MongoDB's stages. */
  constructor(o: { deadlineMs?: number; maxBytes?: number; now?: () => number }) {
    this.deadlineMs = o.deadlineMs ?? Infinity;
    this.maxBytes = o.maxBytes ?? 100 * 1024 * 1024;
    this.now = o.now ?? Date.now;
  }

  /** Call once per document or heavy step. Throws MaxTimeMSExpired (50) when the time is over. */
  tick(): void {
    if (this.deadlineMs === Infinity || (++this.ticks & 63) !== 1) return;
    if (this.now() > this.deadlineMs)
      throw new MongoError(50, 'MaxTimeMSExpired', 'operation exceeded time limit');
  }

  /** Accounts for bytes held. Throws QueryExceededMemoryLimitNoDiskUseAllowed (292) above the limit. */
  charge(bytes: number): void {
    this.used += bytes;
    if (this.used > this.maxBytes)
      throw new MongoError(
        292,
        'QueryExceededMemoryLimitNoDiskUseAllowed',
        `Exceeded memory limit of ${this.maxBytes} bytes; the embedded database does not spill to disk`,
      );
  }

  /** Accounts for bytes somebody can do without: false, and nothing is held, above half of the limit. */
  reserve(bytes: number): boolean {
    if (this.used + bytes > this.maxBytes / 2) return false;
    this.used += bytes;
    return true;
  }

  /** Gives bytes back. */
  release(bytes: number): void {
    this.used -= bytes;
  }
}

/** The command's clock, variables, collation, limits and access to other collections. */
export interface Env {
  now: Date;
  /** The command's `let`, already evaluated. */
  variables?: Doc;
  collation?: Doc;
  budget: Budget;
  /** Documents of a collection of the same database; the match may narrow them (they are tested again). */
  read?: (collection: string, pipelinePrefixMatch?: Doc) => Flow;
  /** Whether `read` with this match has to go through the whole collection, for want of an index. */
  scans?: (collection: string, match: Doc) => boolean;
  /** Uniform in [0, 1); for $rand and $sample. */
  random?: () => number;
}

/** Holder of a variable's current value; expressions read it when they run. */
export interface Box {
  v: Maybe;
}

/** Variables in scope while an expression is compiled. */
export type Scope = ReadonlyMap<string, Box>;

/** What the compilers pass around: the command's environment, its order of values, and the variables in scope. */
export interface Context {
  env: Env;
  order: Order;
  scope: Scope;
}

/** The outermost context of a command: its `let` variables and collation. */
export function contextOf(env: Env): Context {
  const scope = new Map<string, Box>();
  for (const [name, v] of env.variables ?? []) scope.set(name, { v });
  return { env, order: orderFor(env.collation), scope };
}
