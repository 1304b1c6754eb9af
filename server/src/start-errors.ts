import { statfs } from 'node:fs/promises';
import type { Config } from './config';
import type { DatabaseLost } from './database';

/** The system's name of an error; what came from the database's process has kept it in its words only. */
const codeOf = (error: unknown): string => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? code : (/\bE[A-Z]{4,}\b/.exec(String(message))?.[0] ?? '');
};

/**
 * What whoever started the server reads when it could not start: one line with what was wrong and what to do about it.
 * What is not known here is told in its own words. Passwords of an address are left out.
 */
export function startErrorInWords(error: unknown, config?: Config): string {
  const words = error instanceof Error ? error.message : String(error);
  if (config === undefined) return words;
  const { PORT, HOST, MONGODB_URI, dataDir } = config;
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return `Port ${PORT} on ${HOST} is taken by another program: stop that one, or choose another with PORT (0 takes any free one).`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      if ((error as { syscall?: unknown }).syscall !== 'listen' && MONGODB_URI !== undefined) break;
      return `This machine has no address ${HOST}: set HOST to 127.0.0.1, or to 0.0.0.0 to be reached from other machines.`;
    case 'EACCES':
      if ((error as { syscall?: unknown }).syscall === 'listen')
        return `Port ${PORT} may not be opened by this user: choose one above 1023 with PORT.`;
      return folderInWords(dataDir, 'may not be written by this user', words);
    case 'EPERM':
      return folderInWords(dataDir, 'may not be written by this user', words);
    case 'EROFS':
      return folderInWords(dataDir, 'lies on a disk that can only be read', words);
    case 'EEXIST':
    case 'ENOTDIR':
      return folderInWords(dataDir, 'is no folder', words);
    case 'ENOSPC':
    case 'EDQUOT':
      return folderInWords(dataDir, 'lies on a disk that is full', words);
  }
  if (MONGODB_URI !== undefined && error instanceof Error && error.name.startsWith('Mongo'))
    return `The database at ${withoutPassword(MONGODB_URI)} can not be used (${words}): check MONGODB_URI, and that a replica set runs there; without MONGODB_URI the embedded database is used.`;
  return words;
}

const folderInWords = (dataDir: string, what: string, words: string): string =>
  `The data folder ${dataDir} ${what}: choose another with DATA_DIR, or mend that (${words}).`;

const withoutPassword = (uri: string): string => uri.replace(/\/\/[^@/]*@/, '//…@');

/** Below this a write of the database may find no room. */
const ROOM_BYTES = 8 * 2 ** 20;

/** What whoever runs the server reads when its embedded database has ended: one line with what to do. */
export async function databaseLostInWords({ code, signal }: DatabaseLost, config: Config): Promise<string> {
  const { bavail, bsize } = await statfs(config.dataDir);
  const how = signal ?? `code ${code}`;
  return bavail * bsize < ROOM_BYTES
    ? `The server stops: the disk of the data folder ${config.dataDir} is full, and the database has ended (${how}). Make room and start again; nothing that was acknowledged is lost.`
    : `The server stops: the embedded database has ended by itself (${how}). Start again; nothing that was acknowledged is lost.`;
}
