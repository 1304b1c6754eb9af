import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { candidates } from './candidates';
import { grantBudget, withdrawBudget } from './commands';
import { give } from './giving';
import { giftView, myBudget, myBudgets, myGifts } from './member-views';
import { budgetById, budgetPage, budgetView, giftPage } from './views';

const { budgets, member } = contracts;

export const routes = [
  route(budgets.list, ({ actor }, input) => budgetPage(actor, input)),
  route(budgets.grant, async (context, { kocId, requestKey, rule: { from, until, ...rule } }) =>
    budgetView(
      await grantBudget(context, {
        kocId,
        requestKey,
        rule: { ...rule, ...(from === undefined ? {} : { from: new Date(from) }), until: new Date(until) },
      }),
    ),
  ),
  route(budgets.get, ({ actor }, { id }) => budgetById(actor, id)),
  route(budgets.withdraw, async (context, input) => budgetView(await withdrawBudget(context, input))),
  route(budgets.gifts, ({ actor }, input) => giftPage(actor, input)),

  route(member.budgets, ({ actor }, page) => myBudgets(actor.personId, page)),
  route(member.budget, ({ actor }, { id }) => myBudget(actor.personId, id)),
  route(member.budgetCandidates, ({ actor }, input) => candidates(actor.personId, input)),
  route(member.give, async (context, input) => giftView(await give(context, input))),
  route(member.gifts, ({ actor }, input) => myGifts(actor.personId, input)),
];
