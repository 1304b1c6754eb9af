/** The compiled forms of the language: what the rest of the server holds and runs. */
import type { Doc } from '../bson/value';
import type { Flow } from './flow';

/** A compiled query. */
export interface Matcher {
  /** The top-level fields it looks at, so that no others need be decoded; undefined: it may look at any. */
  readonly reads: ReadonlySet<string> | undefined;
  test(doc: Doc): boolean;
  /** Like `test`, and which element of the (outermost) array matched, for the positional operator. */
  match(doc: Doc): { positional?: number } | null;
}

/** A compiled sort: MongoDB's order, arrays by their smallest (ascending) or largest (descending) element. */
export interface Sorter {
  compare: (a: Doc, b: Doc) => number;
  paths: { path: string; direction: 1 | -1 }[];
}

/** A compiled update. */
export interface Updater {
  readonly kind: 'operators' | 'replacement' | 'pipeline';
  /** Some path holds `$`: `apply` wants to know which element matched. */
  readonly positional?: boolean;
  /** The document after the update: the same reference when nothing changed; never mutates its input. */
  apply(doc: Doc, o: { isInsert: boolean; positional?: number }): Doc;
  /** Top-level fields it may change; undefined when it may change any. */
  touches?(): Set<string>;
}

/** What the last stage asks the caller to do with the documents. */
export type Output = { kind: 'out'; spec: OutSpec } | { kind: 'merge'; spec: MergeSpec };

/** A parsed $out. `db` is undefined for the pipeline's own database. */
export interface OutSpec {
  db?: string;
  collection: string;
}

/** A parsed $merge. `db` is undefined for the pipeline's own database. */
export interface MergeSpec {
  db?: string;
  collection: string;
  /** Fields that identify a document; ['_id'] by default. */
  on: string[];
  whenMatched: 'replace' | 'keepExisting' | 'merge' | 'fail' | Doc[];
  whenNotMatched: 'insert' | 'discard' | 'fail';
  /** `let` of the stage, unevaluated; by default `new` is the incoming document. */
  variables?: Doc;
}

/** A compiled pipeline. */
export interface Pipeline {
  /** Leading $match stages merged, for the planner. Their documents may be tested again. */
  leadingMatch?: Doc;
  /** A $sort right after the leading match; the source may already be in this order. */
  leadingSort?: Doc;
  /** A $limit right after the leading match and sort; the source may stop there. */
  leadingLimit?: number;
  /** The rest only counts documents. */
  countOnly?: boolean;
  /**
   * Runs over the source's documents. `matched`: they all satisfy leadingMatch; `sorted`: they come in the order of
   * leadingSort; those stages are then left out.
   */
  run(source: Flow, given?: { matched?: boolean; sorted?: boolean }): Flow;
  output?: Output;
  /** Other collections of the database that it reads. */
  readsCollections: string[];
}
