/** Whether a box can be opened: every problem at once, each with the field that causes it and what to do. */
import type { BoxDesign, PrizeDesign } from '../types';
import { MAX_TOTAL_WEIGHT, totalWeight } from './draw';
import { clockMinutes, DAY_MS, nextOpening, textToDay } from './time';
import { yuan } from './money';

/** One thing to put right. `message` is Chinese and says what to do. */
export interface BoxProblem {
  /** Dot path into the design, e.g. 'prizes.2.valueFen'. */
  field: string;
  /** Stable snake_case. */
  code: string;
  message: string;
}

/** 规范促销行为暂行规定 (2020), §17: the highest prize of a draw is worth at most 50,000 yuan. */
export const MAX_PRIZE_VALUE_FEN = 5_000_000;

/** Bounds within which all sums stay exact. */
const MAX_COST_FEN = 10_000_000;
const MAX_STOCK = 10_000_000;

/** Days in which a prize is to be claimed where the design says nothing. */
export const DEFAULT_CLAIM_DAYS = 30;

type Add = (field: string, code: string, message: string) => void;

const wholeFrom = (least: number, most: number, value: number | undefined): boolean =>
  value !== undefined && Number.isSafeInteger(value) && value >= least && value <= most;

/** What the prizes cost if every one is given: stock and reserve. */
export const worstCostFen = (design: BoxDesign): number => sumOver(design, ({ costFen }) => costFen);

/** What customers get if every prize is given. */
export const worstValueFen = (design: BoxDesign): number => sumOver(design, ({ valueFen }) => valueFen);

const sumOver = ({ prizes, guarantee }: BoxDesign, of: (prize: PrizeDesign) => number): number =>
  prizes.reduce(
    (sum, prize) =>
      sum + of(prize) * ((prize.stock ?? 0) + (guarantee?.prizeId === prize.id ? guarantee.reserved : 0)),
    0,
  );

/**
 * The reserve a guarantee needs: each time it is met it took `afterDraws` draws of one person, so that no more than
 * this can come of all the draws a box may have.
 */
export const reserveNeeded = (totalDraws: number, afterDraws: number): number =>
  Math.floor(totalDraws / afterDraws);

/** Every problem of a design at `now`, in the order of the designer. Empty: the box can be opened. */
export function validateBox(design: BoxDesign, now: Date): BoxProblem[] {
  const problems: BoxProblem[] = [];
  const add: Add = (field, code, message) => problems.push({ field, code, message });
  if (design.name.trim() === '') add('name', 'name_missing', '给盲盒起个名字，顾客会看到。');
  if (design.name.length > 40) add('name', 'name_too_long', '名字太长了，40 个字以内就好。');
  checkWindow(design, now, add);
  checkPrizes(design, now, add);
  checkFallback(design, add);
  checkGuarantee(design, add);
  checkLimits(design, add);
  checkBudget(design, add);
  if (design.chancePoints !== undefined && !wholeFrom(1, 1_000_000, design.chancePoints))
    add('chancePoints', 'chance_points_not_whole', '换一次机会的积分填 1 以上的整数；不开放兑换就空着。');
  if (!wholeFrom(1, 168, design.roundHours))
    add('roundHours', 'round_hours', '每轮时长填 1 到 168 小时，到点公布种子。');
  return problems;
}

function checkWindow({ window }: BoxDesign, now: Date, add: Add): void {
  const [start, end] = [Date.parse(window.startAt), Date.parse(window.endAt)];
  if (Number.isNaN(start)) add('window.startAt', 'start_missing', '选一个开始时间。');
  if (Number.isNaN(end)) add('window.endAt', 'end_missing', '选一个结束时间。');
  const { dailyHours: hours, weekdays } = window;
  const hoursOk = !hours || (clockMinutes(hours.from) !== undefined && clockMinutes(hours.to) !== undefined);
  if (!hoursOk) add('window.dailyHours', 'hours_malformed', '时段写成 20:00 这样的格式。');
  if (weekdays?.length === 0) add('window.weekdays', 'weekdays_empty', '至少选一天，或者选“每天”。');
  if (Number.isNaN(start) || Number.isNaN(end)) return;
  if (end <= start) return add('window.endAt', 'end_before_start', '结束时间早于开始时间，往后挪一挪。');
  if (end <= now.getTime())
    return add('window.endAt', 'window_past', '这个时间已经过去了，换一个以后的时间。');
  if (end - start > 366 * DAY_MS)
    return add('window.endAt', 'window_too_long', '一个盲盒最长开一年，到期可以复制再开。');
  if (hoursOk && weekdays?.length !== 0 && !nextOpening(window, now))
    add('window.dailyHours', 'window_never_opens', '按选的星期和时段，盲盒一次也开不了，改一下时段或日期。');
}

