/**
 * Ledger: who holds what, and why. Double entry in points, fen and chances; nothing is ever edited.
 *
 * Words: a *transaction* has balanced *postings* in one unit; an *account* is a name; an account with a *floor*
 * has a *guard* document whose balance moves in the same transaction as its entries; a *book* is a system account,
 * or all accounts of people of one kind and purpose together, with a total for each day; a *hold* sets money aside
 * until it is *posted* or *voided*; a *reversal* is a new transaction that undoes one; a *clawback* takes back what
 * was given, and alone may push an account below its floor.
 * Always true: postings of a transaction sum to zero; a key is booked once, and never with another input; a guard's
 * balance is the sum of its account's entries, a book's total that of its accounts' (`npm run audit` recomputes all
 * of them); no document is written by everybody: accounts that all touch are derived.
 */
import type { Domain } from '../kernel/domain';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';

export { auditLedger } from './audit';
export { auditSources } from './audit-sources';
export { balancesOf } from './balances';
export { post } from './commands';
export { guardedBalances } from './guards';
export { hold, postHold, voidHold } from './holds';
export { heldOf, heldOrPosted } from './holds';
export { heldIn, type Purse, takeInOrder } from './purses';
export { account, type PostRequest } from './rules';
export { auditDaily, isUntouched, signedAudit, type SignedReport, useAuditKeyIn } from './signed-report';
export { auditRuns, memberBalances, statementOf, statementOfAccounts, type StatementLine } from './views';
export { grantKey, pointsUnderWay } from './under-way';

export const ledgerDomain: Domain = { name: 'ledger', routes, reactions, jobs };
