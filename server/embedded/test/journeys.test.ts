import mongoose from 'mongoose';
import { MongoClient, ObjectId, Timestamp, type ClientSession, type MongoServerError } from 'mongodb';
import { startServer } from '../src/server';
import { openWorld, tempDir, type World } from './support';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

interface Row {
  _id: number | string;
  n?: number;
  on?: boolean;
  name?: string;
}
let unique = 0;
const fresh = () => world.client.db('journey').collection<Row>(`c${unique++}`);
const caught = (p: Promise<unknown>): Promise<MongoServerError> =>
  p.then(
    () => {
      throw new Error('was not refused');
    },
    (error: unknown) => error as MongoServerError,
  );

async function inTransaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
  return world.client.withSession((session) => session.withTransaction(() => work(session)));
}

describe('the driver', () => {
  test('writes, reads, counts and explains', async () => {
    const c = fresh();
    await c.insertMany(Array.from({ length: 250 }, (_, i) => ({ _id: i, n: i % 5 })));
    expect(await c.find().toArray()).toHaveLength(250);
    expect(
      await c
        .find({ n: 3 })
        .sort({ _id: -1 })
        .skip(1)
        .limit(2)
        .map((d) => d._id)
        .toArray(),
    ).toEqual([243, 238]);
    await c.createIndex({ n: 1 }, {}, {});
    const plan = await c.find({ n: 3 }).explain('executionStats');
    expect(plan).toMatchObject({
      queryPlanner: { winningPlan: { stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName: 'n_1' } } },
      executionStats: { nReturned: 50, totalKeysExamined: 50, totalDocsExamined: 50 },
    });
    const counting = await world.client
      .db('journey')
      .command({ explain: { count: c.collectionName, query: { n: 3 } } });
    expect(counting).toMatchObject({
      queryPlanner: { winningPlan: { stage: 'COUNT_SCAN' } },
      executionStats: { totalDocsExamined: 0 },
    });
    expect(await c.countDocuments({ n: { $gte: 3 } })).toBe(100);
    expect((await c.updateMany({ n: 0 }, { $set: { on: true } })).modifiedCount).toBe(50);
    expect((await c.deleteMany({ on: true })).deletedCount).toBe(50);
    expect(await c.estimatedDocumentCount()).toBe(200);
  });

  test('may use null as an _id, also in an upsert', async () => {
    const c = world.client.db('journey').collection<{ _id: null; n?: number }>(`c${unique++}`);
    await c.updateOne({ _id: null }, { $set: { n: 1 } }, { upsert: true });
    expect(await c.find().toArray()).toEqual([{ _id: null, n: 1 }]);
    expect((await c.replaceOne({}, { n: 2 })).modifiedCount).toBe(1);
    expect(await c.find().toArray()).toEqual([{ _id: null, n: 2 }]);
  });

  test('is told which unique rule it broke', async () => {
    const c = fresh();
    await c.createIndex({ name: 1 }, { unique: true }, {});
    await c.insertOne({ _id: 1, name: 'a' });
    const error = await caught(c.insertOne({ _id: 2, name: 'a' }));
    expect(error).toMatchObject({ code: 11000, keyPattern: { name: 1 }, keyValue: { name: 'a' } });
    await c.insertOne({ _id: 3 });
    // A missing field counts as null, as in MongoDB.
    expect(await caught(c.insertOne({ _id: 4 }))).toMatchObject({ code: 11000, keyValue: { name: null } });
  });

  test('is refused by name what the server does not do', async () => {
    const db = world.client.db('journey');
    expect(await caught(db.command({ mapReduce: 'x' }))).toMatchObject({ code: 59 });
    expect(await caught(db.command({ find: 'x', nonsense: 1 }))).toMatchObject({ code: 40415 });
    expect((await caught(db.createCollection('capped', { capped: true, size: 10 }))).message).toMatch(
      /capped/,
    );
    expect((await caught(db.collection('x').createIndex({ a: 'text' }, {}, {}))).message).toMatch(/text/);
    expect(
      (
        await caught(
          db
            .collection('x')
            .aggregate([{ $changeStream: {} }])
            .toArray(),
        )
      ).message,
    ).toMatch(/\$changeStream/);
    expect(await caught(db.command({ find: 'a$b' }))).toMatchObject({ code: 73 });
    expect(await caught(db.command({ explain: { find: 'x' }, verbosity: 'all' }))).toMatchObject({ code: 2 });
    for (const partialFilterExpression of [
      { a: { $exists: false } },
      { a: { $ne: 1 } },
      { $nor: [{ a: 1 }] },
      { $or: [{ a: 1 }, { b: /x/ }] },
    ]) {
      expect(
        await caught(db.collection('x').createIndex({ a: 1 }, { partialFilterExpression }, {})),
      ).toMatchObject({ code: 67 });
    }
  });

  test('explains a pipeline without carrying it out', async () => {
    const c = fresh();
    await c.insertOne({ _id: 1 });
    const pipeline = [{ $out: 'explained' }];
    const db = world.client.db('journey');
    const ask = { aggregate: c.collectionName, pipeline, explain: true, cursor: {} };
    expect(await db.command(ask)).toMatchObject({ queryPlanner: { winningPlan: { stage: 'COLLSCAN' } } });
    expect(await db.listCollections({ name: 'explained' }).toArray()).toEqual([]);
    expect(await caught(db.command({ ...ask, writeConcern: { w: 1 } }))).toMatchObject({ code: 9 });
  });

  test('builds a unique index over what is there, or is told why not', async () => {
    const c = fresh();
    await c.insertMany(Array.from({ length: 1200 }, (_, i) => ({ _id: i, n: i })));
    await c.createIndex({ n: 1 }, { unique: true }, {});
    await c.dropIndex('n_1');
    await c.updateOne({ _id: 1100 }, { $set: { n: 3 } });
    expect(await caught(c.createIndex({ n: 1 }, { unique: true }, {}))).toMatchObject({ code: 11000 });
    expect(await c.indexes()).toHaveLength(1);
  });
});

