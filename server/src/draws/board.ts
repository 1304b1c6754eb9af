import type { BoxLive } from '@kouyi/shared/contracts';
import { totalWeight } from '@kouyi/shared/rules/draw';
import { oddsOf } from '@kouyi/shared/rules/draw-odds';
import { MINUTE_MS } from '@kouyi/shared/rules/time';
import { native } from '../kernel/store';
import { account, balancesOf } from '../ledger';
import {
  type BoxDoc,
  type DrawMinuteDoc,
  DrawMinutes,
  type RoundDoc,
  Rounds,
  type TableDoc,
  Tables,
} from './model';
import { boxById, viewOf } from './views';

/** Minutes with draws that the board shows. */
const MINUTES_SHOWN = 120;
/** The pace is that of so many minutes. */
const PACE_MINUTES = 10;

/** Numbers of a box while it runs and after. @throws Refusal `not_found`. */
export async function boxLive(id: string, now: Date): Promise<BoxLive> {
  const box = await boxById(id);
  const table = await native(Tables).findOne({ _id: id });
  const round = table && (await native(Rounds).findOne({ _id: table.roundId }));
  const minutes = await native(DrawMinutes)
    .find({ boxId: id })
    .sort({ minute: -1 })
    .limit(MINUTES_SHOWN)
    .toArray();
  const [issued, used] = [account.chancesIssued(id), account.chancesUsed(id)];
  const balances = await balancesOf([issued, used]);
  const pace = paceOf(minutes, now);
  return {
    box: viewOf(box, table ?? undefined, round ?? undefined),
    draws: table?.draws ?? 0,
    people: table?.people ?? 0,
    wins: table?.wins ?? 0,
    drawsPerMinute: Math.round(pace),
    perMinute: [...minutes].reverse().map(({ minute, draws, wins, costFen, left }) => ({
      at: minute.toISOString(),
      draws,
      wins,
      costFen,
      left,
    })),
    stock: stockLines(box, table),
    costFen: table?.costFen ?? 0,
    expectedCostFen: Math.round((table?.draws ?? 0) * costPerDraw(box)),
    budgetFen: box.design.budgetFen,
    chancesOut: -balances.get(issued)! - balances.get(used)!,
    ...(table && round ? runsOut(table, round, pace) : {}),
  };
}

/** Draws a minute over the last minutes, the present one included. */
function paceOf(minutes: readonly DrawMinuteDoc[], now: Date): number {
  const since = now.getTime() - PACE_MINUTES * MINUTE_MS;
  const recent = minutes.filter(({ minute }) => minute.getTime() > since);
  const first = recent.at(-1);
  if (!first) return 0;
  const span = Math.max(1, Math.ceil((now.getTime() - first.minute.getTime()) / MINUTE_MS));
  return recent.reduce((sum, { draws }) => sum + draws, 0) / span;
}

const costPerDraw = ({ design: { prizes } }: BoxDoc): number => {
  const total = totalWeight(prizes);
  return total === 0 ? 0 : prizes.reduce((sum, { weight, costFen }) => sum + weight * costFen, 0) / total;
};

function stockLines({ design }: BoxDoc, table: TableDoc | null): BoxLive['stock'] {
  const total = totalWeight(design.prizes);
  return design.prizes.map(({ id, name, kind, weight, stock, costFen }) => {
    const given = table?.given[id] ?? 0;
    const guarantees = design.guarantee?.prizeId === id;
    const guaranteed = guarantees ? (table?.guaranteed ?? 0) : 0;
    return {
      prizeId: id,
      name,
      kind,
      ...(stock === undefined ? {} : { stock, left: table ? (table.left[id] ?? 0) : stock }),
      given,
      guaranteed,
      ...(guarantees ? { reserveLeft: design.guarantee!.reserved - guaranteed } : {}),
      costFen: (given + guaranteed) * costFen,
      expected: total === 0 ? 0 : Math.round(((table?.draws ?? 0) * weight * 10) / total) / 10,
    };
  });
}

/** Which prize is gone first if people go on drawing at this pace. */
function runsOut(table: TableDoc, round: RoundDoc, pace: number): Pick<BoxLive, 'runsOut'> {
  if (pace <= 0) return {};
  const entries = oddsOf(round.pool, table);
  const total = totalWeight(entries);
  const soonest = entries
    .flatMap(({ prizeId, weight }) => {
      const left = table.left[prizeId];
      if (left === undefined || left === 0 || weight === 0) return [];
      return [{ prizeId, inMinutes: Math.ceil((left * total) / (weight * pace)) }];
    })
    .sort((a, b) => a.inMinutes - b.inMinutes)[0];
  if (!soonest) return {};
  const prizeName = round.prizes.find(({ id }) => id === soonest.prizeId)!.name;
  return { runsOut: { prizeName, inMinutes: soonest.inMinutes } };
}
