import { DAY_MS, shanghaiDay } from '@kouyi/shared/rules/time';
import { FACT_KINDS, type FactKind, type TagCondition } from '@kouyi/shared/types';
import { native } from '../../src/kernel/store';
import { countedAs } from '../../src/tags/counts';
import type { StoredRule } from '../../src/tags/book';
import { derive } from '../../src/tags/derive';
import { emptyHistory, type Fact, withFacts } from '../../src/tags/history';
import {
  Counts,
  Facts,
  type ProfileDoc,
  Profiles,
  RULE_BOOK_ID,
  RuleBooks,
  Segments,
  Tags,
} from '../../src/tags/model';
import { bookFor } from '../../src/tags/rule-book';

/** Kinds of facts that the load never tells of: rules about them should cost it nothing. */
const QUIET: readonly FactKind[] = FACT_KINDS.filter((kind) => kind !== 'participated' && kind !== 'visited');
const CHUNK = 2_000;

/** What the load tells of, in as many rules as `loud`; the others ask for something else. */
export function rulesOf(count: number, loud: number): StoredRule[] {
  return Array.from({ length: count }, (_, i) => ({
    id: i % 4 === 3 ? `seg_${i}` : `tag_${i}`,
    kind: i % 4 === 3 ? ('segment' as const) : ('tag' as const),
    name: `规则 ${i}`,
    condition: i < loud ? loudRule(i) : quietRule(i),
    since: 1,
  }));
}

const loudRule = (i: number): TagCondition => ({
  op: 'and',
  of: [
    {
      op: 'count',
      fact: 'participated',
      measure: i % 2 === 0 ? 'times' : 'days',
      withinDays: 1 + ((i * 7) % 60),
      atLeast: 1 + (i % 5),
    },
    { op: 'not', of: { op: 'count', fact: 'bought', measure: 'sum', atLeast: 1_000_000 } },
  ],
});

const quietRule = (i: number): TagCondition => ({
  op: 'count',
  fact: QUIET[i % QUIET.length]!,
  about: [`thing-${i % 50}`],
  measure: 'times',
  withinDays: 1 + (i % 365),
  atLeast: 1 + (i % 4),
});

export const personId = (i: number): string => `psn_${String(i).padStart(8, '0')}`;

/** Puts rules and people with a past into an empty database. `revision` tells books of several databases apart. */
export async function fill(people: number, rules: readonly StoredRule[], revision: number): Promise<void> {
  const now = new Date();
  await native(RuleBooks).replaceOne({ _id: RULE_BOOK_ID }, { version: 1, revision }, { upsert: true });
  const common = { version: 1, note: '', createdAt: now, updatedAt: now, updatedBy: '压测' };
  const rows = rules.map(({ id: _id, kind, name, condition, since }) => ({
    kind,
    row: { _id, name, condition, since, ...common },
  }));
  const tags = rows
    .filter(({ kind }) => kind === 'tag')
    .map(({ row }) => ({ ...row, kind: 'consumer' as const }));
  const segments = rows.filter(({ kind }) => kind === 'segment').map(({ row }) => row);
  if (tags.length > 0) await native(Tags).insertMany(tags);
  if (segments.length > 0) await native(Segments).insertMany(segments);
  const book = await bookFor();
  const around = { book, now, group: () => undefined };
  const counts = new Map<string, number>();
  for (let from = 0; from < people; from += CHUNK) {
    const profiles: ProfileDoc[] = [];
    const facts: Fact[] = [];
    for (let i = from; i < Math.min(people, from + CHUNK); i += 1) {
      const past = pastOf(i, now);
      facts.push(...past);
      const history = withFacts(emptyHistory(), past, shanghaiDay(now));
      const keys = past.flatMap(({ parts }) => parts.map(({ kind }) => `fact:${kind}`));
      const profile = {
        _id: personId(i),
        ...history,
        ...derive(history, around, undefined, keys),
        shown: true,
      };
      for (const of of countedAs(profile)) counts.set(of, (counts.get(of) ?? 0) + 1);
      profiles.push(profile);
    }
    const options = { ordered: false, ignoreUndefined: true } as const;
    await native(Facts).insertMany(facts, options);
    await native(Profiles).insertMany(profiles, options);
  }
  await native(Counts).insertMany([...counts].map(([of, n]) => ({ _id: `${of}|fill`, of, people: n })));
}

/** A few things that somebody did in the last two months; every tenth bought. */
function pastOf(i: number, now: Date): Fact[] {
  const kinds: FactKind[] = [
    'joined_group',
    'participated',
    'participated',
    i % 10 === 0 ? 'bought' : 'visited',
  ];
  return kinds.map((kind, n) => {
    const at = new Date(now.getTime() - ((i * 13 + n * 17) % 60) * DAY_MS);
    return {
      _id: `past:${i}:${n}`,
      personId: personId(i),
      at,
      stamp: at,
      parts: [
        {
          kind,
          about: kind === 'participated' ? 'check_in' : '',
          times: 1,
          sum: kind === 'bought' ? 9_900 : 5,
        },
        ...(kind === 'joined_group' ? [] : [{ kind: 'activity' as const, about: '', times: 1, sum: 0 }]),
      ],
    };
  });
}
