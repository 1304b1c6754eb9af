import { command } from '../kernel/command';
import { refuseAnywhere } from '../kernel/refusals';
import { native } from '../kernel/store';
import { personDeleted } from './events';
import { Consents, MemberSessions, People } from './model';
import { neighbours } from './neighbours';
import { anonymous, namesToForget } from './rules';

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
    const options = { session: tx.session };
    const person = await native(People).findOne({ _id: personId }, options);
    if (!person || person.deletedAt) throw refuseAnywhere('not_found');
    const memberships = (await neighbours.memberships([personId])).get(personId) ?? [];
    const { _id, ...rest } = anonymous(person, tx.now);
    await native(People).replaceOne({ _id }, rest, options);
    await native(MemberSessions).deleteMany({ personId }, options);
    await native(Consents).updateMany(
      { personId, withdrawnAt: { $exists: false } },
      { $set: { withdrawnAt: tx.now } },
      options,
    );
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
  },
});
