import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const HOUR_MS = 3_600_000;
const LOOK_EVERY_MS = 200;
const PATIENCE_MS = 600_000;
/** Where the database listens while it runs. */
const SOCKET = 'db/mongo.sock';
const CLOSES_WITHIN_MS = 20_000;

/**
 * Fills a new data folder with the demo brand. It takes a server half a minute to set the brand up, and every test of
 * the browser begins with it: the first one lets `setUp` do it in a folder that is kept for an hour, the others copy.
 * What is kept belongs to the built server it was made by, whose files are `made`.
 */
export async function copyDemoData(
  dataDir: string,
  { root, made, setUp }: { root: string; made: readonly string[]; setUp: (folder: string) => Promise<void> },
): Promise<void> {
  const hash = createHash('sha256');
  for (const file of made) hash.update(readFileSync(path.join(root, file)));
  const shelf = path.join(root, '.cache/demo-data');
  mkdirSync(shelf, { recursive: true });
  const kept = await madeOnce(path.join(shelf, hash.digest('hex').slice(0, 16)), async (folder) => {
    forgetOld(shelf);
    await setUp(folder);
    await untilClosed(folder);
  });
  cpSync(kept, dataDir, { recursive: true });
}

/** A database that still runs would write what others copy. @throws Error when it does not end */
async function untilClosed(folder: string): Promise<void> {
  for (let waited = 0; existsSync(path.join(folder, SOCKET)); waited += LOOK_EVERY_MS) {
    if (waited > CLOSES_WITHIN_MS) throw new Error(`the database in ${folder} does not end`);
    await wait(LOOK_EVERY_MS);
  }
}

/**
 * The folder of this name that was made within the hour; the present time stands behind its name. Of all processes
 * that want it one makes it, the others wait until it is there. @throws Error when it takes too long
 */
async function madeOnce(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const lock = `${name}.lock`;
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const had = fresh(name);
    if (had !== undefined) return had;
    if (waited > PATIENCE_MS)
      throw new Error(`${lock} is held too long; remove it if nobody makes it any more`);
    if (tryLock(lock)) {
      try {
        const made = fresh(name);
        if (made !== undefined) return made;
        rmSync(`${name}.new`, { recursive: true, force: true });
        await make(`${name}.new`);
        renameSync(`${name}.new`, `${name}-${Date.now()}`);
      } finally {
        rmSync(lock, { recursive: true, force: true });
      }
    } else await wait(LOOK_EVERY_MS);
  }
}

function fresh(name: string): string | undefined {
  const begins = `${path.basename(name)}-`;
  const at = readdirSync(path.dirname(name))
    .filter((one) => one.startsWith(begins))
    .map((one) => Number(one.slice(begins.length)))
    .find((made) => Math.abs(Date.now() - made) < HOUR_MS);
  return at === undefined ? undefined : `${name}-${at}`;
}

/** A lock of somebody who was killed is no lock. */
function tryLock(lock: string): boolean {
  if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > PATIENCE_MS)
    rmSync(lock, { recursive: true, force: true });
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

function forgetOld(shelf: string): void {
  for (const name of readdirSync(shelf)) {
    const folder = path.join(shelf, name);
    if (Date.now() - statSync(folder).mtimeMs > 2 * HOUR_MS) rmSync(folder, { recursive: true, force: true });
  }
}