describe('transactions', () => {
  test('a unique value may move between documents, but never be there twice', async () => {
    const places = world.client.db('app').collection<{ _id: number; seat: string; note?: string }>('places');
    await places.createIndex({ seat: 1 }, { unique: true }, {});
    await places.insertMany([
      { _id: 1, seat: 'window' },
      { _id: 2, seat: 'aisle' },
    ]);
    await inTransaction(async (session) => {
      await places.updateOne({ _id: 1 }, { $set: { seat: 'none' } }, { session });
      await places.updateOne({ _id: 2 }, { $set: { seat: 'window' } }, { session });
      await places.updateOne({ _id: 1 }, { $set: { seat: 'aisle' } }, { session });
    });
    expect(await places.find().sort({ _id: 1 }).toArray()).toEqual([
      { _id: 1, seat: 'aisle' },
      { _id: 2, seat: 'window' },
    ]);
    // A document that was written but kept its value still holds it.
    const refused = inTransaction(async (session) => {
      await places.updateOne({ _id: 1 }, { $set: { note: 'kept' } }, { session });
      await places.insertOne({ _id: 3, seat: 'aisle' }, { session });
    });
    await expect(refused).rejects.toMatchObject({ code: 11000 });
    // And so does one that gave its value away and took it back.
    const takenBack = inTransaction(async (session) => {
      await places.updateOne({ _id: 1 }, { $set: { seat: 'none' } }, { session });
      await places.insertOne({ _id: 3, seat: 'aisle' }, { session });
      await places.updateOne({ _id: 1 }, { $set: { seat: 'aisle' } }, { session });
    });
    await expect(takenBack).rejects.toMatchObject({ code: 11000 });
    expect(await places.countDocuments()).toBe(2);
  });

  test('are all or nothing, and see their own writes', async () => {
    const c = fresh();
    await c.insertOne({ _id: 1, n: 1 });
    await c.createIndex({ n: 1 }, {}, {});
    await expect(
      inTransaction(async (session) => {
        await c.insertOne({ _id: 2, n: 2 }, { session });
        await c.updateOne({ _id: 1 }, { $inc: { n: 10 } }, { session });
        expect(
          await c
            .find({ n: { $gte: 2 } }, { session })
            .sort({ n: 1 })
            .map((d) => d.n)
            .toArray(),
        ).toEqual([2, 11]);
        expect(await c.countDocuments({}, { session })).toBe(2);
        expect(await c.countDocuments()).toBe(1);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await c.find().toArray()).toEqual([{ _id: 1, n: 1 }]);
  });

  test('lose no update when many count on one document', async () => {
    const c = fresh();
    await c.insertOne({ _id: 1, n: 0 });
    await Promise.all(
      Array.from({ length: 20 }, () =>
        inTransaction(async (session) => {
          const now = await c.findOne({ _id: 1 }, { session });
          await c.updateOne({ _id: 1 }, { $set: { n: now!.n! + 1 } }, { session });
        }),
      ),
    );
    expect((await c.findOne({ _id: 1 }))!.n).toBe(20);
  });

  test('conflict when both write one document: the second is told to start again', async () => {
    const c = fresh();
    await c.insertOne({ _id: 1, n: 0 });
    await c.insertOne({ _id: 2, n: 0 });
    const [a, b] = [world.client.startSession(), world.client.startSession()];
    a.startTransaction();
    b.startTransaction();
    await c.findOne({ _id: 2 }, { session: b });
    await c.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: a });
    const error = await caught(c.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: b }));
    expect(error.code).toBe(112);
    expect(error.hasErrorLabel('TransientTransactionError')).toBe(true);
    await a.commitTransaction();
    // The refusal has ended b's transaction.
    expect(await caught(c.findOne({ _id: 2 }, { session: b }))).toMatchObject({ code: 251 });
    await Promise.all([a.endSession(), b.endSession()]);
    expect((await c.findOne({ _id: 1 }))!.n).toBe(1);
  });

  test('read one snapshot, and write skew is possible, as in MongoDB', async () => {
    const c = fresh();
    await c.insertMany([
      { _id: 'alice', on: true },
      { _id: 'bob', on: true },
    ]);
    const [a, b] = [world.client.startSession(), world.client.startSession()];
    for (const s of [a, b]) s.startTransaction();
    for (const session of [a, b]) expect(await c.countDocuments({ on: true }, { session })).toBe(2);
    await c.updateOne({ _id: 'alice' }, { $set: { on: false } }, { session: a });
    await c.updateOne({ _id: 'bob' }, { $set: { on: false } }, { session: b });
    await a.commitTransaction();
    expect(await c.countDocuments({ on: true }, { session: b })).toBe(1);
    await b.commitTransaction();
    expect(await c.countDocuments({ on: true })).toBe(0);
    await Promise.all([a.endSession(), b.endSession()]);
  });

  test('keep a unique rule among themselves', async () => {
    const c = fresh();
    await c.createIndex({ name: 1 }, { unique: true }, {});
    const tries = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        i % 2 === 0
          ? inTransaction((session) => c.insertOne({ _id: i, name: 'one' }, { session }))
          : c.insertOne({ _id: i, name: 'one' }),
      ),
    );
    expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1);
    expect(await c.countDocuments()).toBe(1);
  });

  test('let a plain write wait until they end', async () => {
    const c = fresh();
    await c.insertOne({ _id: 1, n: 0 });
    const session = world.client.startSession();
    session.startTransaction();
    await c.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
    const plain = c.updateOne({ _id: 1 }, { $inc: { n: 10 } });
    await session.commitTransaction();
    await plain;
    expect((await c.findOne({ _id: 1 }))!.n).toBe(11);
    await session.endSession();
  });

  test('make collections and indexes only when they commit', async () => {
    const name = `made${unique++}`;
    const db = world.client.db('journey');
    const session = world.client.startSession();
    session.startTransaction();
    await db.createCollection(name, { session });
    await db.collection(name).createIndex({ a: 1 }, {}, { session });
    await db.collection(name).insertOne({ a: 1 }, { session });
    await session.abortTransaction();
    expect(await db.listCollections({ name }).toArray()).toEqual([]);
    session.startTransaction();
    await db.collection(name).createIndex({ a: 1 }, {}, { session });
    await db.collection(name).insertOne({ a: 1 }, { session });
    await session.commitTransaction();
    expect(await db.collection(name).indexes()).toHaveLength(2);
    expect(await db.collection(name).find({ a: 1 }).toArray()).toHaveLength(1);
    await session.endSession();
  });

  test.each([24, 112, 246, 251, 267])(
    'run again as a whole when the commit is refused with %i',
    async (errorCode) => {
      const c = fresh();
      await c.insertOne({ _id: 1, n: 0 });
      await world.client.db('admin').command({
        configureFailPoint: 'failCommand',
        mode: { times: 1 },
        data: { failCommands: ['commitTransaction'], errorCode },
      });
      let tries = 0;
      await inTransaction(async (session) => {
        tries++;
        await c.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session });
      });
      expect([tries, (await c.findOne({ _id: 1 }))!.n]).toEqual([2, 1]);
    },
  );

  test('commit again is the same commit; abort after commit is 256', async () => {
    const c = fresh();
    const session = world.client.startSession();
    session.startTransaction();
    await c.insertOne({ _id: 1 }, { session });
    await session.commitTransaction();
    await session.commitTransaction();
    const txnNumber = session.serverSession.txnNumber;
    const abort = { abortTransaction: 1, lsid: session.id, txnNumber: BigInt(txnNumber), autocommit: false };
    expect(await caught(raw(abort))).toMatchObject({ code: 256 });
    await session.endSession();
  });
});

