import fc from 'fast-check';
import { RING_PEOPLE, upstreamOf } from './rings';

/** Gifts between KOCs, each [who gave, who got]. */
type Gift = readonly [string, string];

const giversIn =
  (gifts: readonly Gift[], asked = { times: 0 }) =>
  (people: readonly string[]): Promise<string[]> => {
    asked.times += 1;
    return Promise.resolve(gifts.filter(([, to]) => people.includes(to)).map(([from]) => from));
  };
const mayGive = async (gifts: readonly Gift[], [from, to]: Gift): Promise<boolean> =>
  !(await upstreamOf([from], giversIn(gifts))).has(to);

/** Whether somebody comes back to themself within so many gifts, by walking every way there is. */
function hasRing(gifts: readonly Gift[], people: number): boolean {
  const back = (start: string, at: string, left: number): boolean =>
    left > 0 && gifts.some(([from, to]) => from === at && (to === start || back(start, to, left - 1)));
  return gifts.some(([from]) => back(from, from, people));
}

const ringOf = (size: number): Gift[] =>
  Array.from({ length: size }, (_, i): Gift => [`k${i}`, `k${(i + 1) % size}`]);

describe('rings of gifts between KOCs', () => {
  test.each([2, 3, 4, 5, 6])('a ring of %i is not closed, whichever gift would come last', async (size) => {
    const ring = ringOf(size);
    for (const last of ring)
      expect(
        await mayGive(
          ring.filter((gift) => gift !== last),
          last,
        ),
      ).toBe(false);
  });

  test('an honest chain, however long, and two ways to the same person are no ring', async () => {
    const chain = Array.from({ length: 12 }, (_, i): Gift => [`k${i}`, `k${i + 1}`]);
    for (const [i, gift] of chain.entries()) expect(await mayGive(chain.slice(0, i), gift)).toBe(true);
    const diamond: Gift[] = [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'd'],
    ];
    expect(await mayGive(diamond, ['c', 'd'])).toBe(true);
    expect(await mayGive(diamond, ['a', 'd'])).toBe(true);
  });

  test('whatever is given in whatever order: no ring of up to six comes about, and only what closes a way back is refused', async () => {
    const person = fc.integer({ min: 0, max: 8 }).map((i) => `k${i}`);
    const gift = fc.tuple(person, person).filter(([from, to]) => from !== to);
    await fc.assert(
      fc.asyncProperty(fc.array(gift, { maxLength: 25 }), async (wished) => {
        const given: Gift[] = [];
        for (const each of wished) {
          if (await mayGive(given, each)) given.push(each);
          // Refused: with it there would be a ring, of whatever is given already.
          else expect(hasRing([...given, each], RING_PEOPLE)).toBe(true);
        }
        expect(hasRing(given, RING_PEOPLE)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test('a gift costs no more look-ups than a ring has steps, however many have given', async () => {
    const asked = { times: 0 };
    const many = Array.from({ length: 3_000 }, (_, i): Gift => [`g${i}`, `g${Math.floor(i / 3)}`]);
    await upstreamOf(['g0'], giversIn(many, asked));
    expect(asked.times).toBeLessThanOrEqual(RING_PEOPLE - 1);
  });
});
