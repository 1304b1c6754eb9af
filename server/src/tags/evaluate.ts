import type { Range, TagCondition } from '@kouyi/shared/types';
import type { Entry, EntryKind, History } from './history';
import type { LayerState } from './lifecycle';
import type { Rfm, Value } from './value';

/** A group as conditions look at it. */
export interface GroupPlace {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly unitPath: readonly string[];
}

/** Everything that a rule may look at, of one person at one moment. */
export interface Person {
  readonly history: History;
  readonly byKind: ReadonlyMap<EntryKind, readonly Entry[]>;
  /** Shanghai day number. */
  readonly today: number;
  readonly layer: LayerState;
  readonly rfm: Rfm | undefined;
  readonly value: Value;
  /** Ids of the tags and segments that hold now. */
  readonly has: (id: string) => boolean;
  readonly group: (groupId: string) => GroupPlace | undefined;
  /** What a tag, segment or group is called. */
  readonly nameOf: (id: string) => string;
}

/** `due`: the first day after today on which it may turn by the clock alone; absent: never. */
export interface Verdict {
  readonly holds: boolean;
  readonly due?: number;
}

/** Groups entries by kind, once for all rules. */
export function entriesByKind(history: History): Map<EntryKind, Entry[]> {
  const byKind = new Map<EntryKind, Entry[]>();
  for (const entry of history.entries) {
    const had = byKind.get(entry.k);
    if (had) had.push(entry);
    else byKind.set(entry.k, [entry]);
  }
  return byKind;
}

/** What a rule says of a person now. Pure; costs as much as the entries that it mentions. */
export function evaluate(condition: TagCondition, person: Person): Verdict {
  switch (condition.op) {
    case 'and':
      return combine(condition.of, person, false);
    case 'or':
      return combine(condition.of, person, true);
    case 'not': {
      const inner = evaluate(condition.of, person);
      return { ...inner, holds: !inner.holds };
    }
    case 'count':
      return evaluateCount(condition, person);
    case 'ago':
      return evaluateAgo(condition, person);
    case 'score':
      return { holds: scoresOf(condition, person).some((score) => within(score, condition)) };
    case 'result':
      return { holds: resultsOf(condition, person).some((result) => condition.results.includes(result)) };
    case 'layer':
      return { holds: condition.layers.includes(person.layer.layer) };
    case 'rfm':
      return { holds: person.rfm !== undefined && within(person.rfm[condition.part], condition) };
    case 'value':
      return { holds: within(person.value[condition.part], condition) };
    case 'tag':
      return { holds: person.has(condition.tagId) };
    case 'segment':
      return { holds: person.has(condition.segmentId) };
    case 'group':
      return { holds: groupsMatching(condition, person).length > 0 };
  }
}

/** One part that decides alone (`by`) is enough, and then only that part can turn it. */
function combine(parts: readonly TagCondition[], person: Person, by: boolean): Verdict {
  let due: number | undefined;
  for (const part of parts) {
    const verdict = evaluate(part, person);
    if (verdict.holds === by) return verdict;
    due = earlier(due, verdict.due);
  }
  return { holds: !by, ...(due === undefined ? {} : { due }) };
}

/** The earlier of two days; undefined stands for never. */
export const earlier = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);

const within = (value: number, { atLeast, atMost }: Range): boolean =>
  (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost);

type Count = Extract<TagCondition, { op: 'count' }>;
type Ago = Extract<TagCondition, { op: 'ago' }>;

/** Entries that a leaf speaks of: of its kind, about one of its things. */
function mentioned({ fact, about }: Count | Ago, person: Person): readonly Entry[] {
  const entries = person.byKind.get(fact) ?? [];
  if (!about || about.length === 0) return entries;
  return entries.filter(({ a }) => about.some((each) => isAbout(a, each)));
}

