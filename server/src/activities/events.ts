import { event } from '../kernel/events';

/** It ended, by the clock or by a person. */
export const activityClosed = event<{ activityId: string; closedAt: Date }>('activity.closed');
