import { event } from '../kernel/events';

/** Something that a KOC gave somebody of their budget. */
export interface GivenGift {
  readonly giftId: string;
  /** Who got it. */
  readonly personId: string;
  readonly unit: 'point' | 'fen';
  readonly amount: number;
  readonly at: Date;
}

/** KOCs gave of their budgets. A red packet that does not arrive is told of by `prize.expired`, with the gift as its win. */
export const giftsGiven = event<{ gifts: GivenGift[] }>('budgets.gifts-given');
