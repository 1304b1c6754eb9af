import { Binary } from 'bson';
import { encode, type Reply } from '../bson/codec';
import { isDoc, type Doc, type Value } from '../bson/value';
import { MongoError, notSupported } from '../errors';
import { compileFilter } from '../language';
import type { Collection } from '../storage/catalog';
import { splitNs } from '../storage/catalog';
import { boolArg, countArg, docArg, docsArg, missing, stringArg, nameOf } from './args';
import type { Call, Command } from './call';
import { listReply } from './cursor-reply';
import { existing, readIndexSpec } from './index-spec';
import { checkDb, nsOf } from './namespace';
import { buildIndexes, dropCollection, dropIndex } from './schema';
import { sameKey } from '../plan/planner';

const notFound = (ns: string) => new MongoError(26, 'NamespaceNotFound', `ns not found ${ns}`);

const REFUSED = ['timeseries', 'viewOn', 'clusteredIndex', 'encryptedFields', 'changeStreamPreAndPostImages'];

export const create: Command = {
  name: 'create',
  fields: [
    'capped',
    'size',
    'max',
    'autoIndexId',
    'idIndex',
    'validator',
    'validationLevel',
    'validationAction',
    'indexOptionDefaults',
    'storageEngine',
    'collation',
    'pipeline',
    'expireAfterSeconds',
    'writeConcern',
    ...REFUSED,
  ],
  inTransaction: true,
  async run(call): Promise<Reply> {
    const { body, ns } = call;
    for (const name of REFUSED) {
      const v = body.get(name);
      if (
        v !== undefined &&
        v !== false &&
        !(name === 'changeStreamPreAndPostImages' && isDoc(v) && v.get('enabled') === false)
      )
        throw notSupported(`a collection with ${name}`);
    }
    if (boolArg(body, 'capped') === true) throw notSupported('a capped collection');
    const options = readOptions(call);
    await call.write((store) => {
      const found = store.collection(ns);
      if (found && call.transaction)
        throw new MongoError(48, 'NamespaceExists', `Collection ${ns} already exists.`);
      if (found && !encode(found.options).equals(encode(options))) {
        throw new MongoError(48, 'NamespaceExists', `Collection ${ns} already exists.`);
      }
      if (found) throw new MongoError(48, 'NamespaceExists', `Collection ${ns} already exists.`);
      store.ensure(ns, options);
    });
    return new Map();
  },
};

function readOptions(call: Call): Doc {
  const { body } = call;
  const options: Doc = new Map();
  const collation = docArg(body, 'collation');
  if (collation && collation.get('locale') !== 'simple')
    throw notSupported('a collection with a default collation');
  const validator = docArg(body, 'validator');
  if (validator) {
    compileFilter(validator, call.env());
    options.set('validator', validator);
    options.set('validationLevel', stringArg(body, 'validationLevel') ?? 'strict');
    options.set('validationAction', stringArg(body, 'validationAction') ?? 'error');
  }
  return options;
}

export const drop: Command = {
  name: 'drop',
  fields: [],
  async run(call): Promise<Reply> {
    const { engine, ns } = call;
    const dropped = await call.write((store) => {
      const c = engine.catalog.get(ns);
      if (c) dropCollection(engine, store as never, c);
      return c;
    });
    const reply: Reply = new Map();
    if (!dropped) return reply;
    engine.cursors.killIn((name) => name === ns);
    reply.set('nIndexesWas', dropped.indexes.length + 1);
    reply.set('ns', ns);
    return reply;
  },
};

export const dropDatabase: Command = {
  name: 'dropDatabase',
  fields: [],
  async run(call): Promise<Reply> {
    const { engine, db } = call;
    checkDb(db);
    await call.write((store) => {
      for (const c of engine.catalog.inDatabase(db)) dropCollection(engine, store as never, c);
    });
    engine.cursors.killIn((name) => name.startsWith(`${db}.`));
    return new Map([['dropped', db]]);
  },
};

export const renameCollection: Command = {
  name: 'renameCollection',
  fields: ['to', 'dropTarget', 'stayTemp'],
  async run(call): Promise<Reply> {
    const { engine, body } = call;
    const from = body.get('renameCollection');
    const to = body.get('to');
    if (typeof from !== 'string' || typeof to !== 'string') throw missing('renameCollection.to');
    nsOf(splitNs(to).db, splitNs(to).name);
    if (splitNs(from).db !== splitNs(to).db)
      throw notSupported('renaming a collection into another database');
    if (from === to) throw new MongoError(20, 'IllegalOperation', "Can't rename a collection to itself");
    const dropTarget = boolArg(body, 'dropTarget') ?? false;
    await call.write((store) => {
      const source = engine.catalog.get(from);
      if (!source) throw new MongoError(26, 'NamespaceNotFound', `Source collection ${from} does not exist`);
      const target = engine.catalog.get(to);
      if (target && !dropTarget) throw new MongoError(48, 'NamespaceExists', 'target namespace exists');
      if (target) dropCollection(engine, store as never, target);
      engine.catalog.rename(source, to);
    });
    engine.cursors.killIn((name) => name === from || name === to);
    return new Map();
  },
};

