import { type World, startWorld } from '../../../test/support/world';
import { rewardsGranted } from '../rewards';
import { asSystem } from '../kernel/command';
import { createUnit, unitDirectory } from '../org';
import { groupDirectory, updateGroup } from '../groups';
import { system } from '../kernel/actor';

interface Today {
  greeting: string;
  counted: number;
  people: number;
  pointsGiven: number;
  countedYesterdaySameTime: number;
  attention: { kind: string; count: number; link: string }[];
}

let world: World;
beforeAll(async () => void (world = await startWorld({ demo: true })));
afterAll(() => world.stop());

let grants = 0;
/** People who get ten points each in a group now. */
async function give(groupId: string, personIds: readonly string[], minutesAgo = 0): Promise<void> {
  const at = new Date(world.clock.now().getTime() - minutesAgo * 60_000);
  const granted = personIds.map((personId) => ({
    id: `g${(grants += 1)}`,
    personId,
    reward: { kind: 'points' as const, points: 10 },
    cause: { activityId: 'act_x', groupId, reason: '打卡' },
    at,
  }));
  await asSystem('test', (tx) => Promise.resolve(tx.emit(rewardsGranted({ grants: granted }))));
  await world.settle();
}
const todayOf = async (browser: World['admin']): Promise<Today> =>
  ((await browser.get('/api/today').expect(200)) as { body: Today }).body;

describe('the day so far', () => {
  test('counts every person once and every point, and a store sees its own groups only', async () => {
    const shop = await createUnit(
      { actor: system('test') },
      { name: '静安店', kind: 'store', parentId: unitDirectory.rootId },
    );
    const near = await world.room('静安 1 群', 2);
    const far = await world.room('别处 1 群', 2);
    await updateGroup({ actor: system('test') }, { id: near.groupId, unitId: shop._id });
    await groupDirectory.refreshOf([near.groupId]);
    const store = await world.staff('store', shop._id);
    await give(near.groupId, ['p1', 'p2', 'p1']);
    await give(far.groupId, ['p1', 'p3']);
    // Yesterday at this time, and yesterday an hour later than now.
    await give(near.groupId, ['p1', 'p2'], 24 * 60 + 30);
    await give(near.groupId, ['p3'], 23 * 60);
    expect(await todayOf(store)).toMatchObject({
      greeting: 'store，晚上好',
      counted: 3,
      people: 2,
      pointsGiven: 30,
      countedYesterdaySameTime: 2,
    });
    expect(await todayOf(world.admin)).toMatchObject({ people: 3, pointsGiven: 50 });
  });

  test('asks for a look only from those who may look', async () => {
    const { body } = (await world.admin.get('/api/people').query({ limit: 1 }).expect(200)) as {
      body: { items: { id: string }[] };
    };
    const { membersSeen } = await import('../bot/events');
    const members = Array.from({ length: 10 }, (_, i) => ({
      channel: 'simulator',
      channelGroupId: `c${i}`,
      groupId: `grp_${i}`,
      userId: 'flood',
      personId: body.items[0]!.id,
      kind: 'join' as const,
      at: world.clock.now(),
      eventId: `e${i}`,
    }));
    await asSystem('test', (tx) => Promise.resolve(tx.emit(membersSeen({ members }))));
    await world.settle();
    const kinds = async (browser: World['admin']) => (await todayOf(browser)).attention;
    expect(await kinds(world.admin)).toMatchObject([{ kind: 'blacklist', count: 1, link: '/risk' }]);
    expect(await kinds(await world.staff('finance'))).toEqual([]);
  });
});
