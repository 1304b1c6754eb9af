import type { Test } from 'supertest';
import { COUPON_TEMPLATES } from '@kouyi/shared/rules/coupon-templates';
import { prizeWon, type WonPrize } from '../../server/src/draws/events';
import { asSystem } from '../../server/src/kernel/command';
import { event } from '../../server/src/kernel/events';
import { newId } from '../../server/src/kernel/ids';
import { OutboxRows } from '../../server/src/kernel/outbox-rows';
import { native } from '../../server/src/kernel/store';
import { Notices } from '../../server/src/notices/model';
import { Prizes } from '../../server/src/prizes/model';
import { deliver, personOf, phoneOf } from '../support/play';
import { startWorld, type World } from '../support/world';

type Body = Record<string, unknown> & { error?: { code: string; message: string; field?: string } };
type Phone = Awaited<ReturnType<typeof phoneOf>>;
const DAY = 86_400_000;
const HOME = {
  name: '陈小满',
  phone: '138 1234 5678',
  province: '上海市',
  city: '上海市',
  district: '浦东新区',
  detail: '世纪大道 1 号 2 楼',
};
/** Told to whoever looks for lost prizes; only its name matters here. */
const EXPIRED = event('prize.expired').type;

describe('a prize on its way to its winner', () => {
  let world: World;
  let store: string;
  let other: string;
  let clerk: Awaited<ReturnType<World['staff']>>;
  let keys = 0;
  const key = () => `request-${(keys += 1)}`;
  const ask = async (test: Test): Promise<Body> => (await test.expect(200)).body as Body;
  const no = async (test: Test): Promise<[number, string, string?]> => {
    const { status, body } = (await test) as { status: number; body: Body };
    expect(body.error?.message).toMatch(/[\u4e00-\u9fff].*。$/);
    const { code, field } = body.error!;
    return field === undefined ? [status, code] : [status, code, field];
  };
  const unit = async (name: string) =>
    (await ask(world.admin.post('/api/org/units').send({ name, kind: 'store', parentId: 'unt_root' })))[
      'id'
    ] as string;
  /** Somebody draws something; the cabinet hears of it. */
  async function wins(user: string, more: Partial<WonPrize> = {}): Promise<WonPrize> {
    world.clock.advance(1_000);
    const win: WonPrize = {
      winId: newId('drw'),
      personId: personOf(user),
      boxId: 'box_1',
      prizeId: 'a',
      kind: 'goods',
      name: '星河护手霜',
      valueFen: 9_900,
      costFen: 3_000,
      at: world.clock.now(),
      claimDays: 10,
      ...more,
    };
    await asSystem('test', (tx) => Promise.resolve(tx.emit(prizeWon({ prizes: [win] }))));
    await world.settle();
    return win;
  }
  interface Shown {
    id: string;
    state: string;
    name: string;
    ways: string[];
    line: string;
  }
  const cabinet = async (phone: Phone, show = 'all') =>
    (await ask(phone.get('/api/member/cabinet').query({ show })))['items'] as Shown[];
  const newest = async (phone: Phone) => (await cabinet(phone))[0]!;
  const claim = (phone: Phone, id: string, body: object) =>
    phone.post(`/api/member/prizes/${id}/claim`).send(body);
  const jobs = async () => {
    await world.app.scheduler.drain();
    await world.settle();
  };
  const later = async (ms: number) => {
    world.clock.advance(ms);
    await world.signInAgain();
    await jobs();
    clerk = await world.staff('store', store);
  };
  const told = async (user: string) =>
    (
      await native(Notices)
        .find({ personId: personOf(user) })
        .sort({ at: 1 })
        .toArray()
    ).map(({ title }) => title);
  const lapsed = async (winId: string) =>
    (await native(OutboxRows).find({ type: EXPIRED }).toArray()).filter((row) =>
      (row.payload as { prizes: { winId: string }[] }).prizes.some((each) => each.winId === winId),
    ).length;

  beforeAll(async () => {
    world = await startWorld({ demo: true });
    [store, other] = [await unit('静安店'), await unit('西湖店')];
    clerk = await world.staff('store', store);
    const room = await world.room('中奖群', 0);
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

  test('goods go to an address that is checked, sealed, and shown to nobody without a trace', async () => {
    const win = await wins('a');
    const phone = await phoneOf(world, 'a');
    const prize = await newest(phone);
    expect(prize).toMatchObject({ state: 'to_claim', ways: ['ship', 'pick_up'] });
    expect(await told('a')).toEqual(['抽中「星河护手霜」']);
    for (const part of ['name', 'phone', 'province', 'city', 'district', 'detail']) {
      const { [part]: _gone, ...rest } = HOME as Record<string, string>;
      expect(await no(claim(phone, prize.id, { way: 'ship', address: rest }))).toEqual([
        422,
        'address_incomplete',
        `address.${part}`,
      ]);
    }
    expect(await no(claim(phone, prize.id, { way: 'ship' }))).toEqual([
      422,
      'address_incomplete',
      'address.name',
    ]);
    expect(await no(claim(phone, prize.id, { way: 'transfer' }))).toEqual([
      422,
      'prize_way_unavailable',
      'way',
    ]);
    expect(await newest(phone)).toEqual(prize);
    expect(await no(claim(await phoneOf(world, 'b'), prize.id, { way: 'ship', address: HOME }))).toEqual([
      404,
      'not_found',
    ]);

    expect(await ask(claim(phone, prize.id, { way: 'ship', address: HOME }))).toMatchObject({
      state: 'to_ship',
    });
    await ask(claim(phone, prize.id, { way: 'ship', address: { ...HOME, detail: '世纪大道 2 号 3 楼' } }));
    const kept = JSON.stringify(await native(Prizes).findOne({ winId: win.winId }));
    for (const part of ['世纪大道', '13812345678', '陈小满']) expect(kept).not.toContain(part);
    expect(await ask(phone.get(`/api/member/prizes/${prize.id}`))).toMatchObject({
      address: { phone: '13812345678', detail: '世纪大道 2 号 3 楼' },
    });
    const list = (await ask(world.admin.get('/api/prizes').query({ state: 'to_ship' })))['items'] as {
      to: string;
    }[];
    expect(list).toMatchObject([{ to: '陈** 138****5678 上海市' }]);
    expect(await no(clerk.post(`/api/prizes/${prize.id}/destination`))).toEqual([403, 'not_allowed']);
    expect(await ask(world.admin.post(`/api/prizes/${prize.id}/destination`))).toMatchObject({
      address: { name: '陈小满' },
    });
    const audit = (await ask(world.admin.get('/api/audit').query({ subject: prize.id })))['items'] as {
      action: string;
    }[];
    expect(audit.map(({ action }) => action)).toEqual(['prizes.reveal']);
    // The next prize offers the address again.
    await wins('a');
    expect(await ask(phone.get(`/api/member/prizes/${(await newest(phone)).id}`))).toMatchObject({
      lastAddress: { name: '陈小满', district: '浦东新区' },
    });
  });

  test('the exported table, filled and given back, sends everything or nothing', async () => {
    const phone = await phoneOf(world, 'b');
    await wins('b');
    await ask(
      claim(phone, (await newest(phone)).id, {
        way: 'ship',
        address: { ...HOME, detail: '=HYPERLINK("x")路 1 号' },
      }),
    );
    const { text } = await world.admin
      .get('/api/prizes/to-ship.csv')
      .expect(200)
      .expect('content-type', /csv/);
    const lines = text.trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(text).toContain('13812345678');
    // Nothing a spreadsheet would run.
    expect(text).toContain(`"'=HYPERLINK(""x"")路 1 号"`);
    const fill = (numbers: (string | undefined)[]) =>
      [
        lines[0],
        ...lines.slice(1).map((line, i) => (numbers[i] ? line.replace(/,,$/, `,顺丰,${numbers[i]}`) : line)),
      ].join('\r\n');
    const give = (csv: string, dryRun: boolean) =>
      world.admin
        .post('/api/prizes/shipping')
        .send({ base64: Buffer.from(csv).toString('base64'), dryRun })
        .expect(200)
        .then(({ body }) => body as { shipped: number; rows: { problems: { code: string }[] }[] });

    const bad = await give(fill(['SF1234567890', '?']), false);
    expect(bad.shipped).toBe(0);
    expect(bad.rows.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      [],
      ['tracking_malformed'],
    ]);
    expect(
      await no(
        world.admin
          .post('/api/prizes/shipping')
          .send({ base64: Buffer.from('编号,x\n1,2\n').toString('base64'), dryRun: true }),
      ),
    ).toEqual([422, 'csv_column_missing', '奖品编号']);
    const good = fill(['SF1234567890', 'SF1234567891']);
    expect(await give(good, true)).toMatchObject({ shipped: 0 });
    expect(await cabinet(phone, 'on_the_way')).toMatchObject([{ state: 'to_ship' }]);
    expect(await give(good, false)).toMatchObject({ shipped: 2 });
    expect(await give(good, false)).toMatchObject({ shipped: 0 });
    await world.settle();
    expect(await told('b')).toContain('「星河护手霜」发货了');
    const [sent] = await cabinet(phone, 'on_the_way');
    expect(sent).toMatchObject({ state: 'shipped', line: '顺丰 SF1234567891' });
    expect(await no(claim(phone, sent!.id, { way: 'ship', address: HOME }))).toEqual([409, 'state_forbids']);
    await ask(phone.post(`/api/member/prizes/${sent!.id}/received`));
    expect(await no(phone.post(`/api/member/prizes/${sent!.id}/received`))).toEqual([409, 'state_forbids']);
    // Whoever says nothing has got it after 15 days.
    await later(16 * DAY);
    expect(await cabinet(await phoneOf(world, 'a'), 'done')).toMatchObject([{ state: 'received' }]);
  });

  test('a pick-up code is good once, at its store, until its end', async () => {
    const phone = await phoneOf(world, 'c');
    await wins('c');
    const prize = await newest(phone);
    expect(await no(phone.get(`/api/member/prizes/${prize.id}/pickup-code`))).toEqual([
      422,
      'pickup_code_none',
    ]);
    expect(await no(claim(phone, prize.id, { way: 'pick_up', storeId: 'unt_root' }))).toEqual([
      422,
      'pickup_store_unknown',
      'storeId',
    ]);
    await ask(claim(phone, prize.id, { way: 'pick_up', storeId: store }));
    const { code } = (await ask(phone.get(`/api/member/prizes/${prize.id}/pickup-code`))) as unknown as {
      code: string;
    };
    expect(code).toMatch(/^T[0-9A-Z]{11}$/);
    const hand = (body: object) =>
      clerk.post('/api/redeem/prizes').send({ code, storeId: store, requestKey: key(), ...body });
    const stranger = await world.staff('store', other);
    expect(await no(hand({ code: 'T00000000000' }))).toEqual([404, 'pickup_code_unknown', 'code']);
    expect(await no(hand({ storeId: other }))).toEqual([403, 'store_out_of_reach', 'storeId']);
    expect(
      await no(stranger.post('/api/redeem/prizes').send({ code, storeId: other, requestKey: key() })),
    ).toEqual([422, 'pickup_other_store', 'storeId']);
    expect(await ask(clerk.get(`/api/redeem/prizes/${code}`).query({ storeId: store }))).toMatchObject({
      name: '星河护手霜',
      holder: '友**',
      state: 'to_pick_up',
    });
    const requestKey = key();
    const spaced = `${code.slice(0, 4)} ${code.slice(4, 8)}-${code.slice(8)}`.toLowerCase();
    const done = await ask(hand({ requestKey, code: spaced }));
    expect(done).toMatchObject({ state: 'redeemed', storeName: '静安店' });
    expect(await ask(hand({ requestKey }))).toEqual(done);
    expect(await no(hand({ requestKey, code: 'T00000000000' }))).toEqual([
      409,
      'key_used_differently',
      'requestKey',
    ]);
    expect(await no(hand({}))).toEqual([409, 'pickup_code_used']);

    const late = await wins('c');
    await ask(claim(phone, (await newest(phone)).id, { way: 'pick_up', storeId: store }));
    const { code: second } = (await ask(
      phone.get(`/api/member/prizes/${(await newest(phone)).id}/pickup-code`),
    )) as unknown as { code: string };
    world.clock.advance(14 * DAY);
    await world.signInAgain();
    clerk = await world.staff('store', store);
    // Refused by the clock, whether or not the job was there already.
    expect(await no(hand({ code: second }))).toEqual([422, 'pickup_code_expired']);
    await jobs();
    expect(await no(hand({ code: second }))).toEqual([422, 'pickup_code_expired']);
    expect(await lapsed(late.winId)).toBe(1);
  });

  test('what nobody claims goes back once, after a reminder', async () => {
    const { winId } = await wins('d');
    await later(6 * DAY);
    expect(await told('d')).toEqual(['抽中「星河护手霜」']);
    await later(1.5 * DAY);
    await later(61_000);
    expect(await told('d')).toEqual(['抽中「星河护手霜」', '「星河护手霜」快到期了']);
    await later(3 * DAY);
    await later(61_000);
    expect(await lapsed(winId)).toBe(1);
    const phone = await phoneOf(world, 'd');
    const [over] = await cabinet(phone, 'over');
    expect(over).toMatchObject({ state: 'expired', ways: [] });
    expect(await no(claim(phone, over!.id, { way: 'ship', address: HOME }))).toEqual([422, 'prize_expired']);
  });

  test('a red packet is approved by one, paid by another, its reference used once', async () => {
    const more = { kind: 'red_packet' as const, name: '8.88 元红包', valueFen: 888, costFen: 888 };
    const phone = await phoneOf(world, 'e');
    await wins('e', more);
    const prize = await newest(phone);
    expect(
      await no(
        claim(phone, prize.id, { way: 'transfer', payee: { method: 'wechat', account: 'xiaoman88' } }),
      ),
    ).toEqual([422, 'payee_incomplete', 'payee.realName']);
    const payee = { method: 'wechat', account: 'xiaoman88', realName: '陈小满' };
    await ask(claim(phone, prize.id, { way: 'transfer', payee }));
    const finance = await world.staff('finance');
    const pay = (by: typeof finance, id: string, reference: string) =>
      by.post(`/api/prizes/${id}/paid`).send({ reference });
    expect(await no(pay(finance, prize.id, 'WX2036112201'))).toEqual([409, 'state_forbids']);
    await ask(world.admin.post(`/api/prizes/${prize.id}/approve`));
    expect(await no(claim(phone, prize.id, { way: 'transfer', payee }))).toEqual([409, 'state_forbids']);
    expect(await no(pay(world.admin, prize.id, 'WX2036112201'))).toEqual([409, 'same_person_approved']);
    expect(await ask(finance.post(`/api/prizes/${prize.id}/payee`))).toEqual(payee);
    await ask(pay(finance, prize.id, 'WX2036112201'));
    expect(await newest(phone)).toMatchObject({ state: 'paid', line: '8.88 元已转账' });
    expect((await native(Prizes).findOne({ _id: prize.id }))!.destination).toBeUndefined();

    const { winId } = await wins('e', more);
    const second = await newest(phone);
    await ask(claim(phone, second.id, { way: 'transfer', payee }));
    await ask(world.admin.post(`/api/prizes/${second.id}/approve`));
    expect(await no(pay(finance, second.id, 'WX2036112201'))).toEqual([409, 'reference_used', 'reference']);
    await ask(
      world.admin.post(`/api/prizes/${second.id}/decline`).send({ reason: '实名对不上，联系客服改一下' }),
    );
    expect(await newest(phone)).toMatchObject({ state: 'declined', line: '实名对不上，联系客服改一下' });
    expect(await lapsed(winId)).toBe(1);
  });

  test('a coupon comes out of what its box was promised, into the wallet, whatever the person has', async () => {
    const { id } = await ask(
      world.admin.post('/api/coupons').send({ rule: { ...COUPON_TEMPLATES[0]!.rule, stock: 2 } }),
    );
    await ask(world.admin.post(`/api/coupons/${id as string}/open`));
    const more = { kind: 'coupon' as const, name: '满30减5', couponId: id as string };
    await wins('f', more);
    await wins('f', more);
    await wins('f', { kind: 'points', name: '50 积分', points: 50 });
    const phone = await phoneOf(world, 'f');
    expect(await cabinet(phone, 'done')).toMatchObject([
      { line: '50 积分已到账' },
      { line: '已放进券包' },
      { line: '已放进券包' },
    ]);
    expect((await ask(phone.get('/api/member/coupons')))['items']).toHaveLength(2);
  });

  test('a deleted person’s prizes go back, and nobody can read where they were to go', async () => {
    const { winId } = await wins('b');
    const phone = await phoneOf(world, 'b');
    await ask(claim(phone, (await newest(phone)).id, { way: 'ship', address: HOME }));
    expect(JSON.stringify(await ask(phone.get('/api/member/export')))).toContain('世纪大道 1 号 2 楼');
    await ask(phone.delete('/api/member/me').query({ confirm: '删除' }));
    await world.settle();
    const rows = await native(Prizes)
      .find({ personId: personOf('b') })
      .toArray();
    expect(rows.filter(({ destination, to }) => destination ?? to)).toEqual([]);
    expect(await lapsed(winId)).toBe(1);
  });
});
