import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config';
import { withStore } from '../src/database';
import { type BrandSize, makeBrand } from './bench-ingest/brand';
import { checkDatabase, untilQuiet } from './bench-ingest/check';
import { drive, type Sent } from './bench-ingest/load';
import { quantileMs, readBuckets } from './bench-ingest/metrics';
import { startMeasured } from './bench-ingest/server-process';

/**
 * `npm run --silent bench:ingest -- --seconds 60`: the message path under load. The load comes from this process,
 * server and database are processes of their own. The last line is one JSON object.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    groups: { type: 'string', default: '5000' },
    people: { type: 'string', default: '100000' },
    /** Only the first run, for looking for where the time goes. */
    only: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const full: BrandSize = { groups: Number(values.groups), people: Number(values.people), activities: 1_000 };
const short = Math.max(5, Math.round(seconds / 5));

interface Measured {
  sent: Sent;
  ackedPerSecond: number;
  p50: number;
  p99: number;
  cpuPerMillion: number;
  peakAnonMb: number;
  startMs: number;
  lost: number;
  doubled: number;
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** One run on a fresh database: brand, load, then the truth from the database. */
async function measure(
  name: string,
  size: BrandSize,
  load: { seconds: number; perRequest: number; inFlight: number },
  env: Record<string, string> = {},
): Promise<Measured> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'kouyi-bench-'));
  try {
    say(`${name}: ${size.groups} groups, ${size.people} people, ${size.activities} activities…`);
    const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', DEMO: 'off' });
    const key = await withStore(config, () => makeBrand(size));
    const server = await startMeasured({ DATA_DIR: dataDir, ...env });
    try {
      const uri = await readFile(path.join(dataDir, 'db-address'), 'utf8');
      // What follows from making the brand (a person for each member) is no part of a message's cost.
      await untilQuiet(uri, config.MONGODB_DB);
      const cpuBefore = server.cpuSeconds();
      const before = await readBuckets(server.url, 'kouyi_decide_seconds');
      const sent = await drive(server.url, key, { size, run: name, ...load });
      await untilQuiet(uri, config.MONGODB_DB);
      const cpuAfter = server.cpuSeconds();
      const after = await readBuckets(server.url, 'kouyi_decide_seconds');
      const truth = await checkDatabase(uri, config.MONGODB_DB, sent);
      const result = {
        sent,
        ackedPerSecond: Math.round(sent.acked / sent.seconds),
        p50: quantileMs(before, after, 0.5),
        p99: quantileMs(before, after, 0.99),
        cpuPerMillion: Math.round(((cpuAfter - cpuBefore) / sent.acked) * 1e6),
        peakAnonMb: server.peakAnonMb(),
        startMs: server.startMs,
        lost: truth.lost,
        doubled: truth.doubled,
      };
      const { sent: _sent, ...told } = result;
      say(
        `${name}: ${JSON.stringify({ ...told, duplicates: sent.duplicates, retries: sent.retries, p99AckMs: sent.p99AckMs, participations: truth.participations })}`,
      );
      return result;
    } finally {
      await server.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const main = await measure('batches', full, { seconds, perRequest: 100, inFlight: 12 });
  if (values.only) return;
  const one = await measure(
    'one activity',
    { ...full, activities: 1 },
    { seconds: short, perRequest: 100, inFlight: 12 },
  );
  const naive = await measure(
    'naive',
    full,
    { seconds: short, perRequest: 1, inFlight: 64 },
    { BATCH_MAX: '1', BATCHES_AT_ONCE: '64', PARTITIONS: '64' },
  );
  const result = {
    ackedPerSecond: main.ackedPerSecond,
    decideP50Ms: main.p50,
    decideP99Ms: main.p99,
    lost: main.lost,
    doubled: main.doubled,
    peakAnonMb: main.peakAnonMb,
    cpuSecondsPerMillion: main.cpuPerMillion,
    naivePerSecond: naive.ackedPerSecond,
    ratioToNaive: Math.round((main.ackedPerSecond / naive.ackedPerSecond) * 10) / 10,
    costRatioActivities: Math.round((main.cpuPerMillion / one.cpuPerMillion) * 100) / 100,
    startMs: main.startMs,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (main.lost + main.doubled + naive.lost + naive.doubled > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
