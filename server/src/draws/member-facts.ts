import type { ObstacleDetail } from '@kouyi/shared/rules/draw-words';
import type { AgeBand, DrawObstacle } from '@kouyi/shared/types';
import { groupBy, indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { account, balancesOf, guardedBalances } from '../ledger';
import { identitiesOf, staffAmong } from '../people';
import { blacklistedAmong } from '../risk';
import { drawnBy, obstacleOf } from './decide';
import { groupDraws, newPlayer } from './drawing';
import {
  Ages,
  type BoxDoc,
  playerId,
  type PlayerDoc,
  Players,
  type RoundDoc,
  Rounds,
  type TableDoc,
  Tables,
} from './model';

/** What one person sees of several boxes, read at once. */
export interface MemberFacts {
  readonly tables: ReadonlyMap<string, TableDoc>;
  readonly rounds: ReadonlyMap<string, RoundDoc>;
  readonly players: ReadonlyMap<string, PlayerDoc>;
  /** What they and whoever is seen as one with them did with each box. */
  readonly together: ReadonlyMap<string, readonly PlayerDoc[]>;
  readonly chances: ReadonlyMap<string, number>;
  readonly age?: AgeBand;
  obstacle(box: BoxDoc, at: Date): { code: DrawObstacle; detail: ObstacleDetail } | undefined;
}

/** Reads what one person sees of these boxes; inside a transaction when one is given. */
export async function memberFacts(boxes: readonly BoxDoc[], personId: string, tx?: Tx): Promise<MemberFacts> {
  const options = tx ? { session: tx.session } : {};
  const ids = boxes.map(({ _id }) => _id);
  const tables = indexBy(
    await native(Tables)
      .find({ _id: { $in: ids } }, options)
      .toArray(),
    (table) => table._id,
  );
  const rounds = await native(Rounds)
    .find({ _id: { $in: [...tables.values()].map(({ roundId }) => roundId) } }, options)
    .toArray();
  const selves = await identitiesOf(personId, tx?.session);
  const everybody = selves.length > 1 ? selves : [personId];
  const together = await native(Players)
    .find({ _id: { $in: ids.flatMap((id) => everybody.map((each) => playerId(id, each))) } }, options)
    .toArray();
  const players = together.filter((player) => player.personId === personId);
  const names = ids.map((id) => account.memberChances(personId, id));
  const balances = await (tx ? guardedBalances(tx, names) : balancesOf(names));
  const age = await native(Ages).findOne({ _id: personId }, options);
  const [blacklisted, staff] = await Promise.all([blacklistedAmong([personId]), staffAmong([personId])]);
  const chances = new Map(ids.map((id) => [id, balances.get(account.memberChances(personId, id)) ?? 0]));
  const playersByBox = indexBy(players, (player) => player.boxId);
  const togetherByBox = groupBy(together, (player) => player.boxId);
  const counts = new Map<string, Map<string, number>>();
  for (const box of boxes)
    if (box.design.limits.perGroup !== undefined) counts.set(box._id, await groupDraws(tx, players, box._id));
  const roundsById = indexBy(rounds, (round) => round._id);
  return {
    tables,
    rounds: roundsById,
    players: playersByBox,
    together: togetherByBox,
    chances,
    ...(age ? { age: age.band } : {}),
    obstacle(box, at) {
      const table = tables.get(box._id);
      const round = table && roundsById.get(table.roundId);
      if (!table || !round) return { code: 'box_not_open', detail: {} };
      return obstacleOf(
        {
          design: box.design,
          table,
          pool: round.pool,
          blacklisted,
          staff,
          ages: new Map(age ? [[personId, age.band]] : []),
          groupDraws: counts.get(box._id) ?? new Map<string, number>(),
          player: playersByBox.get(box._id) ?? newPlayer(box._id, personId),
          drawn: drawnBy(togetherByBox.get(box._id) ?? [], at),
          chances: chances.get(box._id) ?? 0,
          personId,
        },
        at,
        at,
      );
    },
  };
}

/** Why a person can't draw from a box, as the open transaction sees it. */
export const obstacleNow = async (tx: Tx, box: BoxDoc, personId: string) =>
  (await memberFacts([box], personId, tx)).obstacle(box, tx.now);