export const collMod: Command = {
  name: 'collMod',
  fields: [
    'index',
    'validator',
    'validationLevel',
    'validationAction',
    'viewOn',
    'pipeline',
    'expireAfterSeconds',
    'changeStreamPreAndPostImages',
    'dryRun',
  ],
  async run(call): Promise<Reply> {
    const { engine, body, ns } = call;
    for (const name of [
      'viewOn',
      'pipeline',
      'expireAfterSeconds',
      'changeStreamPreAndPostImages',
      'dryRun',
    ]) {
      if (body.get(name) !== undefined) throw notSupported(`collMod with ${name}`);
    }
    const reply: Reply = new Map();
    const options = readOptions(call);
    await call.write((store) => {
      const c = engine.catalog.get(ns);
      if (!c) throw notFound(ns);
      const index = docArg(body, 'index');
      if (index) modifyIndex(c, index, reply);
      c.options = mergeOptions(c.options, options, body);
      engine.catalog.version++;
      (store as unknown as { touch(c: Collection): void }).touch(c);
    });
    return reply;
  },
};

function mergeOptions(old: Doc, given: Doc, body: Doc): Doc {
  const next = new Map([...old, ...given]);
  for (const name of ['validationLevel', 'validationAction']) {
    const v = body.get(name);
    if (typeof v === 'string') next.set(name, v);
  }
  const validator = next.get('validator');
  if (isDoc(validator) && validator.size === 0)
    for (const n of ['validator', 'validationLevel', 'validationAction']) next.delete(n);
  return next;
}

function modifyIndex(c: Collection, wanted: Doc, reply: Reply): void {
  const { name } = Object.fromEntries(wanted) as { name?: Value };
  const key = docArg(wanted, 'keyPattern');
  const index = c.indexes.find((i) => (key ? sameKey(i.spec.get('key') as Doc, key) : i.name === name));
  if (!index)
    throw new MongoError(
      27,
      'IndexNotFound',
      `cannot find index ${typeof name === 'string' ? name : ''} for ns ${c.ns}`,
    );
  const seconds = wanted.get('expireAfterSeconds');
  if (seconds !== undefined) {
    if (index.paths.length !== 1)
      throw new MongoError(72, 'InvalidOptions', 'TTL indexes are single-field indexes');
    const before = index.expireAfterSeconds;
    index.expireAfterSeconds = countArg(wanted, 'expireAfterSeconds')!;
    index.spec = new Map([...index.spec, ['expireAfterSeconds', seconds]]);
    if (before !== undefined) reply.set('expireAfterSeconds_old', BigInt(before));
    reply.set('expireAfterSeconds_new', BigInt(index.expireAfterSeconds));
  }
  const hidden = boolArg(wanted, 'hidden');
  if (hidden !== undefined) {
    reply.set('hidden_old', index.hidden);
    index.hidden = hidden;
    const spec = new Map(index.spec);
    if (hidden) spec.set('hidden', true);
    else spec.delete('hidden');
    index.spec = spec;
    reply.set('hidden_new', hidden);
  }
}

export const listCollections: Command = {
  name: 'listCollections',
  fields: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run(call): Promise<Reply> {
    const { body, db } = call;
    checkDb(db);
    const nameOnly = boolArg(body, 'nameOnly') ?? false;
    const filter = docArg(body, 'filter');
    const matcher = filter && compileFilter(filter, call.env());
    const list: Buffer[] = [];
    for (const c of call.engine.catalog.inDatabase(db)) {
      const entry = describe(c);
      if (matcher && !matcher.test(entry)) continue;
      list.push(encode(nameOnly ? new Map([...entry].slice(0, 2)) : entry));
    }
    const cursor = docArg(body, 'cursor');
    return listReply(call, `${db}.$cmd.listCollections`, list, cursor && countArg(cursor, 'batchSize'));
  },
};

const describe = (c: Collection): Doc =>
  new Map<string, Value>([
    ['name', splitNs(c.ns).name],
    ['type', 'collection'],
    ['options', c.options],
    [
      'info',
      new Map<string, Value>([
        ['readOnly', false],
        ['uuid', new Binary(c.uuid, 4)],
      ]),
    ],
    ['idIndex', ID_INDEX],
  ]);

