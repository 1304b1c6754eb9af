import type { Doc } from '../bson/value';
import { equalValues } from '../bson/compare';
import { isDoc, type Maybe, type Value } from '../bson/value';
import { ObjectId } from 'bson';
import { badValue } from '../errors';
import { after, idKey } from '../storage/keys';
import type { Collection, Index } from '../storage/catalog';
import type { View } from '../storage/view';
import { accessOf, sortDirection, type Access } from './access';
import { conditionsOf, type Conditions, type Predicate } from './predicates';

/** How a query will be answered. */
export interface Plan {
  kind: 'IDHACK' | 'IXSCAN' | 'COLLSCAN' | 'OR';
  access: Access;
  /** For OR: one plan for each alternative. */
  branches: Plan[];
  /** Read backwards. */
  reverse: boolean;
  /** The order asked for comes from the scan itself. */
  sorted: boolean;
  /** The keys alone say what matches: counting needs no documents. */
  covered: boolean;
}

/** What the planner is asked. */
export interface Question {
  filter: Doc;
  sort?: readonly { path: string; direction: 1 | -1 }[] | undefined;
  hint?: Value | undefined;
  /** Strings compare by other rules than the index's bytes. */
  collated?: boolean;
}

/** Chooses a plan. Any plan gives the same documents: the matcher sees every candidate of one that is not covered. */
export function planQuery(view: View, c: Collection, q: Question): Plan {
  const ids = q.hint === undefined && !q.collated ? idsOf(q.filter) : undefined;
  if (ids && (ids.length <= 1 || !q.sort?.length)) return planOfIds(ids, q.filter.size === 1);
  const conditions = conditionsOf(q.filter);
  if (q.collated) conditions.predicates = conditions.predicates.filter((p) => !mayHoldText(p));
  const usable = q.hint === undefined || isNaturalHint(q.hint) ? undefined : hinted(view, c, q.hint);
  if (q.hint !== undefined && usable === undefined) {
    const reverse = isDoc(q.hint) && Number(q.hint.get('$natural')) < 0;
    return { ...whole(c, reverse), sorted: (q.sort?.length ?? 0) === 0 };
  }
  const candidates = candidatesOf(view, c, conditions, q, usable);
  if (usable) return candidates[0] ?? choose(view, c, candidatesOf(view, c, conditions, q, undefined));
  const best = choose(view, c, candidates);
  if (best.access.bounded > 0) return best;
  return orPlan(view, c, q, conditions) ?? best;
}

/** The keys that a filter asks for by plain `_id`s, in order; nothing beats fetching by id, so no more is looked at. */
function idsOf(filter: Doc): Buffer[] | undefined {
  const asked = filter.get('_id');
  if (isPlainId(asked)) return [idKey(asked)];
  const list = isDoc(asked) && asked.size === 1 ? asked.get('$in') : undefined;
  if (!Array.isArray(list) || !list.every(isPlainId)) return undefined;
  const keys = list.map(idKey).sort((a, b) => a.compare(b));
  return keys.filter((key, i) => i === 0 || !key.equals(keys[i - 1]!));
}

/** Kinds that only equal themselves, whichever way they are asked for. */
const isPlainId = (id: Maybe): id is string | number | ObjectId =>
  typeof id === 'string' || typeof id === 'number' || id instanceof ObjectId;

const planOfIds = (ids: Buffer[], covered: boolean): Plan => ({
  kind: 'IDHACK',
  access: {
    index: undefined,
    ids,
    fixed: ids.length === 1 ? 1 : 0,
    bounded: 1,
    exact: true,
    used: new Set(),
    get ranges() {
      return ids.map((id) => ({ from: id, to: after(id) }));
    },
  },
  branches: [],
  reverse: false,
  sorted: true,
  covered,
});

/** Every way through the documents or an index that the filter and the sort could use. */
function candidatesOf(
  view: View,
  c: Collection,
  conditions: Conditions,
  q: Question,
  only: (Index | '_id_')[] | undefined,
): Plan[] {
  const sort = q.sort ?? [];
  const out: Plan[] = [];
  const consider = (index: Index | undefined): void => {
    const access = accessOf(c, index, conditions.predicates);
    const direction = q.collated ? 0 : sortDirection(c, access, sort);
    const sorted = sort.length === 0 || direction !== 0;
    const exact =
      conditions.complete &&
      access.exact &&
      conditions.predicates.every((p) => access.used.has(p)) &&
      !q.collated;
    const allBounded = access.bounded === new Set(conditions.predicates.map((p) => p.path)).size;
    out.push({
      kind: index ? 'IXSCAN' : access.ids ? 'IDHACK' : access.bounded > 0 || only ? 'IXSCAN' : 'COLLSCAN',
      access,
      branches: [],
      reverse: sort.length > 0 && direction === -1,
      sorted: sorted || (access.ids?.length ?? 2) <= 1,
      covered: exact && allBounded && !(index?.sparse && access.bounded === 0),
    });
  };
  for (const item of only ?? (['_id_', ...view.indexes(c)] as (Index | '_id_')[])) {
    if (item === '_id_') {
      consider(undefined);
      // Nothing beats fetching by id.
      if (out[0]!.access.ids && !only) break;
    } else if ((only || !item.hidden) && complete(item, conditions)) consider(item);
  }
  return out;
}

