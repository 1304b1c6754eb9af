import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config';
import { withStore } from '../src/database';
import { Draws, Tables } from '../src/draws/model';
import { connectStore, disconnectStore, native } from '../src/kernel/store';
import { auditLedger } from '../src/ledger';
import { Transactions } from '../src/ledger/model';
import { agentFor, requestDraw } from './bench-draws/drive';
import { designOf, prepare, type Prepared } from './bench-draws/prepare';
import { startMeasured } from './bench-ingest/server-process';

/**
 * `npm run --silent bench:draws -- --seconds 20`: draws of one box through the HTTP door, 64 in flight, on the
 * embedded database. The load comes from this process, server and database are processes of their own. The last
 * line is one JSON object.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    people: { type: 'string', default: '1000' },
    inFlight: { type: 'string', default: '64' },
  },
});
const seconds = Number(values.seconds);
const inFlight = Number(values.inFlight);
const WARM_UP_MS = 2_000;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

interface Load {
  /** Milliseconds of each draw that was answered with a result. */
  readonly tookMs: number[];
  readonly refusals: Map<string, number>;
  /** Results by their draw, to compare with what is stored. */
  readonly results: Map<string, string>;
  measuredSeconds: number;
}

async function drive(url: string, { boxId, people }: Prepared): Promise<Load> {
  const load: Load = { tookMs: [], refusals: new Map(), results: new Map(), measuredSeconds: 0 };
  const agent = agentFor(inFlight);
  const begun = Date.now();
  const measuredFrom = begun + WARM_UP_MS;
  const end = measuredFrom + seconds * 1_000;
  let serial = 0;
  const worker = async (): Promise<void> => {
    while (Date.now() < end) {
      serial += 1;
      const { token } = people[serial % people.length]!;
      const from = performance.now();
      const answer = await requestDraw(url, agent, { boxId, token, requestKey: `bench-key-${serial}` });
      const tookMs = performance.now() - from;
      if (answer.drawId !== undefined) {
        load.results.set(answer.drawId, answer.prizeId!);
        if (Date.now() >= measuredFrom && Date.now() <= end) load.tookMs.push(tookMs);
      } else {
        const code = answer.code ?? String(answer.status);
        load.refusals.set(code, (load.refusals.get(code) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  load.measuredSeconds = (Math.min(Date.now(), end) - measuredFrom) / 1_000;
  agent.destroy();
  return load;
}

/** What the database holds, against what people were answered. */
async function truth(uri: string, dbName: string, { boxId }: Prepared, load: Load) {
  await connectStore(uri, dbName);
  try {
    const table = (await native(Tables).findOne({ _id: boxId }))!;
    const rows = await native(Draws)
      .find({ boxId }, { projection: { prizeId: 1 } })
      .toArray();
    const oversold = Object.values(table.left).reduce((sum, left) => sum + Math.max(0, -left), 0);
    let ledgerSum = 0;
    for await (const { postings } of native(Transactions).find({}, { projection: { postings: 1 } }))
      for (const { amount } of postings) ledgerSum += amount;
    const stored = new Map(rows.map(({ _id, prizeId }) => [_id, prizeId]));
    const differing = [...load.results].filter(([id, prizeId]) => stored.get(id) !== prizeId).length;
    const { findings } = await auditLedger();
    return { oversold, ledgerSum, stored: rows.length, differing, findings: findings.length };
  } finally {
    await disconnectStore();
  }
}

function quantile(sorted: readonly number[], share: number): number {
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}

async function main(): Promise<void> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'kouyi-bench-'));
  try {
    const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', DEMO: 'off' });
    say(`${values.people} people sign in…`);
    const design = designOf(
      [
        prize('rare', 1, 1_000),
        prize('cup', 99, 100_000),
        prize('mask', 900, 1_000_000),
        { id: 'none', kind: 'nothing', name: '谢谢参与', weight: 9_000, costFen: 0, valueFen: 0 },
      ],
      'none',
    );
    const prepared = await withStore(config, () =>
      prepare(config, { design, people: Number(values.people), chances: 100_000 }),
    );
    const server = await startMeasured({ DATA_DIR: dataDir });
    try {
      const cpuBefore = server.cpuSeconds();
      const load = await drive(server.url, prepared);
      const cpu = server.cpuSeconds() - cpuBefore;
      const uri = await readFile(path.join(dataDir, 'db-address'), 'utf8');
      const found = await truth(uri, config.MONGODB_DB, prepared, load);
      const sorted = load.tookMs.sort((a, b) => a - b);
      say(
        JSON.stringify({
          refusals: Object.fromEntries(load.refusals),
          cpuMsPerDraw: Math.round((cpu / load.results.size) * 10_000) / 10,
          ...found,
        }),
      );
      process.stdout.write(
        `${JSON.stringify({
          drawsPerSecond: Math.round(sorted.length / load.measuredSeconds),
          p50Ms: quantile(sorted, 0.5),
          p99Ms: quantile(sorted, 0.99),
          oversold: found.oversold,
          ledgerSum: found.ledgerSum,
        })}\n`,
      );
      if (found.oversold + Math.abs(found.ledgerSum) + found.differing + found.findings > 0)
        process.exitCode = 1;
    } finally {
      await server.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

const prize = (id: string, weight: number, stock: number) => ({
  id,
  kind: 'goods' as const,
  name: id,
  weight,
  stock,
  costFen: 100,
  valueFen: 1_000,
});

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
