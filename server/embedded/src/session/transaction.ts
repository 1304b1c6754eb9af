import type { Catalog } from '../storage/catalog';
import type { Committer } from '../storage/committer';
import type { DirectStore } from '../storage/direct';
import type { Locks } from '../storage/locks';
import { Overlay } from '../storage/overlay';
import type { LmdbView, Snapshot } from '../storage/view';

/** After this long an open transaction is aborted. */
export const TRANSACTION_LIFETIME_MS = 60_000;

export type TransactionState = 'open' | 'committing' | 'committed' | 'aborted';

/** What a transaction needs of the server. */
export interface TransactionHost {
  catalog: Catalog;
  committer: Committer;
  locks: Locks;
  latest: () => LmdbView;
}

/** One multi-document transaction: a snapshot, what has been written over it, and the locks it holds. */
export class Transaction {
  state: TransactionState = 'open';
  readonly ended: Promise<void>;
  readonly startedMs = Date.now();
  /** Statements that have run. The first may take its snapshot again, as nothing has been seen yet. */
  statements = 0;
  store: Overlay;
  private snapshot: Snapshot;
  private end!: () => void;

  constructor(
    readonly number: bigint,
    private readonly host: TransactionHost,
  ) {
    this.ended = new Promise((resolve) => (this.end = resolve));
    this.snapshot = host.committer.snapshot();
    this.store = this.overlay();
  }

  /** Takes the snapshot again; only before anything has been read or written. */
  refresh(): void {
    this.host.locks.release(this.store.locked);
    this.snapshot.release();
    this.snapshot = this.host.committer.snapshot();
    this.store = this.overlay();
  }

  /** Makes everything durable; `also` writes into the same batch. Rejects with 112 and aborts on a conflict. */
  async commit(also: (store: DirectStore) => void, deadlineMs: number): Promise<void> {
    this.state = 'committing';
    try {
      if (this.store.dirty) {
        await this.host.committer.submitWaiting((store) => {
          this.store.commitTo(store);
          also(store);
        }, deadlineMs);
      }
      this.finish('committed');
    } catch (error) {
      this.finish('aborted');
      throw error;
    }
  }

  abort(): void {
    if (this.state === 'open') this.finish('aborted');
  }

  private finish(state: 'committed' | 'aborted'): void {
    this.state = state;
    this.host.locks.release(this.store.locked);
    this.snapshot.release();
    this.end();
  }

  private overlay(): Overlay {
    const { catalog, locks, latest } = this.host;
    return new Overlay(this.snapshot, catalog, locks, this, latest);
  }
}
