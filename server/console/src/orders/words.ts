import type { CommissionState, OrderState } from '@kouyi/shared/types';

type Tone = 'live' | 'good' | 'care' | 'info';

/** How the state of an order looks. */
export const STATE_TONES: Partial<Record<OrderState, Tone>> = {
  paid: 'good',
  shipped: 'info',
  settled: 'good',
  partly_refunded: 'care',
  refunded: 'care',
};

/** How the state of a commission looks. */
export const COMMISSION_TONES: Partial<Record<CommissionState, Tone>> = {
  pending: 'info',
  available: 'good',
};