/** Sends a command as it is, on a connection that adds no session of its own. */
async function raw(command: object): Promise<unknown> {
  const client = await new MongoClient(
    world.server.uri.replace('replicaSet=rs0', 'directConnection=true'),
  ).connect();
  try {
    const pool = client as unknown as {
      topology: {
        s: {
          servers: Map<
            string,
            { pool: { checkOut(o: object): Promise<RawConnection>; checkIn(c: RawConnection): void } }
          >;
        };
      };
    };
    const [server] = [...pool.topology.s.servers.values()];
    const connection = await server!.pool.checkOut({
      timeoutContext: { connectionCheckoutTimeout: null, clearConnectionCheckoutTimeout: true },
    });
    try {
      const { MongoDBNamespace } = jest.requireActual<{ MongoDBNamespace: new (db: string) => object }>(
        'mongodb/lib/utils',
      );
      return await connection.command(new MongoDBNamespace('admin'), command, { useBigInt64: true });
    } finally {
      server!.pool.checkIn(connection);
    }
  } finally {
    await client.close();
  }
}
interface RawConnection {
  command(ns: object, command: object, options: object): Promise<unknown>;
}

describe('retryable writes', () => {
  test('happen once, although the connection breaks after the write', async () => {
    const c = fresh();
    await c.insertOne({ _id: 1, n: 0 });
    await world.client.db('admin').command({
      configureFailPoint: 'failCommand',
      mode: { times: 1 },
      data: { failCommands: ['update'], closeConnection: true },
    });
    expect((await c.updateOne({ _id: 1 }, { $inc: { n: 1 } })).modifiedCount).toBe(1);
    expect((await c.findOne({ _id: 1 }))!.n).toBe(1);
  });

  test('answer a repeated number with the first answer, even after a restart', async () => {
    const dir = tempDir();
    const lsid = { id: new (await import('bson')).UUID().toBinary() };
    const ask = async (n: bigint, body: object) => {
      const server = await startServer({ dataDir: dir.path });
      const before = world;
      world = { ...world, server };
      try {
        return (await raw({ ...body, $db: 'r', lsid, txnNumber: n })) as Record<string, unknown>;
      } finally {
        world = before;
        await server.stop();
      }
    };
    const insert = { insert: 'c', documents: [{ _id: 1, n: 0 }] };
    const bump = { findAndModify: 'c', query: { _id: 1 }, update: { $inc: { n: 1 } }, new: true };
    expect(await ask(1n, insert)).toMatchObject({ n: 1 });
    expect(await ask(1n, insert)).toMatchObject({ n: 1 });
    expect(await ask(2n, bump)).toMatchObject({ value: { n: 1 } });
    expect(await ask(2n, bump)).toMatchObject({ value: { n: 1 } });
    expect(await caught(ask(1n, insert))).toMatchObject({ code: 225 });
    expect(await ask(3n, bump)).toMatchObject({ value: { n: 2 } });
    dir.remove();
  });
});

