import type { Right } from '@kouyi/shared/types';
import { type CommandContext, command, type Tx } from '../kernel/command';
import { derivedId, hashToken, newId, newToken } from '../kernel/ids';
import { actorName } from '../kernel/actor';
import { refuseAnywhere } from '../kernel/refusals';
import { seal } from '../kernel/seal';
import { isDuplicateKey, native, withoutId } from '../kernel/store';
import { brand } from './brand';
import { ROOT_UNIT_ID, loadDirectories } from './directories';
import { forgetKey, KEY_SECRETS } from './keys';
import { Keys, type RoleAt, Staff, type StaffRow, StaffSessions, type UnitRow, Units } from './model';
import { hashPassword, newPassword } from './passwords';
import { assertEverywhere, assertHolds, assertMayGiveRoles, assertUnit, mayAt } from './policy';
import { isRootAdmin, refuse } from './rules';

const nameBrand = command('org.rename-brand', {
  may: (actor) => assertEverywhere(actor, 'org.write'),
  async run({ name }: { name: string }, tx) {
    const root = { _id: ROOT_UNIT_ID };
    const before = await native(Units).findOne(root, { session: tx.session });
    await native(Units).updateOne(root, { $set: { name, named: true } }, { session: tx.session });
    tx.audit({ subject: ROOT_UNIT_ID, before: { name: before?.name }, after: { name } });
  },
});

/** Names the brand: at once in this process, within 30 s in others. @throws Refusal `not_allowed`. */
export const renameBrand = refreshing(nameBrand);

interface NewUnit {
  name: string;
  kind: 'region' | 'store' | 'partner';
  parentId: string;
}

const insertUnit = command('org.create-unit', {
  may: (actor, { parentId }: NewUnit) => assertUnit(actor, parentId, 'parentId'),
  async run(input: NewUnit, tx) {
    const parent = await native(Units).findOne({ _id: input.parentId }, { session: tx.session });
    if (!parent) throw refuse('unit_unknown', { field: 'parentId' });
    const _id = newId('unt');
    const unit: UnitRow = { _id, ...input, path: [...parent.path, _id], createdAt: tx.now };
    await native(Units).insertOne(unit, { session: tx.session });
    tx.audit({ subject: _id, after: { name: unit.name, kind: unit.kind, parentId: unit.parentId } });
    return unit;
  },
});

/** Adds a unit below another. @throws Refusal `unit_unknown`. */
export const createUnit = refreshing(insertUnit);

/** What a new member of staff needs; `passwordHash` is made before the transaction, it takes long. */
interface NewStaff {
  login: string;
  name: string;
  roles: RoleAt[];
  channelUserId?: string | undefined;
}

interface StaffWithPassword extends NewStaff {
  passwordHash: string;
  demoPassword?: string | undefined;
}

const insertStaff = command('org.create-staff', {
  may: (actor, { roles }: StaffWithPassword) => assertMayGiveRoles(actor, roles),
  async run(input: StaffWithPassword, tx) {
    const _id = staffIdOf(input.login);
    await assertUnitsExist(input.roles, tx);
    if (await native(Staff).findOne({ _id }, { session: tx.session }))
      throw refuse('login_taken', { field: 'login' });
    await assertChannelUserFree(input.channelUserId, _id, tx);
    const row: StaffRow = {
      _id,
      login: input.login,
      name: input.name,
      passwordHash: input.passwordHash,
      roles: input.roles,
      active: true,
      createdAt: tx.now,
      ...(input.channelUserId ? { channelUserId: input.channelUserId } : {}),
      ...(input.demoPassword ? { demoPassword: input.demoPassword } : {}),
    };
    await native(Staff)
      .insertOne(row, { session: tx.session })
      .catch((error: unknown) => {
        throw isDuplicateKey(error) ? refuse('login_taken', { field: 'login' }) : error;
      });
    tx.audit({ subject: _id, after: auditable(row) });
    return row;
  },
});

