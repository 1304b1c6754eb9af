import { everyTrace } from '../support/play';
import { type Story, storyIn } from '../support/story';
import { startWorld, type World } from '../support/world';

describe('an activity from a sentence in a group', () => {
  let world: World;
  let story: Story;
  let room: { groupId: string; channelGroupId: string };
  beforeAll(async () => {
    world = await startWorld();
    story = await storyIn(world);
    room = await world.room('新品群', 3);
    await colleague('lin', '小林', 'operator');
    await colleague('gao', '小高', 'operator');
    await colleague('dian', '店员', 'store');
  });
  afterAll(() => world.stop());

  const colleague = (login: string, channelUserId: string, role: string) =>
    world.admin
      .post('/api/org/staff')
      .send({ login, name: channelUserId, roles: [{ role, unitId: 'unt_root' }], channelUserId })
      .expect(200);

  const activities = async () =>
    (
      (await world.admin.get('/api/activities').expect(200)) as {
        body: {
          items: {
            title: string;
            state: string;
            createdBy: string;
            rule: { where: { groupIds: string[] } };
          }[];
        };
      }
    ).body.items;
  /** What the bot said since it was asked last. */
  let heard = 0;
  const answer = async () => {
    // The gate leaves a gap between lines.
    for (let i = 0; i < 3; i += 1) {
      world.clock.advance(20_000);
      await world.settle();
    }
    const lines = await story.botLines(room.groupId);
    const since = lines.slice(heard);
    heard = lines.length;
    return since.join('\n');
  };

  test('only whoever wrote the sentence confirms it; a customer’s words do nothing', async () => {
    const nothing = await story.botLines(room.groupId);
    // A customer is no colleague.
    await story.says(room, '顾客', '建活动 今晚9点 扣1打卡 每次5积分');
    await story.says(room, '顾客', '确认');
    expect(await activities()).toEqual([]);
    expect(await story.botLines(room.groupId)).toEqual(nothing);

    await story.says(room, '小林', '建活动 今晚8点 扣1打卡 每次5积分');
    expect(await answer()).toContain('回「确认」上线');
    expect((await activities()).map((each) => [each.state, each.rule.where.groupIds])).toEqual([
      ['draft', [room.groupId]],
    ]);
    for (const other of ['顾客', '小高']) {
      await story.says(room, other, '确认');
      expect((await activities())[0]!.state).toBe('draft');
    }
    await story.says(room, '小林', '确认');
    expect((await activities())[0]!.state).toBe('running');
    expect(await answer()).toContain('开始了');
    expect(await story.says(room, '顾客', '扣1')).toBe('counted');
    expect(await story.points('顾客')).toBe(5);
    // An everyday word when nothing waits.
    const lines = await story.botLines(room.groupId);
    await story.says(room, '小林', '确认');
    expect(await story.botLines(room.groupId)).toEqual(lines);
  });

  test('an overlap is told before 确认 accepts it', async () => {
    await story.says(room, '小高', '建活动 今晚8点半 扣1报名 前10名');
    expect(await answer()).toMatch(/注意：.*也在听「1」/s);
    await story.says(room, '小高', '取消');
    expect((await activities()).filter((each) => each.state === 'running')).toHaveLength(1);
  });

  test('without the right, in the past or half understood: told so, nothing is saved', async () => {
    const before = await activities();
    await story.says(room, '店员', '建活动 今晚9点 扣2报名');
    expect(await answer()).toContain('没有办成');
    await story.says(room, '小林', '建活动 今天早上8点到9点 扣3报名');
    expect(await answer()).toMatch(/没有办成|还差一点/);
    await story.says(room, '小林', '建活动 热闹一下');
    expect(await answer()).toMatch(/没有办成|还差一点/);
    expect(await activities()).toEqual(before);
    await everyTrace(world);
  });
});
