import { appendFileSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { checkDirectory, restoreBackup, startServer, verifyBackup } from '../src';
import { ownerOf } from '../src/admin/owner';
import { u32 } from '../src/storage/environment';
import { openWorld, tempDir } from './support';

describe('a data directory', () => {
  test('is private and has one owner', async () => {
    const dir = tempDir();
    const server = await startServer({ dataDir: dir.path });
    expect(statSync(dir.path).mode & 0o777).toBe(0o700);
    await expect(startServer({ dataDir: dir.path })).rejects.toThrow(`in use by process ${process.pid}`);
    await server.stop();
    expect(ownerOf(dir.path)).toBeUndefined();
    dir.remove();
  });

  test('left locked by a dead process is taken over', async () => {
    const dir = tempDir();
    writeFileSync(join(dir.path, 'owner.pid'), '999999999 1\n');
    const server = await startServer({ dataDir: dir.path });
    await server.stop();
    // The same number, but another process than the one that wrote it.
    writeFileSync(join(dir.path, 'owner.pid'), `${process.ppid} 1\n`);
    const again = await startServer({ dataDir: dir.path });
    await again.stop();
    dir.remove();
  });

  test('that is damaged is found out by check', async () => {
    const world = await openWorld();
    const c = world.client.db('a').collection<{ _id: number; n: number }>('b');
    await c.insertMany(Array.from({ length: 20 }, (_, i) => ({ _id: i, n: i })));
    await c.createIndex({ n: 1 }, { unique: true }, {});
    const sound = await world.client.db('a').command({ validate: 'b' });
    expect(sound).toMatchObject({ valid: true, nrecords: 20 });
    const [index] = world.server.engine.catalog.get('a.b')!.indexes;
    await world.server.engine.committer.submit((store) => store.purge('index', index!.id, 1));
    expect(await world.client.db('a').command({ validate: 'b' })).toMatchObject({ valid: false });
    await world.server.engine.committer.submit((store) =>
      store.addEntries({ ...index!, id: 4711 }, [u32(1)], u32(1)),
    );
    await world.client.close();
    await world.server.stop();
    const result = await checkDirectory(world.dir);
    expect(result.findings.join('\n')).toMatch(/lacks an entry[^]*has 19 entries[^]*unknown number 4711/);
  });
});

describe('a backup', () => {
  test('made while the server runs is whole, and restores to the same', async () => {
    const world = await openWorld();
    const target = tempDir();
    const restored = tempDir();
    const c = world.client.db('a').collection<{ _id: number; n: number }>('b');
    await c.createIndex({ n: 1 }, {}, {});
    let stop = false;
    let written = 0;
    const writer = (async () => {
      for (let i = 0; !stop; i += 10) {
        await c.insertMany(Array.from({ length: 10 }, (_, k) => ({ _id: i + k, n: -i })));
        written = i + 10;
      }
    })();
    await c.insertOne({ _id: -1, n: 5 });
    await world.client.db('admin').command({ kouyiBackup: join(target.path, 'copy') });
    const before = written;
    stop = true;
    await writer;
    await expect(
      world.client.db('admin').command({ kouyiBackup: join(target.path, 'copy') }),
    ).rejects.toThrow(/not empty/);
    await world.close();

    const manifest = await verifyBackup(join(target.path, 'copy'));
    expect(Object.keys(manifest.files)).toEqual(['data.mdb']);
    await restoreBackup(join(target.path, 'copy'), join(restored.path, 'db'));
    await expect(restoreBackup(join(target.path, 'copy'), join(restored.path, 'db'))).rejects.toThrow(
      /not empty/,
    );
    expect((await checkDirectory(join(restored.path, 'db'))).findings).toEqual([]);
    const server = await startServer({ dataDir: join(restored.path, 'db') });
    const client = await new MongoClient(server.uri).connect();
    const again = client.db('a').collection<{ _id: number }>('b');
    expect(await again.findOne({ _id: -1 })).toMatchObject({ n: 5 });
    // Batches are never there by halves.
    const there = (await again.countDocuments()) - 1;
    expect(there % 10).toBe(0);
    expect(there).toBeLessThanOrEqual(before + 10);
    await client.close();
    await server.stop();

    appendFileSync(join(target.path, 'copy', 'data.mdb'), 'x');
    await expect(restoreBackup(join(target.path, 'copy'), join(restored.path, 'other'))).rejects.toThrow(
      /damaged/,
    );
    expect(existsSync(join(restored.path, 'other', 'data.mdb'))).toBe(false);
    target.remove();
    restored.remove();
  });
});
