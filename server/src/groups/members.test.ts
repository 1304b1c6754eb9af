import { membersSeen, type SeenMember } from '../bot/events';
import { type StaffActor, system } from '../kernel/actor';
import { AuditRows } from '../kernel/audit';
import { useClock } from '../kernel/clock';
import { asSystem } from '../kernel/command';
import { newId } from '../kernel/ids';
import { Dispatcher } from '../kernel/outbox';
import { OutboxRows } from '../kernel/outbox-rows';
import { native } from '../kernel/store';
import { createUnit, ensureFirstRun, unitDirectory } from '../org';
import { personIdOf } from '../people';
import { createGroup, groupDirectory, groupsDomain, memberFacts, saveBands, updateGroup } from '.';
import { membersJoined } from './events';
import { Members } from './model';
import { DEFAULT_GROUP_BANDS } from './rules';
import { listGroups, listMembers } from './views';
import { useDatabase } from '../../../test/support/database';

const NOON = new Date('2036-11-21T12:00:00+08:00');
let clock = NOON;
const later = (seconds: number) => (clock = new Date(clock.getTime() + seconds * 1000));
const ago = (seconds: number) => new Date(clock.getTime() - seconds * 1000);
const boss = { actor: system('test') };

let groups = 0;
const newGroup = async (members = 0, more: { name?: string; unitId?: string; tags?: string[] } = {}) => {
  const channelGroupId = `g${(groups += 1)}`;
  const { groupId } = await createGroup(boss, {
    channel: 'test',
    channelGroupId,
    name: more.name ?? `咖啡 ${groups} 群`,
    unitId: more.unitId ?? unitDirectory.rootId,
    tags: more.tags ?? [],
    capabilities: { read: true, post: true },
    members: Array.from({ length: members }, (_, i) => ({
      userId: `m${i}`,
      name: `成员${i}`,
      joinedAt: ago(9_000 + i),
    })),
  });
  return { groupId, channelGroupId };
};

type Group = Awaited<ReturnType<typeof newGroup>>;
const sighting = (group: Group, kind: SeenMember['kind'], userId: string, at: Date): SeenMember => ({
  ...group,
  channel: 'test',
  userId,
  personId: personIdOf('test', userId),
  name: `叫${userId}`,
  kind,
  at,
  eventId: newId('e'),
});

const dispatcher = new Dispatcher(groupsDomain.reactions ?? []);
/** Each list is one event of the bot; all are waiting when the reactions begin. */
const see = async (...batches: SeenMember[][]) => {
  for (const members of batches)
    await asSystem('test', (tx) => Promise.resolve(tx.emit(membersSeen({ members }))));
  await dispatcher.drain();
};
const present = (groupId: string) => native(Members).countDocuments({ groupId, present: true });
const staffAt = (unitId: string, role: 'region' | 'operator' = 'region'): StaffActor => ({
  kind: 'staff',
  staffId: 'stf_1',
  name: '小周',
  roles: [{ role, unitId }],
  rights: ['groups.read', 'groups.write'],
  sessionId: 'ses_1',
});

beforeAll(() => void useClock(() => clock));
useDatabase(async () => {
  await ensureFirstRun({ brandName: '晨露', adminPassword: 'correct horse', demo: false });
  await groupDirectory.load();
});
beforeEach(() => {
  clock = NOON;
});