/**
 * Adds a member of staff with a generated first password, answered once. With `demo` the password stays
 * readable for the sign-in page and opens nothing outside demo mode.
 * @throws Refusal `login_taken`, `channel_user_taken`, `unit_unknown` or `rights_beyond_own`.
 */
export async function createStaff(
  context: CommandContext,
  { demo = false, ...input }: NewStaff & { demo?: boolean },
): Promise<{ staff: StaffRow; firstPassword: string }> {
  if (demo && !brand().demo) throw refuseAnywhere('not_allowed');
  const firstPassword = newPassword();
  const passwordHash = await hashPassword(firstPassword);
  const staff = await insertStaff(context, {
    ...input,
    passwordHash,
    ...(demo ? { demoPassword: firstPassword } : {}),
  });
  await loadDirectories();
  return { staff, firstPassword };
}

interface StaffChange {
  id: string;
  name?: string | undefined;
  roles?: RoleAt[] | undefined;
  active?: boolean | undefined;
  channelUserId?: string | undefined;
}

const changeStaff = command('org.update-staff', {
  async run({ id, ...change }: StaffChange, tx) {
    const before = await native(Staff).findOne({ _id: id }, { session: tx.session });
    // Whoever holds a role outside the actor's branch is not theirs to change.
    if (!before || !before.roles.every(({ unitId }) => mayAt(tx.actor, 'org.write', unitId)))
      throw refuseAnywhere('not_found');
    if (change.roles) {
      assertMayGiveRoles(tx.actor, change.roles);
      await assertUnitsExist(change.roles, tx);
    }
    const { channelUserId } = change;
    await assertChannelUserFree(channelUserId, id, tx);
    const after: StaffRow = {
      ...before,
      name: change.name ?? before.name,
      roles: change.roles ?? before.roles,
      active: change.active ?? before.active,
      ...(channelUserId ? { channelUserId } : {}),
    };
    // An empty text takes the group account away again.
    if (channelUserId === '') delete after.channelUserId;
    await keepOneAdmin(before, after, tx);
    await native(Staff).replaceOne({ _id: id }, withoutId(after), { session: tx.session });
    if (before.active && !after.active)
      await native(StaffSessions).deleteMany({ staffId: id }, { session: tx.session });
    tx.audit({ subject: id, before: auditable(before), after: auditable(after) });
    return after;
  },
});

/**
 * Changes name, roles, group account or whether somebody may sign in; deactivating ends their sessions.
 * @throws Refusal `not_found`, `last_admin`, `channel_user_taken`, `unit_unknown` or `rights_beyond_own`.
 */
export const updateStaff = refreshing(changeStaff);

const replacePassword = command('org.reset-password', {
  async run({ id, passwordHash }: { id: string; passwordHash: string }, tx) {
    const staff = await native(Staff).findOne({ _id: id }, { session: tx.session });
    if (!staff || !staff.roles.every(({ unitId }) => mayAt(tx.actor, 'org.write', unitId)))
      throw refuseAnywhere('not_found');
    if (tx.actor.kind === 'staff' && tx.actor.staffId === id) throw refuse('own_password');
    // Whoever sets a password could sign in with it: nobody reaches rights that way which they don't hold.
    assertMayGiveRoles(tx.actor, staff.roles);
    await native(Staff).updateOne(
      { _id: id },
      { $set: { passwordHash }, $unset: { demoPassword: 1 } },
      { session: tx.session },
    );
    await native(StaffSessions).deleteMany({ staffId: id }, { session: tx.session });
    tx.audit({ subject: id, after: { name: staff.name, login: staff.login } });
  },
});

/**
 * A new first password for somebody who forgot theirs, answered once; all their sessions end.
 * @throws Refusal `not_found`, `own_password` or `rights_beyond_own`.
 */
export async function resetPassword(
  context: CommandContext,
  { id }: { id: string },
): Promise<{ firstPassword: string }> {
  const firstPassword = newPassword();
  await replacePassword(context, { id, passwordHash: await hashPassword(firstPassword) });
  return { firstPassword };
}