describe('cursors and time', () => {
  test('keep their snapshot, give batches, and can be killed', async () => {
    const c = fresh();
    await c.insertMany(Array.from({ length: 100 }, (_, i) => ({ _id: i })));
    const cursor = c.find().batchSize(10);
    expect((await cursor.next())!._id).toBe(0);
    await c.deleteMany({ _id: { $gte: 50 } });
    let n = 1;
    for await (const _ of cursor) n++;
    expect(n).toBe(100);
    const other = c.find().batchSize(2);
    await other.next();
    const id = other.id!;
    await other.close();
    expect(
      await caught(world.client.db('journey').command({ getMore: id, collection: c.collectionName })),
    ).toMatchObject({ code: 43 });
  });

  test('an empty timestamp in a new document or a replacement is the time, in an update it stays', async () => {
    const c = world.client.db('journey').collection<{ _id: number | Timestamp; at?: Timestamp }>('stamped');
    const [zero, now] = [new Timestamp(0n), Math.floor(Date.now() / 1000)];
    await c.insertOne({ _id: 1, at: zero });
    await c.insertOne({ _id: zero });
    await c.replaceOne({ _id: 2 }, { at: zero }, { upsert: true });
    const [first, second] = await c.find({ _id: { $in: [1, 2] } }).toArray();
    for (const doc of [first, second]) expect(Math.abs(doc!.at!.t - now)).toBeLessThan(60);
    expect(first!.at!.equals(second!.at!)).toBe(false);
    expect(await c.countDocuments({ _id: zero })).toBe(1);
    await c.updateOne({ _id: 1 }, { $set: { at: zero } });
    expect((await c.findOne({ _id: 1 }))!.at!.equals(zero)).toBe(true);
  });

  test('documents expire by a TTL index', async () => {
    const c = world.client.db('journey').collection(`ttl${unique++}`);
    await c.createIndex({ at: 1 }, { expireAfterSeconds: 60 }, {});
    const now = new Date();
    await c.insertMany([{ at: new Date(now.getTime() - 61_000) }, { at: now }, { at: 'never' }, {}]);
    await world.server.sweep(now);
    expect(await c.countDocuments()).toBe(3);
  });

  test('a query that takes too long is stopped', async () => {
    const c = fresh();
    await c.insertMany(Array.from({ length: 20_000 }, (_, i) => ({ _id: i, name: 'x'.repeat(50) })));
    const slow = c
      .find({ $expr: { $gt: [{ $strLenCP: { $concat: ['$name', '$name'] } }, 500] } })
      .maxTimeMS(1)
      .toArray();
    expect(await caught(slow)).toMatchObject({ code: 50 });
  });
});