describe('members', () => {
  test('the count follows joins and leaves, whatever their order and however often they arrive', async () => {
    const group = await newGroup(3);
    const events = [
      sighting(group, 'join', 'a', ago(50)),
      sighting(group, 'leave', 'a', ago(40)),
      sighting(group, 'join', 'a', ago(30)),
      sighting(group, 'join', 'b', ago(50)),
      sighting(group, 'leave', 'b', ago(20)),
      sighting(group, 'leave', 'm0', ago(10)),
      sighting(group, 'message', 'c', ago(5)),
    ];
    await see(events.slice(3).reverse(), events.slice(0, 3).reverse(), events, [events[1]!]);
    expect(groupDirectory.get(group.groupId)!.memberCount).toBe(4); // a, c, m1, m2
    expect(await present(group.groupId)).toBe(4);
    const facts = await memberFacts(['a', 'b', 'zz'].map((userId) => ({ groupId: group.groupId, userId })));
    expect(facts.get(`${group.groupId}:a`)).toEqual({
      personId: personIdOf('test', 'a'),
      name: '叫a',
      joinedAt: ago(30),
    });
    expect(facts.get(`${group.groupId}:b`)).toMatchObject({ leftAt: ago(20) });
    expect(facts.has(`${group.groupId}:zz`)).toBe(false);
  });

  test('two reactions at once count each person once', async () => {
    const group = await newGroup();
    const others = [
      new Dispatcher(groupsDomain.reactions ?? []),
      new Dispatcher(groupsDomain.reactions ?? []),
    ];
    const people = Array.from({ length: 12 }, (_, i) => sighting(group, 'join', `p${i}`, ago(i)));
    for (const each of [...people, ...people])
      await asSystem('test', (tx) => Promise.resolve(tx.emit(membersSeen({ members: [each] }))));
    await Promise.all([dispatcher, ...others].map((each) => each.drain()));
    later(700); // whatever collided is tried again
    await dispatcher.drain();
    await groupDirectory.refreshOf([group.groupId]);
    expect(await present(group.groupId)).toBe(12);
    expect(groupDirectory.get(group.groupId)!.memberCount).toBe(12);
  });

  test('page by join date, with those who left, only within reach', async () => {
    const region = await createUnit(boss, { name: '华东区', kind: 'region', parentId: unitDirectory.rootId });
    const group = await newGroup(5, { unitId: region._id });
    const first = await listMembers(staffAt(region._id), { id: group.groupId, limit: 3 });
    const rest = await listMembers(staffAt(region._id), {
      id: group.groupId,
      limit: 3,
      cursor: first.nextCursor,
    });
    expect([...first.items, ...rest.items].map((each) => each.userId)).toEqual([
      'm0',
      'm1',
      'm2',
      'm3',
      'm4',
    ]);
    const other = await createUnit(boss, { name: '华南区', kind: 'region', parentId: unitDirectory.rootId });
    await expect(listMembers(staffAt(other._id), { id: group.groupId, limit: 3 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('newcomers', () => {
  const told = async (groupId: string) =>
    (await native(OutboxRows).find({ type: membersJoined.type }).sort({ at: 1 }).toArray())
      .map((row) => row.payload as ReturnType<typeof membersJoined>['payload'])
      .filter((payload) => payload.groupId === groupId);

  test('are told with the counts around them; who joined an hour ago is a member, not news', async () => {
    const group = await newGroup(2);
    await see([sighting(group, 'join', 'old', ago(3_600))]);
    expect(await told(group.groupId)).toEqual([]);
    await see(['a', 'b'].map((userId) => sighting(group, 'join', userId, clock)));
    expect(await told(group.groupId)).toEqual([
      {
        groupId: group.groupId,
        newcomers: ['a', 'b'].map((id) => ({ personId: personIdOf('test', id), name: `叫${id}` })),
        countBefore: 3,
        memberCount: 5,
      },
    ]);
  });

  test('who are merely seen are told only when the group is in another band by them', async () => {
    const group = await newGroup(29);
    await see([sighting(group, 'message', 'a', clock)]);
    expect(await told(group.groupId)).toEqual([]);
    await see([sighting(group, 'message', 'b', clock)]);
    expect(await told(group.groupId)).toMatchObject([{ newcomers: [], countBefore: 30, memberCount: 31 }]);
  });
});

describe('groups', () => {
  test('are listed by name as people count, page after page, filtered by tag', async () => {
    for (const n of [10, 2, 1]) await newGroup(0, { name: `茶饮 ${n} 群`, tags: ['茶饮群'] });
    const first = await listGroups(boss.actor, { limit: 2, tag: '茶饮群' });
    const rest = await listGroups(boss.actor, { limit: 2, tag: '茶饮群', cursor: first.nextCursor });
    expect([...first.items, ...rest.items].map((group) => group.name)).toEqual([
      '茶饮 1 群',
      '茶饮 2 群',
      '茶饮 10 群',
    ]);
    expect(rest.nextCursor).toBeUndefined();
    await expect(listGroups(boss.actor, { limit: 2, cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'cursor_invalid',
    });
  });

  test('change with a record of before and after, and are known changed at once', async () => {
    const { groupId } = await newGroup(0, { name: '旧名' });
    const version = groupDirectory.version;
    await updateGroup(boss, { id: groupId, name: '新名', tags: ['甲', '甲', '乙'] });
    expect(groupDirectory.get(groupId)).toMatchObject({ name: '新名', tags: ['甲', '乙'] });
    expect(groupDirectory.version).toBeGreaterThan(version);
    expect(await native(AuditRows).findOne({ subject: groupId, action: 'groups.update' })).toMatchObject({
      before: { name: '旧名' },
      after: { name: '新名' },
    });
  });

  test('of another branch can’t be changed, and none can be moved out of one’s branch', async () => {
    const east = await createUnit(boss, { name: '华东', kind: 'region', parentId: unitDirectory.rootId });
    const south = await createUnit(boss, { name: '华南', kind: 'region', parentId: unitDirectory.rootId });
    const { groupId } = await newGroup(0, { unitId: east._id });
    const change = (unit: string, more: object) =>
      updateGroup({ actor: staffAt(unit) }, { id: groupId, ...more });
    await expect(change(south._id, { name: '抢' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(change(east._id, { unitId: south._id })).rejects.toMatchObject({ code: 'unit_unknown' });
    expect(groupDirectory.get(groupId)).toMatchObject({ unitId: east._id });
  });

  test('bands are the brand’s: a branch can’t change them, gaps are refused', async () => {
    const items = [...DEFAULT_GROUP_BANDS];
    const east = await createUnit(boss, { name: '华北', kind: 'region', parentId: unitDirectory.rootId });
    await expect(saveBands({ actor: staffAt(east._id) }, { items })).rejects.toMatchObject({
      code: 'not_allowed',
    });
    await expect(saveBands(boss, { items: items.slice(1) })).rejects.toMatchObject({
      code: 'bands_have_gaps',
    });
    await saveBands(boss, { items: [{ ...items[0]!, name: '小小群' }, ...items.slice(1)] });
    expect(groupDirectory.bands[0]!.name).toBe('小小群');
  });
});
