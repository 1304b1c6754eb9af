import { isAbsolute } from 'node:path';
import type { Reply } from '../bson/codec';
import { badValue, MongoError } from '../errors';
import { writeBackup } from '../admin/backup';
import type { Command } from './call';

/**
 * `{ kouyiBackup: "/absolute/dir" }` on admin: a consistent copy while everything runs on. Only for clients on
 * this machine, as all of them are.
 */
export const backup: Command = {
  name: 'kouyiBackup',
  fields: [],
  async run(call): Promise<Reply> {
    if (call.db !== 'admin')
      throw new MongoError(13, 'Unauthorized', 'kouyiBackup may only be run against the admin database.');
    const target = call.body.get('kouyiBackup');
    if (typeof target !== 'string' || !isAbsolute(target))
      throw badValue('kouyiBackup wants an absolute directory');
    try {
      const manifest = await writeBackup(call.engine.env, target);
      return new Map([['manifest', JSON.stringify(manifest)]]);
    } catch (error) {
      throw badValue(`backup failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  },
};
