import type { WithdrawalState } from '@kouyi/shared/types';

/** How a state looks: what waits for somebody, what is well, what needs care. */
export const TONES: Record<WithdrawalState, 'live' | 'good' | 'care' | 'info' | undefined> = {
  requested: 'info',
  frozen: 'care',
  approved: 'info',
  sending: 'info',
  waiting_confirm: 'info',
  paid: 'good',
  failed: 'care',
  rejected: undefined,
  cancelled: undefined,
};
