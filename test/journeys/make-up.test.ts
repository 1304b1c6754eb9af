import { DAY_MS, dayToText, shanghaiDay } from '@kouyi/shared/rules/time';
import { Tallies } from '../../server/src/activities/model';
import { native } from '../../server/src/kernel/store';
import { auditLedger } from '../../server/src/ledger';
import { Transactions } from '../../server/src/ledger/model';
import { everyTrace, launch, personOf, phoneOf, ruleIn } from '../support/play';
import { type Story, storyIn } from '../support/story';
import { startWorld, type World } from '../support/world';

describe('making up a missed day', () => {
  let world: World;
  let story: Story;
  let room: { groupId: string; channelGroupId: string };
  beforeAll(async () => {
    world = await startWorld({ demo: true });
    story = await storyIn(world);
    room = await world.room('护肤群', 0);
  });
  afterAll(() => world.stop());

  const daysAgo = (days: number) => new Date(world.clock.now().getTime() - days * DAY_MS);
  const dayText = (days: number) => dayToText(shanghaiDay(daysAgo(days)));
  const checkIn = (trigger: string, more: { budgetPoints?: number; makeUpsPerMonth?: number } = {}) => {
    const base = ruleIn(world, 'check_in', [room.groupId]);
    return launch(world, {
      ...base,
      title: `${trigger}打卡`,
      triggers: [trigger],
      window: { ...base.window, startAt: daysAgo(10).toISOString() },
      limits: more.budgetPoints === undefined ? {} : { budgetPoints: more.budgetPoints },
      checkIn: {
        makeUpsPerMonth: more.makeUpsPerMonth ?? 2,
        makeUpWithinDays: 7,
        milestones: [{ days: 3, points: 20 }],
      },
    });
  };
  const makeUp = async (userId: string, activityId: string, day: string) => {
    const phone = await phoneOf(world, userId);
    const answer = (await phone.post('/api/member/check-ins/make-up').send({ activityId, day })) as {
      status: number;
      body: {
        points?: number;
        streak?: number;
        makeUpsLeft?: number;
        error?: { code: string; message: string };
      };
    };
    await world.settle();
    return answer;
  };

  test('a made-up day mends the streak, pays the milestone, once', async () => {
    const id = await checkIn('早');
    await story.says(room, '小满', '早', daysAgo(2));
    await story.says(room, '小满', '早', daysAgo(0));
    expect(await story.points('小满')).toBe(10);
    const { body: month } = (await (
      await phoneOf(world, '小满')
    )
      .get('/api/member/check-ins')
      .expect(200)) as {
      body: { days: { canMakeUp: boolean; day: string }[] };
    };
    expect(month.days.filter((each) => each.canMakeUp).map((each) => each.day)).toContain(dayText(1));
    // Two taps at the same moment.
    const both = await Promise.all([makeUp('小满', id, dayText(1)), makeUp('小满', id, dayText(1))]);
    expect(both.map((each) => each.status).sort()).toEqual([200, 422]);
    expect(both.find((each) => each.status === 200)!.body).toEqual({ points: 25, streak: 3, makeUpsLeft: 1 });
    expect(both.find((each) => each.status === 422)!.body.error?.code).toBe('make_up_not_missed');
    expect(await story.points('小满')).toBe(35);
    // The message of that day was only late: the day counts once.
    expect(await story.says(room, '小满', '早', daysAgo(1))).toBe('already_counted');
    expect(await story.points('小满')).toBe(35);
    expect(await native(Transactions).countDocuments({ personId: personOf('小满') })).toBe(3);
  });

  test('each refusal says why, and changes nothing', async () => {
    const id = await checkIn('晚');
    await story.says(room, '许', '晚', daysAgo(0));
    const codes: (string | undefined)[] = [];
    for (const day of [dayText(0), dayText(-1), dayText(8), dayText(20), '2036-02-31']) {
      const { status, body } = await makeUp('许', id, day);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(body.error?.message).toMatch(/[\u4e00-\u9fff]/);
      codes.push(body.error?.code);
    }
    expect(codes).toEqual([
      'make_up_not_missed',
      'make_up_not_missed',
      'make_up_too_late',
      'make_up_outside_window',
      'not_found',
    ]);
    expect((await makeUp('许', id, dayText(1))).status).toBe(200);
    expect((await makeUp('许', id, dayText(2))).status).toBe(200);
    expect((await makeUp('许', id, dayText(3))).body.error?.code).toBe('make_up_none_left');
    // Who never took part has nothing to mend.
    expect((await makeUp('小满', id, dayText(1))).status).toBe(404);
    expect(await story.points('许')).toBe(35);
  });

  test('it comes out of the budget like everything else', async () => {
    const id = await checkIn('茶', { budgetPoints: 15 });
    await story.says(room, '周', '茶', daysAgo(2));
    await story.says(room, '周', '茶', daysAgo(0));
    // The day between would pay 25, and 5 are left.
    expect((await makeUp('周', id, dayText(1))).body.error?.code).toBe('make_up_budget_spent');
    expect((await makeUp('周', id, dayText(4))).body).toMatchObject({ points: 5 });
    expect(await story.says(room, '陈', '茶')).toBe('budget_spent');
    const after = await world.admin.get(`/api/activities/${id}`).expect(200);
    expect(after.body).toMatchObject({ pointsGiven: 15, counted: 2 });
  });

  test('whoever is on the blacklist makes nothing up', async () => {
    const id = await checkIn('水');
    await story.says(room, '黄', '水', daysAgo(0));
    await world.admin
      .post('/api/blacklist')
      .send({ personId: personOf('黄'), reason: '刷分' })
      .expect(200);
    await world.settle();
    expect((await makeUp('黄', id, dayText(1))).body.error?.code).toBe('make_up_blacklisted');
    expect(await story.points('黄')).toBe(5);
    await everyTrace(world);
    expect((await auditLedger()).findings).toEqual([]);
    // What the console says an activity gave is what people got, to the point.
    const tally = (await native(Tallies).findOne({ activityId: id, points: { $gt: 0 } }))!;
    await native(Tallies).updateOne({ _id: tally._id }, { $inc: { points: 1 } });
    expect((await auditLedger()).findings).toEqual([
      {
        account: `points:activity:${id}`,
        problem: 'domain_differs',
        expected: 5,
        found: 6,
        by: 'activities',
      },
    ]);
    await native(Tallies).updateOne({ _id: tally._id }, { $inc: { points: -1 } });
  });

  test('an audit may run between a participation and its booking', async () => {
    const id = await checkIn('糖');
    const said = story.says(room, '赵', '糖', daysAgo(0));
    for (let i = 0; i < 20; i += 1) expect((await auditLedger()).findings).toEqual([]);
    await said;
    expect((await auditLedger()).findings).toEqual([]);
    expect((await native(Tallies).findOne({ activityId: id, points: 5 }))!.counted).toBe(1);
  });
});
