import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { changeRight, closeRight, createRight } from './catalogue';
import { approveClaim, claimRight, declineClaim, deliverClaim, withdrawClaim } from './claims';
import { myClaim, myClaims, myRights } from './member-views';
import { claimPage, claimView, rightPage, rightView } from './views';

const { rights, member } = contracts;

export const routes = [
  route(rights.list, (_context, input) => rightPage(input)),
  route(rights.create, async (context, input) => rightView(await createRight(context, input))),
  route(rights.change, async (context, input) => rightView(await changeRight(context, input))),
  route(rights.close, async (context, input) => rightView(await closeRight(context, input))),
  route(rights.claims, ({ actor }, input) => claimPage(actor, input)),
  route(rights.approve, async (context, input) =>
    claimView(context.actor, await approveClaim(context, input)),
  ),
  route(rights.decline, async (context, input) =>
    claimView(context.actor, await declineClaim(context, input)),
  ),
  route(rights.deliver, async (context, input) =>
    claimView(context.actor, await deliverClaim(context, input)),
  ),

  route(member.rights, ({ actor }) => myRights(actor.personId)),
  route(member.rightClaims, ({ actor }, page) => myClaims(actor.personId, page)),
  route(member.claimRight, async (context, input) => myClaim(await claimRight(context, input))),
  route(member.withdrawRightClaim, async (context, input) => myClaim(await withdrawClaim(context, input))),
];
