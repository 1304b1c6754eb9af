import { DAY_MS, shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import { growthDay } from '../../server/src/growth';
import { personOf, phoneOf } from '../support/play';
import { meet, openShop, orderOf, sell } from '../support/shop';
import { startWorld, type World } from '../support/world';

interface Calibration {
  pairs: number;
  people: number;
  enough: boolean;
  words: string;
  waiting?: { people: number; at: string };
  rank?: { orders: number; activated: number };
  deciles: { pairs: number; meanScore: number; meanOrders: number; meanFen: number }[];
}

/** A hundred KOCs: what each brought before the score was taken, and how many orders after it. */
const KOCS = Array.from({ length: 100 }, (_, i) => ({
  name: `k${i}`,
  friends: Array.from({ length: i % 4 }, (__, j) => `f${i}-${j}`),
  // Mostly more of who had brought more; the rest is luck.
  later: (i % 4) + (Math.floor(i / 4) % 2),
}));
const FRIENDS = KOCS.flatMap(({ friends }) => friends);

/** So many at once, as phones do. */
async function each<T>(all: readonly T[], work: (one: T) => Promise<unknown>, atOnce = 10): Promise<void> {
  const waiting = [...all];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one);
    }),
  );
}

describe('is the score any good?', () => {
  let world: World;
  const codes = new Map<string, string>();

  beforeAll(async () => {
    world = await startWorld({ demo: true });
    await meet(world, [...KOCS.map(({ name }) => name), ...FRIENDS]);
    await sell(world, 'a');
  });
  afterAll(() => world.stop());

  const post = async <T>(path: string, body: object): Promise<T> =>
    ((await world.admin.post(path).send(body).expect(200)) as { body: T }).body;
  const calibration = async () =>
    ((await world.admin.get('/api/growth/calibration').expect(200)) as { body: Calibration }).body;
  /** A moment of the Shanghai day so many days from now. */
  const wait = async (days: number) => {
    world.clock.set(shanghaiInstant(shanghaiDay(world.clock.now()) + days, 10 * 60));
    await world.signInAgain();
  };

  test('a hundred KOCs, what was expected of them, and what they brought in the sixty days after', async () => {
    const shop = await openShop(world);
    const buys = async (lines: object[]) => {
      for (let i = 0; i < lines.length; i += 100)
        expect((await shop.send(lines.slice(i, i + 100))).status).toBe(200);
      await world.settle();
    };
    await each(KOCS, async ({ name }) => {
      const personId = personOf(name);
      await post('/api/koc', { personId });
      codes.set(
        name,
        (await post<{ code: string }>('/api/links', { kocId: personId, channel: 'chat' })).code,
      );
    });
    // Friends come through the links, and buy: reached and activated, before the Monday on which scores are kept.
    const through = KOCS.flatMap(({ name, friends }) => friends.map((friend) => ({ friend, name })));
    await each(through, async ({ friend, name }) => {
      const phone = await phoneOf(world, friend);
      await phone
        .post(`/api/member/links/${codes.get(name)!}/visit`)
        .send({})
        .expect(200);
    });
    world.clock.advance(60_000);
    await buys(through.map(({ friend }, i) => orderOf(world, `A-${i}`, friend)));
    // 2036-11-24 is the first Monday of this world.
    await wait(7);
    await growthDay();
    const early = await calibration();
    expect(early).toMatchObject({ pairs: 0, enough: false, deciles: [], waiting: { people: 100 } });
    // The day after the sixtieth since the Sunday before; six of them are over.
    const today = shanghaiDay(world.clock.now());
    expect(shanghaiDay(new Date(early.waiting!.at)) - today).toBe(55);
    expect(early.words).toContain('已经记下 100 位的分，第一批');
    expect(early.words).not.toContain('还要再有');
    await wait(1);
    await buys(
      KOCS.flatMap(({ name, later }) =>
        Array.from({ length: later }, (_, n) =>
          orderOf(world, `L-${name}-${n}`, 'somebody', { refCode: codes.get(name) }),
        ),
      ),
    );
    world.clock.advance(62 * DAY_MS);
    await wait(0);
    await growthDay();

    const { deciles, rank, ...found } = await calibration();
    expect(found).toMatchObject({ pairs: 100, people: 100, enough: true });
    expect(deciles.map(({ pairs }) => pairs)).toEqual(Array(10).fill(10));
    const scores = deciles.map(({ meanScore }) => meanScore);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(deciles.at(-1)!.meanOrders).toBeGreaterThan(deciles[0]!.meanOrders + 2);
    expect(rank!.orders).toBeGreaterThan(0.7);
    expect(found.words).toContain('可以继续用');
    // Every order of these days is in it once.
    const brought = KOCS.reduce((sum, { later }) => sum + later, 0);
    expect(deciles.reduce((sum, { meanOrders, pairs }) => sum + meanOrders * pairs, 0)).toBeCloseTo(
      brought,
      0,
    );
  }, 120_000);
});
