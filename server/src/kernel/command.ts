import { AsyncLocalStorage } from 'node:async_hooks';
import { type Actor, system } from './actor';
import { type Change, writeAudit } from './audit';
import { now } from './clock';
import type { DomainEvent } from './events';
import { log } from './log';
import { metrics } from './metrics';
import { appendOutbox, wakeOutbox } from './outbox-rows';
import { type ClientSession, inTransaction } from './store';

/** What a command gets besides its input. */
export interface CommandContext {
  readonly actor: Actor;
  readonly requestId?: string;
}

/** The open transaction: everything done through it happens together or not at all. */
export interface Tx {
  readonly session: ClientSession;
  readonly actor: Actor;
  /** The moment of the command; the same through all retries of one call. */
  readonly now: Date;
  /** Tells the rest of the product, after commit, at least once. */
  emit(event: DomainEvent): void;
  /** Runs in this process once the transaction is durable, e.g. to refresh what is held in memory. */
  afterCommit(work: () => void | Promise<void>): void;
  /** Keeps who changed what. */
  audit(change: Change): void;
  /** The same on behalf of somebody else. */
  auditAs(actor: Actor, action: string, change: Change): void;
}

const open = new AsyncLocalStorage<Tx>();

/** What every command may do; see `command`. */
export interface Command<I, O> {
  (context: CommandContext, input: I): Promise<O>;
  /** Runs inside an open transaction on behalf of somebody else, e.g. whoever typed the command in a group. */
  as(tx: Tx, actor: Actor, input: I): Promise<O>;
  readonly commandName: string;
}

/**
 * Declares a command: the only kind of code that writes. Its `run` is one transaction, which is retried when
 * another got in between, so it must do nothing but read and write the database (never call an adapter).
 * A command called inside another joins its transaction.
 *
 * @example
 * export const closeActivity = command('activities.close', {
 *   may: may.run,
 *   async run({ id }, tx) { … tx.emit(activityClosed({ id })); },
 * });
 */
export function command<I, O>(
  name: string,
  definition: {
    /** Who may; throws a refusal. Commands that only the server itself calls leave it out. */
    may?: (actor: Actor, input: I) => void | Promise<void>;
    run: (input: I, tx: Tx) => Promise<O>;
  },
): Command<I, O> {
  const as = async (tx: Tx, actor: Actor, input: I): Promise<O> => {
    await definition.may?.(actor, input);
    const audit: Tx['audit'] = (change) => tx.auditAs(actor, name, change);
    return definition.run(input, { ...tx, actor, audit });
  };
  const call = async (context: CommandContext, input: I): Promise<O> => {
    const outer = open.getStore();
    if (outer) return as(outer, context.actor, input);
    await definition.may?.(context.actor, input);
    const stop = metrics.commandSeconds.startTimer({ command: name });
    try {
      return await runAlone(name, context.actor, (tx) => definition.run(input, tx));
    } finally {
      stop();
    }
  };
  return Object.assign(call, { commandName: name, as });
}

async function runAlone<O>(name: string, actor: Actor, run: (tx: Tx) => Promise<O>): Promise<O> {
  const moment = now();
  let emitted = 0;
  let after: (() => void | Promise<void>)[] = [];
  const result = await inTransaction(async (session) => {
    const events: DomainEvent[] = [];
    const changes: { actor: Actor; action: string; change: Change }[] = [];
    after = [];
    const tx: Tx = {
      session,
      actor,
      now: moment,
      emit: (event) => void events.push(event),
      afterCommit: (work) => void after.push(work),
      audit: (change) => void changes.push({ actor, action: name, change }),
      auditAs: (by, action, change) => void changes.push({ actor: by, action, change }),
    };
    const value = await open.run(tx, () => run(tx));
    await writeAudit(session, moment, changes);
    if (events.length > 0) await appendOutbox(session, events, moment);
    emitted = events.length;
    return value;
  });
  await runAfterCommit(name, after);
  if (emitted > 0) wakeOutbox();
  return result;
}

/** What is done is done: a failure here must not look as if it were not. */
async function runAfterCommit(name: string, after: readonly (() => void | Promise<void>)[]): Promise<void> {
  for (const work of after) {
    try {
      await work();
    } catch (error) {
      log.error({ err: error, command: name }, 'after commit: memory is refreshed by the next turn');
    }
  }
}

/** Runs work in one transaction on behalf of the server itself: reactions, jobs and the bot's batches. */
export const asSystem = <O>(name: string, run: (tx: Tx) => Promise<O>): Promise<O> =>
  runAlone(name, system(name), run);
