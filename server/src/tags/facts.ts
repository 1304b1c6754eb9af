import { shanghaiDay, shanghaiInstant } from '@kouyi/shared/rules/time';
import type { Participated } from '../activities/events';
import type { SeenMember } from '../bot/events';
import type { GivenGift } from '../budgets/events';
import type { BroughtOrder } from '../commission/events';
import type { CouponFact } from '../coupons/events';
import type { DrawFact, WonPrize } from '../draws/events';
import type { Reach, Share } from '../growth/events';
import type { FirstMember } from '../groups/events';
import { derivedId } from '../kernel/ids';
import type { OrderFact } from '../orders/events';
import type { LapsedPrize } from '../prizes/events';
import type { Grant } from '../rewards';
import type { Fact, Part, TestResult } from './history';
import { VALUE } from './value';

/** Something that they did themself, as opposed to what happened to them. */
const OWN_ACT: Part = { kind: 'activity', about: '', times: 1, sum: 0 };

const once = (kind: Part['kind'], about = '', sum = 0): Part => ({ kind, about, times: 1, sum });

/** A fact that is told only once; what carries a time in the future counts as of when it was told. */
const told = (toldAt: Date, fact: Omit<Fact, 'stamp'>): Fact => {
  const at = fact.at > toldAt ? toldAt : fact.at;
  return { ...fact, at, stamp: at };
};

/** What a participation that counted tells of a person. */
export const factOfParticipation = (row: Participated, toldAt: Date): Fact =>
  told(toldAt, {
    _id: row.id,
    personId: row.personId,
    at: row.at,
    parts: [
      once('participated', row.kind, row.points),
      OWN_ACT,
      ...(row.points > 0 ? [once('reward', 'points', row.points * VALUE.pointCostFen)] : []),
    ],
    title: `参加「${row.title}」${row.points > 0 ? `，得 ${row.points} 分` : ''}`,
    ...(row.groupId ? { groupId: row.groupId } : {}),
  });

/** What a group tells of somebody: that they joined, left or spoke. */
export function factOfSighting(seen: SeenMember, groupName: string, toldAt: Date): Fact {
  const { groupId, kind } = seen;
  const parts = {
    join: [once('joined_group', groupId)],
    leave: [once('left_group', groupId)],
    message: [OWN_ACT],
  }[kind];
  const titles = { join: `进了「${groupName}」`, leave: `离开了「${groupName}」`, message: undefined };
  return told(toldAt, {
    _id: `seen:${seen.channel}:${seen.eventId}`,
    personId: seen.personId,
    at: seen.at,
    parts,
    membership: { groupId, present: kind !== 'leave' },
    groupId,
    ...(titles[kind] === undefined ? {} : { title: titles[kind] }),
  });
}

export const factOfFirstMember = (
  { personId, joinedAt }: FirstMember,
  groupId: string,
  groupName: string,
  toldAt: Date,
): Fact =>
  told(toldAt, {
    _id: `member:${groupId}:${personId}`,
    personId,
    at: joinedAt,
    parts: [once('joined_group', groupId)],
    membership: { groupId, present: true },
    groupId,
    title: `进了「${groupName}」`,
  });

/** Several visits of one day are one fact, whichever comes first. */
export function factsOfVisit({
  personId,
  signedIn,
  at,
}: {
  personId: string;
  signedIn: boolean;
  at: Date;
}): Fact[] {
  const day = shanghaiDay(at);
  const begin = shanghaiInstant(day);
  const visit: Fact = {
    _id: `visit:${personId}:${day}`,
    personId,
    at: begin,
    stamp: begin,
    parts: [once('visited'), OWN_ACT],
    title: '打开过小程序',
  };
  if (!signedIn) return [visit];
  const signIn: Fact = {
    _id: `signin:${personId}:${day}`,
    personId,
    at: begin,
    stamp: begin,
    parts: [once('signed_in'), OWN_ACT],
    title: '登录了小程序',
  };
  return [visit, signIn];
}

/** What of a finished questionnaire tags look at. */
interface Completed extends TestResult {
  readonly sessionId: string;
  readonly personId: string;
  readonly title: string;
  readonly at: Date;
}

/** What a finished test tells, with its scores. */
export const factOfTest = (done: Completed, toldAt: Date): Fact => {
  const { questionnaireId, resultType, scores } = done;
  return told(toldAt, {
    _id: `test:${done.sessionId}`,
    personId: done.personId,
    at: done.at,
    parts: [once('tested', questionnaireId), OWN_ACT],
    test: { questionnaireId, resultType, scores },
    title: `做完「${done.title}」，结果是「${resultType}」`,
  });
};

/** What a draw tells. */
export const factOfDraw = (draw: DrawFact, toldAt: Date): Fact =>
  told(toldAt, {
    _id: draw.drawId,
    personId: draw.personId,
    at: draw.at,
    parts: [once('drew', draw.boxId), ...(draw.won ? [once('won', draw.boxId)] : []), OWN_ACT],
    title: draw.won ? `抽盲盒，中了「${draw.prizeName}」` : '抽盲盒，没有中',
  });

/** What a prize cost the brand; points and coupons are given on and counted where they cost. */
export const factOfPrize = (prize: WonPrize, toldAt: Date): Fact =>
  told(toldAt, {
    _id: `prize:${prize.winId}`,
    personId: prize.personId,
    at: prize.at,
    parts: prize.kind === 'coupon' ? [] : [once('reward', 'prize', prize.costFen)],
  });

