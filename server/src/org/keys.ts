import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { LruMap } from '../kernel/collections';
import { hashToken } from '../kernel/ids';
import { native } from '../kernel/store';
import { Keys } from './model';

type KeyActor = Extract<Actor, { kind: 'key' }>;

/** A machine sends hundreds of requests a second: its key is looked up once in so long. */
const TRUST_MS = 5_000;

const recent = new LruMap<string, { actor: KeyActor; until: number }>(1_000);

/** Which key this secret belongs to; undefined when unknown or revoked (up to 5 s ago by another process). */
export async function authenticateKey(secret: string): Promise<KeyActor | undefined> {
  if (!secret.startsWith('kk_')) return undefined;
  const secretHash = hashToken(secret);
  const at = now().getTime();
  const known = recent.get(secretHash);
  if (known && known.until > at && known.until <= at + TRUST_MS) return known.actor;
  const row = await native(Keys).findOne({ secretHash });
  if (!row || row.revokedAt) {
    recent.delete(secretHash);
    return undefined;
  }
  const actor: KeyActor = { kind: 'key', keyId: row._id, name: row.name, rights: row.rights };
  recent.set(secretHash, { actor, until: at + TRUST_MS });
  return actor;
}

/** Makes this process look the key up again. */
export const forgetKey = (secretHash: string): void => recent.delete(secretHash);