/** A bought item is about its category and its product, as `category/product`. */
const isAbout = (a: string, asked: string): boolean =>
  a === asked || a.startsWith(`${asked}/`) || a.endsWith(`/${asked}`);

/** How often, on how many days or how much, in the window that ends today. */
export function measure(condition: Count, person: Person): number {
  const from = condition.withinDays === undefined ? -Infinity : person.today - condition.withinDays + 1;
  const entries = mentioned(condition, person).filter(({ d }) => d >= from);
  return measured(condition.measure, entries);
}

function measured(by: Count['measure'], entries: readonly Entry[]): number {
  if (by === 'times') return entries.reduce((sum, { n }) => sum + n, 0);
  if (by === 'sum') return entries.reduce((sum, { s }) => sum + s, 0);
  const folded = entries.reduce((sum, { days }) => sum + (days ? days - 1 : 0), 0);
  return new Set(entries.filter(({ n }) => n > 0).map(({ d }) => d)).size + folded;
}

function evaluateCount(condition: Count, person: Person): Verdict {
  const holds = within(measure(condition, person), condition);
  if (condition.withinDays === undefined) return { holds };
  // Days leave the window one by one: the first whose leaving changes the answer is when to look again.
  const from = person.today - condition.withinDays + 1;
  const entries = [...mentioned(condition, person)].filter(({ d }) => d >= from).sort((a, b) => a.d - b.d);
  const days = [...new Set(entries.map(({ d }) => d))];
  for (const day of days) {
    const left = entries.filter(({ d }) => d > day);
    if (within(measured(condition.measure, left), condition) !== holds)
      return { holds, due: day + condition.withinDays };
  }
  return { holds };
}

/** Days since it happened last or first; undefined: never. */
export function daysAgo(condition: Ago, person: Person): number | undefined {
  const days = mentioned(condition, person)
    .filter(({ n }) => n > 0)
    .map(({ d, d0 }) => (condition.which === 'last' ? d : (d0 ?? d)));
  if (days.length === 0) return undefined;
  const day = days.reduce((a, b) => (condition.which === 'last' ? Math.max(a, b) : Math.min(a, b)));
  return Math.max(0, person.today - day);
}

function evaluateAgo(condition: Ago, person: Person): Verdict {
  const ago = daysAgo(condition, person);
  if (ago === undefined) return { holds: false };
  const { atLeast, atMost } = condition;
  const holds = within(ago, condition);
  if (atLeast !== undefined && ago < atLeast) return { holds, due: person.today + (atLeast - ago) };
  if (atMost !== undefined && ago <= atMost) return { holds, due: person.today + (atMost - ago) + 1 };
  return { holds };
}

const testsOf = ({ questionnaireId }: { questionnaireId?: string }, { history }: Person) =>
  history.tests.filter((test) => questionnaireId === undefined || test.questionnaireId === questionnaireId);

/** Scores on a dimension, of the questionnaire asked for or of any. */
export const scoresOf = (condition: Extract<TagCondition, { op: 'score' }>, person: Person): number[] =>
  testsOf(condition, person).flatMap(({ scores }) => scores[condition.dimension] ?? []);

/** Result types, of the questionnaire asked for or of any. */
export const resultsOf = (condition: Extract<TagCondition, { op: 'result' }>, person: Person): string[] =>
  testsOf(condition, person).map(({ resultType }) => resultType);

/** Ids of the groups a person is in that a leaf speaks of. */
export const groupsMatching = (
  { groupIds, tags, unitIds }: Extract<TagCondition, { op: 'group' }>,
  person: Person,
): string[] =>
  person.history.groups
    .filter(({ groupId, present }) => {
      if (!present) return false;
      if (groupIds.includes(groupId)) return true;
      const place = person.group(groupId);
      return (
        place !== undefined &&
        (place.tags.some((tag) => tags.includes(tag)) ||
          place.unitPath.some((unit) => unitIds.includes(unit)))
      );
    })
    .map(({ groupId }) => groupId);
