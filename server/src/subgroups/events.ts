import { event } from '../kernel/events';

/** A sub-group is real from now on, or has another KOC. */
export const subGroupOpened = event<{ subGroupId: string; kocId: string; groupId: string; at: Date }>(
  'sub-group.opened',
);

/** Somebody came into a KOC's sub-group for the first time. */
export interface SubGroupJoined {
  /** Stable: the same coming always has the same. */
  id: string;
  subGroupId: string;
  groupId: string;
  kocId: string;
  personId: string;
  at: Date;
}

/** People came into sub-groups; neither the KOC themself nor staff. */
export const subGroupJoined = event<{ joined: SubGroupJoined[] }>('sub-group.joined');
