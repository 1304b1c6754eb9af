import type { BoxCard, MemberBox } from '@kouyi/shared/contracts';
import { Draws } from '../../server/src/draws/model';
import { native } from '../../server/src/kernel/store';
import { auditLedger } from '../../server/src/ledger';
import { boxDesign, customer, goods, none, openBox } from '../support/box-story';
import { deliver, launch, personOf, ruleIn } from '../support/play';
import { type Story, storyIn } from '../support/story';
import { startWorld, type World } from '../support/world';

describe('扣1抽盲盒', () => {
  let world: World;
  let story: Story;
  beforeAll(async () => {
    world = await startWorld({ demo: true });
    story = await storyIn(world);
  });
  afterAll(() => world.stop());

  const MINUTE = 60_000;
  /** Whoever is in the room and old enough. */
  const grownUps = async (room: { channelGroupId: string }, names: readonly string[]) => {
    await deliver(
      world,
      story.key,
      names.map((name) => story.joins(room, name, world.clock.now())),
    );
    await world.settle();
    for (const name of names) await customer(world, name);
  };
  const tick = async () => {
    await world.settle();
    // Lines of a group leave one after another, some seconds apart.
    for (let i = 0; i < 4; i += 1) {
      world.clock.advance(MINUTE / 3);
      await world.app.scheduler.drain();
      await world.settle();
    }
  };

  test('a 1 gives a chance; the box is opened on the phone; the group hears who won', async () => {
    const room = await world.room('盲盒一群', 1);
    const { id } = await openBox(world, boxDesign(world, [goods('cup', 1, 3)], { name: '周六盲盒' }));
    await launch(
      world,
      ruleIn(world, 'blind_box', [room.groupId], {
        title: '周六抽盲盒',
        triggers: ['1'],
        limits: { perPerson: 1 },
        reward: { points: 0, box: { id, gives: 'chance' } },
      }),
    );
    // While one box is open, there is nothing to choose: a sentence need not name it.
    const { body: completed } = (await world.admin
      .post('/api/activities')
      .send({ rule: ruleIn(world, 'blind_box', [room.groupId], { reward: { points: 0 } }) })
      .expect(200)) as { body: { rule: { reward: object }; words: { line: string }[] } };
    expect(completed.rule.reward).toEqual({ points: 0, box: { id, gives: 'chance' } });
    expect(completed.words.map(({ line }) => line).join()).toContain('得 1 次盲盒机会');
    await grownUps(room, ['林一']);
    expect(await story.says(room, '林一', '1')).toBe('counted');
    expect(await story.says(room, '林一', '1')).toBe('already_counted');
    const lin = await customer(world, '林一');
    const { items } = (await lin.phone.get('/api/member/boxes').expect(200)).body as { items: BoxCard[] };
    expect(items.find((card) => card.id === id)).toMatchObject({
      chances: 1,
      openNow: true,
      name: '周六盲盒',
    });
    const card = items.find((one) => one.id === id)!;
    expect(card.obstacle).toBeUndefined();
    // Before the box is even opened its card says the odds that its page says.
    const page = (await lin.phone.get(`/api/member/boxes/${id}`).expect(200)).body as MemberBox;
    expect(card.topPrizes.map(({ name, percent }) => [name, percent])).toEqual(
      page.odds.rows.filter(({ kind }) => kind !== 'nothing').map(({ name, percent }) => [name, percent]),
    );
    expect((await lin.draw(id)).draw).toMatchObject({ won: true, prize: { name: '奖品cup' } });
    await tick();
    const lines = await story.botLines(room.groupId);
    expect(lines).toContain('「周六盲盒」刚开了 1 个：林**「奖品cup」中奖。奖品在小程序里领。');
    expect(lines.filter((line) => line.includes('刚开了')).join('')).not.toContain('林一');
    const { body } = (await world.admin.get(`/api/groups/${room.groupId}/messages?limit=50`)) as {
      body: { items: { text: string; card?: { boxId?: string } }[] };
    };
    expect(body.items.find((item) => item.text.includes('刚开了'))!.card).toMatchObject({ boxId: id });
  });

  test('drawn at once: winners together, a rare prize in its own line, nobody whose age is unknown', async () => {
    const room = await world.room('盲盒二群', 1);
    const { id } = await openBox(
      world,
      boxDesign(
        world,
        [goods('crown', 1, 1, { rare: true, name: '年度礼盒' }), goods('cup', 0, 9)].map((prize, i) => ({
          ...prize,
          weight: i === 0 ? 999_999_998 : 1,
        })),
        { name: '首发盲盒', fallbackPrizeId: 'cup' },
      ),
    );
    await launch(
      world,
      ruleIn(world, 'blind_box', [room.groupId], {
        title: '首发夜',
        triggers: ['抽'],
        limits: { perPerson: 1 },
        reward: { points: 0, box: { id, gives: 'draw' } },
      }),
    );
    await grownUps(room, ['赵一', '钱二', '孙三']);
    for (const name of ['赵一', '钱二', '孙三', '小朋友'])
      expect(await story.says(room, name, '抽')).toBe('counted');
    await tick();
    expect(await native(Draws).countDocuments({ boxId: id })).toBe(3);
    const lines = await story.botLines(room.groupId);
    expect(lines).toContain('恭喜 赵** 在「首发盲盒」抽中大奖「年度礼盒」！每一抽都能在小程序里验证。');
    expect(lines).toContain(
      '「首发盲盒」刚开了 3 个：钱**「奖品cup」、孙**「奖品cup」等 3 位中奖。奖品在小程序里领。',
    );
    await deliver(world, story.key, [story.joins(room, '小朋友', world.clock.now())]);
    await world.settle();
    // The child's chance waits for the declaration, and is not drawn from chat.
    const child = await customer(world, '小朋友', 'unknown');
    const box = (await child.phone.get(`/api/member/boxes/${id}`).expect(200)).body as MemberBox;
    expect(box).toMatchObject({ chances: 1, obstacle: { code: 'age_unknown' } });
    expect(await child.draw(id)).toMatchObject({ status: 422, error: { code: 'age_unknown' } });
    expect((await auditLedger()).findings).toEqual([]);
  });

  test('a group’s limit counts draws whose chance came from that group', async () => {
    const [one, two] = [await world.room('三群', 1), await world.room('四群', 1)];
    const { id } = await openBox(
      world,
      boxDesign(world, [goods('cup', 1, 50)], { name: '限群盲盒', limits: { perGroup: 2 } }),
    );
    await launch(
      world,
      ruleIn(world, 'blind_box', [one.groupId, two.groupId], {
        title: '限群',
        triggers: ['限'],
        limits: { perPerson: 3 },
        reward: { points: 0, box: { id, gives: 'chance' } },
      }),
    );
    await grownUps(one, ['周五', '吴六', '郑七']);
    for (const name of ['周五', '吴六', '郑七']) await story.says(one, name, '限');
    const [zhou, wu, zheng] = [
      await customer(world, '周五'),
      await customer(world, '吴六'),
      await customer(world, '郑七'),
    ];
    expect((await zhou.draw(id)).status).toBe(200);
    expect((await wu.draw(id)).status).toBe(200);
    expect(await zheng.draw(id)).toMatchObject({ status: 422, error: { code: 'group_limit' } });
    await story.says(two, '郑七', '限');
    expect((await zheng.draw(id)).status).toBe(200);
  });

  test('an activity without a box, or with one that is not open, is not launched', async () => {
    const room = await world.room('五群', 1);
    const rule = ruleIn(world, 'blind_box', [room.groupId], { title: '没选盒子', triggers: ['九'] });
    const { body: draft } = (await world.admin
      .post('/api/boxes')
      .send({ design: boxDesign(world, [goods('a', 1, 1), none(1)]) })) as { body: { id: string } };
    const launched = async (box?: string) => {
      const reward =
        box === undefined ? { points: 0 } : { points: 0, box: { id: box, gives: 'chance' as const } };
      const { body } = (await world.admin
        .post('/api/activities')
        .send({ rule: { ...rule, reward } })
        .expect(200)) as {
        body: { id: string };
      };
      const answer = (await world.admin
        .post(`/api/activities/${body.id}/launch`)
        .send({ acceptConflicts: true })) as {
        status: number;
        body: { error?: { code: string; field: string; message: string } };
      };
      return answer;
    };
    for (const box of [undefined, 'box_unknown', draft.id])
      expect(await launched(box)).toMatchObject({
        status: 422,
        body: { error: { code: 'rule_invalid', field: 'rule.reward.box' } },
      });
  });

  test('deleting a person takes what they chose and declared; the draws stay without a name', async () => {
    const lin = await customer(world, '林一');
    await lin.phone.delete(`/api/member/me?confirm=${encodeURIComponent('删除')}`).expect(200);
    await world.settle();
    const kept = await native(Draws)
      .find({ personId: personOf('林一') })
      .toArray();
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain('林一');
  });
});
