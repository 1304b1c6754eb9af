import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import {
  chainAfter,
  commitmentOf,
  drawBytes,
  drawnPrize,
  MAX_TOTAL_WEIGHT,
  playerOf,
  poolText,
  prizeAt,
  ticketFrom,
  ticketOf,
} from './draw';

const SEED = 'a5'.repeat(32);
const seeds = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const clientSeeds = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const nonces = fc.integer({ min: 1, max: 1_000_000 });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the draw is what FAIRNESS.md says', () => {
  test('the bytes are HMAC-SHA256 of Node itself, for any seed', () => {
    fc.assert(
      fc.property(
        seeds,
        clientSeeds,
        nonces,
        fc.integer({ min: 0, max: 3 }),
        (seed, clientSeed, nonce, block) => {
          const message = block === 0 ? `${clientSeed}:${nonce}` : `${clientSeed}:${nonce}:${block}`;
          const expected = createHmac('sha256', Buffer.from(seed, 'hex')).update(message).digest('hex');
          expect(Buffer.from(drawBytes(seed, { clientSeed, nonce }, block)).toString('hex')).toBe(expected);
        },
      ),
    );
  });

  test('commitment, player and chain are SHA-256 over plain lines', () => {
    const pool = poolText({
      prizes: [
        { id: 'star', weight: 1, stock: 10, win: true },
        { id: 'none', weight: 99, win: false },
      ],
      fallbackPrizeId: 'none',
      guarantee: { afterDraws: 10, prizeId: 'star', reserved: 5 },
    });
    expect(pool).toBe('kouyi-pool-1\nstar 1 10 win\nnone 99 - none\nfallback none\nguarantee 10 star 5');
    expect(commitmentOf({ serverSeed: SEED, roundId: 'rnd_1', poolText: pool })).toBe(
      sha256(`kouyi-round-1\n${SEED}\nrnd_1\n${pool}`),
    );
    expect(playerOf('rnd_1', 'psn_1')).toBe(sha256('kouyi-player-1\nrnd_1\npsn_1').slice(0, 20));
    const row = {
      seq: 1,
      drawId: 'drw_1',
      player: 'p',
      clientSeed: 'lucky',
      nonce: 1,
      oddsVersion: 3,
      missesBefore: 2,
      prizeId: 'none',
      guaranteed: false,
      atMs: 5,
    };
    expect(chainAfter('c0', row)).toBe(sha256('c0\n1\ndrw_1\np\nlucky\n1\n3\n2\nnone\n0\n5'));
  });

  test('what is not ASCII or not hex is refused, not mangled', () => {
    expect(() => drawBytes(SEED, { clientSeed: '幸运', nonce: 1 })).toThrow(RangeError);
    expect(() => drawBytes('xyz', { clientSeed: 'lucky', nonce: 1 })).toThrow(RangeError);
  });
});

