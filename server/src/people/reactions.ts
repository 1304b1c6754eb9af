import { membersSeen } from '../bot/events';
import { groupCreated } from '../groups/events';
import { AuditRows } from '../kernel/audit';
import { indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { on } from '../kernel/outbox';
import { native } from '../kernel/store';
import { personDeleted } from './events';
import { People, type PersonRow } from './model';
import { type Sighting, recognise } from './rules';

/** Rows read and written at once: a group may come with thousands of members. */
const CHUNK = 1_000;

export const reactions = [
  on(membersSeen, 'people.know-members', (events, tx) =>
    keepSightings(
      events.flatMap(({ payload }) => payload.members),
      tx,
    ),
  ),
  on(groupCreated, 'people.know-first-members', (events, tx) =>
    keepSightings(
      events.flatMap(({ payload: { channel, groupId, members } }) =>
        members.map(({ joinedAt: at, ...member }) => ({ ...member, channel, groupId, at })),
      ),
      tx,
    ),
  ),
  // Who changed what stays on record; the personal content of it goes.
  on(personDeleted, 'people.clean-audit', async (events, tx) => {
    await native(AuditRows).updateMany(
      { subject: { $in: events.map(({ payload }) => payload.personId) } },
      { $unset: { before: 1, after: 1 } },
      { session: tx.session },
    );
  }),
];

async function keepSightings(sightings: readonly Sighting[], tx: Tx): Promise<void> {
  for (let i = 0; i < sightings.length; i += CHUNK) await keepChunk(sightings.slice(i, i + CHUNK), tx);
}

async function keepChunk(sightings: readonly Sighting[], tx: Tx): Promise<void> {
  const options = { session: tx.session };
  const ids = [...new Set(sightings.map(({ personId }) => personId))];
  const known: Map<string, PersonRow> = indexBy(
    await native(People)
      .find({ _id: { $in: ids } }, options)
      .toArray(),
    (row) => row._id,
  );
  const before = new Set(known.keys());
  const touched = new Set<string>();
  for (const seen of sightings) {
    const next = recognise(known.get(seen.personId), seen);
    if (!next) continue;
    known.set(seen.personId, next);
    touched.add(seen.personId);
  }
  const changed = [...touched].map((id) => known.get(id)!);
  const fresh = changed.filter((row) => !before.has(row._id));
  if (fresh.length > 0) await native(People).insertMany(fresh, options);
  const moved = changed.filter((row) => before.has(row._id));
  if (moved.length > 0)
    await native(People).bulkWrite(
      moved.map(({ _id, nickname, nicknameAt, createdAt, seenIn }) => ({
        updateOne: { filter: { _id }, update: { $set: { nickname, nicknameAt, createdAt, seenIn } } },
      })),
      options,
    );
}
