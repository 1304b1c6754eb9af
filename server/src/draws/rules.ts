import { BOX_STATE_NAMES, type BoxDesign, type BoxState, type DrawObstacle } from '@kouyi/shared/types';
import type { RoundPool } from '@kouyi/shared/rules/draw';
import { validateBox } from '@kouyi/shared/rules/draw-design';
import { obstacleInWords, type ObstacleDetail } from '@kouyi/shared/rules/draw-words';
import { type Decision, accept, decline } from '../kernel/decision';
import { Refusal, refusals } from '../kernel/refusals';
import { stateTable } from '../kernel/states';
import type { TableDoc } from './model';

export const refuse = refusals({
  state_forbids: {
    zh: '盲盒现在是「{from}」，不能这样做。',
    en: 'state does not allow this move',
    status: 409,
  },
  box_invalid: { zh: '{message}', en: 'the design has problems' },
  guarantee_frozen: {
    zh: '保底已经公布给顾客，不能再改次数和奖品，也不能去掉；只能多留几份。',
    en: 'the guarantee of a box that was opened stays',
  },
  stock_below_given: {
    zh: '「{name}」已经送出 {given} 份，库存不能少于它。',
    en: 'stock below what was given',
  },
  key_used_differently: {
    zh: '这个编号已经用于另一次请求，请换一个编号。',
    en: 'idempotency key reused with another input',
    status: 409,
  },
  client_seed_malformed: {
    zh: '种子用 1 到 64 个字母、数字、下划线或短横线。别写姓名和手机号，它会公开。',
    en: 'client seed does not parse',
  },
  age_declared_before: {
    zh: '年龄已经确认过了。填错了请联系群里的伙伴更正。',
    en: 'age was declared before',
    status: 409,
  },
  age_not_declared: {
    zh: '还没有确认过年龄，不用更正；开盲盒之前会先问一次。',
    en: 'no age was declared',
    status: 404,
  },
  chances_not_for_points: { zh: '这个盲盒的机会不能用积分换。', en: 'chances are not for points' },
  chances_enough: {
    zh: '这个盲盒你一共还能抽 {left} 次，再换的机会用不上，积分给你留着。',
    en: 'more chances than draws left',
  },
  points_too_few: { zh: '积分不够：要 {price}，你有 {balance}。', en: 'not enough points' },
  round_still_open: {
    zh: '这一轮还没结束，种子没有公布。结束后再导出。',
    en: 'round is still open',
    status: 409,
  },
});

/** A box only ever moves along these lines. */
export const boxStates = stateTable<BoxState>(
  { draft: ['open'], open: ['paused', 'closed'], paused: ['open', 'closed'], closed: [] },
  BOX_STATE_NAMES,
);

/** A person can't draw now; the code is the obstacle's. */
export const refuseDraw = (obstacle: DrawObstacle, detail: ObstacleDetail = {}): Refusal =>
  new Refusal(
    obstacle,
    { zh: obstacleInWords(obstacle, detail), en: `draw refused: ${obstacle}` },
    undefined,
    { ...detail },
  );

/** Whether a design may be drawn from. Refusal: `box_invalid` with every problem, the first as its field. */
export function decideOpen(design: BoxDesign, now: Date): Decision<true> {
  const problems = validateBox(design, now);
  const first = problems[0];
  if (!first) return accept(true);
  return decline(
    refuse('box_invalid', { field: `design.${first.field}`, details: { message: first.message, problems } }),
  );
}

/**
 * Whether an open box may go on with another design. A promise that was published stays: the guarantee; what was
 * given stays given; and the budget covers what was spent and what may still be won.
 */
export function decideEdit(before: BoxDesign, after: BoxDesign, table: TableDoc, now: Date): Decision<true> {
  // A box that is open may have begun in the past.
  const begun = new Date(Math.min(now.getTime(), Date.parse(after.window.startAt) - 1));
  const fits = decideOpen(after, Date.parse(after.window.endAt) > now.getTime() ? begun : now);
  if (!fits.accepted) return fits;
  const { guarantee: had } = before;
  const { guarantee: now_ } = after;
  if (had && (!now_ || now_.afterDraws !== had.afterDraws || now_.prizeId !== had.prizeId))
    return decline(refuse('guarantee_frozen', { field: 'design.guarantee' }));
  if (now_ && now_.reserved < table.guaranteed)
    return decline(
      refuse('stock_below_given', {
        field: 'design.guarantee.reserved',
        details: { name: '保底', given: table.guaranteed },
      }),
    );
  for (const [i, prize] of after.prizes.entries()) {
    const given = table.given[prize.id] ?? 0;
    if (prize.stock !== undefined && prize.stock < given)
      return decline(
        refuse('stock_below_given', {
          field: `design.prizes.${i}.stock`,
          details: { name: prize.name, given },
        }),
      );
  }
  const needed = table.costFen + stillToGiveFen(after, table);
  if (needed > after.budgetFen)
    return decline(
      refuse('box_invalid', {
        field: 'design.budgetFen',
        details: { message: '预算不够：已经花掉的，加上还能抽到的，超过了它。加预算，或减库存。' },
      }),
    );
  return accept(true);
}

/** What may still be given, at cost. */
function stillToGiveFen({ prizes, guarantee }: BoxDesign, table: TableDoc): number {
  return prizes.reduce((sum, { id, stock, costFen }) => {
    const left = stock === undefined ? 0 : stock - (table.given[id] ?? 0);
    const reserve = guarantee?.prizeId === id ? guarantee.reserved - table.guaranteed : 0;
    return sum + costFen * (left + reserve);
  }, 0);
}

/** What the next round draws from: the design's stock without what was given. */
export function poolOf(design: BoxDesign, table: Pick<TableDoc, 'given' | 'guaranteed'>): RoundPool {
  const { prizes, fallbackPrizeId, guarantee } = design;
  return {
    prizes: prizes.map(({ id, weight, stock, kind }) => ({
      id,
      weight,
      ...(stock === undefined ? {} : { stock: stock - (table.given[id] ?? 0) }),
      win: kind !== 'nothing',
    })),
    fallbackPrizeId,
    ...(guarantee
      ? {
          guarantee: {
            afterDraws: guarantee.afterDraws,
            prizeId: guarantee.prizeId,
            reserved: guarantee.reserved - table.guaranteed,
          },
        }
      : {}),
  };
}

/** The prizes that are named first when a box is spoken of: the most valuable, a few of them. */
export const topPrizes = ({ prizes }: Pick<BoxDesign, 'prizes'>): BoxDesign['prizes'] =>
  [...prizes]
    .filter(({ kind }) => kind !== 'nothing')
    .sort((a, b) => b.valueFen - a.valueFen)
    .slice(0, 4);
