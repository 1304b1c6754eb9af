import { Mixed, model } from '../kernel/store';

/** What an amount counts. Money is fen; points and chances are whole numbers too. */
export type LedgerUnit = 'point' | 'fen' | 'chance';

/** One side of a transaction: what an account gains (or, negative, gives). */
export interface Posting {
  account: string;
  amount: number;
}

/** An immutable, balanced transaction. Its id is the idempotency key of whoever posted it. */
export interface LedgerTransaction {
  _id: string;
  unit: LedgerUnit;
  /** When it was earned or spent. */
  at: Date;
  /** When it was booked. */
  postedAt: Date;
  reason: string;
  cause: { kind: string; id: string };
  postings: Posting[];
  /** Hash of everything above: the same key with another input is refused. */
  inputHash: string;
  /** Whose shard it lives on, and for the person's statement. */
  personId?: string;
  activityId?: string;
  groupId?: string;
  /** It takes back what was given and was allowed to push an account below its floor. */
  clawback?: true;
  /** The transaction that this one undoes. */
  reverses?: string;
}

/** The guard document of an account that may not fall below its floor: balance and number of entries. */
export interface LedgerAccount {
  _id: string;
  unit: LedgerUnit;
  balance: number;
  floor: number;
  entries: number;
}

export const Transactions = model<LedgerTransaction>(
  'ledger_transactions',
  {
    unit: String,
    at: Date,
    postedAt: Date,
    reason: String,
    cause: Mixed,
    postings: [Mixed],
    inputHash: String,
    personId: String,
    activityId: String,
    groupId: String,
    clawback: Boolean,
    reverses: String,
  },
  [
    // A person's statement, newest first.
    { keys: { personId: 1, at: -1, _id: -1 } },
    // The same in the order they were booked, as the console lists them.
    { keys: { personId: 1, postedAt: -1, _id: -1 } },
    // What one activity gave, for drill-down and audit.
    { keys: { activityId: 1, postedAt: -1, _id: -1 } },
    { keys: { postedAt: -1, _id: -1 } },
    // The entries of one account in the order they were booked: its statement, and its balance at a moment.
    { keys: { 'postings.account': 1, postedAt: -1, _id: -1 } },
  ],
);

export const Accounts = model<LedgerAccount>('ledger_accounts', {
  unit: String,
  balance: Number,
  floor: Number,
  entries: Number,
});

/** What one call of `post` moved, by book: written with the entries, folded into days by a job, then gone. */
export interface LedgerMove {
  _id: string;
  /** Shanghai day of booking. */
  day: number;
  sums: { book: string; amount: number; entries: number }[];
}
export const Moves = model<LedgerMove>('ledger_moves', { day: Number, sums: [Mixed] });

/** What one book moved on one day of booking, as far as it was folded. */
export interface LedgerDay {
  _id: string;
  book: string;
  day: number;
  amount: number;
  entries: number;
}
export const Days = model<LedgerDay>(
  'ledger_days',
  { book: String, day: Number, amount: Number, entries: Number },
  // The balance of a book at the end of a day.
  [{ keys: { book: 1, day: 1 } }],
);

/** Where held money is: set aside, given to whom it was meant for, or given back. */
export type HoldState = 'held' | 'posted' | 'voided';

/** Money set aside between two accounts until it is known whether it leaves. */
export interface LedgerHold {
  _id: string;
  unit: LedgerUnit;
  from: string;
  /** Where it waits. */
  via: string;
  to: string;
  amount: number;
  state: HoldState;
  at: Date;
  settledAt?: Date;
  reason: string;
  cause: { kind: string; id: string };
  personId?: string;
}
export const Holds = model<LedgerHold>(
  'ledger_holds',
  {
    unit: String,
    from: String,
    via: String,
    to: String,
    amount: Number,
    state: String,
    at: Date,
    settledAt: Date,
    reason: String,
    cause: Mixed,
    personId: String,
  },
  [
    // What still waits, the oldest first.
    { keys: { at: 1, _id: 1 }, options: { partialFilterExpression: { state: 'held' } } },
    // What one person has waiting; what ever left an account.
    { keys: { personId: 1, state: 1 } },
    { keys: { from: 1 } },
  ],
);

/** One audit, kept so that people see when the books were last compared. */
export interface AuditRun {
  _id: string;
  at: Date;
  transactions: number;
  entries: number;
  accounts: number;
  differences: number;
  seconds: number;
  report: unknown;
}
export const AuditRuns = model<AuditRun>(
  'ledger_audits',
  {
    at: Date,
    transactions: Number,
    entries: Number,
    accounts: Number,
    differences: Number,
    seconds: Number,
    report: Mixed,
  },
  [{ keys: { at: -1, _id: -1 } }],
);
