import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { accountSummary, memberBalances, statementOf, transactions } from './views';

export const routes = [
  route(contracts.ledger.transactions, (_ctx, input) => transactions(input)),
  route(contracts.ledger.accounts, async () => ({ items: await accountSummary() })),
  route(contracts.member.points, async ({ actor }, input) => {
    const [balances, page] = await Promise.all([
      memberBalances([actor.personId]),
      statementOf(actor.personId, input),
    ]);
    return { balance: balances.get(actor.personId) ?? 0, ...page };
  }),
];
