import { command, type Tx } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { native, withoutId } from '../kernel/store';
import { personDeleted } from './events';
import { clusterOf } from './merge';
import { Consents, MemberSessions, Merges, People, type PersonRow } from './model';
import { neighbours } from './neighbours';
import { anonymous, namesToForget } from './rules';

/**
 * Takes back every consent of a person at their own wish and ends all their sessions: nothing is shown or used in
 * the mini-program until they agree again. What groups counted stays theirs; deleting is another command.
 * @throws Refusal `not_found`.
 */
export const withdrawConsent = command('people.withdraw-consent', {
  may(actor, { personId }: { personId: string }) {
    if (actor.kind !== 'member' || actor.personId !== personId) throw refuseAnywhere('not_allowed');
  },
  async run({ personId }, tx) {
    const options = { session: tx.session };
    const person = await native(People).findOne({ _id: personId }, options);
    if (!person || person.deletedAt) throw refuseAnywhere('not_found');
    // Written although unchanged: a sign-in at the same moment comes before or after, never half of each.
    await native(People).replaceOne({ _id: personId }, withoutId(person), options);
    await endConsent(personId, tx);
    tx.audit({ subject: personId });
  },
});

/** Withdraws what is not withdrawn yet, and ends every session. */
async function endConsent(personId: string, tx: Tx): Promise<void> {
  const options = { session: tx.session };
  await native(MemberSessions).deleteMany({ personId }, options);
  await native(Consents).updateMany(
    { personId, withdrawnAt: { $exists: false } },
    { $set: { withdrawnAt: tx.now } },
    options,
  );
}

/**
 * Deletes a person at their own wish: name and identities go, all sessions end, consents are withdrawn; other
 * domains remove text and facts on `person.deleted`. The books keep amounts without a name.
 * @throws Refusal `not_found`.
 */
export const deletePerson = command('people.delete', {
  may(actor, { personId }: { personId: string }) {
    if (actor.kind !== 'member' || actor.personId !== personId) throw refuseAnywhere('not_allowed');
  },
  async run({ personId }, tx) {
    const identities = await clusterOf(personId, tx.session);
    const person = identities.find(({ _id }) => _id === personId);
    if (!person || person.deletedAt) throw refuseAnywhere('not_found');
    // Whoever is seen as one with them is them.
    for (const each of identities) if (!each.deletedAt) await deleteOne(each, tx);
  },
});

async function deleteOne(person: PersonRow, tx: Tx): Promise<void> {
  const options = { session: tx.session };
  const { _id: personId } = person;
  const memberships = (await neighbours.memberships([personId])).get(personId) ?? [];
  await native(People).replaceOne({ _id: personId }, withoutId(anonymous(person, tx.now)), options);
  await native(Merges).deleteMany({ $or: [{ personId }, { into: personId }] }, options);
  await endConsent(personId, tx);
  tx.audit({ subject: personId });
  tx.emit(
    personDeleted({
      personId,
      identities: person.identities.filter(({ kind }) => kind.startsWith('channel:')),
      names: namesToForget([person.nickname, ...memberships.map(({ name }) => name)]),
      groupIds: memberships.map(({ groupId }) => groupId),
      at: tx.now,
    }),
  );
}
