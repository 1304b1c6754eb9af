import { shanghaiParts } from '@kouyi/shared/rules/time';
import type { MemberActor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { command, type Tx } from '../kernel/command';
import { derivedId, hashToken, newId, newToken } from '../kernel/ids';
import { refuseAnywhere } from '../kernel/refusals';
import { Lookup } from '../kernel/lookup';
import { native, withoutId } from '../kernel/store';
import { personCame, personReturned } from './events';
import {
  Consents,
  type Identity,
  type MemberSessionRow,
  MemberSessions,
  People,
  personIdOf,
  type PersonRow,
} from './model';
import { mergeByProof } from './merge';
import { called, refuse, RETURN_MS, SESSIONS_KEPT, SESSION_IDLE_MS, UNNAMED } from './rules';

/** A new session of a member; the token is kept nowhere else. */
export interface OpenedMemberSession {
  readonly token: string;
  readonly expiresAt: Date;
  readonly personId: string;
  readonly nickname: string;
}

interface SignIn {
  consent: string;
  /** The session that this one replaces, when the same person signs in again. */
  replaces?: string | undefined;
}

/**
 * Signs in whoever WeChat says it is. Their first sign-in makes a person of ('wechat', openid); a deleted person who
 * signs in and consents again is somebody new.
 * @throws Refusal `returned_too_soon`.
 */
export const signInByWeChat = command('people.sign-in', {
  async run({ openid, unionid, ...input }: SignIn & { openid: string; unionid?: string | undefined }, tx) {
    const _id = await idNow(openid, tx);
    const identities: Identity[] = [
      { kind: 'openid', value: openid },
      ...(unionid ? [{ kind: 'unionid', value: unionid }] : []),
    ];
    const known = await native(People).findOne({ _id }, { session: tx.session });
    const person: PersonRow =
      known && !known.deletedAt
        ? { ...known, identities: withIdentities(known.identities, identities) }
        : { _id, ...called(UNNAMED, new Date(0)), identities, seenIn: [], createdAt: tx.now };
    const session = await openSession(person, input, tx);
    if (unionid) await mergeByProof(tx, { personId: _id, kind: 'unionid', value: unionid });
    return session;
  },
});

/**
 * The id under which whoever has this openid is known now. Who was deleted and comes back has another than before, so
 * that what had to be kept without a name (books, draws) is nobody's again; what the brand knows of it is a number.
 */
async function idNow(openid: string, tx: Tx): Promise<string> {
  const options = { session: tx.session };
  const first = personIdOf('wechat', openid);
  const origin = await native(People).findOne({ _id: first }, options);
  if (!origin?.deletedAt) return first;
  const idOf = (returns: number) => derivedId('psn', 'wechat', openid, String(returns));
  const returns = origin.returns ?? 0;
  const last = returns === 0 ? origin : await native(People).findOne({ _id: idOf(returns) }, options);
  if (last && !last.deletedAt) return last._id;
  const leftAt = last?.deletedAt ?? origin.deletedAt;
  const again = new Date(leftAt.getTime() + RETURN_MS);
  // Once at once; after that coming and going would be a way to be a newcomer every day.
  if (returns > 0 && again > tx.now)
    throw refuse('returned_too_soon', { details: { date: dateWords(again) } });
  await native(People).updateOne({ _id: first }, { $set: { returns: returns + 1 } }, options);
  const next = idOf(returns + 1);
  tx.emit(personReturned({ personId: next, before: last?._id ?? first, at: tx.now }));
  return next;
}

const dateWords = (at: Date): string => {
  const { month, date } = shanghaiParts(at);
  return `${month}月${date}日`;
};

/** Demo mode only, which the door checks: signs in as a known member. @throws Refusal `not_found`. */
export const signInAsDemo = command('people.demo-sign-in', {
  async run({ personId, ...input }: SignIn & { personId: string }, tx) {
    const person = await native(People).findOne({ _id: personId }, { session: tx.session });
    if (!person || person.deletedAt) throw refuseAnywhere('not_found');
    return openSession(person, input, tx);
  },
});

async function openSession(
  person: PersonRow,
  { consent, replaces }: SignIn,
  tx: Tx,
): Promise<OpenedMemberSession> {
  const options = { session: tx.session };
  const { _id: personId } = person;
  // Written also when unchanged: two sign-ins of one person at the same moment come one after the other.
  await native(People).replaceOne({ _id: personId }, withoutId(person), { ...options, upsert: true });
  const agreed = await native(Consents).findOne(
    { personId, version: consent, withdrawnAt: { $exists: false } },
    options,
  );
  if (!agreed)
    await native(Consents).insertOne({ _id: newId('cns'), personId, version: consent, at: tx.now }, options);
  if (replaces) await native(MemberSessions).deleteOne({ _id: replaces, personId }, options);
  await endOldest(personId, tx);
  const token = newToken();
  const until = new Date(tx.now.getTime() + SESSION_IDLE_MS);
  await native(MemberSessions).insertOne(
    { _id: hashToken(token), personId, createdAt: tx.now, seenAt: tx.now, until },
    options,
  );
  tx.emit(personCame({ personId, signedIn: true, at: tx.now }));
  return { token, expiresAt: until, personId, nickname: person.nickname };
}

async function endOldest(personId: string, tx: Tx): Promise<void> {
  const open = await native(MemberSessions)
    .find({ personId }, { session: tx.session, projection: { _id: 1 } })
    .sort({ createdAt: 1 })
    .toArray();
  const ended = open.slice(0, Math.max(0, open.length - SESSIONS_KEPT + 1)).map(({ _id }) => _id);
  if (ended.length > 0)
    await native(MemberSessions).deleteMany({ _id: { $in: ended } }, { session: tx.session });
}

/** How stale `seenAt` may be: a session in use costs one write an hour. */
const TOUCH_MS = 3_600_000;

const touchSession = command('people.touch-session', {
  async run({ sessionId, personId }: { sessionId: string; personId: string }, tx) {
    tx.emit(personCame({ personId, signedIn: false, at: tx.now }));
    await native(MemberSessions).updateOne(
      { _id: sessionId },
      { $set: { seenAt: tx.now, until: new Date(tx.now.getTime() + SESSION_IDLE_MS) } },
      { session: tx.session },
    );
  },
});

/** Every request of a member looks here: those of one moment ask together. */
const sessions = new Lookup<MemberSessionRow>((ids) =>
  native(MemberSessions)
    .find({ _id: { $in: ids } })
    .toArray(),
);

/** Who holds this token; undefined when it is unknown, ended or 30 days unused. Deletion ends all sessions. */
export async function authenticateMember(token: string): Promise<MemberActor | undefined> {
  const at = now();
  const session = await sessions.get(hashToken(token));
  if (!session || session.until <= at) return undefined;
  const actor: MemberActor = { kind: 'member', personId: session.personId, sessionId: session._id };
  if (at.getTime() - session.seenAt.getTime() >= TOUCH_MS)
    await touchSession({ actor }, { sessionId: session._id, personId: session.personId });
  return actor;
}

/** Ends the actor's own session. */
export const signOutMember = command('people.sign-out', {
  async run({ sessionId, personId }: { sessionId: string; personId: string }, tx) {
    await native(MemberSessions).deleteOne({ _id: sessionId, personId }, { session: tx.session });
  },
});

const withIdentities = (known: readonly Identity[], more: readonly Identity[]): Identity[] => [
  ...known,
  ...more.filter((each) => !known.some(({ kind, value }) => kind === each.kind && value === each.value)),
];
