import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { MongoClient, MongoServerError } from 'mongodb';
import { checkDirectory, createEmbeddedMongo } from '../src';

/** The server process, built for this test run. */
export async function buildEntry(): Promise<{ entry: string; remove: () => void }> {
  // Below the repository, so that the bundle finds the compiled LMDB package.
  const dist = join(__dirname, '..', 'dist');
  mkdirSync(dist, { recursive: true });
  const dir = mkdtempSync(join(dist, 'test-'));
  const entry = join(dir, 'process.js');
  await build({
    entryPoints: [join(__dirname, '../src/process.ts')],
    outfile: entry,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['lmdb'],
  });
  return { entry, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

interface Account {
  _id: number;
  balance: number;
}
interface Entry {
  _id: string;
  worker: number;
  n: number;
}

const ACCOUNTS = 20;

/**
 * Kills the server (SIGKILL) again and again under concurrent writers. After each round: every acknowledged
 * insert is there, money is neither made nor lost, indexes agree with documents.
 */
export async function killRounds(
  entry: string,
  rounds: number,
  /** How many more inserts a round acknowledges before the kill: work done, not time gone by, on any machine. */
  inserts: () => number,
): Promise<{ acknowledged: number; transfers: number }> {
  const dir = mkdtempSync(join(tmpdir(), 'embedded-kill-'));
  const acknowledged = new Set<string>();
  let transfers = 0;
  try {
    for (let round = 0; round < rounds; round++) {
      const db = await createEmbeddedMongo({ dataDir: dir, entry });
      const client = await new MongoClient(db.uri, {
        serverSelectionTimeoutMS: 2_000,
        maxPoolSize: 20,
      }).connect();
      const entries = client.db('kill').collection<Entry>('entries');
      const accounts = client.db('kill').collection<Account>('accounts');
      if (round === 0) {
        await entries.createIndex({ worker: 1, n: -1 }, { unique: true }, {});
        await accounts.createIndex({ balance: 1 }, {}, {});
        await accounts.insertMany(Array.from({ length: ACCOUNTS }, (_, i) => ({ _id: i, balance: 100 })));
      }
      await verify(entries, accounts, acknowledged);
      let stopped = false;
      const writers = Array.from({ length: 8 }, async (_, worker) => {
        for (let n = 0; !stopped; n++) {
          const _id = `${round}/${worker}/${n}`;
          await entries.insertOne({ _id, worker: worker + round * 100, n });
          acknowledged.add(_id);
        }
      });
      const movers = Array.from({ length: 4 }, async (_, mover) => {
        for (let n = 0; !stopped; n++) {
          const [from, to] = [(mover * 7 + n) % ACCOUNTS, (mover * 3 + n * 5 + 1) % ACCOUNTS];
          if (from === to) continue;
          // Not withTransaction: it would go on trying for two minutes after the server is dead.
          const session = client.startSession();
          try {
            session.startTransaction();
            await accounts.updateOne({ _id: from }, { $inc: { balance: -1 } }, { session });
            await accounts.updateOne({ _id: to }, { $inc: { balance: 1 } }, { session });
            await session.commitTransaction();
          } catch (error) {
            if (stopped || !(error instanceof MongoServerError)) throw error;
            continue;
          } finally {
            await session.endSession().catch(() => undefined);
          }
          transfers++;
        }
      });
      const work = Promise.allSettled([...writers, ...movers]);
      let over = false;
      void work.then(() => (over = true));
      const enough = acknowledged.size + inserts();
      while (!over && acknowledged.size < enough) await new Promise((resolve) => setTimeout(resolve, 5));
      process.kill(db.pid, 'SIGKILL');
      stopped = true;
      await db.exited;
      // Nothing can be acknowledged any more. The driver's close (7.8.0) sometimes waits without end on a session
      // whose server died inside a transaction, so the dead client gets a moment and is then left behind.
      const patience = new Promise((resolve) => setTimeout(resolve, 5_000));
      await Promise.race([Promise.all([client.close(true), work]), patience]);
      // What it still watches would keep this process alive.
      (client as unknown as { topology?: { close(): void } }).topology?.close();
      const { findings } = await checkDirectory(dir);
      if (findings.length > 0) throw new Error(`round ${round}: ${findings.join('; ')}`);
    }
    const last = await createEmbeddedMongo({ dataDir: dir, entry });
    const client = await new MongoClient(last.uri).connect();
    await verify(
      client.db('kill').collection<Entry>('entries'),
      client.db('kill').collection<Account>('accounts'),
      acknowledged,
    );
    await client.close();
    await last.stop();
    return { acknowledged: acknowledged.size, transfers };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function verify(
  entries: import('mongodb').Collection<Entry>,
  accounts: import('mongodb').Collection<Account>,
  acknowledged: ReadonlySet<string>,
): Promise<void> {
  const there = new Set((await entries.find({}, { projection: { _id: 1 } }).toArray()).map((e) => e._id));
  for (const id of acknowledged) if (!there.has(id)) throw new Error(`acknowledged, but lost: ${id}`);
  const sum = (await accounts.find().toArray()).reduce((s, a) => s + a.balance, 0);
  if (sum !== ACCOUNTS * 100) throw new Error(`a transaction is half there: the balances sum to ${sum}`);
}
