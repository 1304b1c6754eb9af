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
  },
  [
    // A person's statement, newest first.
    { keys: { personId: 1, at: -1, _id: -1 } },
    // What one activity gave, for drill-down and audit.
    { keys: { activityId: 1, postedAt: -1, _id: -1 } },
    { keys: { postedAt: -1, _id: -1 } },
  ],
);

export const Accounts = model<LedgerAccount>('ledger_accounts', {
  unit: String,
  balance: Number,
  floor: Number,
  entries: Number,
});
