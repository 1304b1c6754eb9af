import type { MySubGroup } from '@kouyi/shared/contracts';
import fc from 'fast-check';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { system } from '../../server/src/kernel/actor';
import { asSystem } from '../../server/src/kernel/command';
import { account, auditLedger, balancesOf, post } from '../../server/src/ledger';
import { approveWithdrawal, notePaid, rejectWithdrawal, requestWithdrawal } from '../../server/src/payouts';
import { cancelWithdrawal } from '../../server/src/payouts/requests';
import { Refusal } from '../../server/src/kernel/refusals';
import { mergePeople, unmergePerson } from '../../server/src/people/merge';
import { boxDesign, customer, goods, none, openBox } from '../support/box-story';
import { personOf, phoneOf } from '../support/play';
import { appoint, meet, openShop, orderOf, payFor, sell, type Shop } from '../support/shop';
import { startWorld, type World } from '../support/world';

type Phone = Awaited<ReturnType<typeof phoneOf>>;
interface Earnings {
  pendingFen: number;
  availableFen: number;
  payingFen: number;
  paidFen: number;
  days: { fen: number; orders: number }[];
  koc?: { tier: string; code: string };
}
interface Mine {
  id: string;
  amountFen: number;
  state: string;
}
interface Withdrawals {
  items: Mine[];
  availableFen: number;
  mayFen: number;
}

const PASSWORD = 'a long first password';

