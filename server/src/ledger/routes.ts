import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { selvesOf } from '../people';
import { balancesOf } from './balances';
import { bookAccounts } from './book';
import { adjustPoints, reverseAdjustment } from './corrections';
import {
  accountStatement,
  accountSummary,
  auditRuns,
  heldNow,
  memberBalances,
  statementOf,
  transactionView,
  transactions,
} from './views';

const { ledger, member } = contracts;

export const routes = [
  route(ledger.transactions, (_ctx, input) => transactions(input)),
  route(ledger.accounts, async () => ({ items: await accountSummary() })),
  route(ledger.book, (_ctx, input) => bookAccounts(input)),
  route(ledger.statement, (_ctx, input) => accountStatement(input)),
  route(ledger.balance, async (_ctx, { account, at }) => ({
    account,
    balance: (await balancesOf([account], at === undefined ? undefined : new Date(at))).get(account)!,
  })),
  route(ledger.holds, async () => ({ items: await heldNow() })),
  route(ledger.audits, async (_ctx, { limit }) => ({ items: await auditRuns(limit) })),
  route(ledger.adjust, async (context, input) => transactionView(await adjustPoints(context, input))),
  route(ledger.reverse, async (context, input) => transactionView(await reverseAdjustment(context, input))),
  route(member.points, async ({ actor }, input) => {
    const selves = await selvesOf(actor.personId);
    const [balances, page] = await Promise.all([memberBalances(selves), statementOf(selves, input)]);
    return { balance: [...balances.values()].reduce((sum, points) => sum + points, 0), ...page };
  }),
];
