import { shanghaiDay } from '@kouyi/shared/rules/time';
import type { FactKind } from '@kouyi/shared/types';

/**
 * What a fact adds up to: kinds that rules may ask for, and some that only layer and value are made of: `margin` and
 * `reward` in fen; `activity` marks a day on which somebody did something themself; `koc` that they became one
 * (sum above 0) or ceased to be.
 */
export type EntryKind = FactKind | 'margin' | 'reward' | 'activity' | 'koc';

/** One contribution of a fact: so many times, so much together. */
export interface Part {
  readonly kind: EntryKind;
  /** What it was about (an activity's kind, a box, a category …); '' when there is nothing to say. */
  readonly about: string;
  readonly times: number;
  /** In the unit of the kind; may be negative. */
  readonly sum: number;
}

/** A result of a test. */
export interface TestResult {
  readonly questionnaireId: string;
  readonly resultType: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** What a source says a person is tagged with, from now on: it replaces all that the same source said before. */
export interface GivenTags {
  /** Who says it, e.g. `intake:qst_1` or `staff:tag_2`. */
  readonly source: string;
  /** The source in Chinese, as the console shows it. */
  readonly by: string;
  readonly tagIds: readonly string[];
  readonly reason: string;
  readonly expiresAt?: Date;
}

/**
 * Something that happened to a person, once by its id. Told again with a later `stamp` it replaces what was told
 * before (an order that was partly refunded meanwhile); told again with the same or an earlier one it says nothing.
 */
export interface Fact {
  readonly _id: string;
  readonly personId: string;
  readonly at: Date;
  readonly stamp: Date;
  readonly parts: readonly Part[];
  readonly test?: TestResult;
  readonly given?: GivenTags;
  /** Whether they are in a group from then on. */
  readonly membership?: { readonly groupId: string; readonly present: boolean };
  /** One Chinese line for the timeline; absent: nothing to show. */
  readonly title?: string;
  /** Where it happened, so that staff of a branch see only their own groups. */
  readonly groupId?: string;
}

/** All of one kind about one thing on one Shanghai day. */
export interface Entry {
  k: EntryKind;
  a: string;
  d: number;
  n: number;
  s: number;
  /** Set where older days were folded into one: the first of them, and how many different days there were. */
  d0?: number;
  days?: number;
}

type Latest<T> = T & { id: string; at: Date };

/** Everything that rules look at, kept small: sums by day, latest tests, the latest word of each source and group. */
export interface History {
  entries: Entry[];
  tests: Latest<TestResult>[];
  given: Latest<GivenTags>[];
  groups: Latest<{ groupId: string; present: boolean }>[];
}

/** Of somebody of whom nothing is known yet. */
export const emptyHistory = (): History => ({ entries: [], tests: [], given: [], groups: [] });

/** Windows reach back at most 365 days, so what is older than this may be one entry. */
const FOLD_DAYS = 400;
/** Histories below this many entries are kept day by day. */
const FOLD_BEYOND = 600;

/** The history with more facts in it. Neither the order of facts nor how they are batched matters. */
export function withFacts(history: History, facts: readonly Fact[], today: number): History {
  if (facts.length === 0) return history;
  const byKey = new Map(history.entries.map((entry) => [keyOf(entry.k, entry.a, entry.d), entry]));
  for (const fact of facts) {
    const d = Math.min(shanghaiDay(fact.at), shanghaiDay(fact.stamp));
    for (const { kind, about, times, sum } of fact.parts) {
      const key = keyOf(kind, about, d);
      const had = byKey.get(key) ?? { k: kind, a: about, d, n: 0, s: 0 };
      byKey.set(key, { ...had, n: had.n + times, s: had.s + sum });
    }
  }
  const entries = [...byKey.values()].filter(({ n, s }) => n !== 0 || s !== 0);
  return {
    entries: entries.length > FOLD_BEYOND ? folded(entries, today) : entries,
    tests: latest(
      history.tests,
      facts.flatMap((fact) => (fact.test ? [{ ...fact.test, id: fact._id, at: fact.at }] : [])),
      (test) => test.questionnaireId,
    ),
    given: latest(
      history.given,
      facts.flatMap((fact) => (fact.given ? [{ ...fact.given, id: fact._id, at: fact.at }] : [])),
      (given) => given.source,
    ),
    groups: latest(
      history.groups,
      facts.flatMap((fact) => (fact.membership ? [{ ...fact.membership, id: fact._id, at: fact.at }] : [])),
      (group) => group.groupId,
    ),
  };
}

/** Several identities seen as one person. */
export const joined = (histories: readonly History[]): History => ({
  entries: sumEntries(histories.flatMap(({ entries }) => entries)),
  tests: latest(
    [],
    histories.flatMap(({ tests }) => tests),
    (test) => test.questionnaireId,
  ),
  // Two identities may have been told different things by one source: both hold.
  given: histories.flatMap(({ given }) => given),
  // Who is in a group with either identity is in it.
  groups: histories.flatMap(({ groups }) => groups),
});

const keyOf = (kind: EntryKind, about: string, day: number): string => `${kind}|${day}|${about}`;

function sumEntries(entries: readonly Entry[]): Entry[] {
  const byKey = new Map<string, Entry>();
  for (const entry of entries) {
    const key = `${keyOf(entry.k, entry.a, entry.d)}|${entry.d0 ?? ''}`;
    const had = byKey.get(key);
    byKey.set(key, had ? { ...had, n: had.n + entry.n, s: had.s + entry.s } : entry);
  }
  return [...byKey.values()];
}

/** Of each key the latest by time; at the same moment the greater id, so that every order of arrival ends the same. */
function latest<T extends { id: string; at: Date }>(
  known: readonly T[],
  more: readonly T[],
  keyOfOne: (one: T) => string,
): T[] {
  if (more.length === 0) return [...known];
  const byKey = new Map(known.map((one) => [keyOfOne(one), one]));
  for (const one of more) {
    const had = byKey.get(keyOfOne(one));
    const difference = had ? one.at.getTime() - had.at.getTime() : 1;
    if (!had || difference > 0 || (difference === 0 && one.id > had.id)) byKey.set(keyOfOne(one), one);
  }
  return [...byKey.values()];
}

/** No window reaches the oldest days any more: of each kind and thing they become one entry. */
function folded(entries: readonly Entry[], today: number): Entry[] {
  const old = new Map<string, Entry>();
  const kept: Entry[] = [];
  for (const entry of entries) {
    if (entry.d > today - FOLD_DAYS) {
      kept.push(entry);
      continue;
    }
    const key = `${entry.k}|${entry.a}`;
    const had = old.get(key);
    old.set(key, had ? foldTwo(had, entry) : entry);
  }
  return [...old.values(), ...kept];
}

const foldTwo = (a: Entry, b: Entry): Entry => ({
  k: a.k,
  a: a.a,
  d: Math.max(a.d, b.d),
  d0: Math.min(a.d0 ?? a.d, b.d0 ?? b.d),
  n: a.n + b.n,
  s: a.s + b.s,
  days: (a.days ?? 1) + (b.days ?? 1),
});
