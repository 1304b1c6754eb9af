import { membersSeen } from '../bot/events';
import { groupCreated } from '../groups/events';
import { AuditRows } from '../kernel/audit';
import { indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { on } from '../kernel/outbox';
import { recordWithoutNames } from '../kernel/redact';
import { native } from '../kernel/store';
import { personDeleted } from './events';
import { People, type PersonRow } from './model';
import { called, DELETED_NAME, type Sighting, recognise } from './rules';

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
    const options = { session: tx.session };
    const gone = events.map(({ payload }) => payload);
    await native(AuditRows).updateMany(
      { subject: { $in: gone.map(({ personId }) => personId) } },
      { $unset: { before: 1, after: 1 } },
      options,
    );
    const words = gone.flatMap(({ names, identities }) => [
      ...names,
      ...identities.map(({ value }) => value),
    ]);
    await cleanRecords(words, tx);
  }),
];

/** Other records may name the person, too. Nothing leads to them, so all are read: changes by staff are few. */
async function cleanRecords(words: readonly string[], tx: Tx): Promise<void> {
  if (words.length === 0) return;
  const options = { session: tx.session };
  const rows = native(AuditRows)
    .find({}, { ...options, projection: { before: 1, after: 1 } })
    .batchSize(CHUNK);
  for await (const { _id, before, after } of rows) {
    const cleaned = recordWithoutNames({ before, after }, words, DELETED_NAME) as {
      before?: unknown;
      after?: unknown;
    };
    if (cleaned.before === before && cleaned.after === after) continue;
    await native(AuditRows).updateOne({ _id }, { $set: cleaned }, { ...options, ignoreUndefined: true });
  }
}

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
      moved.flatMap(({ _id, nickname, nicknameAt, createdAt, seenIn, rootId }) => [
        {
          updateOne: {
            filter: { _id },
            update: { $set: { ...called(nickname, nicknameAt), createdAt, seenIn } },
          },
        },
        // Whoever reaches this group reaches the one who stands for them, too.
        ...(rootId === undefined
          ? []
          : [
              {
                updateOne: {
                  filter: { _id: rootId },
                  update: { $addToSet: { seenWith: { $each: seenIn } } },
                },
              },
            ]),
      ]),
      options,
    );
}
