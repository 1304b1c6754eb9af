/**
 * Rewards: the one interface through which any domain gives something to a person.
 *
 * Words: a *grant* is the decision that a person gets a *reward* for a *cause*; it is told as an event, and the
 * domain that keeps the kind of reward (ledger points, draws chances, coupons coupons) books it, once by the grant's id.
 * Always true: a grant id names one grant for ever; booking it again changes nothing.
 */
import { event } from '../kernel/events';
import type { Tx } from '../kernel/command';

/** What can be given; each kind is booked by the domain that keeps it. */
export type Reward =
  | { readonly kind: 'points'; readonly points: number }
  /** Chances to open a box; with `drawNow` the box is opened at once for whoever may be drawn for unasked. */
  | {
      readonly kind: 'chance';
      readonly boxId: string;
      readonly chances: number;
      readonly drawNow?: boolean;
    }
  | { readonly kind: 'coupon'; readonly couponId: string; readonly count: number };

/** Why it is given, as the person will read it years later: names are kept as they were. */
export interface Cause {
  /** What gave it, where it was no activity: a draw, a task, a member of staff. */
  readonly kind?: string;
  readonly id?: string;
  readonly activityId?: string;
  readonly groupId?: string;
  /** One Chinese line: 「咖啡 3 群」扣1打卡. */
  readonly reason: string;
}

export interface Grant {
  /** Stable: the same decision always has the same grant id. */
  readonly id: string;
  readonly personId: string;
  readonly reward: Reward;
  readonly cause: Cause;
  /** When it was earned (event time). */
  readonly at: Date;
}

export const rewardsGranted = event<{ grants: Grant[] }>('rewards.granted');

/** Gives rewards as part of the open transaction. Grants of nothing are left out. */
export function grant(tx: Tx, grants: readonly Grant[]): void {
  const real = grants.filter(({ reward }) => amountOf(reward) > 0);
  if (real.length > 0) tx.emit(rewardsGranted({ grants: real }));
}

/** How many of its kind a reward gives. */
function amountOf(reward: Reward): number {
  switch (reward.kind) {
    case 'points':
      return reward.points;
    case 'chance':
      return reward.chances;
    case 'coupon':
      return reward.count;
  }
}
