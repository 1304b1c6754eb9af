/** Something that holds locks until it ends: an open transaction. */
export interface Holder {
  /** Settles when the holder has released everything. */
  readonly ended: Promise<void>;
}

/** Thrown inside a write that must wait for an open transaction; nothing has been written when it is thrown. */
export class Blocked extends Error {
  constructor(readonly until: Promise<void>) {
    super('blocked by an open transaction');
  }
}

/** Which open transaction has written which document or unique key. */
export class Locks {
  private readonly held = new Map<string, Holder>();

  get size(): number {
    return this.held.size;
  }

  /** The lock of one key below a collection or an index. */
  static key(id: number, key: Buffer): string {
    return `${id}:${key.toString('latin1')}`;
  }

  holder(key: string): Holder | undefined {
    return this.held.get(key);
  }

  take(key: string, holder: Holder): void {
    this.held.set(key, holder);
  }

  release(keys: Iterable<string>): void {
    for (const key of keys) this.held.delete(key);
  }

  /** Refuses to go on while another holder has the key. */
  mustBeFree(id: number, key: Buffer): void {
    if (this.held.size === 0) return;
    const holder = this.held.get(Locks.key(id, key));
    if (holder) throw new Blocked(holder.ended);
  }
}
