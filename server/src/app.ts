import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { attachSimulatorSocket } from './adapters/simulator';
import { wireDomains } from './wiring';
import { ruleBook } from './activities';
import { bot, startBot, stopBot } from './bot';
import type { Config } from './config';
import { type DatabaseLost, openDatabase } from './database';
import { assertNotLoading, finishRemoval, storyProgress } from './demo';
import { domains } from './domains';
import { Deliverer } from './gate';
import { groupDirectory } from './groups';
import { system } from './kernel/actor';
import { createHttp } from './kernel/http';
import { log } from './kernel/log';
import { Dispatcher, forgetClaims } from './kernel/outbox';
import { Scheduler } from './kernel/schedule';
import { loadSealKeys } from './kernel/seal';
import { connectStore, disconnectStore, pingStore } from './kernel/store';
import { authenticate } from './authenticate';
import { ensureFirstRun, startOrg, stopOrg } from './org';
import { followLinks } from './products';
import { serveFiles } from './files';
import { ensureKocTag, tagEngine } from './tags';

/** A running server; tests hold one, `main.ts` is one. */
export interface App {
  readonly url: string;
  /** The first administrator's password, when it was made up at this start. */
  readonly firstPassword?: string;
  readonly dispatcher: Dispatcher;
  readonly scheduler: Scheduler;
  readonly deliverer: Deliverer;
  /** Finishes what was taken and lets go of everything. */
  stop(): Promise<void>;
}

/** How often this process looks for rules that others changed. */
const RULES_REFRESH_MS = 1_000;

/**
 * Starts the roles of this process: web, bot, worker; all of them by default. `onDatabaseLost`: what is done when the
 * embedded database ends by itself.
 */
export async function startApp(
  config: Config,
  onDatabaseLost: (how: DatabaseLost) => void = () => undefined,
): Promise<App> {
  log.level = config.LOG_LEVEL;
  const stops: (() => Promise<void> | void)[] = [];
  const onStop = (stop: () => Promise<void> | void) => void stops.unshift(stop);
  const stopAll = async (): Promise<void> => {
    for (const stop of stops.splice(0)) await stop();
  };
  try {
    await loadSealKeys({ given: config.SEAL_KEYS, dataDir: config.dataDir });
    const database = await openDatabase(config);
    onStop(() => database.stop());
    void database.lost?.then(onDatabaseLost);
    await connectStore(database.uri, config.MONGODB_DB);
    onStop(disconnectStore);
    await finishRemoval(config.dataDir);
    return await startRoles(config, onStop, stopAll);
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function startRoles(
  config: Config,
  onStop: (stop: () => Promise<void> | void) => void,
  stopAll: () => Promise<void>,
): Promise<App> {
  const plays = (role: Config['ROLES'][number]) => config.ROLES.includes(role);
  await startOrg();
  onStop(stopOrg);
  const first = await ensureFirstRun({
    brandName: config.BRAND_NAME,
    adminPassword: config.ADMIN_PASSWORD,
    demo: config.demo,
  });
  await groupDirectory.load();
  groupDirectory.start();
  onStop(() => groupDirectory.stop());
  await ruleBook.load();
  onStop(groupDirectory.onChange(() => ruleBook.forgetGroups()));
  const refresh = setInterval(
    () =>
      void ruleBook
        .refresh()
        .catch((error: unknown) =>
          log.warn({ err: error }, 'rules not refreshed; the next turn tries again'),
        ),
    RULES_REFRESH_MS,
  );
  onStop(() => clearInterval(refresh));
  wireDomains(config);
  await ensureKocTag({ actor: system('start') }, {});

  // The embedded database is this process's child: whoever worked on it before died with it.
  const alone = config.MONGODB_URI === undefined;
  if (alone) await forgetClaims();
  const dispatcher = new Dispatcher(domains.flatMap((domain) => domain.reactions ?? []));
  const deliverer = new Deliverer();
  const scheduler = new Scheduler(
    domains.flatMap((domain) => domain.jobs ?? []),
    // By the clock of a story that is told, weeks would be due every second.
    () => storyProgress() === undefined,
  );
  if (plays('worker')) {
    dispatcher.start();
    onStop(() => dispatcher.stop());
    deliverer.start();
    onStop(() => deliverer.stop());
    tagEngine.start();
    onStop(() => tagEngine.stop());
    scheduler.start();
    onStop(() => scheduler.stop());
  }
  await startBot({
    partitions: config.PARTITIONS,
    maxQueued: config.QUEUE_MAX,
    alone,
    maxBatch: config.BATCH_MAX,
    batchesAtOnce: config.BATCHES_AT_ONCE,
    decides: plays('bot'),
  });
  onStop(stopBot);
  const url = plays('web') ? await listen(config, onStop) : '';
  return {
    url,
    ...(first.password === undefined ? {} : { firstPassword: first.password }),
    dispatcher,
    scheduler,
    deliverer,
    stop: stopAll,
  };
}

async function listen(config: Config, onStop: (stop: () => Promise<void>) => void): Promise<string> {
  const app = createHttp({
    routes: domains.flatMap((domain) => domain.routes ?? []),
    authenticate,
    ready: pingStore,
    secureCookies: config.https,
    proxies: config.PROXIES,
    assertOpen: assertNotLoading,
    extra: (koa) => {
      koa.use(followLinks);
      serveFiles(koa);
    },
  });
  const server = http.createServer((request, response) => void app.callback()(request, response));
  const closeSocket = attachSimulatorSocket(server, authenticate, (channel, events) => {
    assertNotLoading();
    return bot().door.accept(channel, events);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.PORT, config.HOST, resolve);
  });
  onStop(async () => {
    closeSocket();
    // Requests under way are answered; idle connections are not waited for.
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const impatient = setTimeout(() => server.closeAllConnections(), 5_000);
    await closed;
    clearTimeout(impatient);
  });
  const { port } = server.address() as AddressInfo;
  return config.PUBLIC_URL ?? `http://${config.HOST}:${port}`;
}
