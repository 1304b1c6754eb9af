// Measures the embedded database through the official driver, server and client in processes of their own:
//   node server/embedded/bench.mjs --seconds 10 [--docs 1000000]
// The last line is one JSON object; rates are per second, times in milliseconds.
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';
import { build } from './build.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '10' }, docs: { type: 'string', default: '1000000' } },
});
const totalMs = Number(values.seconds) * 1000;
const targetDocs = Number(values.docs);
const filler = 'x'.repeat(930);
const say = (text) => process.stderr.write(`${text}\n`);

async function start(dataDir) {
  const began = performance.now();
  const child = fork(join(here, 'dist/process.js'), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.send({ start: { dataDir, testMode: false } });
  const { uri, error } = await new Promise((resolve) => child.once('message', resolve));
  if (error) throw new Error(error);
  return { uri, child, startMs: performance.now() - began, stop: () => (child.send({ stop: true }), exited) };
}

/** Keeps `width` workers busy for `ms`; returns how many rounds a second and the 99th percentile of one. */
async function measure(name, ms, width, round) {
  const times = [];
  const began = performance.now();
  const until = began + ms;
  let n = 0;
  await Promise.all(
    Array.from({ length: width }, async (_, worker) => {
      while (performance.now() < until) {
        const t = performance.now();
        const done = await round(worker, n++);
        times.push([performance.now() - t, done ?? 1]);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const sorted = times.map(([t]) => t).sort((a, b) => a - b);
  const rate = Math.round(times.reduce((sum, [, d]) => sum + d, 0) / seconds);
  const p99 = Math.round(sorted[Math.floor(sorted.length * 0.99)] * 10) / 10;
  say(`${name.padEnd(22)} ${String(rate).padStart(8)}/s   p99 ${p99} ms`);
  return { rate, p99 };
}

await build();
const dataDir = mkdtempSync(join(tmpdir(), 'kouyi-bench-'));
try {
  const share = totalMs / 6;
  let server = await start(dataDir);
  let client = await new MongoClient(server.uri, {
    maxPoolSize: 40,
    writeConcern: { w: 'majority', j: true },
  }).connect();
  let docs = client.db('bench').collection('docs');
  const p99Ms = {};
  const result = {};
  const record = (name, { rate, p99 }) => {
    result[name] = rate;
    p99Ms[name] = p99;
  };
  const ping = await measure('driverPing', share / 2, 32, () =>
    client
      .db('bench')
      .command({ ping: 1 })
      .then(() => 1),
  );
  let next = 0;
  const batch = () =>
    Array.from({ length: 100 }, () => ({ _id: next, group: next % 1000, at: next++, filler }));
  record(
    'insertManyDocs',
    await measure('insertManyDocs', share, 4, () => docs.insertMany(batch()).then(() => 100)),
  );
  const filled = () => next;
  record(
    'findById32',
    await measure('findById32', share, 32, () =>
      docs.findOne({ _id: Math.floor(Math.random() * filled()) }).then(() => 1),
    ),
  );
  const queue = client.db('bench').collection('queue');
  await queue.insertMany(Array.from({ length: 1000 }, (_, i) => ({ _id: i, n: 0 })));
  record(
    'findAndModify32',
    await measure('findAndModify32', share, 32, (_w, i) =>
      queue.findOneAndUpdate({ _id: i % 1000 }, { $inc: { n: 1 } }).then(() => 1),
    ),
  );
  const accounts = client.db('bench').collection('accounts');
  await accounts.insertMany(Array.from({ length: 10_000 }, (_, i) => ({ _id: i, n: 0 })));
  record(
    'transaction2op32',
    await measure('transaction2op32', share, 32, async () => {
      const session = client.startSession();
      try {
        await session.withTransaction(async () => {
          const [from, to] = [Math.floor(Math.random() * 10_000), Math.floor(Math.random() * 10_000)];
          await accounts.updateOne({ _id: from }, { $inc: { n: -1 } }, { session });
          await accounts.updateOne({ _id: to }, { $inc: { n: 1 } }, { session });
        });
      } finally {
        await session.endSession();
      }
    }),
  );
  await docs.createIndex({ at: 1 });
  record(
    'indexRangeDocs',
    await measure('indexRangeDocs', share, 4, async () => {
      const from = Math.floor(Math.random() * Math.max(1, filled() - 1000));
      return (
        await docs
          .find({ at: { $gte: from, $lt: from + 1000 } })
          .batchSize(1000)
          .toArray()
      ).length;
    }),
  );
  say(`filling up to ${targetDocs} documents …`);
  while (next < targetDocs) {
    await Promise.all(
      Array.from({ length: 4 }, () =>
        docs.insertMany(
          Array.from({ length: 1000 }, () => ({ _id: next, group: next % 1000, at: next++, filler })),
        ),
      ),
    );
  }
  await client.close();
  await server.stop();
  server = await start(dataDir);
  const { startMs } = server;
  client = await new MongoClient(server.uri).connect();
  docs = client.db('bench').collection('docs');
  // The filter is on a field without an index, so every document is read.
  const hits = await docs.countDocuments({ group: { $gte: 0 } });
  const rssAnonMb =
    Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, 'utf8'))?.[1] ?? 0) /
    1024;
  await client.close();
  await server.stop();
  say(`scanned ${hits} documents`);
  console.log(
    JSON.stringify({
      insertManyDocs: result.insertManyDocs,
      findById32: result.findById32,
      findAndModify32: result.findAndModify32,
      transaction2op32: result.transaction2op32,
      indexRangeDocs: result.indexRangeDocs,
      p99Ms,
      startMs: Math.round(startMs),
      rssAnonMbAt1mDocs: Math.round(rssAnonMb),
      driverPingPerSecond: ping.rate,
      documents: hits,
    }),
  );
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
