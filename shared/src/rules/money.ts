/** Fen and points: whole numbers, split without losing or inventing one. */

/** Thrown for an amount that is no whole number: a bug in the caller, never a person's mistake. */
export class NotWholeError extends RangeError {
  constructor(what: string, value: number) {
    super(`${what} must be a whole number that JavaScript can hold exactly, not ${String(value)}`);
    this.name = 'NotWholeError';
  }
}

/** Returns the amount if it is a safe integer (−0 becomes 0), throws {@link NotWholeError} otherwise. */
export const assertWhole = (value: number, what = 'amount'): number => {
  if (!Number.isSafeInteger(value)) throw new NotWholeError(what, value);
  return value === 0 ? 0 : value;
};

/** A sum of whole amounts; throws where the sum could no longer be exact. */
export const sumWhole = (amounts: readonly number[], what = 'sum'): number =>
  amounts.reduce((sum, amount) => assertWhole(sum + assertWhole(amount, what), what), 0);

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** Fen as people read yuan: 123456 → '1,234.56', -5 → '-0.05'. Without the sign of the currency. */
export const yuan = (fen: number): string => {
  const whole = Math.abs(assertWhole(fen, 'fen'));
  const sign = fen < 0 ? '-' : '';
  return `${sign}${grouped(String(Math.floor(whole / 100)))}.${String(whole % 100).padStart(2, '0')}`;
};

/** Points with thousands separators: 12345 → '12,345'. */
export const pointsText = (points: number): string =>
  `${points < 0 ? '-' : ''}${grouped(String(Math.abs(assertWhole(points, 'points'))))}`;

/** Fen of a text that a person typed: '12', '12.3', '12.34', '1,234.56'. Undefined for anything else. */
export const fenOf = (text: string): number | undefined => {
  const found = /^(-?)(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!found) return undefined;
  const fen = Number(found[2]!.replace(/,/g, '')) * 100 + Number((found[3] ?? '').padEnd(2, '0'));
  return found[1] === '-' && fen > 0 ? -fen : fen;
};

/**
 * Splits a whole amount by weights (whole, not negative, at least one above 0): every share is within one of the
 * exact one, and the shares add up to the amount. Largest remainder first; of equal remainders the earlier. Exact
 * for any safe amounts, because it counts in BigInt.
 */
export const splitByWeights = (amount: number, weights: readonly number[]): number[] => {
  const total = BigInt(Math.abs(assertWhole(amount, 'amount to split')));
  const parts = weights.map((weight) => {
    if (assertWhole(weight, 'weight') < 0) throw new RangeError('a weight may not be negative');
    return BigInt(weight);
  });
  const sum = parts.reduce((a, b) => a + b, BigInt(0));
  if (sum === BigInt(0)) throw new RangeError('cannot split by weights that are all zero');
  const shares = parts.map((weight, index) => ({
    index,
    share: (total * weight) / sum,
    remainder: (total * weight) % sum,
  }));
  let rest = total - shares.reduce((a, { share }) => a + share, BigInt(0));
  const order = [...shares].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const part of order) {
    if (rest === BigInt(0)) break;
    part.share += BigInt(1);
    rest -= BigInt(1);
  }
  const sign = amount < 0 ? -1 : 1;
  return shares.map(({ share }) => (share === BigInt(0) ? 0 : sign * Number(share)));
};
