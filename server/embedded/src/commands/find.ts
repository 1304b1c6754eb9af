import type { Reply } from '../bson/codec';
import { isDoc, type Value } from '../bson/value';
import { failedToParse, MongoError, notSupported } from '../errors';
import { idKey } from '../storage/keys';
import { BSONRegExp } from 'bson';
import { boolArg, countArg, docArg, docOr, intArg, nameOf } from './args';
import type { Call, Command } from './call';
import { batchReply, cursorReply } from './cursor-reply';
import { bytesOf, prepareQuery, type QuerySpec } from './query';

const KNOWN = [
  'filter',
  'sort',
  'projection',
  'hint',
  'skip',
  'limit',
  'batchSize',
  'singleBatch',
  'max',
  'min',
  'returnKey',
  'showRecordId',
  'tailable',
  'oplogReplay',
  'noCursorTimeout',
  'awaitData',
  'allowPartialResults',
  'collation',
  'allowDiskUse',
  'let',
  'ntoreturn',
];

export const find: Command = {
  name: 'find',
  fields: KNOWN,
  inTransaction: true,
  async run(call): Promise<Reply> {
    const byId = findById(call);
    if (byId) return byId;
    const { body } = call;
    const spec = findSpec(call);
    const env = call.env({ collation: docArg(body, 'collation') });
    const query = prepareQuery(call.view(), env, spec);
    const limit = intArg(body, 'limit') ?? 0;
    return cursorReply(call, spec.ns, bytesOf(query), {
      batchSize: countArg(body, 'batchSize'),
      single: limit < 0 || boolArg(body, 'singleBatch') === true,
      noTimeout: boolArg(body, 'noCursorTimeout') ?? false,
    });
  },
};

/** A find's fields as a query. */
export function findSpec(call: Call): QuerySpec {
  const { body } = call;
  for (const name of ['tailable', 'awaitData', 'returnKey', 'showRecordId', 'oplogReplay']) {
    if (boolArg(body, name) === true) throw notSupported(`find with ${name}`);
  }
  for (const name of ['min', 'max']) {
    if (docOr(body, name).size > 0) throw notSupported(`find with ${name}`);
  }
  const hint = body.get('hint');
  if (hint !== undefined && typeof hint !== 'string' && !isDoc(hint)) {
    throw failedToParse("'hint' must be a string or an object");
  }
  const limit = intArg(body, 'limit') ?? 0;
  return {
    ns: call.ns,
    filter: docOr(body, 'filter'),
    sort: docArg(body, 'sort'),
    hint: isDoc(hint) && hint.size === 0 ? undefined : hint,
    projection: docArg(body, 'projection'),
    skip: countArg(body, 'skip'),
    limit: limit === 0 ? undefined : Math.abs(limit),
  };
}

const PLAIN = new Set([
  'find',
  'filter',
  'limit',
  'singleBatch',
  'batchSize',
  '$db',
  'lsid',
  '$clusterTime',
  '$readPreference',
  'txnNumber',
  'autocommit',
  'readConcern',
  'apiVersion',
]);

/** The commonest question of all, answered without compiling anything. */
function findById(call: Call): Reply | undefined {
  const { body } = call;
  const filter = body.get('filter');
  if (!isDoc(filter) || filter.size !== 1) return undefined;
  const id = filter.get('_id');
  if (id === undefined || isDoc(id) || Array.isArray(id) || id === null || id instanceof BSONRegExp)
    return undefined;
  for (const name of body.keys()) if (!PLAIN.has(name)) return undefined;
  if (body.get('batchSize') === 0) return undefined;
  const { ns } = call;
  const view = call.transaction?.store ?? call.engine.latest();
  const c = view.collection(ns);
  const bytes = c && view.get(c, idKey(id));
  if (bytes) call.engine.counters.returned++;
  return batchReply('firstBatch', bytes ? [bytes] : [], 0n, ns);
}

export const getMore: Command = {
  name: 'getMore',
  fields: ['collection', 'batchSize', 'term', 'lastKnownCommittedOpTime'],
  inTransaction: true,
  async run(call): Promise<Reply> {
    const { cursors } = call.engine;
    const id = call.body.get('getMore');
    if (typeof id !== 'bigint')
      throw new MongoError(14, 'TypeMismatch', "BSON field 'getMore.getMore' must be a long");
    const cursor = cursors.get(id);
    if (!cursor) throw new MongoError(43, 'CursorNotFound', `cursor id ${id} not found`);
    const ns = `${call.db}.${nameOf(call.body.get('collection'))}`;
    if (cursor.ns !== ns) {
      throw new MongoError(
        13,
        'Unauthorized',
        `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`,
      );
    }
    if (cursor.owner.session !== call.session) {
      throw new MongoError(
        50738,
        'Location50738',
        `Cannot run getMore on cursor ${id}, which was created in another session`,
      );
    }
    if (cursor.owner.transaction !== call.transaction?.number) {
      throw new MongoError(
        50741,
        'Location50741',
        `Cannot run getMore on cursor ${id}, which was created in another transaction`,
      );
    }
    if (cursor.busy) throw new MongoError(12051, 'CursorInUse', `cursor id ${id} is already in use`);
    const size = countArg(call.body, 'batchSize') ?? 0;
    cursor.busy = true;
    try {
      const batch = await cursor.batch(size === 0 ? Infinity : size);
      if (!cursor.exhausted) await cursor.peek();
      if (cursor.exhausted) cursors.forget(cursor);
      call.engine.counters.returned += batch.length;
      return batchReply('nextBatch', batch, cursor.exhausted ? 0n : id, ns);
    } catch (error) {
      cursors.kill(id);
      throw error;
    } finally {
      cursor.busy = false;
    }
  },
};

export const killCursors: Command = {
  name: 'killCursors',
  fields: ['cursors'],
  inTransaction: true,
  run(call): Reply {
    const list = call.body.get('cursors');
    if (!Array.isArray(list))
      throw new MongoError(14, 'TypeMismatch', "BSON field 'killCursors.cursors' must be an array");
    const killed: Value[] = [];
    const unknown: Value[] = [];
    for (const id of list) {
      if (typeof id !== 'bigint') throw new MongoError(14, 'TypeMismatch', 'cursor ids must be longs');
      (call.engine.cursors.kill(id) ? killed : unknown).push(id);
    }
    return new Map<string, Value>([
      ['cursorsKilled', killed],
      ['cursorsNotFound', unknown],
      ['cursorsAlive', []],
      ['cursorsUnknown', []],
    ]);
  },
};
