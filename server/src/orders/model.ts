import type { OrderState } from '@kouyi/shared/types';
import type { Sealed } from '../kernel/seal';
import { Mixed, model } from '../kernel/store';

/** One line of an order as the shop tells it. */
export interface ItemFact {
  lineId: string;
  sku: string;
  name?: string;
  quantity: number;
  paidFen: number;
  costFen?: number;
  productId?: string;
  category?: string;
}

/** What is known of the payment: of two tellings that differ, the later counts. */
export interface PaymentFact {
  paidAt: Date;
  updatedAt: Date;
  /** Of what the shop said; decides between two tellings of the same moment, and sees repetition. */
  hash: string;
  personId?: string;
  /** The unionid of a buyer whom nobody knew yet: what finds the order when they sign in, and the id itself. */
  awaited?: { hint: string; unionid: Sealed };
  items: ItemFact[];
  couponCode?: string;
  refCode?: string;
}

/** One refund; without items it is spread over what is left of every line. */
export interface RefundFact {
  refundId: string;
  at: Date;
  amountFen: number;
  items?: { lineId: string; amountFen: number }[];
  hash: string;
}

/** What follows from the facts; the same however they arrived. */
export interface Derived {
  state: OrderState;
  paidFen: number;
  refundedFen: number;
  /** Refunded of each line, in the order of the lines. */
  refundedByLine: number[];
  /** Refunds that don't fit what was paid: kept, not counted. */
  refundsAside: string[];
}

/** An order: facts as they arrived, and what follows from them. */
export interface OrderRow {
  _id: string;
  /** The shop's own number. */
  number: string;
  shop: string;
  /** Which key or file told of it first. */
  source: string;
  payment?: PaymentFact;
  refunds: RefundFact[];
  shippedAt?: Date;
  settledAt?: Date;
  derived: Derived;
  /** From the payment, for look-up. */
  personId?: string;
  /** From the payment: which sign-in tells who bought. */
  buyerHint?: string;
  /** When a buyer whom nobody knew at first was recognised. */
  buyerFoundAt?: Date;
  history: { state: OrderState; at: Date }[];
  /** Fields of the shop that we don't use, sealed: they may hold names and addresses. */
  extra?: Sealed;
  extraFields: string[];
  /** Why the coupon that came with it could not be used up; absent: it was, or there is none. */
  couponNote?: string;
  arrivedAt: Date;
  changedAt: Date;
}

export const Orders = model<OrderRow>(
  'orders',
  {
    number: String,
    shop: String,
    source: String,
    payment: Mixed,
    refunds: Mixed,
    shippedAt: Date,
    settledAt: Date,
    derived: Mixed,
    personId: String,
    buyerHint: String,
    buyerFoundAt: Date,
    history: Mixed,
    extra: Mixed,
    extraFields: [String],
    couponNote: String,
    arrivedAt: Date,
    changedAt: Date,
  },
  [
    // The list, the latest arrived first; and of one state.
    { keys: { arrivedAt: -1, _id: -1 } },
    { keys: { 'derived.state': 1, arrivedAt: -1, _id: -1 } },
    // By the shop's number, and of one person.
    { keys: { number: 1 } },
    { keys: { personId: 1, arrivedAt: -1, _id: -1 } },
    // What waits for its buyer to sign in.
    { keys: { buyerHint: 1 }, options: { partialFilterExpression: { buyerHint: { $exists: true } } } },
  ],
);

/** A line that could not be taken, with its reason; the same line again is counted, not kept twice. */
export interface QuarantineRow {
  _id: string;
  at: Date;
  source: string;
  shop: string;
  orderId?: string;
  code: string;
  message: string;
  /** The line as it came: it may hold names and addresses. */
  line: Sealed;
  times: number;
  state: 'open' | 'retried' | 'dismissed';
  reason?: string;
}
export const Quarantine = model<QuarantineRow>(
  'order_quarantine',
  {
    at: Date,
    source: String,
    shop: String,
    orderId: String,
    code: String,
    message: String,
    line: Mixed,
    times: Number,
    state: String,
    reason: String,
  },
  [
    { keys: { state: 1, at: -1, _id: -1 } },
    // What waits for a product to be added.
    { keys: { code: 1, at: 1 }, options: { partialFilterExpression: { state: 'open' } } },
  ],
);
