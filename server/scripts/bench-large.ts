import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config';
import { withStore } from '../src/database';
import '../src/domains';
import { log } from '../src/kernel/log';
import { type MeasuredServer, startMeasured } from './bench-ingest/server-process';
import { type Answered, ask, signIn } from './bench-large/ask';
import { type Browser, fillBrand, type Logins } from './bench-large/brand';
import { questions } from './bench-large/questions';

/**
 * `npm run --silent bench:large -- --people 100000`: what every list and board of the console takes on a large brand,
 * for headquarters, a region and a store. The server and its database are processes of their own. The last line is
 * one JSON object. It fails when an answer took longer than it may.
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '100000' },
    groups: { type: 'string', default: '2000' },
    kocs: { type: 'string', default: '3000' },
    times: { type: 'string', default: '3' },
    /** Only questions with this in their names, only of some of hq, region and store. */
    only: { type: 'string', default: '' },
    as: { type: 'string', default: 'hq,region,store' },
    /** A folder that keeps the brand for the next time, and for looking at it. */
    keep: { type: 'string' },
  },
});
/** A page of a list; what adds up, or looks into a dozen lists at once; a file, which is read while it is sent. */
const PAGE_MS = 150;
const WHOLE_MS = 1_000;
const FILE_MS = 5_000;
const limitOf = ({ name }: Answered): number =>
  name.endsWith('.csv')
    ? FILE_MS
    : /search|today|health|live|board|calibration|accounts|figures/.test(name)
      ? WHOLE_MS
      : PAGE_MS;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** The brand in this folder, made where it is not there yet; answers who may look at it. */
async function brandIn(dataDir: string): Promise<Logins> {
  const file = path.join(dataDir, 'bench-logins.json');
  const had = await readFile(file, 'utf8').catch(() => undefined);
  if (had !== undefined) return JSON.parse(had) as Logins;
  const size = { people: Number(values.people), groups: Number(values.groups), kocs: Number(values.kocs) };
  const logins = await withStore(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', DEMO: 'off' }), () =>
    fillBrand(size, say),
  );
  await writeFile(file, JSON.stringify(logins), { mode: 0o600 });
  return logins;
}

async function measure(server: MeasuredServer, logins: Logins): Promise<Answered[]> {
  const { url } = server;
  const cost = { times: Number(values.times), cpuSeconds: () => server.cpuSeconds() };
  const answered: Answered[] = [];
  const cookies = new Map<Browser, string>();
  for (const [as, who] of Object.entries(logins) as [Browser, Logins[Browser]][])
    cookies.set(as, await signIn(url, who));
  const units = (await (
    await fetch(`${url}/api/org/units`, { headers: { cookie: cookies.get('hq')! } })
  ).json()) as { items: { id: string; kind: string }[] };
  const first = (kind: string): string => units.items.find((unit) => unit.kind === kind)!.id;
  const asked = questions(new Date(), { region: first('region'), store: first('store') });
  for (const [as, cookie] of [...cookies].filter(([who]) => values.as.split(',').includes(who)))
    for (const question of asked.filter(({ name }) => name.includes(values.only))) {
      const answer = await ask(url, as, cookie, question, cost);
      if (!answer) continue;
      answered.push(answer);
      if (answer.p50 > limitOf(answer)) say(`slow: ${JSON.stringify(answer)}`);
    }
  return answered;
}

async function main(): Promise<void> {
  log.level = 'error';
  const dataDir = values.keep ?? (await mkdtemp(path.join(os.tmpdir(), 'kouyi-bench-')));
  await mkdir(dataDir, { recursive: true });
  try {
    const filledFrom = performance.now();
    const logins = await brandIn(dataDir);
    const fillSeconds = (performance.now() - filledFrom) / 1000;
    const server = await startMeasured({ DATA_DIR: dataDir });
    try {
      const from = performance.now();
      const answers = await measure(server, logins);
      const slow = answers.filter((answer) => answer.p50 > limitOf(answer));
      const result = {
        people: Number(values.people),
        groups: Number(values.groups),
        fillSeconds: Math.round(fillSeconds),
        startMs: server.startMs,
        askSeconds: Math.round((performance.now() - from) / 1000),
        peakRssMb: server.peakAnonMb(),
        slow: slow.length,
        answers: answers.map(({ as, name, p50, p95, cpu, rows, kb }) => [
          `${as} ${name}`,
          p50,
          p95,
          cpu,
          rows,
          kb,
        ]),
      };
      process.stdout.write(`${JSON.stringify(result)}\n`);
      if (slow.length > 0) process.exitCode = 1;
    } finally {
      await server.stop();
    }
  } finally {
    if (values.keep === undefined) await rm(dataDir, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(2);
});
