import type { PrizeState } from '@kouyi/shared/types';
import type { Tx } from '../kernel/command';
import { derivedId } from '../kernel/ids';
import { native, rowsByIds } from '../kernel/store';
import { addressOf, payeeOf } from './destination';
import { Prizes } from './model';
import { toClaim } from './rules';

/** A red packet that somebody gives. */
export interface RedPacket {
  /** The same key is the same red packet, for ever. */
  readonly key: string;
  readonly personId: string;
  /** What the cabinet calls it: 小满送的红包. */
  readonly name: string;
  readonly fen: number;
  /** Days to claim it; then it lapses, and `prizeExpired` says so with the key as its win. */
  readonly claimDays: number;
}

/** Puts a red packet into somebody's cabinet: they claim it, staff approve it, finance pays it, as any other. */
export async function giveRedPacket(tx: Tx, given: RedPacket): Promise<string> {
  const { key, personId, name, fen, claimDays } = given;
  const options = { session: tx.session };
  const _id = derivedId('prz', key);
  if (await native(Prizes).findOne({ _id }, { ...options, projection: { _id: 1 } })) return _id;
  await native(Prizes).insertOne(
    {
      _id,
      winId: key,
      personId,
      kind: 'red_packet',
      name,
      valueFen: fen,
      costFen: fen,
      wonAt: tx.now,
      ...toClaim(tx.now, claimDays, tx.now),
    },
    options,
  );
  return _id;
}

/** So many of somebody's latest prizes are looked at: more addresses than that nobody has. */
const LOOKED_AT = 50;

/** Phone numbers and accounts to which somebody had prizes sent, as long as we still have them. */
async function destinationsOf(personIds: readonly string[], tx: Tx): Promise<Set<string>> {
  const rows = await native(Prizes)
    .find({ personId: { $in: [...personIds] }, destination: { $exists: true } }, { session: tx.session })
    .sort({ wonAt: -1 })
    .limit(LOOKED_AT)
    .toArray();
  return new Set(rows.flatMap((row) => [addressOf(row)?.phone ?? [], payeeOf(row)?.account ?? []].flat()));
}

/** Whether two people (each by all their identities) had prizes sent to one phone number or one account. */
export async function sharesDestination(
  tx: Tx,
  one: readonly string[],
  other: readonly string[],
): Promise<boolean> {
  const ours = await destinationsOf(one, tx);
  if (ours.size === 0) return false;
  return [...(await destinationsOf(other, tx))].some((each) => ours.has(each));
}

/** Where prizes are on their way, by id; unknown ones are absent. */
export async function prizeStatesOf(ids: readonly string[]): Promise<Map<string, PrizeState>> {
  const rows = await rowsByIds(Prizes, ids, { projection: { state: 1 } });
  return new Map(rows.map(({ _id, state }) => [_id, state]));
}
