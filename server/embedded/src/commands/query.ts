import { encode, keepFields, pick } from '../bson/codec';
import type { Doc, Value } from '../bson/value';
import {
  BREATH,
  compileFilter,
  compileProjection,
  compileSort,
  keptFields,
  type Env,
  type Matcher,
  type Sorter,
} from '../language';
import { planQuery, type Plan } from '../plan/planner';
import { matches, newStats, Row, type Rows, type ScanStats } from '../plan/scan';
import type { Collection } from '../storage/catalog';
import type { View } from '../storage/view';

/** A find, compiled and planned: the one path for find, count, distinct and explain. */
export interface Query {
  c: Collection | undefined;
  view: View;
  env: Env;
  plan: Plan | undefined;
  matcher: Matcher | undefined;
  sorter: Sorter | undefined;
  /** A row as it goes out. */
  project: (row: Row) => Buffer;
  skip: number;
  /** Undefined means no limit. */
  limit: number | undefined;
  stats: ScanStats;
}

/** What a query asks. */
export interface QuerySpec {
  ns: string;
  filter: Doc;
  sort?: Doc | undefined;
  hint?: Value | undefined;
  projection?: Doc | undefined;
  skip?: number | undefined;
  limit?: number | undefined;
}

/** Compiles and plans. */
export function prepareQuery(view: View, env: Env, spec: QuerySpec): Query {
  const c = view.collection(spec.ns);
  const natural = spec.sort?.has('$natural') ? spec.sort.get('$natural') : undefined;
  const hint = natural === undefined ? spec.hint : new Map<string, Value>([['$natural', natural]]);
  const sorter =
    spec.sort && spec.sort.size > 0 && natural === undefined ? compileSort(spec.sort, env) : undefined;
  // Compiled even when there is nothing to match: a mistake must be told on an empty collection, too.
  const matcher = compileFilter(spec.filter, env);
  return {
    c,
    view,
    env,
    plan:
      c &&
      planQuery(view, c, {
        filter: spec.filter,
        sort: sorter?.paths,
        hint,
        collated: env.collation !== undefined,
      }),
    matcher: spec.filter.size > 0 ? matcher : undefined,
    sorter,
    project: projectorOf(spec.projection, env, matcher),
    skip: spec.skip ?? 0,
    limit: spec.limit,
    stats: newStats(),
  };
}

/** Without a projection the stored bytes go out as they are, and with a plain one the fields of it. */
function projectorOf(spec: Doc | undefined, env: Env, matcher: Matcher): (row: Row) => Buffer {
  if (!spec || spec.size === 0) return (row) => row.bytes;
  const kept = keptFields(spec, env);
  if (kept) return (row) => keepFields(row.bytes, kept);
  const projection = compileProjection(spec, env, matcher);
  return (row) => encode(projection(row.doc));
}

/** The rows of a query: matched, sorted, skipped, limited. */
export function* rowsOf(q: Query): Rows {
  if (!q.c || !q.plan) return;
  const found = matches(q.view, q.c, q.plan, q.matcher, q.env.budget, q.stats);
  const needsSort = q.sorter !== undefined && !q.plan.sorted;
  const rows = needsSort
    ? sorted(found, q.sorter!, q.limit === undefined ? undefined : q.skip + q.limit, q.env)
    : found;
  let skip = q.skip;
  let left = q.limit ?? Infinity;
  if (left <= 0) return;
  for (const row of rows) {
    if (row === BREATH) {
      yield row;
    } else if (skip > 0) {
      skip--;
    } else {
      yield row;
      if (--left <= 0) return;
    }
  }
}

/** Encoded results. */
export function* bytesOf(q: Query): Generator<Buffer | typeof BREATH> {
  for (const row of rowsOf(q)) yield row === BREATH ? row : q.project(row);
}

interface Sortable {
  row: Row;
  keys: Doc;
  order: number;
}

/** Sorts in memory; with `keep`, never holds more than twice that many. */
function* sorted(rows: Rows, sorter: Sorter, keep: number | undefined, env: Env): Rows {
  const fields = new Set(sorter.paths.map((p) => p.path.split('.')[0]!));
  const byKeys = (a: Sortable, b: Sortable) => sorter.compare(a.keys, b.keys) || a.order - b.order;
  let held: Sortable[] = [];
  let order = 0;
  let charged = 0;
  for (const row of rows) {
    if (row === BREATH) {
      yield row;
      continue;
    }
    const size = row.bytes.length * 2 + 200;
    env.budget.charge(size);
    charged += size;
    // Only what the sort looks at is decoded and kept beside the bytes.
    held.push({
      row: new Row(row.id, row.bytes),
      keys: fields.size > 0 ? pick(row.bytes, fields) : new Map<string, Value>(),
      order: order++,
    });
    if (keep !== undefined && held.length >= 2 * keep + 1000) {
      held.sort(byKeys);
      held = held.slice(0, keep);
      env.budget.release(charged);
      charged = held.reduce((n, s) => n + s.row.bytes.length * 2 + 200, 0);
      env.budget.charge(charged);
    }
  }
  held.sort(byKeys);
  for (const s of held) yield s.row;
  env.budget.release(charged);
}
