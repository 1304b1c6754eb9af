import type { RightClaimState } from '@kouyi/shared/types';

/** How the state of a claim looks. */
export const CLAIM_TONES = {
  requested: 'info',
  approved: 'info',
  delivered: 'good',
  declined: 'warn',
  withdrawn: 'quiet',
  expired: 'quiet',
} as const satisfies Record<RightClaimState, string>;
