import fc from 'fast-check';
import { shanghaiDay } from '@kouyi/shared/rules/time';
import { participated } from '../../server/src/activities/events';
import { Decisions, type DecisionDoc } from '../../server/src/activities/model';
import { DEFAULT_GROWTH } from '../../server/src/growth/default-rules';
import { Growers, Reached, RulesRows } from '../../server/src/growth/model';
import { type Act, type Contact, countedOf, first, outcomeOf } from '../../server/src/growth/reach-rules';
import { asSystem } from '../../server/src/kernel/command';
import type { DomainEvent } from '../../server/src/kernel/events';
import { native } from '../../server/src/kernel/store';
import { linkVisited } from '../../server/src/products/events';
import { subGroupJoined } from '../../server/src/subgroups/events';
import { lessonPassed } from '../../server/src/training/events';
import { wishGranted } from '../../server/src/wishes/events';
import { startWorld, type World } from '../support/world';

const KOCS = ['k0', 'k1'];
const FRIENDS = ['f0', 'f1', 'f2'];
const DAYS = 40;

const who = fc.constantFrom(...KOCS, ...FRIENDS);
const minute = fc.integer({ min: 0, max: DAYS * 1_440 - 1 });
/** What happens, at a minute of forty days. */
const happening = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('act' as const),
      who,
      ref: fc.constantFrom('x', 'y', 'z'),
      minute,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('visit' as const, 'join' as const),
      who,
      koc: fc.constantFrom(...KOCS),
      minute,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('wish' as const, 'lesson' as const), who, minute }),
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;
const story = fc.array(happening, { minLength: 1, maxLength: 14 });

