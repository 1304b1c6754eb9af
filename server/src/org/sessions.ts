import { type StaffActor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { type CommandContext, command } from '../kernel/command';
import { orRefuse } from '../kernel/decision';
import { hashToken, newToken } from '../kernel/ids';
import { native } from '../kernel/store';
import { actorOf } from './directories';
import { Attempts, Staff, type StaffRow, StaffSessions } from './model';
import { hashPassword, passwordFits } from './passwords';
import { SESSION_MAX_MS, WRONG_WINDOW_MS, mayTryPassword, refuse, sessionUntil } from './rules';
import { brand } from './brand';

/** A new console session: the token goes into the cookie and is kept nowhere else. */
export interface OpenedSession {
  readonly token: string;
  readonly expiresAt: Date;
  readonly actor: StaffActor;
}

const attemptId = (login: string, ip: string): string => hashToken(`${login}\n${ip}`);

/**
 * Counts an attempt as wrong before the password is looked at, so that many at the same moment can't pass
 * the limit together; a right one clears the count.
 */
const countAttempt = command('org.count-attempt', {
  async run({ login, ip }: { login: string; ip: string }, tx) {
    const _id = attemptId(login, ip);
    const row = await native(Attempts).findOne({ _id }, { session: tx.session });
    const counting = orRefuse(mayTryPassword(row?.wrongAt ?? [], tx.now));
    await native(Attempts).updateOne(
      { _id },
      {
        $set: { wrongAt: [...counting, tx.now], until: new Date(tx.now.getTime() + WRONG_WINDOW_MS) },
      },
      { upsert: true, session: tx.session },
    );
  },
});

const openSession = command('org.sign-in', {
  async run({ staff, ip }: { staff: StaffRow; ip: string }, tx): Promise<OpenedSession> {
    // Between checking the password and now the account may have been closed or its password changed.
    const seen = await native(Staff).findOneAndUpdate(
      { _id: staff._id, active: true, passwordHash: staff.passwordHash },
      { $set: { lastSeenAt: tx.now } },
      { session: tx.session },
    );
    if (!seen) throw refuse('wrong_login');
    await native(Attempts).deleteOne({ _id: attemptId(staff.login, ip) }, { session: tx.session });
    const token = newToken();
    const _id = hashToken(token);
    const expiresAt = new Date(tx.now.getTime() + SESSION_MAX_MS);
    await native(StaffSessions).insertOne(
      {
        _id,
        staffId: staff._id,
        createdAt: tx.now,
        seenAt: tx.now,
        until: sessionUntil(tx.now, expiresAt),
        maxUntil: expiresAt,
      },
      { session: tx.session },
    );
    tx.audit({ subject: staff._id });
    return { token, expiresAt, actor: actorOf(staff, _id) };
  },
});

/**
 * Signs a member of staff in.
 * @throws Refusal `wrong_login` (401; unknown, closed and wrong look the same) or `too_many_attempts` (429).
 */
export async function signInStaff(
  context: CommandContext,
  { login: given, password, ip }: { login: string; password: string; ip: string },
): Promise<OpenedSession> {
  const login = given.trim().toLowerCase();
  await countAttempt(context, { login, ip });
  const staff = await native(Staff).findOne({ login: { $eq: login }, active: true });
  const fits = await passwordFits(staff?.passwordHash, password);
  // A demo password stands on the sign-in page; outside demo mode it opens nothing.
  if (!staff || !fits || (staff.demoPassword !== undefined && !brand().demo)) throw refuse('wrong_login');
  return openSession({ ...context, actor: actorOf(staff, '') }, { staff, ip });
}

/** How stale `seenAt` may be: a session in use costs one write a minute, not one a request. */
const TOUCH_MS = 60_000;

const touchSession = command('org.touch-session', {
  async run({ sessionId, staffId, maxUntil }: { sessionId: string; staffId: string; maxUntil: Date }, tx) {
    await native(StaffSessions).updateOne(
      { _id: sessionId },
      { $set: { seenAt: tx.now, until: sessionUntil(tx.now, maxUntil) } },
      { session: tx.session },
    );
    await native(Staff).updateOne(
      { _id: staffId },
      { $set: { lastSeenAt: tx.now } },
      { session: tx.session },
    );
  },
});

/** Who holds this session token; undefined when it is unknown, ended or expired, or its owner may not sign in. */
export async function authenticateStaff(token: string): Promise<StaffActor | undefined> {
  const at = now();
  const session = await native(StaffSessions).findOne({ _id: hashToken(token), until: { $gt: at } });
  if (!session) return undefined;
  const staff = await native(Staff).findOne({ _id: session.staffId, active: true });
  if (!staff || (staff.demoPassword !== undefined && !brand().demo)) return undefined;
  const actor = actorOf(staff, session._id);
  if (at.getTime() - session.seenAt.getTime() >= TOUCH_MS)
    await touchSession({ actor }, { sessionId: session._id, staffId: staff._id, maxUntil: session.maxUntil });
  return actor;
}

/** Ends the actor's own session. */
export const signOutStaff = command('org.sign-out', {
  async run({ sessionId, staffId }: { sessionId: string; staffId: string }, tx) {
    await native(StaffSessions).deleteOne({ _id: sessionId, staffId }, { session: tx.session });
    tx.audit({ subject: staffId });
  },
});

const replacePassword = command('org.change-password', {
  async run(input: { staff: StaffRow; passwordHash: string; keepSession: string; ip: string }, tx) {
    const { staff, passwordHash, keepSession, ip } = input;
    const changed = await native(Staff).updateOne(
      { _id: staff._id, active: true, passwordHash: staff.passwordHash },
      { $set: { passwordHash }, $unset: { demoPassword: 1 } },
      { session: tx.session },
    );
    if (changed.matchedCount === 0) throw refuse('wrong_login', { field: 'oldPassword' });
    await native(StaffSessions).deleteMany(
      { staffId: staff._id, _id: { $ne: keepSession } },
      { session: tx.session },
    );
    await native(Attempts).deleteOne({ _id: attemptId(staff.login, ip) }, { session: tx.session });
    tx.audit({ subject: staff._id });
  },
});

/**
 * Asks for one's own password again, where money leaves the house.
 * @throws Refusal `wrong_login` or `too_many_attempts`: guessing here is limited like signing in.
 */
export async function confirmPassword(
  context: CommandContext & { actor: StaffActor },
  { password, ip }: { password: string; ip: string },
): Promise<void> {
  const staff = await native(Staff).findOne({ _id: context.actor.staffId });
  if (!staff) throw refuse('wrong_login');
  await countAttempt(context, { login: staff.login, ip });
  if (!(await passwordFits(staff.passwordHash, password))) throw refuse('wrong_login', { field: 'password' });
  await forgetAttempts(context, { login: staff.login, ip });
}

const forgetAttempts = command('org.forget-attempts', {
  async run({ login, ip }: { login: string; ip: string }, tx) {
    await native(Attempts).deleteOne({ _id: attemptId(login, ip) }, { session: tx.session });
  },
});

/**
 * Changes one's own password and ends all other sessions.
 * @throws Refusal `wrong_login` or `too_many_attempts`: guessing here is limited like signing in.
 */
export async function changeOwnPassword(
  context: CommandContext & { actor: StaffActor },
  { oldPassword, newPassword, ip }: { oldPassword: string; newPassword: string; ip: string },
): Promise<void> {
  const { actor } = context;
  const staff = await native(Staff).findOne({ _id: actor.staffId });
  if (!staff) throw refuse('wrong_login');
  await countAttempt(context, { login: staff.login, ip });
  if (!(await passwordFits(staff.passwordHash, oldPassword)))
    throw refuse('wrong_login', { field: 'oldPassword' });
  const passwordHash = await hashPassword(newPassword);
  await replacePassword(context, { staff, passwordHash, keepSession: actor.sessionId, ip });
}
