import { contracts } from '@kouyi/shared/contracts';
import type { Actor } from '../kernel/actor';
import { route } from '../kernel/http';
import { assertEverywhere } from '../org';
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

/** Money has no branch: whoever reads the books reads those of the whole brand. */
const mayRead = (actor: Actor): void => assertEverywhere(actor, 'ledger.read');

export const routes = [
  route(ledger.transactions, ({ actor }, input) => {
    mayRead(actor);
    return transactions(input);
  }),
  route(ledger.accounts, async ({ actor }) => {
    mayRead(actor);
    return { items: await accountSummary() };
  }),
  route(ledger.book, ({ actor }, input) => {
    mayRead(actor);
    return bookAccounts(input);
  }),
  route(ledger.statement, ({ actor }, input) => {
    mayRead(actor);
    return accountStatement(input);
  }),
  route(ledger.balance, async ({ actor }, { account, at }) => {
    mayRead(actor);
    const balances = await balancesOf([account], at === undefined ? undefined : new Date(at));
    return { account, balance: balances.get(account)! };
  }),
  route(ledger.holds, async ({ actor }) => {
    mayRead(actor);
    return { items: await heldNow() };
  }),
  route(ledger.audits, async ({ actor }, { limit }) => {
    mayRead(actor);
    return { items: await auditRuns(limit) };
  }),
  route(ledger.adjust, async (context, input) => transactionView(await adjustPoints(context, input))),
  route(ledger.reverse, async (context, input) => transactionView(await reverseAdjustment(context, input))),
  route(member.points, async ({ actor }, input) => {
    const selves = await selvesOf(actor.personId);
    const [balances, page] = await Promise.all([memberBalances(selves), statementOf(selves, input)]);
    return { balance: [...balances.values()].reduce((sum, points) => sum + points, 0), ...page };
  }),
];
