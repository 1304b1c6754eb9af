import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient, type MongoClientOptions } from 'mongodb';
import { startServer, type RunningServer, type ServerOptions } from '../src/server';

/** A data directory that goes away with the test. */
export interface TempDir {
  path: string;
  remove(): void;
}

export function tempDir(): TempDir {
  const path = mkdtempSync(join(tmpdir(), 'embedded-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A server in this process and a client of it; `close` ends both and removes the data. */
export interface World {
  server: RunningServer;
  client: MongoClient;
  dir: string;
  close(): Promise<void>;
}

export async function openWorld(
  o: Partial<ServerOptions> = {},
  client: MongoClientOptions = {},
): Promise<World> {
  const dir = tempDir();
  const server = await startServer({ dataDir: dir.path, testMode: true, ...o });
  const connected = await new MongoClient(server.uri, {
    serverSelectionTimeoutMS: 5_000,
    ...client,
  }).connect();
  return {
    server,
    client: connected,
    dir: dir.path,
    close: async () => {
      await connected.close();
      await server.stop();
      dir.remove();
    },
  };
}
