import { createHmac } from 'node:crypto';
import { system } from '../kernel/actor';
import { AuditRows, AuditWords, keepOldWords } from '../kernel/audit';
import { useClock } from '../kernel/clock';
import { loadSealKeys } from '../kernel/seal';
import { native } from '../kernel/store';
import {
  ROOT_UNIT_ID,
  authenticateKey,
  authenticateSigned,
  authenticateStaff,
  createKey,
  createStaff,
  createUnit,
  ensureFirstRun,
  reachFor,
  revokeKey,
  signInStaff,
  staffDirectory,
  unitDirectory,
  updateStaff,
} from '.';
import { Keys, StaffSessions, Staff } from './model';
import { renameBrand, resetPassword } from './commands';
import { changeOwnPassword } from './sessions';
import { auditPage } from './audit-views';
import { meOf, staffPage, visibleUnits, welcome } from './views';
import { useDatabase } from '../../../test/support/database';

const boss = { actor: system('test') };
let clock = new Date('2026-01-05T02:00:00Z');
const later = (ms: number) => (clock = new Date(clock.getTime() + ms));
const HOUR = 3_600_000;

useDatabase(loadSealKeys);
beforeAll(() => void useClock(() => clock));

const refusal = (code: string) => expect.objectContaining({ code }) as unknown;
let anybody = 0;
/** A fresh login with these roles, signed in. */
async function someone(...roles: Parameters<typeof createStaff>[1]['roles']) {
  anybody += 1;
  const login = `somebody${anybody}`;
  const { staff, firstPassword: password } = await createStaff(boss, { login, name: login, roles });
  const ip = `10.0.0.${anybody}`;
  const { token, actor } = await signInStaff(boss, { login, password, ip });
  return { staff, login, password, ip, token, actor, context: { actor } };
}

describe('a fresh database', () => {
  test('gets a root and one administrator, once; the password is told once and signs in', async () => {
    const first = await ensureFirstRun({ brandName: '晨露', demo: false });
    expect(await ensureFirstRun({ brandName: '晨露', demo: false })).toEqual({});
    const { actor } = await signInStaff(boss, { login: 'Admin ', password: first.password!, ip: '10.0.0.1' });
    expect(actor.rights).toContain('org.write');
    expect(reachFor(actor, 'org.write')).toBeUndefined();
    expect(unitDirectory.nameOf(ROOT_UNIT_ID)).toBe('晨露');
    expect((await welcome()).demoStaff).toEqual([]);
  });
});

describe('somebody who forgot their password', () => {
  test('gets another one from an administrator: the old one and every session end', async () => {
    const { staff, login, password, token, ip } = await someone({ role: 'store', unitId: ROOT_UNIT_ID });
    const admin = await someone({ role: 'admin', unitId: ROOT_UNIT_ID });
    const { firstPassword } = await resetPassword(admin.context, { id: staff._id });
    expect(await authenticateStaff(token)).toBeUndefined();
    await expect(signInStaff(boss, { login, password, ip })).rejects.toEqual(refusal('wrong_login'));
    expect((await signInStaff(boss, { login, password: firstPassword, ip })).actor.staffId).toBe(staff._id);
    const { items } = await auditPage(boss.actor, { limit: 5, subject: staff._id });
    const row = items.find(({ action }) => action === 'org.reset-password');
    expect(row).toMatchObject({ actorName: admin.staff.name });
    expect(JSON.stringify(row)).not.toContain(firstPassword);
    await updateStaff(boss, { id: admin.staff._id, active: false });
  });

  test('nobody takes over who may more than they do, and one’s own is changed, not reset', async () => {
    const branch = await createUnit(boss, { name: '外区', kind: 'region', parentId: ROOT_UNIT_ID });
    const local = await someone({ role: 'admin', unitId: branch._id });
    const above = await someone({ role: 'store', unitId: ROOT_UNIT_ID });
    await expect(resetPassword(local.context, { id: above.staff._id })).rejects.toEqual(refusal('not_found'));
    await expect(resetPassword(local.context, { id: local.staff._id })).rejects.toEqual(
      refusal('own_password'),
    );
    expect(await authenticateStaff(above.token)).toBeDefined();
  });
});

