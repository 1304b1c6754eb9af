import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createEmbeddedMongo, type EmbeddedMongo } from '@kouyi/embedded';
import type { Config } from './config';
import { loadSealKeys } from './kernel/seal';
import { connectStore, disconnectStore } from './kernel/store';

/** A database to connect to, and what lets it go again. */
export interface Database {
  readonly uri: string;
  /** Resolves when the embedded database has ended without having been asked to; nothing works from then on. */
  readonly lost?: Promise<DatabaseLost>;
  stop(): Promise<void>;
}

/** How the embedded database ended by itself. */
export interface DatabaseLost {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const databaseDir = (config: Config): string => path.join(config.dataDir, 'db');
/** Where a running server says how its own database is reached, for the tools beside it. */
const addressFile = (config: Config): string => path.join(config.dataDir, 'db-address');

/** How long a start waits for the database of a server that was killed: it ends by itself, but not at once. */
const PATIENCE_MS = 8_000;
const LOOK_EVERY_MS = 200;

const isInUse = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('is in use by process');

/** @throws Error `… is in use by process …` when it still is after so long. */
async function startEmbedded(dataDir: string, patienceMs: number): Promise<EmbeddedMongo> {
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    try {
      return await createEmbeddedMongo({ dataDir });
    } catch (error) {
      if (!isInUse(error) || waited >= patienceMs) throw error;
      await setTimeout(LOOK_EVERY_MS);
    }
  }
}

/** MONGODB_URI, or the embedded database as a child process: the same driver either way. */
export async function openDatabase(config: Config, patienceMs = PATIENCE_MS): Promise<Database> {
  if (config.MONGODB_URI !== undefined) return { uri: config.MONGODB_URI, stop: () => Promise.resolve() };
  const database = await startEmbedded(databaseDir(config), patienceMs);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  await writeFile(addressFile(config), database.uri, { mode: 0o600 });
  let asked = false;
  return {
    uri: database.uri,
    lost: new Promise((resolve) => {
      void database.exited.then((how) => {
        if (!asked) resolve(how);
      });
    }),
    async stop() {
      asked = true;
      await database.stop();
      await rm(addressFile(config), { force: true });
    },
  };
}

/** For tools: the database of the server that runs on this data folder, or one started for the moment. */
async function joinDatabase(config: Config): Promise<Database> {
  try {
    return await openDatabase(config, 0);
  } catch (error) {
    if (!isInUse(error)) throw error;
    return { uri: await readFile(addressFile(config), 'utf8'), stop: () => Promise.resolve() };
  }
}

/** Runs a tool's work on the configured database, whether or not a server is running on it. */
export async function withStore<T>(config: Config, work: () => Promise<T>): Promise<T> {
  await loadSealKeys({ given: config.SEAL_KEYS, dataDir: config.dataDir });
  const database = await joinDatabase(config);
  try {
    await connectStore(database.uri, config.MONGODB_DB);
    return await work();
  } finally {
    await disconnectStore();
    await database.stop();
  }
}
