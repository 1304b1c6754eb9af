import { isDoc, type Doc, type Value } from '../bson/value';
import { MongoError } from '../errors';
import { CloseConnection } from '../failpoint';
import { BREATH, compileFilter, compileSort, type Env, type Matcher, type Sorter } from '../language';
import { planQuery, type Plan } from '../plan/planner';
import { matches, Row } from '../plan/scan';
import type { Collection } from '../storage/catalog';
import type { DirectStore } from '../storage/direct';
import { Blocked } from '../storage/locks';
import type { Store } from '../storage/store';
import type { View } from '../storage/view';
import type { Call } from './call';

/** What one write statement looks for. */
export interface Target {
  filter: Doc;
  sort: Doc | undefined;
  hint: Value | undefined;
  multi: boolean;
  matcher: Matcher;
  sorter: Sorter | undefined;
  env: Env;
}

/** One write statement: how it finds documents and what it does with each. */
export interface Statement {
  target: Target;
  apply(store: Store, c: Collection, row: Row): void;
  /** Nothing matched. */
  missing?(store: Store): void;
}

/** Compiles what a statement looks for. */
export function targetOf(
  call: Call,
  o: {
    filter: Doc;
    sort?: Doc | undefined;
    hint?: Value | undefined;
    collation?: Doc | undefined;
    multi: boolean;
    variables?: Doc | undefined;
  },
): Target {
  const env = call.env({ collation: o.collation, variables: o.variables });
  return {
    filter: o.filter,
    sort: o.sort,
    hint: o.hint,
    multi: o.multi,
    matcher: compileFilter(o.filter, env),
    sorter: o.sort && o.sort.size > 0 ? compileSort(o.sort, env) : undefined,
    env,
  };
}

/** The plan for a target in a picture. */
export function planFor(view: View, c: Collection, t: Target): Plan {
  return planQuery(view, c, {
    filter: t.filter,
    sort: t.sorter?.paths,
    hint: t.hint,
    collated: t.env.collation !== undefined,
  });
}

/** How far a command of several statements has come; what a retry goes on from. */
export interface Progress {
  next: number;
  errors: { index: number; error: MongoError }[];
  /** Counters and results of the statements so far, as they go into the reply. */
  results: Doc;
}

export const newProgress = (): Progress => ({ next: 0, errors: [], results: new Map() });

const toDoc = (p: Progress): Doc =>
  new Map<string, Value>([
    ['next', p.next],
    ['results', p.results],
    [
      'errors',
      p.errors.map(
        ({ index, error }) =>
          new Map<string, Value>([
            ['index', index],
            ['code', error.code],
            ['name', error.codeName],
            ['message', error.message],
            ['extra', error.extra ?? new Map<string, Value>()],
          ]),
      ),
    ],
  ]);

/** What an earlier try of this retryable write has done. */
export function recall(call: Call): Progress | undefined {
  const saved = call.txnNumber === undefined || call.transaction ? undefined : call.session?.progress;
  if (!saved) return undefined;
  return {
    next: saved.get('next') as number,
    results: saved.get('results') as Doc,
    errors: (saved.get('errors') as Doc[]).map((e) => ({
      index: e.get('index') as number,
      error: new MongoError(
        e.get('code') as number,
        e.get('name') as string,
        e.get('message') as string,
        e.get('extra') as Doc,
      ),
    })),
  };
}

/** In the batch that carries a retryable write's changes, notes how far it has come. */
export function noteProgress(call: Call, store: Store, writesBefore: number, progress: Progress): void {
  const { session, txnNumber, transaction } = call;
  if (transaction || !session || txnNumber === undefined) return;
  const direct = store as DirectStore;
  if (direct.writes !== writesBefore) session.save(direct, txnNumber, toDoc(progress));
}

/** Whether a fail point breaks the connection around the next statement of a retryable write. */
export const breaksAround = (call: Call): 'before' | 'after' | undefined =>
  call.txnNumber !== undefined && !call.transaction ? call.engine.writeFailPoint.hit() : undefined;

