import { type Actor, actorName } from '../kernel/actor';
import { command, type Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { isDuplicateKey, native } from '../kernel/store';
import { identitiesOf, peopleWithin, personExists } from '../people';
import { reachFor } from '../org';
import { personBlacklisted, personUnblacklisted } from './events';
import { Blacklist, type BlacklistRow, Blacklisted } from './model';
import { refuse } from './rules';

/**
 * Whoever is seen as one with somebody on the blacklist gets nothing either, for as long as they are seen as one. Only
 * the marks follow; the blacklisting itself stays with the identity it was for, so that taking people apart is exact.
 */
export async function settleMarks(tx: Tx, personId: string): Promise<void> {
  const options = { session: tx.session };
  const together = await identitiesOf(personId, tx.session);
  const marks = await native(Blacklisted)
    .find({ _id: { $in: together } }, options)
    .toArray();
  const own = marks.filter(({ via }) => via === undefined).sort((a, b) => (a._id < b._id ? -1 : 1));
  const owners = new Set(own.map(({ _id }) => _id));
  const [source] = own;
  await native(Blacklisted).deleteMany({ _id: { $in: together.filter((id) => !owners.has(id)) } }, options);
  const following = source ? together.filter((id) => !owners.has(id)) : [];
  if (source && following.length > 0)
    await native(Blacklisted).insertMany(
      following.map((_id) => ({ _id, rowId: source.rowId, via: source._id })),
      options,
    );
}

/** @throws Refusal `not_found` unless the actor may judge this person: somebody in a group of their branch. */
async function assertWithinReach(actor: Actor, personId: string): Promise<void> {
  const within = await peopleWithin(reachFor(actor, 'risk.write'), [personId]);
  if (!within.has(personId)) throw refuseAnywhere('not_found');
}

/**
 * Puts a person on the blacklist: they get nothing anywhere until it is lifted.
 * @throws Refusal `already_blacklisted` (409) or `not_found`.
 */
export const addToBlacklist = command('risk.blacklist', {
  may: (actor, { personId }: { personId: string; reason: string }) => assertWithinReach(actor, personId),
  async run({ personId, reason }, tx) {
    if (!(await personExists(personId))) throw refuseAnywhere('not_found');
    const row = { personId, reason, evidence: [] };
    return putOnBlacklist(row, tx).catch((error: unknown) => {
      throw isDuplicateKey(error) ? refuse('already_blacklisted') : error;
    });
  },
});

/** The part that rules and people share. @throws Refusal `already_blacklisted`. */
export async function putOnBlacklist(
  input: Pick<BlacklistRow, 'personId' | 'reason' | 'evidence' | 'rule'>,
  tx: Tx,
): Promise<BlacklistRow> {
  const options = { session: tx.session };
  const had = await native(Blacklisted).findOne({ _id: input.personId }, options);
  if (had && had.via === undefined) throw refuse('already_blacklisted');
  const row: BlacklistRow = { _id: newId('blk'), ...input, by: actorName(tx.actor), at: tx.now };
  if (had) await native(Blacklisted).deleteOne({ _id: had._id }, options);
  await native(Blacklisted).insertOne({ _id: row.personId, rowId: row._id }, options);
  await native(Blacklist).insertOne(row, { ...options, ignoreUndefined: true });
  await settleMarks(tx, row.personId);
  tx.audit({ subject: row.personId, after: { blacklisted: row._id, reason: row.reason } });
  tx.emit(personBlacklisted({ personId: row.personId, rowId: row._id, at: tx.now }));
  return row;
}

/**
 * Undoes a blacklisting. What was refused meanwhile stays refused; the joins that led to it don't count again.
 * @throws Refusal `already_lifted` (409) or `not_found`.
 */
export const liftBlacklisting = command('risk.lift', {
  async may(actor, { id }: { id: string; reason: string }) {
    const row = await native(Blacklist).findOne({ _id: id }, { projection: { personId: 1 } });
    if (!row) throw refuseAnywhere('not_found');
    await assertWithinReach(actor, row.personId);
  },
  async run({ id, reason }, tx): Promise<BlacklistRow> {
    const options = { session: tx.session };
    const lifted = await native(Blacklist).findOneAndUpdate(
      { _id: id, liftedAt: { $exists: false } },
      { $set: { liftedAt: tx.now, liftedBy: actorName(tx.actor), liftReason: reason } },
      { ...options, returnDocument: 'after' },
    );
    if (!lifted) throw refuse('already_lifted');
    await native(Blacklisted).deleteOne({ _id: lifted.personId, rowId: id }, options);
    await settleMarks(tx, lifted.personId);
    tx.audit({ subject: lifted.personId, before: { blacklisted: id }, after: { reason } });
    tx.emit(personUnblacklisted({ personId: lifted.personId, rowId: id, at: tx.now }));
    return lifted;
  },
});