function checkPrizes(design: BoxDesign, now: Date, add: Add): void {
  const { prizes } = design;
  if (prizes.length === 0) return add('prizes', 'prizes_missing', '至少放一个奖品。');
  const seen = new Set<string>();
  prizes.forEach((prize, i) => {
    const path = `prizes.${i}`;
    if (seen.has(prize.id)) add(`${path}.id`, 'prize_id_duplicate', '两个奖品的编号一样，改一个。');
    seen.add(prize.id);
    if (prize.name.trim() === '') add(`${path}.name`, 'prize_name_missing', '写上奖品叫什么。');
    checkWeight(design, prize, path, add);
    checkWorth(prize, path, add);
    checkKind(prize, path, add);
    checkQuality(prize, path, now, add);
  });
  const total = totalWeight(prizes);
  if (total > MAX_TOTAL_WEIGHT)
    add('prizes', 'weights_too_large', '权重加起来最多 10 亿，按比例都改小一些。');
  if (!prizes.some(({ kind, weight }) => kind !== 'nothing' && weight > 0))
    add('prizes', 'no_win', '现在什么都抽不到，至少放一个有权重的奖品。');
}

function checkWeight({ guarantee }: BoxDesign, prize: PrizeDesign, path: string, add: Add): void {
  const least = guarantee?.prizeId === prize.id ? 0 : 1;
  if (!wholeFrom(least, MAX_TOTAL_WEIGHT, prize.weight))
    add(
      `${path}.weight`,
      'weight_missing',
      '概率还没填完：权重填 1 以上的整数，只有保底专用的奖品可以填 0。',
    );
}

function checkWorth(prize: PrizeDesign, path: string, add: Add): void {
  if (!wholeFrom(0, MAX_COST_FEN, prize.costFen))
    add(`${path}.costFen`, 'cost_not_whole', '成本填 0 到 10 万元，精确到分。');
  if (!wholeFrom(0, Number.MAX_SAFE_INTEGER, prize.valueFen))
    add(`${path}.valueFen`, 'value_not_whole', '价值填 0 或更大的金额，精确到分。');
  else if (prize.valueFen > MAX_PRIZE_VALUE_FEN)
    add(
      `${path}.valueFen`,
      'prize_too_valuable',
      `单个奖品价值不能超过 ${yuan(MAX_PRIZE_VALUE_FEN)} 元（有奖销售的规定），换一个奖品。`,
    );
}

function checkKind(prize: PrizeDesign, path: string, add: Add): void {
  if (prize.kind === 'nothing') {
    if (prize.stock !== undefined) add(`${path}.stock`, 'stock_needless', '「谢谢参与」不会抽完，库存空着。');
    if (prize.costFen > 0) add(`${path}.costFen`, 'cost_needless', '「谢谢参与」没有成本，填 0。');
    if (prize.valueFen > 0) add(`${path}.valueFen`, 'value_needless', '「谢谢参与」没有价值，填 0。');
    return;
  }
  if (!wholeFrom(0, MAX_STOCK, prize.stock))
    add(`${path}.stock`, 'stock_missing', '填一下有多少份，最多 1000 万份。');
  if (prize.kind === 'points' && !wholeFrom(1, 10_000, prize.points))
    add(`${path}.points`, 'points_missing', '填一下送多少积分，1 到 10000。');
  if (prize.kind === 'coupon' && !prize.couponId) add(`${path}.couponId`, 'coupon_missing', '选一张优惠券。');
  if (prize.kind === 'red_packet' && !wholeFrom(1, 20_000, prize.valueFen))
    add(`${path}.valueFen`, 'red_packet_amount', '红包金额填 0.01 到 200 元。');
  if (prize.claimDays !== undefined && !wholeFrom(1, 366, prize.claimDays))
    add(`${path}.claimDays`, 'claim_days', '领取期限填 1 到 366 天。');
}

