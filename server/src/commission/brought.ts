import { native } from '../kernel/store';
import { Commissions } from './model';

/**
 * How many orders each of these KOCs brought themself that were paid after `from` and until `to`, and what of them was
 * paid and not refunded, in fen. Whoever brought none is absent.
 */
export async function broughtBetween(
  kocIds: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<Map<string, { orders: number; fen: number }>> {
  const rows = await native(Commissions)
    .find(
      { kocIds: { $in: [...new Set(kocIds)] }, paidAt: { $gt: from, $lte: to } },
      { projection: { 'decision.kocId': 1, lines: 1 } },
    )
    .toArray();
  const sums = new Map<string, { orders: number; fen: number }>();
  for (const { decision, lines } of rows) {
    const { kocId } = decision;
    const fen = lines.reduce((sum, line) => sum + line.paidFen - line.refundedFen, 0);
    if (kocId === undefined || fen <= 0) continue;
    const had = sums.get(kocId) ?? { orders: 0, fen: 0 };
    sums.set(kocId, { orders: had.orders + 1, fen: had.fen + fen });
  }
  return sums;
}
