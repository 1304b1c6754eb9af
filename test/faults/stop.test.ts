import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { dataFolder } from '../support/data-folder';
import { startServerProcess } from '../support/server-process';

let dataDir: string;
beforeEach(async () => void (dataDir = await dataFolder('stop')));
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('a stop that reaches the server and its database at once ends both cleanly', async () => {
  const first = await startServerProcess(dataDir);
  expect(await first.stop('both')).toBe(0);
  // Nothing is left that would keep the next one out.
  const second = await startServerProcess(dataDir);
  expect(await second.stop()).toBe(0);
});

test('a server whose database has ended ends too, and says so: whoever started it starts it again', async () => {
  const server = await startServerProcess(dataDir);
  const [database] = (await readFile(path.join(dataDir, 'db/owner.pid'), 'utf8')).split(' ');
  process.kill(Number(database), 'SIGKILL');
  const { code, printed } = await server.ended;
  expect(code).toBe(1);
  expect(printed).toMatch(/the embedded database has ended by itself \(SIGKILL\)\. Start again/);
  expect(await (await startServerProcess(dataDir)).stop()).toBe(0);
});
