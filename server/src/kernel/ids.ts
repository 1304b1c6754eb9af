import { createHash, randomBytes } from 'node:crypto';

// Crockford's base 32 in lower case: no i, l, o, u.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return text;
}

/** A new unguessable id, 100 random bits behind a short prefix: `act_3k9…`. */
export const newId = (prefix: string): string => `${prefix}_${base32(randomBytes(13)).slice(0, 20)}`;

/** A secret token of 256 bits. */
export const newToken = (): string => base32(randomBytes(32));

/** The same parts give the same id, for ever; used where a look-up would cost a round trip. */
export const derivedId = (prefix: string, ...parts: string[]): string =>
  `${prefix}_${base32(createHash('sha256').update(parts.join('\u0000')).digest().subarray(0, 13)).slice(0, 20)}`;

/** How tokens are stored: a leaked database gives no session away. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A stable hash of any JSON value, to see whether a key is used again with another input. */
export const inputHash = (input: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(input)))
    .digest('base64url')
    .slice(0, 22);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  const record = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, sorted(record[key])]),
  );
}
