import type { ObstacleDetail } from '@kouyi/shared/rules/draw-words';
import type { AgeBand, DrawObstacle } from '@kouyi/shared/types';
import { groupBy, indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { native } from '../kernel/store';
import { account, balancesOf, guardedBalances } from '../ledger';
import { identitiesOf, type Selves, staffAmong } from '../people';
import { blacklistedAmong } from '../risk';
import { drawnBy, obstacleOf } from './decide';
import { agesOf, groupDraws, newPlayer } from './drawing';
import {
  type BoxDoc,
  playerId,
  type PlayerDoc,
  Players,
  type RoundDoc,
  Rounds,
  type TableDoc,
  Tables,
} from './model';
import { playsAs } from './playing';

/** What one person sees of several boxes, read at once. */
export interface MemberFacts {
  readonly tables: ReadonlyMap<string, TableDoc>;
  readonly rounds: ReadonlyMap<string, RoundDoc>;
  readonly players: ReadonlyMap<string, PlayerDoc>;
  /** What they and whoever is seen as one with them did with each box. */
  readonly together: ReadonlyMap<string, readonly PlayerDoc[]>;
  /** As whom they would draw from each box; see `playsAs`. */
  readonly playing: ReadonlyMap<string, string>;
  /** Theirs and those of whoever is seen as one with them. */
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
  const cluster = await identitiesOf(personId, tx?.session);
  const selves: Selves = [personId, ...cluster.filter((id) => id !== personId)];
  const together = await native(Players)
    .find({ _id: { $in: ids.flatMap((id) => selves.map((self) => playerId(id, self))) } }, options)
    .toArray();
  const names = ids.flatMap((id) => selves.map((self) => account.memberChances(self, id)));
  const balances = await (tx ? guardedBalances(tx, names) : balancesOf(names));
  const playing = new Map(ids.map((id) => [id, playsAs(id, selves, balances)]));
  const players = together.filter((player) => player.personId === playing.get(player.boxId));
  const age = (await agesOf(new Map([[personId, selves]]), tx?.session)).get(personId);
  const [blacklisted, staff] = await Promise.all([blacklistedAmong(selves), staffAmong(selves)]);
  const chancesAs = (self: string, id: string) => balances.get(account.memberChances(self, id)) ?? 0;
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
    playing,
    chances: new Map(ids.map((id) => [id, selves.reduce((sum, self) => sum + chancesAs(self, id), 0)])),
    ...(age ? { age } : {}),
    obstacle(box, at) {
      const table = tables.get(box._id);
      const round = table && roundsById.get(table.roundId);
      if (!table || !round) return { code: 'box_not_open', detail: {} };
      const self = playing.get(box._id)!;
      return obstacleOf(
        {
          design: box.design,
          table,
          pool: round.pool,
          blacklisted,
          staff: staff.size > 0 ? new Set(selves) : staff,
          ages: new Map(age ? [[self, age]] : []),
          groupDraws: counts.get(box._id) ?? new Map<string, number>(),
          player: playersByBox.get(box._id) ?? newPlayer(box._id, self),
          drawn: drawnBy(togetherByBox.get(box._id) ?? [], at),
          chances: chancesAs(self, box._id),
          personId: self,
        },
        at,
        at,
      );
    },
  };
}
