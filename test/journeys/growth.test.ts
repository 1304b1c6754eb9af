import request from 'supertest';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { DEFAULT_GROWTH } from '../../server/src/growth/default-rules';
import { lookAgain } from '../../server/src/growth/jobs';
import { refreshStandards, settleOutcomes, takeSnapshots } from '../../server/src/growth/snapshots';
import { Growers, Snapshots } from '../../server/src/growth/model';
import { native } from '../../server/src/kernel/store';
import { launch, personOf, phoneOf, ruleIn } from '../support/play';
import { meet, openShop, orderOf, payFor, sell } from '../support/shop';
import { type Story, storyIn } from '../support/story';
import { startWorld, type World } from '../support/world';

interface Centre {
  stage: string;
  warning?: { stage: string; until: string; words: string };
  koc?: { tier: string; code: string };
  path: {
    stage: string;
    reached: boolean;
    words: string;
    conditions: { words: string; have: number; need: number; met: boolean }[];
  }[];
  standing?: {
    coverage: { reached: number; activated: number };
    reusability: { acted: number; campaigns: number; share: number };
    score: number;
    formula: string;
  };
  moves: { from: string; to: string; reason: string }[];
}
interface Refused {
  error: { code: string; message: string };
}
type Phone = Awaited<ReturnType<typeof phoneOf>>;

/** Rules of a brand in a hurry: small numbers, short windows, the same machinery. */
const QUICK = {
  ...DEFAULT_GROWTH,
  stages: {
    active: { conditions: [{ measure: 'activeDays', need: 2, windowDays: 7 }] },
    sharing: { conditions: [{ measure: 'shares', need: 1, windowDays: 30 }] },
    exclusive: { conditions: [{ measure: 'activated', need: 1, windowDays: 30 }] },
    koc: {
      conditions: [
        { measure: 'activated', need: 2, windowDays: 30 },
        { measure: 'repeats', need: 1, windowDays: 30 },
      ],
    },
  },
  graceDays: 5,
  warnDays: 3,
  reuseK: 1,
};

