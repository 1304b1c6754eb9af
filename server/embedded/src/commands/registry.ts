import type { Reply } from '../bson/codec';
import type { Value } from '../bson/value';
import type { Command } from './call';
import {
  collMod,
  create,
  createIndexes,
  drop,
  dropDatabase,
  dropIndexes,
  listCollections,
  listDatabases,
  listIndexes,
  renameCollection,
} from './collections';
import { count, distinct } from './count';
import { remove } from './delete';
import {
  collStats,
  configureFailPoint,
  connectionStatus,
  currentOp,
  dbStats,
  getCmdLineOpts,
  getLog,
  getParameter,
  hostInfo,
  serverStatus,
  validateCommand,
  whatsmyuri,
} from './diagnostics';
import { aggregateOrExplain, explain } from './explain';
import { find, getMore, killCursors } from './find';
import { findAndModify } from './find-and-modify';
import { buildInfo, hello, logout, ping, replSetGetStatus, saslContinue, saslStart } from './handshake';
import { insert } from './insert';
import {
  abortTransaction,
  commitTransaction,
  endSessions,
  killAllSessions,
  killSessions,
  refreshSessions,
  startSession,
} from './session-commands';
import { update } from './update';
import { backup } from './backup';

const listCommands: Command = {
  name: 'listCommands',
  fields: [],
  run: (): Reply =>
    new Map([
      [
        'commands',
        new Map<string, Value>(
          COMMANDS.map((c) => [
            c.name,
            new Map<string, Value>([
              ['help', ''],
              ['requiresAuth', !c.open],
            ]),
          ]),
        ),
      ],
    ]),
};

/** Everything this server can be asked. */
export const COMMANDS: readonly Command[] = [
  // reading
  find,
  getMore,
  killCursors,
  aggregateOrExplain,
  count,
  distinct,
  explain,
  // writing
  insert,
  update,
  remove,
  findAndModify,
  // collections and indexes
  create,
  drop,
  dropDatabase,
  renameCollection,
  collMod,
  listCollections,
  listDatabases,
  createIndexes,
  listIndexes,
  dropIndexes,
  // sessions and transactions
  commitTransaction,
  abortTransaction,
  endSessions,
  refreshSessions,
  killSessions,
  killAllSessions,
  startSession,
  // getting to know each other
  hello,
  saslStart,
  saslContinue,
  logout,
  ping,
  buildInfo,
  replSetGetStatus,
  // looking inside
  serverStatus,
  collStats,
  dbStats,
  getParameter,
  whatsmyuri,
  connectionStatus,
  getLog,
  hostInfo,
  getCmdLineOpts,
  validateCommand,
  currentOp,
  listCommands,
  // keeping safe, and testing
  backup,
  configureFailPoint,
];
