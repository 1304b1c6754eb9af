import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
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
  route(member.earnings, ({ actor }) => earningsOf(actor.personId)),
  route(member.earningLines, ({ actor }, input) => earningLines(actor.personId, input)),
  route(member.earningEntries, ({ actor: { personId } }, input) =>
    statementOfAccounts([account.kocPending(personId), account.kocAvailable(personId)], input),
  ),
  route(member.whyOrder, ({ actor }, { number }) => whyOrder(actor.personId, number)),
  route(member.disputeOrder, async (context, { number, reason }) => {
    const kocId = context.actor.personId;
    const { _id: orderId } = await commissionByNumber(kocId, number);
    return { id: (await openDispute(context, { orderId, kocId, reason }))._id };
  }),
];
