import type { GrowthStanding, ReachWay } from '@kouyi/shared/types';
import { event } from '../kernel/events';

/** Somebody came into another stage, upwards or downwards. */
interface GrowthMove {
  readonly personId: string;
  readonly from: GrowthStanding;
  readonly to: GrowthStanding;
  readonly reason: string;
  readonly at: Date;
}

/** A link of somebody's brought others on a day, for the first time on that day. */
export interface Share {
  /** Once a link and day. */
  readonly id: string;
  readonly personId: string;
  readonly at: Date;
}

/** Shares that brought somebody, one event a batch. */
export const growthShared = event<{ shares: Share[] }>('growth.shared');

/** For whom somebody's first contact counts now, or did until now. */
export interface Reach {
  /** Who was reached. */
  readonly personId: string;
  /** For whom it counts, or no longer does. */
  readonly kocId: string;
  readonly way: ReachWay;
  readonly at: Date;
  readonly counts: boolean;
  /** Later than that of any earlier word about the same person. */
  readonly toldAt: Date;
}

/** First contacts that count for somebody else now, no longer or again: told anew whenever that changes. */
export const growthReached = event<{ reached: Reach[] }>('growth.reached');

/** People came into other stages, one event a batch. */
export const growthMoved = event<{ moves: GrowthMove[] }>('growth.moved');
