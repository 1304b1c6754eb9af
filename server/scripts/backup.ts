import path from 'node:path';
import mongoose from 'mongoose';
import { readConfig } from '../src/config';
import { withStore } from '../src/database';
import { noteBackup } from '../src/system';

/** `npm run backup -- DIR`: a consistent, checksummed copy of the embedded database, also while the server runs. */
async function main(): Promise<void> {
  const config = readConfig();
  if (config.MONGODB_URI !== undefined)
    throw new Error('MONGODB_URI is set: back that server up with mongodump or its own snapshots');
  const [target] = process.argv.slice(2);
  if (target === undefined)
    throw new Error('usage: npm run backup -- DIR   (a folder that does not exist yet or is empty)');
  const absolute = path.resolve(target);
  await withStore(config, async () => {
    await mongoose.connection.getClient().db('admin').command({ kouyiBackup: absolute });
    await noteBackup(absolute);
  });
  process.stdout.write(`备份写到了 ${absolute}；恢复：npm run restore -- ${target} 新的数据目录/db\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
