import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DATA_FILE, type Environment } from '../storage/environment';
import { ownerOf } from './owner';

const MANIFEST = 'manifest.json';

/** What a backup consists of. */
export interface Manifest {
  format: 'kouyi-embedded-1';
  at: string;
  files: Record<string, { bytes: number; sha256: string }>;
}

/** The sha256 of a file, in hex. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/**
 * Writes a consistent copy of a running (or resting) environment into `target`, which must not exist or be
 * empty. The manifest is written last, so that half a backup is never taken for a whole one.
 */
export async function writeBackup(env: Environment, target: string): Promise<Manifest> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  mustBeEmpty(target);
  const file = join(target, DATA_FILE);
  await env.root.backup(file, true);
  const manifest: Manifest = {
    format: 'kouyi-embedded-1',
    at: new Date().toISOString(),
    files: { [DATA_FILE]: { bytes: (await stat(file)).size, sha256: await sha256Of(file) } },
  };
  await writeFile(join(target, `${MANIFEST}.tmp`), `${JSON.stringify(manifest, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  });
  await rename(join(target, `${MANIFEST}.tmp`), join(target, MANIFEST));
  return manifest;
}

/** Puts a verified backup into an empty directory; refuses a damaged one and a directory that holds something. */
export async function restoreBackup(source: string, dir: string): Promise<Manifest> {
  const manifest = await verifyBackup(source);
  if (ownerOf(dir) !== undefined)
    throw new Error(`the directory ${dir} is being served; stop that server first`);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  mustBeEmpty(dir);
  for (const [name, wanted] of Object.entries(manifest.files)) {
    const copy = join(dir, `${name}.restoring`);
    await copyFile(join(source, name), copy);
    if ((await sha256Of(copy)) !== wanted.sha256) {
      await rm(copy);
      throw new Error(`the copy of ${name} differs from the backup`);
    }
    await rename(copy, join(dir, name));
  }
  return manifest;
}

/** Reads a backup's manifest and checks every file against it. */
export async function verifyBackup(source: string): Promise<Manifest> {
  const path = join(source, MANIFEST);
  if (!existsSync(path)) throw new Error(`${source} holds no complete backup: ${MANIFEST} is missing`);
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  if (manifest.format !== 'kouyi-embedded-1' || !(DATA_FILE in manifest.files))
    throw new Error(`${path} is not a manifest of this database`);
  for (const [name, wanted] of Object.entries(manifest.files)) {
    if (name.includes('/') || name.includes('\\')) throw new Error(`${path} names a file outside the backup`);
    if ((await sha256Of(join(source, name))) !== wanted.sha256)
      throw new Error(`${name} in ${source} is damaged: its checksum is not the manifest's`);
  }
  return manifest;
}

function mustBeEmpty(dir: string): void {
  if (readdirSync(dir).length > 0) throw new Error(`the directory ${dir} is not empty`);
}
