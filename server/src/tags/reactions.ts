import { participated } from '../activities/events';
import { membersSeen } from '../bot/events';
import { giftsGiven } from '../budgets/events';
import { ordersBrought } from '../commission/events';
import { couponExpired, couponIssued, couponRedeemed } from '../coupons/events';
import { drawDrawn, prizeWon } from '../draws/events';
import { groupCreated, groupUpdated } from '../groups/events';
import { growthReached, growthShared } from '../growth/events';
import { groupDirectory } from '../groups';
import type { Tx } from '../kernel/command';
import type { EventType } from '../kernel/events';
import { type Delivered, on, type Reaction } from '../kernel/outbox';
import { native } from '../kernel/store';
import { intakeCompleted } from '../intake/events';
import { orderPaid, orderRefunded } from '../orders/events';
import { prizeExpired } from '../prizes/events';
import { rewardsGranted } from '../rewards';
import { identitiesOf, personDeleted } from '../people';
import { peopleRegrouped, personCame } from '../people/events';
import { forget, lookAgain, setView } from './apply';
import { receiveFacts } from './engine';
import {
  factsOfBrought,
  factOfCoupon,
  factOfDraw,
  factOfFirstMember,
  factOfGift,
  factOfLapsed,
  factOfOrder,
  factOfParticipation,
  factOfPrize,
  factOfReach,
  factOfShare,
  factOfSighting,
  factOfTest,
  factsOfGrant,
  factsOfVisit,
} from './facts';
import type { Fact } from './history';
import { Profiles } from './model';

/** Takes facts out of events; the engine takes them in. */
const learn = <P>(of: EventType<P>, name: string, factsOf: (event: Delivered<P>) => Fact[]): Reaction =>
  on(of, `tags.${name}`, (events, tx) => receiveFacts(tx, events.flatMap(factsOf), events[0]?.at));

const groupName = (groupId: string): string => groupDirectory.get(groupId)?.name ?? '一个群';

export const reactions = [
  learn(participated, 'participations', ({ payload, at }) =>
    payload.participations.map((row) => factOfParticipation(row, at)),
  ),
  learn(membersSeen, 'sightings', ({ payload, at }) =>
    payload.members.map((seen) => factOfSighting(seen, groupName(seen.groupId), at)),
  ),
  learn(groupCreated, 'first-members', ({ payload: { groupId, members }, at }) =>
    members.map((member) => factOfFirstMember(member, groupId, groupName(groupId), at)),
  ),
  learn(personCame, 'visits', ({ payload }) => factsOfVisit(payload)),
  learn(intakeCompleted, 'tests', ({ payload, at }) => [factOfTest(payload, at)]),
  learn(drawDrawn, 'draws', ({ payload, at }) => payload.draws.map((draw) => factOfDraw(draw, at))),
  learn(prizeWon, 'prizes', ({ payload, at }) => payload.prizes.map((prize) => factOfPrize(prize, at))),
  learn(prizeExpired, 'prizes-lapsed', ({ payload }) => payload.prizes.map(factOfLapsed)),
  learn(rewardsGranted, 'points', ({ payload, at }) =>
    payload.grants.flatMap((grant) => factsOfGrant(grant, at)),
  ),
  learn(giftsGiven, 'gifts', ({ payload, at }) => payload.gifts.map((gift) => factOfGift(gift, at))),
  learn(couponIssued, 'coupons-got', ({ payload, at }) =>
    payload.coupons.map((coupon) => factOfCoupon('coupon_got', coupon, at)),
  ),
  learn(couponRedeemed, 'coupons-used', ({ payload, at }) =>
    payload.coupons.map((coupon) => factOfCoupon('coupon_used', coupon, at)),
  ),
  learn(couponExpired, 'coupons-expired', ({ payload, at }) =>
    payload.coupons.map((coupon) => factOfCoupon('coupon_expired', coupon, at)),
  ),
  learn(orderPaid, 'orders-paid', ({ payload, at }) =>
    payload.orders.flatMap((order) => factOfOrder(order, at) ?? []),
  ),
  learn(orderRefunded, 'orders-refunded', ({ payload, at }) =>
    payload.orders.flatMap((order) => factOfOrder(order, at) ?? []),
  ),
  learn(ordersBrought, 'orders-brought', ({ payload, at }) =>
    payload.orders.flatMap((brought) => factsOfBrought(brought, at)),
  ),
  learn(growthShared, 'shares', ({ payload, at }) => payload.shares.map((share) => factOfShare(share, at))),
  learn(growthReached, 'reached', ({ payload }) => payload.reached.map(factOfReach)),
  on(groupUpdated, 'tags.group-moved', async (events, tx) => {
    for (const { payload } of events) await lookAtMembers(tx, payload.groupId);
  }),
  on(peopleRegrouped, 'tags.see-as-one', async (events, tx) => {
    for (const root of new Set(events.flatMap(({ payload }) => payload.roots))) await seeAsOne(tx, root);
  }),
  on(personDeleted, 'tags.forget-person', async (events, tx) => {
    for (const { payload } of events) await forget(tx, payload.personId, payload.at);
  }),
];

/** Makes the view of whoever stands for others what it is now; of whoever does not any more, nothing. */
async function seeAsOne(tx: Tx, rootId: string): Promise<void> {
  const [first, ...others] = await identitiesOf(rootId, tx.session);
  await setView(tx, `view:${rootId}`, first === rootId ? [first, ...others] : []);
}

/** Who is in a group whose tags or unit changed may match other rules now. */
async function lookAtMembers(tx: Tx, groupId: string): Promise<void> {
  const members = await native(Profiles)
    .find({ 'groups.groupId': groupId }, { session: tx.session, projection: { _id: 1 } })
    .toArray();
  const ids = members.map(({ _id }) => _id);
  for (let i = 0; i < ids.length; i += MEMBERS_AT_ONCE)
    await lookAgain(tx, ids.slice(i, i + MEMBERS_AT_ONCE), ['group']);
}

const MEMBERS_AT_ONCE = 500;