describe('wherever somebody stands follows from what happened, in whatever order and however often it is told', () => {
  let world: World;
  let start: number;
  beforeAll(async () => {
    world = await startWorld();
    // The story lies in the past: nothing of it is told before it happened.
    start = world.clock.now().getTime() - (DAYS + 1) * 86_400_000;
    const quick = (measure: 'activeDays' | 'shares' | 'activated' | 'wishes') => ({
      conditions: [{ measure, need: 1, windowDays: 30 }],
    });
    await native(RulesRows).insertOne({
      _id: 'rules:1',
      version: 1,
      fromDay: 0,
      rules: {
        ...DEFAULT_GROWTH,
        stages: {
          active: quick('activeDays'),
          sharing: quick('shares'),
          exclusive: quick('activated'),
          koc: quick('wishes'),
        },
        graceDays: 3,
        freshDays: 4,
        activationDays: 6,
        warnDays: 1,
      },
      savedAt: world.clock.now(),
      savedBy: 'test',
    });
  });
  afterAll(() => world.stop());

  const at = (when: number) => new Date(start + when * 60_000);

  /** One happening as the rest of the product tells it, about people of this copy. */
  function eventOf(copy: string, one: Happening, i: number): DomainEvent {
    const personId = `${copy}${one.who}`;
    const id = `${copy}${i}`;
    switch (one.kind) {
      case 'act':
        return participated({
          participations: [
            { id, activityId: one.ref, kind: 'sign_up', title: '', personId, points: 0, at: at(one.minute) },
          ],
        });
      case 'visit':
        return linkVisited({
          visits: [
            { id, personId, code: `${copy}${one.koc}`, kocId: `${copy}${one.koc}`, at: at(one.minute) },
          ],
        });
      case 'join':
        return subGroupJoined({
          joined: [
            {
              id,
              subGroupId: 'sub',
              groupId: 'grp',
              kocId: `${copy}${one.koc}`,
              personId,
              at: at(one.minute),
            },
          ],
        });
      case 'wish':
        return wishGranted({ wishes: [{ wishId: id, personId, at: at(one.minute) }] });
      case 'lesson':
        return lessonPassed({ passes: [{ lessonId: id, title: '', personId, at: at(one.minute) }] });
    }
  }

  /** What counted is in the decisions before anybody hears of it, as it is when the bot commits. */
  async function decide(copy: string, told: readonly Happening[]): Promise<void> {
    const rows = told.flatMap((one, i): DecisionDoc[] =>
      one.kind === 'act'
        ? [
            {
              _id: `${copy}${i}`,
              activityId: one.ref,
              version: 1,
              groupId: 'grp',
              personId: `${copy}${one.who}`,
              name: '',
              at: at(one.minute),
              decidedAt: at(one.minute),
              outcome: 'counted',
              points: 0,
              day: shanghaiDay(at(one.minute)),
            },
          ]
        : [],
    );
    if (rows.length > 0) await native(Decisions).insertMany(rows);
  }

  async function tell(events: readonly DomainEvent[], size: number): Promise<void> {
    for (let from = 0; from < events.length; from += size) {
      for (const event of events.slice(from, from + size))
        await asSystem('test.tell', (tx) => Promise.resolve(tx.emit(event)));
      await world.app.dispatcher.drain();
    }
  }

  /** Everything that is kept about people of a copy, under the names of the story. */
  async function known(copy: string) {
    const strip = (text: string) => text.replaceAll(copy, '');
    const ids = [...KOCS, ...FRIENDS].map((name) => `${copy}${name}`);
    const growers = await native(Growers)
      .find({ _id: { $in: ids } })
      .sort({ _id: 1 })
      .toArray();
    // When tags were told of it last follows from how often it was told, and from nothing else.
    const reached = await native(Reached)
      .find({ _id: { $in: ids } }, { projection: { toldAt: 0 } })
      .sort({ _id: 1 })
      .toArray();
    return JSON.parse(
      strip(
        JSON.stringify({
          growers: growers
            .map(({ _id, history, stage, graduated, dueAt }) => ({
              _id,
              history: sorted(history),
              stage,
              graduated,
              dueAt,
            }))
            .filter(({ history, stage }) => Object.keys(history).length > 0 || stage !== 'none'),
          reached,
        }),
      ),
    ) as {
      growers: { _id: string; history: Record<string, Record<string, number>>; stage: string }[];
      reached: unknown[];
    };
  }

  /** Measures and days in one order; a measure of which nothing is left is none. */
  const sorted = (history: Record<string, Record<string, number> | undefined>) =>
    Object.fromEntries(
      Object.keys(history)
        .sort()
        .flatMap((measure) => {
          const days = Object.entries(history[measure]!).sort(([a], [b]) => Number(a) - Number(b));
          return days.length > 0 ? [[measure, Object.fromEntries(days)]] : [];
        }),
    );

  /** How many somebody activated, by the words of METHOD.md, from the whole story at once. */
  function activatedBy(koc: string, told: readonly Happening[]): number {
    let found = 0;
    for (const friend of [...KOCS, ...FRIENDS]) {
      const contacts = told.flatMap((one): Contact[] =>
        (one.kind === 'visit' || one.kind === 'join') && one.who === friend && one.koc !== friend
          ? [{ personId: friend, kocId: one.koc, at: at(one.minute), way: 'link', ref: '' }]
          : [],
      );
      if (contacts.length === 0) continue;
      const contact = contacts.reduce(first);
      const acts = told.flatMap((one): Act[] =>
        one.kind === 'act' && one.who === friend
          ? [
              {
                kind: 'activity',
                ref: one.ref,
                day: shanghaiDay(at(one.minute)),
                from: at(one.minute),
                to: at(one.minute),
              },
            ]
          : [],
      );
      const outcome = outcomeOf(contact.at, acts, { activationDays: 6, freshDays: 4 });
      if (contact.kocId === koc && countedOf(contact, acts, outcome).activatedDay !== undefined) found += 1;
    }
    return found;
  }

  test('told once in order, or shuffled and repeated: the same, and the same as counted from the whole', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        story,
        fc.array(fc.nat(), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        async (told, picks, size) => {
          run += 1;
          const [once, often] = [`a${run}-`, `b${run}-`];
          const inOrder = told.map((one, i) => ({ one, i })).sort((a, b) => a.one.minute - b.one.minute);
          await decide(once, told);
          await decide(often, told);
          await tell(
            inOrder.map(({ one, i }) => eventOf(once, one, i)),
            3,
          );
          // Every one at least once, in an order that has nothing to do with time.
          const order = [...picks.map((pick) => pick % told.length), ...told.keys()];
          await tell(
            order.map((i) => eventOf(often, told[i]!, i)),
            size,
          );
          const [left, right] = [await known(once), await known(often)];
          expect(right).toEqual(left);
          for (const koc of KOCS) {
            const kept = left.growers.find(({ _id }) => _id === koc)?.history['activated'] ?? {};
            const sum = Object.values(kept).reduce((all, each) => all + each, 0);
            expect(sum).toBe(activatedBy(koc, told));
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 600_000);
});
