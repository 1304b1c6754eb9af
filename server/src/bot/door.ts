import { setTimeout } from 'node:timers/promises';
import type { RoomMessage } from '@kouyi/shared/contracts';
import { ruleBook } from '../activities';
import { groupDirectory, type GroupFacts, groupIdOf } from '../groups';
import { now } from '../kernel/clock';
import { metrics } from '../kernel/metrics';
import { publishRoom } from '../kernel/room-feed';
import { native } from '../kernel/store';
import { personIdOf } from '../people';
import { Engine, type Verdict } from './engine';
import { assertJournalRoom, storeEvents } from './journal';
import { Journal, type JournalRow } from './model';
import { partitionOf } from './partitions';
import { readEvent, refuse } from './rules';
import { isFromStaff } from './sentences';

/** What became of a delivery. Accepted and duplicate events are both safe to forget for the sender. */
export interface Delivery {
  readonly accepted: number;
  readonly duplicates: number;
  readonly refused: { index: number; code: string; message: string }[];
}

/** The way in for every channel: read, store, only then acknowledge; decide right after. */
export class Door {
  constructor(
    readonly engine: Engine,
    readonly partitions: number,
  ) {}

  /**
   * Takes a channel's events. Each is read on its own: a bad one does not refuse its neighbours.
   * For whoever hands them over, a group that they may not speak in is as unknown as one that does not exist.
   * @throws Refusal `queue_full` (503, with seconds): nothing was taken.
   */
  async accept(
    channel: string,
    events: readonly unknown[],
    maySpeakIn: (group: GroupFacts) => boolean = () => true,
  ): Promise<Delivery> {
    assertJournalRoom();
    this.engine.assertRoomFor(events.length);
    // Whoever sends faster than can be decided waits here, so that a 1 is answered soon, not only stored soon.
    await this.engine.calm();
    const at = now();
    const refused: { index: number; code: string; message: string }[] = [];
    const rows: JournalRow[] = [];
    const reads = await readEvents(channel, events, at, maySpeakIn);
    reads.forEach((read, index) => {
      if (!read.accepted) {
        refused.push({ index, code: read.refusal.code, message: read.refusal.message_zh });
        return;
      }
      const { event, group } = read.value;
      const row = this.#row({
        ...event,
        channel,
        group,
        at: read.value.at,
        receivedAt: at,
        personId: personIdOf(group.channel, event.userId),
      });
      rows.push(this.#isUnheard(row, group) ? settled(row) : row);
    });
    const done = this.engine.expect(rows.filter(({ pending }) => pending));
    try {
      const fresh = await this.#store(rows);
      for (const row of fresh) {
        if (row.pending) void this.engine.take(row)?.catch(() => undefined);
        else metrics.decideSeconds.observe((now().getTime() - at.getTime()) / 1000);
      }
      return { accepted: fresh.length, duplicates: rows.length - fresh.length, refused };
    } finally {
      done();
    }
  }

  /**
   * Most of what is said in a group is talk that no rule listens to. Where this process would decide the row
   * itself, that is known at once, and the row is stored as decided: it costs one insert and no transaction.
   */
  #isUnheard(row: JournalRow, group: GroupFacts): boolean {
    return (
      row.kind === 'message' &&
      this.engine.owns(row.partition) &&
      !isFromStaff(row.userId) &&
      ruleBook.matching(group, row.text).length === 0
    );
  }

  /**
   * Somebody came into a group by the mini-program; resolves once the group knows them. The same event id is the
   * same coming.
   * @throws Refusal `still_deciding` (503): it is stored and will be done; asking again with its id is harmless.
   */
  async enter(coming: {
    eventId: string;
    group: GroupFacts;
    userId: string;
    personId: string;
    name: string;
  }): Promise<void> {
    await this.#takeOne({ ...coming, text: '', kind: 'join' });
  }

  /**
   * One message that was typed in the mini-program, decided by the same rules; resolves once it is decided, by
   * whichever process. The verdict is undefined where this process did not decide it now: it was sent before, or
   * another process owns the group.
   * @throws Refusal `still_deciding` (503): it is stored and will be decided; asking again with its id is harmless.
   */
  acceptOne(message: {
    eventId: string;
    group: GroupFacts;
    userId: string;
    personId: string;
    text: string;
  }): Promise<Verdict | undefined> {
    return this.#takeOne({ ...message, kind: 'message' });
  }

  async #takeOne(
    one: Pick<JournalRow, 'eventId' | 'userId' | 'personId' | 'text' | 'name' | 'kind'> & {
      group: GroupFacts;
    },
  ): Promise<Verdict | undefined> {
    assertJournalRoom();
    this.engine.assertRoomFor(1);
    const at = now();
    const row = this.#row({ ...one, channel: 'miniapp', at, receivedAt: at });
    const verdict = await this.#storeAndTake(row);
    if (!verdict) await untilDecided(row._id);
    return verdict;
  }

  async #storeAndTake(row: JournalRow): Promise<Verdict | undefined> {
    const done = this.engine.expect([row]);
    try {
      const [fresh] = await this.#store([row]);
      return await (fresh && this.engine.take(fresh));
    } finally {
      done();
    }
  }

  #row(
    from: Omit<JournalRow, '_id' | 'partition' | 'groupId' | 'pending'> & { group: GroupFacts },
  ): JournalRow {
    const partition = partitionOf(from.group.id, this.partitions);
    const { channel, eventId, group, userId, personId, kind, text, at, receivedAt } = from;
    return {
      _id: `${partition}:${channel}:${eventId}`,
      partition,
      channel,
      eventId,
      groupId: group.id,
      userId,
      personId,
      kind,
      text: withoutControls(text),
      at,
      receivedAt,
      pending: true,
      ...(from.name === undefined ? {} : { name: withoutControls(from.name) }),
    };
  }

  async #store(rows: readonly JournalRow[]): Promise<JournalRow[]> {
    if (rows.length === 0) return [];
    const stored = await storeEvents(rows);
    const fresh = rows.filter((_, i) => stored[i]);
    for (const row of fresh)
      publishRoom(row.groupId, { type: 'message', groupId: row.groupId, message: asRoomMessage(row) });
    return fresh;
  }
}

