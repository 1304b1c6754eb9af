import type { Reply } from '../bson/codec';
import { isDoc } from '../bson/value';
import { MongoError } from '../errors';
import { arrayArg } from './args';
import type { Call, Command } from './call';
import { noSuchTransaction } from './dispatch-errors';
import type { Session } from '../session/sessions';

export const commitTransaction: Command = {
  name: 'commitTransaction',
  fields: ['coordinator', 'recoveryToken'],
  async run(call): Promise<Reply> {
    const { session, number } = named(call);
    const t = session.transaction;
    if (session.number === number && session.committed) return new Map();
    if (session.number !== number || t?.number !== number) throw noSuchTransaction(number);
    if (t.state === 'committing') await t.ended;
    if (t.state === 'committed') return new Map();
    if (t.state !== 'open') throw noSuchTransaction(number);
    call.engine.cursors.killOf(session, number);
    try {
      await t.commit((store) => session.saveCommit(store, number), call.deadlineMs);
      call.engine.counters.committed++;
    } catch (error) {
      if (error instanceof MongoError && error.code === 112) call.engine.counters.conflicts++;
      throw error;
    }
    session.committed = true;
    return new Map();
  },
};

export const abortTransaction: Command = {
  name: 'abortTransaction',
  fields: ['coordinator', 'recoveryToken'],
  run(call): Reply {
    const { session, number } = named(call);
    const t = session.transaction;
    if (
      session.number === number &&
      (session.committed || t?.state === 'committed' || t?.state === 'committing')
    ) {
      throw new MongoError(
        256,
        'TransactionCommitted',
        `Transaction with { txnNumber: ${number} } has been committed.`,
      );
    }
    if (session.number !== number || t?.number !== number || t.state !== 'open')
      throw noSuchTransaction(number);
    call.engine.cursors.killOf(session, number);
    t.abort();
    call.engine.counters.aborted++;
    return new Map();
  },
};

/** The transaction a commit or abort names, open or not. */
function named(call: Call): { session: Session; number: bigint } {
  const number = call.transaction?.number ?? call.txnNumber;
  if (!call.session || number === undefined) {
    throw new MongoError(50768, 'Location50768', `${call.name} must be run within a transaction`);
  }
  return { session: call.session, number };
}

/** Sessions a command lists that this server knows. */
function listed(call: Call): Session[] {
  const list = arrayArg(call.body, [...call.body.keys()][0]!) ?? [];
  const found: Session[] = [];
  for (const lsid of list) {
    const s = isDoc(lsid) ? call.engine.sessions.find(lsid) : undefined;
    if (s) found.push(s);
  }
  return found;
}

const end = async (call: Call, sessions: Session[]): Promise<Reply> => {
  for (const s of sessions) call.engine.cursors.killOf(s);
  await call.engine.sessions.end(sessions);
  return new Map();
};

export const endSessions: Command = {
  name: 'endSessions',
  fields: [],
  open: true,
  run: (call) => end(call, listed(call)),
};
export const killSessions: Command = {
  name: 'killSessions',
  fields: [],
  run: (call) => end(call, listed(call)),
};
export const killAllSessions: Command = {
  name: 'killAllSessions',
  aliases: ['killAllSessionsByPattern'],
  fields: [],
  run: (call) => end(call, [...call.engine.sessions.all()]),
};

export const refreshSessions: Command = {
  name: 'refreshSessions',
  fields: [],
  run(call): Reply {
    for (const s of listed(call)) s.lastUsedMs = Date.now();
    return new Map();
  },
};

export const startSession: Command = {
  name: 'startSession',
  fields: [],
  run(): Reply {
    throw new MongoError(
      115,
      'CommandNotSupported',
      'startSession is not supported by the embedded database: drivers make their own session ids',
    );
  },
};
