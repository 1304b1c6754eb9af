/**
 * Rewards: the one interface through which any domain gives something to a person.
 *
 * Words: a *grant* is the decision that a person gets a *reward* for a *cause*; it is told as an event, and the
 * domain that keeps the kind of reward (the ledger for points) books it, once by the grant's id.
 * Always true: a grant id names one grant for ever; booking it again changes nothing.
 */
import { event } from '../kernel/events';
import type { Tx } from '../kernel/command';

/** What can be given. Further kinds (a chance to draw, a coupon) join this union with their domain. */
export interface Reward {
  readonly kind: 'points';
  readonly points: number;
}

/** Why it is given, as the person will read it years later: names are kept as they were. */
export interface Cause {
  readonly activityId: string;
  readonly groupId: string;
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
  const real = grants.filter(({ reward }) => reward.points !== 0);
  if (real.length > 0) tx.emit(rewardsGranted({ grants: real }));
}
