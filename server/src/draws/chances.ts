import { indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { account, post } from '../ledger';
import { newPlayer } from './drawing';
import { playerId, Players } from './model';

/** Chances for one person. The same key gives them once. */
export interface ChanceGift {
  readonly key: string;
  readonly boxId: string;
  readonly personId: string;
  readonly chances: number;
  readonly at: Date;
  readonly reason: string;
  readonly cause: { kind: string; id: string };
  readonly groupId?: string | undefined;
  readonly activityId?: string | undefined;
}

/**
 * Books chances in the open transaction and remembers where they came from. A key that was booked is left out.
 * @throws Refusal `key_used_differently` (409).
 */
export async function giveChances(tx: Tx, gifts: readonly ChanceGift[]): Promise<ChanceGift[]> {
  const booked = new Set(
    (
      await post(
        tx,
        gifts.map(({ key, boxId, personId, chances, at, reason, cause, groupId, activityId }) => ({
          key,
          unit: 'chance' as const,
          from: account.chancesIssued(boxId),
          to: account.memberChances(personId, boxId),
          amount: chances,
          at,
          reason,
          cause,
          personId,
          ...(groupId === undefined ? {} : { groupId }),
          ...(activityId === undefined ? {} : { activityId }),
        })),
      )
    ).map(({ _id }) => _id),
  );
  const fresh = gifts.filter(({ key }) => booked.has(key));
  if (fresh.length === 0) return fresh;
  const ids = [...new Set(fresh.map(({ boxId, personId }) => playerId(boxId, personId)))];
  const players = indexBy(
    await native(Players)
      .find({ _id: { $in: ids } }, { session: tx.session })
      .toArray(),
    (row) => row._id,
  );
  for (const { boxId, personId, chances, groupId, activityId } of fresh) {
    const player = players.get(playerId(boxId, personId)) ?? newPlayer(boxId, personId);
    const same = player.lots.find((lot) => lot.groupId === groupId && lot.activityId === activityId);
    if (same) same.left += chances;
    else
      player.lots.push({
        left: chances,
        ...(groupId === undefined ? {} : { groupId }),
        ...(activityId === undefined ? {} : { activityId }),
      });
    players.set(player._id, player);
  }
  await native(Players).bulkWrite(
    ids.map((id) => {
      const { _id, ...player } = players.get(id)!;
      return { replaceOne: { filter: { _id }, replacement: player, upsert: true } };
    }),
    { session: tx.session, ignoreUndefined: true },
  );
  return fresh;
}
