import { fc, test as property } from '@fast-check/jest';
import type { PersonRow } from './model';
import {
  anonymous,
  DELETED_NAME,
  keysToFind,
  masked,
  nameKeys,
  recognise,
  type Sighting,
  UNNAMED,
} from './rules';

const at = (second: number) => new Date(Date.UTC(2026, 0, 5) + second * 1000);
const seen = (more: Partial<Sighting> = {}): Sighting => ({
  personId: 'psn_1',
  channel: 'simulator',
  userId: 'u1',
  groupId: 'g1',
  at: at(0),
  ...more,
});
const all = (sightings: readonly Sighting[]) =>
  sightings.reduce<PersonRow | undefined>((known, each) => recognise(known, each) ?? known, undefined);

describe('knowing people from what groups show', () => {
  const sighting = fc.record({
    name: fc.option(fc.constantFrom('小林', '林林', 'Lin', '  '), { nil: undefined }),
    groupId: fc.constantFrom('g1', 'g2', 'g3'),
    at: fc.integer({ min: 0, max: 5 }).map(at),
  });

  property.prop([fc.array(sighting, { minLength: 1, maxLength: 12 }), fc.infiniteStream(fc.nat())])(
    'ends the same in every order and however often a sighting comes',
    (some, dice) => {
      const sightings = some.map(seen);
      const mixed = [...sightings, sightings[0]!]
        .map((each) => ({ each, key: dice.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ each }) => each);
      const sorted = (row: PersonRow) => ({ ...row, seenIn: [...row.seenIn].sort() });
      expect(sorted(all(mixed)!)).toEqual(sorted(all(sightings)!));
    },
  );

  test('the latest name counts, the first sighting is since when, and nobody is nameless', () => {
    expect(all([seen()])!.nickname).toBe(UNNAMED);
    const row = all([seen({ name: '小林', at: at(9) }), seen({ name: '旧名', at: at(3) })])!;
    expect(row).toMatchObject({ nickname: '小林', createdAt: at(3) });
  });

  test('nobody keeps more than 200 groups', () => {
    const row = all(Array.from({ length: 250 }, (_, i) => seen({ groupId: `g${i}` })))!;
    expect(row.seenIn).toHaveLength(200);
    expect(row.seenIn).toContain('g249');
  });

  test('a message does not bring back who was deleted', () => {
    const gone = anonymous(all([seen({ name: '小林' })])!, at(5));
    expect(gone).toMatchObject({ nickname: DELETED_NAME, identities: [], seenIn: [] });
    expect(recognise(gone, seen({ name: '小林', at: at(9) }))).toBeUndefined();
  });
});

describe('finding a name by a part of it', () => {
  property.prop([fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), fc.nat(), fc.nat()])(
    'no part asks for anything that the name does not have',
    (name, from, length) => {
      const letters = Array.from(name);
      const begin = from % letters.length;
      const keys = keysToFind(letters.slice(begin, begin + 1 + (length % letters.length)).join(''));
      expect(keys.length).toBeGreaterThan(0);
      expect(nameKeys(name)).toEqual(expect.arrayContaining(keys));
    },
  );

  test('large and small letters are one; what stands apart is no pair', () => {
    expect(keysToFind('LiN')).toEqual(keysToFind('lin'));
    expect(nameKeys('小林')).not.toContain('林小');
    expect(nameKeys('小林')).toEqual(['小', '林', '小林']);
  });
});

describe('identities for staff', () => {
  test('a group user id is shown, an account id never whole', () => {
    expect(masked({ kind: 'channel:simulator', value: 'u1' }).value).toBe('u1');
    for (const value of ['o6_bmjrPTlm6_2sgVt7hMZOPfL2M', 'short', 'o'])
      expect(masked({ kind: 'openid', value }).value).not.toBe(value);
    expect(masked({ kind: 'openid', value: 'o6_bmjrPTlm6_2sgVt7hMZOPfL2M' }).value).toBe('o6_***L2M');
  });
});
