import { fc } from '@fast-check/jest';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { startWorld, type World } from '../../../test/support/world';
import { asSystem } from '../kernel/command';
import { native } from '../kernel/store';
import { applyFacts, setView } from './apply';
import { countsOf } from './counts';
import type { Fact } from './history';
import { type ProfileDoc, Profiles, Tags } from './model';
import { turnPage } from './rule-book';
import { segmentMembersAmong } from './holders';

let world: World;
beforeAll(async () => void (world = await startWorld({ demo: true })));
afterAll(() => world.stop());

type Step =
  | { do: 'fact'; who: 0 | 1; id: number; day: number; kind: 'participated' | 'bought' | 'tested' }
  | { do: 'merge' | 'unmerge' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.constantFrom<Step>({ do: 'merge' }, { do: 'unmerge' }), weight: 1 },
  {
    arbitrary: fc.record({
      do: fc.constant('fact' as const),
      who: fc.constantFrom<0 | 1>(0, 1),
      id: fc.nat(30),
      day: fc.nat(60),
      kind: fc.constantFrom<'participated' | 'bought' | 'tested'>('participated', 'bought', 'tested'),
    }),
    weight: 4,
  },
);

let runs = 0;

test('after merging and taking apart, both people are what they would have been, whatever happened in between', async () => {
  await asSystem('test', async (tx) => {
    const since = await turnPage(tx, { everybody: true });
    const common = { version: 1, note: '', since, createdAt: tx.now, updatedAt: tx.now, updatedBy: '' };
    const condition = { op: 'count', fact: 'participated', measure: 'times', atLeast: 3 } as const;
    await native(Tags).insertOne({ _id: 'tag_often', name: '常来', kind: 'consumer', condition, ...common });
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      runs += 1;
      const real = [`psn_a${runs}`, `psn_b${runs}`] as const;
      const never = [`psn_c${runs}`, `psn_d${runs}`] as const;
      const begin = world.clock.now().getTime() - 60 * DAY_MS;
      for (const each of steps) {
        await asSystem('test', async (tx) => {
          if (each.do !== 'fact') {
            await setView(tx, `view:${real[0]}`, each.do === 'merge' ? real : []);
            return;
          }
          const at = new Date(begin + each.day * DAY_MS);
          const factOf = (personId: string): Fact => ({
            _id: `${personId}:${each.id}`,
            personId,
            at,
            stamp: at,
            parts: [
              { kind: each.kind, about: '', times: 1, sum: 100 },
              { kind: 'activity', about: '', times: 1, sum: 0 },
            ],
          });
          await applyFacts(tx, [factOf(real[each.who]), factOf(never[each.who])]);
        });
      }
      const merged = await native(Profiles).findOne({ _id: `view:${real[0]}` });
      if (merged) {
        const all = await native(Profiles)
          .find({ _id: { $in: [...real] } })
          .toArray();
        const times = all.flatMap(({ entries }) => entries.filter(({ k }) => k === 'participated'));
        expect(merged.tags.some(({ id }) => id === 'tag_often')).toBe(
          times.reduce((sum, { n }) => sum + n, 0) >= 3,
        );
      }
      await asSystem('test', (tx) => setView(tx, `view:${real[0]}`, []));
      for (const [i, id] of real.entries()) {
        const { _id: _mine, ...mine } = (await native(Profiles).findOne({ _id: id })) ?? { _id: '' };
        const { _id: _yours, ...yours } = (await native(Profiles).findOne({ _id: never[i]! })) ?? { _id: '' };
        // Who was merged without ever having done anything has an empty profile, who was not has none.
        if ('entries' in yours) expect(withoutIds(mine)).toEqual(withoutIds(yours));
        else if ('entries' in mine)
          expect(mine).toMatchObject({ entries: [], tags: [], layer: 'stranger', shown: true });
      }
    }),
    { numRuns: 25 },
  );
  const shown = await native(Profiles).countDocuments({ shown: true });
  expect((await countsOf(['people'])).get('people')).toBe(shown);
  expect(await segmentMembersAmong('seg_none', ['psn_a1'])).toEqual(new Set());
});

/** A fact as it is told: perhaps again, perhaps corrected, perhaps about somebody else now. */
const telling = fc.record({
  id: fc.nat(6),
  who: fc.constantFrom<0 | 1>(0, 1),
  day: fc.nat(40),
  /** Which version of the fact it is; the greatest stands, in whatever order they come. */
  version: fc.nat(3),
  times: fc.nat(2),
  kind: fc.constantFrom<'participated' | 'bought' | 'refunded'>('participated', 'bought', 'refunded'),
});

test('told late, twice and corrected, facts add up to what they do when only the last word of each is told', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(telling, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
      async (batches) => {
        runs += 1;
        const begin = world.clock.now().getTime() - 60 * DAY_MS;
        const [told, once] = [
          ['a', 'b'],
          ['c', 'd'],
        ].map((names) => names.map((name) => `psn_${name}${runs}`)) as [string[], string[]];
        const factFor = (
          names: readonly string[],
          { id, who, day, version, times, kind }: Telling,
        ): Fact => ({
          _id: `${names[0]!}:${id}`,
          personId: names[who]!,
          at: new Date(begin + day * DAY_MS),
          stamp: new Date(begin + (50 + version) * DAY_MS),
          parts: times === 0 ? [] : [{ kind, about: '', times, sum: 100 * times }],
        });
        for (const batch of batches)
          await asSystem('test', (tx) =>
            applyFacts(
              tx,
              batch.map((each) => factFor(told, each)),
            ),
          );
        // Of two tellings of one version the first one that was heard stands; within a batch, too.
        const last = new Map<number, Telling>();
        for (const each of batches.flat()) {
          const had = last.get(each.id);
          if (!had || each.version > had.version) last.set(each.id, each);
        }
        await asSystem('test', (tx) =>
          applyFacts(
            tx,
            [...last.values()].map((each) => factFor(once, each)),
          ),
        );
        for (const [i, id] of told.entries()) {
          const [mine, yours] = [
            await native(Profiles).findOne({ _id: id }),
            await native(Profiles).findOne({ _id: once[i]! }),
          ];
          expect(settled(mine)).toEqual(settled(yours));
        }
      },
    ),
    { numRuns: 25 },
  );
});

type Telling = typeof telling extends fc.Arbitrary<infer T> ? T : never;

/** What is known of somebody; of whom nothing is left, the same as of whom nothing ever was. */
const settled = (profile: ProfileDoc | null) =>
  profile && profile.entries.length > 0
    ? {
        entries: [...profile.entries].sort((a, b) => a.d - b.d || (a.k < b.k ? -1 : 1)),
        tags: profile.tags.map(({ id }) => id).sort(),
        layer: profile.layer,
        path: profile.path,
        rfm: profile.rfm,
        value: profile.value,
      }
    : undefined;

/** The same, but for ids of persons inside; maps and dates as plain values. */
const withoutIds = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replace(/psn_[abcd]\d+/g, 'psn')) as unknown;
