import type { Test } from 'supertest';
import { COUPON_TEMPLATES } from '@kouyi/shared/rules/coupon-templates';
import type { ActivityRule, CouponRule } from '@kouyi/shared/types';
import { claimByLink } from '../../server/src/coupons/links';
import { Issues, Stocks } from '../../server/src/coupons/model';
import { Refusal } from '../../server/src/kernel/refusals';
import { native } from '../../server/src/kernel/store';
import { account, auditLedger, balancesOf } from '../../server/src/ledger';
import { Notices } from '../../server/src/notices/model';
import { deliver, personOf, phoneOf, ruleIn } from '../support/play';
import { startWorld, type World } from '../support/world';

type Body = Record<string, unknown> & { error?: { code: string; message: string; field?: string } };
const DAY = 86_400_000;
const cut = COUPON_TEMPLATES[0]!.rule;

describe('a coupon from its design to the till', () => {
  let world: World;
  let jingan: string;
  let xihu: string;
  let clerk: Awaited<ReturnType<World['staff']>>;
  let room: { groupId: string; channelGroupId: string };
  let keys = 0;

  const key = () => `request-${(keys += 1)}`;
  const ask = async (test: Test): Promise<Body> => (await test.expect(200)).body as Body;
  /** A refusal: its status and code; its sentence is Chinese and says what to do. */
  const no = async (test: Test): Promise<[number, string]> => {
    const { status, body } = (await test) as { status: number; body: Body };
    expect(body.error?.message).toMatch(/[\u4e00-\u9fff].*。$/);
    return [status, body.error!.code];
  };
  const store = async (name: string) =>
    (await ask(world.admin.post('/api/org/units').send({ name, kind: 'store', parentId: 'unt_root' })))[
      'id'
    ] as string;

  async function coupon(more: Partial<CouponRule> = {}, open = true): Promise<string> {
    const { id } = await ask(world.admin.post('/api/coupons').send({ rule: { ...cut, ...more } }));
    if (open) await ask(world.admin.post(`/api/coupons/${id as string}/open`));
    return id as string;
  }
  const link = async (id: string, limit: number, more: object = {}) =>
    (
      await ask(
        world.admin.post(`/api/coupons/${id}/links`).send({
          name: '公众号推文',
          limit,
          until: new Date(world.clock.now().getTime() + 7 * DAY).toISOString(),
          requestKey: key(),
          ...more,
        }),
      )
    )['id'] as string;
  const give = (id: string, users: string[], more: object = {}) =>
    ask(
      world.admin.post(`/api/coupons/${id}/issue`).send({
        personIds: users.map(personOf),
        reason: '生日礼',
        requestKey: key(),
        ...more,
      }),
    ) as Promise<Body & { issued: { code: string }[]; refused: { code: string }[] }>;
  const use = (code: string, more: object = {}) =>
    clerk
      .post('/api/redeem/coupons')
      .send({ code, storeId: jingan, orderFen: 5_000, requestKey: key(), ...more });
  /** A job runs at its next due time. */
  const jobs = async () => {
    await world.app.scheduler.drain();
    await world.settle();
  };
  const owed = async (id: string) => {
    const names = [account.couponLiability(id), account.couponCost(id)];
    const balances = await balancesOf(names);
    return names.map((name) => balances.get(name) ?? 0);
  };

  beforeAll(async () => {
    world = await startWorld({ demo: true });
    [jingan, xihu] = [await store('静安店'), await store('西湖店')];
    clerk = await world.staff('store', jingan);
    room = await world.room('券友群', 0);
    const door = await world.key(['simulator.use']);
    await deliver(
      world,
      door,
      ['a', 'b', 'c', 'd', 'e', 'f'].map((userId) => ({
        eventId: `join-${userId}`,
        groupId: room.channelGroupId,
        userId,
        name: `友${userId}`,
        kind: 'join',
        at: world.clock.now().toISOString(),
      })),
    );
    await world.settle();
  });
  afterAll(() => world.stop());

  test('is not given out while something is missing, and the field is named', async () => {
    const id = await coupon({ terms: { kind: 'cut', minFen: 500, cutFen: 500 } }, false);
    const { body, status } = (await world.admin.post(`/api/coupons/${id}/open`)) as {
      status: number;
      body: Body;
    };
    expect([status, body.error!.code, body.error!.field]).toEqual([
      422,
      'coupon_invalid',
      'rule.terms.cutFen',
    ]);
    expect(
      await no(
        world.admin
          .post(`/api/coupons/${id}/issue`)
          .send({ personIds: [personOf('a')], reason: '试试', requestKey: key() }),
      ),
    ).toEqual([422, 'coupon_not_open']);
  });

  test('is given by hand once a key, used once at the till, and the books know what it cost', async () => {
    const id = await coupon();
    const requestKey = key();
    const first = await give(id, ['a', 'b'], { requestKey });
    expect(first.issued).toHaveLength(2);
    expect(await give(id, ['a', 'b'], { requestKey })).toEqual(first);
    expect(
      await no(
        world.admin
          .post(`/api/coupons/${id}/issue`)
          .send({ personIds: [personOf('c')], reason: '生日礼', requestKey }),
      ),
    ).toEqual([409, 'key_used_differently']);
    expect(await owed(id)).toEqual([-1_000, 1_000]);
    await world.settle();
    const told = await native(Notices)
      .find({ personId: personOf('a') })
      .toArray();
    expect(told.map(({ title }) => title)).toContain('收到一张「满30减5」');

    const phone = await phoneOf(world, 'a');
    const { items } = (await ask(phone.get('/api/member/coupons'))) as unknown as {
      items: { id: string; code: string; daysLeft: number; usableNow: boolean; redeemPage: string }[];
    };
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ usableNow: true, daysLeft: 6, source: '生日礼' });
    const { code } = items[0]!;
    expect(code).toMatch(/^Q[0-9A-Z]{11}$/);
    // Somebody else's is not there to be seen.
    const other = await phoneOf(world, 'c');
    expect(await no(other.get(`/api/member/coupons/${items[0]!.id}`))).toEqual([404, 'not_found']);

    const seen = await ask(clerk.get(`/api/redeem/coupons/${code.toLowerCase()}`).query({ storeId: jingan }));
    expect(seen).toMatchObject({ holder: '友**', state: 'held', minFen: 3_000 });
    expect(seen['refusal']).toBeUndefined();
    const till = { requestKey: key(), code, orderFen: 3_600, receipt: 'NO.1' };
    const used = await ask(use(code, till));
    expect(used).toMatchObject({ cutFen: 500, payFen: 3_100, storeName: '静安店' });
    expect(await ask(use(code, till))).toEqual(used);
    expect(await no(use(code, { ...till, orderFen: 3_700 }))).toEqual([409, 'key_used_differently']);
    expect(await no(use(code))).toEqual([409, 'coupon_used']);
    // 500 still owed to b; of a's 500 all was given.
    expect(await owed(id)).toEqual([-500, 1_000]);
    expect(await ask(world.admin.get(`/api/coupons/${id}/figures`))).toMatchObject({
      issued: 2,
      held: 1,
      redeemed: 1,
      liabilityFen: 500,
      givenFen: 500,
      ordersFen: 3_600,
      stores: [{ storeName: '静安店', redeemed: 1 }],
    });
    await expect(auditLedger()).resolves.toMatchObject({ findings: [] });
  });

  test('every wrong use is refused by name and changes nothing', async () => {
    const here = await coupon({ stores: { everywhere: false, unitIds: [xihu] } });
    const later = await coupon({ validity: { kind: 'days', days: 3, afterDays: 2 }, perPerson: 3 });
    const [elsewhere] = (await give(here, ['a'])).issued;
    const [early] = (await give(later, ['a'])).issued;
    const [taken] = (await give(later, ['b'])).issued;
    const before = await native(Issues).find({}).toArray();
    const stranger = await world.staff('store', xihu);

    expect(await no(use('Q00000000000'))).toEqual([404, 'coupon_code_unknown']);
    expect(await no(use(elsewhere!.code))).toEqual([422, 'coupon_other_store']);
    expect(await no(use(early!.code))).toEqual([422, 'coupon_not_yet_valid']);
    expect(
      await no(
        stranger.post('/api/redeem/coupons').send({ code: early!.code, storeId: jingan, requestKey: key() }),
      ),
    ).toEqual([403, 'store_out_of_reach']);
    expect(await no(use(early!.code, { storeId: 'unt_nowhere' }))).toEqual([403, 'store_out_of_reach']);
    expect(
      await no(
        (await phoneOf(world, 'a'))
          .post('/api/redeem/coupons')
          .send({ code: early!.code, storeId: jingan, requestKey: key() }),
      ),
    ).toEqual([403, 'not_allowed']);
    expect(await native(Issues).find({}).toArray()).toEqual(before);

    world.clock.advance(2 * DAY);
    await world.signInAgain();
    clerk = await world.staff('store', jingan);
    expect(await no(use(early!.code, { orderFen: undefined }))).toEqual([422, 'coupon_order_missing']);
    expect(await no(use(early!.code, { orderFen: 2_999 }))).toEqual([422, 'coupon_order_too_small']);
    const issued = (await ask(world.admin.get(`/api/coupons/${later}/issued`)))['items'] as {
      id: string;
      personId: string;
    }[];
    const mine = issued.find(({ personId }) => personId === personOf('b'))!;
    await ask(world.admin.post(`/api/coupons/issued/${mine.id}/revoke`).send({ reason: '发错了人' }));
    expect(await no(use(taken!.code))).toEqual([422, 'coupon_revoked']);
    world.clock.advance(3 * DAY);
    await world.signInAgain();
    clerk = await world.staff('store', jingan);
    expect(await no(use(early!.code))).toEqual([422, 'coupon_expired']);
  });

  test('two on one receipt must allow each other; a mistake is taken back within a day', async () => {
    const alone = await coupon();
    const friendly = await coupon({ ...COUPON_TEMPLATES[2]!.rule, name: '到店礼' });
    const social = await coupon({ stacking: 'other_kinds', name: '可叠加' });
    const [one] = (await give(alone, ['c'])).issued;
    const [gift] = (await give(friendly, ['c'])).issued;
    const [other] = (await give(social, ['c'])).issued;
    const receipt = 'NO.77';
    const first = await ask(use(other!.code, { receipt }));
    await ask(use(gift!.code, { receipt, orderFen: undefined }));
    const { body } = (await use(one!.code, { receipt })) as { body: Body };
    expect(body.error).toMatchObject({ code: 'coupon_not_stackable', field: 'receipt' });
    expect(body.error!.message).toMatch(/「(可叠加|到店礼)」/);

    const undo = (id: string) => clerk.post(`/api/redeem/coupons/${id}/undo`).send({ reason: '扫错了' });
    await ask(undo(first['id'] as string));
    expect(await no(undo(first['id'] as string))).toEqual([409, 'redemption_undone']);
    expect(await owed(social)).toEqual([-500, 500]);
    const again = await ask(use(other!.code, { receipt: 'NO.78' }));
    world.clock.advance(DAY + 1);
    await world.signInAgain();
    clerk = await world.staff('store', jingan);
    expect(await no(undo(again['id'] as string))).toEqual([422, 'redemption_too_old']);
    await expect(auditLedger()).resolves.toMatchObject({ findings: [] });
  });

  test('a link gives one each, and 200 people at once get exactly what there is', async () => {
    const id = await coupon({ stock: 60 });
    const token = await link(id, 55);
    const people = Array.from({ length: 200 }, (_, i) => `psn_crowd${i}`);
    const outcomes = await Promise.all(
      people.flatMap((personId) =>
        [1, 2].map(() =>
          claimByLink(personId, token).then(
            (issue) => issue.code,
            (error: unknown) => {
              if (error instanceof Refusal) return error.code;
              throw error;
            },
          ),
        ),
      ),
    );
    const codes = new Set(outcomes.filter((each) => each.startsWith('Q')));
    expect(codes.size).toBe(55);
    // Whoever asked twice was answered twice with the same.
    expect(outcomes.filter((each) => codes.has(each))).toHaveLength(110);
    expect(new Set(outcomes.filter((each) => !codes.has(each)))).toEqual(new Set(['link_used_up']));
    expect(await native(Stocks).findOne({ _id: id })).toMatchObject({ stock: 60, issued: 55, reserved: 0 });
    const more = await link(id, 100);
    const rest = await Promise.allSettled(people.map((personId) => claimByLink(personId, more)));
    // Those who have one are over their limit; of the others five get the last five.
    expect(rest.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await owed(id)).toEqual([-60 * 500, 60 * 500]);
    const phone = await phoneOf(world, 'd');
    expect(await ask(phone.get(`/api/member/coupon-links/${more}`))).toMatchObject({
      left: 0,
      refusal: { code: 'coupon_sold_out' },
    });
    expect(await no(phone.post(`/api/member/coupon-links/${more}`))).toEqual([422, 'coupon_sold_out']);
    expect(await no(phone.post('/api/member/coupon-links/nothing-here'))).toEqual([404, 'link_unknown']);
    await ask(world.admin.post(`/api/coupons/links/${token}/close`));
    expect(await no(phone.post(`/api/member/coupon-links/${token}`))).toEqual([422, 'link_over']);
  });

  test('20% of a group is rounded down: of six, one', async () => {
    const id = await coupon({ perGroup: { sharePercent: 20 } });
    expect(
      await no(
        world.admin.post(`/api/coupons/${id}/links`).send({
          name: '群公告',
          limit: 5,
          until: new Date(world.clock.now().getTime() + DAY).toISOString(),
          requestKey: key(),
        }),
      ),
    ).toEqual([422, 'coupon_needs_group']);
    const token = await link(id, 50, { groupId: room.groupId });
    const phones = await Promise.all(['a', 'b', 'c'].map((user) => phoneOf(world, user)));
    const answers = await Promise.all(phones.map((phone) => phone.post(`/api/member/coupon-links/${token}`)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
    expect(answers.find(({ status }) => status === 422)!.body).toMatchObject({
      error: { code: 'coupon_group_limit', message: '「满30减5」给这个群的 1 张已经发完。' },
    });
    await expect(claimByLink('psn_outsider', token)).rejects.toMatchObject({ code: 'coupon_not_in_group' });
  });

  test('whoever is on the blacklist gets none', async () => {
    const id = await coupon();
    await ask(world.admin.post('/api/blacklist').send({ personId: personOf('f'), reason: '刷券' }));
    const { refused } = await give(id, ['f']);
    expect(refused).toMatchObject([{ code: 'coupon_blacklisted' }]);
  });

  test('its holder is reminded once before the end; at the end it costs nothing any more', async () => {
    const id = await coupon({ name: '快到期', validity: { kind: 'days', days: 5, afterDays: 0 } });
    await give(id, ['e']);
    const reminders = () => native(Notices).countDocuments({ personId: personOf('e'), title: '券快到期了' });
    await jobs();
    expect(await reminders()).toBe(0);
    world.clock.advance(3 * DAY + DAY / 2);
    await jobs();
    world.clock.advance(60_000);
    await jobs();
    expect(await reminders()).toBe(1);
    expect(await owed(id)).toEqual([-500, 500]);
    world.clock.advance(2 * DAY);
    await world.signInAgain();
    await jobs();
    expect(await native(Issues).findOne({ couponId: id })).toMatchObject({ state: 'expired' });
    expect(await owed(id)).toEqual([0, 0]);
    expect(await ask(world.admin.get(`/api/coupons/${id}/figures`))).toMatchObject({
      held: 0,
      expired: 1,
      liabilityFen: 0,
    });
    const over = await ask((await phoneOf(world, 'e')).get('/api/member/coupons').query({ show: 'over' }));
    expect(over['items']).toMatchObject([{ state: 'expired', face: { name: '快到期' } }]);
  });

  test('扣1抢券: as many as it says are held back at launch, and whoever is counted has one', async () => {
    const id = await coupon({ name: '雨天券', stock: 3 });
    const rule = ruleIn(world, 'coupon_grab', [room.groupId], {
      limits: { perPerson: 1, total: 2 },
      reward: { points: 0, couponId: id },
    });
    const draft = async (more: Partial<ActivityRule> = {}) =>
      (await ask(world.admin.post('/api/activities').send({ rule: { ...rule, ...more } })))['id'] as string;
    const start = async (activityId: string) =>
      world.admin.post(`/api/activities/${activityId}/launch`).send({ acceptConflicts: true });
    // Without a number nothing could be held back; more than there is can't be.
    expect((await start(await draft({ limits: { perPerson: 1 } }))).body).toMatchObject({
      error: { code: 'rule_invalid', field: 'rule.limits.total' },
    });
    expect((await start(await draft({ limits: { perPerson: 1, total: 4 } }))).body).toMatchObject({
      error: { code: 'coupon_stock_short', field: 'rule.reward.couponId' },
    });
    const activityId = await draft();
    expect((await start(activityId)).status).toBe(200);
    expect(await native(Stocks).findOne({ _id: id })).toMatchObject({ issued: 0, reserved: 2 });
    // Others may have what is not promised, no more.
    expect((await give(id, ['a', 'b'])).refused).toMatchObject([{ code: 'coupon_sold_out' }]);
    await ask(world.admin.post(`/api/coupons/${id}/pause`));

    const door = await world.key(['simulator.use']);
    const typed = ['c', 'd', 'e', 'c'].map((userId, i) => ({
      eventId: `one-${i}`,
      groupId: room.channelGroupId,
      userId,
      name: `友${userId}`,
      kind: 'message',
      text: '1',
      at: world.clock.now().toISOString(),
    }));
    await deliver(world, door, typed);
    await deliver(world, door, typed);
    await world.settle();
    const given = await native(Issues).find({ couponId: id, 'source.kind': 'activity' }).toArray();
    expect(given.map(({ personId }) => personId).sort()).toEqual([personOf('c'), personOf('d')].sort());
    expect(given[0]!.source.words).toContain('券友群');
    expect(await native(Stocks).findOne({ _id: id })).toMatchObject({ issued: 3, reserved: 0 });

    // Fewer places are fewer coupons held back; what was not used goes back after the end.
    const second = await coupon({ name: '晴天券', stock: 10 });
    const next = await draft({
      triggers: ['晴天'],
      limits: { perPerson: 1, total: 6 },
      reward: { points: 0, couponId: second },
    });
    expect((await start(next)).status).toBe(200);
    const running = (await ask(world.admin.get(`/api/activities/${next}`))) as unknown as {
      version: number;
      rule: ActivityRule;
    };
    await ask(
      world.admin
        .put(`/api/activities/${next}`)
        .send({ version: running.version, rule: { ...running.rule, limits: { perPerson: 1, total: 4 } } }),
    );
    expect(await native(Stocks).findOne({ _id: second })).toMatchObject({ reserved: 4 });
    expect(await no(world.admin.post(`/api/coupons/${second}/end`))).toEqual([409, 'coupon_reserved']);
    await ask(world.admin.post(`/api/activities/${next}/close`));
    await world.settle();
    world.clock.advance(26 * 3_600_000);
    await world.signInAgain();
    await jobs();
    expect(await native(Stocks).findOne({ _id: second })).toMatchObject({ reserved: 0 });
  });

  test('an edit does not touch what people hold; stock never falls below what was given', async () => {
    const id = await coupon();
    const [mine] = (await give(id, ['a'])).issued;
    const { version, rule } = (await ask(world.admin.get(`/api/coupons/${id}`))) as unknown as {
      version: number;
      rule: CouponRule;
    };
    const put = (change: Partial<CouponRule>, at = version) =>
      world.admin.put(`/api/coupons/${id}`).send({ version: at, rule: { ...rule, ...change } });
    await ask(put({ terms: { kind: 'cut', minFen: 9_000, cutFen: 100 }, stock: 1 }));
    expect(await no(put({ stock: 5 }))).toEqual([409, 'version_moved_on']);
    expect(await no(put({ name: '' }, version + 1))).toEqual([422, 'coupon_invalid']);
    clerk = await world.staff('store', jingan);
    expect(await ask(use(mine!.code, { orderFen: 3_000 }))).toMatchObject({ cutFen: 500 });
    await ask(world.admin.post(`/api/coupons/${id}/end`));
    expect(await no(world.admin.post(`/api/coupons/${id}/open`))).toEqual([409, 'state_forbids']);
    const audit = (await ask(world.admin.get('/api/audit').query({ subject: id })))['items'] as {
      action: string;
    }[];
    expect(audit.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'coupons.create',
        'coupons.open',
        'coupons.issue',
        'coupons.update',
        'coupons.redeem',
        'coupons.end',
      ]),
    );
  });
});
