import type { ActivityKind } from '@kouyi/shared/types';
import { event } from '../kernel/events';

/** It ended, by the clock or by a person. */
export const activityClosed = event<{ activityId: string; closedAt: Date }>('activity.closed');

/** A participation that counted; a made-up day has no group. */
export interface Participated {
  readonly id: string;
  readonly activityId: string;
  readonly kind: ActivityKind;
  readonly title: string;
  readonly groupId?: string;
  readonly personId: string;
  readonly points: number;
  readonly at: Date;
}

/** People took part, one event a batch; also where it gave nothing. */
export const participated = event<{ participations: Participated[] }>('activity.participated');
