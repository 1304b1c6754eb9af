import { Binary, Double, Timestamp } from 'bson';
import { encode, type Reply } from '../bson/codec';
import { isDoc, type Doc, type Value } from '../bson/value';
import type { Engine } from '../engine';
import { MongoError } from '../errors';
import { CloseConnection, type Failure } from '../failpoint';
import { WriteConflict } from '../storage/overlay';
import { before } from '../storage/committer';
import type { Connection } from '../wire/connection';
import type { Request } from '../wire/messages';
import { onlyFields } from './args';
import { Call, checkConcerns, type Command } from './call';
import { noSuchTransaction } from './dispatch-errors';
import { COMMANDS } from './registry';

/** Fields that every command takes. */
const COMMON = [
  '$db',
  '$readPreference',
  '$clusterTime',
  '$configTime',
  '$topologyTime',
  '$client',
  '$audit',
  '$queryOptions',
  'lsid',
  'txnNumber',
  'autocommit',
  'startTransaction',
  'stmtId',
  'stmtIds',
  'readConcern',
  'writeConcern',
  'maxTimeMS',
  'maxTimeMSOpOnly',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
  'mayBypassWriteBlocking',
  'help',
];

const byName = new Map<string, { command: Command; known: ReadonlySet<string> }>();
for (const command of COMMANDS) {
  for (const name of [command.name, ...(command.aliases ?? [])]) {
    byName.set(name.toLowerCase(), {
      command,
      known: new Set([command.name, ...(command.aliases ?? []), ...COMMON, ...command.fields]),
    });
  }
}

