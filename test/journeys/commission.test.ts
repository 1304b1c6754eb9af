import fc from 'fast-check';
import { system } from '../../server/src/kernel/actor';
import { native } from '../../server/src/kernel/store';
import { Kocs } from '../../server/src/koc/model';
import { auditLedger } from '../../server/src/ledger';
import { Orders } from '../../server/src/orders/model';
import { personIdOf } from '../../server/src/people';
import { signInByWeChat } from '../../server/src/people/sessions';
import { personOf, phoneOf } from '../support/play';
import { appoint, meet, openShop, orderOf, payFor, sell, type Shop } from '../support/shop';
import { startWorld, type World } from '../support/world';

const DAY = 86_400_000;
type Phone = Awaited<ReturnType<typeof phoneOf>>;
interface Earnings {
  pendingFen: number;
  availableFen: number;
  paidFen: number;
}
interface Line {
  orderNumber: string;
  bought: string[];
  state: string;
  keptFen: number;
  words: string;
}

describe('a KOC earns', () => {
  let world: World;
  let shop: Shop;
  let lin: Phone;
  let chen: Phone;
  let friend: Phone;
  beforeAll(async () => {
    world = await startWorld({ demo: true });
    shop = await openShop(world);
    await meet(world, ['林', '陈', '朋友', '同事']);
    await sell(world, 'a');
    await payFor(world, { rate: { basisPoints: 1_000 } });
    chen = await appoint(world, '陈');
    lin = await appoint(world, '林', { tier: 'gold', parentId: personOf('陈') });
    friend = await phoneOf(world, '朋友');
    await world.admin
      .put('/api/commission/settings')
      .send({
        windowDays: 15,
        touch: 'last',
        ownPurchase: 'refuse',
        staff: 'exclude',
        levels: 2,
        secondSharePercent: 20,
        afterSaleDays: 7,
      })
      .expect(200);
  });
  afterAll(() => world.stop());

  const linkOf = async (phone: Phone): Promise<string> =>
    (
      (await phone.post('/api/member/links').send({ channel: 'group' }).expect(200)) as {
        body: { code: string };
      }
    ).body.code;
  const earnings = async (phone: Phone): Promise<Earnings> =>
    ((await phone.get('/api/member/earnings').expect(200)) as { body: Earnings }).body;
  const lines = async (phone: Phone): Promise<Line[]> =>
    ((await phone.get('/api/member/earnings/orders').expect(200)) as { body: { items: Line[] } }).body.items;
  /** What orders of others through them are worth, as their page says. */
  const valueOf = async (name: string): Promise<{ referralFen: number; rewardCostFen: number }> =>
    (
      (await world.admin.get(`/api/people/${personOf(name)}/profile`).expect(200)) as {
        body: { value: { referralFen: number; rewardCostFen: number } };
      }
    ).body.value;
  const referred = async (name: string): Promise<number> => (await valueOf(name)).referralFen;
  const pass = async (ms: number) => {
    world.clock.advance(ms);
    await world.signInAgain();
    await world.app.scheduler.drain();
    await world.settle();
  };
  const send = async (line: object) => {
    const { status, body } = await shop.send([line]);
    expect({ status, results: body.results }).toMatchObject({ status: 200 });
    await world.settle();
  };

  test('from a link to money: pending with the reason, available after the after-sale period, less after a refund', async () => {
    const code = await linkOf(lin);
    await friend.post(`/api/member/links/${code}/visit`).send({}).expect(200);
    world.clock.advance(DAY);
    await send(orderOf(world, 'T-1', '朋友'));
    expect(await earnings(lin)).toMatchObject({ pendingFen: 800, availableFen: 0 });
    expect(await earnings(chen)).toMatchObject({ pendingFen: 200, availableFen: 0 });
    const [line] = await lines(lin);
    expect(line!.words).toContain('打开了你的链接');
    expect((await lines(chen))[0]!.words).toContain('你带的 KOC');
    // Shipped two days later: the after-sale period counts from there.
    await pass(2 * DAY);
    await send({ orderId: 'T-1', shippedAt: world.clock.now().toISOString() });
    await pass(6 * DAY);
    expect(await earnings(lin)).toMatchObject({ pendingFen: 800 });
    await pass(2 * DAY);
    expect(await earnings(lin)).toMatchObject({ pendingFen: 0, availableFen: 800 });
    // A late refund of a third: taken back pro rata, from both levels.
    await send({
      orderId: 'T-1',
      refunds: [{ refundId: 'R-1', at: world.clock.now().toISOString(), amountFen: 3_333 }],
    });
    expect(await earnings(lin)).toMatchObject({ availableFen: 534 });
    expect(await earnings(chen)).toMatchObject({ availableFen: 133 });
    expect((await lines(lin))[0]!.words).toContain('收回');
    // It is worth to the brand what is left of it, and belongs to who brought the buyer, not to whom they came through.
    expect([await referred('林'), await referred('陈')]).toEqual([6_667, 0]);
    // What was paid for bringing it, at both levels, is what it cost.
    expect((await valueOf('林')).rewardCostFen).toBe(534 + 133);
    const { body } = (await lin.get('/api/member/earnings/entries').expect(200)) as {
      body: { items: { fen: number; reason: string }[] };
    };
    expect(body.items.reduce((sum, { fen }) => sum + fen, 0)).toBe(534);
    for (const { reason } of body.items) expect(reason).toContain('订单 T-1');
  });

  test('what does not count says why: own purchase, no link, another KOC', async () => {
    const code = await linkOf(lin);
    await lin.post(`/api/member/links/${code}/visit`).send({}).expect(200);
    await send(orderOf(world, 'T-2', '林'));
    await send(orderOf(world, 'T-3', '同事'));
    const why = async (phone: Phone, number: string) =>
      (
        (await phone.get(`/api/member/orders/${number}/why`).expect(200)) as {
          body: { mine: boolean; words: string };
        }
      ).body;
    expect(await why(lin, 'T-2')).toMatchObject({
      mine: false,
      words: expect.stringContaining('自己买') as unknown,
    });
    expect(await why(lin, 'T-3')).toMatchObject({
      mine: false,
      words: expect.stringContaining('没有人') as unknown,
    });
    await friend.get('/api/member/orders/T-3/why').expect(403);
    const other = await linkOf(chen);
    await friend.post(`/api/member/links/${code}/visit`).send({}).expect(200);
    world.clock.advance(DAY);
    await friend.post(`/api/member/links/${other}/visit`).send({}).expect(200);
    world.clock.advance(60_000);
    await send(orderOf(world, 'T-4', '朋友'));
    expect(await why(lin, 'T-4')).toMatchObject({
      mine: false,
      words: expect.stringContaining('另一位') as unknown,
    });
    expect((await lines(chen))[0]).toMatchObject({ orderNumber: 'T-4', keptFen: 1_000 });
    // A code on the order beats every link.
    await send(orderOf(world, 'T-5', '朋友', { refCode: code }));
    expect((await lines(lin))[0]).toMatchObject({ orderNumber: 'T-5', keptFen: 800 });
    expect((await lines(lin))[0]!.words).toContain('推荐码');
  });

  test('a dispute: the operator gives the order to whom it belongs, and the books follow', async () => {
    await send(orderOf(world, 'T-6', '同事'));
    const before = await earnings(lin);
    await world.signInAgain();
    const worth = await referred('林');
    const open = () =>
      lin.post('/api/member/orders/T-6/dispute').send({ reason: '是我在群里推荐的，她扫的我的海报' });
    await open().expect(200);
    await open().expect(409);
    await world.signInAgain();
    const { body } = (await world.admin
      .get('/api/commission/disputes')
      .query({ state: 'open' })
      .expect(200)) as {
      body: { items: { id: string; orderId: string }[] };
    };
    const [{ id, orderId }] = body.items as [{ id: string; orderId: string }];
    const resolve = () =>
      world.admin
        .post(`/api/commission/disputes/${id}/resolve`)
        .send({ upheld: true, answer: '核实了海报截图' });
    await resolve().expect(200);
    await resolve().expect(409);
    await world.settle();
    expect((await earnings(lin)).pendingFen).toBe(before.pendingFen + 800);
    expect(await referred('林')).toBe(worth + 10_000);
    // What the shop tells later does not take it away again.
    await send(
      orderOf(world, 'T-6', '朋友', { updatedAt: new Date(world.clock.now().getTime() + 1).toISOString() }),
    );
    expect((await earnings(lin)).pendingFen).toBe(before.pendingFen + 800);
    const { body: order } = (await world.admin.get(`/api/orders/${orderId}`).expect(200)) as {
      body: { decision: { by: string; decidedBy: string }; commission: { keyPrefix: string } };
    };
    expect(order.decision).toMatchObject({ by: 'staff', kocId: personOf('林') });
    const { body: entries } = (await world.admin
      .get('/api/ledger/transactions')
      .query({ keyPrefix: order.commission.keyPrefix })
      .expect(200)) as { body: { items: object[] } };
    expect(entries.items).toHaveLength(2);
    await lin.post('/api/member/orders/T-6/dispute').send({ reason: '再来一次试试' }).expect(409);
  });

  test('a tier counts from its date; the try-out says what an order would pay, and which rules stood back', async () => {
    await world.signInAgain();
    await payFor(world, { name: '金叶', tier: 'gold', rate: { basisPoints: 2_000 } });
    const { body } = (await world.admin
      .post('/api/commission-rules/try')
      .send({
        kocId: personOf('林'),
        items: [
          { sku: 'a', paidFen: 10_001 },
          { sku: 'nobody', paidFen: 99 },
        ],
      })
      .expect(200)) as {
      body: { commissionFen: number; parts: { fen: number }[]; lines: { others: string[]; words: string }[] };
    };
    expect(body.commissionFen).toBe(2_020);
    expect(body.parts.map(({ fen }) => fen)).toEqual([1_616, 404]);
    expect(body.lines[0]!.others[0]).toContain('指定等级');
    expect(body.lines[1]!.words).toContain('不在商品里');
    const tier = (more: object) =>
      world.admin.post(`/api/koc/${personOf('林')}/tier`).send({ tier: 'starter', ...more });
    await tier({ from: new Date(world.clock.now().getTime() - DAY).toISOString() }).expect(422);
    await tier({ from: new Date(world.clock.now().getTime() + DAY).toISOString() }).expect(200);
    const code = await linkOf(lin);
    world.clock.advance(1_000);
    await send(orderOf(world, 'T-7', '同事', { refCode: code }));
    expect((await lines(lin))[0]).toMatchObject({ orderNumber: 'T-7', keptFen: 1_600 });
    await pass(2 * DAY);
    await send(orderOf(world, 'T-8', '同事', { refCode: code }));
    expect((await lines(lin))[0]).toMatchObject({ orderNumber: 'T-8', keptFen: 800 });
  });

  test('a KOC is found by part of the name, by the whole code and by the id', async () => {
    await world.signInAgain();
    const found = async (q: string) =>
      (
        (await world.admin.get('/api/koc').query({ q }).expect(200)) as {
          body: { items: { id: string; nickname: string; code: string }[] };
        }
      ).body.items;
    const [lin] = await found('林');
    expect(lin).toMatchObject({ id: personOf('林'), nickname: '林' });
    for (const q of [lin!.code.toLowerCase(), lin!.id])
      expect((await found(q)).map(({ id }) => id)).toEqual([lin!.id]);
    expect(await found('没有这个人')).toEqual([]);
  });

  test('nobody becomes the third level', async () => {
    await world.signInAgain();
    const make = (name: string, parent: string) =>
      world.admin.post('/api/koc').send({ personId: personOf(name), parentId: personOf(parent) });
    const third = (await make('同事', '林').expect(422)) as { body: { error: { code: string } } };
    expect(third.body.error.code).toBe('parent_has_parent');
  });

  test('whoever is appointed, brought and ended in whatever order: nobody who was brought has brought anybody', async () => {
    const names = ['一', '二', '三', '四', '五'];
    await meet(world, names);
    const who = fc.constantFrom(...names);
    const step = fc.oneof(
      fc.record({ what: fc.constant('appoint' as const), name: who, parent: fc.option(who) }),
      fc.record({ what: fc.constant('end' as const), name: who, parent: fc.constant(null) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        for (const { what, name, parent } of steps) {
          const answer =
            what === 'end'
              ? await world.admin.post(`/api/koc/${personOf(name)}/end`).send({ reason: '不做了' })
              : await world.admin
                  .post('/api/koc')
                  .send({ personId: personOf(name), ...(parent ? { parentId: personOf(parent) } : {}) });
          expect([200, 404, 409, 422]).toContain(answer.status);
        }
        const active = await native(Kocs)
          .find({ endedAt: { $exists: false } })
          .toArray();
        const parents = new Map(active.map(({ _id, parentId }) => [_id, parentId]));
        for (const parentId of parents.values())
          expect(parentId === undefined ? undefined : parents.get(parentId)).toBeUndefined();
      }),
      { numRuns: 10 },
    );
  });

  const merge = (id: string, otherId: string) =>
    world.admin.post(`/api/people/${id}/merge`).send({ otherId, reason: '店里当面确认过' }).expect(200);
  const detail = async (number: string) => {
    const row = await native(Orders).findOne({ number });
    const { body } = (await world.admin.get(`/api/orders/${row!._id}`).expect(200)) as {
      body: { order: { personId?: string }; buyerFoundAt?: string; decision: { by: string; words: string } };
    };
    return { ...body, stored: JSON.stringify(row) };
  };

  test('whoever is seen as one comes, buys and earns as one', async () => {
    await world.signInAgain();
    await meet(world, ['手机号', '微信号', '林的小号']);
    const lin2 = await phoneOf(world, '林的小号');
    const code = await linkOf(lin);
    await (await phoneOf(world, '手机号')).post(`/api/member/links/${code}/visit`).send({}).expect(200);
    await merge(personOf('微信号'), personOf('手机号'));
    await merge(personOf('林'), personOf('林的小号'));
    world.clock.advance(60_000);
    // Came as one, bought as the other.
    await send(orderOf(world, 'M-1', '微信号'));
    expect((await lines(lin))[0]).toMatchObject({ orderNumber: 'M-1', keptFen: 800 });
    // One's own purchase stays one's own under another number.
    await send(orderOf(world, 'M-2', '林的小号', { refCode: code }));
    expect((await detail('M-2')).decision).toMatchObject({ by: 'none' });
    // The phone of the other number shows the same money and the same links.
    expect(await earnings(lin2)).toEqual(await earnings(lin));
    expect(await linkOf(lin2)).toBe(code);
    const { body } = (await world.admin
      .get('/api/orders')
      .query({ personId: personOf('林') })
      .expect(200)) as { body: { items: { number: string }[] } };
    expect(body.items.map(({ number }) => number)).toContain('M-2');
  });

  test('a buyer whom nobody knew is recognised when they sign in, and the order is decided by that, once', async () => {
    const code = await linkOf(lin);
    const context = { actor: system('test') };
    const signIn = async (openid: string, unionid?: string) => {
      await signInByWeChat(context, { openid, consent: '2026-11', ...(unionid ? { unionid } : {}) });
      await world.settle();
      return personIdOf('wechat', openid);
    };
    const order = (number: string, unionid: string) =>
      orderOf(world, number, '', { buyer: { unionid }, refCode: code });
    world.clock.advance(60_000);
    await send(order('U-1', 'union-of-a-stranger'));
    const before = await detail('U-1');
    expect(before.order.personId).toBeUndefined();
    expect(before.stored).not.toContain('union-of-a-stranger');
    expect((await lines(lin))[0]).toMatchObject({ orderNumber: 'U-1', keptFen: 800 });
    const stranger = await signIn('o-stranger', 'union-of-a-stranger');
    const after = await detail('U-1');
    expect(after).toMatchObject({
      order: { personId: stranger },
      buyerFoundAt: expect.any(String) as unknown,
    });
    await signIn('o-stranger', 'union-of-a-stranger');
    expect(await detail('U-1')).toEqual(after);

    // It was the KOC: nobody earns on what they buy themself, also when it comes out later.
    const own = await signIn('o-lin');
    await merge(personOf('林'), own);
    await send(order('U-2', 'union-of-lin'));
    const { pendingFen } = await earnings(lin);
    await signIn('o-lin', 'union-of-lin');
    expect((await earnings(lin)).pendingFen).toBe(pendingFen - 800);
    expect((await detail('U-2')).decision.by).toBe('none');
  });

  test('whoever is seen as one with a buyer only later: an operator decides whether they earned on their own', async () => {
    await world.signInAgain();
    const others = ['小号一', '小号二', '小号三'];
    await meet(world, others);
    const code = await linkOf(lin);
    const begun = await earnings(lin);
    for (const [i, who] of others.entries()) await send(orderOf(world, `L-${i}`, who, { refCode: code }));
    expect((await earnings(lin)).pendingFen).toBe(begun.pendingFen + 2_400);
    const cases = async (state: string) =>
      (
        (await world.admin.get('/api/commission/disputes').query({ state }).expect(200)) as {
          body: { items: { id: string; about: string; orderNumber: string; words: string }[] };
        }
      ).body.items;
    expect(await cases('open')).toEqual([]);
    for (const who of others) await merge(personOf('林'), personOf(who));
    await world.settle();
    // The decision stands until somebody has looked: a merge may be wrong, too.
    expect((await earnings(lin)).pendingFen).toBe(begun.pendingFen + 2_400);
    const open = await cases('open');
    expect(open.map(({ about }) => about)).toEqual(Array(3).fill('own_purchase'));
    const [first, second, third] = others.map(
      (_who, i) => open.find(({ orderNumber }) => orderNumber === `L-${i}`)!.id,
    );
    const today = (await world.admin.get('/api/today').expect(200)) as {
      body: { attention: { kind: string; count: number }[] };
    };
    expect(today.body.attention).toContainEqual(expect.objectContaining({ kind: 'disputes', count: 3 }));
    const answer = (id: string, upheld: boolean) =>
      world.admin.post(`/api/commission/disputes/${id}/resolve`).send({ upheld, answer: '当面核实过' });
    await answer(first!, true).expect(200);
    await answer(second!, false).expect(200);
    await world.admin
      .post(`/api/people/${personOf('小号三')}/unmerge`)
      .send({ reason: '认错人了' })
      .expect(200);
    const refused = (await answer(third!, true).expect(409)) as { body: { error: { code: string } } };
    expect(refused.body.error.code).toBe('not_one_person');
    await answer(third!, false).expect(200);
    await world.settle();
    expect((await earnings(lin)).pendingFen).toBe(begun.pendingFen + 1_600);
    expect((await detail('L-0')).decision).toMatchObject({
      by: 'staff',
      words: expect.stringContaining('同一个人') as unknown,
    });
    const notices = (await lin.get('/api/member/notices').expect(200)) as {
      body: { items: { title: string; text: string }[] };
    };
    expect(notices.body.items[0]).toMatchObject({ title: '一笔佣金改判，已收回' });
    // Merged and told again, nothing is asked twice.
    await merge(personOf('林'), personOf('小号三'));
    await world.settle();
    expect(await cases('open')).toEqual([]);
  });

  test('one person is one KOC, by whichever identity', async () => {
    const refuses = async (name: string, code: string) => {
      const { body } = (await world.admin
        .post('/api/koc')
        .send({ personId: personOf(name) })
        .expect((answer) => expect([409, 422]).toContain(answer.status))) as {
        body: { error: { code: string } };
      };
      expect(body.error.code).toBe(code);
    };
    await refuses('林的小号', 'already_koc');
  });

  test('who is ended and appointed anew keeps what they were: tier and time in office of every order paid then', async () => {
    await world.signInAgain();
    await meet(world, ['回来的人']);
    const back = await appoint(world, '回来的人', { tier: 'gold' });
    const code = await linkOf(back);
    world.clock.advance(60_000);
    const paidThen = world.clock.now().toISOString();
    await send(orderOf(world, 'B-1', '同事', { refCode: code }));
    expect((await lines(back))[0]).toMatchObject({ orderNumber: 'B-1', keptFen: 2_000 });
    world.clock.advance(60_000);
    await world.admin
      .post(`/api/koc/${personOf('回来的人')}/end`)
      .send({ reason: '搬家了' })
      .expect(200);
    world.clock.advance(DAY);
    await world.signInAgain();
    const between = world.clock.now().toISOString();
    world.clock.advance(60_000);
    await appoint(world, '回来的人', { tier: 'starter' });
    // Told of only now: one paid in their first time, one while they were no KOC.
    await send(orderOf(world, 'B-2', '同事', { refCode: code, paidAt: paidThen }));
    await send(orderOf(world, 'B-3', '同事', { refCode: code, paidAt: between }));
    // Worked out anew by a refund of a half: still at the tier of that day.
    await send({
      orderId: 'B-1',
      refunds: [{ refundId: 'R', at: world.clock.now().toISOString(), amountFen: 5_000 }],
    });
    const kept = new Map(
      (await lines(await phoneOf(world, '回来的人'))).map((each) => [each.orderNumber, each.keptFen]),
    );
    expect([kept.get('B-1'), kept.get('B-2'), kept.get('B-3')]).toEqual([1_000, 2_000, undefined]);
  });

  test('a rule that is ended keeps what it promised until that moment, also when an order is worked out anew', async () => {
    await world.signInAgain();
    await sell(world, 'z');
    const { body } = (await payFor(world, {
      name: '新品',
      productId: await sell(world, 'z'),
      rate: { basisPoints: 3_000 },
    })) as { body: { id: string } };
    world.clock.advance(60_000);
    const buy = { refCode: await linkOf(chen), items: [{ sku: 'z', quantity: 1, paidFen: 10_000 }] };
    await send(orderOf(world, 'E-1', '同事', buy));
    world.clock.advance(60_000);
    // A clock that is behind names a moment before the order.
    await world.admin
      .post(`/api/commission-rules/${body.id}/end`)
      .send({ at: new Date(world.clock.now().getTime() - 4 * 60_000).toISOString() })
      .expect(200);
    await send({
      orderId: 'E-1',
      refunds: [{ refundId: 'R', at: world.clock.now().toISOString(), amountFen: 1 }],
    });
    expect((await lines(chen))[0]).toMatchObject({ orderNumber: 'E-1', keptFen: 3_000 });
  });

  test('at the end the books hold exactly what the orders say', async () => {
    expect((await auditLedger()).findings).toEqual([]);
  });
});
