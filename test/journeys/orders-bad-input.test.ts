import { Commissions } from '../../server/src/commission/model';
import { native } from '../../server/src/kernel/store';
import { auditLedger } from '../../server/src/ledger';
import { Orders } from '../../server/src/orders/model';
import { meet, openShop, orderOf, payFor, sell, type Shop } from '../support/shop';
import { startWorld, type World } from '../support/world';

describe('what a shop sends wrong is refused by name, and changes nothing', () => {
  let world: World;
  let shop: Shop;
  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world);
    await meet(world, ['买家']);
    await sell(world, 'a');
    await payFor(world, { rate: { basisPoints: 1_000 } });
  });
  afterAll(() => world.stop());

  const stored = async () => ({
    orders: await native(Orders).countDocuments({}),
    amounts: await native(Orders).distinct('derived.refundedFen'),
    commissions: await native(Commissions).countDocuments({}),
    entries: (await auditLedger()).entries,
  });
  /** Sends, and expects nothing to have changed. */
  async function refused(lines: readonly unknown[], more: Parameters<Shop['send']>[1] = {}) {
    // What was taken before is done before it is looked at.
    await world.settle();
    const before = await stored();
    const { status, body } = await shop.send(lines, more);
    await world.settle();
    expect(await stored()).toEqual(before);
    expect(body.error!.message).toMatch(/[\u4e00-\u9fff]/);
    return { status, code: body.error!.code };
  }
  const order = (number: string, more: object = {}) => orderOf(world, number, '买家', more);

  test('signatures: missing, of another key, over another body, too old, from the future, without the scope', async () => {
    expect(await refused([order('S-1')], { secret: 'kk_guess' })).toEqual({
      status: 401,
      code: 'signature_wrong',
    });
    const minutes = (n: number) => new Date(world.clock.now().getTime() + n * 60_000);
    expect(await refused([order('S-1')], { at: minutes(-6) })).toEqual({
      status: 401,
      code: 'timestamp_stale',
    });
    expect(await refused([order('S-1')], { at: minutes(6) })).toEqual({
      status: 401,
      code: 'timestamp_stale',
    });
    const unsigned = await world.admin.post('/api/open/orders').send({ orders: [order('S-1')] });
    const { error } = unsigned.body as { error: { code: string } };
    expect([unsigned.status, error.code]).toEqual([401, 'signature_missing']);
    const reader = await openShop(world, ['ledger.read']);
    expect((await reader.send([order('S-1')])).status).toBe(403);
    expect((await shop.send([order('S-1')], { at: minutes(-4) })).status).toBe(200);
    await world.admin.delete(`/api/org/keys/${reader.keyId}`).expect(200);
    expect((await reader.send([order('S-1')])).body.error!.code).toBe('signature_wrong');
  });

  test('lines: no items, another currency, an unknown product, no shape, a refund above what was paid', async () => {
    expect(await refused([order('L-1', { items: [] })])).toEqual({
      status: 422,
      code: 'order_without_items',
    });
    expect(await refused([order('L-1', { currency: 'USD' })])).toEqual({
      status: 422,
      code: 'currency_unknown',
    });
    expect(await refused([order('L-1', { items: [{ sku: 'zzz', quantity: 1, paidFen: 1 }] })])).toEqual({
      status: 422,
      code: 'product_unknown',
    });
    for (const bad of [
      null,
      'x',
      { orderId: '../etc' },
      order('L-1', { items: [{ sku: 'a', quantity: 0, paidFen: 1 }] }),
      order('L-1', { items: [{ sku: 'a', quantity: 1, paidFen: 1.5 }] }),
      order('L-1', { items: [{ sku: 'a', quantity: 1, paidFen: -1 }] }),
      order('L-1', { paidAt: 'yesterday' }),
    ])
      expect(await refused([bad])).toEqual({ status: 422, code: 'order_shape_invalid' });
    await shop.send([order('L-2')]);
    await world.settle();
    const refund = {
      orderId: 'L-2',
      refunds: [{ refundId: 'r', at: world.clock.now().toISOString(), amountFen: 10_001 }],
    };
    expect(await refused([refund])).toEqual({ status: 422, code: 'refund_above_paid' });
    expect((await shop.send(Array.from({ length: 501 }, () => order('L-3')))).status).toBe(400);
  });

  test('one key does not touch what another sent: neither by its number nor by naming its shop', async () => {
    await shop.send([order('K-1')]);
    await world.settle();
    const other = await openShop(world);
    const refunds = [{ refundId: 'gone', at: world.clock.now().toISOString(), amountFen: 10_000 }];
    expect((await other.send([{ orderId: 'K-1', shop: shop.keyId, refunds }])).body.error).toMatchObject({
      code: 'shop_not_yours',
    });
    // The same number in a shop of their own is another order.
    expect((await other.send([{ orderId: 'K-1', refunds }])).body).toMatchObject({ fresh: 1 });
    await world.settle();
    expect(await native(Orders).findOne({ number: 'K-1', shop: shop.keyId })).toMatchObject({
      derived: { state: 'paid', refundedFen: 0 },
    });
  });

  test('one poison line is put aside and the rest goes on; when its product is there, it is taken by itself', async () => {
    const late = order('Q-2', { items: [{ sku: 'late', quantity: 1, paidFen: 100 }], giftNote: '给妈妈的' });
    const { status, body } = await shop.send([order('Q-1'), late, order('Q-3')]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ fresh: 2, quarantined: 1 });
    await shop.send([late, order('Q-4')]);
    const waiting = async (state: string) =>
      (
        (await world.admin.get('/api/orders/quarantine').query({ state, limit: 200 }).expect(200)) as {
          body: { items: { id: string; orderId: string; times: number; line: string; message: string }[] };
        }
      ).body.items.filter(({ orderId }) => orderId === 'Q-2');
    const [row] = await waiting('open');
    expect(row).toMatchObject({ times: 2, message: expect.stringContaining('late') as unknown });
    expect(JSON.parse(row!.line)).toEqual(late);
    await sell(world, 'late');
    await world.settle();
    expect(await waiting('open')).toEqual([]);
    expect(await waiting('retried')).toHaveLength(1);
    const stored = await native(Orders).findOne({ number: 'Q-2' });
    expect(stored).toMatchObject({ extraFields: ['giftNote'], derived: { state: 'paid', paidFen: 100 } });
    // Kept, and not readable in the database.
    expect(JSON.stringify(stored)).not.toContain('妈妈');
  });

  test('staff put a line away with a reason, once', async () => {
    const { body } = (await world.admin.get('/api/orders/quarantine').expect(200)) as {
      body: { items: { id: string }[] };
    };
    const { id } = body.items[0]!;
    const dismiss = () =>
      world.admin.post(`/api/orders/quarantine/${id}/dismiss`).send({ reason: '测试数据' });
    await dismiss().expect(200);
    await dismiss().expect(409);
    await world.admin.post(`/api/orders/quarantine/${id}/retry`).send({}).expect(409);
  });

  const imported = async (file: string, dryRun = false) =>
    (
      (await world.admin
        .post('/api/orders/import')
        .send({ base64: Buffer.from(file).toString('base64'), dryRun })
        .expect(200)) as { body: { fresh: number; same: number; quarantined: number; rows: object[] } }
    ).body;

  test('a file: one refund number on two lines is one refund of both; a time that is none is put aside', async () => {
    const { rows } = await imported(
      [
        '订单号,付款时间,SKU,数量,实付金额,退款单号,退款金额,退款时间',
        'G-1,2036-11-22 10:00,a,1,100.00,R-1,30.00,2036-11-23 9:05',
        'G-1,2036-11-22 10:00,a,1,50.00,R-1,20.00,2036-11-23 9:05',
        'G-2,2036-11-22 10:00:61,a,1,50.00,,,',
        'G-3,2036-02-30 10:00,a,1,50.00,,,',
      ].join('\n'),
    );
    expect(rows).toMatchObject([
      { orderId: 'G-1', result: 'new', after: 'partly_refunded', paidFen: 15_000, refundedFen: 5_000 },
      { orderId: 'G-2', result: 'quarantined' },
      { orderId: 'G-3', result: 'quarantined' },
    ]);
    await world.settle();
  });

  test('a file: the dry run shows what would change and changes nothing; taken twice it is taken once', async () => {
    const file = [
      '订单号,付款时间,SKU,数量,实付金额,退款金额,退款时间',
      'F-1,2036-11-22 10:00,a,1,100.00,,',
      'F-1,2036-11-22 10:00,a,2,50.00,20.00,2036-11-23 9:05',
      'F-2,2036-11-22 10:00,nobody,1,100.00,,',
      'F-3,昨天,a,1,100.00,,',
    ].join('\n');
    const send = (dryRun: boolean) => imported(file, dryRun);
    const before = await stored();
    const dry = await send(true);
    expect(await stored()).toEqual(before);
    expect(dry).toMatchObject({ fresh: 1, quarantined: 2 });
    expect(dry.rows[0]).toMatchObject({
      orderId: 'F-1',
      result: 'new',
      after: 'partly_refunded',
      paidFen: 15_000,
      refundedFen: 2_000,
    });
    expect(await send(false)).toMatchObject({ fresh: 1, quarantined: 2 });
    expect(await send(false)).toMatchObject({ fresh: 0, same: 1, quarantined: 2 });
    await world.settle();
    expect((await auditLedger()).findings).toEqual([]);
  });
});
