import { deliver, launch, ruleIn } from '../../../test/support/play';
import { type World, startWorld } from '../../../test/support/world';
import { asSystem } from '../kernel/command';
import { createUnit, unitDirectory } from '../org';
import { groupDirectory, updateGroup } from '../groups';
import { system } from '../kernel/actor';

interface Today {
  greeting: string;
  counted: number;
  people: number;
  messages: number;
  pointsGiven: number;
  countedYesterdaySameTime: number;
  byHour: { today: number[]; yesterday: number[] };
  attention: { kind: string; count: number; link: string }[];
}

let world: World;
beforeAll(async () => void (world = await startWorld({ demo: true })));
afterAll(() => world.stop());

let typed = 0;
/** Members of a room type `1`, one after another, now. */
async function type(room: { channelGroupId: string }, users: readonly string[]): Promise<void> {
  const events = users.map((userId) => ({
    eventId: `e${(typed += 1)}`,
    groupId: room.channelGroupId,
    userId,
    name: userId,
    kind: 'message' as const,
    text: '1',
    at: world.clock.now().toISOString(),
  }));
  const { body } = await deliver(world, await world.key(['simulator.use']), events);
  expect(body.accepted).toBe(users.length);
  await world.settle();
}
const hoursBefore = (now: Date, hours: number): string =>
  new Date(now.getTime() - hours * 3_600_000).toISOString();
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
    const now = world.clock.now();
    const hoursAgo = (hours: number) => world.clock.set(new Date(now.getTime() - hours * 3_600_000));
    hoursAgo(26);
    await launch(
      world,
      ruleIn(world, 'sign_up', [near.groupId, far.groupId], {
        triggers: ['1'],
        limits: {},
        reward: { points: 10 },
        window: { startAt: hoursBefore(now, 30), endAt: hoursBefore(now, -30) },
      }),
    );
    hoursAgo(24.5);
    await type(near, ['p1', 'p2']);
    hoursAgo(23); // later than now, yesterday
    await type(near, ['p3']);
    hoursAgo(0);
    await type(near, ['p1', 'p2', 'p1']);
    await type(far, ['p1', 'p3']);
    expect(await todayOf(store)).toMatchObject({
      greeting: 'store，晚上好',
      counted: 3,
      people: 2,
      messages: 3,
      pointsGiven: 30,
      countedYesterdaySameTime: 2,
    });
    expect(await todayOf(world.admin)).toMatchObject({
      counted: 5,
      people: 3,
      messages: 5,
      pointsGiven: 50,
      countedYesterdaySameTime: 2,
    });
    // 20:00 now; yesterday at 19:30 and at 21:00.
    const of = (hours: Record<number, number>, length: number) =>
      Array.from({ length }, (_, hour) => hours[hour] ?? 0);
    expect((await todayOf(store)).byHour).toEqual({
      today: of({ 20: 3 }, 21),
      yesterday: of({ 19: 2, 21: 1 }, 24),
    });
    expect((await todayOf(world.admin)).byHour.today).toEqual(of({ 20: 5 }, 21));
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
