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

/** One lock: a document below its collection's number, or a key below its unique index's number. */
export interface Lock {
  table: number;
  /** The key's bytes as latin1 text. */
  name: string;
}

/** Which open transaction has written which document or unique key. */
export class Locks {
  private readonly tables = new Map<number, Map<string, Holder>>();
  private held = 0;

  get size(): number {
    return this.held;
  }

  holder(table: number, name: string): Holder | undefined {
    return this.tables.get(table)?.get(name);
  }

  /** Takes a lock that nobody holds. */
  take(table: number, name: string, holder: Holder): void {
    let names = this.tables.get(table);
    if (!names) this.tables.set(table, (names = new Map<string, Holder>()));
    names.set(name, holder);
    this.held++;
  }

  release(locks: Iterable<Lock>): void {
    for (const { table, name } of locks) {
      const names = this.tables.get(table);
      if (!names?.delete(name)) continue;
      this.held--;
      if (names.size === 0) this.tables.delete(table);
    }
  }

  /** Refuses to go on while somebody holds the key. */
  mustBeFree(table: number, key: Buffer): void {
    const holder = this.tables.get(table)?.get(key.toString('latin1'));
    if (holder) throw new Blocked(holder.ended);
  }
}
