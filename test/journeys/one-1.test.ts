import request from 'supertest';
import { auditLedger } from '../../server/src/ledger';
import { startWorld, type World } from '../support/world';

interface Body<T> {
  body: T;
}

describe('one 1 in a group', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ demo: true });
  });
  afterAll(() => world.stop());

  test('five members type 1, the bot answers once, each has points and knows why', async () => {
    const rooms = [
      await world.room('咖啡 1 群', 3, ['咖啡群']),
      await world.room('咖啡 2 群', 3, ['咖啡群']),
    ];
    const { body: read } = (await world.admin
      .post('/api/activities/sentence')
      .send({ text: '今晚8点 咖啡群 扣1打卡 每次5积分' })
      .expect(200)) as Body<{
      draft: Record<string, unknown>;
      questions: unknown[];
      refusals: unknown[];
    }>;
    expect(read.refusals).toEqual([]);
    expect(read.questions).toEqual([]);
    const { body: draft } = (await world.admin
      .post('/api/activities')
      .send({ rule: read.draft })
      .expect(200)) as Body<{ id: string; state: string }>;
    expect(draft.state).toBe('draft');
    const { body: live } = (await world.admin
      .post(`/api/activities/${draft.id}/launch`)
      .send({})
      .expect(200)) as Body<{ state: string }>;
    expect(live.state).toBe('running');

    const key = await world.key(['simulator.use']);
    const say = (eventId: string, room: number, userId: string, text: string) => ({
      eventId,
      groupId: rooms[room]!.channelGroupId,
      userId,
      name: userId,
      text,
      at: new Date(world.clock.now().getTime() + 1000).toISOString(),
    });
    const events = [
      say('e1', 0, '阿楠', '1'),
      say('e2', 0, '小满', '１'),
      say('e3', 0, '小满', '1'),
      say('e4', 0, '许', '这个几点开奖呀'),
      say('e5', 1, '林', '1'),
      say('e6', 1, '周', '扣1'),
      say('e7', 1, '陈', '1'),
      say('e7', 1, '陈', '1'),
    ];
    const send = () =>
      request(world.url)
        .post('/api/channels/simulator/events')
        .set('authorization', key)
        .send({ events }) as unknown as Promise<Body<unknown> & { status: number }>;
    world.clock.advance(2_000);
    const first = await send();
    expect(first.body).toEqual({ accepted: 7, duplicates: 1, refused: [] });
    expect((await send()).body).toEqual({ accepted: 0, duplicates: 8, refused: [] });
    await world.settle();
    world.clock.advance(60_000);
    await world.app.scheduler.drain();
    await world.settle();

    const { body: board } = (await world.admin.get(`/api/activities/${draft.id}/live`).expect(200)) as Body<{
      counted: number;
      people: number;
      pointsGiven: number;
      notCounted: { outcome: string; times: number }[];
      answers: { groupId: string }[];
    }>;
    expect(board).toMatchObject({
      counted: 5,
      people: 5,
      pointsGiven: 25,
      notCounted: [{ outcome: 'already_counted', times: 1 }],
    });
    expect(board.answers.map((answer) => answer.groupId).sort()).toEqual(
      rooms.map((room) => room.groupId).sort(),
    );

    const { body: members } = (await world.admin.get('/api/people?q=小满').expect(200)) as Body<{
      items: { id: string }[];
    }>;
    const { body: session } = (await request(world.url)
      .post('/api/member/demo-session')
      .send({ personId: members.items[0]!.id, consent: '2026-11' })
      .expect(200)) as Body<{ token: string }>;
    const mine = (path: string) =>
      request(world.url)
        .get(path)
        .set('authorization', `Bearer ${session.token}`)
        .expect(200) as unknown as Promise<Body<never>>;
    expect((await mine('/api/member/points')).body).toMatchObject({
      balance: 5,
      items: [{ points: 5, reason: expect.stringContaining('咖啡 1 群') as string }],
    });
    expect((await mine('/api/member/home')).body).toMatchObject({
      points: 5,
      checkIn: { streak: 1, checkedInToday: true },
    });
    expect((await auditLedger()).findings).toEqual([]);
  });
});
