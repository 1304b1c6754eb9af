/**
 * Coupons: promises of the brand that people carry to a store.
 *
 * Words: a *coupon* is a design with a stock; an *issue* is one of it in somebody's hands, with a *code*; its *worth*
 * is the most it can cost; a *reservation* holds stock back for an activity or a box that promises it, its *holder*;
 * a *link* is an address under which people take one each; to *redeem* is to use an issue at a till.
 * Always true: issued + reserved ≤ stock; nobody has more than their limit, no group more than its quota (a share of
 * its members is rounded down, but at least one); an issue keeps what it promised, whatever becomes of the design; the
 * liability in the books is the worth of what people hold; an issue is redeemed once.
 */
import type { Domain } from '../kernel/domain';
import { personDataSources } from '../people';
import { auditCoupons } from './audit';
import { jobs } from './jobs';
import { couponDataOf } from './member-views';
import { reactions } from './reactions';
import { routes } from './routes';

export { issueByHand } from './by-hand';
export { createCoupon, openCoupon } from './commands';
export { couponGrabKind } from './coupon-grab-kind';
export { issuePromised } from './issuing';
export { createLink } from './links';
export { linkToShare } from './member-views';
export { assertAtStore } from './policy';
export { redeemCoupon } from './redeem';
export { releaseLater, releaseOthers, reserveCoupons } from './reserve';
export { plainCode } from './rules';
export { couponNames, couponPage, couponsForSegment } from './views';

personDataSources.register('coupons', couponDataOf);
auditCoupons();

export const couponsDomain: Domain = { name: 'coupons', routes, reactions, jobs };