describe('the record of changes', () => {
  test('is searched by part of a name or an action, by what a screen calls it, by a whole id; in pages', async () => {
    const { staff, context } = await someone({ role: 'admin', unitId: ROOT_UNIT_ID });
    const units: string[] = [];
    for (let i = 0; i < 5; i += 1)
      units.push(
        (await createUnit(context, { name: `查店 ${i}`, kind: 'store', parentId: ROOT_UNIT_ID }))._id,
      );
    const found = async (asked: Partial<Parameters<typeof auditPage>[1]>) =>
      (await auditPage(boss.actor, { limit: 50, ...asked })).items;
    const ours = (await found({ q: staff.name })).filter(({ actor }) => actor === staff._id);
    expect(
      ours.flatMap(({ action, subject }) => (action === 'org.create-unit' ? subject : [])).sort(),
    ).toEqual([...units].sort());
    const byAction = (await found({ q: 'CREATE-UN' })).map(({ subject }) => subject);
    expect(byAction).toEqual(expect.arrayContaining(units));
    expect(await found({ q: '加了门店' })).toEqual([]);
    expect(await found({ q: 'a\0b' })).toEqual([]);
    expect(
      (await found({ q: '加了门店', actions: 'org.create-unit,org.nothing' })).map(({ subject }) => subject),
    ).toEqual(byAction);
    expect(await found({ q: units[2]! })).toMatchObject([{ action: 'org.create-unit', subject: units[2] }]);
    expect(await found({ q: units[2]!.slice(0, -1) })).toEqual([]);
    expect(await found({ q: 'create-unit', subject: units[3]! })).toHaveLength(1);
    expect(await found({ q: 'nobody', subject: units[3]! })).toEqual([]);

    // What an earlier version recorded has no words yet.
    await native(AuditWords).deleteMany({});
    expect(await found({ q: 'create-unit' })).toEqual([]);
    await keepOldWords();
    expect((await found({ q: 'CREATE-UN' })).map(({ subject }) => subject)).toEqual(byAction);

    const paged: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await auditPage(boss.actor, { limit: 2, q: 'org.', ...(cursor ? { cursor } : {}) });
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      more = cursor !== undefined;
    }
    const whole = await native(AuditRows).find({ action: /org\./ }).sort({ at: -1, _id: -1 }).toArray();
    expect(paged).toEqual(whole.map(({ _id }) => _id));
    await updateStaff(boss, { id: staff._id, active: false });
  });
});

describe('the name of the brand', () => {
  test('given in the console it outlives a start with another BRAND_NAME; a branch does not give it', async () => {
    const branch = await createUnit(boss, { name: '北区', kind: 'region', parentId: ROOT_UNIT_ID });
    const local = await someone({ role: 'admin', unitId: branch._id });
    await expect(renameBrand(local.context, { name: '北区的' })).rejects.toEqual(refusal('not_allowed'));
    await renameBrand(boss, { name: '晚风' });
    await ensureFirstRun({ brandName: '晨露', demo: false });
    expect((await meOf(local.actor)).brandName).toBe('晚风');
    expect(unitDirectory.nameOf(ROOT_UNIT_ID)).toBe('晚风');
    await renameBrand(boss, { name: '晨露' });
  });
});

describe('signing in', () => {
  test('wrong, unknown and closed look the same; ten wrong ones lock this login at this address only', async () => {
    const { login, password, staff } = await someone({ role: 'operator', unitId: ROOT_UNIT_ID });
    const ip = '10.9.9.9';
    for (let i = 0; i < 10; i += 1)
      await expect(signInStaff(boss, { login, password: 'wrong', ip })).rejects.toEqual(
        refusal('wrong_login'),
      );
    await expect(signInStaff(boss, { login, password, ip })).rejects.toMatchObject({
      code: 'too_many_attempts',
      status: 429,
      details: { seconds: 900 },
    });
    await expect(signInStaff(boss, { login, password, ip: '10.9.9.8' })).resolves.toBeDefined();
    await expect(signInStaff(boss, { login: 'nobody', password, ip })).rejects.toEqual(
      refusal('wrong_login'),
    );
    later(15 * 60_000);
    await expect(signInStaff(boss, { login, password, ip })).resolves.toBeDefined();
    await updateStaff(boss, { id: staff._id, active: false });
    await expect(signInStaff(boss, { login, password, ip })).rejects.toEqual(refusal('wrong_login'));
  });

  test('twenty guesses at the same moment get no more than ten tries', async () => {
    const { login } = await someone({ role: 'store', unitId: ROOT_UNIT_ID });
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => signInStaff(boss, { login, password: 'guess', ip: '10.8.8.8' })),
    );
    const codes = answers.map((each) => (each as PromiseRejectedResult).reason as { code: string });
    expect(codes.filter(({ code }) => code === 'wrong_login')).toHaveLength(10);
    expect(codes.filter(({ code }) => code === 'too_many_attempts')).toHaveLength(10);
  });

  test('a session lives 12 hours after its last use, 30 days at most, and is stored hashed', async () => {
    const { token, actor } = await someone({ role: 'operator', unitId: ROOT_UNIT_ID });
    expect(await native(StaffSessions).findOne({ _id: token })).toBeNull();
    for (let hours = 0; hours < 29 * 24; hours += 11) {
      later(11 * HOUR);
      expect(await authenticateStaff(token)).toMatchObject({ staffId: actor.staffId });
    }
    later(11 * HOUR);
    await authenticateStaff(token);
    later(11 * HOUR);
    await authenticateStaff(token);
    later(11 * HOUR);
    expect(await authenticateStaff(token)).toBeUndefined();
    const idle = await someone({ role: 'operator', unitId: ROOT_UNIT_ID });
    later(12 * HOUR);
    expect(await authenticateStaff(idle.token)).toBeUndefined();
  });

  test('a new password ends all other sessions; the old one no longer fits', async () => {
    const me = await someone({ role: 'operator', unitId: ROOT_UNIT_ID });
    const { login, password: oldPassword, ip } = me;
    const other = await signInStaff(boss, { login, password: oldPassword, ip });
    const change = { oldPassword, newPassword: 'a much better one', ip };
    await changeOwnPassword(me.context, change);
    expect(await authenticateStaff(other.token)).toBeUndefined();
    expect(await authenticateStaff(me.token)).toBeDefined();
    await expect(changeOwnPassword(me.context, change)).rejects.toEqual(refusal('wrong_login'));
    const audit = await native(AuditRows).find({ action: 'org.change-password' }).toArray();
    expect(JSON.stringify(audit)).not.toMatch(/argon2|better/);
  });
});

