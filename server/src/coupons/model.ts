import type {
  CouponRule,
  CouponStacking,
  CouponState,
  CouponStores,
  CouponTerms,
  IssueState,
} from '@kouyi/shared/types';
import { Mixed, model } from '../kernel/store';

/** A coupon's design. Editing it touches only what is given out afterwards. */
export interface CouponDoc {
  _id: string;
  version: number;
  state: CouponState;
  rule: CouponRule;
  /** The org unit it belongs to. */
  unitId: string;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
}
export const Coupons = model<CouponDoc>(
  'coupons',
  {
    version: Number,
    state: String,
    rule: Mixed,
    unitId: String,
    createdAt: Date,
    createdBy: String,
    updatedAt: Date,
  },
  [{ keys: { createdAt: -1, _id: -1 } }, { keys: { state: 1, createdAt: -1, _id: -1 } }],
);

/** How much of a coupon there is; apart from its design, so that giving out and editing get in each other's way little. */
export interface StockDoc {
  _id: string;
  stock: number;
  issued: number;
  /** Held back for activities and boxes that promise it; left = stock - issued - reserved. */
  reserved: number;
}
export const Stocks = model<StockDoc>('coupon_stocks', { stock: Number, issued: Number, reserved: Number });

/** What one activity or box was promised and has not used. */
export interface ReservationDoc {
  /** `couponId:holder`. */
  _id: string;
  couponId: string;
  /** `activity:…` or `box:…`. */
  holder: string;
  left: number;
  /** Taken out of it so far. */
  given: number;
  /** Set when its holder is over: what is left then goes back. */
  releaseAt?: Date;
}
export const Reservations = model<ReservationDoc>(
  'coupon_reservations',
  { couponId: String, holder: String, left: Number, given: Number, releaseAt: Date },
  [
    { keys: { couponId: 1 } },
    { keys: { holder: 1 } },
    // What the job looks for holds nothing else.
    { keys: { releaseAt: 1 }, options: { partialFilterExpression: { releaseAt: { $exists: true } } } },
  ],
);

/** How a coupon came to somebody. */
export interface IssueSource {
  kind: 'activity' | 'box' | 'task' | 'staff' | 'link';
  id: string;
  /** One line that the holder reads: 「咖啡 3 群」扣1抢券. */
  words: string;
}

/** One coupon in somebody's hands: what it promised when it was given, and what became of it. */
export interface IssueRow {
  _id: string;
  couponId: string;
  version: number;
  personId: string;
  groupId?: string;
  /** What is shown at the till: `Q` and 11 letters and digits, unguessable. */
  code: string;
  source: IssueSource;
  at: Date;
  name: string;
  terms: CouponTerms;
  stores: CouponStores;
  stacking: CouponStacking;
  note: string;
  /** What stands in the books for it while it is held. */
  worthFen: number;
  validFrom: Date;
  validUntil: Date;
  state: IssueState;
  /** Present until its holder was reminded. */
  remindAt?: Date;
  redeemedAt?: Date;
  redemptionId?: string;
  storeId?: string;
  cutFen?: number;
  revokedReason?: string;
}
export const Issues = model<IssueRow>(
  'coupon_issues',
  {
    couponId: String,
    version: Number,
    personId: String,
    groupId: String,
    code: String,
    source: Mixed,
    at: Date,
    name: String,
    terms: Mixed,
    stores: Mixed,
    stacking: String,
    note: String,
    worthFen: Number,
    validFrom: Date,
    validUntil: Date,
    state: String,
    remindAt: Date,
    redeemedAt: Date,
    redemptionId: String,
    storeId: String,
    cutFen: Number,
    revokedReason: String,
  },
  [
    // A person's wallet: usable ones by their end, others newest first.
    { keys: { personId: 1, state: 1, validUntil: 1, _id: 1 } },
    { keys: { personId: 1, at: -1, _id: -1 } },
    // How many of a coupon somebody has.
    { keys: { personId: 1, couponId: 1 } },
    // Who was given one.
    { keys: { couponId: 1, at: -1, _id: -1 } },
    { keys: { couponId: 1, state: 1, at: -1, _id: -1 } },
    // The till.
    { keys: { code: 1 } },
    // What the jobs look for holds nothing else.
    { keys: { validUntil: 1 }, options: { partialFilterExpression: { state: 'held' } } },
    { keys: { remindAt: 1 }, options: { partialFilterExpression: { remindAt: { $exists: true } } } },
  ],
);

