import type { GrowthStage, GrowthStanding } from '@kouyi/shared/types';
import { type ClientSession, native, rowsByIds } from '../kernel/store';
import { identitiesOf } from '../people';
import { Growers, Proposals, Reached } from './model';

/** Where these people stand; whoever never did anything is absent. */
export async function stagesOf(
  personIds: Iterable<string>,
  session?: ClientSession,
): Promise<Map<string, GrowthStanding>> {
  const options = session ? { session } : {};
  const rows = await rowsByIds(Growers, [...new Set(personIds)], options);
  const roots = await rowsByIds(Growers, [...new Set(rows.flatMap(({ oneWith }) => oneWith ?? []))], options);
  const stages = new Map([...rows, ...roots].map(({ _id, stage }) => [_id, stage]));
  return new Map(
    rows.map(({ _id, stage, oneWith }) => [
      _id,
      (oneWith === undefined ? stage : stages.get(oneWith)) ?? 'none',
    ]),
  );
}

/** Who stands at one of these stages, the latest to come first, at most 5,000; of whoever is seen as one, one. */
export async function peopleAt(stages: readonly GrowthStage[], session?: ClientSession): Promise<string[]> {
  const rows = await native(Growers)
    .find(
      { stage: { $in: [...stages] }, oneWith: { $exists: false } },
      { projection: { _id: 1 }, ...(session ? { session } : {}) },
    )
    .sort({ since: -1, _id: -1 })
    .limit(MOST_AT)
    .toArray();
  return rows.map(({ _id }) => _id);
}

const MOST_AT = 5_000;
const MOST_REACHED = 5_000;

/** Whom this KOC reached first, the latest first, at most 5,000. */
export async function reachedBy(
  kocId: string,
): Promise<{ personId: string; at: Date; activatedAt?: Date }[]> {
  const rows = await native(Reached)
    .find(
      { kocId: { $in: await identitiesOf(kocId) }, counted: { $exists: true } },
      { projection: { at: 1, activatedAt: 1 } },
    )
    .sort({ at: -1, _id: -1 })
    .limit(MOST_REACHED)
    .toArray();
  return rows.map(({ _id: personId, at, activatedAt }) => ({
    personId,
    at,
    ...(activatedAt ? { activatedAt } : {}),
  }));
}

/** Those of these people whom this KOC reached first. */
export async function reachedAmong(kocId: string, personIds: readonly string[]): Promise<Set<string>> {
  const selves = await identitiesOf(kocId);
  const rows = await rowsByIds(Reached, [...new Set(personIds)], { projection: { kocId: 1, counted: 1 } });
  return new Set(rows.filter((row) => row.counted && selves.includes(row.kocId)).map(({ _id }) => _id));
}

/** How many people each of these reached first; who reached nobody is absent. */
export async function reachCounts(personIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await native(Reached)
    .aggregate<{ _id: string; people: number }>([
      { $match: { kocId: { $in: [...new Set(personIds)] }, counted: { $exists: true } } },
      { $group: { _id: '$kocId', people: { $sum: 1 } } },
    ])
    .toArray();
  return new Map(rows.map(({ _id, people }) => [_id, people]));
}

/** How many proposals wait for an answer. */
export const openProposals = (): Promise<number> => native(Proposals).countDocuments({ state: 'open' });

/** Whether somebody may pass links on without being a KOC: whoever is active, or further. */
export const mayShare = async (personId: string): Promise<boolean> =>
  ((await stagesOf([personId])).get(personId) ?? 'none') !== 'none';
