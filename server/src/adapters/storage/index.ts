import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Sealed, seal, unseal } from '../../kernel/seal';

/** Where files are kept. A key is a path of plain words: `intake/photos/pht_3k9`. */
export interface Storage {
  /** Keeps bytes under a key, replacing what was there. Sealed: nobody who copies the disk can read them. */
  put(key: string, bytes: Buffer, options: { sealed: boolean }): Promise<void>;
  /** What is kept under a key, unsealed; undefined: nothing. */
  get(key: string): Promise<Buffer | undefined>;
  /** Removes what is there; nothing there is no error. */
  delete(key: string): Promise<void>;
}

const KEY = /^[\w-]+(\/[\w-]+)*$/;
/** First byte of a file: as it is, or sealed. */
const PLAIN = 0;
const SEALED = 1;
const PURPOSE = 'files';

/** Files below one folder of this machine, whole or not there: written beside and moved into place. */
export function localStorage(root: string): Storage {
  const fileOf = (key: string): string => {
    if (!KEY.test(key)) throw new Error(`not a storage key: ${key}`);
    return path.join(root, `${key}.bin`);
  };
  return {
    async put(key, bytes, { sealed }) {
      const file = fileOf(key);
      const body = sealed
        ? Buffer.concat([Buffer.of(SEALED), Buffer.from(JSON.stringify(seal(bytes, PURPOSE)))])
        : Buffer.concat([Buffer.of(PLAIN), bytes]);
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      const beside = `${file}.${randomBytes(6).toString('hex')}`;
      try {
        await writeFile(beside, body, { mode: 0o600, flush: true });
        await rename(beside, file);
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
    },
    async get(key) {
      const body = await readFile(fileOf(key)).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      });
      if (!body) return undefined;
      const rest = body.subarray(1);
      return body[0] === SEALED ? unseal(JSON.parse(rest.toString('utf8')) as Sealed, PURPOSE) : rest;
    },
    delete: (key) => rm(fileOf(key), { force: true }),
  };
}

let used: Storage | undefined;

/** Boot says where files are kept. */
export const useStorage = (storage: Storage): void => {
  used = storage;
};

/** Where files are kept. @throws Error before boot said so. */
export function storage(): Storage {
  if (!used) throw new Error('no storage: useStorage was not called');
  return used;
}
