import { Decisions } from '../../server/src/activities/model';
import { native } from '../../server/src/kernel/store';
import { auditLedger } from '../../server/src/ledger';
import { deliver, everyTrace, launch, personOf, phoneOf, ruleIn } from '../support/play';
import { type Story, storyIn } from '../support/story';
import { startWorld, type World } from '../support/world';

describe('扣1 from the mini-program', () => {
  let world: World;
  let story: Story;
  beforeAll(async () => {
    world = await startWorld({ demo: true });
    story = await storyIn(world);
  });
  afterAll(() => world.stop());

  test('one request key is one participation, also when a phone sends it eight times at once', async () => {
    const room = await world.room('卡片群', 0);
    const elsewhere = await world.room('别的群', 0);
    const id = await launch(world, ruleIn(world, 'sign_up', [room.groupId], { limits: { perPerson: 2 } }));
    await story.says(room, '阿楠', '你好');
    await deliverJoin(room, '阿楠');
    const phone = await phoneOf(world, '阿楠');
    const join = (requestKey: string, more: object = {}) =>
      phone
        .post(`/api/member/activities/${id}/join`)
        .send({ groupId: room.groupId, text: '1', requestKey, ...more });

    const answers = await Promise.all(Array.from({ length: 8 }, () => join('one-and-only')));
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toEqual(answers[0]!.body);
    }
    expect(answers[0]!.body).toMatchObject({ outcome: 'counted', points: 5 });
    await world.settle();
    expect(await story.points('阿楠')).toBe(5);
    // Later, the same; another key, another try.
    expect((await join('one-and-only')).body).toEqual(answers[0]!.body);
    expect((await join('number-two')).body).toMatchObject({ outcome: 'counted' });
    expect((await join('number-three')).body).toMatchObject({ outcome: 'person_limit', points: 0 });
    expect(
      await native(Decisions).countDocuments({
        activityId: id,
        personId: personOf('阿楠'),
        outcome: 'counted',
      }),
    ).toBe(2);
    // The first screen leads with what counted, not with the try that did not.
    expect((await phone.get('/api/member/home')).body).toMatchObject({
      latest: { activityId: id, groupName: '卡片群', outcome: 'counted', points: 5 },
    });
    // In the group and in the mini-program is the same person.
    expect(await story.says(room, '阿楠', '1')).toBe('person_limit');

    // Another activity says no: that is news, until the first one is spoken to again.
    const latest = async () =>
      ((await phone.get('/api/member/home')).body as { latest: { activityId: string; outcome: string } })
        .latest;
    const regulars = ruleIn(world, 'sign_up', [room.groupId]);
    const forRegulars = await launch(world, {
      ...regulars,
      triggers: ['老朋友'],
      who: { ...regulars.who, minDaysInGroup: 30 },
    });
    world.clock.advance(60_000);
    expect(await story.says(room, '阿楠', '老朋友')).toBe('too_new_in_group');
    expect(await latest()).toMatchObject({ activityId: forRegulars, outcome: 'too_new_in_group' });
    world.clock.advance(60_000);
    expect(await story.says(room, '阿楠', '1')).toBe('person_limit');
    expect(await latest()).toMatchObject({ activityId: id, outcome: 'counted' });

    const refused = await join('another-room', { groupId: elsewhere.groupId });
    expect([refused.status, (refused.body as { error: { code: string } }).error.code]).toEqual([
      422,
      'not_your_group',
    ]);
    await deliverJoin(elsewhere, '阿楠');
    const notHere = await join('another-room', { groupId: elsewhere.groupId });
    expect([notHere.status, (notHere.body as { error: { code: string } }).error.code]).toEqual([
      422,
      'activity_not_here',
    ]);
    expect(await story.points('阿楠')).toBe(10);
    await everyTrace(world);
    expect((await auditLedger()).findings).toEqual([]);
  });

  async function deliverJoin(room: { channelGroupId: string }, userId: string) {
    await deliver(world, story.key, [story.joins(room, userId, world.clock.now())]);
    await world.settle();
  }
});
