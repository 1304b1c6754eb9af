import { readFileSync } from 'node:fs';
import { arch, cpus, hostname, platform, release, totalmem } from 'node:os';
import { Double } from 'bson';
import type { Reply } from '../bson/codec';
import { isDoc, type Doc, type Value } from '../bson/value';
import { MongoError, notSupported } from '../errors';
import type { Collection } from '../storage/catalog';
import { checkCollection, type CheckResult } from '../admin/check';
import { docArg, intArg, missing } from './args';
import type { Command } from './call';
import { VERSION } from './handshake';
import { SET_NAME } from '../engine';
import { checkDb } from './namespace';

const doc = (entries: [string, Value][]): Doc => new Map(entries);
const long = (n: number): bigint => BigInt(Math.round(n));

export const serverStatus: Command = {
  name: 'serverStatus',
  fields: ['repl', 'metrics', 'locks', 'wiredTiger', 'sharding', 'asserts', 'tcmalloc'],
  run(call): Reply {
    const { engine } = call;
    const { counters, committer } = engine;
    const memory = process.memoryUsage();
    const uptimeMs = Date.now() - engine.startedMs;
    const c = (name: string) => long(counters.commands.get(name) ?? 0);
    return new Map<string, Value>([
      ['host', hostname()],
      ['version', VERSION],
      ['process', 'mongod'],
      ['pid', long(process.pid)],
      ['uptime', new Double(uptimeMs / 1000)],
      ['uptimeMillis', long(uptimeMs)],
      ['localTime', new Date()],
      [
        'connections',
        doc([
          ['current', call.engine.connections?.().current ?? 0],
          ['available', call.engine.connections?.().available ?? 0],
          ['totalCreated', call.engine.connections?.().total ?? 0],
        ]),
      ],
      [
        'opcounters',
        doc([
          ['insert', c('insert')],
          ['query', c('find')],
          ['update', c('update')],
          ['delete', c('delete')],
          ['getmore', c('getMore')],
          ['command', long([...counters.commands.values()].reduce((a, b) => a + b, 0))],
        ]),
      ],
      [
        'metrics',
        doc([
          [
            'document',
            doc([
              ['inserted', long(counters.inserted)],
              ['updated', long(counters.updated)],
              ['deleted', long(counters.deleted)],
              ['returned', long(counters.returned)],
            ]),
          ],
          ['commands', doc([...counters.commands].map(([k, v]) => [k, long(v)]))],
          [
            'cursor',
            doc([
              ['timedOut', long(engine.cursors.timedOut)],
              ['open', doc([['total', long(engine.cursors.size)]])],
            ]),
          ],
        ]),
      ],
      [
        'transactions',
        doc([
          ['totalCommitted', long(counters.committed)],
          ['totalAborted', long(counters.aborted)],
          ['writeConflicts', long(counters.conflicts)],
          [
            'currentOpen',
            long([...engine.sessions.all()].filter((s) => s.transaction?.state === 'open').length),
          ],
        ]),
      ],
      ['logicalSessionRecordCache', doc([['activeSessionsCount', engine.sessions.size]])],
      [
        'lmdb',
        doc([
          ['batches', long(committer.batches)],
          ['documentLocks', engine.locks.size],
        ]),
      ],
      [
        'mem',
        doc([
          ['bits', 64],
          ['resident', Math.round(memory.rss / 1048576)],
          ['heapUsed', Math.round(memory.heapUsed / 1048576)],
          ['anonymous', Math.round(anonymousKb() / 1024)],
        ]),
      ],
      [
        'repl',
        doc([
          ['setName', SET_NAME],
          ['isWritablePrimary', true],
          ['me', call.connection.dialled],
          ['hosts', [call.connection.dialled]],
        ]),
      ],
      [
        'storageEngine',
        doc([
          ['name', 'lmdb'],
          ['supportsCommittedReads', true],
          ['persistent', true],
        ]),
      ],
    ]);
  },
};