/** How many a group was given, for its quota. */
export interface GroupCountDoc {
  /** `couponId:groupId`. */
  _id: string;
  issued: number;
}
export const GroupCounts = model<GroupCountDoc>('coupon_group_counts', { issued: Number });

/** Figures of one coupon on one Shanghai day, rolled up in the transactions that make them. */
export interface DayDoc {
  /** `couponId:day`. */
  _id: string;
  couponId: string;
  /** Shanghai day number. */
  day: number;
  issued?: number;
  redeemed?: number;
  expired?: number;
  revoked?: number;
  /** Worth of what was given, minus worth of what was used, ran out or was taken back. */
  liabilityFen?: number;
  givenFen?: number;
  ordersFen?: number;
  /** Given by kind of source; used by store. */
  bySource?: Record<string, number>;
  byStore?: Record<string, number>;
}
export const Days = model<DayDoc>(
  'coupon_days',
  {
    couponId: String,
    day: Number,
    issued: Number,
    redeemed: Number,
    expired: Number,
    revoked: Number,
    liabilityFen: Number,
    givenFen: Number,
    ordersFen: Number,
    bySource: Mixed,
    byStore: Mixed,
  },
  [{ keys: { couponId: 1, day: 1 } }],
);

/** A link under which people take one each. */
export interface LinkDoc {
  /** The token in the link. */
  _id: string;
  couponId: string;
  name: string;
  limit: number;
  claimed: number;
  until: Date;
  groupId?: string;
  closedAt?: Date;
  createdAt: Date;
  createdBy: string;
}
export const Links = model<LinkDoc>(
  'coupon_links',
  {
    couponId: String,
    name: String,
    limit: Number,
    claimed: Number,
    until: Date,
    groupId: String,
    closedAt: Date,
    createdAt: Date,
    createdBy: String,
  },
  [{ keys: { couponId: 1, createdAt: -1, _id: -1 } }],
);

/** A request of staff that must happen once: its key, and what it asked. */
export interface RequestDoc {
  _id: string;
  inputHash: string;
  at: Date;
}
export const Requests = model<RequestDoc>('coupon_requests', { inputHash: String, at: Date });

/** One use at a till. Never removed; taking it back is written on it. */
export interface RedemptionRow {
  /** Follows from who asked and their request key. */
  _id: string;
  inputHash: string;
  issueId: string;
  couponId: string;
  personId: string;
  code: string;
  name: string;
  terms: CouponTerms;
  stacking: CouponStacking;
  storeId: string;
  at: Date;
  by: string;
  byName: string;
  orderFen?: number;
  cutFen: number;
  receipt?: string;
  undoneAt?: Date;
  undoneBy?: string;
  undoReason?: string;
}
export const Redemptions = model<RedemptionRow>(
  'coupon_redemptions',
  {
    inputHash: String,
    issueId: String,
    couponId: String,
    personId: String,
    code: String,
    name: String,
    terms: Mixed,
    stacking: String,
    storeId: String,
    at: Date,
    by: String,
    byName: String,
    orderFen: Number,
    cutFen: Number,
    receipt: String,
    undoneAt: Date,
    undoneBy: String,
    undoReason: String,
  },
  [
    // A store's day.
    { keys: { storeId: 1, at: -1, _id: -1 } },
    // What else is on a receipt.
    {
      keys: { storeId: 1, receipt: 1 },
      options: { partialFilterExpression: { receipt: { $exists: true } } },
    },
  ],
);

/** A promised coupon that could not be given, and why: kept, told to the person, shown to staff. */
export interface DeclinedRow {
  /** The grant's key. */
  _id: string;
  couponId: string;
  personId: string;
  code: string;
  message: string;
  words: string;
  at: Date;
}
export const Declined = model<DeclinedRow>(
  'coupon_declined',
  { couponId: String, personId: String, code: String, message: String, words: String, at: Date },
  [{ keys: { couponId: 1, at: -1 } }, { keys: { personId: 1, at: -1 } }],
);

/** The id of what a holder keeps back of a coupon. */
export const reservationId = (couponId: string, holder: string): string => `${couponId}:${holder}`;
/** The id of how many of a coupon a group got. */
export const groupCountId = (couponId: string, groupId: string): string => `${couponId}:${groupId}`;
