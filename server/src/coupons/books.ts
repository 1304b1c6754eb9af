import type { Tx } from '../kernel/command';
import { account, post } from '../ledger';
import type { IssueRow } from './model';

/**
 * How coupons stand in the books, in fen: while one is held, its worth is a liability against the coupon's cost. Used,
 * what was really taken off leaves the liability and the rest of the worth comes back from the cost; run out or taken
 * back, all of it does. The liability of a coupon is always minus the worth of what people hold.
 */
const line = (issue: IssueRow) => ({
  unit: 'fen' as const,
  cause: { kind: 'coupon', id: issue._id },
  ...(issue.groupId === undefined ? {} : { groupId: issue.groupId }),
  ...(issue.source.kind === 'activity' ? { activityId: issue.source.id } : {}),
});

/** Coupons came into people's hands. */
export const bookIssued = (tx: Tx, issues: readonly IssueRow[]): Promise<unknown> =>
  post(
    tx,
    issues
      .filter(({ worthFen }) => worthFen > 0)
      .map((issue) => ({
        ...line(issue),
        key: `coupon-issue:${issue._id}`,
        from: account.couponLiability(issue.couponId),
        to: account.couponCost(issue.couponId),
        amount: issue.worthFen,
        at: issue.at,
        reason: `发出「${issue.name}」`,
      })),
  );

/** Coupons ran out or were taken back: nothing will be paid for them. */
export const bookReleased = (tx: Tx, issues: readonly IssueRow[], reason: string): Promise<unknown> =>
  post(
    tx,
    issues
      .filter(({ worthFen }) => worthFen > 0)
      .map((issue) => ({
        ...line(issue),
        key: `coupon-release:${issue._id}`,
        from: account.couponCost(issue.couponId),
        to: account.couponLiability(issue.couponId),
        amount: issue.worthFen,
        at: tx.now,
        reason: `「${issue.name}」${reason}`,
      })),
  );

/** A coupon was used; `cutFen` of its worth was really given. `key` is the redemption's id. */
export async function bookRedeemed(
  tx: Tx,
  issue: IssueRow,
  { key, cutFen }: { key: string; cutFen: number },
): Promise<void> {
  await post(tx, moves(issue, cutFen, { key, at: tx.now, reason: `使用「${issue.name}」`, back: false }));
}

/** A redemption was taken back: the coupon is held again. */
export async function bookUndone(
  tx: Tx,
  issue: IssueRow,
  { key, cutFen }: { key: string; cutFen: number },
): Promise<void> {
  await post(
    tx,
    moves(issue, cutFen, { key: `undo:${key}`, at: tx.now, reason: `撤回核销「${issue.name}」`, back: true }),
  );
}

function moves(
  issue: IssueRow,
  cutFen: number,
  { key, at, reason, back }: { key: string; at: Date; reason: string; back: boolean },
) {
  const liability = account.couponLiability(issue.couponId);
  const sides = [
    { name: 'given', other: account.couponsGiven, amount: cutFen },
    { name: 'saved', other: account.couponCost(issue.couponId), amount: issue.worthFen - cutFen },
  ];
  return sides
    .filter(({ amount }) => amount > 0)
    .map(({ name, other, amount }) => ({
      ...line(issue),
      key: `coupon-redeem:${key}:${name}`,
      from: back ? liability : other,
      to: back ? other : liability,
      amount,
      at,
      reason,
    }));
}
