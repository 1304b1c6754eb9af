import { z } from 'zod';
import { contract } from './contract';
import { empty, id, instant, pageOf, paging } from './common';

const posting = z.object({ account: z.string(), accountName: z.string(), amount: z.number().int() });
const transaction = z.object({
  id,
  at: instant,
  unit: z.enum(['point', 'fen', 'chance']),
  reason: z.string(),
  cause: z.object({ kind: z.string(), id: z.string() }),
  postings: z.array(posting),
});

export const ledger = {
  transactions: contract({
    method: 'GET',
    path: '/api/ledger/transactions',
    summary: 'Transactions, newest first, by account, person or activity',
    access: 'ledger.read',
    input: z.strictObject({
      ...paging,
      account: z.string().max(120).optional(),
      personId: id.optional(),
      activityId: id.optional(),
    }),
    output: pageOf(transaction),
  }),
  accounts: contract({
    method: 'GET',
    path: '/api/ledger/accounts',
    summary: 'System accounts and the sum over all members, recomputed from entries',
    access: 'ledger.read',
    input: empty,
    output: z.object({
      items: z.array(
        z.object({ account: z.string(), name: z.string(), unit: z.string(), balance: z.number().int() }),
      ),
    }),
  }),
};