describe('the tree and its people', () => {
  test('reach follows the right: writing in a store is not writing in the region one only reads', async () => {
    const east = await createUnit(boss, { name: '华东', kind: 'region', parentId: ROOT_UNIT_ID });
    const shop = await createUnit(boss, { name: '静安店', kind: 'store', parentId: east._id });
    const far = await createUnit(boss, { name: '华南', kind: 'region', parentId: ROOT_UNIT_ID });
    const { actor, context } = await someone(
      { role: 'admin', unitId: shop._id },
      { role: 'strategy', unitId: east._id },
    );
    expect(unitDirectory.pathOf(shop._id)).toEqual([ROOT_UNIT_ID, east._id, shop._id]);
    expect(reachFor(actor, 'groups.read')).toEqual(new Set([east._id, shop._id]));
    expect(reachFor(actor, 'org.write')).toEqual(new Set([shop._id]));
    expect(
      visibleUnits(actor)
        .items.map(({ name }) => name)
        .sort(),
    ).toEqual(['华东', '晨露', '静安店']);
    const inRegion = { login: 'x.region', name: 'x', roles: [{ role: 'store' as const, unitId: east._id }] };
    await expect(createStaff(context, inRegion)).rejects.toEqual(refusal('unit_unknown'));
    const below = { name: '快闪', kind: 'store' as const, parentId: far._id };
    await expect(createUnit(context, below)).rejects.toEqual(refusal('unit_unknown'));
    await expect(createKey(context, { name: 'x', rights: ['groups.read'] })).rejects.toEqual(
      refusal('not_allowed'),
    );
    await expect(auditPage(actor, { limit: 10 })).rejects.toEqual(refusal('not_allowed'));
    const mine = await createStaff(context, {
      login: 'x.store',
      name: '小店员',
      roles: [{ role: 'store', unitId: shop._id }],
    });
    const seen = await staffPage(actor, { limit: 200 });
    expect(seen.items.map(({ id }) => id)).toContain(mine.staff._id);
    expect(seen.items.map(({ id }) => id)).not.toContain(
      (await someone({ role: 'store', unitId: far._id })).staff._id,
    );
    const outside = await someone({ role: 'store', unitId: far._id });
    const theft = { id: outside.staff._id, roles: [{ role: 'store' as const, unitId: shop._id }] };
    await expect(updateStaff(context, theft)).rejects.toEqual(refusal('not_found'));
  });

  test('staff are read page by page, and found by name, login or id', async () => {
    const reader = await someone({ role: 'operator', unitId: ROOT_UNIT_ID });
    const roles = [{ role: 'store' as const, unitId: ROOT_UNIT_ID }];
    const made: string[] = [];
    for (const [login, channelUserId] of [['page.1', 'u-page'], ['page.2'], ['page.3']] as const)
      made.push(
        (
          await createStaff(boss, {
            login,
            name: '翻页的',
            roles,
            ...(channelUserId ? { channelUserId } : {}),
          })
        ).staff._id,
      );
    const found = async (more: object) => staffPage(reader.actor, { limit: 2, ...more });
    const first = await found({ q: '翻页' });
    const rest = await found({ q: '翻页', cursor: first.nextCursor });
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([2, 1, undefined]);
    expect([...first.items, ...rest.items].map(({ id }) => id).sort()).toEqual([...made].sort());
    expect((await found({ q: 'PAGE.2' })).items.map(({ id }) => id)).toEqual([made[1]]);
    expect((await found({ ids: [made[2], 'stf_nobody'].join() })).items.map(({ id }) => id)).toEqual([
      made[2],
    ]);
    expect((await found({ q: '翻页', inGroups: 'yes' })).items.map(({ id }) => id)).toEqual([made[0]]);
  });

  test('a login and a group account belong to one person', async () => {
    const roles = [{ role: 'store' as const, unitId: ROOT_UNIT_ID }];
    await createStaff(boss, { login: 'li', name: '小李', roles, channelUserId: 'u-li' });
    expect(staffDirectory.byChannelUser('u-li')).toMatchObject({ name: '小李' });
    await expect(createStaff(boss, { login: 'li', name: '别人', roles })).rejects.toEqual(
      refusal('login_taken'),
    );
    const second = { login: 'li2', name: '别人', roles, channelUserId: 'u-li' };
    await expect(createStaff(boss, second)).rejects.toEqual(refusal('channel_user_taken'));
  });

  test('closing an account ends its sessions and its commands in groups at once', async () => {
    const { staff, token } = await someone({ role: 'operator', unitId: ROOT_UNIT_ID });
    await updateStaff(boss, { id: staff._id, channelUserId: 'u-gone' });
    expect(staffDirectory.isStaffUser('u-gone')).toBe(true);
    await updateStaff(boss, { id: staff._id, active: false });
    expect(await authenticateStaff(token)).toBeUndefined();
    expect(staffDirectory.isStaffUser('u-gone')).toBe(false);
  });

  test('two administrators who remove each other at the same moment: one stays', async () => {
    for (const row of await native(Staff).find({ login: 'admin' }).toArray())
      await expect(updateStaff(boss, { id: row._id, active: false })).rejects.toEqual(refusal('last_admin'));
    const second = await someone({ role: 'admin', unitId: ROOT_UNIT_ID });
    const first = (await native(Staff).findOne({ login: 'admin' }))!;
    const answers = await Promise.allSettled([
      updateStaff(boss, { id: first._id, active: false }),
      updateStaff(boss, { id: second.staff._id, roles: [{ role: 'store', unitId: ROOT_UNIT_ID }] }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('keys', () => {
  test('a key works until revoked, signs, and is stored hashed and sealed', async () => {
    const { id, secret } = await createKey(boss, { name: '网关', rights: ['simulator.use'] });
    expect(await authenticateKey(secret)).toMatchObject({
      kind: 'key',
      keyId: id,
      rights: ['simulator.use'],
    });
    const signed = (body: string, signer = secret) => ({
      keyId: id,
      timestamp: String(clock.getTime() / 1000),
      signature: createHmac('sha256', signer)
        .update(`${clock.getTime() / 1000}.${body}`)
        .digest('hex'),
      rawBody: body,
    });
    expect(await authenticateSigned(signed('{}'))).toMatchObject({ kind: 'key', keyId: id });
    await expect(authenticateSigned({ ...signed('{}'), rawBody: '{ }' })).rejects.toEqual(
      refusal('signature_wrong'),
    );
    const stored = JSON.stringify(await native(Keys).findOne({ _id: id }));
    expect(stored).not.toContain(secret);
    await revokeKey(boss, { id });
    await expect(authenticateSigned(signed('{}'))).rejects.toEqual(refusal('signature_wrong'));
    expect(await authenticateKey(secret)).toBeUndefined();
    expect(await authenticateKey('kk_wrong')).toBeUndefined();
  });
});

describe('demo mode', () => {
  test('shows generated passwords only in demo mode, and outside it they open nothing', async () => {
    await ensureFirstRun({ brandName: '晨露', demo: true });
    const { firstPassword: password } = await createStaff(boss, {
      login: 'demo.store',
      name: '演示店员',
      roles: [{ role: 'store', unitId: ROOT_UNIT_ID }],
      demo: true,
    });
    expect((await welcome()).demoStaff).toEqual([
      { login: 'demo.store', password, name: '演示店员', role: 'store' },
    ]);
    const signIn = () => signInStaff(boss, { login: 'demo.store', password, ip: '10.1.1.1' });
    const { token } = await signIn();
    await ensureFirstRun({ brandName: '晨露', demo: false });
    expect((await welcome()).demoStaff).toEqual([]);
    await expect(signIn()).rejects.toEqual(refusal('wrong_login'));
    expect(await authenticateStaff(token)).toBeUndefined();
  });
});
