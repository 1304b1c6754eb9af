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
const PATIENCE_MS = 300_000;
/** Where the database listens while it runs. */
const SOCKET = 'db/mongo.sock';
const CLOSES_WITHIN_MS = 20_000;

/**
 * Fills a new data folder with the demo brand. It takes a server half a minute to set the brand up, and every test of
 * the browser begins with it: the first one of the hour lets `setUp` do it in a folder that is kept, the others copy.
 * What is kept belongs to the built server it was made by, whose files are `made`.
 */
export async function copyDemoData(
  dataDir: string,
  { root, made, setUp }: { root: string; made: readonly string[]; setUp: (folder: string) => Promise<void> },
): Promise<void> {
  const hash = createHash('sha256');
  for (const file of made) hash.update(readFileSync(path.join(root, file)));
  const shelf = path.join(root, '.cache/demo-data');
  const kept = path.join(shelf, `${Math.floor(Date.now() / HOUR_MS)}-${hash.digest('hex').slice(0, 16)}`);
  mkdirSync(shelf, { recursive: true });
  await onceByAll(kept, async () => {
    forgetOld(shelf);
    rmSync(`${kept}.new`, { recursive: true, force: true });
    await setUp(`${kept}.new`);
    await untilClosed(`${kept}.new`);
    renameSync(`${kept}.new`, kept);
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

/** Of all processes that want it one makes it; the others wait until it is there. @throws Error when it takes too long */
async function onceByAll(kept: string, make: () => Promise<void>): Promise<void> {
  const lock = `${kept}.lock`;
  for (let waited = 0; !existsSync(kept); waited += LOOK_EVERY_MS) {
    if (waited > PATIENCE_MS)
      throw new Error(`${lock} is held too long; remove it if nobody makes it any more`);
    if (tryLock(lock)) {
      try {
        if (!existsSync(kept)) await make();
      } finally {
        rmSync(lock, { recursive: true, force: true });
      }
    } else await wait(LOOK_EVERY_MS);
  }
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
