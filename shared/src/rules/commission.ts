/**
 * Commission: which rule pays for an item, how much, and who gets which part of it after refunds. Whole fen only;
 * what is kept and what is taken back always add up to what was promised.
 */
import type { KocTier } from '../types';
import { assertWhole, splitByWeights, sumWhole, yuan } from './money';

/** A share of what was paid in hundredths of a percent, or so many fen a piece. */
export type CommissionRate = { readonly basisPoints: number } | { readonly fenPerPiece: number };

/** A rule as it is kept: what it is for, and from when to when (the end is excluded). */
export interface CommissionRule {
  readonly id: string;
  readonly name: string;
  readonly rate: CommissionRate;
  readonly productId?: string | undefined;
  readonly category?: string | undefined;
  readonly tier?: KocTier | undefined;
  readonly from: Date;
  readonly to?: Date | undefined;
}

/** What a rule looks at. */
export interface CommissionItem {
  readonly productId?: string | undefined;
  readonly category?: string | undefined;
  readonly quantity: number;
  readonly paidFen: number;
}

const fits = (rule: CommissionRule, item: CommissionItem, tier: KocTier, at: Date): boolean =>
  rule.from <= at &&
  (rule.to === undefined || at < rule.to) &&
  (rule.productId === undefined || rule.productId === item.productId) &&
  (rule.category === undefined || rule.category === item.category) &&
  (rule.tier === undefined || rule.tier === tier);

/** How particular a rule is: a product beats a category beats everything; then a tier beats all tiers. */
const particular = (rule: CommissionRule): number =>
  (rule.productId === undefined ? 0 : 4) +
  (rule.category === undefined ? 0 : 2) +
  (rule.tier === undefined ? 0 : 1);

/** The order of precedence: the more particular first; of equals the later begun; then the greater id. */
export const byPrecedence = (a: CommissionRule, b: CommissionRule): number =>
  particular(b) - particular(a) ||
  b.from.getTime() - a.from.getTime() ||
  (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/** The rules that fit an item at a moment, the one that decides first. */
export const rulesFor = (
  rules: readonly CommissionRule[],
  item: CommissionItem,
  { tier, at }: { tier: KocTier; at: Date },
): CommissionRule[] => rules.filter((rule) => fits(rule, item, tier, at)).sort(byPrecedence);

/** What an item pays by a rate: a share is rounded to the nearest fen; never more than was paid for it. */
export function commissionOf(
  item: Pick<CommissionItem, 'quantity' | 'paidFen'>,
  rate: CommissionRate,
): number {
  const paid = assertWhole(item.paidFen, 'paid');
  const wanted =
    'basisPoints' in rate
      ? Math.floor((paid * assertWhole(rate.basisPoints, 'rate') + 5_000) / 10_000)
      : assertWhole(rate.fenPerPiece, 'rate') * assertWhole(item.quantity, 'quantity');
  return Math.min(wanted, paid);
}

/** What stays of an item's commission when so much of it was refunded: pro rata, by largest remainder. */
export function keptOf(
  commissionFen: number,
  { paidFen, refundedFen }: { paidFen: number; refundedFen: number },
): number {
  if (refundedFen <= 0) return commissionFen;
  if (refundedFen >= paidFen) return 0;
  return splitByWeights(commissionFen, [paidFen - refundedFen, refundedFen])[0]!;
}

/** Splits a commission among one or two levels; the parts add up to the whole. There is no third level. */
export const partsOf = (
  commissionFen: number,
  secondSharePercent: number | undefined,
): readonly [number] | readonly [number, number] => {
  if (secondSharePercent === undefined || secondSharePercent === 0) return [commissionFen];
  const [first, second] = splitByWeights(commissionFen, [100 - secondSharePercent, secondSharePercent]);
  return [first!, second!];
};

/** One item of an order with what it pays, before and after refunds. */
export interface CommissionLine {
  readonly commissionFen: number;
  readonly paidFen: number;
  readonly refundedFen: number;
}

/** What an order pays: the whole as promised, what is kept of it now, and both for each level. */
export function commissionNow(
  lines: readonly CommissionLine[],
  secondSharePercent: number | undefined,
): { wholeFen: number; keptFen: number; parts: { wholeFen: number; keptFen: number }[] } {
  const wholeFen = sumWhole(lines.map((line) => line.commissionFen));
  const keptFen = sumWhole(lines.map((line) => keptOf(line.commissionFen, line)));
  const kept = partsOf(keptFen, secondSharePercent);
  const parts = partsOf(wholeFen, secondSharePercent).map((part, i) => ({
    wholeFen: part,
    keptFen: kept[i]!,
  }));
  return { wholeFen, keptFen, parts };
}

/** A rate as people read it: 10%, 8.5%, 每件 5.00 元. */
export const rateInWords = (rate: CommissionRate): string =>
  'basisPoints' in rate ? `${String(rate.basisPoints / 100)}%` : `每件 ${yuan(rate.fenPerPiece)} 元`;
