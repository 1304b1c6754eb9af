import { COUPON_TEMPLATES } from '@kouyi/shared/rules/coupon-templates';
import type { MyRight, MyRightClaim, RightClaimView, RightView } from '@kouyi/shared/contracts';
import { jobs } from '../../server/src/rights/jobs';
import { Claims } from '../../server/src/rights/model';
import { native } from '../../server/src/kernel/store';
import { auditLedger } from '../../server/src/ledger';
import { personOf, phoneOf } from '../support/play';
import { appoint, meet } from '../support/shop';
import { startWorld, type World } from '../support/world';

const DAY = 86_400_000;
type Phone = Awaited<ReturnType<typeof phoneOf>>;

describe('what a tier brings', () => {
  let world: World;
  let koc: Phone;
  let keys = 0;
  const key = () => `request-${(keys += 1)}`;
  const read = async <T>(answer: PromiseLike<{ body: unknown }>) => (await answer).body as T;
  const no = async (answer: PromiseLike<{ status: number; body: unknown }>) => {
    const { status, body } = await answer;
    return [status, (body as { error?: { code: string } }).error?.code];
  };

  beforeAll(async () => {
    world = await startWorld({ demo: true });
    await meet(world, ['小满', '二姐', '路人']);
    koc = await appoint(world, '小满', { tier: 'silver' });
  });
  afterAll(() => world.stop());

  const add = (rule: object) =>
    read<RightView>(
      world.admin
        .post('/api/koc-rights')
        .send({
          rule: {
            name: '每月积分',
            kind: 'points',
            points: 200,
            period: 'month',
            counts: { silver: 2 },
            ...rule,
          },
        })
        .expect(200),
    );
  const claim = (phone: Phone, id: string, more: object = {}) =>
    phone.post(`/api/member/rights/${id}/claim`).send({ requestKey: key(), ...more });
  const mine = async (id: string) =>
    (await read<{ items: MyRight[] }>(koc.get('/api/member/rights').expect(200))).items.find(
      (each) => each.id === id,
    )!;
  const points = async () => (await read<{ points: number }>(koc.get('/api/member/me').expect(200))).points;
  const decide = (id: string, act: string, more: object = {}) =>
    world.admin.post(`/api/koc-right-claims/${id}/${act}`).send(more);

  test('points at once: as many as the tier has in a month, also when asked ten times together', async () => {
    const right = await add({ atOnce: true });
    expect(right).toMatchObject({ gives: '200 积分', often: '银叶每月 2 次', state: 'open' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => no(claim(koc, right.id))));
    expect(answers.filter(([status]) => status === 200)).toHaveLength(2);
    expect(answers.filter(([, code]) => code === 'right_used_up')).toHaveLength(8);
    await world.settle();
    expect(await points()).toBe(400);
    expect(await mine(right.id)).toMatchObject({
      used: 2,
      left: 0,
      mayClaim: false,
      latest: { state: 'delivered' },
    });
    // The next month counts anew; the same key is the same claim for ever.
    world.clock.set('2036-12-01T00:00:00+08:00');
    await world.signInAgain();
    const again = { requestKey: key() };
    const [one, two] = [await claim(koc, right.id, again), await claim(koc, right.id, again)];
    expect((one.body as MyRightClaim).id).toBe((two.body as MyRightClaim).id);
    expect(await mine(right.id)).toMatchObject({ used: 1, left: 1 });
    await world.settle();
    expect(await points()).toBe(600);
    expect((await auditLedger()).findings).toEqual([]);
  });

  test('goods go by hand: asked for with an address, approved, delivered with a note; what came to nothing does not count', async () => {
    const right = await add({
      name: '新品正装',
      kind: 'goods',
      what: '面霜一瓶',
      points: undefined,
      counts: { silver: 1 },
      needsNote: true,
    });
    expect(await no(claim(koc, right.id))).toEqual([422, 'right_needs_note']);
    const asked = await read<MyRightClaim>(
      claim(koc, right.id, { note: '上海市静安区 1 号 13800138000' }).expect(200),
    );
    expect(asked).toMatchObject({ state: 'requested', gives: '面霜一瓶' });
    expect(JSON.stringify(await native(Claims).findOne({ _id: asked.id }))).not.toContain('13800138000');
    expect(await no(claim(koc, right.id, { note: '再来' }))).toEqual([422, 'right_used_up']);
    const withdrawn = await koc.post(`/api/member/right-claims/${asked.id}/withdraw`).send({}).expect(200);
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn' });
    expect(await no(decide(asked.id, 'approve'))).toEqual([409, 'state_forbids']);

    world.clock.advance(60_000);
    const second = await read<MyRightClaim>(claim(koc, right.id, { note: '静安区 1 号' }).expect(200));
    const { items } = await read<{ items: RightClaimView[]; requested: number }>(
      world.admin.get('/api/koc-right-claims?state=requested').expect(200),
    );
    expect(items).toEqual([
      expect.objectContaining({ id: second.id, note: '静安区 1 号', personName: '小满' }),
    ]);
    const store = await world.staff('store');
    const seen = await read<{ items: RightClaimView[] }>(store.get('/api/koc-right-claims').expect(200));
    expect(seen.items.every(({ note }) => note === undefined)).toBe(true);
    // A branch sees its own people's.
    const unit = await read<{ id: string }>(
      world.admin
        .post('/api/org/units')
        .send({ name: '远店', kind: 'store', parentId: 'unt_root' })
        .expect(200),
    );
    const far = await world.staff('store', unit.id);
    expect(await read(far.get('/api/koc-right-claims').expect(200))).toMatchObject({
      items: [],
      requested: 0,
      approved: 0,
    });
    expect(await no(store.post(`/api/koc-right-claims/${second.id}/approve`).send({}))).toEqual([
      403,
      'not_allowed',
    ]);
    expect((await decide(second.id, 'approve').expect(200)).body).toMatchObject({ state: 'approved' });
    expect((await decide(second.id, 'deliver', { note: '顺丰 SF123456' }).expect(200)).body).toMatchObject({
      state: 'delivered',
    });
    expect(await mine(right.id)).toMatchObject({ left: 0, latest: { words: '已发放：顺丰 SF123456' } });
    const { items: notices } = await read<{ items: { title: string }[] }>(koc.get('/api/member/notices'));
    expect(notices[0]!.title).toBe('权益「新品正装」');
  });

  test('a coupon comes with the approval; when there are none left the claim waits as it was', async () => {
    const { id: couponId } = await read<{ id: string }>(
      world.admin
        .post('/api/coupons')
        .send({ rule: { ...COUPON_TEMPLATES[0]!.rule, stock: 1 } })
        .expect(200),
    );
    await world.admin.post(`/api/coupons/${couponId}/open`).expect(200);
    const right = await add({ name: '到店券', kind: 'coupon', points: undefined, couponId });
    expect(right.gives).toBe(`「${COUPON_TEMPLATES[0]!.rule.name}」1 张`);
    const [one, two] = [
      await read<MyRightClaim>(claim(koc, right.id).expect(200)),
      await read<MyRightClaim>(claim(koc, right.id).expect(200)),
    ];
    expect((await decide(one.id, 'approve').expect(200)).body).toMatchObject({ state: 'delivered' });
    const { items } = await read<{ items: object[] }>(koc.get('/api/member/coupons').expect(200));
    expect(items).toHaveLength(1);
    expect(await no(decide(two.id, 'approve'))).toEqual([422, 'coupon_sold_out']);
    expect(await native(Claims).findOne({ _id: two.id })).toMatchObject({ state: 'requested' });
    await decide(two.id, 'decline', { reason: '券发完了' }).expect(200);
    expect(await mine(right.id)).toMatchObject({ used: 1, left: 1 });
    await world.settle();
    expect((await auditLedger()).findings).toEqual([]);
  });

  test('a budget as a right, and what nobody decides in time', async () => {
    const right = await add({
      name: '本月礼金',
      kind: 'budget',
      points: undefined,
      budget: { unit: 'point', amount: 500, perPerson: 50, perDay: 200, who: 'both', days: 30 },
      atOnce: true,
      period: 'quarter',
    });
    await claim(koc, right.id).expect(200);
    const { items } = await read<{ items: { title: string; left: number }[] }>(
      koc.get('/api/member/budgets'),
    );
    expect(items[0]).toMatchObject({ title: '本月礼金', left: 500 });

    const slow = await add({
      name: '一对一护理',
      kind: 'service',
      what: '护理一次',
      points: undefined,
      period: 'once',
    });
    const asked = await read<MyRightClaim>(claim(koc, slow.id).expect(200));
    world.clock.advance(29 * DAY);
    koc = await phoneOf(world, '小满');
    world.clock.advance(2 * DAY);
    await world.signInAgain();
    await jobs[0]!.run({ at: world.clock.now(), fence: 1 });
    expect(await native(Claims).findOne({ _id: asked.id })).toMatchObject({ state: 'expired' });
    expect(await mine(slow.id)).toMatchObject({ used: 0, left: 2 });
  });

  test('what was approved and nobody hands over is late: the operator sees it first, the KOC reads that we know', async () => {
    const right = await add({ name: '生日礼盒', kind: 'goods', what: '礼盒一份', points: undefined });
    const asked = await read<MyRightClaim>(claim(koc, right.id).expect(200));
    await decide(asked.id, 'approve').expect(200);
    const late = () =>
      read<{ items: RightClaimView[]; late: number }>(
        world.admin.get('/api/koc-right-claims?late=yes').expect(200),
      );
    const attention = async () =>
      (
        await read<{ attention: { kind: string; count: number; link: string }[] }>(
          world.admin.get('/api/today').expect(200),
        )
      ).attention.filter(({ kind }) => kind === 'rights_late');
    expect(await late()).toMatchObject({ items: [], late: 0 });
    expect(await attention()).toEqual([]);
    world.clock.advance(7 * DAY);
    await world.signInAgain();
    koc = await phoneOf(world, '小满');
    expect(await late()).toMatchObject({ items: [{ id: asked.id, late: true }], late: 1 });
    expect(await attention()).toEqual([
      expect.objectContaining({ kind: 'rights_late', count: 1, link: '/rights?state=late' }),
    ]);
    expect((await mine(right.id)).latest!.words).toContain('已经提醒品牌的伙伴');
    // It was promised: however late, it does not lapse.
    await jobs[0]!.run({ at: world.clock.now(), fence: 1 });
    await decide(asked.id, 'deliver', { note: '顺丰 SF654321' }).expect(200);
    expect(await attention()).toEqual([]);
    expect((await mine(right.id)).latest!.words).toBe('已发放：顺丰 SF654321');
  });

  test('what is wrong is refused by name; whoever is no KOC any more gets nothing more', async () => {
    const gold = await add({ name: '金叶专属', counts: { gold: 1 } });
    expect(await no(claim(koc, gold.id))).toEqual([422, 'right_not_for_tier']);
    const { later } = await read<{ later: { name: string; tier: string }[] }>(koc.get('/api/member/rights'));
    expect(later).toContainEqual(expect.objectContaining({ name: '金叶专属', tier: 'gold' }));
    const bad = (rule: object) =>
      no(world.admin.post('/api/koc-rights').send({ rule: { ...gold.rule, ...rule } }));
    expect(await bad({ points: undefined })).toEqual([422, 'right_incomplete']);
    expect(await bad({ kind: 'coupon', couponId: 'cpn_nowhere' })).toEqual([422, 'right_incomplete']);
    expect(
      await no(world.admin.put(`/api/koc-rights/${gold.id}`).send({ version: 9, rule: gold.rule })),
    ).toEqual([409, 'version_moved_on']);
    await world.admin.post(`/api/koc-rights/${gold.id}/close`).send({}).expect(200);
    expect(await no(claim(koc, gold.id))).toEqual([422, 'right_over']);
    expect(await no(claim(await phoneOf(world, '路人'), gold.id))).toEqual([422, 'not_a_koc']);

    const second = await appoint(world, '二姐', { tier: 'silver' });
    const right = await add({ name: '见面礼' });
    const waiting = await read<MyRightClaim>(claim(second, right.id).expect(200));
    await world.admin
      .post(`/api/koc/${personOf('二姐')}/end`)
      .send({ reason: '不做了' })
      .expect(200);
    await world.settle();
    expect(await native(Claims).findOne({ _id: waiting.id })).toMatchObject({ state: 'expired' });
    expect(await no(decide(waiting.id, 'approve'))).toEqual([409, 'state_forbids']);
    expect(await no(claim(second, right.id))).toEqual([422, 'not_a_koc']);
    const blacklisted = { personId: personOf('小满'), reason: '核实中' };
    await world.admin.post('/api/blacklist').send(blacklisted).expect(200);
    expect(await no(claim(koc, right.id))).toEqual([422, 'right_blacklisted']);
  });
});