describe('two KOCs who turn out to be one person', () => {
  let world: World;
  let shop: Shop;
  let big: Phone;
  let small: Phone;
  let keys = 0;
  const key = () => `request-${(keys += 1)}`;
  const [BIG, SMALL] = [personOf('大林'), personOf('小林')];

  beforeAll(async () => {
    world = await startWorld({ demo: true });
    shop = await openShop(world);
    await meet(world, ['大林', '小林', '朋友', '客人']);
    await sell(world, 'a', { name: '山茶面霜' });
    await payFor(world, { rate: { basisPoints: 1_000 } });
    big = await appoint(world, '大林');
    small = await appoint(world, '小林', { tier: 'silver' });
    const settings = (await world.admin.get('/api/commission/settings').expect(200)).body as object;
    await world.admin
      .put('/api/commission/settings')
      .send({ ...settings, afterSaleDays: 0 })
      .expect(200);
  });
  afterAll(() => world.stop());

  const read = async <T>(phone: Phone, path: string): Promise<T> =>
    (await phone.get(`/api/member/${path}`).expect(200)).body as T;
  const no = async (answer: PromiseLike<{ status: number; body: unknown }>) => {
    const { status, body } = await answer;
    return [status, (body as { error?: { code: string } }).error?.code];
  };
  const earnings = (phone: Phone) => read<Earnings>(phone, 'earnings');
  const withdrawals = (phone: Phone) => read<Withdrawals>(phone, 'withdrawals');
  const withdraw = (phone: Phone, amountFen: number, requestKey = key()) =>
    phone.post('/api/member/withdrawals').send({ amountFen, requestKey });
  const approve = (id: string) =>
    world.admin
      .post('/api/payouts/approve')
      .send({ ids: [id], password: PASSWORD })
      .expect(200);
  const merge = async () => {
    await world.admin
      .post(`/api/people/${BIG}/merge`)
      .send({ otherId: SMALL, reason: '店里确认' })
      .expect(200);
    await world.settle();
  };
  const unmerge = async () => {
    await world.admin.post(`/api/people/${SMALL}/unmerge`).send({ reason: '认错了' }).expect(200);
    await world.settle();
  };
  /** An order of ¥100 through a KOC's code: ¥10 for them, to be had at once. */
  async function brings(name: string): Promise<void> {
    const { koc } = await earnings(await phoneOf(world, name));
    await shop.send([orderOf(world, `order-${(keys += 1)}`, '朋友', { refCode: koc!.code })]);
    await world.settle();
    world.clock.advance(61_000);
    await world.app.scheduler.drain();
    await world.settle();
  }
  const clean = async () => expect((await auditLedger()).findings).toEqual([]);

  test('earnings of both are seen on both phones, with what was bought; taken apart, each has their own', async () => {
    await brings('大林');
    await brings('小林');
    const alone = [await earnings(big), await earnings(small)];
    expect(alone).toMatchObject([{ availableFen: 1_000 }, { availableFen: 1_000 }]);
    await merge();
    for (const phone of [big, small]) {
      const seen = await earnings(phone);
      // The higher tier acts for both, on either phone.
      expect(seen).toMatchObject({ availableFen: 2_000, koc: { tier: 'silver' } });
      expect(seen.days.at(-1)).toMatchObject({ fen: 2_000, orders: 2 });
      const { items } = await read<{ items: object[] }>(phone, 'earnings/orders');
      expect(items).toMatchObject([
        { bought: ['山茶面霜'], level: 1, keptFen: 1_000 },
        { bought: ['山茶面霜'], level: 1, keptFen: 1_000 },
      ]);
      expect((await read<{ items: object[] }>(phone, 'earnings/entries')).items).toHaveLength(4);
    }
    await unmerge();
    expect([await earnings(big), await earnings(small)]).toEqual(alone);
  });

  test('a withdrawal takes of both and counts once; taken apart before it is paid, it is stopped and goes back', async () => {
    await world.admin
      .put('/api/payouts/settings')
      .send({
        minFen: 100,
        perOnceFen: 1_600,
        perDayFen: 1_800,
        perMonthFen: 5_000,
        twoPeopleAboveFen: 2_000,
      })
      .expect(200);
    await merge();
    // Both phones at the same moment: together they would be above the day, and above what there is.
    const answers = await Promise.all([
      withdraw(big, 1_500, 'tap-big-1'),
      withdraw(small, 1_500, 'tap-small-1'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    const won = answers.findIndex(({ status }) => status === 200);
    expect(answers[1 - won]!.body).toMatchObject({ error: { code: 'above_balance' } });
    const { id } = answers[won]!.body as Mine;
    for (const phone of [big, small])
      expect(await withdrawals(phone)).toMatchObject({
        items: [{ id, amountFen: 1_500, state: 'requested' }],
        availableFen: 500,
        mayFen: 300,
      });
    // The same tap again, whichever phone it comes from.
    const tap = won === 0 ? 'tap-big-1' : 'tap-small-1';
    for (const phone of [big, small])
      expect((await withdraw(phone, 1_500, tap).expect(200)).body).toMatchObject({ id });
    expect(await no(withdraw(small, 400))).toEqual([422, 'daily_limit']);
    const detail = (await world.admin.get(`/api/payouts/${id}`).expect(200)).body as {
      withdrawal: { shares: { fen: number }[] };
    };
    expect(detail.withdrawal.shares.map(({ fen }) => fen)).toEqual([1_000, 500]);

    await unmerge();
    const [mine, theirs] = won === 0 ? [big, small] : [small, big];
    expect((await withdrawals(mine)).items).toMatchObject([{ id, amountFen: 1_000, state: 'frozen' }]);
    expect((await withdrawals(theirs)).items).toMatchObject([{ id, amountFen: 500, state: 'frozen' }]);
    expect(await no(world.admin.post(`/api/payouts/${id}/unfreeze`).send({ reason: '看过了' }))).toEqual([
      409,
      'taken_apart',
    ]);
    expect((await approve(id)).body).toMatchObject({ items: [], refused: [{ id, code: 'taken_apart' }] });
    await world.admin.post(`/api/payouts/${id}/reject`).send({ reason: '拆开了，各自申请' }).expect(200);
    expect([await earnings(big), await earnings(small)]).toMatchObject([
      { availableFen: 1_000, payingFen: 0, paidFen: 0 },
      { availableFen: 1_000, payingFen: 0, paidFen: 0 },
    ]);
    await clean();
  });

  test('paid while they were one: each account has given its part, and both read it', async () => {
    world.clock.advance(DAY_MS);
    await world.signInAgain();
    await merge();
    const { id } = (await withdraw(small, 1_500).expect(200)).body as Mine;
    await approve(id);
    await world.admin
      .post(`/api/payouts/${id}/by-hand`)
      .send({ reference: 'bank-0001', password: PASSWORD })
      .expect(200);
    await world.settle();
    expect(await earnings(big)).toMatchObject({ availableFen: 500, payingFen: 0, paidFen: 1_500 });
    await unmerge();
    expect(await earnings(small)).toMatchObject({ availableFen: 0, paidFen: 1_000 });
    expect(await earnings(big)).toMatchObject({ availableFen: 500, paidFen: 500 });
    expect((await withdrawals(small)).items[0]).toMatchObject({ amountFen: 1_000, state: 'paid' });
    await clean();
  });

  test('sub-groups, rights and budgets of both are used on either phone, with one limit', async () => {
    const open = async (phone: Phone, name: string) =>
      (await phone.post('/api/member/sub-groups').send({ name, requestKey: key() }).expect(200))
        .body as MySubGroup;
    const groups = [await open(big, '大林的群'), await open(small, '小林的群')];
    const guest = await phoneOf(world, '客人');
    await guest.post('/api/member/sub-groups/join').send({ code: groups[0]!.joinCode }).expect(200);
    await world.settle();
    const until = new Date(world.clock.now().getTime() + 10 * DAY_MS).toISOString();
    const rule = { title: '新客礼', unit: 'point', amount: 100, perPerson: 50, perDay: 100, until };
    const budget = (
      await world.admin
        .post('/api/koc-budgets')
        .send({
          kocId: BIG,
          requestKey: key(),
          rule: { ...rule, who: 'sub_group', kinds: ['thanks'] },
        })
        .expect(200)
    ).body as { id: string };
    const right = (
      await world.admin
        .post('/api/koc-rights')
        .send({
          rule: {
            name: '每月积分',
            about: '谢谢你',
            kind: 'points',
            points: 10,
            period: 'month',
            counts: { starter: 1, silver: 1 },
            atOnce: true,
          },
        })
        .expect(200)
    ).body as { id: string };
    const claim = (phone: Phone) =>
      phone.post(`/api/member/rights/${right.id}/claim`).send({ requestKey: key() });
    const gift = { personId: personOf('客人'), amount: 20, kind: 'thanks', reason: '谢谢你来' };
    const names = async (phone: Phone) =>
      (await read<{ items: { name: string }[] }>(phone, 'sub-groups')).items.map(({ name }) => name).sort();
    await claim(big).expect(200);
    expect(await names(small)).toEqual(['小林的群']);
    await small.get(`/api/member/budgets/${budget.id}`).expect(404);

    await merge();
    for (const phone of [big, small]) {
      expect(await names(phone)).toEqual(['大林的群', '小林的群']);
      await phone.get(`/api/member/sub-groups/${groups[0]!.id}/members`).expect(200);
      expect((await read<{ items: object[] }>(phone, 'budgets')).items).toMatchObject([{ id: budget.id }]);
    }
    expect(await no(claim(small))).toEqual([422, 'right_used_up']);
    await small
      .post(`/api/member/budgets/${budget.id}/gifts`)
      .send({ ...gift, requestKey: key() })
      .expect(200);
    expect((await read<{ items: object[] }>(big, 'gifts')).items).toHaveLength(1);

    await unmerge();
    expect(await names(small)).toEqual(['小林的群']);
    expect((await read<{ items: object[] }>(small, 'gifts')).items).toEqual([]);
    await small
      .post(`/api/member/budgets/${budget.id}/gifts`)
      .send({ ...gift, requestKey: key() })
      .expect(404);
    await claim(small).expect(200);
    await clean();
  });

  test('points of both buy chances, all or nothing; each gives from their own account', async () => {
    const give = (personId: string, points: number) =>
      world.admin.post('/api/ledger/adjustments').send({ personId, points, reason: '补发' }).expect(200);
    const held = async () =>
      [...(await balancesOf([BIG, SMALL].map(account.memberPoints))).values()].map(Number);
    await world.settle();
    const before = await held();
    await give(BIG, 30 - before[0]!);
    await give(SMALL, 25 - before[1]!);
    const box = await openBox(world, boxDesign(world, [goods('cup', 1, 5), none(1)], { chancePoints: 40 }));
    const { phone } = await customer(world, '小林');
    const buy = (count: number, requestKey: string) =>
      phone.post(`/api/member/boxes/${box.id}/chances`).send({ count, requestKey });
    expect(await no(buy(1, 'buy-alone-1'))).toEqual([422, 'points_too_few']);
    await merge();
    expect(await no(buy(2, 'buy-two-1'))).toEqual([422, 'points_too_few']);
    expect(await held()).toEqual([30, 25]);
    const answers = await Promise.all([1, 2, 3].map(() => buy(1, 'buy-once-1')));
    for (const { body } of answers) expect(body).toEqual({ chances: 1, points: 15 });
    // The phone's own first.
    expect(await held()).toEqual([15, 0]);
    await unmerge();
    expect((await read<{ points: number }>(big, 'me')).points).toBe(15);
    await clean();
  });

  test('whatever the order of earning, merging, asking, paying and taking apart: no fen is made, lost or taken twice', async () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('earn' as const),
        who: fc.nat(1),
        fen: fc.integer({ min: 100, max: 900 }),
      }),
      fc.record({ do: fc.constant('claw' as const), who: fc.nat(1), fen: fc.integer({ min: 50, max: 600 }) }),
      fc.record({ do: fc.constantFrom('merge' as const, 'unmerge' as const) }),
      fc.record({
        do: fc.constant('ask' as const),
        who: fc.nat(1),
        fen: fc.integer({ min: 100, max: 1_500 }),
      }),
      fc.record({
        do: fc.constantFrom('cancel' as const, 'reject' as const, 'pay' as const),
        which: fc.nat(5),
      }),
    );
    let runs = 0;
    const as = (personId: string) => ({ actor: { kind: 'member' as const, personId, sessionId: 'test' } });
    const desk = { actor: system('test') };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 24 }), async (steps) => {
        const names = [`甲${(runs += 1)}`, `乙${runs}`] as const;
        await meet(world, names);
        const pair = names.map(personOf) as [string, string];
        const earned: [number, number] = [0, 0];
        const asked: string[] = [];
        const tried = async (work: () => Promise<unknown>) => {
          try {
            return await work();
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            return undefined;
          }
        };
        for (const [i, each] of steps.entries()) {
          if (each.do === 'earn' || each.do === 'claw') {
            const fen = each.do === 'earn' ? each.fen : -each.fen;
            earned[each.who as 0 | 1] += fen;
            await book(pair[each.who]!, fen, `test:${runs}:${i}`);
          } else if (each.do === 'merge')
            await tried(() => mergePeople(desk, { personId: pair[0], otherId: pair[1], reason: '确认' }));
          else if (each.do === 'unmerge') {
            await tried(() => unmergePerson(desk, { personId: pair[1], reason: '认错' }));
            await world.settle();
          } else if (each.do === 'ask') {
            const row = await tried(() =>
              requestWithdrawal(as(pair[each.who]!), {
                personId: pair[each.who]!,
                amountFen: each.fen,
                requestKey: `ask-${runs}-${i}`,
              }),
            );
            if (row) asked.push((row as { _id: string })._id);
          } else if ('which' in each && asked.length > 0) {
            const id = asked[each.which % asked.length]!;
            if (each.do === 'cancel')
              await tried(() => cancelWithdrawal(as(pair[0]), { personId: pair[0], id }));
            if (each.do === 'reject') await tried(() => rejectWithdrawal(desk, { id, reason: '不行' }));
            if (each.do === 'pay') {
              await tried(() => approveWithdrawal(desk, { id }));
              await tried(() => notePaid(desk, { id, reference: `ref-${id}` }));
            }
          }
          const whole = await Promise.all(
            pair.map(async (personId) => {
              const list = await withdrawalsOf(personId);
              const name = account.kocAvailable(personId);
              const available = (await balancesOf([name])).get(name)!;
              return available + list;
            }),
          );
          expect(whole).toEqual(earned);
        }
      }),
      { numRuns: 6, endOnFailure: true },
    );
    const ours = (await auditLedger()).findings.filter(({ by }) => by !== 'commission');
    expect(ours).toEqual([]);
  });

  /** Earnings that fall from the sky, or go back there even where they are paid out. */
  const book = (personId: string, fen: number, key: string) =>
    asSystem('test', (tx) =>
      post(tx, [
        {
          key,
          unit: 'fen',
          legs: [
            { account: account.kocAvailable(personId), amount: fen },
            { account: account.commissionBudget, amount: -fen },
          ],
          at: tx.now,
          reason: '佣金',
          cause: { kind: 'test', id: key },
          personId,
          clawback: true,
        },
      ]),
    );

  /** What an identity's earnings have set aside or paid. */
  async function withdrawalsOf(personId: string): Promise<number> {
    const list = (await world.admin.get('/api/payouts').query({ personId, limit: 100 }).expect(200)).body as {
      items: {
        personId: string;
        amountFen: number;
        state: string;
        shares?: { personId: string; fen: number }[];
      }[];
    };
    return list.items
      .filter(({ state }) => !['rejected', 'cancelled', 'failed'].includes(state))
      .flatMap(({ shares, personId: of, amountFen }) => shares ?? [{ personId: of, fen: amountFen }])
      .reduce((sum, share) => sum + (share.personId === personId ? share.fen : 0), 0);
  }
});
