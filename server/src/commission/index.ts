/**
 * Commission: whose order it is, and what it pays, right to the fen.
 *
 * Words: a *decision* ties an order to a KOC with every touch considered; the *whole* is what the order promised,
 * *kept* is what refunds left of it, *parts* are one level's or two levels' of it; it is *pending* until the
 * after-sale period ends, then *available*; a *clawback* takes back what had become available; a *dispute* is a case
 * about an order: a KOC's, or ours when it comes out later that they bought it themself.
 * Always true: parts add up to the whole; the books hold exactly what the orders' records say, whatever the order in
 * which they came (`npm run audit`); a decision is made once for a payment and stands, but for staff's answer to a
 * dispute; there is no third level.
 */
import type { Domain } from '../kernel/domain';
import { on } from '../kernel/outbox';
import type { Job } from '../kernel/schedule';
import { tellAboutOrders } from '../orders';
import { ordersChanged } from '../orders/events';
import { personDataSources, personDeleted } from '../people';
import { native } from '../kernel/store';
import { registerAudit } from './audit';
import { releaseDue, settleOrders } from './commands';
import { Disputes } from './model';
import { flagWhenSeenAsOne } from './own-purchases';
import { routes } from './routes';
import { commissionDataOf, orderStories } from './views';

export { broughtBetween } from './brought';
export { disputeIdOf, openDispute, resolveDispute } from './disputes';
export { openDisputes, ordersByLink } from './views';

export { releaseDue } from './commands';

personDataSources.register('commission', commissionDataOf);
tellAboutOrders(orderStories);
registerAudit();

const reactions = [
  on(ordersChanged, 'commission.settle-orders', (events, tx) =>
    settleOrders(tx, [...new Set(events.flatMap(({ payload }) => payload.orderIds))]),
  ),
  flagWhenSeenAsOne,
  // The case stays in the record; what the person wrote in it goes.
  on(personDeleted, 'commission.forget-words', async (events, tx) => {
    await native(Disputes).updateMany(
      { kocId: { $in: events.map(({ payload }) => payload.personId) } },
      { $set: { reason: '（本人已注销）' } },
      { session: tx.session },
    );
  }),
];

const jobs: Job[] = [{ name: 'commission.release', everySeconds: 60, missed: 'skip', run: releaseDue }];

export const commissionDomain: Domain = {
  name: 'commission',
  routes,
  reactions,
  jobs,
};
