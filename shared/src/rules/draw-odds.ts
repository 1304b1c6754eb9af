/** The odds of a box: what is drawn from and what the customer reads are one table. */
import { type OddsEntry, type RoundPool, drawnPrize, type DrawInput, totalWeight } from './draw';

/** What is left of a round's pool: items per prize, and of the guarantee's reserve. */
export interface Stock {
  /** By prize; only those that can run out. */
  readonly left: Readonly<Record<string, number>>;
  readonly reserveLeft: number;
}

/** The stock at the start of a round. */
export const stockOf = ({ prizes, guarantee }: RoundPool): Stock => ({
  left: Object.fromEntries(prizes.flatMap(({ id, stock }) => (stock === undefined ? [] : [[id, stock]]))),
  reserveLeft: guarantee?.reserved ?? 0,
});

const isLeft = (stock: Stock, prizeId: string): boolean => (stock.left[prizeId] ?? 1) > 0;

/** Where the weights of what ran out go: to the stated fallback; if that is gone, too, to the first prize left. */
export function heirOf(pool: RoundPool, stock: Stock): string | undefined {
  if (isLeft(stock, pool.fallbackPrizeId)) return pool.fallbackPrizeId;
  return pool.prizes.find(({ id, weight }) => weight > 0 && isLeft(stock, id))?.id;
}

/**
 * The odds with which the next draw is made, in the order of the pool; the total never changes. What ran out has
 * weight 0, its weight is the heir's. Empty: nothing is left to draw.
 */
export function oddsOf(pool: RoundPool, stock: Stock): OddsEntry[] {
  const heir = heirOf(pool, stock);
  if (heir === undefined) return [];
  const lost = totalWeight(pool.prizes.filter(({ id }) => !isLeft(stock, id)));
  return pool.prizes.map(({ id, weight }) => ({
    prizeId: id,
    weight: isLeft(stock, id) ? weight + (id === heir ? lost : 0) : 0,
  }));
}

/** One draw: what it gives, and what is left. */
export interface DrawnPrize {
  readonly prizeId: string;
  readonly guaranteed: boolean;
  readonly win: boolean;
  /** The person's draws without a win after this one. */
  readonly misses: number;
  readonly stock: Stock;
  /** The odds change with this draw: the prize was the last of its kind. */
  readonly soldOut: boolean;
}

/**
 * Makes one draw. The guarantee only ever adds: it comes in where chance gave nothing and the person has waited
 * long enough. @throws RangeError when nothing is left, or the reserve of the guarantee is spent: bugs.
 */
export function drawOne(
  pool: RoundPool,
  stock: Stock,
  serverSeed: string,
  input: DrawInput & { missesBefore: number },
): DrawnPrize {
  const entries = oddsOf(pool, stock);
  const drawn = drawnPrize(serverSeed, input, entries);
  const win = pool.prizes.find(({ id }) => id === drawn)!.win;
  const { guarantee } = pool;
  if (!win && guarantee && input.missesBefore + 1 >= guarantee.afterDraws) {
    if (stock.reserveLeft < 1) throw new RangeError('the reserve of the guarantee is spent');
    return {
      prizeId: guarantee.prizeId,
      guaranteed: true,
      win: true,
      misses: 0,
      stock: { ...stock, reserveLeft: stock.reserveLeft - 1 },
      soldOut: false,
    };
  }
  const had = stock.left[drawn];
  const left = had === undefined ? stock.left : { ...stock.left, [drawn]: had - 1 };
  return {
    prizeId: drawn,
    guaranteed: false,
    win,
    misses: win ? 0 : input.missesBefore + 1,
    stock: { ...stock, left },
    soldOut: had === 1,
  };
}

/** A share in lowest terms: `1/200`; `0` for none and `1` for all. */
export function fractionText(weight: number, total: number): string {
  if (weight === 0 || total === 0) return '0';
  if (weight === total) return '1';
  let [a, b] = [weight, total];
  while (b > 0) [a, b] = [b, a % b];
  return `${weight / a}/${total / a}`;
}

/** A share in percent, cut (never rounded up) after six digits: `0.0001%`. Exact, without floating point. */
export function percentText(weight: number, total: number): string {
  if (weight === 0 || total === 0) return '0%';
  let rest = weight * 100;
  const wholes = Math.floor(rest / total);
  rest %= total;
  let digits = '';
  for (let i = 0; i < 6 && rest > 0; i += 1) {
    rest *= 10;
    digits += String(Math.floor(rest / total));
    rest %= total;
  }
  const cut = digits.replace(/0+$/, '');
  if (wholes === 0 && cut === '') return '<0.000001%';
  return cut === '' ? `${wholes}%` : `${wholes}.${cut}%`;
}
