import { now } from '../kernel/clock';
import { newId } from '../kernel/ids';
import { log } from '../kernel/log';
import { isDuplicateKey, native } from '../kernel/store';
import type { Tx } from '../kernel/command';
import { Partitions } from './model';

const LEASE_MS = 15_000;
const BEAT_MS = 5_000;

/** The batch belongs to a partition that somebody else owns by now. */
export class PartitionLost extends Error {}

/** Which partition a group belongs to; the same for ever. */
export function partitionOf(groupId: string, partitions: number): number {
  // FNV-1a: short ids, no need for more.
  let hash = 0x811c9dc5;
  for (let i = 0; i < groupId.length; i += 1) hash = Math.imul(hash ^ groupId.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % partitions;
}

/**
 * The partitions this process owns. Several processes share them: each takes what is free, up to its share of
 * those that are alive, and gives back what is more than its share.
 */
export class PartitionOwner {
  readonly id = newId('bot');
  readonly #fences = new Map<number, number>();
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> | undefined;

  constructor(
    readonly options: { readonly partitions: number; readonly alone: boolean },
    readonly onTaken: (partition: number) => void,
  ) {}

  owns(partition: number): boolean {
    return this.#fences.has(partition);
  }

  owned(): number[] {
    return [...this.#fences.keys()];
  }

  async start(): Promise<void> {
    if (this.options.alone) await native(Partitions).updateMany({}, { $set: { until: new Date(0) } });
    await this.#beat();
    this.#timer = setInterval(() => {
      this.#beating ??= this.#beat()
        .catch((error: unknown) =>
          log.error({ err: error }, 'partition heartbeat failed; the next one tries again'),
        )
        .finally(() => (this.#beating = undefined));
    }, BEAT_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    await native(Partitions).updateMany({ owner: this.id }, { $set: { until: new Date(0) } });
    this.#fences.clear();
  }

  /** Makes the open transaction fail unless this process still owns the partition. @throws PartitionLost */
  async fence(tx: Tx, partition: number): Promise<void> {
    const held = await native(Partitions).updateOne(
      { _id: String(partition), owner: this.id, fence: this.#fences.get(partition) ?? -1 },
      { $inc: { batches: 1 } },
      { session: tx.session },
    );
    if (held.matchedCount === 1) return;
    this.#fences.delete(partition);
    throw new PartitionLost(`partition ${partition} has another owner`);
  }

  async #beat(): Promise<void> {
    const at = now();
    const until = new Date(at.getTime() + LEASE_MS);
    await native(Partitions).updateMany({ owner: this.id, until: { $gt: new Date(0) } }, { $set: { until } });
    const rows = await native(Partitions).find({}).toArray();
    const byPartition = new Map(rows.map((row) => [Number(row._id), row]));
    const alive = new Set([this.id, ...rows.filter((row) => row.until > at).map((row) => row.owner)]);
    const { partitions } = this.options;
    const share = Math.ceil(partitions / alive.size);
    for (const partition of this.owned()) {
      if (byPartition.get(partition)?.owner !== this.id) this.#fences.delete(partition);
    }
    for (const partition of this.owned().slice(share)) await this.#release(partition);
    for (let partition = 0; partition < partitions && this.#fences.size < share; partition += 1) {
      const row = byPartition.get(partition);
      if (this.#fences.has(partition) || (row && row.until > at)) continue;
      await this.#take(partition, row?.fence, until);
    }
  }

  async #take(partition: number, seenFence: number | undefined, until: Date): Promise<void> {
    const _id = String(partition);
    const fence = (seenFence ?? 0) + 1;
    if (seenFence === undefined) {
      try {
        await native(Partitions).insertOne({ _id, owner: this.id, fence, until, batches: 0 });
      } catch (error) {
        if (isDuplicateKey(error)) return;
        throw error;
      }
    } else {
      // Only from the state that was seen: two processes can't both take it.
      const taken = await native(Partitions).updateOne(
        { _id, fence: seenFence, until: { $lte: now() } },
        { $set: { owner: this.id, fence, until } },
      );
      if (taken.matchedCount === 0) return;
    }
    this.#fences.set(partition, fence);
    this.onTaken(partition);
  }

  async #release(partition: number): Promise<void> {
    this.#fences.delete(partition);
    await native(Partitions).updateOne(
      { _id: String(partition), owner: this.id },
      { $set: { until: new Date(0) } },
    );
  }
}
