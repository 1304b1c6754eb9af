import type { GrowthStanding } from '@kouyi/shared/types';
import { event } from '../kernel/events';

/** Somebody came into another stage, upwards or downwards. */
interface GrowthMove {
  readonly personId: string;
  readonly from: GrowthStanding;
  readonly to: GrowthStanding;
  readonly reason: string;
  readonly at: Date;
}

/** People came into other stages, one event a batch. */
export const growthMoved = event<{ moves: GrowthMove[] }>('growth.moved');
