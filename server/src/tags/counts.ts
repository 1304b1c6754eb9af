import type { Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { changeRows, native } from '../kernel/store';
import { Counts, type ProfileDoc } from './model';
import { valueStep } from './value';

/** How many people shown have each of these things (ids of tags and segments, `layer:…`, `rfm:…`, `value:…`, `people`). */
export async function countsOf(of: readonly string[]): Promise<Map<string, number>> {
  const counts = new Map(of.map((each) => [each, 0]));
  if (of.length === 0) return counts;
  const rows = await native(Counts)
    .find({ of: { $in: [...of] } })
    .toArray();
  for (const row of rows) counts.set(row.of, (counts.get(row.of) ?? 0) + row.people);
  return counts;
}

/** A profile before and after; without `after` it is gone. */
export interface Change {
  readonly before?: ProfileDoc | undefined;
  readonly after: ProfileDoc | undefined;
}

/** One row a writer and thing, so that processes don't wait for each other's counting. */
const SLOT = newId('w');

/** Keeps the numbers of people in step with the profiles, in the same transaction. */
export async function countChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  const by = new Map<string, number>();
  const add = (of: string, difference: number) => by.set(of, (by.get(of) ?? 0) + difference);
  for (const { before, after } of changes) {
    for (const of of countedAs(before)) add(of, -1);
    for (const of of countedAs(after)) add(of, 1);
  }
  const moved = [...by].filter(([, people]) => people !== 0);
  if (moved.length === 0) return;
  await changeRows(
    tx.session,
    Counts,
    moved.map(([of, people]) => ({
      q: { _id: `${of}|${SLOT}` },
      u: { $inc: { people }, $setOnInsert: { of } },
      upsert: true,
    })),
  );
}

/** Everything that a profile is counted under. */
export function countedAs(profile: ProfileDoc | undefined): Set<string> {
  if (!profile?.shown) return new Set();
  const { tags, segments, layer, rfm, value } = profile;
  return new Set([
    'people',
    ...tags.map(({ id }) => id),
    ...segments.map(({ id }) => id),
    `layer:${layer}`,
    `value:${valueStep(value.fen)}`,
    ...(rfm ? [`rfm:${rfm.recency}:${rfm.frequency}`] : []),
  ]);
}