describe('mongoose', () => {
  test('keeps models, rules and transactions', async () => {
    const connection = await mongoose.createConnection(world.server.uri, { dbName: 'goose' }).asPromise();
    try {
      const Shop = connection.model(
        'Shop',
        new mongoose.Schema(
          { name: { type: String, unique: true }, stock: Number, tags: [String] },
          { timestamps: true },
        ),
      );
      await Shop.init();
      const tea = await Shop.create({ name: 'tea', stock: 3, tags: ['hot'] });
      tea.tags.push('green');
      await tea.save();
      expect((await Shop.findOne({ tags: 'green' }).lean())!.name).toBe('tea');
      await expect(Shop.create({ name: 'tea' })).rejects.toMatchObject({ code: 11000 });
      await connection.transaction(async (session) => {
        await Shop.updateOne({ name: 'tea' }, { $inc: { stock: -1 } }, { session });
        await Shop.create([{ name: 'cup', stock: 1 }], { session });
      });
      const totals = await Shop.aggregate<{ total: number }>([
        { $group: { _id: null, total: { $sum: '$stock' } } },
      ]);
      expect(totals[0]!.total).toBe(3);
      expect(await Shop.findById(new ObjectId())).toBeNull();
    } finally {
      await connection.close();
    }
  });
});

describe('a password', () => {
  test('is asked for, and nothing is answered without it', async () => {
    const locked = await openWorld({ password: 'tea & cups' });
    try {
      expect(await locked.client.db('x').command({ ping: 1 })).toMatchObject({ ok: 1 });
      const open = await new MongoClient(
        locked.server.uri.replace(/\/\/[^@]*@/, '//').replace(/&auth.*$/, ''),
      ).connect();
      expect(await caught(open.db('x').collection('y').findOne({}))).toMatchObject({ code: 13 });
      await open.close();
      const wrong = new MongoClient(locked.server.uri.replace(encodeURIComponent('tea & cups'), 'wrong'));
      expect(await caught(wrong.connect())).toMatchObject({ code: 18 });
      await wrong.close();
    } finally {
      await locked.close();
    }
  });
});
