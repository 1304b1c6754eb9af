import { ruleBook } from '../../server/src/activities';
import { auditLedger } from '../../server/src/ledger';
import { everyTrace, launch, ruleIn } from '../support/play';
import { type Story, storyIn } from '../support/story';
import { startWorld, type World } from '../support/world';

const MINUTE = 60_000;

describe('the life of an activity', () => {
  let world: World;
  let story: Story;
  beforeAll(async () => {
    world = await startWorld();
    story = await storyIn(world);
  });
  afterAll(() => world.stop());

  const act = (id: string, what: string, status = 200) =>
    world.admin.post(`/api/activities/${id}/${what}`).send({}).expect(status) as unknown as Promise<{
      body: { state: string; version: number; error?: { code: string; message: string } };
    }>;

  test('paused, resumed, edited, ended: each message counts by when it was typed', async () => {
    const room = await world.room('早餐群', 4);
    const rule = ruleIn(world, 'sign_up', [room.groupId], {
      title: '早餐报名',
      limits: { perPerson: 9 },
      answer: {
        everyPeople: 1,
        everySeconds: 5,
        text: '已经 {count} 位',
        closingText: '「{title}」结束，一共 {count} 位。',
      },
    });
    const id = await launch(world, rule);
    const before = world.clock.now();
    world.clock.advance(MINUTE);
    expect(await story.says(room, '甲', '1')).toBe('counted');

    world.clock.advance(MINUTE);
    expect((await act(id, 'pause')).body.state).toBe('paused');
    world.clock.advance(MINUTE);
    const whilePaused = world.clock.now();
    expect(await story.says(room, '乙', '1')).toBe('paused');
    // Typed before the pause, delivered in it.
    expect(await story.says(room, '丙', '1', new Date(before.getTime() + 1_000))).toBe('counted');
    world.clock.advance(MINUTE);
    expect((await act(id, 'resume')).body.state).toBe('running');
    expect(await story.says(room, '乙', '1')).toBe('counted');
    // Typed in the pause, delivered after it.
    expect(await story.says(room, '丁', '1', whilePaused)).toBe('paused');

    const edited = { ...rule, reward: { points: 9 } };
    const put = (version: number, status: number) =>
      world.admin.put(`/api/activities/${id}`).send({ version, rule: edited }).expect(status);
    expect((await put(1, 200)).body).toMatchObject({ version: 2, state: 'running' });
    expect((await put(1, 409)).body).toMatchObject({ error: { code: 'version_moved_on' } });
    expect(await story.says(room, '戊', '1')).toBe('counted');
    expect([
      await story.points('甲'),
      await story.points('乙'),
      await story.points('丁'),
      await story.points('戊'),
    ]).toEqual([5, 5, 0, 9]);
    const { body: versions } = (await world.admin.get(`/api/activities/${id}/versions`).expect(200)) as {
      body: { items: { version: number; rule: { reward: { points: number } } }[] };
    };
    expect(versions.items.map((each) => [each.version, each.rule.reward.points])).toEqual([
      [2, 9],
      [1, 5],
    ]);

    world.clock.advance(MINUTE);
    const justBefore = new Date(world.clock.now().getTime() - 1_000);
    expect((await act(id, 'close')).body.state).toBe('closed');
    await world.settle();
    world.clock.advance(MINUTE);
    await world.settle();
    expect((await story.botLines(room.groupId)).at(-1)).toBe('「早餐报名」结束，一共 4 位。');
    expect(await story.says(room, '己', '1')).toBe('ended');
    // Typed before the end, delivered after it.
    expect(await story.says(room, '庚', '1', justBefore)).toBe('counted');
    expect(await story.points('庚')).toBe(9);

    for (const what of ['pause', 'resume', 'close', 'launch'])
      expect((await act(id, what, 409)).body.error).toMatchObject({
        code: 'state_forbids',
        message: expect.stringContaining('已结束') as string,
      });
    expect((await put(2, 409)).body).toMatchObject({
      error: { code: 'state_forbids', message: expect.stringContaining('已结束') as string },
    });
    const outcomes = (await everyTrace(world)).map((trace) => trace.rules[0]!.outcome);
    expect([...outcomes].sort()).toEqual([
      'counted',
      'counted',
      'counted',
      'counted',
      'counted',
      'ended',
      'paused',
      'paused',
    ]);

    // A day later nothing late counts any more, whether or not the server was started again meanwhile.
    world.clock.advance(25 * 60 * MINUTE);
    // As the server does by itself once a second.
    await ruleBook.refresh();
    expect(await story.says(room, '辛', '1', justBefore)).toBeUndefined();
    // The session has expired meanwhile.
    expect((await act(id, 'archive', 401)).body.error?.code).toBe('not_signed_in');
    await world.signInAgain();
    expect((await act(id, 'archive')).body.state).toBe('archived');
    expect((await auditLedger()).findings).toEqual([]);
  });

  test('the clock starts what is scheduled and ends what is over, and says so once', async () => {
    const room = await world.room('晚餐群', 2);
    const at = world.clock.now().getTime();
    const rule = ruleIn(world, 'sign_up', [room.groupId], {
      title: '晚餐报名',
      window: {
        startAt: new Date(at + 10 * MINUTE).toISOString(),
        endAt: new Date(at + 20 * MINUTE).toISOString(),
      },
      answer: { everyPeople: 5, everySeconds: 30, text: '已经 {count} 位', closingText: '截止，{count} 位' },
    });
    const id = await launch(world, rule);
    const state = async () =>
      ((await world.admin.get(`/api/activities/${id}`).expect(200)).body as { state: string }).state;
    const tick = async () => {
      await world.app.scheduler.drain();
      await world.settle();
    };
    await tick();
    expect(await state()).toBe('scheduled');
    expect(await story.says(room, '甲', '1')).toBe('not_started');
    world.clock.advance(11 * MINUTE);
    await tick();
    expect(await state()).toBe('running');
    expect(await story.says(room, '甲', '1')).toBe('counted');
    world.clock.advance(MINUTE);
    await tick();
    // Still unanswered when it ends: the closing words answer.
    world.clock.advance(8 * MINUTE - 10_000);
    expect(await story.says(room, '乙', '1')).toBe('counted');
    world.clock.advance(20_000);
    await tick();
    expect(await state()).toBe('closed');
    for (const later of [15_000, MINUTE, MINUTE]) {
      world.clock.advance(later);
      await tick();
    }
    const lines = await story.botLines(room.groupId);
    expect(lines).toEqual(['已经 1 位', '截止，2 位']);
  });

  test('drafts to be launched together are told of each other before; none is launched by that', async () => {
    const room = await world.room('下午茶群', 2);
    const draft = async (title: string, more: Parameters<typeof ruleIn>[3] = {}) => {
      const rule = ruleIn(world, 'sign_up', [room.groupId], { title, ...more });
      const { body } = (await world.admin.post('/api/activities').send({ rule }).expect(200)) as {
        body: { id: string };
      };
      return { id: body.id, rule };
    };
    const tea = await draft('下午茶');
    const cake = await draft('蛋糕', { priority: 9 });
    const sing = await draft('唱歌', { triggers: ['唱'] });
    const collides = async (beside: string[]) =>
      (
        (
          await world.admin
            .post('/api/activities/preview')
            .send({ rule: tea.rule, activityId: tea.id, beside })
            .expect(200)
        ).body as { conflicts: { title: string; wins: boolean }[] }
      ).conflicts.map(({ title, wins }) => [title, wins]);
    expect(await collides([])).toEqual([]);
    expect(await collides([tea.id, cake.id, sing.id])).toEqual([['蛋糕', false]]);
    expect((await world.admin.get(`/api/activities/${cake.id}`).expect(200)).body).toMatchObject({
      state: 'draft',
    });
    // Once it runs it is in the way by itself, and only once.
    await act(cake.id, 'launch');
    expect(await collides([cake.id])).toEqual([['蛋糕', false]]);
    expect((await act(tea.id, 'launch', 409)).body.error?.code).toBe('conflicts_unseen');
  });
});
