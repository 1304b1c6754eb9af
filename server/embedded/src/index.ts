/**
 * The embedded database: a small, strict, durable server that speaks MongoDB's wire protocol, for one machine.
 *
 * Words: an *engine* holds one data directory; a *view* is a consistent picture of it; a *store* is a view that
 * can be written; the *committer* is the one writer, which lets many writes share one commit; an *overlay* is a
 * transaction's private picture. Its promise: what it answers is right, what it does not know it refuses by
 * name, and what it has acknowledged is on the disk.
 */
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerOptions } from './server';

export { startServer, type RunningServer, type ServerOptions } from './server';
export { DirectoryInUse } from './admin/owner';
export { checkDirectory, type CheckResult } from './admin/check';
export { restoreBackup, verifyBackup, type Manifest } from './admin/backup';

/** An embedded database in a process of its own. */
export interface EmbeddedMongo {
  /** Give this to the driver or to mongoose. */
  uri: string;
  pid: number;
  /** Finishes what has been promised, closes the files, ends the process. */
  stop(): Promise<void>;
  /** Settles when the process has ended, for whatever reason. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

const places = [
  // From this package's sources, from its own bundle, from the server's beside it, and from a bundle of somebody else
  // run at the repository's root.
  join(__dirname, '..', 'dist', 'process.js'),
  join(__dirname, 'process.js'),
  join(__dirname, '..', 'embedded', 'dist', 'process.js'),
  join(process.cwd(), 'server', 'embedded', 'dist', 'process.js'),
];

/** The built server process; `node server/embedded/build.mjs` makes it. */
export const entryPath = places.find((path) => existsSync(path)) ?? places[0]!;

/**
 * Starts the database as a child process with its files under `dataDir`, which no other server may be using.
 * The child ends with its parent.
 *
 * @example
 * const db = await createEmbeddedMongo({ dataDir: '.data/db' });
 * await mongoose.connect(db.uri);
 */
export async function createEmbeddedMongo(
  options: ServerOptions & { entry?: string },
): Promise<EmbeddedMongo> {
  const { entry = entryPath, ...start } = options;
  if (!existsSync(entry)) {
    throw new Error(
      `the embedded database is not built: ${entry} is missing; run \`node server/embedded/build.mjs\``,
    );
  }
  const child = fork(entry, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const ready = new Promise<string>((resolve, reject) => {
    child.once('message', (message: { uri: string } | { error: string }) => {
      if ('uri' in message) resolve(message.uri);
      else reject(new Error(message.error));
    });
    child.once('error', reject);
    void exited.then(({ code, signal }) =>
      reject(new Error(`the embedded database ended at start (code ${code}, signal ${signal})`)),
    );
  });
  child.send({ start });
  const uri = await ready;
  return {
    uri,
    pid: child.pid!,
    exited,
    stop: async () => {
      if (child.connected) child.send({ stop: true });
      await exited;
    },
  };
}
