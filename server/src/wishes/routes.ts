import { contracts } from '@kouyi/shared/contracts';
import { route } from '../kernel/http';
import { answerWish, followUpWish, makeWish, withdrawWish } from './commands';
import { cancelMoment, followUpMoment, saveMoment } from './moments';
import {
  memberWishView,
  momentPage,
  momentView,
  myMoments,
  myWishes,
  staffWishView,
  wishCounts,
  wishPage,
} from './views';

const { wishes, member } = contracts;

export const routes = [
  route(wishes.list, ({ actor }, input) => wishPage(actor, input)),
  route(wishes.counts, ({ actor }) => wishCounts(actor)),
  route(wishes.answer, async (context, input) => staffWishView(await answerWish(context, input))),
  route(wishes.followUp, async (context, input) => staffWishView(await followUpWish(context, input))),
  route(wishes.moments, (_context, input) => momentPage(input)),
  route(wishes.saveMoment, async (context, { startAt, ...input }) =>
    momentView(await saveMoment(context, { ...input, startAt: new Date(startAt) })),
  ),
  route(wishes.cancelMoment, async (context, input) => momentView(await cancelMoment(context, input))),
  route(wishes.followUpMoment, async (context, input) => momentView(await followUpMoment(context, input))),

  route(member.wishes, ({ actor }, input) => myWishes(actor.personId, input)),
  route(member.makeWish, async (context, input) =>
    memberWishView(await makeWish(context, { ...input, personId: context.actor.personId })),
  ),
  route(member.withdrawWish, async (context, { id }) =>
    memberWishView(await withdrawWish(context, { id, personId: context.actor.personId })),
  ),
  route(member.moments, ({ actor }) => myMoments(actor.personId)),
];
