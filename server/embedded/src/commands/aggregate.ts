import { encode, MAX_DOCUMENT_BYTES, type Reply } from '../bson/codec';
import { isDoc, type Value } from '../bson/value';
import { failedToParse, MongoError, notSupported } from '../errors';
import {
  BREATH,
  compileFilter,
  compileMergeApply,
  compilePipeline,
  compileSort,
  type Env,
  type Flow,
  type Pipeline,
} from '../language';
import { planQuery, type Plan } from '../plan/planner';
import { matches, newStats, type ScanStats } from '../plan/scan';
import type { Collection } from '../storage/catalog';
import type { View } from '../storage/view';
import { arrayArg, boolArg, countArg, docArg, missing } from './args';
import type { Call, Command } from './call';
import { cursorReply } from './cursor-reply';
import { nsOf } from './namespace';
import { writeMerge, writeOut } from './out';

/** A pipeline over a collection, compiled and planned. */
export interface Aggregation {
  pipeline: Pipeline;
  env: Env;
  ns: string;
  c: Collection | undefined;
  plan: Plan | undefined;
  stats: ScanStats;
  source: Flow;
}

export const aggregate: Command = {
  name: 'aggregate',
  fields: [
    'pipeline',
    'explain',
    'allowDiskUse',
    'cursor',
    'bypassDocumentValidation',
    'hint',
    'let',
    'collation',
    'fromMongos',
    'needsMerge',
    'isMapReduceCommand',
    'exchange',
  ],
  inTransaction: true,
  async run(call): Promise<Reply> {
    const cursor = docArg(call.body, 'cursor');
    if (!cursor && boolArg(call.body, 'explain') !== true) {
      throw failedToParse("The 'cursor' option is required, except for aggregate with the explain argument");
    }
    const a = prepareAggregation(call);
    const { output } = a.pipeline;
    if (output) {
      if (call.transaction) {
        throw new MongoError(
          263,
          'OperationNotSupportedInTransaction',
          `$${output.kind} cannot be used in a transaction`,
        );
      }
      if (docArg(call.body, 'readConcern')?.get('level') === 'linearizable') {
        throw new MongoError(
          72,
          'InvalidOptions',
          `$${output.kind} cannot be used with a 'linearizable' read concern level`,
        );
      }
      const rows = a.pipeline.run(a.source);
      const db = output.spec.db ?? call.db;
      const target = nsOf(db, output.spec.collection);
      if (output.kind === 'out') await writeOut(call, target, rows);
      else await writeMerge(call, target, rows, output.spec, compileMergeApply(output.spec, a.env));
      return cursorReply(call, a.ns, [][Symbol.iterator](), { batchSize: undefined });
    }
    return cursorReply(call, a.ns, encoded(a), { batchSize: cursor && countArg(cursor, 'batchSize') });
  },
};

function* encoded(a: Aggregation): Generator<Buffer | typeof BREATH> {
  for (const doc of a.pipeline.run(a.source)) {
    if (doc === BREATH) {
      yield doc;
      continue;
    }
    const bytes = encode(doc);
    if (bytes.length > MAX_DOCUMENT_BYTES) {
      throw new MongoError(
        10334,
        'BSONObjectTooLarge',
        `BSONObj size: ${bytes.length} is invalid: a result is larger than 16 MB`,
      );
    }
    yield bytes;
  }
}

/** Compiles a pipeline and plans its beginning. */
export function prepareAggregation(call: Call): Aggregation {
  const { body } = call;
  const target = body.get('aggregate');
  const stages = arrayArg(body, 'pipeline');
  if (!stages) throw missing('aggregate.pipeline');
  if (!stages.every(isDoc))
    throw new MongoError(14, 'TypeMismatch', "Each element of the 'pipeline' array must be an object");
  if (stages[0]?.has('$listLocalSessions')) stages[0] = new Map([['$documents', sessionDocuments(call)]]);
  const first = stages[0] && [...stages[0].keys()][0];
  const alone = typeof target !== 'string';
  const ns = alone ? `${call.db}.$cmd.aggregate` : call.ns;
  if (alone && first !== '$documents')
    throw notSupported(`a database aggregation that begins with ${first ?? 'nothing'}`);
  const env = call.env({ collation: docArg(body, 'collation') });
  const pipeline = compilePipeline(stages, env);
  const view = call.view();
  const c = alone ? undefined : view.collection(ns);
  const stats = newStats();
  const plan = c && planAggregation(view, c, pipeline, env, body.get('hint'));
  const source = c && plan ? sourceOf(view, c, plan, pipeline, env, stats) : [];
  return { pipeline, env, ns, c, plan, stats, source };
}

function planAggregation(
  view: View,
  c: Collection,
  pipeline: Pipeline,
  env: Env,
  hint: Value | undefined,
): Plan {
  const sort = pipeline.leadingSort ? compileSort(pipeline.leadingSort, env).paths : undefined;
  return planQuery(view, c, {
    filter: pipeline.leadingMatch ?? new Map<string, Value>(),
    sort,
    hint,
    collated: env.collation !== undefined,
  });
}

function* sourceOf(
  view: View,
  c: Collection,
  plan: Plan,
  pipeline: Pipeline,
  env: Env,
  stats: ScanStats,
): Flow {
  const filter = pipeline.leadingMatch;
  const matcher = filter && filter.size > 0 ? compileFilter(filter, env) : undefined;
  // With the order from the index, a leading limit lets the scan stop.
  let left =
    pipeline.leadingLimit !== undefined && (plan.sorted || !pipeline.leadingSort)
      ? pipeline.leadingLimit
      : Infinity;
  if (left <= 0) return;
  for (const row of matches(view, c, plan, matcher, env.budget, stats)) {
    if (row === BREATH) {
      yield row;
      continue;
    }
    yield row.doc;
    if (--left <= 0) return;
  }
}

/** What $listLocalSessions gives: the sessions this server knows. */
const sessionDocuments = (call: Call): Value[] =>
  [...call.engine.sessions.all()].map(
    (s) =>
      new Map<string, Value>([
        ['_id', new Map<string, Value>([['id', s.id]])],
        ['lastUse', new Date(s.lastUsedMs)],
      ]),
  );
