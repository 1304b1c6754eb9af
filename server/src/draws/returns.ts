import { oddsOf } from '@kouyi/shared/rules/draw-odds';
import { groupBy, indexBy } from '../kernel/collections';
import type { Tx } from '../kernel/command';
import { native, withoutId } from '../kernel/store';
import { account, post } from '../ledger';
import { boxOf } from './box-cache';
import { type DrawDoc, Draws, Rounds, type TableDoc, Tables } from './model';
import { rotate } from './rounds';

/**
 * Takes prizes back that their winners did not claim: their cost returns to the box's budget (of a closed box: to
 * the brand's), and the items join the pool of the next round. The pool of a round under way is committed to and
 * stays; if it is empty, the next round begins at once, also of a box that is paused.
 */
export async function takeBack(tx: Tx, winIds: readonly string[]): Promise<void> {
  const draws = await native(Draws)
    .find({ _id: { $in: [...new Set(winIds)] } }, { session: tx.session })
    .toArray();
  const byBox = groupBy(draws, (draw) => draw.boxId);
  const tables = indexBy(
    await native(Tables)
      .find({ _id: { $in: [...byBox.keys()] } }, { session: tx.session })
      .toArray(),
    (table) => table._id,
  );
  for (const [boxId, ofBox] of byBox) await takeBackInto(tx, tables.get(boxId)!, ofBox);
}

async function takeBackInto(tx: Tx, table: TableDoc, draws: readonly DrawDoc[]): Promise<void> {
  const closed = table.state === 'closed';
  await post(
    tx,
    draws
      .filter(({ costFen }) => costFen > 0)
      .map(({ _id, boxId, costFen, prizeName, personId }) => ({
        key: `draw:${_id}:returned`,
        unit: 'fen' as const,
        from: account.prizeCost(boxId),
        to: closed ? account.prizeBudget : account.boxBudget(boxId),
        amount: costFen,
        at: tx.now,
        reason: `「${prizeName}」没有领取，退回${closed ? '品牌奖品预算' : '盲盒预算'}`,
        cause: { kind: 'draw', id: _id },
        personId,
      })),
  );
  for (const { prizeId, guaranteed, costFen } of draws) {
    table.costFen -= costFen;
    if (guaranteed) table.guaranteed -= 1;
    else table.given = { ...table.given, [prizeId]: table.given[prizeId]! - 1 };
  }
  if (!closed) {
    const round = await native(Rounds).findOne({ _id: table.roundId }, { session: tx.session });
    if (oddsOf(round!.pool, table).length === 0)
      await rotate(tx, await boxOf(tx, table._id, table.version), table, 'new_round');
  }
  await native(Tables).replaceOne({ _id: table._id }, withoutId({ ...table, rev: table.rev + 1 }), {
    session: tx.session,
  });
}
