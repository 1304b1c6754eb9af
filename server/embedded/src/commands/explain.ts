import type { Reply } from '../bson/codec';
import { isDoc, type Doc, type Value } from '../bson/value';
import { badValue, failedToParse, MongoError } from '../errors';
import { BREATH } from '../language';
import type { Plan } from '../plan/planner';
import type { ScanStats } from '../plan/scan';
import type { Connection } from '../wire/connection';
import { aggregate, prepareAggregation } from './aggregate';
import { boolArg, docArg, docOr, docsArg } from './args';
import { Call, type Command } from './call';
import { countOf, countQuery } from './count';
import { findSpec } from './find';
import { prepareQuery, rowsOf, type Query } from './query';

const VERBOSITIES: readonly Value[] = ['queryPlanner', 'executionStats', 'allPlansExecution'];

const doc = (entries: [string, Value][]): Doc => new Map(entries);

export const explain: Command = {
  name: 'explain',
  fields: ['verbosity'],
  async run(call): Promise<Reply> {
    const inner = call.body.get('explain');
    const verbosity = call.body.get('verbosity') ?? 'allPlansExecution';
    if (!VERBOSITIES.includes(verbosity))
      throw badValue(`Enumeration value for field 'explain.verbosity' is not a valid value.`);
    if (!isDoc(inner))
      throw new MongoError(14, 'TypeMismatch', "BSON field 'explain.explain' must be an object");
    const body = new Map(inner);
    if (!body.has('$db')) body.set('$db', call.db);
    const name = [...body.keys()][0]!;
    const asked = new Call(call.engine, call.connection satisfies Connection, name, body, new Map());
    asked.session = call.session;
    try {
      return await explainCommand(asked, name, verbosity !== 'queryPlanner');
    } finally {
      asked.finish();
    }
  },
};

/** aggregate, which with `explain: true` says what it would do and does nothing. */
export const aggregateOrExplain: Command = {
  ...aggregate,
  run: (call) =>
    boolArg(call.body, 'explain') === true ? explainCommand(call, 'aggregate', false) : aggregate.run(call),
};

async function explainCommand(call: Call, name: string, run: boolean): Promise<Reply> {
  const started = performance.now();
  if (name === 'aggregate') {
    if (call.body.has('writeConcern'))
      throw failedToParse("Aggregation explain does not support the 'writeConcern' option");
    const a = prepareAggregation(call);
    let n = 0;
    if (run && !a.pipeline.output) {
      for (const row of a.pipeline.run(a.source)) {
        if (row === BREATH) await call.breathe();
        else n++;
      }
    }
    return answer(call, a.ns, a.plan, a.stats, { n, run, started, counting: false, sorted: true });
  }
  if (name === 'count') {
    const q = countQuery(call);
    const n = run ? await countOf(call, q) : 0;
    return answer(call, call.ns, q.plan, q.stats, {
      n,
      run,
      started,
      counting: q.plan?.covered ?? false,
      sorted: true,
    });
  }
  const q = queryOf(call, name);
  let n = 0;
  if (run) {
    for (const row of rowsOf(q)) {
      if (row === BREATH) await call.breathe();
      else n++;
    }
  }
  const sorted = !q.sorter || (q.plan?.sorted ?? true);
  return answer(call, call.ns, q.plan, q.stats, { n, run, started, counting: false, sorted });
}

/** What the command would look for; nothing is written. */
function queryOf(call: Call, name: string): Query {
  const view = call.view();
  if (name === 'find')
    return prepareQuery(view, call.env({ collation: docArg(call.body, 'collation') }), findSpec(call));
  const { ns } = call;
  if (name === 'distinct' || name.toLowerCase() === 'findandmodify') {
    return prepareQuery(view, call.env(), {
      ns,
      filter: docOr(call.body, 'query'),
      sort: docArg(call.body, 'sort'),
      hint: call.body.get('hint'),
    });
  }
  const list = docsArg(call.body, name === 'update' ? 'updates' : 'deletes');
  if ((name === 'update' || name === 'delete') && list?.[0]) {
    return prepareQuery(view, call.env(), { ns, filter: docOr(list[0], 'q'), hint: list[0].get('hint') });
  }
  throw new MongoError(59, 'CommandNotFound', `Explain failed due to unknown command: ${name}`);
}

interface Shown {
  n: number;
  run: boolean;
  started: number;
  counting: boolean;
  sorted: boolean;
}

function answer(call: Call, ns: string, plan: Plan | undefined, stats: ScanStats, shown: Shown): Reply {
  const stage = planStage(plan, shown.counting);
  const winning = shown.sorted
    ? stage
    : doc([
        ['stage', 'SORT'],
        ['inputStage', stage],
      ]);
  const reply: Reply = new Map<string, Value>([
    ['explainVersion', '1'],
    [
      'queryPlanner',
      doc([
        ['namespace', ns],
        ['indexFilterSet', false],
        ['winningPlan', winning],
        ['rejectedPlans', []],
      ]),
    ],
  ]);
  if (shown.run) {
    reply.set(
      'executionStats',
      doc([
        ['executionSuccess', true],
        ['nReturned', shown.n],
        ['executionTimeMillis', Math.round(performance.now() - shown.started)],
        ['totalKeysExamined', stats.keys],
        ['totalDocsExamined', stats.docs],
        ['executionStages', winning],
      ]),
    );
  }
  reply.set('command', call.body);
  reply.set(
    'serverInfo',
    doc([
      ['host', call.connection.dialled],
      ['version', '7.0.0'],
    ]),
  );
  return reply;
}

function planStage(plan: Plan | undefined, counting: boolean): Doc {
  if (!plan) return doc([['stage', 'EOF']]);
  if (plan.kind === 'OR') {
    return doc([
      ['stage', 'FETCH'],
      [
        'inputStage',
        doc([
          ['stage', 'OR'],
          ['inputStages', plan.branches.map((b) => scanStage(b))],
        ]),
      ],
    ]);
  }
  if (plan.kind === 'IDHACK')
    return doc([
      ['stage', 'IDHACK'],
      ['indexName', '_id_'],
    ]);
  if (plan.kind === 'COLLSCAN') {
    return doc([
      ['stage', 'COLLSCAN'],
      ['direction', plan.reverse ? 'backward' : 'forward'],
    ]);
  }
  const scan = scanStage(plan);
  if (counting) return new Map([...scan, ['stage', 'COUNT_SCAN']]);
  return doc([
    ['stage', 'FETCH'],
    ['inputStage', scan],
  ]);
}

function scanStage(plan: Plan): Doc {
  const { index } = plan.access;
  return doc([
    ['stage', plan.kind === 'COLLSCAN' ? 'COLLSCAN' : 'IXSCAN'],
    ['keyPattern', index ? index.spec.get('key')! : doc([['_id', 1]])],
    ['indexName', index?.name ?? '_id_'],
    ['isMultiKey', (index?.arrays ?? 0) !== 0],
    ['isUnique', index?.unique ?? true],
    ['isSparse', index?.sparse ?? false],
    ['isPartial', index?.partial !== undefined],
    ['direction', plan.reverse ? 'backward' : 'forward'],
    ['boundedFields', plan.access.bounded],
  ]);
}
