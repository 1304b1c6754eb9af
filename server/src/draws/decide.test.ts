import fc from 'fast-check';
import { chainAfter, drawnPrize, type OddsEntry } from '@kouyi/shared/rules/draw';
import { reserveNeeded } from '@kouyi/shared/rules/draw-design';
import { oddsOf, stockOf } from '@kouyi/shared/rules/draw-odds';
import type { BoxDesign, PrizeDesign } from '@kouyi/shared/types';
import { balanced, sums } from '../ledger/rules';
import { account } from '../ledger';
import { decideDraws, type DrawFacts } from './decide';
import { entriesOf } from './effects';
import type { DrawDoc, PlayerDoc, RoundDoc, TableDoc } from './model';
import { poolOf } from './rules';

const NOW = new Date('2026-11-20T12:00:00Z');
const seeds = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

const prizes = fc
  .array(fc.record({ weight: fc.integer({ min: 1, max: 9 }), stock: fc.integer({ min: 0, max: 9 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((list) =>
    list.map(({ weight, stock }, i): PrizeDesign => ({
      id: `p${i}`,
      kind: 'goods',
      name: `奖品${i}`,
      weight,
      stock,
      costFen: (i + 1) * 7,
      valueFen: 100,
    })),
  );

const designs = fc
  .record({
    prizes,
    none: fc.integer({ min: 0, max: 30 }),
    afterDraws: fc.option(fc.integer({ min: 2, max: 5 }), { nil: undefined }),
    totalDraws: fc.integer({ min: 5, max: 90 }),
    perPerson: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
  })
  .map(({ prizes: list, none, afterDraws, totalDraws, perPerson }): BoxDesign => {
    const all: PrizeDesign[] =
      none === 0
        ? list
        : [...list, { id: 'none', kind: 'nothing', name: '谢谢参与', weight: none, costFen: 0, valueFen: 0 }];
    const guarantee =
      afterDraws === undefined
        ? undefined
        : { afterDraws, prizeId: 'p0', reserved: reserveNeeded(totalDraws, afterDraws) };
    return {
      name: '盒',
      line: '',
      window: { startAt: '2026-11-20T00:00:00Z', endAt: '2026-11-21T00:00:00Z' },
      prizes: all,
      fallbackPrizeId: all.at(-1)!.id,
      ...(guarantee ? { guarantee } : {}),
      limits: { totalDraws, ...(perPerson === undefined ? {} : { perPerson }) },
      budgetFen: all.reduce(
        (sum, { stock = 0, costFen, id }) =>
          sum + costFen * (stock + (guarantee?.prizeId === id ? guarantee.reserved : 0)),
        0,
      ),
      ageGate: 'eight',
      excludeStaff: true,
      roundHours: 24,
    };
  });

const PEOPLE = ['a', 'b', 'c', 'd'];

function begin(design: BoxDesign, serverSeed: string): DrawFacts {
  const pool = poolOf(design, { given: {}, guaranteed: 0 });
  const stock = stockOf(pool);
  const table: TableDoc = {
    _id: 'box',
    state: 'open',
    version: 1,
    roundId: 'rnd',
    roundNumber: 1,
    seq: 0,
    chain: 'commitment',
    oddsVersion: 1,
    left: { ...stock.left },
    reserveLeft: stock.reserveLeft,
    draws: 0,
    people: 0,
    wins: 0,
    costFen: 0,
    given: {},
    guaranteed: 0,
    rev: 0,
  };
  const round = { _id: 'rnd', number: 1, pool, prizes: design.prizes } as RoundDoc;
  const player = (personId: string): PlayerDoc => ({
    _id: `box:${personId}`,
    boxId: 'box',
    personId,
    draws: 0,
    misses: 0,
    nonce: 0,
    lots: [{ left: 1_000 }],
  });
  return {
    design,
    round,
    serverSeed,
    table,
    players: new Map(PEOPLE.map((id) => [id, player(id)])),
    selves: new Map(),
    chances: new Map(PEOPLE.map((id) => [id, 1_000])),
    blacklisted: new Set(),
    staff: new Set(),
    ages: new Map(PEOPLE.map((id) => [id, 'adult'])),
    groupDraws: new Map(),
    made: new Map(),
  };
}

/** Requests: who draws, and whether with a key of before. */
const requests = fc.array(fc.record({ who: fc.nat({ max: 3 }), key: fc.nat({ max: 60 }) }), {
  maxLength: 150,
});

test('any requests on any box: stock, reserve, budget, guarantee, keys, numbers, chain and books hold', () => {
  fc.assert(
    fc.property(designs, requests, fc.integer({ min: 1, max: 64 }), seeds, (design, wanted, batch, seed) => {
      const facts = begin(design, seed);
      const all = wanted.map(({ who, key }) => ({
        drawId: `${PEOPLE[who]!}-${key}`,
        personId: PEOPLE[who]!,
        inputHash: 'box',
      }));
      const drawn: DrawDoc[] = [];
      const versions = new Map<number, OddsEntry[]>([
        [1, oddsOf(facts.round.pool, stockOf(facts.round.pool))],
      ]);
      const byId = new Map<string, DrawDoc>();
      for (let i = 0; i < all.length; i += batch) {
        const decided = decideDraws(all.slice(i, i + batch), facts, NOW);
        drawn.push(...decided.drawn);
        for (const { version, lines } of decided.odds)
          versions.set(
            version,
            lines.map(({ id, weight }) => ({ prizeId: id, weight })),
          );
        decided.answers.forEach((answer, at) => {
          if (answer.kind === 'refused') {
            expect(answer.refusal.message_zh).not.toBe('');
            return;
          }
          // The same key gives the same result for ever.
          const { drawId } = all[i + at]!;
          expect(answer.draw).toBe(byId.get(drawId) ?? answer.draw);
          byId.set(drawId, answer.draw);
        });
        // Books balance after every step.
        const booked = drawn.flatMap(entriesOf).map((entry) => balanced(entry, NOW));
        const total = sums(booked);
        expect([...total.values()].reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
        expect(-(total.get(account.boxBudget('box'))?.amount ?? 0)).toBeLessThanOrEqual(design.budgetFen);
        expect(total.get(account.chancesUsed('box'))?.amount ?? 0).toBe(drawn.length);
      }
      expect(new Set(drawn.map(({ _id }) => _id)).size).toBe(drawn.length);
      expect(drawn.map(({ seq }) => seq)).toEqual(drawn.map((_, i) => i + 1));
      expect(drawn.length).toBeLessThanOrEqual(design.limits.totalDraws!);

      const given = new Map<string, number>();
      const misses = new Map<string, number>();
      const nonces = new Map<string, number>();
      let chain = 'commitment';
      for (const draw of drawn) {
        const { personId } = draw;
        nonces.set(personId, (nonces.get(personId) ?? 0) + 1);
        expect(draw.nonce).toBe(nonces.get(personId));
        expect(draw.missesBefore).toBe(misses.get(personId) ?? 0);
        misses.set(personId, draw.won ? 0 : draw.missesBefore + 1);
        if (design.guarantee) expect(misses.get(personId)).toBeLessThan(design.guarantee.afterDraws);
        // What the phone computes from the receipt is what the server gave.
        const odds = versions.get(draw.oddsVersion)!;
        const computed = drawnPrize(seed, draw, odds);
        expect(draw.guaranteed ? design.guarantee!.prizeId : computed).toBe(draw.prizeId);
        if (draw.guaranteed) expect(computed).toBe('none');
        if (!draw.guaranteed) {
          given.set(draw.prizeId, (given.get(draw.prizeId) ?? 0) + 1);
          // What was given had a chance in the very odds that the draw names.
          expect(odds.find(({ prizeId }) => prizeId === draw.prizeId)!.weight).toBeGreaterThan(0);
        }
        chain = chainAfter(chain, { ...draw, drawId: draw._id, atMs: draw.at.getTime() });
        expect(draw.chain).toBe(chain);
      }
      for (const { id, stock } of design.prizes)
        if (stock !== undefined) expect(given.get(id) ?? 0).toBeLessThanOrEqual(stock);
      if (design.guarantee) {
        const used = drawn.filter(({ guaranteed }) => guaranteed).length;
        expect(used).toBeLessThanOrEqual(design.guarantee.reserved);
      }
      if (design.limits.perPerson !== undefined)
        for (const count of nonces.values()) expect(count).toBeLessThanOrEqual(design.limits.perPerson);
      expect(facts.table.costFen).toBe(drawn.reduce((sum, { costFen }) => sum + costFen, 0));
    }),
    { numRuns: 150 },
  );
});
