import { fc, test as property } from '@fast-check/jest';
import { DAY_MS } from '@kouyi/shared/rules/time';
import type { FactKind, Layer, Range, TagCondition } from '@kouyi/shared/types';
import type { Book, StoredRule } from './book';
import { type Derived, derive, type Surroundings } from './derive';
import { emptyHistory, type Fact, type History, joined, withFacts } from './history';
import { layers } from './lifecycle';
import { bookOf } from './rule-book';

const BEGIN = Date.UTC(2036, 0, 5, 4);
const at = (day: number) => new Date(BEGIN + day * DAY_MS);
const KINDS: FactKind[] = ['participated', 'bought', 'tested', 'visited', 'joined_group'];

const range: fc.Arbitrary<Range> = fc.oneof(
  fc.record({ atLeast: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ atMost: fc.integer({ min: 0, max: 4 }) }),
);
const fact = fc.constantFrom(...KINDS);
const about = fc.constantFrom<string[] | undefined>(undefined, ['a'], ['a', 'b']);
const leaf: fc.Arbitrary<TagCondition> = fc.oneof(
  fc
    .tuple(
      fact,
      about,
      fc.constantFrom(undefined, 3, 10, 40),
      fc.constantFrom<'times' | 'days' | 'sum'>('times', 'days', 'sum'),
      range,
    )
    .map(([kind, things, withinDays, measure, bounds]): TagCondition => ({
      op: 'count',
      fact: kind,
      measure,
      ...(things ? { about: things } : {}),
      ...(withinDays ? { withinDays } : {}),
      ...bounds,
    })),
  fc
    .tuple(fact, fc.constantFrom<'last' | 'first'>('last', 'first'), range)
    .map(([kind, which, bounds]): TagCondition => ({ op: 'ago', fact: kind, which, ...bounds })),
  range.map((bounds): TagCondition => ({ op: 'score', dimension: '干', ...bounds })),
  fc.constant<TagCondition>({ op: 'result', results: ['R1'] }),
  fc
    .constantFrom<Layer>('aware', 'trusting', 'buying', 'asleep', 'lost')
    .map((layer): TagCondition => ({ op: 'layer', layers: [layer] })),
  range.map((bounds): TagCondition => ({ op: 'rfm', part: 'recency', ...bounds })),
  range.map((bounds): TagCondition => ({ op: 'value', part: 'quality', ...bounds })),
  fc.constant<TagCondition>({ op: 'group', groupIds: ['g1'], tags: ['咖啡'], unitIds: [] }),
  fc.constantFrom('m1', 'm2').map((tagId): TagCondition => ({ op: 'tag', tagId })),
);
const tree = fc.letrec<{ node: TagCondition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    leaf,
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((of) => ({ op: 'and' as const, of })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((of) => ({ op: 'or' as const, of })),
    tie('node').map((of) => ({ op: 'not' as const, of })),
  ),
})).node;

/** Rules of which later ones may ask for earlier ones. */
const rules: fc.Arbitrary<StoredRule[]> = fc
  .array(fc.tuple(tree, fc.option(fc.nat(20)), fc.boolean()), { minLength: 1, maxLength: 8 })
  .map((list) =>
    list.map(([condition, asks, isTag], i) => {
      const other = asks === null || i === 0 ? undefined : asks % i;
      const ask: TagCondition | undefined =
        other === undefined
          ? undefined
          : list[other]![2]
            ? { op: 'tag', tagId: `r${other}t` }
            : { op: 'segment', segmentId: `r${other}s` };
      return {
        id: `r${i}${isTag ? 't' : 's'}`,
        kind: isTag ? ('tag' as const) : ('segment' as const),
        name: `规则${i}`,
        condition: ask ? { op: 'or' as const, of: [condition, { op: 'not' as const, of: ask }] } : condition,
        since: 1,
      };
    }),
  );

const anyFact: fc.Arbitrary<Fact> = fc
  .record({
    id: fc.nat(40),
    day: fc.nat(60),
    kind: fact,
    thing: fc.constantFrom('a', 'b', ''),
    more: fc.nat(6),
    sum: fc.nat(3),
  })
  .map(({ id, day, kind, thing, more, sum }) => ({
    // The same id is the same fact: everything follows from it.
    _id: `f${id}`,
    personId: 'p',
    at: at(day),
    stamp: at(day),
    parts: [
      { kind, about: thing, times: 1, sum },
      { kind: 'activity' as const, about: '', times: 1, sum: 0 },
    ],
    ...(more === 1 ? { test: { questionnaireId: 'q', resultType: `R${sum}`, scores: { 干: sum } } } : {}),
    ...(more === 2 ? { membership: { groupId: 'g1', present: sum !== 0 } } : {}),
    ...(more === 3
      ? {
          given: {
            source: 's',
            by: '店长',
            tagIds: sum === 0 ? [] : [`m${sum}`],
            reason: '',
            ...(sum === 1 ? { expiresAt: at(day + 7) } : {}),
          },
        }
      : {}),
  }));

const names = new Map(['m1', 'm2'].map((id) => [id, id]));
const around = (book: Book, now: Date): Surroundings => ({
  book,
  now,
  group: (id) => ({ id, name: id, tags: id === 'g1' ? ['咖啡'] : [], unitPath: [] }),
});

