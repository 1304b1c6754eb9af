import { fc, test as prop } from '@fast-check/jest';
import type { Refusal } from '../kernel/refusals';
import {
  assertBands,
  bandAmong,
  DEFAULT_GROUP_BANDS,
  type Membership,
  type Sighting,
  standingOf,
  witness,
} from './rules';

const T0 = Date.UTC(2026, 10, 21, 12);
const at = (seconds: number) => new Date(T0 + seconds * 1000);

const anySighting: fc.Arbitrary<Sighting> = fc.record({
  kind: fc.constantFrom('join' as const, 'leave' as const, 'message' as const),
  at: fc.integer({ min: 0, max: 20 }).map(at),
  name: fc.option(fc.constantFrom('阿楠', '小满', ''), { nil: undefined }),
});

const seenAll = (sightings: readonly Sighting[]): Membership =>
  sightings.reduce<Membership | undefined>((known, each) => witness(known, each), undefined)!;

describe('membership', () => {
  prop.prop([
    fc
      .array(anySighting, { minLength: 1, maxLength: 12 })
      .chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
      ),
  ])('ends in the same place for any order and any redelivery of the same events', ([all, shuffled]) => {
    expect(seenAll(shuffled)).toEqual(seenAll(all));
    expect(standingOf(seenAll(shuffled))).toEqual(standingOf(seenAll(all)));
  });

  prop.prop([fc.array(anySighting, { minLength: 1, maxLength: 12 })])(
    'the latest event decides who is present; a leave at the same moment wins',
    (all) => {
      const latest = Math.max(...all.map((each) => each.at.getTime()));
      const kinds = all.filter((each) => each.at.getTime() === latest).map((each) => each.kind);
      const standing = standingOf(seenAll(all));
      expect(standing.present).toBe(!kinds.includes('leave'));
      expect(standing.leftAt?.getTime()).toBe(standing.present ? undefined : latest);
    },
  );

  test('a rejoin counts from the new join', () => {
    const known = seenAll([
      { kind: 'join', at: at(50) },
      { kind: 'leave', at: at(30) },
      { kind: 'join', at: at(0) },
    ]);
    expect(standingOf(known)).toEqual({ present: true, joinedAt: at(50) });
  });

  test('somebody whose join nobody saw is a member since they first spoke', () => {
    const known = seenAll([
      { kind: 'message', at: at(9) },
      { kind: 'message', at: at(4) },
    ]);
    expect(standingOf(known)).toEqual({ present: true, joinedAt: at(4) });
  });
});

describe('bands', () => {
  test.each([
    [0, '新群'],
    [1, '新群'],
    [30, '新群'],
    [31, '成长群'],
    [70, '成长群'],
    [71, '大群'],
    [9_000, '大群'],
  ])('a group of %i is a %s', (members, name) => {
    expect(bandAmong(DEFAULT_GROUP_BANDS, members).name).toBe(name);
  });

  test('the defaults cover every size once', () => {
    expect(() => assertBands(DEFAULT_GROUP_BANDS)).not.toThrow();
  });

  test('a gap is refused, with the field and the missing sizes', () => {
    const [first, second, third] = DEFAULT_GROUP_BANDS;
    const gap = [first!, { ...second!, from: 35 }, third!];
    const refused = (() => {
      try {
        assertBands(gap);
      } catch (error) {
        return error as Refusal;
      }
      throw new Error('was not refused');
    })();
    expect(refused).toMatchObject({ code: 'bands_have_gaps', field: 'items.1.from' });
    expect(refused.message_zh).toContain('31 到 34');
  });
});