/** Reads each event. A group that is not known here may just have been made by another process: it is looked up once. */
async function readEvents(
  channel: string,
  events: readonly unknown[],
  at: Date,
  maySpeakIn: (group: GroupFacts) => boolean,
) {
  const unknown: string[] = [];
  const read = (raw: unknown, missing?: string[]) =>
    readEvent(raw, {
      now: at,
      channel,
      groupOf: (id) => {
        const group = groupDirectory.byChannelId(channel, id);
        if (!group) missing?.push(groupIdOf(channel, id));
        return group && maySpeakIn(group) ? group : undefined;
      },
    });
  const reads = events.map((raw) => read(raw, unknown));
  if (unknown.length === 0) return reads;
  await groupDirectory.ensure(unknown);
  return reads.map((one, i) => (one.accepted ? one : read(events[i])));
}

const LOOK_EVERY_MS = 40;
const PATIENCE_MS = 5_000;

/** Waits for somebody else's decision. @throws Refusal `still_deciding` */
async function untilDecided(_id: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    const row = await native(Journal).findOne({ _id }, { projection: { pending: 1 } });
    if (!row?.pending) return;
    await setTimeout(LOOK_EVERY_MS);
  }
  throw refuse('still_deciding', { details: { seconds: 2 } });
}

/** The row as it is once decided. */
const settled = ({ pending: _pending, ...row }: JournalRow): JournalRow => ({
  ...row,
  decidedAt: row.receivedAt,
});

/** Control characters but line breaks have no business in a chat. */
const withoutControls = (text: string): string => text.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, '');

/** A stored event as a room shows it. */
export const asRoomMessage = (row: JournalRow): RoomMessage => ({
  id: row._id,
  at: row.at.toISOString(),
  from: row.kind === 'message' ? 'member' : 'system',
  kind: row.kind,
  userId: row.userId,
  personId: row.personId,
  name: row.name ?? '群友',
  text: row.text,
});
