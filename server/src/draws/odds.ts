import { oddsOf } from '@kouyi/shared/rules/draw-odds';
import { type OddsDoc, oddsId, type OddsLine, type RoundDoc, type TableDoc } from './model';

/** The next version of the odds, from what is left now; numbers the table's version on. */
export function nextOdds(
  round: RoundDoc,
  table: TableDoc,
  change: Pick<OddsDoc, 'at' | 'reason' | 'line'>,
): OddsDoc {
  table.oddsVersion += 1;
  return {
    _id: oddsId(table._id, table.oddsVersion),
    boxId: table._id,
    version: table.oddsVersion,
    roundId: round._id,
    ...change,
    lines: oddsLines(round, table),
  };
}

/** The odds as they are drawn with now, with what a customer reads beside them. */
function oddsLines(round: RoundDoc, table: Pick<TableDoc, 'left' | 'reserveLeft'>): OddsLine[] {
  const weights = new Map(oddsOf(round.pool, table).map(({ prizeId, weight }) => [prizeId, weight]));
  return round.prizes.map(({ id, kind, name, valueFen, rare, picture }) => ({
    id,
    kind,
    name,
    valueFen,
    weight: weights.get(id) ?? 0,
    ...(rare ? { rare } : {}),
    ...(picture === undefined ? {} : { picture }),
    ...(table.left[id] === undefined ? {} : { left: table.left[id] }),
  }));
}
