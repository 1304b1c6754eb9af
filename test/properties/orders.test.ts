import fc from 'fast-check';
import { Commissions } from '../../server/src/commission/model';
import { account, auditLedger, balancesOf } from '../../server/src/ledger';
import { native } from '../../server/src/kernel/store';
import { Orders } from '../../server/src/orders/model';
import { personOf } from '../support/play';
import { appoint, meet, openShop, payFor, sell, type Shop } from '../support/shop';
import { startWorld, type World } from '../support/world';

/** A shop's story of a few orders: each is told in several lines. */
const story = fc.array(
  fc.record({
    paid: fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 3 }),
    refunds: fc.array(fc.record({ n: fc.nat(3), minute: fc.nat(9), share: fc.nat(120) }), { maxLength: 3 }),
    shipped: fc.boolean(),
    corrected: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

describe('whatever the order and however often the shop tells it, the books end the same', () => {
  let world: World;
  let shop: Shop;
  const kocs = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸', '子', '丑'];
  beforeAll(async () => {
    world = await startWorld({ demo: true });
    shop = await openShop(world);
    await meet(world, ['上级', '买家', ...kocs]);
    for (const code of ['s0', 's1', 's2']) await sell(world, code, { category: code });
    await payFor(world, { rate: { basisPoints: 1_234 } });
    await payFor(world, { category: 's1', rate: { fenPerPiece: 77 } });
    await appoint(world, '上级');
    for (const name of kocs) await appoint(world, name, { parentId: personOf('上级') });
    await world.admin
      .put('/api/commission/settings')
      .send({
        windowDays: 15,
        touch: 'last',
        ownPurchase: 'refuse',
        staff: 'exclude',
        levels: 2,
        secondSharePercent: 13,
        afterSaleDays: 7,
      })
      .expect(200);
  });
  afterAll(() => world.stop());

  /** The lines of a story, for a KOC of its own so that balances can be compared. */
  function linesOf(told: Story, prefix: string, refCode: string): object[] {
    const start = world.clock.now().getTime();
    const at = (minute: number) => new Date(start + minute * 60_000).toISOString();
    return told.flatMap(({ paid, refunds, shipped, corrected }, i) => {
      const orderId = `${prefix}-${i}`;
      const pay = (minute: number, more: number) => ({
        orderId,
        paidAt: at(0),
        updatedAt: at(minute),
        refCode,
        buyer: { channel: 'simulator', userId: '买家' },
        items: paid.map((paidFen, n) => ({ sku: `s${n}`, quantity: n + 1, paidFen: paidFen + more })),
      });
      const total = paid.reduce((sum, each) => sum + each, 0);
      return [
        pay(0, 0),
        ...(corrected ? [pay(1, 5)] : []),
        ...refunds.map(({ n, minute, share }) => ({
          orderId,
          refunds: [{ refundId: `r${n}`, at: at(minute), amountFen: Math.floor((total * share) / 100) }],
        })),
        ...(shipped ? [{ orderId, shippedAt: at(20) }] : []),
      ];
    });
  }

  async function tell(lines: readonly object[], order: readonly number[], sizes: readonly number[]) {
    let from = 0;
    for (let call = 0; from < order.length; call += 1) {
      const size = sizes[call % sizes.length]!;
      await shop.send(order.slice(from, from + size).map((i) => lines[i]));
      from += size;
    }
    await world.settle();
  }

  /** What is left of a story, without the names of its run. */
  async function endOf(prefix: string, koc: string) {
    const orders = await native(Orders)
      .find({ number: { $regex: `^${prefix}-` } })
      .sort({ number: 1 })
      .toArray();
    const commissions = await native(Commissions)
      .find({ number: { $regex: `^${prefix}-` } })
      .sort({ number: 1 })
      .toArray();
    const names = [account.kocPending(personOf(koc)), account.kocAvailable(personOf(koc))];
    const balances = await balancesOf(names);
    const mine = commissions.map(({ parts, wholeFen, keptFen, state, lines, booked }) => ({
      parts: parts.map(({ level, wholeFen: whole, keptFen: kept }) => ({ level, whole, kept })),
      wholeFen,
      keptFen,
      state,
      lines: lines.map(({ commissionFen, refundedFen }) => ({ commissionFen, refundedFen })),
      booked: booked.map(({ pendingFen, availableFen }) => ({ pendingFen, availableFen })),
    }));
    for (const { parts, wholeFen, keptFen } of commissions) {
      expect(parts.reduce((sum, part) => sum + part.wholeFen, 0)).toBe(wholeFen);
      expect(parts.reduce((sum, part) => sum + part.keptFen, 0)).toBe(keptFen);
    }
    return {
      derived: orders.map(({ derived }) => derived),
      mine,
      balances: names.map((name) => balances.get(name)),
    };
  }

  test('permutations, repetitions, batches of any size', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        story,
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }),
        fc.integer(),
        async (told, sizes, seed) => {
          const [a, b] = [kocs[run % kocs.length]!, kocs[(run + 1) % kocs.length]!];
          run += 2;
          const before = await balancesOf([a, b].map((name) => account.kocPending(personOf(name))));
          const codes = await Promise.all([a, b].map(codeOf));
          const straight = linesOf(told, `A${run}`, codes[0]!);
          await tell(straight, [...straight.keys()], [straight.length]);
          const mixed = linesOf(told, `B${run}`, codes[1]!);
          const twice = [...mixed.keys(), ...mixed.keys(), ...mixed.keys()];
          const order = twice
            .map((i, n) => ({ i, key: Math.sin(seed + n * 7.7) }))
            .sort((x, y) => x.key - y.key)
            .map(({ i }) => i);
          await tell(mixed, order, sizes);
          const ends = [await endOf(`A${run}`, a), await endOf(`B${run}`, b)] as const;
          const net = ends.map(
            (end, i) => end.balances[0]! - before.get(account.kocPending(personOf([a, b][i]!)))!,
          );
          expect(net[1]).toBe(net[0]);
          expect({ ...ends[1], balances: [] }).toEqual({ ...ends[0], balances: [] });
        },
      ),
      { numRuns: process.env['LONG'] ? 60 : 12 },
    );
    expect((await auditLedger()).findings).toEqual([]);
  }, 120_000);

  async function codeOf(name: string): Promise<string> {
    const { body } = (await world.admin.get('/api/koc').query({ limit: 100 }).expect(200)) as {
      body: { items: { id: string; code: string }[] };
    };
    return body.items.find(({ id }) => id === personOf(name))!.code;
  }
});
