import { type Actor, actorName } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { Lookup } from '../kernel/lookup';
import { refuseAnywhere } from '../kernel/refusals';
import { type ClientSession, native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { peopleRegrouped } from './events';
import { Merges, type MergeRow, People, type PersonRow } from './model';
import { refuse } from './rules';

/** More identities of one person than this are a mistake. */
const MOST_IDENTITIES = 20;

/** Everybody who is seen as one with this person, the one who stands for them first; without merges only themself. */
export async function identitiesOf(personId: string, session?: ClientSession): Promise<string[]> {
  return (await clusterOf(personId, session)).map(({ _id }) => _id);
}

/** What says that somebody may be seen as one with others; phones of one moment ask together. */
const ties = new Lookup<Pick<PersonRow, '_id' | 'rootId' | 'seenWith'>>((ids) =>
  native(People)
    .find({ _id: { $in: ids } }, { projection: { rootId: 1, seenWith: 1 } })
    .toArray(),
);

/** A member and whoever is seen as one with them, themself first. */
export type Selves = readonly [string, ...string[]];

/**
 * For a member's own pages: themself first, then everybody who is seen as one with them. One look by id for whoever
 * was never merged, which is nearly everybody.
 */
export async function selvesOf(personId: string): Promise<Selves> {
  const own = await ties.get(personId);
  if (own?.rootId === undefined && own?.seenWith === undefined) return [personId];
  const others = (await identitiesOf(personId)).filter((id) => id !== personId);
  return [personId, ...others];
}

/** Everybody who is seen as one with each of these people, the one who stands for them first; unknown ones alone. */
export async function identitiesOfAll(
  personIds: readonly string[],
  session?: ClientSession,
): Promise<Map<string, readonly string[]>> {
  const ids = [...new Set(personIds)];
  const merged = await native(People)
    .find(
      { _id: { $in: ids }, $or: [{ rootId: { $exists: true } }, { seenWith: { $exists: true } }] },
      { ...(session ? { session } : {}), projection: { _id: 1 } },
    )
    .toArray();
  const found = new Map<string, readonly string[]>(ids.map((id) => [id, [id]]));
  for (const { _id } of merged) found.set(_id, await identitiesOf(_id, session));
  return found;
}

/** The rows of everybody who is seen as one with this person, the one who stands for them first. */
export async function clusterOf(personId: string, session?: ClientSession): Promise<PersonRow[]> {
  const options = session ? { session } : {};
  const own = await native(People).findOne({ _id: personId }, options);
  if (!own) return [];
  if (own.rootId === undefined && own.seenWith === undefined) return [own];
  const rootId = own.rootId ?? own._id;
  const others = await native(People).find({ rootId }, options).sort({ createdAt: 1, _id: 1 }).toArray();
  const root = own.rootId === undefined ? own : await native(People).findOne({ _id: rootId }, options);
  return root ? [root, ...others] : [own];
}

/**
 * Sees two people as one from now on. Nothing is moved: what either did, does and has stays under their own id, so
 * that taking them apart is exact. Limits of coupons, boxes, rights and budgets add up what all identities had. Limits
 * of an activity count the identity that is in the group: a batch of messages is decided from what its partition
 * holds, and somebody is twice in one group only by two accounts. Chances, prizes, coupons, points, earnings,
 * sub-groups, rights and budgets of all of them are seen and used on each one's phone, its own first; every account
 * keeps its own entries. Tests stay with the phone they were taken on; tags and scores of all of them count.
 * @throws Refusal `not_found`, `already_one` (409), `too_many_identities` or `not_allowed`.
 */
export const mergePeople = command('people.merge', {
  may: (actor: Actor, _input: MergeInput) => assertEverywhere(actor, 'people.write'),
  run: ({ personId, otherId, reason }, tx) => merge(tx, { personId, otherId, reason, proof: 'staff' }),
});

interface MergeInput {
  readonly personId: string;
  readonly otherId: string;
  readonly reason: string;
}

async function merge(tx: Tx, input: MergeInput & { proof: MergeRow['proof'] }): Promise<void> {
  const { personId, otherId, reason, proof } = input;
  const ours = await clusterOf(personId, tx.session);
  const theirs = await clusterOf(otherId, tx.session);
  const [into, other] = [ours[0], theirs[0]];
  if (!into || !other || into.deletedAt || other.deletedAt) throw refuseAnywhere('not_found');
  if (into._id === other._id) throw refuse('already_one');
  if (ours.length + theirs.length > MOST_IDENTITIES)
    throw refuse('too_many_identities', { details: { most: MOST_IDENTITIES } });
  const options = { session: tx.session };
  await native(People).updateOne({ _id: other._id }, { $set: { mergedInto: into._id } }, options);
  await native(People).updateMany(
    { _id: { $in: theirs.map(({ _id }) => _id) } },
    { $set: { rootId: into._id } },
    options,
  );
  await native(Merges).insertOne(
    {
      _id: newId('mrg'),
      into: into._id,
      personId: other._id,
      proof,
      reason,
      by: actorName(tx.actor),
      at: tx.now,
    },
    options,
  );
  await settleReach(tx, [into._id, other._id]);
  tx.audit({ subject: into._id, after: { merged: other._id, proof, reason } });
  tx.emit(peopleRegrouped({ roots: [other._id, into._id], at: tx.now }));
}

/**
 * Takes a person out of those they are seen as one with; who was merged into them before goes with them.
 * @throws Refusal `not_merged` (409), `not_found` or `not_allowed`.
 */
export const unmergePerson = command('people.unmerge', {
  may: (actor: Actor, _input: { personId: string; reason: string }) =>
    assertEverywhere(actor, 'people.write'),
  async run({ personId, reason }, tx) {
    const options = { session: tx.session };
    const cluster = await clusterOf(personId, tx.session);
    const person = cluster.find(({ _id }) => _id === personId);
    if (!person) throw refuseAnywhere('not_found');
    if (person.mergedInto === undefined) throw refuse('not_merged');
    const goWith = descendants(cluster, personId);
    await native(People).updateOne({ _id: personId }, { $unset: { mergedInto: 1, rootId: 1 } }, options);
    await native(People).updateMany({ _id: { $in: goWith } }, { $set: { rootId: personId } }, options);
    await native(Merges).updateOne(
      { personId, into: person.mergedInto, undoneAt: { $exists: false } },
      { $set: { undoneAt: tx.now, undoneBy: actorName(tx.actor), undoneReason: reason } },
      options,
    );
    const rootId = cluster[0]!._id;
    await settleReach(tx, [rootId, personId]);
    tx.audit({ subject: rootId, before: { merged: personId }, after: { reason } });
    tx.emit(peopleRegrouped({ roots: [rootId, personId], at: tx.now }));
  },
});

/** Those of a cluster who were merged into a person, or into one who was. */
export function descendants(
  cluster: readonly Pick<PersonRow, '_id' | 'mergedInto'>[],
  personId: string,
): string[] {
  const found = new Set<string>();
  const walk = (id: string): void => {
    for (const { _id, mergedInto } of cluster) {
      if (mergedInto !== id || found.has(_id)) continue;
      found.add(_id);
      walk(_id);
    }
  };
  walk(personId);
  return [...found];
}

/** Who stands for others is reached by whoever reaches one of them; who stands for nobody bears no mark of it. */
async function settleReach(tx: Tx, rootIds: readonly string[]): Promise<void> {
  const options = { session: tx.session };
  for (const rootId of rootIds) {
    const others = await native(People).find({ rootId }, options).toArray();
    const seenWith = [...new Set(others.flatMap(({ seenIn }) => seenIn))];
    await native(People).updateOne(
      { _id: rootId },
      others.length > 0 ? { $set: { seenWith } } : { $unset: { seenWith: 1 } },
      options,
    );
  }
}

/**
 * Sees people as one who carry the same identity that only one person can have (a unionid). What staff took apart
 * is not put together again: a person outranks a rule.
 */
export async function mergeByProof(
  tx: Tx,
  { personId, kind, value }: { personId: string; kind: 'unionid'; value: string },
): Promise<void> {
  const options = { session: tx.session };
  const same = await native(People)
    .find({ 'identities.value': value, deletedAt: { $exists: false } }, options)
    .sort({ createdAt: 1, _id: 1 })
    .toArray();
  const holders = same.filter(({ identities }) =>
    identities.some((identity) => identity.kind === kind && identity.value === value),
  );
  for (const { _id: otherId } of holders) {
    if ((await identitiesOf(personId, tx.session)).includes(otherId)) continue;
    const apart = await native(Merges).findOne(
      {
        personId: { $in: [personId, otherId] },
        into: { $in: [personId, otherId] },
        undoneAt: { $exists: true },
      },
      options,
    );
    if (apart) continue;
    const [older, newer] = holders[0]!._id === otherId ? [otherId, personId] : [personId, otherId];
    await merge(tx, { personId: older, otherId: newer, proof: kind, reason: '同一个微信开放平台账号' });
  }
}
