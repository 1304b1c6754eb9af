import type { WithdrawalState } from '@kouyi/shared/types';
import type { PayoutSettings, ReconciliationView } from '@kouyi/shared/contracts';
import type { Purse } from '../ledger';
import type { Sealed } from '../kernel/seal';
import { Mixed, model } from '../kernel/store';

/** One step of a withdrawal, as its page tells it. */
interface WithdrawalStep {
  at: Date;
  state: WithdrawalState;
  words: string;
}

/** A person's wish to have earnings paid out. Its bill number is the provider's idempotency key, for ever. */
export interface WithdrawalRow {
  _id: string;
  /** 32 letters and digits, made with the request; never another for the same withdrawal. */
  billNo: string;
  /** By which identity it was earned; of several, the first. */
  personId: string;
  amountFen: number;
  /** What each identity gives, in order, where the earnings of one alone don't reach; absent: all of it `personId`'s. */
  shares?: Purse[];
  /** Whose purse it goes to, where that is known by another identity than `personId`. */
  payeeId?: string;
  state: WithdrawalState;
  inputHash: string;
  /** Where the money goes; gone with the person. */
  openid?: string;
  realName?: Sealed;
  requestedAt: Date;
  approvals: { staffId: string; name: string; at: Date }[];
  approvalsNeeded: number;
  /** Present while the provider has to be asked: the partial index is what the runner pages by. */
  open?: true;
  dueAt?: Date;
  claimedUntil?: Date;
  /** Times the transfer was asked for; more than 0: it may be there, so it is looked for first. */
  attempts: number;
  lastTriedAt?: Date;
  /** The last try has no answer. */
  inDoubt?: true;
  problem?: string;
  packageInfo?: string;
  providerNo?: string;
  /** What finance wrote down when it paid by hand; unique. */
  reference?: string;
  endedAt?: Date;
  history: WithdrawalStep[];
}

export const Withdrawals = model<WithdrawalRow>(
  'withdrawals',
  {
    billNo: String,
    personId: String,
    amountFen: Number,
    shares: Mixed,
    payeeId: String,
    state: String,
    inputHash: String,
    openid: String,
    realName: Mixed,
    requestedAt: Date,
    approvals: [Mixed],
    approvalsNeeded: Number,
    open: Boolean,
    dueAt: Date,
    claimedUntil: Date,
    attempts: Number,
    lastTriedAt: Date,
    inDoubt: Boolean,
    problem: String,
    packageInfo: String,
    providerNo: String,
    reference: String,
    endedAt: Date,
    history: [Mixed],
  },
  [
    { keys: { billNo: 1 }, options: { unique: true } },
    // A person's, by whichever identity it was earned.
    { keys: { personId: 1, requestedAt: -1, _id: -1 } },
    { keys: { 'shares.personId': 1, requestedAt: -1, _id: -1 } },
    // Whose purse money of another identity goes to.
    { keys: { payeeId: 1 }, options: { sparse: true } },
    { keys: { requestedAt: -1, _id: -1 } },
    { keys: { state: 1, requestedAt: -1, _id: -1 } },
    // What the provider has to be asked about.
    { keys: { dueAt: 1 }, options: { partialFilterExpression: { open: true } } },
    // Reconciliation goes by the day it was paid.
    { keys: { state: 1, endedAt: 1 } },
    { keys: { reference: 1 }, options: { unique: true, sparse: true } },
  ],
);

interface SettingsRow {
  _id: string;
  settings: PayoutSettings;
  updatedAt: Date;
}
export const SettingsRows = model<SettingsRow>('payout_settings', { settings: Mixed, updatedAt: Date });

export type ReconciliationRow = Omit<ReconciliationView, 'id' | 'at' | 'from' | 'to' | 'superseded'> & {
  _id: string;
  at: Date;
  from: Date;
  to: Date;
  /** The same day was looked at again later. */
  superseded?: true;
};
export const Reconciliations = model<ReconciliationRow>(
  'payout_reconciliations',
  {
    at: Date,
    by: String,
    from: Date,
    to: Date,
    date: String,
    superseded: Boolean,
    matched: Number,
    oursFen: Number,
    theirsFen: Number,
    differences: [Mixed],
  },
  [
    { keys: { at: -1, _id: -1 } },
    // Whether the bill of a day was fetched.
    { keys: { date: 1 }, options: { sparse: true } },
  ],
);
