import type { WonKind } from '@kouyi/shared/types';
import { event } from '../kernel/events';

/** One prize that its winner will not get: not claimed in time, declined, or its person is gone. */
export interface LapsedPrize {
  /** Where it came from: a draw's id, or the key of a gift. */
  winId: string;
  /** Absent: it was a gift. */
  boxId?: string;
  personId: string;
  kind: WonKind;
  costFen: number;
  at: Date;
}

/** Prizes that go back to stock and budget. */
export const prizeExpired = event<{ prizes: LapsedPrize[] }>('prize.expired');

/** What a winner should hear about a prize of theirs. */
export interface PrizeNews {
  prizeId: string;
  personId: string;
  name: string;
  news: 'won' | 'ending' | 'shipped' | 'paid' | 'declined' | 'expired';
  /** Until when, for `won` and `ending`. */
  until?: Date;
  /** The parcel, or the reason. */
  text?: string;
}

/** News of prizes on their way. */
export const prizeNews = event<{ news: PrizeNews[] }>('prize.news');
