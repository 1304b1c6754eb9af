import type { PrizeState } from '@kouyi/shared/types';

const TO_DO: readonly PrizeState[] = ['to_claim', 'to_pick_up'];
const HAD: readonly PrizeState[] = ['received', 'redeemed', 'paid'];
const GONE: readonly PrizeState[] = ['expired', 'declined'];

/** Amber asks for something, jade is safe, the rest is under way or over. */
export const toneOf = (state: PrizeState): 'warn' | 'good' | 'info' | 'quiet' => {
  if (TO_DO.includes(state)) return 'warn';
  if (HAD.includes(state)) return 'good';
  return GONE.includes(state) ? 'quiet' : 'info';
};