/** Anonymous resident memory in kB: what the server itself holds, without LMDB's mapped file. */
function anonymousKb(): number {
  try {
    return Number(/RssAnon:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

const scaled = (n: number, scale: number): Value => {
  const v = Math.floor(n / scale);
  return v <= 0x7fffffff ? v : BigInt(v);
};

export const collStats: Command = {
  name: 'collStats',
  aliases: ['collstats'],
  fields: ['scale', 'freeStorage'],
  run(call): Reply {
    const c = call.engine.catalog.get(call.ns);
    return new Map([['ns', call.ns], ...statsOf(c, intArg(call.body, 'scale') ?? 1)]);
  },
};

function statsOf(c: Collection | undefined, scale: number): [string, Value][] {
  const count = c?.count ?? 0;
  return [
    ['size', scaled(c?.bytes ?? 0, scale)],
    ['count', scaled(count, 1)],
    ['avgObjSize', count > 0 ? scaled(c!.bytes / count, 1) : 0],
    ['numOrphanDocs', 0],
    ['storageSize', scaled(c?.bytes ?? 0, scale)],
    ['totalIndexSize', 0],
    ['totalSize', scaled(c?.bytes ?? 0, scale)],
    ['nindexes', c ? c.indexes.length + 1 : 0],
    [
      'indexSizes',
      new Map<string, Value>(c ? [['_id_', 0], ...c.indexes.map((i): [string, Value] => [i.name, 0])] : []),
    ],
    ['capped', false],
    ['scaleFactor', scale],
  ];
}

export const dbStats: Command = {
  name: 'dbStats',
  aliases: ['dbstats'],
  fields: ['scale', 'freeStorage'],
  run(call): Reply {
    checkDb(call.db);
    const list = call.engine.catalog.inDatabase(call.db);
    const scale = intArg(call.body, 'scale') ?? 1;
    const objects = list.reduce((n, c) => n + c.count, 0);
    const bytes = list.reduce((n, c) => n + c.bytes, 0);
    return new Map<string, Value>([
      ['db', call.db],
      ['collections', list.length],
      ['views', 0],
      ['objects', scaled(objects, 1)],
      ['avgObjSize', new Double(objects > 0 ? bytes / objects : 0)],
      ['dataSize', scaled(bytes, scale)],
      ['storageSize', scaled(bytes, scale)],
      ['indexes', list.reduce((n, c) => n + c.indexes.length + 1, 0)],
      ['indexSize', 0],
      ['totalSize', scaled(bytes, scale)],
      ['scaleFactor', scale],
    ]);
  },
};

const PARAMETERS: [string, Value][] = [
  ['featureCompatibilityVersion', doc([['version', '7.0']])],
  ['authenticationMechanisms', ['SCRAM-SHA-256']],
  ['logLevel', 0],
  ['quiet', false],
  ['transactionLifetimeLimitSeconds', 60],
  ['cursorTimeoutMillis', 600_000n],
];

export const getParameter: Command = {
  name: 'getParameter',
  fields: [],
  run: (call): Reply => {
    const all: [string, Value][] = [
      ...PARAMETERS,
      ['enableTestCommands', call.engine.options.testMode ?? false],
    ];
    const wanted = call.body.get('getParameter');
    const found = wanted === '*' || isDoc(wanted) ? all : all.filter(([name]) => call.body.has(name));
    if (found.length === 0) throw new MongoError(72, 'InvalidOptions', 'no option found to get');
    return new Map(found);
  },
};

export const whatsmyuri: Command = {
  name: 'whatsmyuri',
  fields: [],
  run: (call): Reply =>
    new Map([
      [
        'you',
        `${call.connection.socket.remoteAddress ?? 'socket'}:${call.connection.socket.remotePort ?? 0}`,
      ],
    ]),
};

export const connectionStatus: Command = {
  name: 'connectionStatus',
  fields: ['showPrivileges'],
  open: true,
  run(call): Reply {
    const { user } = call.connection;
    const users =
      user === undefined
        ? []
        : [
            doc([
              ['user', user],
              ['db', 'admin'],
            ]),
          ];
    const roles =
      user === undefined
        ? []
        : [
            doc([
              ['role', 'root'],
              ['db', 'admin'],
            ]),
          ];
    return new Map([
      [
        'authInfo',
        doc([
          ['authenticatedUsers', users],
          ['authenticatedUserRoles', roles],
          ['authenticatedUserPrivileges', []],
        ]),
      ],
    ]);
  },
};

export const getLog: Command = {
  name: 'getLog',
  fields: [],
  run: (call): Reply =>
    call.body.get('getLog') === '*'
      ? new Map([['names', ['global', 'startupWarnings']]])
      : new Map<string, Value>([
          ['totalLinesWritten', 0],
          ['log', []],
        ]),
};

export const hostInfo: Command = {
  name: 'hostInfo',
  fields: [],
  run: (): Reply =>
    new Map<string, Value>([
      [
        'system',
        doc([
          ['currentTime', new Date()],
          ['hostname', hostname()],
          ['cpuAddrSize', 64],
          ['memSizeMB', long(totalmem() / 1048576)],
          ['numCores', cpus().length],
          ['cpuArch', arch()],
        ]),
      ],
      [
        'os',
        doc([
          ['type', platform()],
          ['name', platform()],
          ['version', release()],
        ]),
      ],
      ['extra', doc([])],
    ]),
};

export const getCmdLineOpts: Command = {
  name: 'getCmdLineOpts',
  fields: [],
  run: (): Reply =>
    new Map<string, Value>([
      ['argv', ['embedded']],
      ['parsed', doc([])],
    ]),
};

export const validateCommand: Command = {
  name: 'validate',
  fields: ['full', 'repair', 'metadata', 'checkBSONConformance'],
  async run(call): Promise<Reply> {
    const view = call.view();
    const c = view.collection(call.ns);
    if (!c) {
      throw new MongoError(26, 'NamespaceNotFound', `Collection '${call.ns}' does not exist to validate.`);
    }
    if (call.body.get('repair') === true) throw notSupported('validate with repair');
    const result: CheckResult = { collections: 1, documents: 0, indexEntries: 0, findings: [] };
    for (const _ of checkCollection(view, c, result, false)) {
      call.budget.tick();
      await call.breathe();
    }
    const { findings } = result;
    return new Map<string, Value>([
      ['ns', c.ns],
      ['uuid', c.uuid.toString('hex')],
      ['nInvalidDocuments', 0],
      ['nrecords', scaled(result.documents, 1)],
      ['nIndexes', c.indexes.length + 1],
      ['valid', findings.length === 0],
      ['errors', findings],
      ['warnings', []],
    ]);
  },
};

export const currentOp: Command = {
  name: 'currentOp',
  fields: ['$all', '$ownOps', 'inprog'],
  run: (): Reply => new Map([['inprog', []]]),
};

export const configureFailPoint: Command = {
  name: 'configureFailPoint',
  fields: ['mode', 'data'],
  run(call): Reply {
    if (!call.engine.options.testMode) {
      throw new MongoError(
        59,
        'CommandNotFound',
        "no such command: 'configureFailPoint' (only in test mode)",
      );
    }
    const name = call.body.get('configureFailPoint');
    const { failPoint, writeFailPoint } = call.engine;
    const point =
      name === 'failCommand'
        ? failPoint
        : name === 'onPrimaryTransactionalWrite'
          ? writeFailPoint
          : undefined;
    if (!point) throw notSupported('a fail point other than failCommand and onPrimaryTransactionalWrite');
    if (!call.body.has('mode')) throw missing('configureFailPoint.mode');
    point.configure(call.body.get('mode'), docArg(call.body, 'data'));
    return new Map();
  },
};