const STEP_MS = 12;
/** Breaths a scan may take inside a write batch before it is moved out of it. */
const SYNC_BREATHS = 4;

interface Pending {
  ids: Buffer[];
  /** What was read in this very step, where it is little enough to keep. */
  rows?: readonly Row[] | undefined;
  at: number;
  /** What a scan outside the batch has found must be looked at again inside it. */
  stale: boolean;
}

type StepResult = 'done' | 'more' | 'long' | 'close' | Blocked;

/**
 * Runs statements in order. As many as fit into a few milliseconds share one batch; a statement that has to
 * read a lot looks for its documents outside the batch first and checks them again inside.
 * `prepare` gives the statement at an index; what it throws is that statement's error.
 */
export async function runStatements(
  call: Call,
  ns: string,
  total: number,
  ordered: boolean,
  progress: Progress,
  prepare: (index: number) => Statement,
): Promise<void> {
  const runner = new Runner(call, ns, total, ordered, progress, prepare);
  await runner.run();
}

class Runner {
  private statement: Statement | undefined;
  private pending: Pending | undefined;

  constructor(
    private readonly call: Call,
    private readonly ns: string,
    private readonly total: number,
    private readonly ordered: boolean,
    private readonly progress: Progress,
    private readonly prepare: (index: number) => Statement,
  ) {}

  async run(): Promise<void> {
    const { call, progress } = this;
    while (progress.next < this.total) {
      const result = await call.write((store) => this.step(store));
      if (result === 'done') return;
      if (result === 'close') throw new CloseConnection();
      if (result === 'long') {
        try {
          this.pending = await this.search();
        } catch (error) {
          this.fail(error);
        }
      } else if (result === 'more') {
        call.budget.tick();
        await call.breathe();
      } else {
        await call.wait(result);
      }
    }
  }

  private step(store: Store): StepResult {
    const { progress } = this;
    const until = performance.now() + STEP_MS;
    const before = 'writes' in store ? (store as DirectStore).writes : 0;
    try {
      while (progress.next < this.total) {
        if (performance.now() > until) return 'more';
        const broken = breaksAround(this.call);
        if (broken === 'before') return 'close';
        const result = this.attempt(store, until);
        if (result !== undefined) return result;
        this.advance();
        if (broken === 'after') return 'close';
      }
      return 'done';
    } finally {
      noteProgress(this.call, store, before, this.progress);
    }
  }

  private attempt(store: Store, until: number): StepResult | undefined {
    try {
      this.statement ??= this.prepare(this.progress.next);
      const result = this.one(store, this.statement, until);
      return result === 'done' ? undefined : result;
    } catch (error) {
      if (error instanceof Blocked) {
        // Whoever is in the way may change what has been found.
        if (this.pending) this.pending.stale = true;
        return error;
      }
      this.fail(error);
      return undefined;
    }
  }

  /** Notes a statement's refusal; bugs, and refusals in a transaction, go on up. */
  private fail(error: unknown): void {
    if (this.call.transaction || !(error instanceof MongoError)) throw error;
    const { progress } = this;
    progress.errors.push({ index: progress.next, error });
    if (this.ordered) progress.next = this.total;
  }

  private advance(): void {
    this.progress.next++;
    this.statement = undefined;
    this.pending = undefined;
  }

  private one(store: Store, s: Statement, until: number): StepResult {
    const c = store.collection(this.ns);
    if (!this.pending) {
      if (!c) {
        s.missing?.(store);
        return 'done';
      }
      const rows = findSync(store, c, s.target);
      if (rows === 'long') return 'long';
      if (rows.length === 0) {
        s.missing?.(store);
        return 'done';
      }
      if (!s.target.multi) {
        s.apply(store, c, rows[0]!);
        return 'done';
      }
      const kept = rows.every((row) => row.bytes.length > 0) ? rows : undefined;
      this.pending = { ids: rows.map((r) => r.id), rows: kept, at: 0, stale: false };
    }
    return this.drain(store, c, s, this.pending, until);
  }

