import { createServer } from 'node:net';
import { once } from 'node:events';
import { writeFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { dataFolder } from '../../test/support/data-folder';
import { startApp } from './app';
import { readConfig } from './config';
import { startErrorInWords } from './start-errors';

/** What is read when a start with these settings fails; fails when it does not. */
async function toldOf(env: Record<string, string>): Promise<string> {
  const config = readConfig({ DEMO: 'off', LOG_LEVEL: 'fatal', ...env });
  try {
    await (await startApp(config)).stop();
  } catch (error) {
    return startErrorInWords(error, config);
  }
  throw new Error('it started');
}

describe('a start that fails says in one line what to do', () => {
  let folder: string;
  beforeAll(async () => void (folder = await dataFolder('start')));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const told = await toldOf({ PORT: String(port), DATA_DIR: folder });
    other.close();
    expect(told).toBe(
      `Port ${port} on 127.0.0.1 is taken by another program: stop that one, or choose another with PORT (0 takes any free one).`,
    );
  });

  test('an address of another machine', async () => {
    const told = await toldOf({ PORT: '0', HOST: '192.0.2.1', DATA_DIR: folder });
    expect(told).toContain('no address 192.0.2.1');
    expect(told).toContain('HOST');
  });

  test('a data folder that is a file, or lies in one', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    for (const dataDir of [file, path.join(file, 'below')]) {
      const told = await toldOf({ PORT: '0', DATA_DIR: dataDir });
      expect(told).toContain(`${dataDir} is no folder: choose another with DATA_DIR`);
      expect(told).not.toContain('\n');
    }
  });

  test('a database that is not there; its password is told to nobody', () => {
    const uri = 'mongodb://brand:secret@127.0.0.1:1/';
    const away = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
      name: 'MongooseServerSelectionError',
    });
    const told = startErrorInWords(away, readConfig({ DATA_DIR: folder, MONGODB_URI: uri }));
    expect(told).toContain('ECONNREFUSED');
    expect(told).toContain('check MONGODB_URI');
    expect(told).not.toContain('secret');
  });

  test('a full disk and one that can only be read, also when the database’s process says so; anything else in its own words', () => {
    const config = readConfig({ DATA_DIR: folder });
    const words = (error: unknown) => startErrorInWords(error, config);
    expect(words(new Error('ENOSPC: no space left on device, write'))).toContain('disk that is full');
    expect(words(Object.assign(new Error('no'), { code: 'EROFS' }))).toContain('can only be read');
    expect(words(Object.assign(new Error('no'), { code: 'EACCES' }))).toContain('may not be written');
    expect(words(Object.assign(new Error('no'), { code: 'EACCES', syscall: 'listen' }))).toContain('PORT');
    expect(words(new Error('is in use by process 7'))).toBe('is in use by process 7');
  });
});
