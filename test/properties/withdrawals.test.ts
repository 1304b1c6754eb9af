import { seededChance } from '../../server/src/adapters/simulator';
import { newId } from '../../server/src/kernel/ids';
import { native } from '../../server/src/kernel/store';
import { account, auditLedger, balancesOf } from '../../server/src/ledger';
import { Withdrawals } from '../../server/src/payouts/model';
import { personOf, phoneOf } from '../support/play';
import { appoint, meet, openShop, orderOf, payFor, sell, type Shop } from '../support/shop';
import { startWorld, type World } from '../support/world';

const PASSWORD = 'a long first password';
const DAY = 86_400_000;
/** What is done at once: neither phones nor finance wait for each other. */
const AT_ONCE = 10;
const ROUNDS = 14;
const KOCS = ['甲', '乙'];
const ORDERS = 4;

type Phone = Awaited<ReturnType<typeof phoneOf>>;

describe('withdrawals in odd orders', () => {
  let world: World;
  let shop: Shop;
  beforeAll(async () => {
    world = await startWorld({ demo: true });
    shop = await openShop(world);
    await meet(world, [...KOCS, '朋友0', '朋友1']);
    await sell(world, 'a');
    await payFor(world, { rate: { basisPoints: 5_000 } });
    await earn();
  });
  afterAll(() => world.stop());

  /** Each has earned by orders of a friend, and may withdraw it. */
  async function earn(): Promise<void> {
    for (const [i, name] of KOCS.entries()) {
      const koc = await appoint(world, name);
      const link = await koc.post('/api/member/links').send({ channel: 'group' }).expect(200);
      const { code } = link.body as { code: string };
      const friend = await phoneOf(world, `朋友${i}`);
      await friend.post(`/api/member/links/${code}/visit`).send({}).expect(200);
      world.clock.advance(60_000);
      const orders = Array.from({ length: ORDERS }, (_, n) => orderOf(world, `W-${i}-${n}`, `朋友${i}`));
      expect((await shop.send(orders)).body).toMatchObject({ fresh: ORDERS });
    }
    await world.settle();
    for (let day = 0; day < 18; day += 6) {
      world.clock.advance(6 * DAY);
      await world.app.scheduler.drain();
      await world.settle();
    }
    await world.signInAgain();
  }

  test('two phones each, two of finance, refunds and a merge at the same moments: every fen is somewhere, once', async () => {
    const finance = [await world.staff('finance'), world.admin];
    const phones = await Promise.all([...KOCS, ...KOCS].map((name) => phoneOf(world, name)));
    const ids = KOCS.map(personOf);
    const chance = seededChance(7);
    const pick = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)]!;
    const upTo = (most: number) => Math.floor(chance() * most);
    const seen = new Map<string, number>();
    const refund = () =>
      shop.send([
        {
          orderId: `W-${upTo(KOCS.length)}-${upTo(ORDERS)}`,
          refunds: [{ refundId: newId('r'), at: world.clock.now().toISOString(), amountFen: 2_000 }],
        },
      ]);

    /** What somebody does with this withdrawal, or beside it; the first named come most often. */
    const acts: readonly [
      name: string,
      often: number,
      act: (id: string) => PromiseLike<{ status: number; body: object }>,
    ][] = [
      [
        'withdraw',
        6,
        () =>
          pick<Phone>(phones)
            .post('/api/member/withdrawals')
            .send({ amountFen: 100 + upTo(6_000), requestKey: newId('req') }),
      ],
      [
        'approve',
        5,
        (id) => world.admin.post('/api/payouts/approve').send({ ids: [id], password: PASSWORD }),
      ],
      [
        'pay',
        4,
        (id) =>
          world.admin
            .post(`/api/payouts/${id}/by-hand`)
            .send({ reference: newId('ref'), password: PASSWORD }),
      ],
      ['cancel', 2, (id) => pick<Phone>(phones).post(`/api/member/withdrawals/${id}/cancel`).send({})],
      ['reject', 2, (id) => pick(finance).post(`/api/payouts/${id}/reject`).send({ reason: '资料不全' })],
      ['freeze', 2, (id) => pick(finance).post(`/api/payouts/${id}/freeze`).send({ reason: '看一看' })],
      ['unfreeze', 2, (id) => pick(finance).post(`/api/payouts/${id}/unfreeze`).send({ reason: '没问题' })],
      ['refund', 1, refund],
      [
        'merge',
        1,
        () => world.admin.post(`/api/people/${ids[0]}/merge`).send({ otherId: ids[1], reason: '店里确认过' }),
      ],
      ['unmerge', 1, () => world.admin.post(`/api/people/${ids[1]}/unmerge`).send({ reason: '认错了' })],
    ];
    const hat = acts.flatMap((act) => Array.from({ length: act[1] }, () => act));
    for (let round = 0; round < ROUNDS; round += 1) {
      // The latest, so that what one begins another goes on with.
      const rows = await native(Withdrawals).find({}).sort({ requestedAt: -1, _id: -1 }).limit(6).toArray();
      if (round % 4 === 3) world.clock.advance(60_000);
      await Promise.all(
        Array.from({ length: AT_ONCE }, async () => {
          const [name, , act] = pick(hat);
          const { status } = await act(rows.length > 0 ? pick(rows)._id : 'none');
          seen.set(`${name} ${status}`, (seen.get(`${name} ${status}`) ?? 0) + 1);
        }),
      );
    }
    await world.settle();
    // Whatever could not be done was refused by name.
    expect([...seen.keys()].filter((key) => key.endsWith(' 500'))).toEqual([]);
    expect(seen.get('withdraw 200')).toBeGreaterThan(0);
    expect(seen.get('approve 200')).toBeGreaterThan(0);
    expect((await auditLedger()).findings).toEqual([]);
    const paid = (await native(Withdrawals).find({ state: 'paid' }).toArray()).map(
      ({ amountFen }) => amountFen,
    );
    const sum = (of: Iterable<number>) => [...of].reduce((all, each) => all + each, 0);
    expect(sum((await balancesOf(ids.map(account.kocPaid))).values())).toBe(sum(paid));
  });
});
