import type { GroupHealthLevel, SubGroupState } from '@kouyi/shared/types';

/** How a sub-group's health looks. */
export const HEALTH_TONES = { warm: 'good', steady: 'info', cool: 'warn' } as const satisfies Record<
  GroupHealthLevel,
  string
>;

/** How a sub-group's state looks. */
export const GROUP_TONES = {
  requested: 'info',
  open: 'good',
  adrift: 'warn',
  closed: 'quiet',
  declined: 'quiet',
} as const satisfies Record<SubGroupState, string>;
