import { decode, pick } from '../bson/codec';
import type { Doc } from '../bson/value';
import { BREATH, type Budget, type Matcher } from '../language';
import type { Collection } from '../storage/catalog';
import type { View } from '../storage/view';
import type { Plan } from './planner';

/** A document on its way to the client; decoded only when somebody asks. */
export class Row {
  private decoded: Doc | undefined;
  constructor(
    readonly id: Buffer,
    readonly bytes: Buffer,
  ) {}

  get doc(): Doc {
    return (this.decoded ??= decode(this.bytes));
  }

  /** Whether a matcher takes it: only what the matcher looks at is decoded. */
  passes(matcher: Matcher): boolean {
    const { reads } = matcher;
    return matcher.test(this.decoded ?? (reads ? pick(this.bytes, reads) : this.doc));
  }
}

/** Rows, and breaths in between. */
export type Rows = Iterable<Row | typeof BREATH>;

/** What a scan has done, for explain. */
export interface ScanStats {
  keys: number;
  docs: number;
  returned: number;
}

export const newStats = (): ScanStats => ({ keys: 0, docs: 0, returned: 0 });

const BREATH_DOCS = 128;
const BREATH_MS = 4;

/** Says when long work should let others in. */
class Pace {
  private n = 0;
  private since = performance.now();

  /** True every so many documents or milliseconds. */
  due(): boolean {
    if (++this.n < BREATH_DOCS && ((this.n & 15) !== 0 || performance.now() - this.since < BREATH_MS))
      return false;
    this.n = 0;
    this.since = performance.now();
    return true;
  }
}

/** The documents that match, in the plan's order. `matcher` undefined lets every candidate through. */
export function* matches(
  view: View,
  c: Collection,
  plan: Plan,
  matcher: Matcher | undefined,
  budget: Budget,
  stats: ScanStats = newStats(),
): Rows {
  const pace = new Pace();
  // Where the keys alone say what matches, looking again would only decode every document.
  const check = plan.covered ? undefined : matcher;
  for (const row of candidates(view, c, plan, stats, budget)) {
    budget.tick();
    if (row !== BREATH && (!check || row.passes(check))) {
      stats.returned++;
      yield row;
    }
    if (pace.due()) yield BREATH;
  }
}

function* candidates(view: View, c: Collection, plan: Plan, stats: ScanStats, budget: Budget): Rows {
  if (plan.kind === 'OR') {
    const seen = new Seen(budget);
    for (const branch of plan.branches) {
      for (const row of candidates(view, c, branch, stats, budget)) {
        if (row === BREATH || seen.isNew(row.id)) yield row;
      }
    }
    return;
  }
  const { access } = plan;
  if (access.ids) {
    for (const id of plan.reverse ? [...access.ids].reverse() : access.ids) {
      stats.keys++;
      const bytes = view.get(c, id);
      if (!bytes) continue;
      stats.docs++;
      yield new Row(id, bytes);
    }
    return;
  }
  const ranges = plan.reverse ? [...access.ranges].reverse() : access.ranges;
  const { index } = access;
  if (!index) {
    for (const range of ranges) {
      for (const entry of view.scan(c, range, plan.reverse)) {
        stats.docs++;
        if (plan.kind === 'IXSCAN') stats.keys++;
        yield new Row(entry.id, entry.bytes);
      }
    }
    return;
  }
  const seen = index.arrays !== 0 ? new Seen(budget) : undefined;
  for (const range of ranges) {
    for (const entry of view.scanIndex(c, index, range, plan.reverse)) {
      stats.keys++;
      if (seen && !seen.isNew(entry.id)) {
        yield BREATH;
        continue;
      }
      const bytes = view.get(c, entry.id);
      if (!bytes) continue;
      stats.docs++;
      yield new Row(entry.id, bytes);
    }
  }
}

/** Keys alone: how many entries a covered plan has. */
export function* countKeys(view: View, c: Collection, plan: Plan, stats: ScanStats): Iterable<typeof BREATH> {
  const pace = new Pace();
  const { index, ranges } = plan.access;
  for (const range of ranges) {
    const entries: Iterable<unknown> = index
      ? view.scanIndex(c, index, range, false)
      : view.scan(c, range, false);
    for (const _ of entries) {
      stats.keys++;
      if (pace.due()) yield BREATH;
    }
  }
}

class Seen {
  private readonly ids = new Set<string>();
  constructor(private readonly budget: Budget) {}

  isNew(id: Buffer): boolean {
    const name = id.toString('latin1');
    if (this.ids.has(name)) return false;
    this.ids.add(name);
    this.budget.charge(name.length + 40);
    return true;
  }
}
