import type { BudgetView, MyBudget, MyGift, MySubGroup } from '@kouyi/shared/contracts';
import fc from 'fast-check';
import { Budgets, Gifts } from '../../server/src/budgets/model';
import { jobs } from '../../server/src/budgets/jobs';
import { asSystem } from '../../server/src/kernel/command';
import { native } from '../../server/src/kernel/store';
import { account, auditLedger, balancesOf } from '../../server/src/ledger';
import { jobs as prizeJobs } from '../../server/src/prizes/jobs';
import { giveRedPacket } from '../../server/src/prizes';
import { personOf, phoneOf } from '../support/play';
import { appoint, meet } from '../support/shop';
import { startWorld, type World } from '../support/world';

const DAY = 86_400_000;
type Phone = Awaited<ReturnType<typeof phoneOf>>;

describe('budgets in the hands of KOCs', () => {
  let world: World;
  let koc: Phone;
  let second: Phone;
  let third: Phone;
  let keys = 0;
  const key = () => `request-${(keys += 1)}`;
  const read = async <T>(answer: PromiseLike<{ body: unknown }>) => (await answer).body as T;
  const no = async (answer: PromiseLike<{ status: number; body: unknown }>) => {
    const { status, body } = await answer;
    return [status, (body as { error?: { code: string } }).error?.code];
  };
  const points = async (phone: Phone) =>
    (await read<{ points: number }>(phone.get('/api/member/me').expect(200))).points;

  /** Days go by; sessions that nobody used are over. */
  async function pass(days: number): Promise<void> {
    world.clock.advance(days * DAY);
    await world.signInAgain();
    [koc, second, third] = [
      await phoneOf(world, '小满'),
      await phoneOf(world, '二姐'),
      await phoneOf(world, '三妹'),
    ];
  }

  /** Everybody of a KOC's sub-group. */
  async function gather(phone: Phone, names: readonly string[]): Promise<void> {
    const made = await read<MySubGroup>(
      phone.post('/api/member/sub-groups').send({ name: '我的群', requestKey: key() }).expect(200),
    );
    for (const name of names)
      await (
        await phoneOf(world, name)
      )
        .post('/api/member/sub-groups/join')
        .send({ code: made.joinCode })
        .expect(200);
    await world.settle();
  }

  beforeAll(async () => {
    world = await startWorld({ demo: true });
    const people = ['阿夏', '路人', '小号', '店员', '黑名单', '外人', '同号'];
    await meet(world, ['小满', '二姐', '三妹', '四弟', ...people]);
    koc = await appoint(world, '小满');
    second = await appoint(world, '二姐');
    third = await appoint(world, '三妹');
    const fourth = await appoint(world, '四弟');
    await gather(koc, [...people.filter((name) => name !== '外人'), '二姐', '三妹']);
    await gather(second, ['小满', '三妹', '阿夏']);
    await gather(third, ['小满', '二姐', '四弟', '阿夏']);
    await gather(fourth, ['小满']);
  });
  afterAll(() => world.stop());

  const grant = async (name: string, rule: object = {}): Promise<BudgetView> =>
    read(
      world.admin
        .post('/api/koc-budgets')
        .send({ kocId: personOf(name), requestKey: key(), rule: { ...RULE(), ...rule } })
        .expect(200),
    );
  const RULE = () => ({
    title: '新客礼',
    unit: 'point',
    amount: 1_000,
    perPerson: 100,
    perDay: 300,
    who: 'sub_group',
    kinds: ['thanks', 'trial'],
    until: new Date(world.clock.now().getTime() + 10 * DAY).toISOString(),
  });
  const give = (phone: Phone, budget: { id: string }, name: string, more: object = {}) =>
    phone.post(`/api/member/budgets/${budget.id}/gifts`).send({
      personId: personOf(name),
      amount: 20,
      kind: 'thanks',
      reason: '谢谢你帮新人选面霜',
      requestKey: key(),
      ...more,
    });
  const clean = async () => expect((await auditLedger()).findings).toEqual([]);
  /** What somebody got cost the brand so much, as their page says. */
  const costOf = async (name: string): Promise<number> =>
    (
      await read<{ value: { rewardCostFen: number } }>(
        world.admin.get(`/api/people/${personOf(name)}/profile`).expect(200),
      )
    ).value.rewardCostFen;
  const row = async (id: string) => (await native(Budgets).findOne({ _id: id }))!;
  const leftIn = async ({ id, unit }: { id: string; unit: 'point' | 'fen' }) => {
    const name = account.kocBudget(unit, id);
    return (await balancesOf([name])).get(name);
  };

  test('points given are there at once, with the reason; the budget goes down; twice is once', async () => {
    const budget = await grant('小满');
    expect(budget).toMatchObject({ state: 'open', left: 1_000, given: 0 });
    const { items } = await read<{ items: MyBudget[] }>(koc.get('/api/member/budgets').expect(200));
    expect(items[0]).toMatchObject({ id: budget.id, left: 1_000, leftToday: 300, mayGive: true });
    const body = {
      personId: personOf('阿夏'),
      amount: 20,
      kind: 'thanks',
      reason: '谢谢你',
      requestKey: key(),
    };
    const answers = await Promise.all(
      [1, 2, 3].map(() => koc.post(`/api/member/budgets/${budget.id}/gifts`).send(body)),
    );
    for (const { status, body: gift } of answers) {
      expect(status).toBe(200);
      expect((gift as MyGift).id).toBe((answers[0]!.body as MyGift).id);
    }
    const friend = await phoneOf(world, '阿夏');
    expect(await points(friend)).toBe(20);
    const { items: entries } = await read<{ items: { reason: string }[] }>(friend.get('/api/member/points'));
    expect(entries[0]!.reason).toBe('「小满」送的：谢谢你');
    await world.settle();
    expect(await costOf('阿夏')).toBe(20);
    expect(
      await no(koc.post(`/api/member/budgets/${budget.id}/gifts`).send({ ...body, amount: 30 })),
    ).toEqual([409, 'key_used_differently']);
    expect(await read(koc.get(`/api/member/budgets/${budget.id}`))).toMatchObject({
      given: 20,
      left: 980,
      leftToday: 280,
    });
    const found = await read<{ items: { name: string; got: number; most: number; why?: string }[] }>(
      koc.get(`/api/member/budgets/${budget.id}/candidates`).query({ q: '阿' }).expect(200),
    );
    expect(found.items).toEqual([expect.objectContaining({ name: '阿夏', got: 20, most: 80 })]);
    // Nobody else's budget is anybody's affair.
    expect(await no(give(second, budget, '阿夏'))).toEqual([404, 'not_found']);
    expect(await no(give(await phoneOf(world, '阿夏'), budget, '路人'))).toEqual([422, 'not_a_koc']);
    await clean();
  });

  test('what would be wrong is refused by name, and nothing has changed', async () => {
    const budget = await grant('小满', { amount: 170, perDay: 170 });
    await world.admin
      .post(`/api/people/${personOf('小满')}/merge`)
      .send({ otherId: personOf('小号'), reason: '同一个人' })
      .expect(200);
    await world.admin
      .post('/api/org/staff')
      .send({
        login: 'dianyuan',
        name: '店员',
        roles: [{ role: 'store', unitId: 'unt_root' }],
        channelUserId: '店员',
      })
      .expect(200);
    await world.admin
      .post('/api/blacklist')
      .send({ personId: personOf('黑名单'), reason: '薅羊毛' })
      .expect(200);
    const payee = { method: 'wechat', account: '13800138000', realName: '张小满' };
    for (const name of ['小满', '同号']) {
      const prizeId = await asSystem('test', (tx) =>
        giveRedPacket(tx, {
          key: `won-${name}`,
          personId: personOf(name),
          name: '红包',
          fen: 100,
          claimDays: 9,
        }),
      );
      await (
        await phoneOf(world, name)
      )
        .post(`/api/member/prizes/${prizeId}/claim`)
        .send({ way: 'transfer', payee: { ...payee, realName: `真${name}` } })
        .expect(200);
    }
    await give(koc, budget, '路人', { amount: 90 }).expect(200);
    await pass(1);
    const later = await grant('小满', { from: new Date(world.clock.now().getTime() + DAY).toISOString() });
    const before = [await row(budget.id), await native(Gifts).countDocuments({})];
    const refused: [string, ReturnType<typeof give>][] = [
      ['gift_to_self', give(koc, budget, '小满')],
      ['gift_to_own_identity', give(koc, budget, '小号')],
      ['gift_to_staff', give(koc, budget, '店员')],
      ['gift_to_blacklisted', give(koc, budget, '黑名单')],
      ['gift_not_yours', give(koc, budget, '外人')],
      ['gift_same_payee', give(koc, budget, '同号')],
      ['gift_kind_not_allowed', give(koc, budget, '阿夏', { kind: 'birthday' })],
      ['gift_above_person', give(koc, budget, '路人', { amount: 11 })],
      ['budget_short', give(koc, budget, '阿夏', { amount: 90 })],
      ['budget_not_yet', give(koc, later, '阿夏')],
    ];
    for (const [code, answer] of refused) expect(await no(answer)).toEqual([422, code]);
    expect([await row(budget.id), await native(Gifts).countDocuments({})]).toEqual(before);
    const narrow = await grant('二姐', { perPerson: 50, perDay: 60 });
    await give(second, narrow, '阿夏', { amount: 50 }).expect(200);
    expect(await no(give(second, narrow, '三妹', { amount: 20 }))).toEqual([422, 'gift_above_day']);
    const bad = (rule: object) =>
      no(
        world.admin
          .post('/api/koc-budgets')
          .send({ kocId: personOf('小满'), requestKey: key(), rule: { ...RULE(), ...rule } }),
      );
    expect(await bad({ perPerson: 400 })).toEqual([422, 'budget_rule_invalid']);
    expect(await bad({ until: world.clock.now().toISOString() })).toEqual([422, 'budget_rule_invalid']);
    await clean();
  });

  test('a ring of two or three KOCs is not closed, also when all of them give at the same moment', async () => {
    await pass(100);
    const until = { until: new Date(world.clock.now().getTime() + 10 * DAY).toISOString() };
    const [a, b, c] = [await grant('小满', until), await grant('二姐', until), await grant('三妹', until)];
    await give(koc, a, '二姐').expect(200);
    expect(await no(give(second, b, '小满'))).toEqual([422, 'gift_in_ring']);
    await give(second, b, '三妹').expect(200);
    expect(await no(give(third, c, '小满'))).toEqual([422, 'gift_in_ring']);
    expect(await no(give(third, c, '二姐'))).toEqual([422, 'gift_in_ring']);
    const named = await read<{ items: { name: string; why?: string; most: number }[] }>(
      third.get(`/api/member/budgets/${c.id}/candidates`).expect(200),
    );
    expect(named.items.find(({ name }) => name === '小满')).toMatchObject({ most: 0 });

    // A quarter later nobody remembers: all three at once, and one of them comes last.
    await pass(100);
    const again = { until: new Date(world.clock.now().getTime() + 10 * DAY).toISOString() };
    const [d, e, f] = [await grant('小满', again), await grant('二姐', again), await grant('三妹', again)];
    const answers = await Promise.all([
      no(give(koc, d, '二姐')),
      no(give(second, e, '三妹')),
      no(give(third, f, '小满')),
    ]);
    expect(answers.filter(([status]) => status === 200)).toHaveLength(2);
    expect(answers.filter(([, code]) => code === 'gift_in_ring')).toHaveLength(1);
    await clean();
  });

  test('a ring of four is not closed either, also when its last two gifts are given at the same moment', async () => {
    await pass(100);
    const until = { until: new Date(world.clock.now().getTime() + 10 * DAY).toISOString() };
    const names = ['小满', '二姐', '三妹', '四弟'];
    const [a, b, c, d] = await Promise.all(names.map((name) => grant(name, until)));
    const fourth = await phoneOf(world, '四弟');
    await give(koc, a!, '二姐').expect(200);
    await give(third, c!, '四弟').expect(200);
    const answers = await Promise.all([no(give(second, b!, '三妹')), no(give(fourth, d!, '小满'))]);
    expect(answers.map(([status]) => status).sort()).toEqual([200, 422]);
    expect(answers.flat()).toContain('gift_in_ring');
    // Whoever gives nothing closes nothing.
    await give(koc, a!, '阿夏').expect(200);
    await clean();
  });

  test('a red packet lies in the cabinet; what nobody claims comes back, and what is left goes home', async () => {
    const budget = await grant('小满', { unit: 'fen', amount: 1_000, perPerson: 500, perDay: 1_000 });
    await give(koc, budget, '阿夏', { amount: 500 }).expect(200);
    const costBefore = await costOf('路人');
    await give(koc, budget, '路人', { amount: 300 }).expect(200);
    await world.settle();
    expect(await costOf('路人')).toBe(costBefore + 300);
    const cabinet = async (name: string) =>
      (
        await read<{ items: { id: string; name: string; state: string; kind: string }[] }>(
          (await phoneOf(world, name)).get('/api/member/cabinet').expect(200),
        )
      ).items[0]!;
    const prize = await cabinet('阿夏');
    expect(prize).toMatchObject({ name: '小满送的红包', kind: 'red_packet', state: 'to_claim' });
    await (
      await phoneOf(world, '阿夏')
    )
      .post(`/api/member/prizes/${prize.id}/claim`)
      .send({ way: 'transfer', payee: { method: 'wechat', account: 'axia88', realName: '夏天' } })
      .expect(200);
    await pass(8);
    for (const job of prizeJobs) await job.run({ at: world.clock.now(), fence: 1 });
    await world.settle();
    expect(await cabinet('路人')).toMatchObject({ state: 'expired' });
    await world.signInAgain();
    expect(await costOf('路人')).toBe(costBefore);
    expect(await read(koc.get(`/api/member/budgets/${budget.id}`))).toMatchObject({ given: 500, left: 500 });
    const { items } = await read<{ items: MyGift[] }>(
      koc.get('/api/member/gifts').query({ budgetId: budget.id }),
    );
    // Given at the same instant: which comes first is nobody's promise.
    expect(items.map(({ words }) => words).sort()).toEqual(
      ['对方已领，等品牌打款', '对方没有领，退回来了'].sort(),
    );

    await pass(3);
    await jobs[0]!.run({ at: world.clock.now(), fence: 1 });
    expect(await row(budget.id)).toMatchObject({ state: 'ended', given: 500, returned: 500 });
    expect(await leftIn(budget)).toBe(0);
    expect(await no(give(koc, budget, '阿夏'))).toEqual([409, 'budget_over']);
    // Finance says no after the budget is over: it goes home, too.
    await world.admin.post(`/api/prizes/${prize.id}/decline`).send({ reason: '重复领取' }).expect(200);
    await world.settle();
    expect(await row(budget.id)).toMatchObject({ given: 0, returned: 1_000 });
    await clean();
  });

  test('taken back, or with its KOC: the rest is the brand’s again', async () => {
    const [taken, ended] = [await grant('二姐'), await grant('三妹')];
    await world.admin.post(`/api/koc-budgets/${taken.id}/withdraw`).send({ reason: '活动取消' }).expect(200);
    expect(
      await no(world.admin.post(`/api/koc-budgets/${taken.id}/withdraw`).send({ reason: '再来' })),
    ).toEqual([409, 'state_forbids']);
    await world.admin
      .post(`/api/koc/${personOf('三妹')}/end`)
      .send({ reason: '不做了' })
      .expect(200);
    await world.settle();
    expect(await row(taken.id)).toMatchObject({ state: 'withdrawn', returned: 1_000 });
    expect(await row(ended.id)).toMatchObject({ state: 'ended', returned: 1_000 });
    expect(
      await no(
        world.admin
          .post('/api/koc-budgets')
          .send({ kocId: personOf('三妹'), requestKey: key(), rule: RULE() }),
      ),
    ).toEqual([409, 'koc_ended']);
    const store = await world.staff('region');
    expect(await no(store.get('/api/koc-budgets'))).toEqual([403, 'not_allowed']);
    await clean();
  });

  test('granted = given + returned + left, whatever happens at the same time', async () => {
    const names = ['阿夏', '路人'];
    const act = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          act: fc.constant('give' as const),
          who: fc.nat(1),
          amount: fc.integer({ min: 1, max: 60 }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ act: fc.constant('withdraw' as const), who: fc.nat(1), amount: fc.nat(1) }),
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 4, maxLength: 10 }),
        fc.constantFrom('point' as const, 'fen' as const),
        async (acts, unit) => {
          const budget = await grant('小满', { unit, amount: 100, perPerson: 80, perDay: 100 });
          const answers = await Promise.all(
            acts.map(({ act: what, who, amount }) =>
              what === 'give'
                ? no(give(koc, budget, names[who]!, { amount }))
                : no(world.admin.post(`/api/koc-budgets/${budget.id}/withdraw`).send({ reason: '收回' })),
            ),
          );
          for (const [status] of answers) expect([200, 409, 422]).toContain(status);
          const now = await row(budget.id);
          const gifts = await native(Gifts).find({ budgetId: budget.id }).toArray();
          const given = gifts.reduce((sum, { amount }) => sum + amount, 0);
          const left = (await leftIn(budget))!;
          expect(now.given).toBe(given);
          expect(now.granted).toBe(now.given + now.returned + left);
          expect(left).toBeGreaterThanOrEqual(0);
          if (now.state !== 'open') expect(left).toBe(0);
          for (const name of names) {
            const got = gifts.filter(({ personId }) => personId === personOf(name));
            expect(got.reduce((sum, { amount }) => sum + amount, 0)).toBeLessThanOrEqual(80);
          }
        },
      ),
      { numRuns: 4 },
    );
    await clean();
  });

  test('who leaves takes nothing along: budgets go home, reasons are forgotten, groups wait for another', async () => {
    await pass(1);
    const budget = await grant('二姐');
    await give(second, budget, '阿夏', { reason: '只有我们知道的事' }).expect(200);
    const { data } = await read<{ data: Record<string, { gave: { reason: string }[] }> }>(
      second.get('/api/member/export').expect(200),
    );
    expect(data['koc-budgets']!.gave.map(({ reason }) => reason)).toContain('只有我们知道的事');
    await second.delete('/api/member/me').query({ confirm: '删除' }).expect(200);
    await world.settle();
    expect(await row(budget.id)).toMatchObject({ state: 'ended', given: 20, returned: 980 });
    expect(JSON.stringify(await native(Gifts).find({}).toArray())).not.toContain('只有我们知道的事');
    expect(await read(world.admin.get('/api/sub-groups?state=adrift'))).toMatchObject({ adrift: 2 });
    await clean();
  });
});
