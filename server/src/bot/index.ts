/**
 * Bot: the way of a message from a channel's door to a decision.
 *
 * Words: the *door* reads and stores events; the *journal* is where they are stored before their sender hears yes;
 * a *partition* is a share of the groups, owned and fenced by one process; the *engine* decides a partition's
 * rows in batches; a *trace* tells why a message was handled as it was.
 * Always true: an event that was acknowledged is in the journal; a row is decided once, in the transaction that
 * removes its `pending` mark; rows of one group are decided by one process at a time, in order of arrival.
 */
import type { Domain } from '../kernel/domain';
import { reactions } from './reactions';
import { routes } from './routes';

export { bot, startBot, stopBot } from './running';
export { spokenIn } from './spoken';
export { lastMessages, messagePathHealth, messagesOf, messagesSince } from './views';

export const botDomain: Domain = { name: 'bot', routes, reactions };
