/**
 * Ledger: who holds what, and why. Double entry in points (fen and chances fit unchanged); nothing is ever edited.
 *
 * Words: a *transaction* has balanced *postings* in one unit; an *account* is a name; an account with a *floor*
 * has a *guard* document whose balance moves in the same transaction as its entries.
 * Always true: postings of a transaction sum to zero; a key is booked once; a guard's balance is the sum of its
 * account's entries (`npm run audit` recomputes all of them).
 */
import type { Domain } from '../kernel/domain';
import { reactions } from './reactions';
import { routes } from './routes';

export { auditLedger } from './audit';
export { memberBalances, statementOf, type StatementLine } from './views';

export const ledgerDomain: Domain = { name: 'ledger', routes, reactions };