  private drain(
    store: Store,
    c: Collection | undefined,
    s: Statement,
    pending: Pending,
    until: number,
  ): StepResult {
    if (pending.ids.length === 0) {
      s.missing?.(store);
      return 'done';
    }
    while (pending.at < pending.ids.length) {
      const id = pending.ids[pending.at]!;
      const row = (pending.stale ? undefined : pending.rows?.[pending.at]) ?? (c && rowOf(store, c, id));
      if (row && (!pending.stale || s.target.matcher.test(row.doc))) {
        s.apply(store, c!, row);
      } else if (!s.target.multi) {
        // Somebody was faster; look again.
        this.pending = undefined;
        return 'long';
      }
      pending.at++;
      if (performance.now() > until && pending.at < pending.ids.length) {
        pending.stale = true;
        return 'more';
      }
    }
    return 'done';
  }

  /** Looks for the statement's documents without holding up other writers. */
  private async search(): Promise<Pending> {
    const { call } = this;
    const { target } = this.statement!;
    const snapshot = call.transaction ? undefined : call.engine.committer.snapshot();
    const view = snapshot ?? call.transaction!.store;
    try {
      const c = view.collection(this.ns);
      const search = new Search(target, c && planFor(view, c, target));
      if (c) {
        for (const row of matches(view, c, search.plan!, target.matcher, call.budget)) {
          if (row === BREATH) await call.breathe();
          else if (search.take(row)) break;
        }
      }
      return { ids: search.found().map((r) => r.id), at: 0, stale: true };
    } finally {
      snapshot?.release();
    }
  }
}

function rowOf(store: Store, c: Collection, id: Buffer): Row | undefined {
  const bytes = store.get(c, id);
  return bytes && new Row(id, bytes);
}

/** Bytes of documents that a multi update keeps from looking to changing. */
const KEPT_BYTES = 1024 * 1024;

/** Collects what a target wants: everything, the first, or the least by the sort. */
class Search {
  private readonly rows: Row[] = [];
  private bytes = 0;
  constructor(
    private readonly target: Target,
    readonly plan: Plan | undefined,
  ) {}

  /** True when enough has been found. */
  take(row: Row): boolean {
    const { sorter, multi, env } = this.target;
    if (multi) {
      env.budget.charge(row.id.length + 64);
      this.bytes += row.bytes.length;
      // Of many only the keys are kept: a multi update of a large collection must not hold the collection.
      this.rows.push(this.bytes < KEPT_BYTES ? row : new Row(row.id, row.bytes.subarray(0, 0)));
      return false;
    }
    if (!sorter || this.plan?.sorted) {
      this.rows.push(row);
      return true;
    }
    if (this.rows.length === 0) this.rows.push(row);
    else if (sorter.compare(row.doc, this.rows[0]!.doc) < 0) this.rows[0] = row;
    return false;
  }

  found(): Row[] {
    return this.rows;
  }
}

function findSync(view: View, c: Collection, target: Target): Row[] | 'long' {
  const search = new Search(target, planFor(view, c, target));
  let breaths = 0;
  for (const row of matches(view, c, search.plan!, target.matcher, target.env.budget)) {
    if (row === BREATH) {
      if (++breaths > SYNC_BREATHS) return 'long';
    } else if (search.take(row)) break;
  }
  return search.found();
}

/** `writeErrors` of a reply. */
export function writeErrors(progress: Progress): Value[] {
  return progress.errors.map(
    ({ index, error }) =>
      new Map<string, Value>([
        ['index', index],
        ['code', error.code],
        ...[...(error.extra ?? [])].filter(([k]) => k !== 'errorLabels'),
        ['errmsg', error.message],
      ]),
  );
}

/** Whether a document is an update with operators rather than a replacement. */
export const isOperatorUpdate = (u: Value): boolean =>
  isDoc(u) && ([...u.keys()][0]?.startsWith('$') ?? false);
