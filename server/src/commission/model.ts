import type { CommissionSettings } from '@kouyi/shared/contracts';
import type { AttributionDecision, AttributionRules } from '@kouyi/shared/rules/attribution';
import type { CommissionState } from '@kouyi/shared/types';
import { Mixed, model } from '../kernel/store';

/** What one line of an order pays, and by which rule. */
export interface LineRow {
  sku: string;
  paidFen: number;
  refundedFen: number;
  commissionFen: number;
  ruleId?: string;
  /** The rule in one line, or why there is none. */
  words: string;
}

/** One level's part of an order. */
export interface PartRow {
  kocId: string;
  level: 1 | 2;
  wholeFen: number;
  keptFen: number;
}

/** What the ledger holds of an order for one KOC. */
export interface BookedRow {
  kocId: string;
  pendingFen: number;
  availableFen: number;
  /** How many times it moved: names the next transaction. */
  moves: number;
}

/** An order's decision and what it pays; the id is the order's. Also of orders that belong to nobody. */
export interface CommissionRow {
  _id: string;
  number: string;
  buyerId?: string;
  paidAt: Date;
  /** Which telling of the payment was decided about. */
  decidedOn: string;
  decision: AttributionDecision;
  decidedAt: Date;
  decidedBy?: string;
  /** The code through which the order came to its KOC; absent where staff decided, or nobody has it. */
  viaCode?: string;
  /** The attribution rules that were in force. */
  rules: AttributionRules;
  afterSaleDays: number;
  lines: LineRow[];
  wholeFen: number;
  keptFen: number;
  parts: PartRow[];
  /** The KOCs of the parts, for look-up. */
  kocIds: string[];
  state: CommissionState;
  availableAt: Date;
  releasedAt?: Date;
  booked: BookedRow[];
  /** Whose others were told it is. */
  toldOf?: string;
}

export const Commissions = model<CommissionRow>(
  'commissions',
  {
    number: String,
    buyerId: String,
    paidAt: Date,
    decidedOn: String,
    decision: Mixed,
    decidedAt: Date,
    decidedBy: String,
    viaCode: String,
    rules: Mixed,
    afterSaleDays: Number,
    lines: Mixed,
    wholeFen: Number,
    keptFen: Number,
    parts: Mixed,
    kocIds: [String],
    state: String,
    availableAt: Date,
    releasedAt: Date,
    booked: Mixed,
    toldOf: String,
  },
  [
    // A KOC's orders, newest first.
    { keys: { kocIds: 1, paidAt: -1, _id: -1 } },
    // What a link brought.
    { keys: { viaCode: 1 }, options: { partialFilterExpression: { viaCode: { $exists: true } } } },
    // Whose money it is in the books, for the audit.
    { keys: { 'booked.kocId': 1 } },
    // What is due to become available.
    { keys: { availableAt: 1 }, options: { partialFilterExpression: { state: 'pending' } } },
  ],
);

/** The settings in force; one document. */
export interface SettingsRow {
  _id: string;
  settings: CommissionSettings;
}
export const SettingsRows = model<SettingsRow>('commission_settings', { settings: Mixed });

/** A case about an order: a KOC's, one for each KOC and order, or ours about an own purchase that came out later. */
export interface DisputeRow {
  _id: string;
  /** Absent: the KOC thinks that the order is theirs. */
  about?: 'own_purchase';
  orderId: string;
  number: string;
  kocId: string;
  reason: string;
  at: Date;
  state: 'open' | 'upheld' | 'rejected';
  answer?: string;
  answeredBy?: string;
  answeredAt?: Date;
}
export const Disputes = model<DisputeRow>(
  'commission_disputes',
  {
    about: String,
    orderId: String,
    number: String,
    kocId: String,
    reason: String,
    at: Date,
    state: String,
    answer: String,
    answeredBy: String,
    answeredAt: Date,
  },
  [{ keys: { at: -1, _id: -1 } }, { keys: { state: 1, at: -1, _id: -1 } }, { keys: { kocId: 1, at: -1 } }],
);
