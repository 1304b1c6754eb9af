/**
 * The gate: the one place through which everything leaves that the bot says.
 *
 * Words: a *line* is one message to one group; it is *planned* by whoever wants it said and *decided* when it is
 * due: send, wait until, or refuse, always with a reason in words.
 * Always true: no adapter is called but by the deliverer; a key is planned once; lines of a group leave in the
 * order in which they were meant to be said, but for those that wait for the morning.
 */
import type { Domain } from '../kernel/domain';
import { reactions } from './reactions';
import { routes } from './routes';

export { Deliverer } from './deliverer';
export { amendOutgoing, type OutgoingPlan, outgoingIdOf, planAllOutgoing, planOutgoing } from './plan';
export { quietUntil } from './rules';
export { gateSettings, saveGateSettings } from './settings';
export { outgoingCausedBy, refusedSince, sendingHealth, sentLines } from './views';
export { drainLines } from './wake';

export const gateDomain: Domain = { name: 'gate', routes, reactions };
