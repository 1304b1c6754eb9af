import { command, type Tx } from '../kernel/command';
import { newId } from '../kernel/ids';
import { actorName, type Actor } from '../kernel/actor';
import { refuseAnywhere } from '../kernel/refusals';
import { keyedHashes, seal, unsealText } from '../kernel/seal';
import { native } from '../kernel/store';
import { assertEverywhere } from '../org';
import { clusterOf, descendants } from './merge';
import { type Identity, Merges, People, type PersonRow } from './model';
import { refuse } from './rules';

const PURPOSE = 'person.phone';

/** How a number is found without being stored: a keyed hash, because all numbers together are soon tried out. */
const hashesOf = (phone: string): string[] => keyedHashes(phone, PURPOSE);

interface GivePhone {
  readonly personId: string;
  /** With its country code, verified by whoever told us: `+8613800138000`. */
  readonly phone: string;
}

const own = (actor: Actor, { personId }: { personId: string }): void => {
  if (actor.kind !== 'member' || actor.personId !== personId) throw refuseAnywhere('not_allowed');
};

/**
 * Keeps a phone number that a person proved to be theirs: sealed, and as an identity by its keyed hash. It takes the
 * place of one given before. Who else has proved it is proposed to staff as perhaps the same person; families share
 * phones, so nobody is merged by it.
 * @throws Refusal `not_found`.
 */
export const givePhone = command('people.give-phone', {
  may: own,
  async run({ personId, phone }: GivePhone, tx) {
    const person = await living(personId, tx);
    const identities = [...withoutPhone(person), { kind: 'phone', value: hashesOf(phone)[0]! }];
    await native(People).updateOne(
      { _id: personId },
      { $set: { identities, phone: seal(phone, PURPOSE) } },
      { session: tx.session },
    );
    tx.audit({ subject: personId });
  },
});

/** Forgets the phone number of a person; without one it changes nothing. @throws Refusal `not_found`. */
export const takeBackPhone = command('people.take-back-phone', {
  may: own,
  async run({ personId }: { personId: string }, tx) {
    const person = await living(personId, tx);
    await native(People).updateOne(
      { _id: personId },
      { $set: { identities: withoutPhone(person) }, $unset: { phone: 1 } },
      { session: tx.session },
    );
    tx.audit({ subject: personId });
  },
});

async function living(personId: string, tx: Tx): Promise<PersonRow> {
  const person = await native(People).findOne({ _id: personId }, { session: tx.session });
  if (!person || person.deletedAt) throw refuseAnywhere('not_found');
  return person;
}

const withoutPhone = ({ identities }: PersonRow): Identity[] =>
  identities.filter(({ kind }) => kind !== 'phone');

/** The number itself, for its owner; undefined: none was given. */
export const phoneOf = ({ phone }: Pick<PersonRow, 'phone'>): string | undefined =>
  phone && unsealText(phone, PURPOSE);

/** A number as it is shown: `138****8000`. */
export const maskedPhone = (phone: string): string => {
  const local = phone.startsWith('+86') ? phone.slice(3) : phone;
  return `${local.slice(0, 3)}****${local.slice(-4)}`;
};

/**
 * Others who proved the same number as somebody in this cluster and are not seen as one with them, unless staff said
 * that they are not.
 */
export async function perhapsTheSame(cluster: readonly PersonRow[]): Promise<PersonRow[]> {
  const hashes = cluster.flatMap((person) => {
    const phone = phoneOf(person);
    return phone === undefined ? [] : hashesOf(phone);
  });
  if (hashes.length === 0) return [];
  const ours = cluster.map(({ _id }) => _id);
  const others = await native(People)
    .find({ 'identities.value': { $in: hashes }, _id: { $nin: ours }, deletedAt: { $exists: false } })
    .limit(20)
    .toArray();
  const apart = await native(Merges)
    .find({ personId: { $in: [...ours, ...others.map(({ _id }) => _id)] }, undoneAt: { $exists: true } })
    .toArray();
  const saidNot = (id: string): boolean =>
    apart.some(
      ({ personId, into }) =>
        (personId === id && ours.includes(into)) || (into === id && ours.includes(personId)),
    );
  return others.filter(({ _id }) => !saidNot(_id));
}

interface Apart {
  readonly personId: string;
  readonly otherId: string;
  readonly reason: string;
}

/**
 * Notes that two people are not one, whatever they have in common: neither a rule nor a proposal says so again.
 * @throws Refusal `not_found`, `already_one` (409) or `not_allowed`.
 */
export const keepApart = command('people.keep-apart', {
  may: (actor: Actor, _input: Apart) => assertEverywhere(actor, 'people.write'),
  async run({ personId, otherId, reason }, tx) {
    const [ours, theirs] = [await clusterOf(personId, tx.session), await clusterOf(otherId, tx.session)];
    const [into, other] = [ours[0], theirs.find(({ _id }) => _id === otherId)];
    if (!into || !other || into.deletedAt || other.deletedAt) throw refuseAnywhere('not_found');
    if (ours.some(({ _id }) => _id === otherId)) throw refuse('already_one');
    const by = actorName(tx.actor);
    // Also of those who were merged into them: each of them carries what they have in common.
    const rows = [otherId, ...descendants(theirs, otherId)].map((each) => ({
      _id: newId('mrg'),
      into: into._id,
      personId: each,
      proof: 'staff' as const,
      reason,
      by,
      at: tx.now,
      undoneAt: tx.now,
      undoneBy: by,
      undoneReason: reason,
    }));
    await native(Merges).insertMany(rows, { session: tx.session });
    tx.audit({ subject: into._id, after: { notTheSameAs: otherId, reason } });
  },
});
