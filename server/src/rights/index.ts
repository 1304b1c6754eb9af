/**
 * Rights: what a tier brings a KOC.
 *
 * Words: a *right* says what, how many a period, for which tiers, until when; a *claim* is somebody's wish for one of
 * it; it is *approved* (by staff, or at once by the right itself) and *delivered*: points, coupons and budgets with the
 * approval, goods and services by hand with a note.
 * Always true: nobody claims more than their tier has in a period, at whatever moment; a claim keeps what was promised,
 * whatever becomes of the right; what came to nothing does not count; whoever is no KOC any more gets nothing more.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { jobs } from './jobs';
import { reactions } from './reactions';
import { routes } from './routes';
import { rightDataOf } from './views';

export { createRight } from './catalogue';
export { approveClaim as approveRightClaim, claimRight } from './claims';
export { claimsLate, claimsWaiting, openRights } from './facts';

personDataSources.register('koc-rights', rightDataOf);

export const rightsDomain: Domain = { name: 'rights', routes, reactions, jobs };
