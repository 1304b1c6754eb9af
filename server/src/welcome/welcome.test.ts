import { membersSeen, type SeenMember } from '../bot/events';
import { Outgoing } from '../gate/model';
import { system } from '../kernel/actor';
import { useClock } from '../kernel/clock';
import { asSystem } from '../kernel/command';
import { newId } from '../kernel/ids';
import { Dispatcher } from '../kernel/outbox';
import { native } from '../kernel/store';
import { createGroup, groupDirectory, groupsDomain } from '../groups';
import { ensureFirstRun, unitDirectory } from '../org';
import { personDeleted, personIdOf } from '../people';
import { Blacklisted } from '../risk/model';
import { Welcomes } from './model';
import { welcomeDomain } from '.';
import { useDatabase } from '../../../test/support/database';

const NOON = new Date('2036-11-21T12:00:00+08:00');
let clock = NOON;
const later = (seconds: number) => (clock = new Date(clock.getTime() + seconds * 1000));
const ago = (seconds: number) => new Date(clock.getTime() - seconds * 1000);
const boss = { actor: system('test') };

let groups = 0;
const newGroup = async (members = 0) => {
  const channelGroupId = `g${(groups += 1)}`;
  const { groupId } = await createGroup(boss, {
    channel: 'test',
    channelGroupId,
    name: `咖啡 ${groups} 群`,
    unitId: unitDirectory.rootId,
    tags: [],
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

const dispatcher = new Dispatcher([...groupsDomain.reactions!, ...welcomeDomain.reactions!]);
/** Each list is one event of the bot; all are waiting when the reactions begin. */
const see = async (...batches: SeenMember[][]) => {
  for (const members of batches)
    await asSystem('test', (tx) => Promise.resolve(tx.emit(membersSeen({ members }))));
  await dispatcher.drain();
};
const welcomes = (groupId: string) =>
  native(Outgoing).find({ groupId }).sort({ createdAt: 1, _id: 1 }).toArray();

beforeAll(() => void useClock(() => clock));
useDatabase(async () => {
  await ensureFirstRun({ brandName: '晨露', adminPassword: 'correct horse', demo: false });
  await groupDirectory.load();
});
beforeEach(() => {
  clock = NOON;
});

describe('newcomers', () => {
  test('of a few seconds are welcomed together, by the band of the group, three by name', async () => {
    const group = await newGroup(40);
    await see([sighting(group, 'join', 'a', clock)]);
    later(2);
    await see(['b', 'c', 'd', 'e'].map((userId) => sighting(group, 'join', userId, clock)));
    const lines = await welcomes(group.groupId);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      kind: 'welcome',
      state: 'queued',
      dueAt: new Date(NOON.getTime() + 5_000),
    });
    expect(lines[0]!.text).toMatch(/^欢迎 叫a、叫b、叫c 等 5 位新朋友～现在群里有 45 位伙伴了/);
  });

  test('who come after the welcome was said get the next one, 30 s later at the earliest', async () => {
    const group = await newGroup(2);
    await see([sighting(group, 'join', 'a', clock)]);
    await native(Outgoing).updateMany(
      { groupId: group.groupId },
      { $set: { state: 'sent' }, $unset: { pending: 1 } },
    );
    later(10);
    await see([sighting(group, 'join', 'b', clock)]);
    const lines = await welcomes(group.groupId);
    expect(lines.map((line) => line.dueAt.getTime() - NOON.getTime()).sort((a, b) => a - b)).toEqual([
      5_000, 35_000,
    ]);
  });

  test('whose joining is an hour old are members, not news', async () => {
    const group = await newGroup(2);
    await see([sighting(group, 'join', 'a', ago(3_600))]);
    expect(await welcomes(group.groupId)).toEqual([]);
    expect(groupDirectory.get(group.groupId)!.memberCount).toBe(3);
  });

  test('who make a group grow into the next band bring its notice, once', async () => {
    const group = await newGroup(30);
    await see([sighting(group, 'join', 'a', clock)]);
    await see([sighting(group, 'leave', 'a', clock)]);
    await see([sighting(group, 'join', 'a', later(5))]);
    const notices = (await welcomes(group.groupId)).filter((line) => line.text.startsWith('谢谢大家'));
    expect(notices).toHaveLength(1);
  });

  test('on the blacklist are members, but nobody welcomes them', async () => {
    const group = await newGroup(2);
    const unwanted = personIdOf('test', 'spammer');
    await native(Blacklisted).insertOne({ _id: unwanted, rowId: 'blk_1' });
    await see(['spammer', 'a'].map((userId) => sighting(group, 'join', userId, clock)));
    expect((await welcomes(group.groupId)).map((line) => line.text)).toEqual([
      expect.stringMatching(/^欢迎 叫a～/),
    ]);
  });

  test('who wish to be deleted are not named by the welcome that still gathers', async () => {
    const group = await newGroup(2);
    await see(['a', 'b'].map((userId) => sighting(group, 'join', userId, clock)));
    await asSystem('test', (tx) =>
      Promise.resolve(
        tx.emit(
          personDeleted({
            personId: personIdOf('test', 'a'),
            identities: [],
            names: ['叫a'],
            groupIds: [group.groupId],
            at: clock,
          }),
        ),
      ),
    );
    await dispatcher.drain();
    expect(await native(Welcomes).findOne({ _id: group.groupId })).toMatchObject({
      names: ['已注销用户', '叫b'],
    });
  });
});
