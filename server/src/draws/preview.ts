import type { BoxPreview } from '@kouyi/shared/contracts';
import { totalWeight } from '@kouyi/shared/rules/draw';
import { oddsOf, stockOf } from '@kouyi/shared/rules/draw-odds';
import { reserveNeeded, validateBox, worstCostFen, worstValueFen } from '@kouyi/shared/rules/draw-design';
import { boxInWords } from '@kouyi/shared/rules/draw-words';
import type { BoxDesign } from '@kouyi/shared/types';
import type { TableDoc } from './model';
import { oddsRows } from './presenters';
import { poolOf } from './rules';

/** What a design promises and costs, before anybody draws; of an open box with what was given already. */
export function previewOf(design: BoxDesign, now: Date, table?: TableDoc): BoxPreview {
  const { prizes, guarantee, limits } = design;
  const total = totalWeight(prizes);
  const share = (weight: number): number => (total === 0 ? 0 : weight / total);
  return {
    problems: validateBox(design, now),
    odds: oddsPreview(design, table),
    rules: boxInWords(design),
    expectedCostPerDrawFen: hundredths(
      prizes.reduce((sum, { weight, costFen }) => sum + share(weight) * costFen, 0),
    ),
    winShare: prizes.reduce((sum, { weight, kind }) => sum + (kind === 'nothing' ? 0 : share(weight)), 0),
    worstCostFen: worstCostFen(design),
    worstValueFen: worstValueFen(design),
    budgetFen: design.budgetFen,
    items: prizes.reduce((sum, { stock }) => sum + (stock ?? 0), 0) + (guarantee?.reserved ?? 0),
    ...firstSoldOut(design),
    ...(guarantee && guarantee.afterDraws >= 2 && limits.totalDraws !== undefined
      ? { reserveNeeded: reserveNeeded(limits.totalDraws, guarantee.afterDraws) }
      : {}),
  };
}

/** The rows that a customer would see; none while a weight is missing or nothing could be drawn. */
function oddsPreview(design: BoxDesign, table?: TableDoc): BoxPreview['odds'] {
  const pool = poolOf(design, table ?? { given: {}, guaranteed: 0 });
  const stock = stockOf(pool);
  const entries = oddsOf(pool, stock);
  if (totalWeight(design.prizes) === 0 || entries.length === 0) return [];
  return oddsRows(
    design.prizes.map(({ id, kind, name, valueFen, rare, picture }, i) => ({
      id,
      kind,
      name,
      valueFen,
      weight: entries[i]!.weight,
      ...(rare ? { rare } : {}),
      ...(picture === undefined ? {} : { picture }),
      ...(stock.left[id] === undefined ? {} : { left: stock.left[id] }),
    })),
  );
}

function firstSoldOut({ prizes }: BoxDesign): Pick<BoxPreview, 'firstSoldOut'> {
  const total = totalWeight(prizes);
  const soonest = prizes
    .flatMap(({ name, weight, stock }) =>
      stock === undefined || weight === 0
        ? []
        : [{ prizeName: name, afterDraws: Math.ceil((stock * total) / weight) }],
    )
    .sort((a, b) => a.afterDraws - b.afterDraws)[0];
  return soonest && Number.isSafeInteger(soonest.afterDraws) ? { firstSoldOut: soonest } : {};
}

const hundredths = (fen: number): number => Math.round(fen * 100) / 100;
