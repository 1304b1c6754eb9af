import { z } from 'zod';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging } from './common';

const unit = z.enum(['point', 'fen', 'chance']);
/** Unit, kind of owner, owner, purpose; `*` stands for every owner of a kind. */
const accountName = z.string().min(1).max(160);
const cause = z.object({ kind: z.string(), id: z.string() });
const posting = z.object({ account: z.string(), accountName: z.string(), amount: z.number().int() });
/** The key under which it was booked; may be longer than other ids. */
const transactionId = z.string().min(1).max(200);
const transaction = z.object({
  id: transactionId,
  at: instant,
  unit,
  reason: z.string(),
  cause,
  postings: z.array(posting),
  personId: id.optional(),
  /** Absent also for people who were deleted. */
  personName: z.string().optional(),
  activityId: id.optional(),
  /** The transaction that this one undoes. */
  reverses: transactionId.optional(),
});

export const ledger = {
  transactions: contract({
    method: 'GET',
    path: '/api/ledger/transactions',
    summary: 'Transactions, newest first, by account, person, activity or the beginning of their key',
    access: 'ledger.read',
    input: z.strictObject({
      ...paging,
      account: accountName.optional(),
      personId: id.optional(),
      activityId: id.optional(),
      keyPrefix: z.string().min(4).max(120).optional(),
    }),
    output: pageOf(transaction),
  }),
  accounts: contract({
    method: 'GET',
    path: '/api/ledger/accounts',
    summary: 'The books: system accounts, and all accounts of people of one kind together, from entries',
    access: 'ledger.read',
    input: empty,
    output: z.object({
      items: z.array(
        z.object({
          account: z.string(),
          name: z.string(),
          unit,
          balance: z.number().int(),
          entries: z.number().int(),
        }),
      ),
    }),
  }),
  book: contract({
    method: 'GET',
    path: '/api/ledger/book',
    summary: 'The accounts of people that one book sums up, by name; those that hold nothing are left out',
    access: 'ledger.read',
    input: z.strictObject({
      ...paging,
      /** As `accounts` names it, with `*` for every owner. */
      book: accountName.regex(/^\w+:[\w-]+:\*/),
    }),
    output: pageOf(
      z.object({
        account: z.string(),
        name: z.string(),
        unit,
        balance: z.number().int(),
        entries: z.number().int(),
      }),
    ).extend({ name: z.string() }),
  }),
  statement: contract({
    method: 'GET',
    path: '/api/ledger/statement',
    summary: 'The entries of one account, newest first, with the balance after each',
    access: 'ledger.read',
    input: z.strictObject({ ...paging, account: accountName }),
    output: pageOf(
      z.object({
        id: transactionId,
        at: instant,
        amount: z.number().int(),
        balanceAfter: z.number().int(),
        reason: z.string(),
        cause,
        others: z.array(z.object({ account: z.string(), name: z.string() })),
      }),
    ).extend({ account: z.string(), name: z.string(), unit, balance: z.number().int() }),
  }),
  balance: contract({
    method: 'GET',
    path: '/api/ledger/balance',
    summary: 'What an account holds, now or as of a moment',
    access: 'ledger.read',
    input: z.strictObject({ account: accountName, at: instant.optional() }),
    output: z.object({ account: z.string(), balance: z.number().int() }),
  }),
  holds: contract({
    method: 'GET',
    path: '/api/ledger/holds',
    summary: 'What is set aside now, the oldest first',
    access: 'ledger.read',
    input: empty,
    output: z.object({
      items: z.array(
        z.object({
          id: transactionId,
          at: instant,
          unit,
          amount: z.number().int(),
          from: z.string(),
          to: z.string(),
          reason: z.string(),
          personId: id.optional(),
        }),
      ),
    }),
  }),
  audits: contract({
    method: 'GET',
    path: '/api/ledger/audits',
    summary: 'When the books were last compared with their entries, and what was found; newest first',
    access: 'ledger.read',
    input: z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(10) }),
    output: z.object({
      items: z.array(
        z.object({
          id,
          at: instant,
          transactions: z.number().int(),
          entries: z.number().int(),
          accounts: z.number().int(),
          differences: z.number().int(),
          seconds: z.number(),
        }),
      ),
    }),
  }),
  adjust: contract({
    method: 'POST',
    path: '/api/ledger/adjustments',
    summary: 'Gives a person points by hand, or takes them, with a reason that the person reads',
    access: 'ledger.write',
    input: z.strictObject({
      personId: id,
      points: z
        .number()
        .int()
        .min(-1_000_000)
        .max(1_000_000)
        .refine((value) => value !== 0),
      reason: z.string().trim().min(2).max(120),
      /** The same key is the same adjustment, however often it is asked for. */
      requestKey: z.string().min(8).max(80).optional(),
    }),
    output: transaction,
    refusals: ['balance_too_low', 'key_used_differently'],
  }),
  reverse: contract({
    method: 'POST',
    path: '/api/ledger/transactions/:id/reverse',
    summary: 'Undoes an adjustment by a new transaction; what other domains booked is corrected there',
    access: 'ledger.write',
    input: z.strictObject({ id: transactionId, reason: z.string().trim().min(2).max(120) }),
    output: transaction,
    refusals: ['already_reversed', 'not_reversible', 'balance_too_low'],
  }),
};
