/**
 * Orders: what was bought, as the shops tell it, in any order and any number of times.
 *
 * Words: a *line* is what a shop says of one order, whole or in part; *facts* are what all lines together say;
 * *derived* is what follows from them (state, sums, refunds by line); a *poison line* can't be taken and waits in
 * *quarantine* with its reason.
 * Always true: facts are a union in which order and repetition leave no trace; refunds never exceed what was paid;
 * states move by table; a poison line holds up nobody else; what the shop sent besides is kept, sealed.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { orderDataOf } from './facts';
import { reactions } from './reactions';
import { routes } from './routes';

export { takeOrders } from './commands';
export { factOf, ordersById, ordersByNumber, ordersSince } from './facts';
export type { OrderRow } from './model';
export { type OrderStory, tellAboutOrders } from './neighbours';
export { orderPage, quarantinedNow } from './views';

personDataSources.register('orders', orderDataOf);

export const ordersDomain: Domain = { name: 'orders', routes, reactions };
