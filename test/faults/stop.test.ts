import { rm } from 'node:fs/promises';
import { dataFolder } from '../support/data-folder';
import { startServerProcess } from '../support/server-process';

test('a stop that reaches the server and its database at once ends both cleanly', async () => {
  const dataDir = await dataFolder('stop');
  try {
    const first = await startServerProcess(dataDir);
    expect(await first.stop('both')).toBe(0);
    // Nothing is left that would keep the next one out.
    const second = await startServerProcess(dataDir);
    expect(await second.stop()).toBe(0);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});
