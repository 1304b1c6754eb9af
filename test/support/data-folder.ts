import { accessSync, constants, statfsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const IN_MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4 * 2 ** 30;

/** Whether folders can lie in memory here, with room for those of all tests at once. */
function memoryIsThere(): boolean {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    // Not Linux, or not allowed: the disk serves.
    return false;
  }
}

/**
 * A new folder for the database of a test that pulls no plug: in memory where there is plenty, so that three tests
 * beside each other don't wait for one disk. What a process wrote outlives its kill here as on a disk.
 */
export const dataFolder = (name: string): Promise<string> =>
  mkdtemp(path.join(memoryIsThere() ? IN_MEMORY : os.tmpdir(), `kouyi-${name}-`));
