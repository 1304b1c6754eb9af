/**
 * Prizes: the cabinet of what people won, on its way to them.
 *
 * Words: a *win* is a draw that gave something; a *prize* is a win on its way; to *claim* is to say how one wants it:
 * sent, picked up or transferred; its *destination* is an address or an account, sealed; a *pick-up code* is shown at
 * one store; a prize *lapses* when its winner will not get it, and then goes back to stock and budget.
 * A red packet that somebody gives lies in the same cabinet; it comes from no box.
 * Always true: a win is one prize; points and coupons are there at once, everything else waits to be claimed until a
 * stated end; where a prize goes is shown to nobody without a trace; a red packet is approved and paid by two people,
 * by a transfer whose reference is kept and used once; whoever is seen as one person with the winner claims it as well.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';
import { prizeDataOf } from './views';

export { claimPrize, shipPrize } from './commands';
export { giveRedPacket, prizeStatesOf, sharesDestination } from './giving';
export { cabinet } from './views';

personDataSources.register('prizes', prizeDataOf);

export const prizesDomain: Domain = { name: 'prizes', routes, reactions, jobs };