/** A new API key; the secret is answered once. @throws Refusal `not_allowed` or `rights_beyond_own`. */
export const createKey = command('org.create-key', {
  may(actor, { rights }: { name: string; rights: Right[] }) {
    // A key has no branch: only who reaches everything makes one.
    assertEverywhere(actor, 'org.write');
    for (const right of rights) assertHolds(actor, right, 'rights');
  },
  async run({ name, rights }: { name: string; rights: Right[] }, tx) {
    const id = newId('key');
    const secret = `kk_${newToken()}`;
    const row = {
      _id: id,
      name,
      rights: [...new Set(rights)],
      createdAt: tx.now,
      createdBy: actorName(tx.actor),
    };
    await native(Keys).insertOne(
      { ...row, secretHash: hashToken(secret), sealedSecret: seal(secret, KEY_SECRETS) },
      { session: tx.session },
    );
    tx.audit({ subject: id, after: { name, rights } });
    return { id, secret };
  },
});

const endKey = command('org.revoke-key', {
  may: (actor) => assertEverywhere(actor, 'org.write'),
  async run({ id }: { id: string }, tx) {
    const key = await native(Keys).findOne({ _id: id }, { session: tx.session });
    if (!key) throw refuseAnywhere('not_found');
    if (key.revokedAt) return key;
    await native(Keys).updateOne({ _id: id }, { $set: { revokedAt: tx.now } }, { session: tx.session });
    tx.audit({ subject: id, before: { name: key.name }, after: { revokedAt: tx.now } });
    return key;
  },
});

/** Ends a key: at once in this process, within seconds in others. @throws Refusal `not_found`. */
export async function revokeKey(context: CommandContext, input: { id: string }): Promise<void> {
  const key = await endKey(context, input);
  forgetKey(key);
}

/** The id of whoever has this login. */
export const staffIdOf = (login: string): string => derivedId('stf', login);

/** The command, followed by a refresh of the directories of this process. */
function refreshing<I, O>(run: (context: CommandContext, input: I) => Promise<O>) {
  return async (context: CommandContext, input: I): Promise<O> => {
    const output = await run(context, input);
    await loadDirectories();
    return output;
  };
}

async function assertUnitsExist(roles: readonly RoleAt[], tx: Tx): Promise<void> {
  const ids = [...new Set(roles.map(({ unitId }) => unitId))];
  const found = await native(Units).countDocuments({ _id: { $in: ids } }, { session: tx.session });
  if (found < ids.length) throw refuse('unit_unknown', { field: 'roles' });
}

async function assertChannelUserFree(userId: string | undefined, staffId: string, tx: Tx): Promise<void> {
  if (!userId) return;
  const other = await native(Staff).findOne(
    { channelUserId: { $eq: userId }, _id: { $ne: staffId }, active: true },
    { session: tx.session },
  );
  if (other) throw refuse('channel_user_taken', { field: 'channelUserId' });
}

async function keepOneAdmin(before: StaffRow, after: StaffRow, tx: Tx): Promise<void> {
  if (!isRootAdmin(before, ROOT_UNIT_ID) || isRootAdmin(after, ROOT_UNIT_ID)) return;
  // Two admins who remove each other at the same moment meet on this document; one of them is tried again.
  await native(Units).updateOne(
    { _id: ROOT_UNIT_ID },
    { $inc: { adminChanges: 1 } },
    { session: tx.session },
  );
  const admins = await native(Staff)
    .find({ _id: { $ne: before._id }, active: true }, { session: tx.session })
    .toArray();
  if (!admins.some((row) => isRootAdmin(row, ROOT_UNIT_ID))) throw refuse('last_admin');
}

const auditable = ({ login, name, roles, active, channelUserId }: StaffRow) => ({
  login,
  name,
  roles,
  active,
  channelUserId,
});