/** What they will not get cost nothing. */
export const factOfLapsed = ({ winId, personId, at }: LapsedPrize): Fact => ({
  _id: `prize:${winId}`,
  personId,
  at,
  // Also of a prize that was won in the same moment.
  stamp: new Date(at.getTime() + 1),
  parts: [],
});

/** Points for something else than taking part and drawing, which tell of their points themselves. */
export const factsOfGrant = ({ id, personId, reward, cause, at }: Grant, toldAt: Date): Fact[] =>
  reward.kind !== 'points' || cause.activityId !== undefined || cause.kind === 'draw'
    ? []
    : [
        told(toldAt, {
          _id: `points:${id}`,
          personId,
          at,
          parts: [once('reward', 'points', reward.points * VALUE.pointCostFen)],
        }),
      ];

/** What a KOC gave them of the brand's budget; a red packet that is not claimed lapses as any prize. */
export const factOfGift = ({ giftId, personId, unit, amount, at }: GivenGift, toldAt: Date): Fact =>
  told(toldAt, {
    _id: unit === 'fen' ? `prize:${giftId}` : `points:${giftId}`,
    personId,
    at,
    parts: [
      unit === 'fen'
        ? once('reward', 'prize', amount)
        : once('reward', 'points', amount * VALUE.pointCostFen),
    ],
  });

const COUPON_WORDS = { coupon_got: '领到', coupon_used: '用掉了', coupon_expired: '没用就过期了' };

/** What getting or using a coupon tells. */
export const factOfCoupon = (kind: keyof typeof COUPON_WORDS, coupon: CouponFact, toldAt: Date): Fact =>
  told(toldAt, {
    _id: `${kind}:${coupon.couponIssueId}`,
    personId: coupon.personId,
    at: coupon.at,
    parts: [once(kind, coupon.couponId), ...(kind === 'coupon_used' ? [OWN_ACT] : [])],
    title: `${COUPON_WORDS[kind]}「${coupon.name}」`,
  });

/**
 * An order as it is known now; told again it replaces what was told before. What was wholly refunded is no order;
 * where the shop does not say what the goods cost, the margin is what was paid.
 */
export function factOfOrder(order: OrderFact, toldAt: Date): Fact | undefined {
  if (order.personId === undefined) return undefined;
  const paid = order.paidFen - order.refundedFen;
  const kept = order.items.filter((item) => item.refundedFen < item.paidFen || item.paidFen === 0);
  return {
    _id: `order:${order.orderId}`,
    personId: order.personId,
    at: order.at > toldAt ? toldAt : order.at,
    stamp: toldAt,
    parts: [
      ...(paid > 0 ? [once('bought', '', paid), once('margin', '', marginOf(order))] : []),
      ...(paid > 0
        ? kept.map((item) =>
            once('bought_item', `${item.category ?? ''}/${item.productId ?? item.sku}`, item.quantity),
          )
        : []),
      ...(order.refundedFen > 0 ? [once('refunded', '', order.refundedFen)] : []),
      OWN_ACT,
    ],
    title: `下单 ${order.paidFen / 100} 元${order.refundedFen > 0 ? `，退了 ${order.refundedFen / 100} 元` : ''}`,
  };
}

/**
 * An order that somebody brought: its margin is theirs as a referral, unless it is their own order; what was paid for
 * bringing it is a reward either way. Told again it replaces what was told before; whose it no longer is has nothing
 * of it.
 */
export const factsOfBrought = ({ order, kocId, before, commissionFen }: BroughtOrder, toldAt: Date): Fact[] =>
  [kocId, before].flatMap((personId) => {
    if (personId === undefined) return [];
    const theirs = personId === kocId;
    const counts = theirs && kocId !== order.personId && order.paidFen > order.refundedFen;
    return {
      _id: `referred:${order.orderId}:${personId}`,
      personId,
      at: order.at > toldAt ? toldAt : order.at,
      stamp: toldAt,
      parts: [
        ...(counts ? [once('referred', '', marginOf(order))] : []),
        ...(theirs && commissionFen > 0 ? [once('reward', 'commission', commissionFen)] : []),
      ],
      ...(counts ? { title: `带来一单 ${(order.paidFen - order.refundedFen) / 100} 元的成交` } : {}),
    };
  });

/** A link of theirs brought somebody on a day. */
export const factOfShare = ({ id, personId, at }: Share, toldAt: Date): Fact =>
  told(toldAt, {
    _id: `shared:${id}`,
    personId,
    at,
    parts: [once('shared')],
    title: '分享的链接有人打开',
  });

/** Somebody new came through them; told again when that counts no longer, or for somebody else. */
export const factOfReach = ({ personId, kocId, way, at, counts, toldAt }: Reach): Fact => ({
  // Nothing about one person may name another.
  _id: derivedId('fct', 'reached', personId),
  personId: kocId,
  at: at > toldAt ? toldAt : at,
  stamp: toldAt,
  parts: counts ? [once('reached', way)] : [],
  ...(counts ? { title: '带来一位新朋友' } : {}),
});

/** What is left of an order after refunds and the cost of the goods that were kept. */
const marginOf = ({ paidFen, refundedFen, items }: OrderFact): number =>
  paidFen -
  refundedFen -
  Math.round(items.reduce((sum, item) => sum + keptShare(item) * (item.costFen ?? 0), 0));

/** The share of a line that was not refunded: its goods stay with the customer and cost what they cost. */
const keptShare = ({ paidFen, refundedFen }: { paidFen: number; refundedFen: number }): number =>
  paidFen > 0 ? Math.max(0, paidFen - refundedFen) / paidFen : 1;
