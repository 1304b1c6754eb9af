import type { GroupHealthLevel, SubGroupState } from '@kouyi/shared/types';

type Tone = 'live' | 'good' | 'care' | 'info' | undefined;

/** Which pill a sub-group's state wears. */
export const STATE_TONES: Record<SubGroupState, Tone> = {
  requested: 'care',
  open: 'good',
  adrift: 'care',
  closed: undefined,
  declined: undefined,
};

/** Which pill a group's health wears. */
export const HEALTH_TONES: Record<GroupHealthLevel, Tone> = { warm: 'good', steady: 'info', cool: 'care' };
