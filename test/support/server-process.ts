import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { copyDemoData } from './demo-data';

const ROOT = path.join(__dirname, '../..');
/** Long enough for the demo brand to be set up on a very busy machine; a quiet one needs half a minute. */
const START_WITHIN_MS = 400_000;

/** The built server as a process of its own, with its database as its child. */
export interface ServerProcess {
  readonly url: string;
  /** From the start of the process to its printed address. */
  readonly startedInMs: number;
  /** Its exit code and all that it printed, when it ends, for whatever reason. */
  readonly ended: Promise<{ code: number | null; printed: string }>;
  /** SIGKILL to the server alone, or to it and its database at once. Resolves when it is gone. */
  kill(whom: 'server' | 'both'): Promise<void>;
  /** SIGTERM to the server, or to it and its database at once as a service manager does; answers the exit code. */
  stop(whom?: 'server' | 'both'): Promise<number | null>;
}

/**
 * Starts `server/dist/main.js` on a data folder. A new folder with `DEMO: 'on'` begins with a copy of the demo brand.
 * @throws Error with what it printed when it does not come up.
 */
export async function startServerProcess(
  dataDir: string,
  env: Record<string, string> = {},
): Promise<ServerProcess> {
  if (env['DEMO'] === 'on' && (!existsSync(dataDir) || readdirSync(dataDir).length === 0))
    await fillWithDemoBrand(dataDir);
  return start(dataDir, env);
}

/** Fills a new data folder with the demo brand, as the built server sets it up. */
export const fillWithDemoBrand = (dataDir: string): Promise<void> =>
  copyDemoData(dataDir, {
    root: ROOT,
    made: ['server/dist/main.js', 'server/embedded/dist/process.js'],
    setUp: async (folder) => {
      const code = await (await start(folder, { DEMO: 'on' })).stop();
      if (code !== 0) throw new Error(`the server that set the demo brand up ended with ${code}`);
    },
  });

async function start(dataDir: string, env: Record<string, string>): Promise<ServerProcess> {
  const begun = Date.now();
  const child = spawn(process.execPath, ['server/dist/main.js'], {
    cwd: ROOT,
    // A group of its own, so that the database can be killed with it at the same moment.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataDir, DEMO: 'off', LOG_LEVEL: 'error', ...env },
  });
  const pid = child.pid!;
  const exited = once(child, 'exit') as Promise<[number | null]>;
  // When its last words have been read, too.
  const closed = once(child, 'close') as Promise<[number | null]>;
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => {
      // Left alone it would go on writing where the next one begins.
      process.kill(-pid, 'SIGKILL');
      reject(new Error(`server not up in time:\n${printed}`));
    }, START_WITHIN_MS);
    const hear = (chunk: Buffer): void => {
      printed += chunk.toString();
      const found = /(http:\/\/\S+)\/api\/docs/.exec(printed)?.[1];
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void exited.then(([code]) => {
      clearTimeout(late);
      reject(new Error(`server ended at start (${code}):\n${printed}`));
    });
  });
  return {
    url,
    startedInMs: Date.now() - begun,
    ended: closed.then(([code]) => ({ code, printed })),
    async kill(whom) {
      process.kill(whom === 'both' ? -pid : pid, 'SIGKILL');
      await exited;
    },
    async stop(whom = 'server') {
      if (child.exitCode === null && child.signalCode === null)
        process.kill(whom === 'both' ? -pid : pid, 'SIGTERM');
      return (await exited)[0];
    },
  };
}
