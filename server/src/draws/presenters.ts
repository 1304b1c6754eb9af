import type { DrawView, OddsRow, OddsView, RoundView } from '@kouyi/shared/contracts';
import { fractionText, percentText } from '@kouyi/shared/rules/draw-odds';
import { totalWeight } from '@kouyi/shared/rules/draw';
import { DAY_MS } from '@kouyi/shared/rules/time';
import type { DrawDoc, OddsDoc, OddsLine, RoundDoc, TableDoc } from './model';

/** The odds table as a customer reads it, from the very weights that draw. */
export function oddsRows(lines: readonly OddsLine[], left: Readonly<Record<string, number>> = {}): OddsRow[] {
  const total = totalWeight(lines);
  return lines.map((line) => {
    const items = left[line.id] ?? line.left;
    return {
      prizeId: line.id,
      name: line.name,
      kind: line.kind,
      valueFen: line.valueFen,
      rare: line.rare ?? false,
      ...(line.picture === undefined ? {} : { picture: line.picture }),
      weight: line.weight,
      total,
      fraction: fractionText(line.weight, total),
      percent: percentText(line.weight, total),
      ...(items === undefined ? {} : { left: items }),
      soldOut: items === 0,
    };
  });
}

/** One version of the odds; with `left`, as many items as there are now. */
export const oddsView = (odds: OddsDoc, left?: Readonly<Record<string, number>>): OddsView => ({
  version: odds.version,
  roundId: odds.roundId,
  since: odds.at.toISOString(),
  reason: odds.reason,
  line: odds.line,
  rows: oddsRows(odds.lines, left),
});

/** A round; of one under way the table knows how far it is. The seed is there only once it is revealed. */
export const roundView = (round: RoundDoc, table?: TableDoc): RoundView => ({
  id: round._id,
  number: round.number,
  state: round.state,
  openedAt: round.openedAt.toISOString(),
  ...(round.closedAt ? { closedAt: round.closedAt.toISOString() } : {}),
  commitment: round.commitment,
  ...(round.serverSeed === undefined ? {} : { serverSeed: round.serverSeed }),
  poolText: round.poolText,
  draws: round.draws ?? (table?.roundId === round._id ? table.seq : 0),
  chain: round.chain ?? (table?.roundId === round._id ? table.chain : round.commitment),
});

/** One draw as its person sees it. */
export const drawView = (draw: DrawDoc): DrawView => ({
  drawId: draw._id,
  boxId: draw.boxId,
  boxName: draw.boxName,
  at: draw.at.toISOString(),
  prize: {
    id: draw.prizeId,
    kind: draw.kind,
    name: draw.prizeName,
    valueFen: draw.valueFen,
    rare: draw.rare ?? false,
    ...(draw.points === undefined ? {} : { points: draw.points }),
    ...(draw.couponId === undefined ? {} : { couponId: draw.couponId }),
    ...(draw.picture === undefined ? {} : { picture: draw.picture }),
  },
  won: draw.won,
  guaranteed: draw.guaranteed,
  ...(draw.claimDays === undefined
    ? {}
    : { claimUntil: new Date(draw.at.getTime() + draw.claimDays * DAY_MS).toISOString() }),
  proof: {
    roundId: draw.roundId,
    roundNumber: draw.roundNumber,
    commitment: draw.commitment,
    clientSeed: draw.clientSeed,
    nonce: draw.nonce,
    seq: draw.seq,
    oddsVersion: draw.oddsVersion,
    chain: draw.chain,
  },
});