const RETRYABLE = new Set([6, 7, 89, 91, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);
const TRANSIENT = new Set([24, 112, 246, 251, 267, ...RETRYABLE]);
/** A commit refused with one of these has certainly not happened: the whole transaction may be run again. */
const NOT_COMMITTED = new Set([24, 112, 246, 251, 267]);
const CODE_NAMES: Record<number, string> = {
  6: 'HostUnreachable',
  7: 'HostNotFound',
  91: 'ShutdownInProgress',
  112: 'WriteConflict',
  189: 'PrimarySteppedDown',
  10107: 'NotWritablePrimary',
  11600: 'InterruptedAtShutdown',
  11601: 'Interrupted',
  11602: 'InterruptedDueToReplStateChange',
  13435: 'NotPrimaryNoSecondaryOk',
  13436: 'NotPrimaryOrSecondary',
  251: 'NoSuchTransaction',
  50: 'MaxTimeMSExpired',
  64: 'WriteConcernFailed',
  24: 'LockTimeout',
  262: 'ExceededTimeLimit',
  43: 'CursorNotFound',
  18: 'AuthenticationFailed',
  391: 'ReauthenticationRequired',
  20: 'IllegalOperation',
};

/** Answers one request. Null: close the connection (a fail point of a test). */
export async function dispatch(
  engine: Engine,
  connection: Connection,
  request: Request,
): Promise<Buffer | null> {
  const { body } = request;
  const name = [...body.keys()][0] ?? '';
  let call: Call | undefined;
  let failure: Failure | undefined;
  let reply: Reply;
  try {
    if (engine.options.testMode) {
      failure = engine.failPoint.hit(name, connection.appName);
      if (failure) {
        if (failure.blockMs > 0) await new Promise((r) => setTimeout(r, failure!.blockMs));
        if (failure.closeConnection) return null;
        if (failure.error) throw injected(failure.error);
      }
    }
    call = new Call(engine, connection, name, body, request.sequences);
    reply = await run(call);
  } catch (error) {
    if (error instanceof CloseConnection) return null;
    reply = errorReply(error, body, name);
  } finally {
    call?.finish();
  }
  if (failure?.writeConcernError) injectConcern(reply, failure, body);
  stamp(engine, reply);
  return encode(reply);
}

/** The answer to something that could not even be read. */
export const refusal = (error: unknown): Buffer => encode(errorReply(error, new Map(), ''));

async function run(call: Call): Promise<Reply> {
  const found = byName.get(call.name.toLowerCase());
  if (!found) throw new MongoError(59, 'CommandNotFound', `no such command: '${call.name.slice(0, 100)}'`);
  const { command, known } = found;
  call.engine.count(command.name);
  if (call.engine.options.password !== undefined && !call.connection.user && !command.open) {
    throw new MongoError(13, 'Unauthorized', `Command ${command.name} requires authentication`);
  }
  if (!command.open) onlyFields(call.body, command.name, known);
  openSession(call, command);
  const concern = checkConcerns(call);
  const reply = await runInSession(call, command);
  if (concern) reply.set('writeConcernError', concern);
  if (!reply.has('ok')) reply.set('ok', new Double(1));
  return reply;
}

/** What a client passes on of another member's time; there is no other member, but nonsense is refused. */
function checkClusterTime(body: Doc): void {
  const time = body.get('$clusterTime');
  if (time === undefined) return;
  if (!isDoc(time) || !(time.get('clusterTime') instanceof Timestamp)) {
    throw new MongoError(14, 'TypeMismatch', "'$clusterTime' must be an object with a timestamp clusterTime");
  }
}

function openSession(call: Call, command: Command): void {
  const { body, engine } = call;
  checkClusterTime(body);
  const lsid = body.get('lsid');
  if (isDoc(lsid)) call.session = engine.sessions.open(lsid);
  const number = body.get('txnNumber');
  const multi = body.get('autocommit');
  if (number === undefined) {
    if (multi !== undefined) throw new MongoError(72, 'InvalidOptions', "'autocommit' needs 'txnNumber'");
    return;
  }
  if (!call.session)
    throw new MongoError(
      72,
      'InvalidOptions',
      'Transaction number requires a session ID to also be specified',
    );
  const n = typeof number === 'bigint' ? number : typeof number === 'number' ? BigInt(number) : -1n;
  if (n < 0n) throw new MongoError(14, 'TypeMismatch', 'txnNumber must be a non-negative long');
  if (multi === undefined) {
    // Elsewhere a transaction number means nothing, as in MongoDB.
    if (!command.retryable)
      throw new MongoError(
        50768,
        'NotARetryableWriteCommand',
        `txnNumber may only be provided for multi-document transactions and retryable write commands. autocommit:false was not provided, and ${command.name} is not a retryable write command.`,
      );
    call.txnNumber = n;
    return;
  }
  if (multi !== false) throw new MongoError(72, 'InvalidOptions', "'autocommit' must be false");
  joinTransaction(call, command, n);
}

function joinTransaction(call: Call, command: Command, number: bigint): void {
  const session = call.session!;
  const ending = command.name === 'commitTransaction' || command.name === 'abortTransaction';
  if (!ending && !command.inTransaction) {
    throw new MongoError(
      263,
      'OperationNotSupportedInTransaction',
      `Cannot run '${command.name}' in a multi-document transaction.`,
    );
  }
  if (!ending && call.body.has('writeConcern')) {
    throw new MongoError(
      72,
      'InvalidOptions',
      'writeConcern is not allowed within a multi-statement transaction',
    );
  }
  if (call.body.get('startTransaction') === true) {
    call.transaction = call.engine.sessions.begin(session, number);
    return;
  }
  if (call.body.has('readConcern')) {
    throw new MongoError(
      72,
      'InvalidOptions',
      'Only the first command in a transaction may specify a readConcern',
    );
  }
  if (number < session.number) {
    throw new MongoError(
      225,
      'TransactionTooOld',
      `Cannot continue transaction ${number}: a newer one has started`,
    );
  }
  call.txnNumber = number;
  const t = session.transaction;
  if (ending) return;
  if (t?.number !== number) throw noSuchTransaction(number);
  if (t.state === 'committed' || t.state === 'committing') {
    throw new MongoError(
      256,
      'TransactionCommitted',
      `Transaction with { txnNumber: ${number} } has been committed.`,
    );
  }
  if (t.state === 'aborted') throw noSuchTransaction(number);
  call.transaction = t;
}

async function runInSession(call: Call, command: Command): Promise<Reply> {
  const { session, transaction } = call;
  if (transaction) return runStatement(call, command);
  if (session && call.txnNumber !== undefined && command.retryable) {
    const number = call.txnNumber;
    return session.inOrder(async () => {
      call.engine.sessions.retryable(session, number);
      return command.run(call);
    });
  }
  return command.run(call);
}

const FIRST_WAIT_MS = 1_000;

/**
 * One statement of a transaction. Any refusal aborts the transaction, as in MongoDB. The first statement may
 * start over with a new snapshot when somebody is in its way: nothing has been seen yet, and waiting a little
 * is far cheaper for everybody than a conflict and a retry.
 */
async function runStatement(call: Call, command: Command): Promise<Reply> {
  const t = call.transaction!;
  const until = Date.now() + FIRST_WAIT_MS;
  for (;;) {
    try {
      const reply = await command.run(call);
      t.statements++;
      return reply;
    } catch (error) {
      const again =
        error instanceof WriteConflict && t.statements === 0 && t.state === 'open' && Date.now() < until;
      if (!again) {
        t.abort();
        call.engine.cursors.killOf(call.session!, t.number);
        if (error instanceof WriteConflict) call.engine.counters.conflicts++;
        throw error;
      }
      if (error.until) await before(error.until, until).catch(() => undefined);
      else await call.breathe();
      t.refresh();
    }
  }
}

function injected(error: NonNullable<Failure['error']>): MongoError {
  const labels = error.labels;
  return new MongoError(
    error.code,
    CODE_NAMES[error.code] ?? `Location${error.code}`,
    "Failing command via 'failCommand' failpoint",
    labels ? new Map<string, Value>([['errorLabels', labels]]) : undefined,
  );
}

function injectConcern(reply: Reply, failure: Failure, body: Doc): void {
  const concern = failure.writeConcernError!;
  reply.set('writeConcernError', concern);
  const label = labelFor(Number(concern.get('code')), body, [...body.keys()][0]!.toLowerCase());
  const labels = failure.labels ?? (label === 'RetryableWriteError' ? [label] : undefined);
  if (labels && labels.length > 0) reply.set('errorLabels', labels);
}

/** The reply that says what went wrong. A bug becomes InternalError with its message, never a crash. */
export function errorReply(error: unknown, body: Doc, name: string): Reply {
  const known = error instanceof MongoError ? error : internal(error);
  const reply: Reply = new Map<string, Value>([
    ['ok', new Double(0)],
    ['errmsg', known.message],
    ['code', known.code],
    ['codeName', known.codeName],
  ]);
  for (const [k, v] of known.extra ?? []) reply.set(k, v);
  if (!reply.has('errorLabels')) {
    const label = labelFor(known.code, body, name.toLowerCase());
    if (label) reply.set('errorLabels', [label]);
  }
  return reply;
}

function labelFor(code: number, body: Doc, name: string): string | undefined {
  if (!body.has('txnNumber')) return undefined;
  const multi = body.get('autocommit') === false;
  if (multi && name === 'committransaction' && NOT_COMMITTED.has(code)) return 'TransientTransactionError';
  if (!multi || name === 'committransaction' || name === 'aborttransaction') {
    return RETRYABLE.has(code) ? 'RetryableWriteError' : undefined;
  }
  return TRANSIENT.has(code) ? 'TransientTransactionError' : undefined;
}

function internal(error: unknown): MongoError {
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return new MongoError(15, 'Overflow', 'the operation nests too deeply');
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof Error ? error.stack : message}\n`);
  return new MongoError(1, 'InternalError', `internal error: ${message}`);
}

const SIGNATURE: Reply = new Map<string, Value>([
  ['hash', new Binary(Buffer.alloc(20), 0)],
  ['keyId', 0n],
]);

/** Every reply of a replica set's member carries the time. */
function stamp(engine: Engine, reply: Reply): void {
  const time: Timestamp = engine.now();
  reply.set(
    '$clusterTime',
    new Map<string, Value>([
      ['clusterTime', time],
      ['signature', SIGNATURE as Doc],
    ]),
  );
  reply.set('operationTime', time);
}
