/**
 * Budgets: what the brand puts into the hands of KOCs, who decide who gets it.
 *
 * Words: a *budget* is an amount of points or fen with its rules; a *gift* is a part of it that a KOC gives to a person
 * with a reason; points are there at once, fen are a red packet that is claimed in the cabinet; a *ring* is a chain of
 * gifts that comes back to its giver.
 * Always true: granted = given + returned + left, in the rows and in the books; a KOC gains nothing by their own
 * budget: neither they nor another identity of theirs, nor by a ring of up to six; nobody gets more than a budget's cap, by
 * all their identities; what is left goes back when a budget ends, and so does a red packet that nobody claims.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { auditBudgets } from './audit';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';
import { budgetDataOf } from './views';

export { grantBudget, openBudget } from './commands';
export { give as giveOfBudget } from './giving';
export { amountInWords } from './rules';

personDataSources.register('koc-budgets', budgetDataOf);
auditBudgets();

export const budgetsDomain: Domain = { name: 'budgets', routes, reactions, jobs };
