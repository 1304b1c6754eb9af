import { shanghaiInstant, textToDay } from '@kouyi/shared/rules/time';
import { asSystem } from '../../server/src/kernel/command';
import { account, auditLedger, balancesOf, post } from '../../server/src/ledger';
import { personOf, phoneOf } from '../support/play';
import { appoint, meet, openShop, orderOf, payFor, sell, type Shop } from '../support/shop';
import { startWorld, type World } from '../support/world';

type Phone = Awaited<ReturnType<typeof phoneOf>>;
interface Answer {
  status: number;
  body: { error?: { code: string; message: string } };
}

const PASSWORD = 'a long first password';
const DAY = 86_400_000;

/** What whoever wants more than is theirs types where a whole number of fen belongs. */
const NO_AMOUNTS = [
  -1,
  0,
  0.5,
  1e21,
  Number.MAX_SAFE_INTEGER + 2,
  '100',
  '１００',
  null,
  [100],
  { fen: 100 },
];

describe('the doors that money passes', () => {
  let world: World;
  let shop: Shop;
  let rich: Phone;
  let thief: Phone;
  let keys = 0;
  const key = () => `request-${(keys += 1)}`;
  const RICH = personOf('有钱的');

  beforeAll(async () => {
    world = await startWorld({ demo: true });
    shop = await openShop(world);
    await meet(world, ['有钱的', '想要的', '朋友']);
    await sell(world, 'a');
    await payFor(world, { rate: { basisPoints: 1_000 } });
    rich = await appoint(world, '有钱的');
    thief = await appoint(world, '想要的');
    await earn(50_000);
  });
  afterAll(() => world.stop());

  const earn = (fen: number) =>
    asSystem('test', (tx) =>
      post(tx, [
        {
          key: key(),
          unit: 'fen',
          from: account.commissionBudget,
          to: account.kocAvailable(RICH),
          amount: fen,
          at: tx.now,
          reason: '佣金',
          cause: { kind: 'test', id: 'earned' },
          personId: RICH,
        },
      ]),
    );
  /** How many entries the books have, and whether they agree; this story's earnings fell from the sky. */
  const books = async () => {
    const { entries, findings } = await auditLedger();
    expect(findings.filter(({ by }) => by !== 'commission')).toEqual([]);
    return entries;
  };
  /** Refused in words that a person reads, and nothing was booked. */
  async function refused(what: PromiseLike<Answer>, ...statuses: number[]): Promise<string> {
    const { status, body } = await what;
    expect(statuses).toContain(status);
    expect(body.error?.message).toMatch(/[\u4e00-\u9fff]/);
    return body.error!.code;
  }
  const withdraw = (phone: Phone, more: object = {}) =>
    phone.post('/api/member/withdrawals').send({ amountFen: 1_000, requestKey: key(), ...more });
  const back = async () => {
    await world.signInAgain();
    [rich, thief] = [await phoneOf(world, '有钱的'), await phoneOf(world, '想要的')];
  };

  test('amounts that are none are refused at every door, and nothing is booked', async () => {
    const before = await books();
    const until = new Date(world.clock.now().getTime() + DAY).toISOString();
    for (const wrong of NO_AMOUNTS) {
      await refused(withdraw(rich, { amountFen: wrong }), 400);
      const rule = {
        title: '新客礼',
        unit: 'fen',
        perPerson: 100,
        perDay: 100,
        who: 'both',
        kinds: ['thanks'],
        until,
      };
      const grant = { kocId: RICH, requestKey: key(), rule: { ...rule, amount: wrong } };
      await refused(world.admin.post('/api/koc-budgets').send(grant), 400);
      if (wrong !== -1)
        await refused(
          world.admin.post('/api/ledger/adjustments').send({ personId: RICH, points: wrong, reason: '补发' }),
          400,
        );
      const rate = wrong === 0 ? { basisPoints: 5_001 } : { basisPoints: wrong };
      await refused(
        world.admin
          .post('/api/commission-rules')
          .send({ name: '规则', from: world.clock.now().toISOString(), rate }),
        400,
      );
      if (wrong === 0) continue;
      const items = [{ sku: 'a', quantity: 1, paidFen: wrong }];
      const { body } = await shop.send([orderOf(world, key(), '朋友', { items })]);
      expect(body.error).toMatchObject({ code: 'order_shape_invalid' });
    }
    await refused(withdraw(rich, { requestKey: '🎁🎁🎁🎁🎁🎁🎁🎁' }), 400);
    await refused(withdraw(rich, { requestKey: 'x'.repeat(65) }), 400);
    await refused(withdraw(rich, { personId: RICH }), 400);
    expect(await books()).toBe(before);
  });

  test('what is somebody else’s is not there: neither read nor moved', async () => {
    const { id } = (await withdraw(rich).expect(200)).body as { id: string };
    const until = new Date(world.clock.now().getTime() + DAY).toISOString();
    const rule = {
      title: '新客礼',
      unit: 'point',
      amount: 100,
      perPerson: 50,
      perDay: 50,
      who: 'both',
      until,
    };
    const budget = (
      await world.admin
        .post('/api/koc-budgets')
        .send({ kocId: RICH, requestKey: key(), rule: { ...rule, kinds: ['thanks'] } })
        .expect(200)
    ).body as { id: string };
    const { code } = (await rich.post('/api/member/links').send({ channel: 'group' }).expect(200)).body as {
      code: string;
    };
    const before = await books();
    await refused(thief.post(`/api/member/withdrawals/${id}/cancel`).send({}), 404);
    await refused(thief.get(`/api/member/budgets/${budget.id}`), 404);
    await refused(thief.get(`/api/member/budgets/${budget.id}/candidates`), 404);
    const gift = {
      personId: personOf('想要的'),
      amount: 10,
      kind: 'thanks',
      reason: '给我自己',
      requestKey: key(),
    };
    await refused(thief.post(`/api/member/budgets/${budget.id}/gifts`).send(gift), 404);
    await refused(thief.get(`/api/member/links/${code}/code.png`), 404);
    expect((await thief.get('/api/member/withdrawals').expect(200)).body).toMatchObject({ items: [] });
    for (const path of ['/api/payouts', `/api/payouts/${id}`, '/api/ledger/transactions', '/api/orders'])
      await refused(thief.get(path), 401, 403);
    expect(await books()).toBe(before);
    await rich.post(`/api/member/withdrawals/${id}/cancel`).send({}).expect(200);
  });

  test('one key is one wish: the same again at the same moment is one, another body under it is refused', async () => {
    const before = (await balancesOf([account.kocAvailable(RICH)])).get(account.kocAvailable(RICH))!;
    const requestKey = key();
    const answers = await Promise.all(
      Array.from(
        { length: 8 },
        () => withdraw(rich, { amountFen: 1_500, requestKey }) as PromiseLike<Answer>,
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const ids = new Set(answers.map(({ body }) => (body as { id?: string }).id));
    expect(ids.size).toBe(1);
    expect(await refused(withdraw(rich, { amountFen: 1_600, requestKey }), 409)).toBe('key_used_differently');
    expect((await balancesOf([account.kocAvailable(RICH)])).get(account.kocAvailable(RICH))).toBe(
      before - 1_500,
    );

    // Everything at once, many times over: only as much leaves as there is.
    await world.admin
      .put('/api/payouts/settings')
      .send({
        minFen: 100,
        perOnceFen: 20_000,
        perDayFen: 1_000_000,
        perMonthFen: 1_000_000,
        twoPeopleAboveFen: 0,
      })
      .expect(200);
    const many = await Promise.all(
      Array.from({ length: 6 }, () => withdraw(rich, { amountFen: 20_000 }) as PromiseLike<Answer>),
    );
    expect(many.filter(({ status }) => status === 200)).toHaveLength(Math.floor((before - 1_500) / 20_000));
    const [id] = ids;
    const approve = () => world.admin.post('/api/payouts/approve').send({ ids: [id], password: PASSWORD });
    const twice = (await Promise.all([approve(), approve(), approve()])) as unknown as {
      body: { items: object[] };
    }[];
    expect(twice.reduce((sum, { body }) => sum + body.items.length, 0)).toBe(1);
    await books();
  });

  test('a day and a month are Shanghai’s; a clock that goes back opens no limit anew', async () => {
    const limits = {
      minFen: 100,
      perOnceFen: 2_000,
      perDayFen: 2_000,
      perMonthFen: 5_000,
      twoPeopleAboveFen: 0,
    };
    await world.admin.put('/api/payouts/settings').send(limits).expect(200);
    const last = textToDay('2036-12-31')!;
    world.clock.set(new Date(shanghaiInstant(last + 1).getTime() - 1));
    await back();
    await earn(50_000);
    await withdraw(rich, { amountFen: 2_000 }).expect(200);
    expect(await refused(withdraw(rich, { amountFen: 100 }), 422)).toBe('daily_limit');
    // A millisecond later it is January: another day, another month, another year.
    world.clock.set(shanghaiInstant(last + 1));
    await withdraw(rich, { amountFen: 2_000 }).expect(200);
    expect(await refused(withdraw(rich, { amountFen: 100 }), 422)).toBe('daily_limit');
    world.clock.set(shanghaiInstant(last + 2));
    await withdraw(rich, { amountFen: 2_000 }).expect(200);
    world.clock.set(shanghaiInstant(last + 3));
    expect(await refused(withdraw(rich, { amountFen: 2_000 }), 422)).toBe('monthly_limit');
    // The clock of the machine is set back by three days: what was asked for then still counts.
    world.clock.set(shanghaiInstant(last, 600));
    expect(await refused(withdraw(rich, { amountFen: 2_000 }), 422)).toBe('daily_limit');
    await books();
  });
});
