import { contracts } from '@kouyi/shared/contracts';
import { now } from '../kernel/clock';
import { route } from '../kernel/http';
import { selvesOf } from '../people';
import { issueByHand, revokeIssue } from './by-hand';
import { createCoupon, endCoupon, openCoupon, pauseCoupon, updateCoupon } from './commands';
import { claimByLink, closeLink, createLink } from './links';
import { linkOffer, memberCoupon, memberCouponPage, memberCouponView } from './member-views';
import { storesFor } from './policy';
import { redeemCoupon, undoRedemption } from './redeem';
import {
  couponFigures,
  couponFor,
  couponPage,
  couponPreview,
  couponView,
  issuedPage,
  issueViews,
  linksOf,
  linkView,
  lookUp,
  redemptionPage,
  redemptionViews,
} from './views';

const { coupons, member } = contracts;

export const routes = [
  route(coupons.list, ({ actor }, input) => couponPage(actor, input)),
  route(coupons.preview, ({ actor }, { rule }) => Promise.resolve(couponPreview(actor, rule))),
  route(coupons.create, async (context, input) => couponView(await createCoupon(context, input))),
  route(coupons.get, async ({ actor }, { id }) => couponView(await couponFor(actor, id))),
  route(coupons.update, async (context, input) => couponView(await updateCoupon(context, input))),
  route(coupons.open, async (context, input) => couponView(await openCoupon(context, input))),
  route(coupons.pause, async (context, input) => couponView(await pauseCoupon(context, input))),
  route(coupons.end, async (context, input) => couponView(await endCoupon(context, input))),
  route(coupons.figures, ({ actor }, { id }) => couponFigures(actor, id)),
  route(coupons.issue, (context, input) => issueByHand(context, input)),
  route(coupons.issued, ({ actor }, input) => issuedPage(actor, input)),
  route(coupons.revoke, async (context, input) => {
    const [view] = await issueViews(context.actor, [await revokeIssue(context, input)]);
    return view!;
  }),
  route(coupons.links, ({ actor }, { id }) => linksOf(actor, id)),
  route(coupons.createLink, async (context, input) => linkView(await createLink(context, input))),
  route(coupons.closeLink, async (context, input) => linkView(await closeLink(context, input))),

  route(coupons.stores, ({ actor }) => Promise.resolve({ items: storesFor(actor) })),
  route(coupons.redemptions, ({ actor }, input) => redemptionPage(actor, input)),
  route(coupons.lookUp, ({ actor }, input) => lookUp(actor, input)),
  route(coupons.redeem, async (context, input) => {
    const [view] = await redemptionViews([await redeemCoupon(context, input)]);
    return view!;
  }),
  route(coupons.undoRedemption, async (context, input) => {
    const [view] = await redemptionViews([await undoRedemption(context, input)]);
    return view!;
  }),

  route(member.coupons, async ({ actor }, input) => memberCouponPage(await selvesOf(actor.personId), input)),
  route(member.coupon, async ({ actor }, { id }) => memberCoupon(await selvesOf(actor.personId), id)),
  route(member.couponLink, ({ actor }, { token }) => linkOffer(actor.personId, token)),
  route(member.claimLink, async ({ actor }, { token }) =>
    memberCouponView(await claimByLink(actor.personId, token), now()),
  ),
];
