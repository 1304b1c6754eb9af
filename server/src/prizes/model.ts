import type { ClaimWay, PrizeState, WonKind } from '@kouyi/shared/types';
import type { Sealed } from '../kernel/seal';
import { Mixed, model } from '../kernel/store';

/** One step of a prize on its way; `by` is a name for people: 本人, 系统 or a member of staff. */
export interface PrizeStep {
  state: PrizeState;
  at: Date;
  by: string;
}

/** The parcel. */
export interface Shipment {
  carrier: string;
  trackingNo: string;
  at: Date;
}

/** A prize on its way to whoever won it. */
export interface PrizeRow {
  /** Follows from the win. */
  _id: string;
  winId: string;
  personId: string;
  /** The box it was won in; absent: somebody gave it. */
  boxId?: string;
  kind: WonKind;
  name: string;
  valueFen: number;
  costFen: number;
  points?: number;
  couponId?: string;
  /** The coupon of theirs that it became. */
  issueId?: string;
  wonAt: Date;
  state: PrizeState;
  steps: PrizeStep[];
  way?: ClaimWay;
  claimedAt?: Date;
  /** Present while something must be done until `until`, or it goes back. */
  waiting?: true;
  until?: Date;
  /** Present until its winner was reminded. */
  remindAt?: Date;
  /** Address or payee; gone when the prize is over or its person is deleted. */
  destination?: Sealed;
  /** The destination masked, for lists. */
  to?: string;
  storeId?: string;
  /** Shown at the store: `T` and 11 letters and digits, unguessable. */
  code?: string;
  shipment?: Shipment;
  /** When a parcel counts as received if nobody says so. */
  receiveAt?: Date;
  approvedBy?: string;
  reference?: string;
  reason?: string;
  doneAt?: Date;
}

const where = (field: string) => ({ partialFilterExpression: { [field]: { $exists: true } } });

export const Prizes = model<PrizeRow>(
  'prizes',
  {
    winId: String,
    personId: String,
    boxId: String,
    kind: String,
    name: String,
    valueFen: Number,
    costFen: Number,
    points: Number,
    couponId: String,
    issueId: String,
    wonAt: Date,
    state: String,
    steps: Mixed,
    way: String,
    claimedAt: Date,
    waiting: Boolean,
    until: Date,
    remindAt: Date,
    destination: Mixed,
    to: String,
    storeId: String,
    code: String,
    shipment: Mixed,
    receiveAt: Date,
    approvedBy: String,
    reference: String,
    reason: String,
    doneAt: Date,
  },
  [
    // A person's cabinet, whole or what waits for them.
    { keys: { personId: 1, wonAt: -1, _id: -1 } },
    { keys: { personId: 1, state: 1, wonAt: -1, _id: -1 } },
    // The queue of staff.
    { keys: { wonAt: -1, _id: -1 } },
    { keys: { state: 1, wonAt: -1, _id: -1 } },
    { keys: { boxId: 1, wonAt: -1, _id: -1 } },
    // The till.
    { keys: { code: 1 }, options: where('code') },
    // What the jobs look for holds nothing else.
    { keys: { until: 1 }, options: where('waiting') },
    { keys: { remindAt: 1 }, options: where('remindAt') },
    { keys: { receiveAt: 1 }, options: where('receiveAt') },
  ],
);

/** One transfer by hand; the id is its reference, so that none is written down twice. */
export interface PaymentRow {
  _id: string;
  prizeId: string;
  amountFen: number;
  at: Date;
  by: string;
}
export const Payments = model<PaymentRow>('prize_payments', {
  prizeId: String,
  amountFen: Number,
  at: Date,
  by: String,
});

/** A handing over that was asked for with a key. */
export interface HandOverRow {
  _id: string;
  inputHash: string;
  prizeId: string;
  at: Date;
}
export const HandOvers = model<HandOverRow>('prize_hand_overs', {
  inputHash: String,
  prizeId: String,
  at: Date,
});
