import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { account, statementOfAccounts } from '../ledger';
import { assertEverywhere } from '../org';
import { selvesOf } from '../people';
import { openDispute, resolveDispute } from './disputes';
import { commissionSettings, saveCommissionSettings } from './settings';
import { tryOut } from './try-out';
import { askedAbout, earningLines, earningsOf, whyOrder } from './member-views';
import { disputePage, disputeView } from './views';

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
  route(member.earningEntries, async ({ actor }, input) => {
    const selves = await selvesOf(actor.personId);
    return statementOfAccounts(
      [...selves.map(account.kocPending), ...selves.map(account.kocAvailable)],
      input,
    );
  }),
  route(member.whyOrder, ({ actor }, { number }) => whyOrder(actor.personId, number)),
  route(member.disputeOrder, async (context, { number, reason }) => {
    const { row, kocId } = await askedAbout(context.actor.personId, number);
    return { id: (await openDispute(context, { orderId: row._id, kocId, reason }))._id };
  }),
];
