import type { BudgetAudience, BudgetState, BudgetUnit, GiftKind, GiftState } from '@kouyi/shared/types';
import { Mixed, model } from '../kernel/store';

/** What the brand put into a KOC's hands to give away. */
export interface BudgetRow {
  _id: string;
  kocId: string;
  title: string;
  unit: BudgetUnit;
  state: BudgetState;
  /** granted = given + returned + what is left; each moves only together with the ledger. */
  granted: number;
  /** Given and not come back. */
  given: number;
  /** Back with the brand. */
  returned: number;
  perPerson: number;
  perDay: number;
  who: BudgetAudience;
  kinds: GiftKind[];
  from: Date;
  until: Date;
  inputHash: string;
  grantedBy: string;
  createdAt: Date;
  /** Present while it can end by the clock. */
  open?: true;
  endedAt?: Date;
  endReason?: string;
}

export const Budgets = model<BudgetRow>(
  'koc_budgets',
  {
    kocId: String,
    title: String,
    unit: String,
    state: String,
    granted: Number,
    given: Number,
    returned: Number,
    perPerson: Number,
    perDay: Number,
    who: String,
    kinds: Mixed,
    from: Date,
    until: Date,
    inputHash: String,
    grantedBy: String,
    createdAt: Date,
    open: Boolean,
    endedAt: Date,
    endReason: String,
  },
  [
    { keys: { createdAt: -1, _id: -1 } },
    { keys: { state: 1, createdAt: -1, _id: -1 } },
    { keys: { kocId: 1, createdAt: -1, _id: -1 } },
    // What ends by the clock.
    { keys: { until: 1 }, options: { partialFilterExpression: { open: true } } },
  ],
);

/** One gift of a KOC to a person; the id follows from the KOC and their request key. */
export interface GiftRow {
  _id: string;
  inputHash: string;
  budgetId: string;
  kocId: string;
  personId: string;
  unit: BudgetUnit;
  amount: number;
  kind: GiftKind;
  /** In the KOC's words; gone when either is deleted. */
  reason: string;
  at: Date;
  /** Shanghai day. */
  day: number;
  state: GiftState;
  /** The red packet in the cabinet. */
  prizeId?: string;
  returnedAt?: Date;
}

export const Gifts = model<GiftRow>(
  'koc_gifts',
  {
    inputHash: String,
    budgetId: String,
    kocId: String,
    personId: String,
    unit: String,
    amount: Number,
    kind: String,
    reason: String,
    at: Date,
    day: Number,
    state: String,
    prizeId: String,
    returnedAt: Date,
  },
  [
    { keys: { at: -1, _id: -1 } },
    { keys: { kocId: 1, at: -1, _id: -1 } },
    { keys: { personId: 1, at: -1, _id: -1 } },
    { keys: { budgetId: 1, at: -1, _id: -1 } },
    // Caps: what a person got, and what was given on a day.
    { keys: { budgetId: 1, personId: 1 } },
    { keys: { budgetId: 1, day: 1 } },
  ],
);
