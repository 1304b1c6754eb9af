import type { KocTier } from '@kouyi/shared/types';
import { Mixed, model } from '../kernel/store';

/** A KOC; the id is the person's. */
export interface KocRow {
  _id: string;
  /** What friends may type when they order. */
  code: string;
  /** Who brought them; whoever has one here is nobody's parent. */
  parentId?: string;
  since: Date;
  endedAt?: Date;
  /** Times in office before this one: orders that were paid then are still decided by them. */
  earlier?: { since: Date; endedAt: Date }[];
  /** Every tier with the moment from which it counts, the earliest first; also of earlier times in office. */
  tiers: { tier: KocTier; from: Date }[];
}

export const Kocs = model<KocRow>(
  'kocs',
  { code: String, parentId: String, since: Date, endedAt: Date, earlier: Mixed, tiers: Mixed },
  [
    // The list, newest first.
    { keys: { since: -1, _id: -1 } },
    // Whose code came with an order.
    { keys: { code: 1 } },
    // Whether somebody has children.
    { keys: { parentId: 1 }, options: { partialFilterExpression: { parentId: { $exists: true } } } },
  ],
);
