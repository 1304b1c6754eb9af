import { useGroupCounts } from '../org';
import { now } from '../kernel/clock';
import { log } from '../kernel/log';
import { native } from '../kernel/store';
import { BandSettings, type Capabilities, type GroupDoc, Groups, groupIdOf } from './model';
import { bandAmong, DEFAULT_GROUP_BANDS, type GroupBand } from './rules';

/** What everybody may know of a group without asking the database. Never changed in place. */
export interface GroupFacts {
  readonly id: string;
  readonly channel: string;
  readonly channelGroupId: string;
  readonly name: string;
  readonly unitId: string;
  readonly tags: readonly string[];
  readonly memberCount: number;
  readonly capabilities: Capabilities;
}

const REFRESH_MS = 15_000;
/** A command stamps its rows when it begins and commits later: look back so far. */
const OVERLAP_MS = 60_000;
const BATCH = 1_000;

/**
 * All groups, in memory: a brand has tens of thousands of groups at most, and every message asks for one.
 * Loaded at start; changes of this process are seen once they are committed, those of others within 15 s.
 */
class GroupDirectory {
  readonly #byId = new Map<string, GroupFacts>();
  readonly #listeners = new Set<(groupIds: readonly string[]) => void>();
  #bands: readonly GroupBand[] = DEFAULT_GROUP_BANDS;
  #version = 0;
  #seenUntil = new Date(0);
  #timer: NodeJS.Timeout | undefined;

  /** Grows whenever a group appears or its name, unit, tags or capabilities change; not with member counts. */
  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#byId.size;
  }

  /** Bands by group size, as last saved. */
  get bands(): readonly GroupBand[] {
    return this.#bands;
  }

  get(groupId: string): GroupFacts | undefined {
    return this.#byId.get(groupId);
  }

  byChannelId(channel: string, channelGroupId: string): GroupFacts | undefined {
    return this.#byId.get(groupIdOf(channel, channelGroupId));
  }

  all(): Iterable<GroupFacts> {
    return this.#byId.values();
  }

  /** Called with the ids after each change that moves `version`. Answers what ends it. */
  onChange(listener: (groupIds: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Forgets everything and reads it anew. */
  async load(): Promise<void> {
    useGroupCounts(groupsByUnit);
    this.#byId.clear();
    this.#seenUntil = new Date(0);
    await this.refresh();
  }

  /** Keeps itself fresh until stopped. */
  start(): void {
    this.#timer ??= setInterval(() => {
      this.refresh().catch((error: unknown) =>
        log.warn({ err: error }, 'group directory not refreshed; the next turn tries again'),
      );
    }, REFRESH_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Takes over what changed since it last looked. */
  async refresh(): Promise<void> {
    const since = new Date(this.#seenUntil.getTime() - OVERLAP_MS);
    const at = now();
    const bands = await native(BandSettings).findOne({ _id: 'bands' });
    this.#bands = bands?.items ?? DEFAULT_GROUP_BANDS;
    const cursor = native(Groups)
      .find({ updatedAt: { $gte: since } })
      .batchSize(BATCH);
    let batch: GroupDoc[] = [];
    for await (const doc of cursor) {
      batch.push(doc);
      if (batch.length < BATCH) continue;
      this.#take(batch);
      batch = [];
    }
    this.#take(batch);
    this.#seenUntil = at;
  }

  /** Reads these groups now. Outside a transaction: what is not committed is not seen. */
  async refreshOf(groupIds: readonly string[]): Promise<void> {
    for (let i = 0; i < groupIds.length; i += BATCH)
      this.#take(
        await native(Groups)
          .find({ _id: { $in: groupIds.slice(i, i + BATCH) } })
          .toArray(),
      );
  }

  /** Reads those of these groups that it does not know: another process may just have made them. */
  async ensure(groupIds: readonly string[]): Promise<void> {
    const missing = groupIds.filter((id) => !this.#byId.has(id));
    if (missing.length > 0) await this.refreshOf(missing);
  }

  /** Sees now what was committed since it last looked, rather than at its next turn. */
  flush(): Promise<void> {
    return this.refresh();
  }

  #take(docs: readonly GroupDoc[]): void {
    const changed: string[] = [];
    for (const doc of docs) {
      const before = this.#byId.get(doc._id);
      const facts = factsOf(doc);
      if (before && sameButCount(before, facts)) {
        if (before.memberCount !== facts.memberCount) this.#byId.set(doc._id, facts);
        continue;
      }
      this.#byId.set(doc._id, facts);
      changed.push(doc._id);
    }
    if (changed.length === 0) return;
    this.#version += 1;
    for (const listener of this.#listeners) listener(changed);
  }
}

const factsOf = (doc: GroupDoc): GroupFacts => ({
  id: doc._id,
  channel: doc.channel,
  channelGroupId: doc.channelGroupId,
  name: doc.name,
  unitId: doc.unitId,
  tags: doc.tags,
  memberCount: doc.memberCount,
  capabilities: { read: doc.capabilities.read, post: doc.capabilities.post },
});

const sameButCount = (a: GroupFacts, b: GroupFacts): boolean =>
  a.name === b.name &&
  a.unitId === b.unitId &&
  a.capabilities.read === b.capabilities.read &&
  a.capabilities.post === b.capabilities.post &&
  a.tags.length === b.tags.length &&
  a.tags.every((tag, i) => tag === b.tags[i]);

/** The one directory of this process. */
export const groupDirectory = new GroupDirectory();

/** The band of a group with so many members. */
export const bandFor = (memberCount: number): GroupBand => bandAmong(groupDirectory.bands, memberCount);

function groupsByUnit(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { unitId } of groupDirectory.all()) counts.set(unitId, (counts.get(unitId) ?? 0) + 1);
  return counts;
}
