import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { participated } from '../src/activities/events';
import { readConfig } from '../src/config';
import { openDatabase } from '../src/database';
import { asSystem } from '../src/kernel/command';
import { log } from '../src/kernel/log';
import { Dispatcher } from '../src/kernel/outbox';
import { connectStore, disconnectStore, native } from '../src/kernel/store';
import { tagsDomain } from '../src/tags';
import type { StoredRule } from '../src/tags/book';
import { TagEngine } from '../src/tags/engine';
import { Facts, Inbox } from '../src/tags/model';
import { fill, personId, rulesOf } from './bench-tags/brand';

/**
 * `npm run --silent bench:tags -- --seconds 20`: tags under load, from the event in the outbox to the tag on the
 * person. The database is a process of its own; load, dispatcher and engine share this one, as in the product. The
 * last line is one JSON object. It fails when a fact got lost or was counted twice.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    people: { type: 'string', default: '100000' },
    rate: { type: 'string', default: '500' },
  },
});
const seconds = Number(values.seconds);
const rate = Number(values.rate);
const BURST = 25;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

interface Measured {
  readonly eventsPerSecond: number;
  readonly lagP50Ms: number;
  readonly lagP99Ms: number;
  readonly evaluationsPerEvent: number;
  /** Of this process, per event. */
  readonly cpuMicros: number;
  readonly wrong: number;
}

/** Batches under way at once, as of the bot's partitions: one that waits for the disk holds up no other. */
const UNDER_WAY = 8;

/** Tells of `rate` participations a second, `BURST` an event, as the bot's batches do. */
async function load(people: number, forSeconds: number): Promise<number> {
  const begin = performance.now();
  const underWay = new Set<Promise<void>>();
  let told = 0;
  while (performance.now() - begin < forSeconds * 1000) {
    const due = Math.floor(((performance.now() - begin) / 1000) * rate);
    while (told + BURST <= due) {
      const at = new Date();
      const participations = Array.from({ length: BURST }, (_, i) => ({
        id: `par_${told + i}`,
        activityId: 'act_1',
        kind: 'check_in' as const,
        title: '早安打卡',
        groupId: `grp_${told % 100}`,
        personId: personId(((told + i) * 7_919) % people),
        points: 5,
        at,
      }));
      told += BURST;
      const batch = asSystem('bench', (tx) => Promise.resolve(tx.emit(participated({ participations }))));
      underWay.add(batch);
      void batch.finally(() => underWay.delete(batch));
      if (underWay.size >= UNDER_WAY) await Promise.race(underWay);
    }
    await wait(5);
  }
  await Promise.all(underWay);
  return told;
}

let databases = 0;

/** One run on a fresh database on the given server. */
async function measure(
  name: string,
  uri: string,
  people: number,
  rules: StoredRule[],
  forSeconds: number,
): Promise<Measured> {
  databases += 1;
  await connectStore(uri, `bench_${databases}`);
  const began = performance.now();
  await fill(people, rules, databases);
  say(
    `${name}: ${people} people, ${rules.length} rules, filled in ${Math.round((performance.now() - began) / 1000)} s`,
  );
  const before = await native(Facts).countDocuments({});
  const lags: number[] = [];
  const engine = new TagEngine(
    (facts, lagMs) => void lags.push(...Array.from({ length: facts }, () => lagMs)),
  );
  const dispatcher = new Dispatcher(tagsDomain.reactions ?? []);
  engine.start();
  dispatcher.start();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const told = await load(people, forSeconds);
  while (lags.length < told && performance.now() - start < (forSeconds + 60) * 1000) await wait(20);
  const took = (performance.now() - start) / 1000;
  const used = process.cpuUsage(cpu);
  await dispatcher.stop();
  await engine.stop();
  const kept = (await native(Facts).countDocuments({})) - before;
  const waiting = await native(Inbox).countDocuments({});
  lags.sort((a, b) => a - b);
  const measured = {
    eventsPerSecond: Math.round(told / took),
    lagP50Ms: lags[Math.floor(lags.length / 2)] ?? NaN,
    lagP99Ms: lags[Math.floor(lags.length * 0.99)] ?? NaN,
    evaluationsPerEvent: Math.round((engine.evaluations / told) * 100) / 100,
    cpuMicros: Math.round((used.user + used.system) / told),
    wrong: Math.abs(told - kept) + waiting,
  };
  say(`${name}: ${JSON.stringify(measured)}`);
  await disconnectStore();
  return measured;
}

async function main(): Promise<void> {
  log.level = 'error';
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'kouyi-bench-'));
  const database = await openDatabase(readConfig({ DATA_DIR: dataDir, DEMO: 'off' }));
  try {
    const short = Math.max(4, Math.round(seconds / 4));
    const whole = await measure('whole', database.uri, Number(values.people), rulesOf(200, 40), seconds);
    // The same ten rules listen; the others ask for something else.
    const few = await measure('20 rules', database.uri, 2_000, rulesOf(20, 10), short);
    const many = await measure('2,000 rules', database.uri, 2_000, rulesOf(2_000, 10), short);
    const wrong = whole.wrong + few.wrong + many.wrong;
    const result = {
      eventsPerSecond: whole.eventsPerSecond,
      lagP50Ms: whole.lagP50Ms,
      lagP99Ms: whole.lagP99Ms,
      evaluationsPerEvent: whole.evaluationsPerEvent,
      costRatioRules: Math.round((many.cpuMicros / few.cpuMicros) * 100) / 100,
      people: Number(values.people),
      rules: 200,
      wrong,
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
    if (wrong > 0) process.exitCode = 1;
  } finally {
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
