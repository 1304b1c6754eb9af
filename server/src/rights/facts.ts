import type { RightClaimState } from '@kouyi/shared/types';
import { native } from '../kernel/store';
import { Claims, Rights, type RightRow } from './model';

/** Rights of a brand are a page, not a list: more than that nobody keeps in mind. */
const MOST = 100;

/** What can be claimed, by its state alone, the newest first; at most a hundred. */
export const openRights = (): Promise<RightRow[]> =>
  native(Rights).find({ state: 'open' }).sort({ createdAt: -1, _id: -1 }).limit(MOST).toArray();

/** Approved claims that nobody handed over in time. */
export const isLate = (at: Date) => ({ deliverBy: { $lte: at } });

/** How many people wait for what was promised them longer than they should. */
export const claimsLate = (at: Date): Promise<number> => native(Claims).countDocuments(isLate(at));

/** Claims that wait for a yes, or for somebody to hand over what they are about. */
export const WAITING: { state: { $in: RightClaimState[] } } = { state: { $in: ['requested', 'approved'] } };

/** How many claims wait for a yes, or for somebody to hand over what they are about. */
export const claimsWaiting = (): Promise<number> => native(Claims).countDocuments(WAITING);
