import { mkdirSync, openSync, closeSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const LOCK_FILE = 'owner.pid';

/** Another process serves this directory. */
export class DirectoryInUse extends Error {
  constructor(
    readonly dir: string,
    readonly pid: number,
  ) {
    super(
      `the data directory ${dir} is in use by process ${pid}; stop that server first, or connect to it instead of starting a second one`,
    );
  }
}

/** The fields of /proc/PID/stat behind the name: state first. Undefined where there is no /proc or no such process. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** When the process with this id began, so that a reused id is not taken for the old owner. */
const bornAt = (pid: number): string | undefined => statOf(pid)?.[19];

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Makes this process the one owner of a data directory; DirectoryInUse when another one is. A lock left behind
 * by a killed process is recovered. Returns what gives the directory back.
 */
export function takeOwnership(dir: string): () => void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, LOCK_FILE);
  for (let attempt = 0; ; attempt++) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, `${process.pid} ${bornAt(process.pid) ?? ''}\n`);
      closeSync(file);
      return () => {
        if (ownerOf(dir) === process.pid) unlinkSync(path);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 5) throw error;
    }
    const owner = ownerOf(dir);
    if (owner !== undefined) throw new DirectoryInUse(dir, owner);
    try {
      unlinkSync(path);
    } catch {
      // Somebody else has just recovered it; the next round sees whom it belongs to.
    }
  }
}

/** The living process that owns a directory, if any. */
export function ownerOf(dir: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(join(dir, LOCK_FILE), 'utf8');
  } catch {
    return undefined;
  }
  const [pid, born] = text.trim().split(' ');
  const owner = Number(pid);
  if (!Number.isInteger(owner) || owner <= 0 || !isAlive(owner)) return undefined;
  // A killed process that nobody has collected yet still has its id, but holds nothing.
  if (statOf(owner)?.[0] === 'Z') return undefined;
  const now = bornAt(owner);
  return born && now && born !== now ? undefined : owner;
}
