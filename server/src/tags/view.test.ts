import { fc } from '@fast-check/jest';
import { DAY_MS } from '@kouyi/shared/rules/time';
import { startWorld, type World } from '../../../test/support/world';
import { asSystem } from '../kernel/command';
import { native } from '../kernel/store';
import { applyFacts, setView } from './apply';
import { countsOf } from './counts';
import type { Fact } from './history';
import { Profiles, Tags } from './model';
import { turnPage } from './rule-book';
import { segmentMembersAmong } from './views';

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

/** The same, but for ids of persons inside; maps and dates as plain values. */
const withoutIds = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replace(/psn_[abcd]\d+/g, 'psn')) as unknown;
