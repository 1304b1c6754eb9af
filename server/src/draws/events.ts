import type { PrizeKind } from '@kouyi/shared/types';
import { event } from '../kernel/events';

/** One draw as the rest of the product hears of it. */
export interface DrawFact {
  drawId: string;
  boxId: string;
  personId: string;
  prizeId: string;
  prizeName: string;
  /** False for 谢谢参与. */
  won: boolean;
  rare?: boolean;
  at: Date;
  /** Where the chance came from. */
  groupId?: string;
  activityId?: string;
}

/** Somebody drew: up to 64 draws of one box, in order. */
export const drawDrawn = event<{ draws: DrawFact[] }>('draw.drawn');

/** A prize that somebody now has a right to; points and coupons are granted besides, and appear here for the record. */
export interface WonPrize {
  /** The draw's id. */
  winId: string;
  personId: string;
  boxId: string;
  prizeId: string;
  kind: Exclude<PrizeKind, 'nothing'>;
  name: string;
  valueFen: number;
  costFen: number;
  at: Date;
  /** In how many days goods, red packets and coupons are to be claimed. */
  claimDays: number;
  /** Points of a prize of that kind; the coupon of one of that kind. */
  points?: number;
  couponId?: string;
  picture?: string;
}

/** Prizes won by one batch of draws. The cabinet keeps those that are to be claimed. */
export const prizeWon = event<{ prizes: WonPrize[] }>('prize.won');
