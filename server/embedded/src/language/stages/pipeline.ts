/** Pipelines compiled to one generator over documents. */
import { isDoc, type Doc, type Value } from '../../bson/value';
import { failedToParse, notSupported } from '../../errors';
import { contextOf, type Context, type Env } from '../env';
import { location } from '../expressions/common';
import { BREATH } from '../flow';
import { compileTest } from '../match/filter';
import type { Output, Pipeline } from '../types';
import { bucket, bucketAuto, count, group, onlyCounts, sortByCount } from './group';
import { checkNested, documents, facet, lookup, unionWith } from './join';
import { limit, limitOf, sample, skip, skipOf, sorting } from './order';
import { parseMerge, parseOut } from './output';
import { BREATH_EVERY, type BuildStage, mapping, type Run, type StageContext } from './stage';
import { compileTransform } from './transform';
import { unwind } from './unwind';

const transform: BuildStage = (spec, { ctx }, name) => mapping(compileTransform(name, spec, ctx), ctx);

const match: BuildStage = (spec, { ctx }) => {
  if (!isDoc(spec)) throw location(15959, 'the match filter must be an expression in an object');
  const test = compileTest(spec, ctx);
  return function* (source) {
    let dropped = 0;
    for (const doc of source) {
      if (doc === BREATH) {
        yield BREATH;
        continue;
      }
      ctx.env.budget.tick();
      if (test(doc, null)) yield doc;
      else if (++dropped % BREATH_EVERY === 0) yield BREATH;
    }
  };
};

const STAGES: ReadonlyMap<string, BuildStage> = new Map<string, BuildStage>([
  ['$match', match],
  ['$project', transform],
  ['$addFields', transform],
  ['$set', transform],
  ['$unset', transform],
  ['$replaceRoot', transform],
  ['$replaceWith', transform],
  ['$group', group],
  ['$count', count],
  ['$sortByCount', sortByCount],
  ['$bucket', bucket],
  ['$bucketAuto', bucketAuto],
  ['$sort', (spec, { ctx }) => sorting(spec, ctx)],
  ['$limit', limit],
  ['$skip', skip],
  ['$sample', sample],
  ['$unwind', unwind],
  ['$lookup', lookup],
  ['$unionWith', unionWith],
  ['$facet', facet],
  ['$documents', documents],
]);

const REFUSED = new Set([
  '$changeStream',
  '$changeStreamSplitLargeEvent',
  '$collStats',
  '$currentOp',
  '$densify',
  '$fill',
  '$geoNear',
  '$graphLookup',
  '$indexStats',
  '$listLocalSessions',
  '$listSampledQueries',
  '$listSessions',
  '$planCacheStats',
  '$redact',
  '$search',
  '$searchMeta',
  '$setWindowFields',
  '$shardedDataDistribution',
  '$vectorSearch',
]);

type Entry = { name: string; spec: Value };

function entriesOf(stages: Value): Entry[] {
  if (!Array.isArray(stages)) throw failedToParse("'pipeline' option must be specified as an array");
  return stages.map((stage) => {
    if (!isDoc(stage)) throw failedToParse("Each element of the 'pipeline' array must be an object");
    if (stage.size !== 1)
      throw location(40323, 'A pipeline stage specification object must contain exactly one field.');
    const [name, spec] = [...stage][0]!;
    return { name, spec };
  });
}

function compileStage({ name, spec }: Entry, s: StageContext): Run {
  const build = STAGES.get(name);
  if (build) return build(spec, s, name);
  if (REFUSED.has(name)) throw notSupported(name);
  throw location(40324, `Unrecognized pipeline stage name: '${name}'`);
}

/** Compiles a list of stages; a $sort that a $limit follows keeps only that many. */
function compileStages(entries: Entry[], s: StageContext): Run[] {
  return entries.map((entry, i) => {
    if (entry.name === '$documents' && i > 0)
      throw location(40602, '$documents is only valid as the first stage in a pipeline');
    return entry.name === '$sort'
      ? sorting(entry.spec, s.ctx, limitAfter(entries, i + 1))
      : compileStage(entry, s);
  });
}

function limitAfter(entries: Entry[], from: number): number {
  let skipped = 0;
  for (let i = from; i < entries.length; i++) {
    const { name, spec } = entries[i]!;
    if (name === '$limit') return limitOf(spec) + skipped;
    if (name !== '$skip') break;
    skipped += skipOf(spec);
  }
  return Infinity;
}

const chain =
  (runs: Run[]): Run =>
  (source) =>
    runs.reduce((flow, run) => run(flow), source);

function contextFor(ctx: Context, reads: Set<string>): StageContext {
  return {
    ctx,
    reads,
    sub(stages, inner, where) {
      const entries = entriesOf(stages);
      for (const { name } of entries) checkNested(name, where);
      return chain(compileStages(entries, contextFor(inner, reads)));
    },
  };
}

/**
 * Compiles a pipeline. Errors: 40324 for an unknown stage, 115 for a known one that is not supported, 40601 for
 * $out or $merge before the end; the stages' own errors carry MongoDB's numbers.
 */
export function compilePipeline(stages: Doc[], env: Env): Pipeline {
  const entries = entriesOf(stages);
  const output = outputOf(entries);
  const body = output ? entries.slice(0, -1) : entries;
  const reads = new Set<string>();
  const s = contextFor(contextOf(env), reads);
  const runs = compileStages(body, s);
  const lead = leading(body);
  const rest = body.slice(lead.matches);
  return {
    ...lead.hints,
    countOnly: isCount(rest),
    run: (source, given) => {
      const left = runs.slice(given?.matched ? lead.matches : 0);
      if (given?.sorted && lead.hints.leadingSort) left.splice(given.matched ? 0 : lead.matches, 1);
      return chain(left)(source);
    },
    ...(output ? { output } : {}),
    readsCollections: [...reads],
  };
}

const isCount = (rest: Entry[]): boolean =>
  rest.length > 0 &&
  (rest[0]!.name === '$count' || (rest[0]!.name === '$group' && onlyCounts(rest[0]!.spec)));

function outputOf(entries: Entry[]): Output | undefined {
  entries.slice(0, -1).forEach(({ name }) => {
    if (name === '$out' || name === '$merge')
      throw location(40601, `${name} can only be the final stage in the pipeline`);
  });
  const last = entries[entries.length - 1];
  if (last?.name === '$out') return { kind: 'out', spec: parseOut(last.spec) };
  return last?.name === '$merge' ? { kind: 'merge', spec: parseMerge(last.spec) } : undefined;
}

/** What the source may do for the pipeline: match, then sort, then limit. */
function leading(entries: Entry[]) {
  let i = 0;
  const filters: Doc[] = [];
  while (entries[i]?.name === '$match') filters.push(entries[i++]!.spec as Doc);
  const matches = i;
  const hints: Pick<Pipeline, 'leadingMatch' | 'leadingSort' | 'leadingLimit'> = {};
  if (filters.length > 0)
    hints.leadingMatch = filters.length === 1 ? filters[0]! : new Map([['$and', filters]]);
  const sort = entries[i];
  if (sort?.name === '$sort') {
    hints.leadingSort = sort.spec as Doc;
    i++;
  }
  const bound = limitAfter(entries, i);
  if (bound !== Infinity) hints.leadingLimit = bound;
  return { matches, hints };
}
