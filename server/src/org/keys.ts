import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Actor } from '../kernel/actor';
import { now } from '../kernel/clock';
import { LruMap } from '../kernel/collections';
import { hashToken } from '../kernel/ids';
import type { SignedRequest } from '../kernel/http';
import { unsealText } from '../kernel/seal';
import { native } from '../kernel/store';
import { Keys, type KeyRow } from './model';
import { refuse, SIGNATURE_WINDOW_MS } from './rules';

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

/** What secrets of keys are sealed for. */
export const KEY_SECRETS = 'api-key';

const signers = new LruMap<string, { key: KeyRow; secret: string; until: number }>(200);

async function signerOf(keyId: string): Promise<{ key: KeyRow; secret: string } | undefined> {
  const at = now().getTime();
  const known = signers.get(keyId);
  if (known && known.until > at && known.until <= at + TRUST_MS) return known;
  const key = await native(Keys).findOne({ _id: keyId });
  if (!key?.sealedSecret || key.revokedAt) return undefined;
  const found = { key, secret: unsealText(key.sealedSecret, KEY_SECRETS), until: at + TRUST_MS };
  signers.set(keyId, found);
  return found;
}

/**
 * The key that signed a request: `x-kouyi-signature` is the hex HMAC-SHA256 of `<timestamp>.<raw body>` under the
 * key's secret. A captured request is worthless after five minutes; within them it changes nothing, because what it
 * carries is taken once.
 * @throws Refusal `signature_missing`, `timestamp_stale` or `signature_wrong` (401).
 */
export async function authenticateSigned({
  keyId,
  timestamp,
  signature,
  rawBody,
}: SignedRequest): Promise<KeyActor> {
  if (!/^\d{9,11}$/.test(timestamp)) throw refuse('timestamp_stale');
  if (Math.abs(now().getTime() - Number(timestamp) * 1000) > SIGNATURE_WINDOW_MS)
    throw refuse('timestamp_stale');
  const signer = await signerOf(keyId);
  const right = createHmac('sha256', signer?.secret ?? 'nobody')
    .update(`${timestamp}.${rawBody}`)
    .digest();
  const given = Buffer.from(signature, 'hex');
  if (!signer || given.length !== right.length || !timingSafeEqual(given, right))
    throw refuse('signature_wrong');
  return { kind: 'key', keyId, name: signer.key.name, rights: signer.key.rights };
}

/** Makes this process look the key up again. */
export const forgetKey = ({ _id, secretHash }: Pick<KeyRow, '_id' | 'secretHash'>): void => {
  recent.delete(secretHash);
  signers.delete(_id);
};
