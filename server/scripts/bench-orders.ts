import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config';
import { withStore } from '../src/database';
import '../src/domains';
import { auditLedger } from '../src/ledger';
import { log } from '../src/kernel/log';
import { untilQuiet } from './bench-ingest/check';
import { startMeasured } from './bench-ingest/server-process';
import { fillLedger } from './bench-orders/books';
import { makeShop } from './bench-orders/brand';
import { drive } from './bench-orders/load';

/**
 * `npm run --silent bench:orders -- --seconds 20`: signed orders under load, from the shop's call to the booked
 * commission, then an audit of a large ledger. Load, server and database are processes of their own. The last line
 * is one JSON object. It fails when an order got lost, was counted twice, or the books differ by one fen.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    entries: { type: 'string', default: '1000000' },
  },
});
const seconds = Number(values.seconds);
const entries = Number(values.entries);

const say = (text: string): void => void process.stderr.write(`${text}\n`);

async function main(): Promise<void> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'kouyi-bench-'));
  try {
    const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', DEMO: 'off' });
    log.level = 'error';
    const shop = await withStore(config, makeShop);
    const server = await startMeasured({ DATA_DIR: dataDir });
    let measured;
    try {
      const uri = await readFile(path.join(dataDir, 'db-address'), 'utf8');
      const cpuBefore = server.cpuSeconds();
      const sent = await drive(server.url, shop, { seconds, perCall: 100, inFlight: 3, duplicates: 0.1 });
      const drainFrom = performance.now();
      await untilQuiet(uri, config.MONGODB_DB);
      const drainSeconds = (performance.now() - drainFrom) / 1000;
      const cpu = server.cpuSeconds() - cpuBefore;
      measured = { ...sent, drainSeconds, peakRssMb: server.peakAnonMb() };
      say(
        `taken: ${sent.fresh} new and ${sent.same} repeated orders in ${sent.seconds.toFixed(1)} s, ` +
          `booked ${drainSeconds.toFixed(1)} s later; ${((cpu / sent.fresh) * 1000).toFixed(2)} CPU ms an order ` +
          `(server and database, ${(cpu / (sent.seconds + drainSeconds)).toFixed(2)} cores busy)`,
      );
    } finally {
      await server.stop();
    }
    const report = await withStore(config, async () => {
      const lost = await shop.missing(measured.fresh);
      if (lost !== 0) say(`orders missing or doubled: ${lost}`);
      const from = performance.now();
      await fillLedger(entries);
      say(
        `ledger filled to ${entries} entries in ${((performance.now() - from) / 1000).toFixed(1)} s; auditing…`,
      );
      const before = process.cpuUsage();
      const audited = await auditLedger();
      const { user, system } = process.cpuUsage(before);
      say(
        `audited in ${audited.seconds} s, of which this process computed ${((user + system) / 1e6).toFixed(1)} s ` +
          '(decoding and summing); the rest is the database reading',
      );
      return { ...audited, lost };
    });
    const differences = report.findings.reduce(
      (sum, { expected, found }) => sum + Math.max(1, Math.abs(expected - found)),
      0,
    );
    const result = {
      // From the first call until the last commission is booked.
      ordersPerSecond: Math.round(measured.fresh / (measured.seconds + measured.drainSeconds)),
      p99Ms: measured.p99Ms,
      peakRssMb: Math.max(measured.peakRssMb, Math.round(process.memoryUsage.rss() / 1e6)),
      auditEntries: report.entries,
      auditSeconds: report.seconds,
      auditDifferenceFen: differences,
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
    if (differences > 0 || report.lost !== 0) process.exitCode = 1;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(2);
});