const whole = (c: Collection, reverse: boolean): Plan => ({
  kind: 'COLLSCAN',
  access: accessOf(c, undefined, []),
  branches: [],
  reverse,
  sorted: false,
  covered: false,
});

/** Whether the index holds every document that can match. */
function complete(index: Index, conditions: Conditions): boolean {
  if (index.sparse && !index.paths.some((path) => isPresent(path, conditions))) return false;
  return !index.partial || implies(conditions, index.partial);
}

const isPresent = (path: string, conditions: Conditions): boolean =>
  conditions.present.has(path) || conditions.predicates.some((p) => p.path === path && p.excludesMissing);

/** Whether every document that meets the conditions also meets a partial index's filter. */
function implies(conditions: Conditions, partial: Doc): boolean {
  const wanted = conditionsOf(partial);
  if (wanted.ors.length > 0) return false;
  for (const path of wanted.present) if (!isPresent(path, conditions)) return false;
  const understood = wanted.predicates.length + wanted.present.size;
  if (understood < countTerms(partial)) return false;
  return wanted.predicates.every((w) => {
    if (!w.exact) return false;
    return conditions.predicates.some((have) => have.path === w.path && inside(have, w));
  });
}

const inside = (have: Predicate, wanted: Predicate): boolean =>
  have.intervals.every((x) =>
    wanted.intervals.some((y) => y.from.compare(x.from) <= 0 && y.to.compare(x.to) >= 0),
  );

function countTerms(filter: Doc): number {
  let n = 0;
  for (const [name, value] of filter) {
    if (name === '$and' && Array.isArray(value))
      n += value.reduce<number>((s, v) => s + (isDoc(v) ? countTerms(v) : 1), 0);
    else if (isDoc(value) && [...value.keys()].some((k) => k.startsWith('$'))) n += value.size;
    else n += 1;
  }
  return n;
}

function choose(view: View, c: Collection, candidates: readonly Plan[]): Plan {
  const ranked = [...candidates].sort((a, b) => score(b) - score(a));
  const [first, second] = ranked as [Plan, Plan | undefined];
  if (!second || score(first) >= 100 || second.access.bounded === 0) return first;
  // Two indexes fit: look how much each would have to read.
  const trial = ranked.filter((p) => p.access.bounded > 0).slice(0, 4);
  const costs = trial.map((p) => estimate(view, c, p));
  const least = Math.min(...costs);
  return trial[costs.indexOf(least)]!;
}

function score(p: Plan): number {
  const { access } = p;
  if (access.ids) return 1000;
  let points = access.fixed * 10 + (access.bounded - access.fixed) * 5 + (p.sorted ? 4 : 0);
  if (access.index?.unique && access.fixed === access.index.paths.length) points += 100;
  if (access.bounded === 0 && access.index && !p.sorted) points -= 10;
  // Without bounds, an index in the right order beats sorting everything; the documents beat an index without use.
  if (access.bounded === 0 && access.index) points -= 1;
  return points;
}

const TRIAL_KEYS = 200;

function estimate(view: View, c: Collection, p: Plan): number {
  let n = 0;
  const { index } = p.access;
  outer: for (const range of p.access.ranges) {
    const entries = index ? view.scanIndex(c, index, range, false) : view.scan(c, range, false);
    for (const _ of entries) if (++n >= TRIAL_KEYS) break outer;
  }
  // A tie on the number of keys falls to the better score.
  return n * (p.sorted ? 1 : 1.5) - score(p) / 1000;
}

function orPlan(view: View, c: Collection, q: Question, conditions: Conditions): Plan | undefined {
  for (const alternatives of conditions.ors) {
    if (alternatives.length === 0 || alternatives.length > 64) continue;
    const branches = alternatives.map((filter) =>
      planQuery(view, c, { filter, collated: q.collated ?? false }),
    );
    if (branches.every((b) => b.access.bounded > 0 || b.kind === 'OR')) {
      return { ...whole(c, false), kind: 'OR', branches, sorted: (q.sort?.length ?? 0) === 0 };
    }
  }
  return undefined;
}

const isNaturalHint = (hint: Value): boolean => isDoc(hint) && hint.has('$natural');

function hinted(view: View, c: Collection, hint: Value): (Index | '_id_')[] {
  if (typeof hint === 'string') {
    if (hint === '_id_') return ['_id_'];
    const byName = view.indexes(c).filter((i) => i.name === hint);
    if (byName.length > 0) return byName;
  } else if (isDoc(hint)) {
    if (hint.size === 1 && hint.has('_id')) return ['_id_'];
    const byKey = view.indexes(c).filter((i) => sameKey(i.spec.get('key') as Doc, hint));
    if (byKey.length > 0) return byKey;
  }
  throw badValue(
    'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
  );
}

/** Whether two key patterns are the same, order of fields included. */
export function sameKey(a: Doc, b: Doc): boolean {
  const left = [...a];
  const right = [...b];
  return (
    left.length === right.length &&
    left.every(([k, v], i) => right[i]![0] === k && equalValues(v, right[i]![1]))
  );
}

/** Text kinds lie at 0x20; documents and arrays may hold text. */
function mayHoldText(p: Predicate): boolean {
  return p.intervals.some((i) => {
    const kind = i.from[0]!;
    return kind >= 0x20 && kind < 0x38;
  });
}
