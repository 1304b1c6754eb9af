import type { InputOf, OutputOf, contracts } from '@kouyi/shared/contracts';
import type { MemberActor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { refuseAnywhere } from '../kernel/refusals';
import { native, rowsByIds } from '../kernel/store';
import { brand } from '../org';
import { selvesOf } from './merge';
import { Consents, type ConsentRow, MemberSessions, Merges, People, type PersonRow } from './model';
import { neighbours } from './neighbours';
import { maskedPhone, phoneOf } from './phone';
import { personDataSources } from './person-data';
import { refuse } from './rules';
import { findPeople } from './search';
import { groupName, groupsNow, presentIn } from './views';

type Member = (typeof contracts)['member'];
type MemberAuth = (typeof contracts)['memberAuth'];

/** @throws Refusal `demo_only` (403) outside demo mode. */
export function assertDemo(): void {
  if (!brand().demo) throw refuse('demo_only');
}

/** Members one can sign in as; those worth being for a while lead the first page. @throws Refusal `demo_only`. */
export async function demoMembers(
  input: InputOf<MemberAuth['demoMembers']>,
): Promise<OutputOf<MemberAuth['demoMembers']>> {
  assertDemo();
  // Who is looked for by name is found where everybody is.
  const faces = input.q ? [] : (await neighbours.faces()).slice(0, input.limit - 1);
  const hints = new Map(faces.map(({ personId, hint }) => [personId, hint]));
  const first = input.cursor === undefined;
  const [leading, { items, nextCursor }] = await Promise.all([
    first ? rowsByIds(People, [...hints.keys()]) : [],
    findPeople({ ...input, limit: first ? input.limit - hints.size : input.limit }),
  ]);
  const order = [...hints.keys()];
  const rows = [
    ...leading
      .filter(({ deletedAt }) => !deletedAt)
      .sort((a, b) => order.indexOf(a._id) - order.indexOf(b._id)),
    ...items.filter(({ _id }) => !hints.has(_id)),
  ];
  const ids = rows.map(({ _id }) => _id);
  const [balances, groups] = await Promise.all([neighbours.balances(ids), groupsNow(ids)]);
  const members = rows.map(({ _id, nickname }) => ({
    personId: _id,
    nickname,
    ...(hints.has(_id) ? { hint: hints.get(_id) } : {}),
    groups: (groups.get(_id) ?? []).map(({ groupId }) => groupName(groupId)),
    points: balances.get(_id) ?? 0,
  }));
  return { items: members, ...(nextCursor ? { nextCursor } : {}) };
}

/** Who I am: name, groups, points over all my identities, and whether I am shut out. */
export async function meOf({ personId }: MemberActor): Promise<OutputOf<Member['me']>> {
  const selves = await selvesOf(personId);
  const [person, groups, balances, blacklisting] = await Promise.all([
    personOf(personId),
    presentIn(selves),
    neighbours.balances(selves),
    neighbours.blacklisting(personId),
  ]);
  const phone = phoneOf(person);
  return {
    personId,
    nickname: person.nickname,
    ...(phone === undefined ? {} : { phone: maskedPhone(phone) }),
    points: [...balances.values()].reduce((sum, points) => sum + points, 0),
    groups: groups.length,
    since: person.createdAt.toISOString(),
    brandName: brand().name,
    ...(blacklisting
      ? { blacklisted: { reason: blacklisting.reason, at: blacklisting.at.toISOString() } }
      : {}),
  };
}

/** Groups I am in and what runs there. */
export async function myGroups({ personId }: MemberActor): Promise<OutputOf<Member['groups']>> {
  const mine = await presentIn(await selvesOf(personId));
  const running = await neighbours.running(mine.map(({ groupId }) => groupId));
  const items = mine.flatMap(({ groupId, joinedAt }) => {
    const group = neighbours.group(groupId);
    if (!group) return [];
    return {
      id: groupId,
      name: group.name,
      members: group.memberCount,
      joinedAt: joinedAt.toISOString(),
      botCanRead: group.botCanRead,
      botCanPost: group.botCanPost,
      running: [...(running.get(groupId) ?? [])],
    };
  });
  return { items };
}

/** What I agreed to, newest first. */
export const myConsents = async ({ personId }: MemberActor): Promise<OutputOf<Member['consents']>> => ({
  items: (await consentRows(personId)).map(({ version, at, withdrawnAt }) => ({
    version,
    at: at.toISOString(),
    ...(withdrawnAt ? { withdrawnAt: withdrawnAt.toISOString() } : {}),
  })),
});

/**
 * Everything kept about me: what people keeps, and what every registered domain does; whoever is seen as one with me is
 * me, as for deletion. Tokens are not data.
 */
export async function exportOf({ personId }: MemberActor): Promise<OutputOf<Member['exportMine']>> {
  const [own, ...others] = await selvesOf(personId);
  const data = await keptAbout(own);
  const seenAsOne = await Promise.all(others.map(keptAbout));
  return {
    exportedAt: now().toISOString(),
    data: { ...data, ...(seenAsOne.length > 0 ? { seenAsOne } : {}) },
  };
}

async function keptAbout(personId: string): Promise<Record<string, unknown>> {
  const [person, consents, sessions, merges, others] = await Promise.all([
    personOf(personId),
    consentRows(personId),
    native(MemberSessions).find({ personId }).sort({ createdAt: 1 }).toArray(),
    native(Merges)
      .find({ $or: [{ personId }, { into: personId }] })
      .toArray(),
    personDataSources.gather(personId),
  ]);
  return {
    ...others,
    person: {
      id: person._id,
      nickname: person.nickname,
      identities: person.identities.filter(({ kind }) => kind !== 'phone'),
      phone: phoneOf(person),
      createdAt: person.createdAt,
      careUntil: person.careUntil,
    },
    merges: merges.map(({ at, proof, reason, undoneAt, undoneReason }) => ({
      at,
      proof,
      reason,
      undoneAt,
      undoneReason,
    })),
    consents: consents.map(({ version, at, withdrawnAt }) => ({ version, at, withdrawnAt })),
    sessions: sessions.map(({ createdAt, seenAt }) => ({ createdAt, seenAt })),
  };
}

const consentRows = (personId: string): Promise<ConsentRow[]> =>
  native(Consents).find({ personId }).sort({ at: -1, _id: -1 }).limit(200).toArray();

async function personOf(personId: string): Promise<PersonRow> {
  const row = await native(People).findOne({ _id: personId, deletedAt: { $exists: false } });
  if (!row) throw refuseAnywhere('not_found');
  return row;
}
