import { createHash } from 'node:crypto';
import { Binary } from 'bson';
import { decode, encode } from '../bson/codec';
import { isDoc, type Doc, type Value } from '../bson/value';
import { MongoError } from '../errors';
import type { DirectStore } from '../storage/direct';
import type { Environment } from '../storage/environment';
import { Transaction, TRANSACTION_LIFETIME_MS, type TransactionHost } from './transaction';

/** How long a session lives without being used; drivers are told so in hello. */
export const SESSION_TIMEOUT_MINUTES = 30;
const MAX_SESSIONS = 100_000;
/** Each pins a picture of the data. A client that is refused (246, transient) tries again. */
const MAX_OPEN_TRANSACTIONS = 1_000;

/** A logical session of a driver. */
export class Session {
  lastUsedMs = Date.now();
  /** The highest transaction number seen. */
  number = -1n;
  transaction: Transaction | undefined;
  /** What the write with `number` has done so far or answered; what a retry of it gets. */
  progress: Doc | undefined;
  /** The transaction with `number` has been committed, possibly before a restart. */
  committed = false;
  /** Retryable writes of one session run one after the other. */
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    readonly key: Buffer,
    readonly id: Binary,
  ) {}

  /** Runs `work` when everything before it in this session has finished. */
  inOrder<T>(work: () => Promise<T>): Promise<T> {
    const next = this.tail.then(work, work);
    this.tail = next.catch(() => undefined);
    return next;
  }

  /** Notes in the batch what this write has done so far. */
  save(store: DirectStore, number: bigint, progress: Doc): void {
    this.progress = progress;
    store.putSession(
      this.key,
      encode(
        new Map<string, Value>([
          ['n', number],
          ['p', progress],
          ['at', new Date()],
        ]),
      ),
    );
  }

  saveCommit(store: DirectStore, number: bigint): void {
    store.putSession(
      this.key,
      encode(
        new Map<string, Value>([
          ['n', number],
          ['c', true],
          ['at', new Date()],
        ]),
      ),
    );
  }
}

/** All sessions of the server. Their retry records survive a restart. */
export class Sessions {
  private readonly byKey = new Map<string, Session>();
  private openTransactions = 0;

  constructor(
    private readonly env: Environment,
    private readonly host: TransactionHost,
  ) {}

  get size(): number {
    return this.byKey.size;
  }

  /** The session an `lsid` names, made on first use. */
  open(lsid: Doc): Session {
    const id = lsid.get('id');
    if (!(id instanceof Binary) || id.sub_type !== 4 || id.position !== 16) {
      throw new MongoError(9, 'FailedToParse', 'lsid.id must be a UUID');
    }
    const key = createKey(id, lsid.get('uid'));
    const name = key.toString('latin1');
    let session = this.byKey.get(name);
    if (!session) {
      if (this.byKey.size >= MAX_SESSIONS) this.expire(Date.now() - 60_000);
      if (this.byKey.size >= MAX_SESSIONS) {
        throw new MongoError(261, 'TooManyLogicalSessions', 'Unable to add session: too many sessions');
      }
      session = new Session(key, id);
      this.recall(session);
      this.byKey.set(name, session);
    }
    session.lastUsedMs = Date.now();
    return session;
  }

  find(lsid: Doc): Session | undefined {
    const id = lsid.get('id');
    return id instanceof Binary
      ? this.byKey.get(createKey(id, lsid.get('uid')).toString('latin1'))
      : undefined;
  }

  all(): IterableIterator<Session> {
    return this.byKey.values();
  }

  /** Begins a transaction in a session; a lower number than before is 225, the same one twice is refused. */
  begin(session: Session, number: bigint): Transaction {
    this.mustBeCurrent(session, number);
    if (session.number === number) {
      throw new MongoError(
        50911,
        'Location50911',
        `Only servers in a sharded cluster can start a new transaction at the active transaction number`,
      );
    }
    session.transaction?.abort();
    if (this.openTransactions >= MAX_OPEN_TRANSACTIONS) {
      throw new MongoError(
        246,
        'SnapshotUnavailable',
        `too many open transactions (limit ${MAX_OPEN_TRANSACTIONS})`,
      );
    }
    this.move(session, number);
    const transaction = new Transaction(number, this.host);
    session.transaction = transaction;
    this.openTransactions++;
    void transaction.ended.then(() => this.openTransactions--);
    return transaction;
  }

  /** Turns a session to a new retryable write; the same number again keeps what the first try has noted. */
  retryable(session: Session, number: bigint): void {
    this.mustBeCurrent(session, number);
    if (session.number === number) {
      if (session.transaction || session.committed) {
        throw new MongoError(
          256,
          'TransactionCommitted',
          `Transaction ${number} is a multi-document transaction`,
        );
      }
      return;
    }
    session.transaction?.abort();
    this.move(session, number);
  }

  /** Ends sessions: open transactions abort, their retry records go. */
  async end(sessions: readonly Session[]): Promise<void> {
    const noted: Session[] = [];
    for (const s of sessions) {
      s.transaction?.abort();
      this.byKey.delete(s.key.toString('latin1'));
      if (s.progress || s.committed) noted.push(s);
    }
    if (noted.length === 0) return;
    await this.host.committer.submit((store) => {
      for (const s of noted) store.putSession(s.key, undefined);
    });
  }

  /** Aborts transactions that are too old and forgets sessions nobody has used for long. */
  expire(unusedSinceMs = Date.now() - SESSION_TIMEOUT_MINUTES * 60_000): void {
    const now = Date.now();
    for (const [name, s] of this.byKey) {
      const t = s.transaction;
      if (t?.state === 'open' && now - t.startedMs > TRANSACTION_LIFETIME_MS) t.abort();
      if (s.lastUsedMs < unusedSinceMs && t?.state !== 'open' && t?.state !== 'committing')
        this.byKey.delete(name);
    }
  }

  /** Removes records on disk whose session is long gone. */
  async expireRecords(): Promise<void> {
    const limit = Date.now() - 2 * SESSION_TIMEOUT_MINUTES * 60_000;
    const old: Buffer[] = [];
    for (const { key, value } of this.env.sessions.getRange({ limit: 10_000 })) {
      const at = decode(value).get('at');
      if (at instanceof Date && at.getTime() < limit && !this.byKey.has(key.toString('latin1'))) {
        old.push(Buffer.from(key));
      }
    }
    if (old.length > 0)
      await this.host.committer.submit((store) => old.forEach((k) => store.putSession(k, undefined)));
  }

  private mustBeCurrent(session: Session, number: bigint): void {
    if (number < session.number) {
      throw new MongoError(
        225,
        'TransactionTooOld',
        `Cannot start transaction ${number} on session because a newer transaction ${session.number} has already started.`,
      );
    }
  }

  private move(session: Session, number: bigint): void {
    session.number = number;
    session.transaction = undefined;
    session.progress = undefined;
    session.committed = false;
  }

  private recall(session: Session): void {
    const bytes = this.env.sessions.get(session.key);
    if (!bytes) return;
    const record = decode(bytes);
    session.number = record.get('n') as bigint;
    const progress = record.get('p');
    if (isDoc(progress)) session.progress = progress;
    session.committed = record.get('c') === true;
  }
}

function createKey(id: Binary, user: Value | undefined): Buffer {
  const raw = Buffer.from(id.buffer.subarray(0, 16));
  if (!(user instanceof Binary)) return raw;
  // A session belongs to its user: the same UUID under another user is another session.
  return createHash('sha256').update(raw).update(user.buffer).digest();
}
