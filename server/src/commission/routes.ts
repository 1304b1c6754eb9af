import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { kocIdOf } from '../koc';
import { account, statementOfAccounts } from '../ledger';
import { assertEverywhere } from '../org';
import { openDispute, resolveDispute } from './disputes';
import { commissionSettings, saveCommissionSettings } from './settings';
import { tryOut } from './try-out';
import { commissionByNumber, disputePage, disputeView, earningLines, earningsOf, whyOrder } from './views';

const { commission, member } = contracts;

export const routes = [
  route(commission.settings, () => commissionSettings()),
  route(commission.saveSettings, (context, settings) => saveCommissionSettings(context, settings)),
  route(commission.tryOut, (_ctx, input) => tryOut(input)),
  route(commission.disputes, ({ actor }, input) => {
    assertEverywhere(actor, 'commission.read');
    return disputePage(input);
  }),
  route(commission.resolveDispute, async (context, input) =>
    disputeView(await resolveDispute(context, input)),
  ),
  route(member.earnings, async ({ actor }) => earningsOf(await kocIdOf(actor.personId))),
  route(member.earningLines, async ({ actor }, input) => earningLines(await kocIdOf(actor.personId), input)),
  route(member.earningEntries, async ({ actor }, input) => {
    const kocId = await kocIdOf(actor.personId);
    return statementOfAccounts([account.kocPending(kocId), account.kocAvailable(kocId)], input);
  }),
  route(member.whyOrder, async ({ actor }, { number }) => whyOrder(await kocIdOf(actor.personId), number)),
  route(member.disputeOrder, async (context, { number, reason }) => {
    const kocId = await kocIdOf(context.actor.personId);
    const { _id: orderId } = await commissionByNumber(kocId, number);
    return { id: (await openDispute(context, { orderId, kocId, reason }))._id };
  }),
];
