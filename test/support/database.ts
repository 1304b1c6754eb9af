import { rm } from 'node:fs/promises';
import mongoose from 'mongoose';
import { type Config, readConfig } from '../../server/src/config';
import { openDatabase } from '../../server/src/database';
import { newId } from '../../server/src/kernel/ids';
import { connectStore, disconnectStore } from '../../server/src/kernel/store';
import { dataFolder } from './data-folder';

/**
 * Gives the tests of a file a database of their own, without a server: there before the first, gone after the last.
 * `prepare` runs once the store is connected. With MONGODB_URI it lies on that server, otherwise on an embedded one.
 */
export function useDatabase(prepare: (config: Config) => Promise<unknown> = () => Promise.resolve()): void {
  let dataDir: string;
  let database: Awaited<ReturnType<typeof openDatabase>>;
  beforeAll(async () => {
    dataDir = await dataFolder('unit');
    const config = readConfig({ DATA_DIR: dataDir, MONGODB_URI: process.env['MONGODB_URI'] });
    database = await openDatabase(config);
    await connectStore(database.uri, newId('unit').slice(0, 20));
    await prepare(config);
  });
  afterAll(async () => {
    await mongoose.connection.db!.dropDatabase();
    await disconnectStore();
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
}