/** 盲盒经营行为规范指引 (2023): cosmetics only with their quality assured. */
function checkQuality(prize: PrizeDesign, path: string, now: Date, add: Add): void {
  if (!prize.cosmetic) return;
  const { filingNumber = '', maker = '', usableUntil = '' } = prize.quality ?? {};
  if (filingNumber.trim() === '')
    add(`${path}.quality.filingNumber`, 'quality_missing', '化妆品要填备案号或注册证号，才能放进盲盒。');
  if (maker.trim() === '') add(`${path}.quality.maker`, 'quality_missing', '化妆品要填生产企业。');
  const day = textToDay(usableUntil);
  if (day === undefined)
    add(`${path}.quality.usableUntil`, 'quality_missing', '化妆品要填使用期限，比如 2027-06-30。');
  else if (day * DAY_MS <= now.getTime())
    add(`${path}.quality.usableUntil`, 'quality_expired', '这批已经过了使用期限，不能放进盲盒。');
}

function checkFallback({ prizes, fallbackPrizeId }: BoxDesign, add: Add): void {
  const fallback = prizes.find(({ id }) => id === fallbackPrizeId);
  if (!fallback)
    add('fallbackPrizeId', 'fallback_missing', '选一个奖品，别的抽完以后概率归它，比如「谢谢参与」。');
  else if (!(fallback.weight > 0))
    add('fallbackPrizeId', 'fallback_without_weight', '这个奖品自己的权重是 0，换一个来接概率。');
}

function checkGuarantee({ guarantee, prizes, limits }: BoxDesign, add: Add): void {
  if (!guarantee) return;
  const prize = prizes.find(({ id }) => id === guarantee.prizeId);
  if (!prize) add('guarantee.prizeId', 'guarantee_prize_missing', '选一个保底的奖品。');
  else if (prize.kind === 'nothing')
    add('guarantee.prizeId', 'guarantee_prize_nothing', '保底不能是「谢谢参与」，换一个真的奖品。');
  if (!wholeFrom(2, 10_000, guarantee.afterDraws))
    return add('guarantee.afterDraws', 'guarantee_draws', '几次必中填 2 以上的整数。');
  if (limits.totalDraws === undefined)
    return add(
      'limits.totalDraws',
      'guarantee_needs_total',
      '有保底就要限总抽数，不然算不出要留多少份保底的奖品。',
    );
  const needed = reserveNeeded(limits.totalDraws, guarantee.afterDraws);
  if (!wholeFrom(needed, MAX_STOCK, guarantee.reserved))
    add(
      'guarantee.reserved',
      'guarantee_reserve_short',
      `最多会有 ${needed} 次保底，至少要另留 ${needed} 份，承诺才兑现得了。`,
    );
}

function checkLimits({ limits }: BoxDesign, add: Add): void {
  for (const [name, value] of Object.entries(limits) as [string, number | undefined][])
    if (value !== undefined && !wholeFrom(1, 100_000_000, value))
      add(`limits.${name}`, 'limit_not_whole', '这里填 1 以上的整数；不想限就空着。');
  const { perPerson, perPersonPerDay } = limits;
  if (perPerson !== undefined && perPersonPerDay !== undefined && perPersonPerDay > perPerson)
    add('limits.perPersonPerDay', 'limits_contradict', '每天的次数比总次数还多，改小一点。');
}

function checkBudget(design: BoxDesign, add: Add): void {
  if (!wholeFrom(0, Number.MAX_SAFE_INTEGER, design.budgetFen))
    return add('budgetFen', 'budget_not_whole', '预算填 0 或更大的金额，精确到分。');
  const worst = worstCostFen(design);
  // Beyond what can be counted exactly something was said about the amounts already.
  if (Number.isSafeInteger(worst) && worst > design.budgetFen)
    add(
      'budgetFen',
      'budget_below_stock',
      `全部送完要 ${yuan(worst)} 元，预算只有 ${yuan(design.budgetFen)} 元。加预算，或减库存。`,
    );
}
