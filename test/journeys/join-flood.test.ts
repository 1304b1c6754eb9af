import { auditLedger } from '../../server/src/ledger';
import { deliver, everyTrace, launch, personOf, phoneOf, ruleIn } from '../support/play';
import { type Story, storyIn } from '../support/story';
import { startWorld, type World } from '../support/world';

describe('ten groups in five seconds', () => {
  let world: World;
  let story: Story;
  let rooms: { groupId: string; channelGroupId: string }[];
  beforeAll(async () => {
    world = await startWorld({ demo: true });
    story = await storyIn(world);
    rooms = [];
    for (let i = 0; i < 10; i += 1) rooms.push(await world.room(`第 ${i} 群`, 0));
    await launch(
      world,
      ruleIn(
        world,
        'sign_up',
        rooms.map((room) => room.groupId),
        { limits: { perPerson: 9 } },
      ),
    );
  });
  afterAll(() => world.stop());

  const joinAll = async (userId: string, stepMs: number, order: number[]) => {
    const from = world.clock.now().getTime();
    const events = order.map((i) => story.joins(rooms[i]!, userId, new Date(from + i * stepMs)));
    expect((await deliver(world, story.key, events)).body).toMatchObject({ accepted: events.length });
    await world.settle();
  };
  const listed = async () =>
    (
      (await world.admin.get('/api/blacklist?lifted=no').expect(200)) as {
        body: { items: { id: string; personId: string; reason: string; by: string; evidence: unknown[] }[] };
      }
    ).body.items;

  test('in any order of arrival: blacklisted, gets nothing, and one click undoes it', async () => {
    // Nine groups, or ten in a little longer, is somebody keen.
    await joinAll('热心', 500, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    await joinAll('慢慢来', 560, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await listed()).toEqual([]);
    await joinAll('黄牛', 500, [7, 3, 9, 0, 1, 8, 2, 6, 4, 5]);
    const [row, ...others] = await listed();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ personId: personOf('黄牛'), by: '系统' });
    expect(row!.evidence).toHaveLength(10);

    world.clock.advance(20_000);
    expect(await story.says(rooms[0]!, '黄牛', '1')).toBe('blacklisted');
    expect(await story.says(rooms[1]!, '热心', '1')).toBe('counted');
    const phone = await phoneOf(world, '黄牛');
    const { body: home } = (await phone.get('/api/member/home').expect(200)) as {
      body: { now: { id: string }[] };
    };
    const join = (requestKey: string) =>
      phone
        .post(`/api/member/activities/${home.now[0]!.id}/join`)
        .send({ groupId: rooms[0]!.groupId, text: '1', requestKey })
        .expect(200);
    expect((await join('first-try')).body).toMatchObject({ outcome: 'blacklisted', points: 0 });
    expect(await story.points('黄牛')).toBe(0);

    await world.admin.post(`/api/blacklist/${row!.id}/lift`).send({ reason: '是门店同事' }).expect(200);
    await world.settle();
    expect(await listed()).toEqual([]);
    const again = await world.admin.post(`/api/blacklist/${row!.id}/lift`).send({}).expect(409);
    expect(again.body).toMatchObject({ error: { code: 'already_lifted' } });
    // What was refused meanwhile stays refused, what comes now counts.
    expect((await join('first-try')).body).toMatchObject({ outcome: 'blacklisted', points: 0 });
    expect((await join('second-try')).body).toMatchObject({ outcome: 'counted', points: 5 });
    expect(await story.says(rooms[0]!, '黄牛', '1')).toBe('counted');
    expect(await story.points('黄牛')).toBe(10);
    // The same joins once more, late, are no new flood.
    await joinAll('别人', 500, [0]);
    expect(await listed()).toEqual([]);
    await everyTrace(world);
    expect((await auditLedger()).findings).toEqual([]);
  });
});
