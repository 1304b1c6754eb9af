import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LruMap } from './collections';

/**
 * A value as it lies in the database: encrypted with AES-256-GCM (NIST SP 800-38D), a fresh 96-bit nonce each,
 * under the named key. A plain object of short strings, so that it stores, exports and restores like any other.
 */
export interface Sealed {
  readonly keyId: string;
  /** Base64. */
  readonly nonce: string;
  /** Base64: the ciphertext with its 128-bit tag behind. */
  readonly data: string;
}

/** One key: 256 bits and the name that values carry. */
export interface SealKey {
  readonly id: string;
  readonly key: Buffer;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID = /^[\w-]{1,32}$/;

let keys: readonly SealKey[] = [];
/** Keys as used: one for each purpose, so that what is sealed for one can't be opened as another. */
const derived = new LruMap<string, Buffer>(200);

/**
 * Reads `id:base64,id:base64`. The first key seals; all of them open, so that a key is replaced by putting a new
 * one in front.
 * @throws Error that says which key is wrong, never the key itself.
 */
export function parseSealKeys(text: string): SealKey[] {
  const parsed = text.split(',').map((part, i) => {
    const [id = '', encoded = ''] = part.trim().split(':');
    const key = Buffer.from(encoded, 'base64');
    if (!KEY_ID.test(id) || key.length !== KEY_BYTES)
      throw new Error(`seal key ${i + 1} must be id:base64 of exactly ${KEY_BYTES} bytes`);
    return { id, key };
  });
  if (new Set(parsed.map(({ id }) => id)).size !== parsed.length)
    throw new Error('two seal keys have the same id');
  return parsed;
}

/** Uses these keys from now on. @throws Error without any. */
export function useSealKeys(given: readonly SealKey[]): void {
  if (given.length === 0) throw new Error('no seal key given');
  keys = given;
  derived.clear();
}

/**
 * Takes the keys of the settings or, without any, those of the data folder, made there at the first start. The
 * file lies beside the database's folder, not in it, and only its owner may read it: a backup never holds the
 * keys to itself.
 * @throws Error when the file is damaged or others may read it.
 */
export async function loadSealKeys({
  given,
  dataDir,
}: {
  given?: string | undefined;
  dataDir: string;
}): Promise<void> {
  useSealKeys(parseSealKeys(given ?? (await keptKeys(path.join(dataDir, 'seal-keys')))));
}

async function keptKeys(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const made = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(made, `k${Date.now().toString(36)}:${randomBytes(KEY_BYTES).toString('base64')}\n`, {
      mode: 0o600,
      flush: true,
    });
    // A link is made whole or not at all: of two first starts at once, both use the one that came first.
    await link(made, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(made, { force: true });
  }
  if (((await stat(file)).mode & 0o077) !== 0)
    throw new Error(`${file} holds keys and may be read by others; run: chmod 600 ${file}`);
  return (await readFile(file, 'utf8')).trim();
}

function keyFor({ id, key }: SealKey, purpose: string): Buffer {
  const name = `${id}\u0000${purpose}`;
  const had = derived.get(name);
  if (had) return had;
  const made = Buffer.from(hkdfSync('sha256', key, '', `kouyi:${purpose}`, KEY_BYTES));
  derived.set(name, made);
  return made;
}

/**
 * Encrypts a value for one purpose. Sealing the same value twice gives two different results.
 * @example row.address = seal(JSON.stringify(address), 'prize.address');
 */
export function seal(plain: string | Buffer, purpose: string): Sealed {
  const first = keys[0];
  if (!first) throw new Error('seal keys are not loaded yet');
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor(first, purpose), nonce);
  const data = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return { keyId: first.id, nonce: nonce.toString('base64'), data: data.toString('base64') };
}

/**
 * What was sealed for this purpose.
 * @throws Error if the key is not there any more, the purpose is another, or a single bit was changed.
 */
export function unseal(sealed: Sealed, purpose: string): Buffer {
  const key = keys.find(({ id }) => id === sealed.keyId);
  if (!key) throw new Error(`seal key ${sealed.keyId} is missing: put it back into SEAL_KEYS`);
  const data = Buffer.from(sealed.data, 'base64');
  const decipher = createDecipheriv(
    'aes-256-gcm',
    keyFor(key, purpose),
    Buffer.from(sealed.nonce, 'base64'),
    {
      authTagLength: TAG_BYTES,
    },
  );
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(data.subarray(0, -TAG_BYTES)), decipher.final()]);
}

/** `unseal` as text. */
export const unsealText = (sealed: Sealed, purpose: string): string =>
  unseal(sealed, purpose).toString('utf8');

/**
 * By what a value is found without being stored: HMAC-SHA256 under each key for this purpose, the key that seals now
 * first. Short values (phone numbers) can't be tried out without the key.
 */
export const keyedHashes = (plain: string, purpose: string): string[] =>
  keys.map((key) => {
    const hash = createHmac('sha256', keyFor(key, `hash:${purpose}`))
      .update(plain)
      .digest('base64url');
    return `${key.id}.${hash}`;
  });
