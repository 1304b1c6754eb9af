/**
 * Payouts: earnings that leave the house for a person's purse.
 *
 * Words: a *withdrawal* is one wish to be paid; its *bill number* is the provider's idempotency key; a *try* is one
 * request for a transfer; *in doubt* means that a try was not answered.
 * Always true: a withdrawal has one bill number for ever; a try is counted before it is made, and whoever finds a
 * counted one looks before asking again; a doubt is never a failure; the amount is set aside in the ledger from the
 * request until it is paid or goes back, each identity's share of it in its own account; money moves only after finance
 * said so, above a limit twice, and only while whose money it is and whose purse it goes to are one person.
 */
import type { Domain } from '../kernel/domain';
import { native } from '../kernel/store';
import { account, auditSources } from '../ledger';
import { personDataSources } from '../people';
import { jobs } from './jobs';
import { Withdrawals } from './model';
import { reactions } from './reactions';
import { fenOf, takenFrom } from './rows';
import { routes } from './routes';
import { payoutDataOf } from './views';

export { unevenBills } from './bills';
export { approve as approveWithdrawal, notePaid, rejectWithdrawal } from './decisions';
export { payer, usePayer } from './provider';
export { requestWithdrawal } from './requests';
export { waitingForFinance } from './views';

const PAID = /^fen:koc:(.+):paid$/;

auditSources.register('payouts', {
  speaksFor: (name) => PAID.test(name),
  async totals() {
    const rows = await native(Withdrawals)
      .aggregate<{ _id: string; fen: number }>([
        { $match: { state: 'paid' } },
        { $project: { share: { $ifNull: ['$shares', [{ personId: '$personId', amount: '$amountFen' }]] } } },
        { $unwind: '$share' },
        { $group: { _id: '$share.personId', fen: { $sum: '$share.amount' } } },
      ])
      .toArray();
    return new Map(rows.map(({ _id, fen }) => [account.kocPaid(_id), fen]));
  },
  async totalOf(name, session) {
    const personId = PAID.exec(name)?.[1] ?? '';
    const rows = await native(Withdrawals)
      .find({ ...takenFrom([personId]), state: 'paid' }, { session })
      .toArray();
    return rows.reduce((sum, row) => sum + fenOf(row, [personId]), 0);
  },
});
personDataSources.register('withdrawals', payoutDataOf);

export const payoutsDomain: Domain = { name: 'payouts', routes, reactions, jobs };