/** Asking everything, as if nothing had been known before. */
const fromScratch = (history: History, book: Book, now: Date): Derived =>
  derive(history, around(book, now), { ...book.blank, book: -1, tags: [], segments: [], due: {} }, []);

/** What must be the same however it was worked out: who has what, and when to look again. */
const essence = ({ tags, segments, layer, path, rfm, value, due, dueAt }: Derived) => ({
  tags: tags.map(({ id, given }) => `${id}${given ? '*' : ''}`).sort(),
  segments: segments.map(({ id }) => id).sort(),
  layer,
  path,
  rfm,
  value,
  due: Object.fromEntries(Object.entries(due).sort(([a], [b]) => (a < b ? -1 : 1))),
  dueAt,
});

const keysOf = (facts: readonly Fact[]) =>
  new Set([
    ...facts.flatMap(({ parts }) => parts.map(({ kind }) => `fact:${kind}`)),
    ...(facts.some(({ test }) => test) ? ['test'] : []),
    ...(facts.some(({ membership }) => membership) ? ['group'] : []),
  ]);

/** Lives through batches of facts, each after so many days; looks again whenever a day has come. */
function live(
  steps: readonly { days: number; facts: Fact[] }[],
  books: readonly Book[],
): { history: History; derived: Derived | undefined; now: Date; seen: Fact[] } {
  let day = 30;
  let history = emptyHistory();
  let derived: Derived | undefined;
  const seen = new Map<string, Fact>();
  for (const [i, step] of steps.entries()) {
    const book = books[Math.min(books.length - 1, Math.floor((i * books.length) / steps.length))]!;
    for (let left = step.days; left > 0; left -= 1) {
      day += 1;
      while (derived?.dueAt && derived.dueAt <= at(day))
        derived = derive(history, around(book, at(day)), derived, []);
    }
    // What lies in the future has not been told yet.
    const fresh = step.facts.filter((one) => !seen.has(one._id) && one.at <= at(day));
    const once = [...new Map(fresh.map((one) => [one._id, one])).values()];
    for (const one of once) seen.set(one._id, one);
    history = withFacts(history, once, Math.floor(at(day).getTime() / DAY_MS));
    derived = derive(history, around(book, at(day)), derived, keysOf(once));
  }
  return { history, derived, now: at(day), seen: [...seen.values()] };
}

const steps = fc.array(fc.record({ days: fc.nat(25), facts: fc.array(anyFact, { maxLength: 6 }) }), {
  minLength: 1,
  maxLength: 12,
});

describe('asking only the rules that mention what changed', () => {
  property.prop([rules, steps], { numRuns: 400 })(
    'gives the same as asking all of them, with late and repeated facts and the clock going on',
    (some, moves) => {
      const book = bookOf(some, 1, names);
      const { history, derived, now } = live(moves, [book]);
      expect(essence(derived!)).toEqual(essence(fromScratch(history, book, now)));
    },
  );

  property.prop([rules, rules, steps], { numRuns: 200 })(
    'holds when rules change on the way, come or go',
    (before, after, moves) => {
      const first = bookOf(before, 1, names);
      // The last of the old ones goes, the others stay, and some of the same kind have another condition now.
      const stay = before.slice(0, -1);
      const changed = after.map((rule) => ({ ...rule, since: 2 }));
      const kept = stay.filter(({ id }) => !changed.some((rule) => rule.id === id));
      const second = bookOf([...kept, ...changed], 2, names);
      const { history, derived, now } = live(moves, [first, second]);
      const last = derive(history, around(second, now), derived, []);
      expect(essence(last)).toEqual(essence(fromScratch(history, second, now)));
    },
  );

  property.prop([rules, fc.array(anyFact, { maxLength: 20 }), fc.infiniteStream(fc.nat())])(
    'does not depend on the order of facts or how they are batched',
    (some, facts, dice) => {
      const once = [...new Map(facts.map((one) => [one._id, one])).values()];
      const mixed = once
        .map((one) => ({ one, key: dice.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      const book = bookOf(some, 1, names);
      const today = Math.floor(at(60).getTime() / DAY_MS);
      const whole = withFacts(emptyHistory(), once, today);
      const bit = mixed.reduce((history, one) => withFacts(history, [one], today), emptyHistory());
      expect(essence(fromScratch(bit, book, at(60)))).toEqual(essence(fromScratch(whole, book, at(60))));
    },
  );

  property.prop([rules, steps, steps], { numRuns: 200 })(
    'holds for two identities seen as one',
    (some, mine, yours) => {
      const book = bookOf(some, 1, names);
      const [a, b] = [live(mine, [book]), live(yours, [book])];
      const now = a.now > b.now ? a.now : b.now;
      const together = joined([a.history, b.history]);
      const view = derive(together, around(book, now), undefined, [
        ...keysOf([...a.seen, ...b.seen]),
        'test',
        'group',
      ]);
      expect(essence(view)).toEqual(essence(fromScratch(together, book, now)));
    },
  );
});

property.prop([steps])('every move through the layers is one that the table allows', (moves) => {
  const book = bookOf([], 1, names);
  const { derived } = live(moves, [book]);
  let layer: Parameters<typeof layers.mayMove>[0] = 'stranger';
  for (const move of derived!.path) {
    expect(layers.mayMove(layer, move.layer)).toBe(true);
    layer = move.layer;
  }
  expect(derived!.layer).toBe(layer);
});