describe('how a customer grows into a KOC', () => {
  let world: World;
  let story: Story;
  let room: { groupId: string; channelGroupId: string };
  let lin: Phone;
  let code = '';

  beforeAll(async () => {
    world = await startWorld({ demo: true });
    story = await storyIn(world);
    room = await world.room('护肤群', 5);
    const [startAt, endAt] = [0, 300].map((days) =>
      new Date(world.clock.now().getTime() + days * DAY_MS).toISOString(),
    );
    for (const [kind, triggers] of [
      ['check_in', ['打卡']],
      ['sign_up', ['报名']],
      ['relay', ['接龙']],
    ] as const)
      await launch(world, {
        ...ruleIn(world, kind, [room.groupId]),
        window: { startAt: startAt!, endAt: endAt! },
        triggers: [...triggers],
      });
    await meet(world, ['林', '甲', '乙', '丙', '旧友']);
    lin = await phoneOf(world, '林');
  });
  afterAll(() => world.stop());

  /** One thing after another: a minute passes between them. */
  const says = async (who: string, text: string) => {
    world.clock.advance(60_000);
    await story.says(room, who, text, world.clock.now());
    await world.settle();
  };
  const pass = async (days: number) => {
    world.clock.advance(days * DAY_MS);
    await world.settle();
    await lookAgain();
    await world.settle();
    await world.signInAgain();
    lin = await phoneOf(world, '林');
  };
  const centre = async (phone: Phone = lin): Promise<Centre> =>
    (await phone.get('/api/member/koc').expect(200)).body as Centre;
  const visit = async (who: string, through: string) => {
    world.clock.advance(60_000);
    const phone = await phoneOf(world, who);
    await phone.post(`/api/member/links/${through}/visit`).send({}).expect(200);
    await world.settle();
  };
  /** What a rule of tags says of 林: how often somebody came through her, or opened what she shared. */
  const ruleSays = async (fact: 'reached' | 'shared'): Promise<string | undefined> => {
    const condition = { op: 'count', fact, measure: 'times', atLeast: 1 };
    const { body } = (await world.admin.post('/api/tags/preview').send({ condition }).expect(200)) as {
      body: { sample: { personId: string; why: string }[] };
    };
    return body.sample.find(({ personId }) => personId === personOf('林'))?.why;
  };
  const notices = async (): Promise<string[]> =>
    ((await lin.get('/api/member/notices').expect(200)).body as { items: { title: string }[] }).items.map(
      ({ title }) => title,
    );

  test('rules are looked at before they are saved, and begin no earlier than today', async () => {
    const save = (body: object) => world.admin.post('/api/growth/rules').send(body);
    const backdated = await save({ rules: QUICK, from: '2020-01-01', baseVersion: 0 }).expect(422);
    expect((backdated.body as Refused).error.code).toBe('growth_rules_backdated');
    const odd = await save({ rules: { ...QUICK, warnDays: 6 }, baseVersion: 0 }).expect(422);
    expect((odd.body as Refused).error.code).toBe('growth_rules_contradict');
    await save({ rules: QUICK, baseVersion: 0 }).expect(200);
    const stale = await save({ rules: QUICK, baseVersion: 0 }).expect(409);
    expect((stale.body as Refused).error.code).toBe('version_moved_on');
  });

  test('whoever never did anything reads what the first step is', async () => {
    const { stage, path, standing } = await centre();
    expect(stage).toBe('none');
    expect(standing).toBeUndefined();
    expect(path[0]).toMatchObject({ stage: 'active', reached: false });
    expect(path[0]!.words).toContain('再有 2 天');
    const refused = await lin.post('/api/member/links').send({ channel: 'chat' }).expect(403);
    expect((refused.body as Refused).error.code).toBe('not_a_koc');
  });

  test('two days of taking part make somebody active, who may share from then on', async () => {
    await says('林', '打卡');
    await says('旧友', '打卡');
    await pass(1);
    await says('林', '打卡');
    await says('林', '报名');
    expect(await centre()).toMatchObject({ stage: 'active' });
    await sell(world, 'jinghua');
    const products = (await world.admin.get('/api/products').expect(200)).body as { items: { id: string }[] };
    await lin
      .post('/api/member/links')
      .send({ channel: 'chat', productId: products.items[0]!.id })
      .expect(403);
    ({ code } = (await lin.post('/api/member/links').send({ channel: 'chat' }).expect(200)).body as {
      code: string;
    });
  });

  test('own visits count for nothing; a friend who comes makes a share, and a friend who acts is activated', async () => {
    await visit('林', code);
    expect((await centre()).path[1]!.conditions[0]).toMatchObject({ have: 0 });
    expect([await ruleSays('shared'), await ruleSays('reached')]).toEqual([undefined, undefined]);
    await visit('甲', code);
    await visit('旧友', code);
    expect(await centre()).toMatchObject({ stage: 'sharing' });
    await says('甲', '打卡');
    await says('旧友', '报名');
    const { stage, standing, moves } = await centre();
    expect(stage).toBe('exclusive');
    // The old friend was there before: reached, but nobody's merit that they act.
    expect(standing!.coverage).toMatchObject({ reached: 2, activated: 1 });
    expect(moves.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'sharing exclusive',
      'active sharing',
      'none active',
    ]);
    expect(moves[0]!.reason).toContain('1 位（要 1）');
    expect(await notices()).toEqual(['你走到了「专属」', '你走到了「分享」']);
    const reached = (await lin.get('/api/member/koc/reached').expect(200)).body as {
      items: { name: string; activatedAt?: string }[];
    };
    expect(reached.items.map(({ name }) => name).sort()).toEqual(['旧＊＊', '甲＊＊']);
    // One link on one day is one share, however many came by it.
    expect(await ruleSays('shared')).toBe('一共分享被人打开 1 次');
    expect(await ruleSays('reached')).toBe('一共带来新朋友 2 次');
  });

  test('the standard is met, the operator is asked, and nobody is paid before they agree', async () => {
    await visit('乙', code);
    const shop = await openShop(world);
    await payFor(world, { rate: { basisPoints: 1_000 } });
    await shop.send([
      orderOf(world, 'G-1', '乙', { items: [{ sku: 'jinghua', quantity: 1, paidFen: 9_900 }] }),
    ]);
    await world.settle();
    await says('甲', '报名');
    expect(await centre()).toMatchObject({ stage: 'exclusive' });
    expect((await centre()).path[3]!.words).toContain('等运营确认');
    const { body } = (await world.admin.get('/api/growth/proposals?state=open').expect(200)) as {
      body: { items: { id: string; personId: string; reason: string }[] };
    };
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({ personId: personOf('林') });
    await world.admin
      .post(`/api/growth/proposals/${body.items[0]!.id}/approve`)
      .send({ tier: 'silver' })
      .expect(200);
    await world.settle();
    expect(await centre()).toMatchObject({ stage: 'koc', koc: { tier: 'silver' } });
    expect((await notices())[0]).toBe('你是我们的 KOC 了');
    const again = await world.admin
      .post(`/api/growth/proposals/${body.items[0]!.id}/refuse`)
      .send({ answer: '太晚了' })
      .expect(409);
    expect((again.body as Refused).error.code).toBe('proposal_decided');
    const moves = (await world.admin.get('/api/growth/moves?beyond=yes').expect(200)).body as {
      items: { to: string; by: string }[];
    };
    expect(moves.items[0]).toMatchObject({ to: 'koc', by: '管理员' });
    const profile = (await world.admin.get(`/api/people/${personOf('林')}/profile`).expect(200)).body as {
      layer: string;
    };
    expect(profile.layer).toBe('koc');
  });

  test('the score says how it came about, and the list and the board agree with it', async () => {
    await says('甲', '接龙 精华一瓶');
    await refreshStandards();
    const { standing } = await centre();
    expect(standing!.reusability).toMatchObject({ acted: 2, campaigns: 3 });
    expect(standing!.formula).toContain(`= ${standing!.score.toFixed(1)}`);
    const list = (await world.admin.get('/api/growth/people?stage=koc').expect(200)).body as {
      items: { id: string; score: number; activated: number }[];
    };
    expect(list.items).toMatchObject([{ id: personOf('林'), score: standing!.score, activated: 2 }]);
    const board = (await world.admin.get('/api/growth/board').expect(200)).body as {
      stages: {
        stage: string;
        people: number;
        up: number;
        conversion?: { entered: number; wentOn: number };
      }[];
      openProposals: number;
    };
    expect(board.openProposals).toBe(0);
    // 林 went all the way; 旧友 became active meanwhile and no further.
    expect(board.stages.map(({ conversion }) => conversion?.wentOn)).toEqual([undefined, 1, 1, 1]);
    expect(board.stages[2]!.conversion).toMatchObject({ entered: 1, percent: 100 });
    expect(board.stages.find(({ stage }) => stage === 'koc')).toMatchObject({ people: 1, up: 1 });
    const csv = await world.admin.get('/api/growth/people.csv').expect(200);
    expect(csv.text).toContain('林,KOC');
  });

  test('an earlier contact that is told late takes the person over, wherever the later one was counted', async () => {
    // 丙 was in 乙's sub-group before they ever opened 林's link: the link alone is known first.
    await visit('丙', code);
    await says('丙', '打卡');
    expect((await centre()).standing!.coverage).toMatchObject({ reached: 4, activated: 3 });
    const { asSystem } = await import('../../server/src/kernel/command');
    const { subGroupJoined } = await import('../../server/src/subgroups/events');
    const joined = {
      id: 'late',
      subGroupId: 'sub_1',
      groupId: room.groupId,
      kocId: personOf('乙'),
      personId: personOf('丙'),
      at: new Date(world.clock.now().getTime() - 3_600_000),
    };
    for (let times = 0; times < 2; times += 1) {
      await asSystem('test.late', (tx) => Promise.resolve(tx.emit(subGroupJoined({ joined: [joined] }))));
      await world.settle();
    }
    expect((await centre()).standing!.coverage).toMatchObject({ reached: 3, activated: 2 });
    const other = await centre(await phoneOf(world, '乙'));
    expect(other.standing!.coverage).toMatchObject({ reached: 1, activated: 1 });
  });

  test('a stage that is no longer met is kept for the days of grace, with a warning in time, then lost with the reason', async () => {
    const yi = async () => centre(await phoneOf(world, '乙'));
    await says('乙', '打卡');
    await pass(1);
    await says('乙', '打卡');
    expect(await yi()).toMatchObject({ stage: 'active' });
    await pass(7);
    const warned = await yi();
    expect(warned).toMatchObject({ stage: 'active', warning: { stage: 'active' } });
    expect(warned.path[0]!.words).toContain('在宽限期里');
    await pass(5);
    const lost = await yi();
    expect(lost.stage).toBe('none');
    expect(lost.moves[0]).toMatchObject({ from: 'active', to: 'none' });
    expect(lost.moves[0]!.reason).toContain('断了超过 5 天');
    // 林 fell below the standard, too: they are told, the operator is asked, and they stay what they are.
    for (let days = 0; days < 30; days += 3) await pass(3);
    expect(await centre()).toMatchObject({ stage: 'koc' });
    const { body } = (await world.admin.get('/api/growth/proposals?state=open').expect(200)) as {
      body: { items: { id: string; kind: string; personId: string }[] };
    };
    expect(body.items).toMatchObject([{ kind: 'end', personId: personOf('林') }]);
    expect((await notices()).some((title) => title.includes('还能留到'))).toBe(true);
    await world.admin
      .post(`/api/growth/proposals/${body.items[0]!.id}/refuse`)
      .send({ answer: '旺季再看' })
      .expect(200);
    await pass(1);
    const open = (await world.admin.get('/api/growth/proposals?state=open').expect(200)).body as {
      items: unknown[];
    };
    expect(open.items).toEqual([]);
  });

  test('staff move somebody by hand for some days, with a reason; then the rules count again', async () => {
    const move = (to: string, more: object = {}) =>
      world.admin
        .post(`/api/growth/people/${personOf('丙')}/move`)
        .send({ to, days: 10, reason: '线下沙龙的主持人', ...more });
    await move('exclusive').expect(200);
    const bing = async () => centre(await phoneOf(world, '丙'));
    expect((await bing()).moves[0]).toMatchObject({ to: 'exclusive', reason: '线下沙龙的主持人' });
    const same = await move('exclusive').expect(409);
    expect((same.body as Refused).error.code).toBe('growth_same_stage');
    await pass(11);
    expect((await bing()).stage).not.toBe('exclusive');
    const region = await world.staff('region');
    await region
      .post(`/api/growth/people/${personOf('丙')}/move`)
      .send({ to: 'none', reason: '试试' })
      .expect(403);
    await world.admin
      .post(`/api/growth/people/${personOf('林')}/move`)
      .send({ to: 'none', reason: '试试' })
      .expect(409);
  });

  test('a preview says who would move and writes nothing', async () => {
    const before = await native(Growers).find({}).toArray();
    const { body } = (await world.admin
      .post('/api/growth/rules/preview')
      .send({
        rules: {
          ...QUICK,
          stages: {
            ...QUICK.stages,
            active: { conditions: [{ measure: 'activeDays', need: 1, windowDays: 90 }] },
          },
        },
      })
      .expect(200)) as { body: { up: number; people: { id: string; to: string; why: string }[] } };
    expect(body.up).toBeGreaterThan(0);
    expect(body.people[0]!.why).toContain('近 90 天');
    expect(await native(Growers).find({}).toArray()).toEqual(before);
  });

  test('a week is kept as it was, and sixty days later what came of it; with few, nothing is claimed', async () => {
    await takeSnapshots();
    await takeSnapshots();
    const kept = await native(Snapshots)
      .find({ personId: personOf('林') })
      .toArray();
    // Weeks that went by before are there, too; each once.
    expect(new Set(kept.map(({ day }) => day)).size).toBe(kept.length);
    const last = kept.sort((a, b) => b.day - a.day)[0]!;
    expect(last).toMatchObject({ wasKoc: true });
    const phone = await phoneOf(world, '甲');
    const shop = await openShop(world);
    world.clock.advance(61_000);
    await phone.post(`/api/member/links/${code}/visit`).send({}).expect(200);
    await shop.send([
      orderOf(world, 'G-2', '甲', { items: [{ sku: 'jinghua', quantity: 1, paidFen: 5_000 }] }),
    ]);
    await world.settle();
    await pass(61);
    await settleOutcomes();
    const settled = await native(Snapshots).findOne({ _id: last._id });
    expect(settled!.outcome).toMatchObject({ orders: 1, fen: 5_000 });
    const { body } = (await world.admin.get('/api/growth/calibration').expect(200)) as {
      body: { pairs: number; enough: boolean; words: string; deciles: unknown[] };
    };
    expect(body).toMatchObject({ enough: false, deciles: [] });
    expect(body.pairs).toBeGreaterThan(0);
    expect(body.words).toContain('100 组');
    expect(body.words).toMatch(/还要再有 1\d 位 KOC/);
  });

  test('a branch sees its own people, and a person who leaves takes everything along', async () => {
    const strangers = await request(world.url).get('/api/growth/board');
    expect(strangers.status).toBe(401);
    const { body: unit } = (await world.admin
      .post('/api/org/units')
      .send({ name: '远郊店', kind: 'store', parentId: 'unt_root' })
      .expect(200)) as { body: { id: string } };
    const store = await world.staff('store', unit.id);
    const theirs = (await store.get('/api/growth/people?sort=since').expect(200)).body as {
      items: unknown[];
    };
    expect(theirs.items).toEqual([]);
    await store.get(`/api/growth/people/${personOf('林')}`).expect(404);
    await store.get(`/api/growth/moves?personId=${personOf('林')}`).expect(404);
    await store.get('/api/growth/proposals').expect(403);
    const exported = (await lin.get('/api/member/export').expect(200)).body as {
      data: { growth: { stage: string; reached: unknown[] } };
    };
    expect(exported.data.growth).toMatchObject({ stage: 'koc' });
    expect(exported.data.growth.reached.length).toBeGreaterThan(0);
    const jia = await phoneOf(world, '甲');
    const before = (await centre()).path[2]!.conditions[0]!.have;
    const reachedBefore = Number((await ruleSays('reached'))!.replace(/\D/g, ''));
    await jia.delete(`/api/member/me?confirm=${encodeURIComponent('删除')}`).expect(200);
    await world.settle();
    expect(await native(Growers).findOne({ _id: personOf('甲') })).toBeNull();
    expect((await centre()).path[2]!.conditions[0]!.have).toBeLessThanOrEqual(before);
    expect(await ruleSays('reached')).toBe(`一共带来新朋友 ${reachedBefore - 1} 次`);
  });
});