const ID_INDEX: Doc = new Map<string, Value>([
  ['v', 2],
  ['key', new Map([['_id', 1]])],
  ['name', '_id_'],
]);

export const listDatabases: Command = {
  name: 'listDatabases',
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  run(call): Reply {
    const { body } = call;
    const sizes = new Map<string, number>();
    for (const c of call.engine.catalog.byNs.values()) {
      const { db } = splitNs(c.ns);
      sizes.set(db, (sizes.get(db) ?? 0) + c.bytes);
    }
    const filter = docArg(body, 'filter');
    const matcher = filter && compileFilter(filter, call.env());
    const nameOnly = boolArg(body, 'nameOnly') ?? false;
    const list: Doc[] = [];
    let total = 0;
    for (const [name, size] of [...sizes].sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
      const entry: Doc = new Map<string, Value>([
        ['name', name],
        ['sizeOnDisk', BigInt(size)],
        ['empty', size === 0],
      ]);
      if (matcher && !matcher.test(entry)) continue;
      total += size;
      list.push(nameOnly ? new Map([['name', name]]) : entry);
    }
    const reply: Reply = new Map([['databases', list]]);
    if (!nameOnly) {
      reply.set('totalSize', BigInt(total));
      reply.set('totalSizeMb', BigInt(Math.round(total / 1048576)));
    }
    return reply;
  },
};

export const createIndexes: Command = {
  name: 'createIndexes',
  fields: ['indexes', 'commitQuorum', 'ignoreUnknownIndexOptions'],
  inTransaction: true,
  async run(call): Promise<Reply> {
    const { ns, engine } = call;
    const given = docsArg(call.body, 'indexes');
    if (!given || given.length === 0)
      throw new MongoError(2, 'BadValue', 'Must specify at least one index to create');
    const specs = given.map(readIndexSpec);
    const view = call.transaction?.store ?? engine.latest();
    const c = view.collection(ns);
    const before = (c ? view.indexes(c).length : 0) + 1;
    const wanted: Doc[] = [];
    for (const spec of specs) {
      if (
        !existing(c ? view.indexes(c) : [], spec) &&
        !wanted.some((w) => w.get('name') === spec.get('name'))
      )
        wanted.push(spec);
    }
    if (!c && wanted.length === 0) await call.write((store) => void store.ensure(ns));
    await buildIndexes(call, ns, wanted);
    const reply: Reply = new Map<string, Value>([
      ['numIndexesBefore', before],
      ['numIndexesAfter', before + wanted.length],
      ['createdCollectionAutomatically', c === undefined],
    ]);
    if (wanted.length === 0) reply.set('note', 'all indexes already exist');
    return reply;
  },
};

export const listIndexes: Command = {
  name: 'listIndexes',
  fields: ['cursor', 'includeBuildUUIDs', 'includeIndexBuildInfo'],
  run(call): Promise<Reply> {
    const c = call.engine.catalog.get(call.ns);
    if (!c) throw new MongoError(26, 'NamespaceNotFound', `ns does not exist: ${call.ns}`);
    const list = [ID_INDEX, ...c.indexes.map((i) => i.spec)].map((d) => encode(d));
    const cursor = docArg(call.body, 'cursor');
    return listReply(call, call.ns, list, cursor && countArg(cursor, 'batchSize'));
  },
};

export const dropIndexes: Command = {
  name: 'dropIndexes',
  aliases: ['deleteIndexes'],
  fields: ['index'],
  async run(call): Promise<Reply> {
    const { engine, ns, body } = call;
    const wanted = body.get('index');
    const was = await call.write((store) => {
      const c = engine.catalog.get(ns);
      if (!c) throw notFound(ns);
      const n = c.indexes.length + 1;
      for (const index of chosen(c, wanted)) dropIndex(engine, store as never, c, index);
      return n;
    });
    return new Map([['nIndexesWas', was]]);
  },
};

function chosen(c: Collection, wanted: Value | undefined) {
  if (wanted === '*') return c.indexes;
  const list = Array.isArray(wanted) ? wanted : [wanted];
  return list.map((w) => {
    if (w === '_id_' || (isDoc(w) && sameKey(w, new Map([['_id', 1]])))) {
      throw new MongoError(72, 'InvalidOptions', 'cannot drop _id index');
    }
    const found = c.indexes.find((i) => (isDoc(w) ? sameKey(i.spec.get('key') as Doc, w) : i.name === w));
    if (!found) throw new MongoError(27, 'IndexNotFound', `index not found with name [${nameOf(w)}]`);
    return found;
  });
}
