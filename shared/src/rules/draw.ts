/**
 * The provably fair draw: commitment, result and chain, as in server/src/draws/FAIRNESS.md. Pure, so that the server
 * which draws and the phone which checks run the very same code.
 */
import { hmac } from '@noble/hashes/hmac';
import { sha256 } from '@noble/hashes/sha2';

/** What the pool of a round is at its start; its text is what the commitment covers. */
export interface RoundPool {
  /** In the order of the odds table. Without `stock` a prize never runs out. */
  readonly prizes: readonly PoolPrize[];
  /** Takes over the weights of whatever runs out. */
  readonly fallbackPrizeId: string;
  readonly guarantee?: { readonly afterDraws: number; readonly prizeId: string; readonly reserved: number };
}

export interface PoolPrize {
  readonly id: string;
  readonly weight: number;
  readonly stock?: number;
  /** Whether it is a win; 谢谢参与 is none. */
  readonly win: boolean;
}

/** A prize with the weight it is drawn with now. */
export interface OddsEntry {
  readonly prizeId: string;
  readonly weight: number;
}

/** All weights of a box together stay at or below this, so that a 32-bit number always finds its prize. */
export const MAX_TOTAL_WEIGHT = 1_000_000_000;

/** What a person may choose as their part of the chance. No colon: it separates seed and number in what is hashed. */
export const CLIENT_SEED = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The pool as text, the same on every machine: one line a prize (id, weight, stock or `-`, `win` or `none`), then
 * the fallback and the guarantee.
 * @example kouyi-pool-1⏎star 1 10 win⏎none 99 - none⏎fallback none⏎guarantee -
 */
export function poolText({ prizes, fallbackPrizeId, guarantee }: RoundPool): string {
  return [
    'kouyi-pool-1',
    ...prizes.map(({ id, weight, stock, win }) => `${id} ${weight} ${stock ?? '-'} ${win ? 'win' : 'none'}`),
    `fallback ${fallbackPrizeId}`,
    guarantee
      ? `guarantee ${guarantee.afterDraws} ${guarantee.prizeId} ${guarantee.reserved}`
      : 'guarantee -',
  ].join('\n');
}

/** What is published before the first draw: it fixes seed and pool without giving the seed away. Seed: 64 hex digits. */
export const commitmentOf = (round: { serverSeed: string; roundId: string; poolText: string }): string =>
  toHex(sha256(ascii(`kouyi-round-1\n${round.serverSeed}\n${round.roundId}\n${round.poolText}`)));

/** A seed of the person's own until they choose one: nobody picks it, the server neither. */
export const defaultClientSeed = (boxId: string, personId: string): string =>
  toHex(sha256(ascii(`kouyi-client-1\n${boxId}\n${personId}`))).slice(0, 20);

/** How a person is called in the rows of a round that everybody may see: another name in each round. */
export const playerOf = (roundId: string, personId: string): string =>
  toHex(sha256(ascii(`kouyi-player-1\n${roundId}\n${personId}`))).slice(0, 20);

/** What one draw is made from. */
export interface DrawInput {
  readonly clientSeed: string;
  /** From 1, without gaps, per person and round. */
  readonly nonce: number;
}

/**
 * The 32 bytes of a draw: HMAC-SHA256 with the server seed (as bytes) as key over `clientSeed:nonce`; should all
 * of them be rejected, over `clientSeed:nonce:1` and so on.
 */
export function drawBytes(serverSeed: string, { clientSeed, nonce }: DrawInput, block = 0): Uint8Array {
  const message = block === 0 ? `${clientSeed}:${nonce}` : `${clientSeed}:${nonce}:${block}`;
  return hmac(sha256, fromHex(serverSeed), ascii(message));
}

/**
 * A number from 0 to `total` - 1, each equally often: the bytes are read as 32-bit numbers, big end first, and those
 * beyond the last full multiple of `total` are rejected, so that no remainder favours the small ones.
 * Undefined: all eight were rejected.
 */
export function ticketFrom(bytes: Uint8Array, total: number): number | undefined {
  const limit = 0x1_0000_0000 - (0x1_0000_0000 % total);
  for (let i = 0; i + 4 <= bytes.length; i += 4) {
    const word = bytes[i]! * 0x100_0000 + bytes[i + 1]! * 0x1_0000 + bytes[i + 2]! * 0x100 + bytes[i + 3]!;
    if (word < limit) return word % total;
  }
  return undefined;
}

/** The number of a draw, from 0 to `total` - 1. @throws RangeError unless total is whole and 1 … 10⁹. */
export function ticketOf(serverSeed: string, input: DrawInput, total: number): number {
  if (!Number.isSafeInteger(total) || total < 1 || total > MAX_TOTAL_WEIGHT)
    throw new RangeError(`total weight is ${total}`);
  for (let block = 0; ; block += 1) {
    const ticket = ticketFrom(drawBytes(serverSeed, input, block), total);
    if (ticket !== undefined) return ticket;
  }
}

/** Whose weight a number falls into, in the order of the odds. @throws RangeError when it is beyond all of them. */
export function prizeAt(entries: readonly OddsEntry[], ticket: number): string {
  let end = 0;
  for (const { prizeId, weight } of entries) {
    end += weight;
    if (ticket < end) return prizeId;
  }
  throw new RangeError(`ticket ${ticket} is beyond the odds`);
}

/** All weights together. */
export const totalWeight = (entries: readonly { weight: number }[]): number =>
  entries.reduce((sum, { weight }) => sum + weight, 0);

/** Which prize a draw falls on; the guarantee comes after this. */
export const drawnPrize = (serverSeed: string, input: DrawInput, entries: readonly OddsEntry[]): string =>
  prizeAt(entries, ticketOf(serverSeed, input, totalWeight(entries)));

/** One draw as it stands in the chain of its round. */
export interface ChainRow extends DrawInput {
  readonly seq: number;
  readonly drawId: string;
  readonly player: string;
  readonly oddsVersion: number;
  /** The person's draws without a win before this one. */
  readonly missesBefore: number;
  readonly prizeId: string;
  readonly guaranteed: boolean;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** The chain after a draw: a hash over the chain before it and the row. The first one follows the commitment. */
export function chainAfter(chain: string, row: ChainRow): string {
  const parts = [
    chain,
    row.seq,
    row.drawId,
    row.player,
    row.clientSeed,
    row.nonce,
    row.oddsVersion,
    row.missesBefore,
    row.prizeId,
    row.guaranteed ? 1 : 0,
    row.atMs,
  ];
  return toHex(sha256(ascii(parts.join('\n'))));
}

const DIGITS = '0123456789abcdef';

function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += DIGITS.charAt(byte >> 4) + DIGITS.charAt(byte & 15);
  return text;
}

function fromHex(text: string): Uint8Array {
  if (!/^([0-9a-f]{2})+$/.test(text)) throw new RangeError('a seed is written in hex digits');
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** What is hashed is plain ASCII: mini-programs have no TextEncoder. */
function ascii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 127) throw new RangeError('what is hashed must be ASCII');
    bytes[i] = code;
  }
  return bytes;
}
