import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { encode } from '../src/bson/codec';
import type { Doc, Value } from '../src/bson/value';
import { openWorld, type World } from './support';

let world: World;
beforeAll(async () => {
  world = await openWorld({ address: { port: 0 } });
});
afterAll(() => world.close());

const port = () => Number(/:(\d+)\//.exec(world.server.uri)![1]);
const doc = (o: Record<string, Value>): Doc => new Map(Object.entries(o));

function message(body: Buffer, flags = 0): Buffer {
  const head = Buffer.alloc(21);
  head.writeInt32LE(21 + body.length, 0);
  head.writeInt32LE(7, 4);
  head.writeInt32LE(2013, 12);
  head.writeUInt32LE(flags, 16);
  return Buffer.concat([head, body]);
}

/** Sends bytes; what comes back until the server answers or hangs up. */
function send(bytes: Buffer): Promise<{ answer: Buffer; closed: boolean }> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port(), '127.0.0.1', () => socket.write(bytes));
    const parts: Buffer[] = [];
    const done = (closed: boolean) => {
      socket.destroy();
      resolve({ answer: Buffer.concat(parts), closed });
    };
    socket.on('data', (part) => {
      parts.push(part);
      const all = Buffer.concat(parts);
      if (all.length >= 4 && all.length >= all.readInt32LE(0)) done(false);
    });
    socket.on('error', () => done(true));
    socket.on('close', () => done(true));
  });
}

const alive = async () =>
  expect(await world.client.db('admin').command({ ping: 1 })).toMatchObject({ ok: 1 });

describe('a hostile client', () => {
  test.each<[string, Buffer]>([
    ['a negative length', Buffer.from('ffffffff0000000000000000dd070000', 'hex')],
    ['a length beyond the limit', Buffer.from('ffffff7f0000000000000000dd070000', 'hex')],
    ['a length below the header', Buffer.from('040000000000000000000000dd070000', 'hex')],
    [
      'an unknown opcode',
      Buffer.concat([Buffer.from('15000000000000000000000042000000', 'hex'), Buffer.alloc(5)]),
    ],
    [
      'a compressed message, which was never offered',
      Buffer.concat([Buffer.from('190000000000000000000000dc070000', 'hex'), Buffer.alloc(9)]),
    ],
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')],
    ['an unknown required flag', message(encode(doc({ ping: 1, $db: 'admin' })), 0x8000)],
  ])('that sends %s is cut off', async (_name, bytes) => {
    expect((await send(bytes)).closed).toBe(true);
    await alive();
  });

  test('that sends rubbish in every place never stops the server', async () => {
    const good = message(encode(doc({ find: 'x', filter: doc({ a: doc({ $in: [1, 'b'] }) }), $db: 'test' })));
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 0, max: 255 }), async (where, what) => {
        const bytes = Buffer.from(good);
        // The length must stay right, or the server rightly waits for the rest.
        bytes[4 + (where % (bytes.length - 4))] = what;
        // One hello behind it, so that there is an answer even to a message that wants none.
        await send(Buffer.concat([bytes, message(encode(doc({ ping: 1, $db: 'admin' })))]));
      }),
      { numRuns: 150 },
    );
    await alive();
  });

  test('that nests endlessly is refused', async () => {
    let nested = doc({ a: 1 });
    for (let i = 0; i < 184; i++) nested = doc({ a: nested });
    const { answer } = await send(message(encode(doc({ find: 'x', filter: nested, $db: 'test' }))));
    expect(answer.toString('latin1')).toContain('nested object depth');
    await alive();
  });

  test('that sends a regex bomb holds nobody up for seconds', async () => {
    const c = world.client.db('hostile').collection('r');
    await c.insertOne({ s: 'a'.repeat(40) });
    const began = process.cpuUsage();
    await c
      .find({ s: { $regex: '^(a+)+$x' } })
      .toArray()
      .catch(() => []);
    await alive();
    // The server's work is done in this process: a busy machine makes it later, not more.
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(3_000);
  });

  test('that asks for too many cursors is refused, and the others go on', async () => {
    const c = world.client.db('hostile').collection<{ _id: number }>('many');
    await c.insertMany(Array.from({ length: 5 }, (_, i) => ({ _id: i })));
    const open = await Promise.allSettled(
      Array.from({ length: 1000 }, () => world.client.db('hostile').command({ find: 'many', batchSize: 1 })),
    );
    expect(open.every((o) => o.status === 'fulfilled')).toBe(true);
    expect(world.server.engine.cursors.size).toBeGreaterThanOrEqual(1000);
    world.server.engine.cursors.killIn((ns) => ns === 'hostile.many');
    expect(world.server.engine.cursors.size).toBe(0);
    await alive();
  });

  test('that reads nothing of what it asked for does not fill the memory', async () => {
    const c = world.client.db('hostile').collection<{ _id: number; s: string }>('big');
    await c.insertMany(Array.from({ length: 8 }, (_, i) => ({ _id: i, s: 'x'.repeat(1_000_000) })));
    const ask = message(encode(doc({ find: 'big', $db: 'hostile' })));
    const socket = connect(port(), '127.0.0.1');
    socket.pause();
    socket.write(Buffer.concat(Array.from({ length: 200 }, () => ask)));
    for (let i = 0; i < 20; i++) await alive();
    expect(process.memoryUsage().external).toBeLessThan(1_000_000_000);
    socket.destroy();
  });

  test('that pushes an array to the limit is refused, and the document stays', async () => {
    const c = world.client.db('hostile').collection<{ _id: number; a: string[] }>('grow');
    await c.insertOne({ _id: 1, a: ['x'.repeat(9_000_000)] });
    await expect(c.updateOne({ _id: 1 }, { $push: { a: 'y'.repeat(9_000_000) } })).rejects.toMatchObject({
      code: 17419,
    });
    expect((await c.findOne({ _id: 1 }))!.a).toHaveLength(1);
  });
});