describe('a number finds its prize', () => {
  test('words beyond the last full multiple are rejected, the next one counts', () => {
    const bytes = new Uint8Array(32);
    bytes.fill(0xff, 0, 4);
    bytes[7] = 5;
    expect(ticketFrom(bytes, 3)).toBe(5 % 3);
    expect(ticketFrom(new Uint8Array(32).fill(0xff), 3)).toBeUndefined();
    // 2^32 is a multiple of 2^16: nothing is rejected.
    expect(ticketFrom(new Uint8Array(32).fill(0xff), 65_536)).toBe(65_535);
  });

  test('always within the total, and each number belongs to exactly the prize whose weight covers it', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(weights, (list) => {
        const total = list.reduce((a, b) => a + b, 0);
        fc.pre(total > 0);
        const entries = list.map((weight, i) => ({ prizeId: `p${i}`, weight }));
        const found = Array.from({ length: total }, (_, ticket) => prizeAt(entries, ticket));
        entries.forEach(({ prizeId, weight }) =>
          expect(found.filter((each) => each === prizeId)).toHaveLength(weight),
        );
        expect(() => prizeAt(entries, total)).toThrow(RangeError);
      }),
    );
    fc.assert(
      fc.property(
        seeds,
        clientSeeds,
        nonces,
        fc.integer({ min: 1, max: MAX_TOTAL_WEIGHT }),
        (seed, clientSeed, nonce, total) => {
          const ticket = ticketOf(seed, { clientSeed, nonce }, total);
          expect(Number.isInteger(ticket) && ticket >= 0 && ticket < total).toBe(true);
        },
      ),
    );
  });

  test('totals that can’t be drawn from are bugs', () => {
    for (const total of [0, -1, 1.5, MAX_TOTAL_WEIGHT + 1])
      expect(() => ticketOf(SEED, { clientSeed: 'a', nonce: 1 }, total)).toThrow(RangeError);
  });

  test('the same seeds and number give the same prize, another number mostly another', () => {
    const entries = Array.from({ length: 100 }, (_, i) => ({ prizeId: `p${i}`, weight: 1 }));
    const at = (nonce: number) => drawnPrize(SEED, { clientSeed: 'lucky', nonce }, entries);
    expect(at(7)).toBe(at(7));
    expect(new Set(Array.from({ length: 50 }, (_, i) => at(i + 1))).size).toBeGreaterThan(20);
  });
});

describe('1,000,000 draws', () => {
  const POOLS: Record<string, number[]> = {
    'one in a million': [1, 999_999],
    'a coin': [1, 1],
    'a usual box': [1, 9, 40, 150, 800],
    'odd thirds': [333, 334, 333],
    'weights close to the limit': [294_967_296, 705_032_704],
    'a hundred equal prizes': Array.from({ length: 100 }, () => 7),
  };
  /** Chi-square at p = 0.001, by degrees of freedom. */
  const CRITICAL: Record<number, number> = { 1: 10.828, 2: 13.816, 4: 18.467, 99: 148.23 };
  const DRAWS = 1_000_000;

  const chiSquare = (counts: readonly number[], weights: readonly number[]): number => {
    const total = weights.reduce((a, b) => a + b, 0);
    return counts.reduce((sum, count, i) => {
      const expected = (DRAWS * weights[i]!) / total;
      return sum + (count - expected) ** 2 / expected;
    }, 0);
  };

  test('fall on each prize as often as its weight says (chi-square, p > 0.001)', () => {
    const pools = Object.entries(POOLS).map(([name, weights]) => {
      const ends = weights.map((_, i) => weights.slice(0, i + 1).reduce((a, b) => a + b, 0));
      return { name, weights, ends, counts: weights.map(() => 0), biased: weights.map(() => 0) };
    });
    const key = Buffer.from(SEED, 'hex');
    for (let nonce = 1; nonce <= DRAWS; nonce += 1) {
      // Node's HMAC gives the bytes, as the first test of this file has it, three times as fast.
      const bytes = createHmac('sha256', key).update(`lucky:${nonce}`).digest();
      for (const { ends, counts, biased } of pools) {
        const total = ends.at(-1)!;
        const ticket = ticketFrom(bytes, total) ?? ticketOf(SEED, { clientSeed: 'lucky', nonce }, total);
        counts[ends.findIndex((end) => ticket < end)]! += 1;
        biased[ends.findIndex((end) => bytes.readUInt32BE(0) % total < end)]! += 1;
      }
    }
    for (const { name, weights, counts } of pools)
      expect({ name, fits: chiSquare(counts, weights) < CRITICAL[weights.length - 1]! }).toEqual({
        name,
        fits: true,
      });
    // That the test can see a bias at all: without rejection the fifth pool fails by far.
    const { weights, biased } = pools.find(({ name }) => name === 'weights close to the limit')!;
    expect(chiSquare(biased, weights)).toBeGreaterThan(1_000);
  });
});
